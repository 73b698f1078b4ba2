import { demandFactor } from "../../fleet/demandFactor.ts";
import type { MonthPhysical } from "../../physical.ts";
import type { HorizonPlan, RateBand, Source, Strategy } from "../../strategy.ts";
import { HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../../units.ts";
import type { Evaluation } from "../evaluation.ts";
import { peakFactor, servedRequestsPerS } from "../fleetNeed.ts";
import { monthsOf } from "../horizon.ts";
import type { HorizonSource } from "../horizonSource.ts";
import { mergedMonths, type SourceMonths } from "./mergedMonths.ts";

/** Runs one source as a strategy of its own, on the demand that its plan and horizon hold. */
export type EvaluateSource = (strategy: Strategy) => Promise<Evaluation>;

/** A source that was run: one of its copies. */
export interface SourceRun {
  readonly name: string;
  readonly copies: number;
  readonly evaluation: Evaluation;
  readonly source: HorizonSource;
}

/** How sources that were run share the demand at a multiple of today's. */
export interface Splitting {
  readonly runs: readonly SourceRun[];
  /** For each run the band of every month; null = each serves all that it was run on. */
  readonly bandsAt: ((multiple: number) => readonly (readonly RateBand[])[]) | null;
  /** Every run alone on the whole demand, for a broker. */
  readonly withOffers?: boolean;
  /** What the runs take together of this demand; absent = all of it. */
  readonly most?: { readonly requestsPerS: number; readonly of: HorizonPlan };
}

/** Why several sources do not serve the demand together. */
export interface SplitFailure {
  readonly state: "infeasible" | "unstable";
  readonly reason: string;
}

/** The same strategy with a part of the demand, 0..1. */
export function partOf(strategy: Strategy, part: number): Strategy {
  if (part === 1) return strategy;
  const { plan, horizon } = strategy;
  const rateScale = plan.demand.rateScale * part;
  return {
    ...strategy,
    plan: { ...plan, demand: { ...plan.demand, rateScale } },
    horizon: { ...horizon, meanRequestsPerS: horizon.meanRequestsPerS * part },
  };
}

/** The same strategy on what lies between two rates in each month. */
export function withBands(strategy: Strategy, bands: readonly RateBand[]): Strategy {
  return { ...strategy, horizon: { ...strategy.horizon, bands } };
}

/**
 * Runs a source; what it serves of the demand stands in the strategy.
 *
 * @param byTheHour whether its part changes from hour to hour
 */
export async function runSource(
  { name, copies }: Source,
  strategy: Strategy,
  evaluateSource: EvaluateSource,
  byTheHour = true,
): Promise<SourceRun | SplitFailure> {
  const evaluation = await evaluateSource(strategy);
  const { state, reason, source } = evaluation;
  if (state !== "ok") return { state, reason: `${name} ${reason ?? "failed"}` };
  if (source === null) return { state: "infeasible", reason: `${name} could not be run` };
  if (byTheHour && source.portfolio !== undefined) {
    const reason =
      `${name} works on another load than its demand (residency, monitoring, batch or a switch), ` +
      "which goes with constant shares alone (split.kind: shares)";
    return { state: "infeasible", reason };
  }
  return { name, copies, evaluation, source };
}

export function isFailure<T extends object>(found: T | SplitFailure): found is SplitFailure {
  return "state" in found;
}

/** Months of all sources that serve anything at a multiple of today's demand, put together. */
export function splitMonths(
  { runs, bandsAt, withOffers, most }: Splitting,
  multiple: number,
  replication: number,
): ReturnType<typeof mergedMonths> {
  const bands = bandsAt?.(multiple);
  const serving = runs.flatMap((run, i): SourceMonths[] => {
    const source = banded(run.source, bands?.[i]);
    if (!servesAnything(source, multiple)) return [];
    return [
      { name: run.name, copies: run.copies, months: monthsOf(source, multiple, replication) },
    ];
  });
  const merged = mergedMonths(serving).map((row) =>
    most === undefined ? row : withRefused(row, beyond(most, row.month, multiple)),
  );
  if (withOffers !== true) return merged;
  const alone = runs.map(({ name, copies, source }) => ({
    ...{ name, copies },
    months: monthsOf(banded(source, undefined), multiple, replication),
  }));
  return merged.map((row, i) => ({
    ...row,
    offers: alone.flatMap(({ name, copies, months }) => {
      const month = months[i];
      return month === undefined ? [] : [{ name, copies, month }];
    }),
  }));
}

/** A month with requests that were asked for and that no source took. */
function withRefused(row: MonthPhysical, requests: number): MonthPhysical {
  if (requests === 0) return row;
  const { refused = 0, abandoned = 0 } = row.turnedAway ?? {};
  const turnedAway = { refused: refused + requests, abandoned };
  return { ...row, requests: row.requests + requests, turnedAway };
}

/** Requests of a month above what all runs take together, hour by hour. */
function beyond(
  { requestsPerS, of }: NonNullable<Splitting["most"]>,
  month: number,
  multiple: number,
): number {
  const mean = of.meanRequestsPerS * multiple * demandFactor(of, month);
  const weekHours = of.levels.reduce((sum, level) => sum + level.hoursPerWeek, 0);
  const monthS = HOURS_PER_MONTH * SECONDS_PER_HOUR;
  return of.levels.reduce((sum, { factor, hoursPerWeek }) => {
    const overPerS = Math.max(0, mean * factor - requestsPerS);
    return sum + overPerS * monthS * (hoursPerWeek / weekHours);
  }, 0);
}

/** What a source is read with: these bands, or none of its own. */
export function banded(
  source: HorizonSource,
  bands: readonly RateBand[] | undefined,
): HorizonSource {
  const { bands: _, ...horizon } = source.horizon;
  return { ...source, horizon: bands === undefined ? horizon : { ...horizon, bands } };
}

export function servesAnything(
  { horizon }: Pick<HorizonSource, "horizon">,
  multiple: number,
): boolean {
  if (horizon.bands === undefined) return true;
  return monthlyPeaks(horizon, multiple).some(
    (peak, i) => servedRequestsPerS(horizon, i + 1, peak) > 0,
  );
}

/** Requests/s of the busiest hour of each month. */
export function monthlyPeaks(
  horizon: HorizonSource["horizon"],
  multiple: number,
): readonly number[] {
  const peak = horizon.meanRequestsPerS * multiple * peakFactor(horizon);
  return Array.from({ length: horizon.months }, (_, i) => peak * demandFactor(horizon, i + 1));
}
