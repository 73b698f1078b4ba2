import { isEquation, type SideReading, strategiesOf } from "../../sim/experiment/solveCondition.ts";
import { rootHalfWidth } from "../../sim/experiment/solveRoots.ts";
import { canonicalCommand } from "../command.ts";
import type { Invocation } from "../context.ts";
import { LEVEL, type SolveRun } from "./probe.ts";
import type { SolveProblem } from "./problem.ts";
import type { Solution } from "./solution.ts";

/** What a solve answers, as plain values: one for text, Markdown and JSON. */
export interface Answer {
  readonly find: string;
  readonly until: string;
  readonly value: number;
  readonly unit: string;
  /** Texts of `--set` that state the value. */
  readonly sets: readonly string[];
  readonly today: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  /** roots: every replication has its own; neighbours: the values on both sides of the change. */
  readonly intervalOf: "roots" | "neighbours" | null;
  readonly replications: number;
  /** Where the condition holds, or the left side is below the right one. */
  readonly holds: "above" | "below" | "everywhere" | "at";
  /** The nearest value tried on the other side. */
  readonly other: number | null;
  /** The exact value is skipped by a step (one more replica). */
  readonly isStep: boolean;
  readonly changes: number;
  readonly sides: readonly SideReading[];
  readonly difference: { readonly mean: number; readonly halfWidth: number | null } | null;
  readonly within: readonly [low: number, high: number];
  readonly values: number;
  readonly simulations: number;
  readonly how: "priced" | "map" | "runs";
  /** A command that shows it. */
  readonly check: string;
}

export function answerOf(
  invocation: Invocation,
  problem: SolveProblem,
  solution: Solution,
  best: SolveRun,
  simulations: number,
): Answer {
  const { condition, sought, until, isPriced } = problem;
  const { other, roots, isFromMap } = solution;
  const equation = isEquation(condition);
  const isStep =
    equation &&
    other !== null &&
    Math.abs(best.gap ?? 0) > Math.max(best.slack, best.reading.difference?.halfWidth ?? 0);
  const half = roots === null || isStep ? null : rootHalfWidth(roots, LEVEL);
  const ends: Answer["interval"] =
    half !== null
      ? [best.x - half, best.x + half]
      : other !== null
        ? [Math.min(best.x, other.x), Math.max(best.x, other.x)]
        : null;
  return {
    find: sought.path,
    until,
    value: best.x,
    unit: sought.unit,
    sets: best.sets,
    today: sought.today,
    interval: ends,
    intervalOf: half !== null ? "roots" : ends === null ? null : "neighbours",
    replications: best.replications,
    holds: holdsWhere(solution, best, equation),
    other: other?.x ?? null,
    isStep,
    changes: solution.changes,
    sides: best.reading.sides,
    difference: best.reading.difference,
    within: [sought.low, sought.high],
    values: solution.probes.length,
    simulations,
    how: isPriced ? "priced" : isFromMap ? "map" : "runs",
    check: checkCommand(invocation, problem, best.sets),
  };
}

/** On which side of the value the condition holds; of an equation, where left is below right. */
function holdsWhere({ probes }: Solution, best: SolveRun, equation: boolean): Answer["holds"] {
  const below = probes.filter(({ x, side }) => x < best.x && side !== null).at(-1)?.side;
  const above = probes.find(({ x, side }) => x > best.x && side !== null)?.side;
  if (below === -1 && above !== -1) return "below";
  if (above === -1 && below !== -1) return "above";
  if (equation) return "at";
  return above === undefined && below !== -1 ? "above" : "everywhere";
}

/** The command whose output shows the value: the strategies of the condition under it. */
function checkCommand(
  invocation: Invocation,
  { scenarios, strategies, condition, sought, added }: SolveProblem,
  sets: readonly string[],
): string {
  const names = strategiesOf(condition);
  const targets = scenarios
    .filter((_, i) => names === null || names.includes(strategies[i]?.name ?? ""))
    .map(({ target }) => target);
  const stated = invocation.flags.set.filter((set) => !set.startsWith(`${sought.path}=`));
  const verb = targets.length > 1 ? "compare" : "run";
  const flags = { ...invocation.flags, set: [...added, ...stated, ...sets] };
  return canonicalCommand({ ...invocation, verb, targets, flags });
}
