import { METRICS, type MetricName } from "../metrics.ts";
import { type Interval, meanInterval } from "../stats/interval.ts";
import { decisionOf } from "./decision.ts";
import type { Evaluation } from "./evaluation.ts";
import { judge } from "./fleetSizing.ts";
import { metricSamples } from "./metricEstimates.ts";

/** What a search is to reach, and whether strategies that were run reach it. */

export type SolveSide =
  | { readonly kind: "metric"; readonly metric: MetricName; readonly strategy: string }
  /** In the unit of the metric on the other side. */
  | { readonly kind: "number"; readonly value: number };

export const SOLVE_STATES = ["stable", "feasible", "promise"] as const;

export type SolveCondition =
  | {
      readonly kind: "metrics";
      readonly left: SolveSide;
      readonly relation: "=" | "<=" | ">=";
      readonly right: SolveSide;
      readonly unit: string;
    }
  /** Costs least of all, in what decides between them. */
  | { readonly kind: "wins"; readonly strategy: string }
  /**
   * stable: no queue grows. feasible: it can be run and priced. promise: it keeps its promise in the
   * peak hour. Null = all of them.
   */
  | {
      readonly kind: "state";
      readonly word: (typeof SOLVE_STATES)[number];
      readonly strategy: string | null;
    };

/** A metric beside the condition, as it came out. */
export interface SideReading {
  readonly metric: MetricName;
  readonly strategy: string;
  readonly unit: string;
  /** Null where it cannot be said; `reason` says why. */
  readonly value: number | null;
  readonly halfWidth: number | null;
  readonly n: number;
  readonly reason: string | null;
}

/** A condition at one value of what is searched. */
export interface ConditionReading {
  /**
   * How far it is from holding exactly, by replication: 0 where an equation holds, at most 0 where
   * an inequality does. Null where there is no such distance.
   */
  readonly gaps: readonly number[] | null;
  /** Null for an equation. */
  readonly holds: boolean | null;
  /** Left less right, paired over replications. */
  readonly difference: Interval | null;
  readonly sides: readonly SideReading[];
  /** Why it does not hold or cannot be said, in words; null where the figures say it. */
  readonly reason: string | null;
}

/** Whether it asks for a value at which two sides are equal. */
export function isEquation(condition: SolveCondition): boolean {
  return condition.kind === "metrics" && condition.relation === "=";
}

/** Names of the strategies that it speaks of; null = all. */
export function strategiesOf(condition: SolveCondition): readonly string[] | null {
  if (condition.kind === "wins") return null;
  if (condition.kind === "state") {
    return condition.strategy === null ? null : [condition.strategy];
  }
  return [condition.left, condition.right].flatMap((side) =>
    side.kind === "metric" ? [side.strategy] : [],
  );
}

/** @throws RangeError when a strategy of the condition was not evaluated */
export function readCondition(
  condition: SolveCondition,
  evaluations: readonly Evaluation[],
  level: number,
): ConditionReading {
  switch (condition.kind) {
    case "metrics":
      return readMetrics(condition, evaluations, level);
    case "wins":
      return readWins(condition.strategy, evaluations, level);
    case "state":
      return readState(condition, evaluations);
  }
}

interface Side extends Omit<SideReading, "metric" | "strategy"> {
  /** By replication. */
  readonly values: readonly number[] | null;
}

function readMetrics(
  condition: Extract<SolveCondition, { kind: "metrics" }>,
  evaluations: readonly Evaluation[],
  level: number,
): ConditionReading {
  const { left, relation, right } = condition;
  const read = [left, right].map((side) => sideOf(side, evaluations, level));
  const sides = [left, right].flatMap((side, i): SideReading[] => {
    const found = read[i];
    if (side.kind !== "metric" || found === undefined) return [];
    const { values: _, ...figures } = found;
    return [{ metric: side.metric, strategy: side.strategy, ...figures }];
  });
  const n = Math.max(1, ...read.map(({ values }) => (values === null ? 0 : values.length)));
  const [a = null, b = null] = read.map(({ values }) => values && spreadTo(values, n));
  if (a === null || b === null || a.length !== b.length) {
    const reason = read.find((side) => side.reason !== null)?.reason ?? "replications differ";
    return { gaps: null, holds: relation === "=" ? null : false, difference: null, sides, reason };
  }
  const differences = a.map((value, i) => value - (b[i] ?? Number.NaN));
  const difference = meanInterval(differences, level);
  const gaps = relation === ">=" ? differences.map((d) => -d) : differences;
  const mean = relation === ">=" ? -difference.mean : difference.mean;
  return { gaps, holds: relation === "=" ? null : mean <= 0, difference, sides, reason: null };
}

