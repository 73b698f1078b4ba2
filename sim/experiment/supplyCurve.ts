import type { CostCategory } from "../costCategories.ts";
import type { CostCurve, CostPoint } from "../marketPlan.ts";
import { apiUsdPerMtok } from "../money/apiCost.ts";
import { isByTheHour, rentAt } from "../money/rentCost.ts";
import type { Outcome } from "../outcome.ts";
import { price } from "../price.ts";
import type { Terms } from "../terms.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import type { Evaluation } from "./evaluation.ts";
import { peakFactor, replicasFor } from "./fleetNeed.ts";
import { monthsOf } from "./horizon.ts";
import type { HorizonSource } from "./horizonSource.ts";

/** What a strategy's tokens cost by volume when its fleets are full, read off its operating map. */
export interface SupplyCurve {
  readonly curve: CostCurve;
  /** What the strategy's own fleet delivers at its promise. */
  readonly capacityMtokPerMonth: number;
  /** The same fleets, with what else a seller of their size needs to know. */
  readonly fleets: readonly FleetFacts[];
}

export interface FleetFacts {
  readonly mtokPerMonth: number;
  /** Part of the cost that stops when it stops selling, above 0, at most 1. */
  readonly avoidableShare: number;
  /** Paid before service for each Mtok a month; 0 for what is rented or bought by the token. */
  readonly capitalUsdPerMtokPerMonth: number;
}

/** The fleet whose volume is nearest. @throws RangeError where there is none */
export function fleetNear({ fleets }: SupplyCurve, mtokPerMonth: number): FleetFacts {
  const away = (fleet: FleetFacts): number => Math.abs(Math.log(fleet.mtokPerMonth / mtokPerMonth));
  const [nearest] = fleets.toSorted((a, b) => away(a) - away(b));
  if (nearest === undefined) throw new RangeError("cost curve of no fleet; expected at least one");
  return nearest;
}

/** Fleets of 1, 2, 4 ... units; for what has no fleet, volumes as far apart around today's. */
const LEAST_POWER_OF_API = -6;
const MOST_POWER = 10;
/** No fleet stops costing altogether, and none is wholly avoidable below this share. */
const LEAST_AVOIDABLE = 0.01;

/**
 * Fleets that carry, in the busiest hour of the typical week, all that keeps the promise: what they
 * deliver in a month and what a million tokens cost then, at the prices of the first day (what falls
 * over the years is the market's learning), levelised over the horizon. Means over replications.
 *
 * @returns null when the strategy does not work
 */
export function supplyCurveOf(evaluation: Evaluation): SupplyCurve | null {
  const { source, strategy, outcomes } = evaluation;
  if (source === null) return null;
  const { saturation: _s, seasons: _m, years: _y, ...steady } = source.horizon;
  const { refresh: _r, ...today } = source;
  const full = { ...today, horizon: { ...steady, growthPerMonth: 0 } };
  const fleetless = source.chipsPerUnit === 0;
  const sized = fleetless ? full : { ...full, fleet: { ...source.fleet, fixed: false } };
  const terms = ofFirstDay(strategy.terms);
  const read = (multiple: number): Reading => readAt(sized, terms, multiple, outcomes.length);
  const units = Array.from({ length: MOST_POWER + 1 }, (_, i) => 2 ** i).filter(
    (n) => n >= (source.fleet.least ?? 1),
  );
  const multiples = fleetless
    ? Array.from(
        { length: MOST_POWER - LEAST_POWER_OF_API },
        (_, i) => 2 ** (i + LEAST_POWER_OF_API),
      )
    : units.map((n) => multipleOf(sized, n));
  const own = read(fleetless ? 1 : multipleOf(sized, ownUnits(source)));
  const readings = multiples.map(read);
  return {
    curve: rising(readings),
    capacityMtokPerMonth: own.mtokPerMonth,
    fleets: [...readings, own]
      .filter(({ mtokPerMonth, usdPerMtok }) => mtokPerMonth > 0 && Number.isFinite(usdPerMtok))
      .map(factsOf),
  };
}

