import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { annuityUsdPerYear, capitalRecoveryFactor, npvUsd } from "../../sim/money/finance.ts";
import { moatShare, moatUsd } from "../../sim/money/moat.ts";
import { irrPerPeriod } from "../../sim/money/rateOfReturn.ts";
import { CONTRACT_MONTHS, isByTheHour } from "../../sim/money/rentCost.ts";
import type { MonthPhysical } from "../../sim/physical.ts";
import { price } from "../../sim/price.ts";
import type { ApiTerms, RentContract, RentTerms, SourceTerms, Terms } from "../../sim/terms.ts";
import { monthOf } from "../sim/money/months.ts";
import { common, own, real } from "./pricedTerms.ts";

const run = { seed: 20_260_301, numRuns: 150 };

const sketch = fc.record({
  chips: fc.integer({ min: 0, max: 64 }),
  itKwh: real(0, 1e5),
  peakItWatts: real(0, 1e5),
  inputTokens: real(1e6, 1e10),
  cachedTokens: fc.oneof(fc.constant(0), real(1e6, 1e10)),
  outputTokens: real(1e6, 1e10),
  onTimeShare: real(0.1, 1),
});
const monthRows = fc
  .array(sketch, { minLength: 1, maxLength: 40 })
  .map((sketches) => sketches.map((s, i) => monthOf(i + 1, s)));

const api: fc.Arbitrary<ApiTerms> = fc.record({
  ...common,
  kind: fc.constant("api" as const),
  inputUsdPerMtok: real(0, 10),
  cachedUsdPerMtok: real(0, 10),
  outputUsdPerMtok: real(0, 10),
  priceDeclinePerYear: real(0, 0.9),
});
const rent: fc.Arbitrary<RentTerms> = fc.record({
  ...common,
  kind: fc.constant("rent" as const),
  contract: fc.constantFrom(...(Object.keys(CONTRACT_MONTHS) as readonly RentContract[])),
  rentUsdPerChipHour: real(0, 10),
  rentDeclinePerYear: real(0, 0.9),
  extrasShare: real(0, 0.5),
  pue: real(1, 2),
});
const anyTerms: fc.Arbitrary<SourceTerms> = fc.oneof(api, rent, own);

/** Keys of `Terms` that are prices: doubling all of them doubles every dollar. */
const PRICES: Readonly<Record<SourceTerms["kind"], readonly string[]>> = {
  api: ["inputUsdPerMtok", "cachedUsdPerMtok", "outputUsdPerMtok", "staffUsdPerYear"],
  rent: ["rentUsdPerChipHour", "staffUsdPerYear"],
  own: [
    "serverUsdPerChip",
    "facilityUsdPerWatt",
    "colocationUsdPerKwMonth",
    "electricityUsdPerKwh",
    "staffUsdPerYear",
  ],
};

const priced = (months: readonly MonthPhysical[], terms: Terms) =>
  price(months, { ...terms, horizonMonths: months.length });
const scaled = <T extends Terms>(terms: T, keys: readonly string[], factor: number): T => {
  const entries = Object.entries(terms).map(([key, value]) =>
    keys.includes(key) ? [key, Number(value) * factor] : [key, value],
  );
  return Object.fromEntries(entries) as T;
};
const near = (got: number, expected: number, scale = Math.abs(expected)): boolean =>
  Math.abs(got - expected) <= 1e-9 * scale + 1e-9;
const movedUsd = (ledger: readonly { readonly usd: number }[]): number =>
  ledger.reduce((sum, e) => sum + Math.abs(e.usd), 0);