/** A number, or a figure that no draw moves, stands for every replication. */
function spreadTo(values: readonly number[], n: number): readonly number[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? Array(n).fill(only) : values;
}

function sideOf(side: SolveSide, evaluations: readonly Evaluation[], level: number): Side {
  if (side.kind === "number") {
    const { value } = side;
    return { values: [value], unit: "", value, halfWidth: null, n: 0, reason: null };
  }
  const evaluation = named(side.strategy, evaluations);
  const unit = METRICS.find(({ name }) => name === side.metric)?.unit ?? "";
  const samples = metricSamples(evaluation)[side.metric];
  const values = samples.values?.every((value) => value !== null) ? samples.values : null;
  if (values === null) {
    const why =
      evaluation.reason ??
      (samples.values === null ? samples.reason : "not every replication has a value");
    const reason = `${side.strategy}: ${why}`;
    return { values: null, unit, value: null, halfWidth: null, n: 0, reason };
  }
  const { mean: value, halfWidth, n } = meanInterval(values, level);
  return { values, unit, value, halfWidth, n, reason: null };
}

function readWins(
  name: string,
  evaluations: readonly Evaluation[],
  level: number,
): ConditionReading {
  const own = named(name, evaluations);
  const decision = decisionOf(evaluations);
  const ofOne = (evaluation: Evaluation): Extract<SolveSide, { kind: "metric" }> => ({
    ...{ kind: "metric", metric: decision.metric, strategy: evaluation.strategy.name },
  });
  const [best] = evaluations
    .filter((evaluation) => evaluation !== own)
    .flatMap((evaluation) => {
      const { value } = sideOf(ofOne(evaluation), evaluations, level);
      return value === null ? [] : [{ evaluation, value }];
    })
    .toSorted((a, b) => a.value - b.value);
  if (best === undefined) {
    const holds = own.outcomes.length > 0;
    const reason = holds ? "no other option works" : `${name}: ${own.reason ?? "is not run"}`;
    return { gaps: null, holds, difference: null, sides: [], reason };
  }
  const { unit } = sideOf(ofOne(own), evaluations, level);
  const [left, right] = [ofOne(own), ofOne(best.evaluation)];
  return readMetrics({ kind: "metrics", left, relation: "<=", right, unit }, evaluations, level);
}

function readState(
  { word, strategy }: Extract<SolveCondition, { kind: "state" }>,
  evaluations: readonly Evaluation[],
): ConditionReading {
  const asked = strategy === null ? evaluations : [named(strategy, evaluations)];
  const failing = asked.find((evaluation) => !isIn(word, evaluation));
  const reason =
    failing === undefined
      ? null
      : `${failing.strategy.name}: ${failing.reason ?? "misses its promise in the peak hour"}`;
  return { gaps: null, holds: failing === undefined, difference: null, sides: [], reason };
}

function isIn(word: (typeof SOLVE_STATES)[number], { state, strategy, peak }: Evaluation): boolean {
  if (word === "feasible") return state === "ok";
  if (peak.length === 0 || state === "unstable") return false;
  return word === "stable" || judge(peak, strategy.plan.promise.quantile).holds;
}

function named(name: string, evaluations: readonly Evaluation[]): Evaluation {
  const found = evaluations.find(({ strategy }) => strategy.name === name);
  if (found === undefined) throw new RangeError(`no evaluation of "${name}"; expected one`);
  return found;
}
