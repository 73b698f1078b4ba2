import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import type { ClassCounts } from "../../sim/physical.ts";
import type { DemandPlan, PromisePlan } from "../../sim/plan.ts";
import { LogHistogram } from "../../sim/stats/logHistogram.ts";
import { type Mean, meanOf } from "./costStack.ts";

/** What one class of requests got from one strategy in the peak hour, over replications. */
export interface ClassRow {
  readonly strategy: string;
  /** Place of the strategy in the comparison. */
  readonly series: number;
  readonly name: string;
  readonly arrived: Mean;
  readonly onTime: Mean;
  readonly refused: Mean;
  readonly abandoned: Mean;
  /** Time to first token; null where no request of the class got one. */
  readonly median: Mean | null;
  readonly p95: Mean | null;
  /** Promised time to first token, seconds; null where the plan does not name the class. */
  readonly promiseS: number | null;
}

/** Whether a strategy tells its requests apart, turns some away or loses some to impatience. */
export function hasClasses({ peak, state }: StrategyResult): boolean {
  return (
    state === "ok" &&
    peak.some(
      ({ classes = [] }) =>
        classes.length > 1 || classes.some(({ refused, abandoned }) => refused + abandoned > 0),
    )
  );
}

/** Rows by class, then by strategy; empty where no strategy has classes. */
export function classRows({ results, level }: Comparison): ClassRow[] {
  const shown = results
    .map((result, series) => ({ result, series }))
    .filter(({ result }) => hasClasses(result));
  const names = new Set(
    shown.flatMap(({ result }) => (result.peak[0]?.classes ?? []).map(({ name }) => name)),
  );
  return [...names].flatMap((name) =>
    shown.flatMap(({ result, series }) => {
      const runs = result.peak.flatMap(({ classes = [] }) =>
        classes.filter((counts) => counts.name === name),
      );
      return runs.length === 0 ? [] : [classRow(result, series, name, runs, level)];
    }),
  );
}

function classRow(
  { strategy }: StrategyResult,
  series: number,
  name: string,
  runs: readonly ClassCounts[],
  level: number,
): ClassRow {
  const share = (part: (counts: ClassCounts) => number): Mean =>
    meanOf(
      runs.map((counts) => (counts.arrived > 0 ? part(counts) / counts.arrived : 0)),
      level,
      "share",
    );
  const heard = runs.filter(({ ttft }) => ttft.count > 0);
  const quantile = (at: number): Mean | null =>
    heard.length === 0
      ? null
      : meanOf(
          heard.map(({ ttft }) => LogHistogram.fromSnapshot(ttft).quantile(at)),
          level,
          "s",
        );
  const { demand, promise } = strategy.plan;
  return {
    strategy: strategy.name,
    series,
    name,
    arrived: meanOf(
      runs.map(({ arrived }) => arrived),
      level,
      "count",
    ),
    onTime: share(({ onTime }) => onTime),
    refused: share(({ refused }) => refused),
    abandoned: share(({ abandoned }) => abandoned),
    median: quantile(0.5),
    p95: quantile(0.95),
    promiseS: promiseOf(name, demand, promise),
  };
}

/** The promise of a class by its name; that of the plan where there is no other class. */
function promiseOf(name: string, demand: DemandPlan, promise: PromisePlan): number | null {
  const stated = [
    ...(demand.classes ?? []),
    ...(demand.services ?? []).map(({ requestClass }) => requestClass),
  ].find((requestClass) => requestClass.name === name);
  if (stated !== undefined) return stated.ttftS;
  return demand.classes === undefined ? promise.ttftS : null;
}

/** One sentence on who waited and who was sent away. */
export function classAnswer(rows: readonly ClassRow[]): string {
  const away = rows.filter(({ refused, abandoned }) => refused.value + abandoned.value > 0.0005);
  const worst = rows.reduce<ClassRow | null>(
    (low, row) => (low === null || row.onTime.value < low.onTime.value ? row : low),
    null,
  );
  if (worst === null) return "";
  const least = `The least served class is ${worst.name} at ${worst.strategy}: ${worst.onTime.text} of its requests come on time.`;
  if (away.length === 0) return `${least} Nobody is refused and nobody gives up.`;
  const words = away.map(({ name, strategy, refused, abandoned }) => {
    const parts = [
      ...(refused.value > 0 ? [`refuses ${refused.text} of ${name}`] : []),
      ...(abandoned.value > 0 ? [`loses ${abandoned.text} of ${name} to impatience`] : []),
    ];
    return `${strategy} ${parts.join(" and ")}`;
  });
  return `${least} ${words.slice(0, 4).join("; ")}.`;
}