describe("laws of money", () => {
  it("doubling every price doubles every cost", () => {
    fc.assert(
      fc.property(monthRows, anyTerms, (months, terms) => {
        const once = priced(months, terms);
        const twice = priced(months, scaled(terms, PRICES[terms.kind], 2));
        const scale = movedUsd(once.ledger);
        return (
          near(twice.npvUsd, 2 * once.npvUsd, scale) &&
          near(twice.capexUsd, 2 * once.capexUsd) &&
          once.ledger.every((line, i) => near(twice.ledger[i]?.usd ?? Number.NaN, 2 * line.usd)) &&
          near(twice.lcotUsdPerMtok, 2 * once.lcotUsdPerMtok, scale)
        );
      }),
      run,
    );
  });

  it("the ledger sums to every total that is shown", () => {
    fc.assert(
      fc.property(monthRows, anyTerms, (months, terms) => {
        const { ledger, years, cumulativeUsd, stackUsdPerMtok, ...outcome } = priced(months, terms);
        const scale = movedUsd(ledger);
        const sum = ledger.reduce((usd, e) => usd + e.usd, 0);
        const yearSum = years.reduce((usd, y) => usd + y.cashUsd, 0);
        const stackSum = Object.values(stackUsdPerMtok).reduce((usd, part) => usd + part, 0);
        return (
          ledger.every((e) => e.usd === e.quantity * e.unitPriceUsd) &&
          cumulativeUsd.length === months.length + 1 &&
          near(cumulativeUsd.at(-1) ?? Number.NaN, sum, scale) &&
          near(yearSum, sum, scale) &&
          near(stackSum, outcome.lcotUsdPerMtok, scale)
        );
      }),
      run,
    );
  });

  it("the net present value is the sum of the discounted lines, and minus the sum without interest", () => {
    fc.assert(
      fc.property(monthRows, anyTerms, (months, terms) => {
        const { ledger, npvUsd: npv } = priced(months, terms);
        const rate = terms.discountRatePerYear;
        const sum = ledger.reduce((usd, e) => usd + e.usd / (1 + rate) ** (e.month / 12), 0);
        const flat = priced(months, { ...terms, discountRatePerYear: 0 });
        const flatSum = flat.ledger.reduce((usd, e) => usd + e.usd, 0);
        const scale = movedUsd(ledger);
        return near(npv, -sum, scale) && near(flat.npvUsd, -flatSum, scale);
      }),
      run,
    );
  });

  it("the cost per kind of token times the tokens is the whole cost", () => {
    fc.assert(
      fc.property(monthRows, anyTerms, (months, terms) => {
        const outcome = priced(months, { ...terms, discountRatePerYear: 0 });
        const mtok = (of: (row: MonthPhysical) => number): number =>
          months.reduce((sum, row) => sum + of(row) / 1e6, 0);
        const usd =
          outcome.costPerMtokInputUsd * mtok((row) => row.tokens.onTimeInput) +
          (outcome.costPerMtokCachedUsd ?? 0) * mtok((row) => row.tokens.onTimeCached) +
          outcome.costPerMtokOutputUsd * mtok((row) => row.tokens.onTimeOutput);
        return near(usd, -outcome.npvUsd, movedUsd(outcome.ledger));
      }),
      run,
    );
  });

  it("a dearer price never makes anything cheaper", () => {
    fc.assert(
      fc.property(monthRows, anyTerms, real(1, 3), fc.nat(), (months, terms, factor, pick) => {
        const keys = PRICES[terms.kind];
        const key = keys[pick % keys.length] ?? "";
        const cheap = priced(months, terms);
        const dear = priced(months, scaled(terms, [key], factor));
        const slack = 1e-9 * movedUsd(cheap.ledger) + 1e-9;
        return (
          dear.npvUsd <= cheap.npvUsd + slack && dear.lcotUsdPerMtok >= cheap.lcotUsdPerMtok - slack
        );
      }),
      run,
    );
  });

  it("one more month that delivers nothing raises the levelised cost", () => {
    fc.assert(
      fc.property(monthRows, anyTerms, (months, terms) => {
        const paid = { ...terms, staffFte: terms.staffFte + 1 };
        const last = months.at(-1);
        const tokens = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
        const dead = monthOf(months.length + 1, { chips: last?.chips ?? 0, ...tokens });
        const before = priced(months, paid).lcotUsdPerMtok;
        return priced([...months, dead], paid).lcotUsdPerMtok > before;
      }),
      run,
    );
  });

  it("chips that are off are paid when owned or reserved, and not by the hour", () => {
    fc.assert(
      fc.property(monthRows, fc.oneof(rent, own), real(0, 1), (months, terms, share) => {
        const halted = months.map((row) => {
          const { idle } = row.chipTimeS;
          const chipTimeS = { ...row.chipTimeS, idle: idle * (1 - share), off: idle * share };
          return { ...row, chipTimeS };
        });
        const on = priced(months, terms);
        const off = priced(halted, terms);
        const scale = movedUsd(on.ledger);
        const byTheHour = terms.kind === "rent" && isByTheHour(terms.contract);
        const paidHours = (rows: readonly MonthPhysical[]): number =>
          rows.reduce((sum, { chipTimeS: { off: out } }, i) => {
            const hourUsd = terms.kind === "rent" ? terms.rentUsdPerChipHour : 0;
            const decline = terms.kind === "rent" ? terms.rentDeclinePerYear : 0;
            return sum + (out / 3600) * hourUsd * (1 - decline) ** (i / 12);
          }, 0);
        const extras = terms.kind === "rent" ? 1 + terms.extrasShare : 1;
        const saved = byTheHour ? paidHours(halted) * extras : 0;
        const usd = (outcome: typeof on): number => outcome.cumulativeUsd.at(-1) ?? 0;
        return near(usd(off), usd(on) - saved, scale);
      }),
      run,
    );
  });

  it("the cost of a request times the requests is the cost of a token times the tokens", () => {
    fc.assert(
      fc.property(monthRows, anyTerms, (months, terms) => {
        const flat = priced(months, { ...terms, discountRatePerYear: 0 });
        const requests = months.reduce((sum, row) => sum + row.onTimeRequests, 0);
        return near((flat.usdPerRequest ?? 0) * requests, -flat.npvUsd, movedUsd(flat.ledger));
      }),
      run,
    );
  });

  it("pools at one price cost what one pool of all chips costs", () => {
    fc.assert(
      fc.property(monthRows, fc.oneof(rent, own), real(0, 1), (months, terms, part) => {
        const split = months.map((row) => ({
          ...row,
          poolChips: [row.chips * part, row.chips * (1 - part)],
        }));
        const one = priced(months, terms);
        const two = priced(split, { ...terms, poolPriceFactors: [1, 1] });
        return near(two.npvUsd, one.npvUsd, movedUsd(one.ledger));
      }),
      run,
    );
  });

  it("an API without tokens costs only staff", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), api, (count, terms) => {
        const months = Array.from({ length: count }, (_, i) => monthOf(i + 1));
        const usd = priced(months, { ...terms, discountRatePerYear: 0 }).npvUsd;
        return near(usd, (-terms.staffFte * terms.staffUsdPerYear * count) / 12);
      }),
      run,
    );
  });

  it("lines are dated inside the horizon and purchases before what they serve", () => {
    fc.assert(
      fc.property(monthRows, anyTerms, (months, terms) => {
        const { ledger } = priced(months, terms);
        return ledger.every(
          (e, i) =>
            e.month >= (e.kind === "capex" ? 0 : 1) &&
            e.month <= (e.kind === "capex" ? months.length - 1 : months.length) &&
            e.month >= (ledger[i - 1]?.month ?? 0),
        );
      }),
      run,
    );
  });
});

