import type { ComputeReturn, ReturnReading, UserReturn } from "../computeReturn.ts";
import { consumerSurplusUsdPerMonth, demandMtokPerMonth } from "../market/demandCurve.ts";
import { steadyGainFactor } from "../market/learning.ts";
import {
  breakEvenPayingShare,
  collapseYears,
  usageOutrunsRevenue,
} from "../market/monetisation.ts";
import {
  bestComputeUsd,
  cashReturn,
  curveThrough,
  fittedBeta,
  inScalingTrap,
  valueReturn,
} from "../market/returnOnCompute.ts";
import type { MarketStake } from "../marketStake.ts";
import { discountFactor } from "../money/finance.ts";
import { nominalUsd } from "../money/inflation.ts";
import { usersByMonth } from "../money/revenue.ts";
import type { Outcome } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import { price } from "../price.ts";
import { COST_PLACES, type CostPlace } from "../statement.ts";
import type { Terms } from "../terms.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import type { Evaluation } from "./evaluation.ts";
import { firstMonthUsdPerMtok } from "./firstMonthCost.ts";
import { monthsOf } from "./horizon.ts";

/**
 * Demand against the scenario's, at which the map is read again: 10 % to either side, and on to half
 * and double, so that a whole server more or less does not decide.
 */
const MULTIPLES = [0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2] as const;

/** The return on compute of every strategy that works and sells. */
export function computeReturnsOf(evaluations: readonly Evaluation[]): readonly ComputeReturn[] {
  return evaluations.flatMap((evaluation) => returnOf(evaluation) ?? []);
}

function returnOf({ strategy, source, months, outcomes }: Evaluation): ComputeReturn | null {
  const { terms, market, name } = strategy;
  if (source === null || terms.revenue === undefined) return null;
  const demand = demandOf(market);
  const runs = outcomes.map((_, replication) => {
    const readings = MULTIPLES.map((multiple) =>
      readingOf(multiple, price(monthsOf(source, multiple, replication), terms)),
    );
    return readings.map((reading) => ({
      ...reading,
      valueUsd: valueUsdOf(reading, readings, demand),
    }));
  });
  if (
    runs.some((readings) => !(at(readings, 1).revenueUsd > 0 && at(readings, 1).computeUsd > 0))
  ) {
    return null;
  }
  const each = <T>(of: (readings: readonly Reading[]) => T): readonly T[] => runs.map(of);
  const valued = demand === null ? null : runs;
  const beta = valued?.map((all) => betaOf(all)) ?? null;
  const today = meanReadings(runs);
  const now = at(today, 1);
  const meanBeta = beta === null ? null : mean(beta);
  const curve =
    meanBeta === null || now.valueUsd === null || !(meanBeta > 0)
      ? null
      : curveThrough(now.valueUsd, now.computeUsd, meanBeta);
  return {
    strategy: name,
    earnedByModel: earnedByModel(outcomes),
    cash: each((all) => cashReturn(asValue(at(all, 1), 0))),
    cashAfterPeople: each((all) => {
      const today = at(all, 1);
      const { otherUsd, fixedUsd } = today;
      return cashReturn(asValue({ ...today, otherUsd: otherUsd + fixedUsd }, 0));
    }),
    value: valued?.map((all) => valueReturn(asValue(at(all, 1), surplusOf(at(all, 1))))) ?? null,
    marginal: {
      value: valued?.map((all) => nextDollar(all, ({ valueUsd }) => valueUsd ?? 0)) ?? null,
      cashAtPrices: each((all) => nextDollar(all, ({ revenueUsd }) => revenueUsd)),
      cashByPrice:
        demand === null ? null : each((all) => nextDollar(all, (r) => priceWonUsd(r, all, demand))),
    },
    beta,
    inTrap: curve === null ? null : inScalingTrap(curve, now.computeUsd),
    bestComputeUsd:
      curve !== null && meanBeta !== null && meanBeta < 1 ? bestComputeUsd(curve) : null,
    readings: today,
    demand: demand === null ? null : { ...demand },
    users: userReturn(terms, months, outcomes, market),
  };
}

