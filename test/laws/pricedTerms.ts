import fc from "fast-check";
import type { ApiContract, LeavingTerms, LockInTerms } from "../../sim/contractTerms.ts";
import type { FinanceTerms, RevenueTerms } from "../../sim/financeTerms.ts";
import { CONTRACT_MONTHS } from "../../sim/money/rentCost.ts";
import type { MonthPhysical } from "../../sim/physical.ts";
import type {
  ApiTerms,
  ExtraCost,
  OwnTerms,
  RentContract,
  RentTerms,
  SourceTerms,
  Terms,
} from "../../sim/terms.ts";
import { type MonthSketch, monthOf } from "../sim/money/months.ts";

/** Random months and terms of every kind of supply, contract and finance, for the laws of money. */

export const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** A price or an amount of something: nothing, or something that a doubling doubles to the last digit. */
const money = (max: number) => fc.oneof({ weight: 4, arbitrary: real(0.01, max) }, fc.constant(0));
export const monthRows = fc
  .array(
    fc.record({
      chips: fc.integer({ min: 0, max: 64 }),
      itKwh: real(0, 1e5),
      peakItWatts: real(0, 1e5),
      inputTokens: real(1e6, 1e10),
      outputTokens: real(1e6, 1e10),
      onTimeShare: real(0.1, 1),
      off: fc.oneof(fc.constant(0), real(0, 1)),
      boundShare: fc.oneof(fc.constant(0), real(0, 1)),
      monitoringShare: fc.oneof(fc.constant(0), real(0, 0.2)),
      covered: fc.oneof(fc.constant(0), real(0, 1)),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((sketches) => sketches.map(rowOf));

/** A month with chips that are off, bound and watched tokens, and some that were provisioned. */
function rowOf(
  sketch: MonthSketch &
    Readonly<Record<"off" | "boundShare" | "monitoringShare" | "covered", number>>,
  i: number,
): MonthPhysical {
  const { off, boundShare, monitoringShare, covered, ...rest } = sketch;
  const row = monthOf(i + 1, rest);
  const { chipTimeS, tokens } = row;
  return {
    ...{ ...row, boundShare, monitoringShare },
    chipTimeS: { ...chipTimeS, idle: chipTimeS.idle * (1 - off), off: chipTimeS.idle * off },
    provisioned: {
      ...{ input: tokens.input * covered, cached: tokens.cached * covered },
      output: tokens.output * covered,
    },
  };
}

const CONTRACTS = Object.keys(CONTRACT_MONTHS) as readonly RentContract[];
const API_PRICES = ["inputUsdPerMtok", "cachedUsdPerMtok", "outputUsdPerMtok"] as const;
const COMMON = [
  ...(["horizonMonths", "discountRatePerYear", "carbonKgPerKwh"] as const),
  ...(["staffFte", "staffUsdPerYear"] as const),
] as const;
export const common = {
  horizonMonths: fc.constant(1),
  discountRatePerYear: fc.oneof(fc.constant(0), real(0, 0.3)),
  carbonKgPerKwh: real(0, 1),
  staffFte: real(0, 5),
  staffUsdPerYear: real(1e4, 3e5),
};
const buying: fc.Arbitrary<ApiContract> = fc.record(
  {
    priceFactor: real(0.3, 3),
    batch: fc.record({ share: real(0, 1), priceShare: real(0.2, 1) }),
    commitment: fc.record({ usdPerYear: money(1e6), discountShare: real(0, 0.5) }),
    provisioned: fc.record({ units: fc.integer({ min: 0, max: 40 }), usdPerUnitHour: money(5) }),
  },
  { requiredKeys: ["priceFactor"] },
);
export const leaving: fc.Arbitrary<LeavingTerms> = fc.record({
  engineerMonths: money(18),
  usdPerEngineerMonth: money(3e4),
  requalificationUsd: money(1e5),
  egressGb: money(1e5),
  egressUsdPerGb: money(0.2),
  parallelMonths: money(6),
});
const lockIn: fc.Arbitrary<LockInTerms> = fc.record({
  leaving,
  termMonths: fc.integer({ min: 1, max: 24 }),
  bargainingShare: real(0, 1),
  capShare: real(0, 2),
});
export const api: fc.Arbitrary<ApiTerms> = fc.record(
  {
    ...common,
    kind: fc.constant("api" as const),
    inputUsdPerMtok: money(10),
    cachedUsdPerMtok: money(10),
    outputUsdPerMtok: money(10),
    priceDeclinePerYear: real(0, 0.9),
    ...{ buying, lockIn },
  },
  { requiredKeys: [...COMMON, "kind", ...API_PRICES, "priceDeclinePerYear"] },
);
export const rent: fc.Arbitrary<RentTerms> = fc.record(
  {
    ...common,
    kind: fc.constant("rent" as const),
    contract: fc.constantFrom(...CONTRACTS),
    rentUsdPerChipHour: money(10),
    rentDeclinePerYear: real(0, 0.9),
    extrasShare: real(0, 0.5),
    pue: real(1, 2),
    lockIn,
  },
  {
    requiredKeys: [
      ...[...COMMON, "kind", "contract", "rentUsdPerChipHour", "rentDeclinePerYear"],
      ...["extrasShare", "pue"],
    ] as const,
  },
);
export const own: fc.Arbitrary<OwnTerms> = fc.record({
  ...common,
  kind: fc.constant("own" as const),
  site: fc.constantFrom("colocation" as const, "ownFacility" as const),
  serverUsdPerChip: money(6e4),
  chipsPerServer: fc.constantFrom(1, 8),
  networkShare: real(0, 0.5),
  facilityUsdPerWatt: money(20),
  facilityLifeYears: real(1, 20),
  colocationUsdPerKwMonth: money(300),
  electricityUsdPerKwh: money(0.4),
  pue: real(1, 2),
  serverLifeYears: real(0.5, 7),
  residualShare: real(0, 1),
  residualDeclinePerYear: real(0, 0.9),
  maintenanceSharePerYear: real(0, 0.1),
  staffFtePerMw: real(0, 5),
});
export const extraCosts: fc.Arbitrary<readonly ExtraCost[]> = fc.array(
  fc.record({
    category: fc.constantFrom("egress" as const, "toil" as const, "expected loss" as const),
    per: fc.constantFrom("once", "month", "chip", "Mtok", "Mtok prompt", "Mtok output", "request"),
    quantity: real(0, 3),
    unit: fc.constant("piece"),
    usdPerUnit: money(1e4),
  }),
  { maxLength: 3 },
);
const finance: fc.Arbitrary<FinanceTerms> = fc.record({
  taxRate: real(0, 0.6),
  inflationPerYear: real(-0.02, 0.1),
  taxDepreciation: fc.constantFrom("straightLine" as const, "macrs5" as const, "bonus" as const),
  bonusShare: real(0, 1),
  facilityTaxYears: real(15, 39),
  losses: fc.constantFrom("carryForward" as const, "otherIncome" as const),
  debtShare: fc.oneof(fc.constant(0), real(0.01, 0.9)),
  debtRatePerYear: real(0, 0.2),
  debtYears: real(0.5, 6),
  receivableDays: real(0, 120),
  payableDays: real(0, 120),
  equityRatePerYear: real(0, 0.4),
});
const prepaid = fc.record({ months: fc.integer({ min: 1, max: 12 }), discountShare: real(0, 0.5) });
const boundPremium = fc.record({ premiumShare: real(0, 0.5) });
export const revenue: fc.Arbitrary<RevenueTerms> = fc.record({
  boundPremium,
  tokens: fc.record({
    inputUsdPerMtok: money(10),
    cachedUsdPerMtok: money(10),
    outputUsdPerMtok: money(30),
    priceDeclinePerYear: real(0, 0.9),
  }),
});
export const bare: fc.Arbitrary<SourceTerms> = fc.oneof(api, rent, own);
export const financed: fc.Arbitrary<SourceTerms> = fc
  .tuple(bare, finance, fc.option(prepaid, { nil: null }), revenue, extraCosts, fc.boolean())
  .map(([terms, given, ahead, sold, extra, sells]) => ({
    ...terms,
    finance: { ...given, ...(ahead === null ? {} : { prepaid: ahead }) },
    extraCosts: extra,
    ...(sells ? { revenue: sold } : {}),
  }));

/** Every price of the terms, and of what is sold, times a factor. */
export function atPrices<Given extends Terms>(terms: Given, factor: number): Given {
  const scale = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(scale);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        typeof inner === "number" && /usd/i.test(key) ? inner * factor : scale(inner),
      ]),
    );
  };
  return scale(terms) as Given;
}