describe("laws of moats and annuities", () => {
  it("moats of two suppliers against each other undo one another", () => {
    fc.assert(
      fc.property(real(0.01, 100), real(0.01, 100), real(0, 1e9), (a, b, mtok) => {
        const there = moatShare(a, b);
        const back = moatShare(b, a);
        return (
          Math.abs((1 - there) * (1 - back) - 1) < 1e-9 &&
          there > 0 === back < 0 &&
          moatUsd(a, b, mtok) === 0 - moatUsd(b, a, mtok)
        );
      }),
      run,
    );
  });

  it("the capital recovery factor is the inverse of the sum of discount factors", () => {
    fc.assert(
      fc.property(real(0, 0.5), fc.integer({ min: 1, max: 40 }), (rate, years) => {
        let sum = 0;
        for (let t = 1; t <= years; t += 1) sum += 1 / (1 + rate) ** t;
        return Math.abs(capitalRecoveryFactor(rate, years) * sum - 1) < 1e-11;
      }),
      run,
    );
  });

  it("the internal rate of return of an annuity is its interest", () => {
    fc.assert(
      fc.property(real(0.001, 0.8), fc.integer({ min: 2, max: 40 }), (rate, years) => {
        const yearly = annuityUsdPerYear(1000, rate, years);
        const flow = [-1000, ...Array<number>(years).fill(yearly)];
        const found = irrPerPeriod(flow) ?? Number.NaN;
        expect(found).toBeCloseTo(rate, 8);
        expect(npvUsd(flow, found)).toBeCloseTo(0, 5);
      }),
      run,
    );
  });
});