function factsOf(fleet: Reading): FleetFacts {
  const { mtokPerMonth, usdPerMtok, avoidableUsdPerMtok, capitalUsd } = fleet;
  return {
    mtokPerMonth,
    avoidableShare: Math.max(LEAST_AVOIDABLE, Math.min(1, avoidableUsdPerMtok / usdPerMtok)),
    capitalUsdPerMtokPerMonth: capitalUsd / mtokPerMonth,
  };
}

/** A fleet at its full load. */
interface Reading extends CostPoint {
  readonly avoidableUsdPerMtok: number;
  readonly capitalUsd: number;
}

/** Demand, against today's, that fills so many units in the busiest hour. */
function multipleOf({ horizon, fleet }: HorizonSource, units: number): number {
  return (units * fleet.promiseLoad) / (horizon.meanRequestsPerS * peakFactor(horizon));
}

/** Units of the strategy's own fleet that serve, spares apart. */
function ownUnits({ fleet }: HorizonSource): number {
  const { replicas, spares, least = 1 } = fleet;
  let needed = replicas;
  while (needed > least && needed + (spares?.beside(needed) ?? 0) > replicas) needed -= 1;
  return Math.max(needed, replicasFor(0, 1));
}

function readAt(
  source: HorizonSource,
  terms: Terms,
  multiple: number,
  replications: number,
): Reading {
  const sum = { mtokPerMonth: 0, usdPerMtok: 0, avoidableUsdPerMtok: 0, capitalUsd: 0 };
  for (let replication = 0; replication < replications; replication++) {
    const months = monthsOf(source, multiple, replication);
    const outcome = price(months, terms);
    const onTime = months.slice(0, terms.horizonMonths).map(({ tokens }) => tokens);
    const tokens = onTime.reduce(
      (all, { onTimeInput, onTimeCached, onTimeOutput }) =>
        all + onTimeInput + onTimeCached + onTimeOutput,
      0,
    );
    sum.mtokPerMonth += tokens / TOKENS_PER_MTOK / terms.horizonMonths / replications;
    sum.usdPerMtok += outcome.lcotUsdPerMtok / replications;
    sum.avoidableUsdPerMtok += avoidableUsdPerMtok(outcome, terms) / replications;
    sum.capitalUsd += firstPurchaseUsd(outcome) / replications;
  }
  return sum;
}

/** What stops with the last token sold; rent by the hour stops, a reservation does not. */
function avoidableUsdPerMtok({ stackUsdPerMtok }: Outcome, terms: Terms): number {
  const byTheHour = terms.kind === "rent" && isByTheHour(terms.contract);
  const stops: readonly CostCategory[] = [
    ...(["api tokens", "power", "egress", "audit and drift"] as const),
    ...(byTheHour ? (["chip rent", "rent extras"] as const) : []),
  ];
  return stops.reduce((sum, category) => sum + (stackUsdPerMtok[category] ?? 0), 0);
}

function firstPurchaseUsd({ ledger }: Outcome): number {
  return ledger.reduce(
    (sum, { month, kind, usd }) => (month === 0 && kind === "capex" ? sum + usd : sum),
    0,
  );
}

/** The bill alone, at the prices of the first day. */
function ofFirstDay(terms: Terms): Terms {
  const { finance: _, revenue: __, ...bill } = terms;
  if (bill.kind === "api") {
    const { pricePath: _path, ...flat } = bill;
    const { input, cached, output } = apiUsdPerMtok(bill, 1);
    const prices = { inputUsdPerMtok: input, cachedUsdPerMtok: cached, outputUsdPerMtok: output };
    return { ...flat, ...prices, priceDeclinePerYear: 0 };
  }
  if (bill.kind !== "rent") return bill;
  const { rentPath: _path, ...flat } = bill;
  return { ...flat, rentUsdPerChipHour: rentAt(bill, 1), rentDeclinePerYear: 0 };
}

/** Points of rising volume; a fleet that delivers no more than the one before is left out. */
function rising(points: readonly Reading[]): CostCurve {
  const curve: CostPoint[] = [];
  for (const { mtokPerMonth, usdPerMtok } of points) {
    if (mtokPerMonth > (curve.at(-1)?.mtokPerMonth ?? 0) && Number.isFinite(usdPerMtok)) {
      curve.push({ mtokPerMonth, usdPerMtok });
    }
  }
  return curve;
}
