import { METRICS, type MetricName } from "../metrics.ts";
import { price } from "../price.ts";
import type { Evaluation } from "./evaluation.ts";
import { monthsOf, startReplicas } from "./horizon.ts";
import { readCondition, type SolveCondition } from "./solveCondition.ts";

/** Points over the whole span. */
const POINTS = 41;

/** Read off the peak hour or the size of the fleet, which the map of another demand does not tell. */
const NOT_ON_THE_MAP = /_(ttft|tpot|e2e)_s$|^(replicas|chips)$/;

/**
 * Multiples of today's demand at which a condition changes sides, by the operating map of today's
 * runs: no simulation. Nearest to today first; of one replication, so a first guess.
 *
 * @param low,high multiples of today's demand between which to look
 * @returns null where the map does not tell: latencies, sizes, and fleets that do not grow with
 *   demand in a run as they do here
 */
export function demandHints(
  condition: SolveCondition,
  evaluations: readonly Evaluation[],
  low: number,
  high: number,
): readonly number[] | null {
  const fixed = evaluations.some(
    ({ strategy }) => strategy.plan.supply.kind === "fleet" && strategy.replicas !== "auto",
  );
  if (fixed || !isOnTheMap(condition)) return null;
  if (evaluations.some(({ source }) => source === null)) return null;
  const lean = evaluations.map((evaluation) => ({
    ...evaluation,
    outcomes: evaluation.outcomes.slice(0, 1),
  }));
  const gapAt = (multiple: number): number =>
    readCondition(condition, evaluationsAtDemand(lean, multiple), LEVEL).gaps?.[0] ?? Number.NaN;
  const ratio = high / low;
  const multiples = Array.from({ length: POINTS }, (_, i) => low * ratio ** (i / (POINTS - 1)));
  const gaps = multiples.map(gapAt);
  const found = multiples.flatMap((from, i) => {
    const [to, atFrom, atTo] = [multiples[i + 1], gaps[i], gaps[i + 1]];
    if (to === undefined || atFrom === undefined || atTo === undefined) return [];
    if (Number.isNaN(atFrom + atTo) || atFrom < 0 === atTo < 0) return [];
    return [halved(gapAt, from, to, atFrom)];
  });
  return found.toSorted((a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b)));
}

/** One replication has no interval, whatever its level. */
const LEVEL = 0.95;

/** Strategies at a multiple of today's demand, read off their operating maps. */
export function evaluationsAtDemand(
  evaluations: readonly Evaluation[],
  multiple: number,
): readonly Evaluation[] {
  return evaluations.map((evaluation) => atDemand(evaluation, multiple));
}

/** Share of the requests that are answered inside the promise, mean over replications; null = none run. */
export function servedShare({ months }: Evaluation): number | null {
  const rows = months.flat();
  const asked = rows.reduce((sum, { requests }) => sum + requests, 0);
  const served = rows.reduce((sum, { onTimeRequests }) => sum + onTimeRequests, 0);
  return asked > 0 ? served / asked : null;
}

function isOnTheMap(condition: SolveCondition): boolean {
  if (condition.kind === "wins") return true;
  if (condition.kind === "state") return false;
  return [condition.left, condition.right].every(
    (side) => side.kind === "number" || isPriced(side.metric),
  );
}

function isPriced(metric: MetricName): boolean {
  return !NOT_ON_THE_MAP.test(metric) && METRICS.some(({ name }) => name === metric);
}

/** The same strategy read at another demand. */
function atDemand(evaluation: Evaluation, multiple: number): Evaluation {
  const { source, strategy, outcomes: today } = evaluation;
  if (source === null) return evaluation;
  const months = today.map((_, replication) => monthsOf(source, multiple, replication));
  const outcomes = months.map((rows) => price(rows, strategy.terms));
  return { ...evaluation, months, outcomes };
}

const HALVINGS = 8;

function halved(gapAt: (x: number) => number, from: number, to: number, atFrom: number): number {
  let [low, high] = [from, to];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = Math.sqrt(low * high);
    if (gapAt(middle) < 0 === atFrom < 0) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

/** The fleets of evaluations, as words that are equal for equal fleets. */
export function fleetShape(evaluations: readonly Evaluation[]): string {
  return evaluations
    .map(({ source, sizing }) =>
      source === null ? String(sizing?.replicas ?? 0) : String(startReplicas(source, 1)),
    )
    .join(" ");
}