interface Demand {
  readonly elasticity: number;
  readonly ceilingUsdPerMtok: number;
}

function demandOf(market: MarketStake | undefined): Demand | null {
  if (market === undefined) return null;
  const { demand, rules } = market;
  return { elasticity: demand.elasticity, ceilingUsdPerMtok: rules.ceilingUsdPerMtok };
}

interface Reading extends ReturnReading {
  readonly otherUsd: number;
  /** People, tuning, a move: what no token carries. */
  readonly fixedUsd: number;
  /** Discounted on-time tokens. */
  readonly mtok: number;
}

/** Present values at the cost of capital, as in the cash statement. */
function readingOf(
  multiple: number,
  { ledger, statement, npvUsd, lcotUsdPerMtok }: Outcome,
): Reading {
  const { waccPerYear: rate = 0, inflationPerYear = 0 } = statement ?? {};
  // The ledger is in USD of year 0; sales and the cost of capital are nominal.
  const worth = (part: CostPlace["part"]): number =>
    ledger.reduce((sum, { category, month, usd }) => {
      if (COST_PLACES[category].part !== part) return sum;
      const paidUsd = nominalUsd(usd, inflationPerYear, month / 12);
      return sum + paidUsd * discountFactor(rate, month / 12);
    }, 0);
  const revenueUsd = (statement?.months ?? []).reduce(
    (sum, row) => sum + row.revenueUsd * discountFactor(rate, row.month / 12),
    0,
  );
  const mtok = lcotUsdPerMtok > 0 ? -npvUsd / lcotUsdPerMtok : 0;
  const computeUsd = worth("compute");
  return {
    multiple,
    computeUsd,
    revenueUsd,
    otherUsd: worth("other variable"),
    fixedUsd: worth("fixed"),
    mtok,
    valueUsd: null,
  };
}

/**
 * What customers get out of so many tokens: the area under the demand curve that passes through
 * today's volume and today's revenue per token.
 */
function valueUsdOf(
  reading: Reading,
  readings: readonly Reading[],
  demand: Demand | null,
): number | null {
  if (demand === null) return null;
  const today = at(readings, 1);
  const { curve, usdPerMtok } = alongDemand(reading, today, demand);
  const ceiling = Math.max(demand.ceilingUsdPerMtok, usdPerMtok);
  return (
    usdPerMtok * demandMtokPerMonth(curve, usdPerMtok) +
    consumerSurplusUsdPerMonth(curve, usdPerMtok, ceiling)
  );
}

/** Revenue when the price moves so that just so many tokens are bought. */
function priceWonUsd(reading: Reading, readings: readonly Reading[], demand: Demand): number {
  return alongDemand(reading, at(readings, 1), demand).usdPerMtok * reading.mtok;
}

function alongDemand({ mtok }: Reading, today: Reading, { elasticity }: Demand) {
  const referenceUsdPerMtok = today.revenueUsd / today.mtok;
  const curve = { referenceUsdPerMtok, referenceMtokPerMonth: today.mtok, elasticity };
  const usdPerMtok = referenceUsdPerMtok * (mtok / today.mtok) ** (-1 / elasticity);
  return { curve, usdPerMtok };
}

function surplusOf({ valueUsd, revenueUsd }: Reading): number {
  return Math.max(0, (valueUsd ?? revenueUsd) - revenueUsd);
}

function asValue({ revenueUsd, otherUsd, computeUsd }: Reading, consumerSurplusUsd: number) {
  return { revenueUsd, nonComputeVariableUsd: otherUsd, consumerSurplusUsd, computeUsd };
}

/** What the next dollar of compute brings today: exponent x average of the fitted V = A C^beta. */
function nextDollar(readings: readonly Reading[], of: (reading: Reading) => number): number {
  const today = at(readings, 1);
  return (exponentOf(readings, of) * of(today)) / today.computeUsd;
}

