import type { BreakEven, Decision } from "../comparison.ts";
import { price } from "../price.ts";
import { meanInterval } from "../stats/interval.ts";
import { SECONDS_PER_DAY } from "../units.ts";
import { decisionUsd } from "./decision.ts";
import type { Evaluation } from "./evaluation.ts";
import { monthsOf, startReplicas, takesAll } from "./horizon.ts";
import type { HorizonSource } from "./horizonSource.ts";

/** Demand is followed this far down and up from today's. */
const SPAN = 30;
/** Points on each side of today. */
const SIDE_POINTS = 6;
/** Halvings of the ratio between two points: a crossing is right to 0.3 %. */
const BISECTIONS = 8;

/**
 * Levelised cost of each strategy against demand: the operating map read again at each demand, the
 * fleet in whole replicas. A fixed fleet stays as large as it is below today's demand and is enlarged
 * above what it carries. Strategies that do not work today are left out; the line of one whose
 * sources take no more ends there, since what they leave of the demand costs nothing.
 *
 * @returns null with fewer than two strategies that work
 */
export function breakEven(
  evaluations: readonly Evaluation[],
  decision: Decision,
  replications: number,
  level: number,
): BreakEven | null {
  const lines = evaluations.flatMap((evaluation) => lineOf(evaluation, decision));
  const [first] = lines;
  if (first === undefined || lines.length < 2) return null;
  const todayRequestsPerS = first.source.horizon.meanRequestsPerS;
  const multiples = Array.from(
    { length: 2 * SIDE_POINTS + 1 },
    (_, i) => SPAN ** ((i - SIDE_POINTS) / SIDE_POINTS),
  );
  const sampled = lines.map((line) => ({
    line,
    usdPerMtok: sample(line, multiples, replications),
  }));
  const crossings: BreakEven["crossings"][number][] = [];
  for (const [i, a] of sampled.entries()) {
    for (const b of sampled.slice(i + 1)) {
      crossings.push(...crossingsOf(a, b, multiples, todayRequestsPerS));
    }
  }
  return {
    requestsPerS: multiples.map((multiple) => multiple * todayRequestsPerS),
    tokensPerDay: multiples.map(
      (multiple) => multiple * todayRequestsPerS * SECONDS_PER_DAY * tokensPerRequest(evaluations),
    ),
    curves: sampled.map(({ line, usdPerMtok }) => ({
      name: line.name,
      usdPerMtok: usdPerMtok.map((values) => band(values, level)),
      replicas: multiples.map((multiple) =>
        line.source.chipsPerUnit === 0
          ? 0
          : startReplicas(line.source, multiple) * line.source.replicasPerUnit,
      ),
    })),
    todayRequestsPerS,
    crossings,
  };
}

/** One strategy as a function of demand and replication. */
interface Line {
  readonly name: string;
  readonly source: HorizonSource;
  readonly costAt: (multiple: number, replication: number) => number;
}

interface Sampled {
  readonly line: Line;
  /** By multiple, by replication. */
  readonly usdPerMtok: readonly (readonly number[])[];
}

function lineOf({ strategy, source }: Evaluation, decision: Decision): Line[] {
  if (source === null) return [];
  const costAt = (multiple: number, replication: number): number =>
    takesAll(source, multiple)
      ? decisionUsd(decision, price(monthsOf(source, multiple, replication), strategy.terms))
      : Number.NaN;
  return [{ name: strategy.name, source, costAt }];
}

function sample(line: Line, multiples: readonly number[], replications: number): number[][] {
  return multiples.map((multiple) =>
    Array.from({ length: replications }, (_, replication) => line.costAt(multiple, replication)),
  );
}

function band(values: readonly number[], level: number): readonly [number, number, number] {
  if (!values.every(Number.isFinite)) return [Infinity, Infinity, Infinity];
  const { mean, halfWidth } = meanInterval(values, level);
  return [mean, mean - (halfWidth ?? 0), mean + (halfWidth ?? 0)];
}

/**
 * Where two lines cross: on the mean of the replications for which pieces, and on each replication
 * for where exactly. Low and high are the range over replications.
 */
function crossingsOf(
  a: Sampled,
  b: Sampled,
  multiples: readonly number[],
  todayRequestsPerS: number,
): BreakEven["crossings"][number][] {
  const differences = multiples.map((_, i) =>
    (a.usdPerMtok[i] ?? []).map((value, r) => value - (b.usdPerMtok[i]?.[r] ?? Number.NaN)),
  );
  const means = differences.map((row) => row.reduce((sum, d) => sum + d, 0) / row.length);
  return signChanges(means).flatMap((piece) => {
    const replications = differences[0]?.length ?? 0;
    const found: number[] = [];
    for (let replication = 0; replication < replications; replication++) {
      const own = signChanges(differences.map((row) => row[replication] ?? Number.NaN));
      const nearest = own.toSorted((x, y) => Math.abs(x - piece) - Math.abs(y - piece))[0];
      if (nearest === undefined) continue;
      const difference = (multiple: number): number =>
        a.line.costAt(multiple, replication) - b.line.costAt(multiple, replication);
      found.push(bisect(difference, multiples[nearest] ?? 1, multiples[nearest + 1] ?? 1));
    }
    if (found.length === 0) return [];
    const aCheaperBelow = (means[piece] ?? 0) < 0;
    const mean = found.reduce((sum, x) => sum + x, 0) / found.length;
    return [
      {
        from: aCheaperBelow ? a.line.name : b.line.name,
        to: aCheaperBelow ? b.line.name : a.line.name,
        requestsPerS: mean * todayRequestsPerS,
        low: Math.min(...found) * todayRequestsPerS,
        high: Math.max(...found) * todayRequestsPerS,
      },
    ];
  });
}

/**
 * Numbers of the pieces whose ends have different signs; a tie has the sign of what came before. Where
 * neither strategy delivers anything there is no difference, and no sign.
 */
export function signChanges(values: readonly number[]): number[] {
  let sign = 0;
  return values.flatMap((value, i) => {
    const next = values[i + 1];
    sign = Number.isNaN(value) ? 0 : Math.sign(value) || sign;
    return next !== undefined && sign * Math.sign(next) < 0 ? [i] : [];
  });
}

/** The multiple at which a difference changes its sign, by halving the ratio. */
function bisect(difference: (multiple: number) => number, low: number, high: number): number {
  const lowIsNegative = difference(low) < 0;
  let below = low;
  let above = high;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = Math.sqrt(below * above);
    if (difference(middle) < 0 === lowIsNegative) below = middle;
    else above = middle;
  }
  return Math.sqrt(below * above);
}

/** Tokens that one request brings, all kinds: those of the strategy that answers most of them. */
function tokensPerRequest(evaluations: readonly Evaluation[]): number {
  const per = evaluations.flatMap(({ months }) => {
    const [month] = months[0] ?? [];
    if (month === undefined || month.requests === 0) return [];
    const { input, cached, output } = month.tokens;
    return [(input + cached + output) / month.requests];
  });
  return Math.max(0, ...per);
}
