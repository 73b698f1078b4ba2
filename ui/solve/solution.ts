import type { Runner } from "../../sim/experiment/runner.ts";
import { isEquation, readCondition } from "../../sim/experiment/solveCondition.ts";
import { demandHints, evaluationsAtDemand } from "../../sim/experiment/solveDemand.ts";
import { mateOf, type RootPoint, rootsByReplication } from "../../sim/experiment/solveRoots.ts";
import {
  type SearchEffort,
  type SearchResult,
  type SearchSpan,
  searchValue,
} from "../../sim/experiment/solveSearch.ts";
import { LEVEL, placed, runValue, type SolveRun } from "./probe.ts";
import type { SolveProblem } from "./problem.ts";

/** What a search found, and how sure the value is. */
export interface Solution extends SearchResult<SolveRun> {
  readonly start: SolveRun;
  /** Whether the operating map of today's runs said where to look. */
  readonly isFromMap: boolean;
  /** Value at which each replication meets the target; null where that is not known. */
  readonly roots: readonly number[] | null;
}

/** Fields that the operating map can be read at, as multiples of today. */
const DEMAND_PATHS = ["demand.rate", "demand.tokens_per_day", "demand.sessions"];
const PRICED: SearchEffort = { mostProbes: 120, widthShare: 1e-7, ladder: 8, everyStep: true };
const SIMULATED: SearchEffort = { mostProbes: 30, widthShare: 2e-3, ladder: 5, everyStep: false };
const WHOLE: SearchEffort = { ...SIMULATED, mostProbes: 60 };
/** A second value to see how each replication runs, where the search left none near. */
const BESIDE = 0.02;
/** A mate further away than this says little about the slope here. */
const NEAR = 1.3;

/** @param onValue told before each value is run */
export async function solutionOf(
  problem: SolveProblem,
  runner: Runner,
  onValue: (x: number) => void,
): Promise<Solution> {
  const { sought, condition, reloading, isPriced } = problem;
  const equation = isEquation(condition);
  const at = (x: number): Promise<SolveRun> => {
    onValue(x);
    return runValue(x, sought.setsAt(x), reloading, condition, { runner, exact: isPriced });
  };
  const runs = new Map<number, SolveRun>();
  const once = async (x: number): Promise<SolveRun> => {
    const run = runs.get(x) ?? (await at(x));
    runs.set(x, run);
    return run;
  };
  const start = await startOf(problem, runner, once);
  const { low, high, log, whole, isCount } = sought;
  const hints = DEMAND_PATHS.includes(sought.path) ? hintsOf(problem, start) : null;
  if (hints?.length === 0) return nowhere(problem, start);
  const span: SearchSpan = {
    ...{ start: start.x, low, high, log, whole, least: isCount },
    hints: hints ?? [],
  };
  const effort = whole ? WHOLE : isPriced ? PRICED : SIMULATED;
  const found = await searchValue(once, equation, span, effort);
  const roots =
    whole || found.best === null ? null : await rootsOf(found.best, runs, once, problem);
  const probes = [...runs.values()].toSorted((a, b) => a.x - b.x);
  return { ...found, probes, start, isFromMap: hints !== null, roots };
}

/** Today's value; of a number that follows from a run, the one that it gave. */
async function startOf(
  { sought, reloading, condition, isPriced }: SolveProblem,
  runner: Runner,
  once: (x: number) => Promise<SolveRun>,
): Promise<SolveRun> {
  const { low, high, today } = sought;
  if (today !== null) return once(inside(Number(today.toPrecision(6)), low, high));
  const run = await runValue(low, [], reloading, condition, { runner, exact: isPriced });
  const sized = run.evaluations.flatMap(({ sizing }) => sizing?.replicas ?? []);
  return once(inside(Math.max(...sized, Math.ceil(low)), low, high));
}

function inside(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}

/**
 * The nearest value by the map, and further ones in its direction in case it falls short; empty
 * where the map knows none, null where it does not tell.
 */
function hintsOf({ condition, sought }: SolveProblem, start: SolveRun): readonly number[] | null {
  const { low, high } = sought;
  const found = demandHints(condition, start.evaluations, low / start.x, high / start.x);
  const [multiple] = found ?? [];
  if (multiple === undefined) return found;
  const outwards = multiple > 1 ? [1, 1.06, 1.25] : [1, 1 / 1.06, 1 / 1.25];
  return outwards.map((more) => inside(start.x * multiple * more, low, high));
}

/** No value between the ends, by the map: what it says of both. */
function nowhere({ condition, sought }: SolveProblem, start: SolveRun): Solution {
  const endAt = (x: number): SolveRun => {
    const evaluations = evaluationsAtDemand(start.evaluations, x / start.x);
    const reading = readCondition(condition, evaluations, LEVEL);
    return { ...start, x, sets: sought.setsAt(x), evaluations, reading, ...placed(reading, true) };
  };
  const probes = [endAt(sought.low), start, endAt(sought.high)];
  return { best: null, other: null, changes: 0, probes, start, isFromMap: true, roots: null };
}

/** Where each replication by itself meets the target, on the line through a value near the best. */
async function rootsOf(
  best: SolveRun,
  runs: ReadonlyMap<number, SolveRun>,
  once: (x: number) => Promise<SolveRun>,
  { sought, isPriced }: SolveProblem,
): Promise<readonly number[] | null> {
  const own = pointOf(best);
  if (own === null || own.gaps.length < 2) return null;
  const isNear = ({ x }: RootPoint): boolean =>
    sought.log ? x / best.x < NEAR && best.x / x < NEAR : true;
  const known = [...runs.values()].flatMap((run) => pointOf(run) ?? []).filter(isNear);
  let mate = mateOf(own, known);
  const step = sought.log ? best.x * BESIDE : (sought.high - sought.low) * BESIDE;
  for (const sign of [1, -1]) {
    if (mate !== undefined && !isPriced) break;
    const x = Number(inside(best.x + sign * step, sought.low, sought.high).toPrecision(6));
    const beside = x === best.x ? null : pointOf(await once(x));
    if (beside?.shape === own.shape) {
      mate = beside;
      break;
    }
  }
  return mate === undefined ? null : rootsByReplication(own, mate);
}

function pointOf({ x, reading, shape }: SolveRun): RootPoint | null {
  return reading.gaps === null ? null : { x, gaps: reading.gaps, shape };
}