function betaOf(readings: readonly Reading[]): number {
  return exponentOf(readings, ({ valueUsd }) => valueUsd ?? 0);
}

function exponentOf(readings: readonly Reading[], of: (reading: Reading) => number): number {
  return fittedBeta(readings.map((reading) => [reading.computeUsd, of(reading)] as const));
}

function at<T extends { readonly multiple: number }>(readings: readonly T[], multiple: number): T {
  const found = readings.find((reading) => reading.multiple === multiple);
  if (found === undefined) throw new RangeError(`no reading at ${multiple} of demand`);
  return found;
}

function meanReadings(runs: readonly (readonly Reading[])[]): readonly ReturnReading[] {
  return MULTIPLES.map((multiple) => {
    const readings = runs.map((all) => at(all, multiple));
    const values = readings.flatMap(({ valueUsd }) => valueUsd ?? []);
    return {
      multiple,
      computeUsd: mean(readings.map(({ computeUsd }) => computeUsd)),
      revenueUsd: mean(readings.map(({ revenueUsd }) => revenueUsd)),
      valueUsd: values.length === readings.length ? mean(values) : null,
    };
  });
}

/** Kinds of token are one model of earning. */
function earnedByModel(outcomes: readonly Outcome[]): ComputeReturn["earnedByModel"] {
  const sums = new Map<string, number>();
  for (const { statement } of outcomes) {
    for (const { what, usd } of statement?.revenue ?? []) {
      const model = what.replace(/^(input|cached|output) (?=tokens sold)/, "");
      sums.set(model, (sums.get(model) ?? 0) + usd / outcomes.length);
    }
  }
  return [...sums].map(([model, usd]) => ({ model, usd }));
}

/** Cost and revenue of a user, both of the first month. */
function userReturn(
  { revenue, discountRatePerYear }: Terms,
  months: readonly (readonly MonthPhysical[])[],
  outcomes: readonly Outcome[],
  market: MarketStake | undefined,
): UserReturn | null {
  const seats = revenue?.seats;
  if (seats === undefined) return null;
  const users = mean(months.map((rows) => usersByMonth(rows, seats)[0] ?? 0));
  const mtok = mean(
    months.map(([first]) => {
      const { input = 0, cached = 0, output = 0 } = first?.tokens ?? {};
      return (input + cached + output) / TOKENS_PER_MTOK;
    }),
  );
  if (!(users > 0 && mtok > 0)) return null;
  const usdPerMtok = mean(
    months.map((rows, i) =>
      firstMonthUsdPerMtok(rows, outcomes[i] ?? { ledger: [] }, discountRatePerYear),
    ),
  );
  const mtokPerUserMonth = mtok / users;
  const { payingShare, usdPerUserMonth, advertisingUsdPerUserMonth: adUsd } = seats;
  const { hardwareGainPerYear = 0, algorithmGainPerYear = 0 } = market?.rules.learning ?? {};
  const pace = {
    usageGrowthPerYear: (1 + seats.usageGrowthPerMonth) ** 12 - 1,
    costChangePerYear:
      steadyGainFactor(hardwareGainPerYear, 1) * steadyGainFactor(algorithmGainPerYear, 1) - 1,
    revenueGrowthPerYear: 0,
  };
  const costUsdPerUserMonth = usdPerMtok * mtokPerUserMonth;
  const revenueUsdPerUserMonth = payingShare * usdPerUserMonth + adUsd;
  return {
    users,
    mtokPerUserMonth,
    costUsdPerUserMonth,
    revenueUsdPerUserMonth,
    payingShare,
    breakEvenPayingShare: breakEvenPayingShare(
      usdPerMtok,
      mtokPerUserMonth,
      adUsd,
      usdPerUserMonth,
    ),
    usageGrowthPerYear: pace.usageGrowthPerYear,
    costChangePerYear: pace.costChangePerYear,
    outruns: usageOutrunsRevenue(pace),
    collapseYears: collapseYears(costUsdPerUserMonth, revenueUsdPerUserMonth, pace),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
