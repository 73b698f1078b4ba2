import { ConfigError } from "../../scenarios/issues.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import { parsePath } from "../../scenarios/schema/layers.ts";
import { quantityAt } from "../../scenarios/schema/quantityAt.ts";
import { DIMENSIONS } from "../../scenarios/units.ts";
import type { SolveCondition } from "../../sim/experiment/solveCondition.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import { loadTargets } from "../loadTargets.ts";
import { isScenarioPreset, workOf } from "./align.ts";
import {
  parseUntil,
  resolveUntil,
  scenariosIn,
  strategyNamed,
  type Written,
} from "./expression.ts";
import { type Sought, soughtIn } from "./find.ts";
import { physicsKey, type Reloading, reload } from "./probe.ts";

/** What a command asks for: which number, until what, of which scenarios. */
export interface SolveProblem {
  readonly scenarios: readonly Scenario[];
  readonly strategies: readonly Strategy[];
  readonly reloading: Reloading;
  /** Settings that give added presets the work of the first scenario. */
  readonly added: readonly string[];
  readonly until: string;
  readonly condition: SolveCondition;
  readonly sought: Sought;
  /** Whether a value moves prices alone, so that nothing is simulated twice. */
  readonly isPriced: boolean;
}

const EXAMPLE =
  'costmoat solve consumer-vs-producer --find demand.tokens_per_day --until "npv(producer) = npv(consumer)"';

/**
 * Reads the command and loads what it names. A scenario that only `--until` names is a preset with
 * the work of the first one.
 *
 * @throws CliError, ConfigError with every problem
 */
export async function solveProblem(invocation: Invocation): Promise<SolveProblem> {
  const { flags, io, targets } = invocation;
  const { find, until } = flags;
  if (targets.length === 0) throw usageError("CM-E0005", "solve without a scenario", EXAMPLE);
  if (targets.includes("-")) {
    throw usageError("CM-E0005", "solve reads its scenarios many times; expected files or presets");
  }
  if (find === undefined || until === undefined) {
    const what = find === undefined ? "--find PATH" : '--until "EXPR"';
    throw usageError("CM-E0005", `solve without ${what}`, EXAMPLE);
  }
  if (flags.reps === "auto") {
    throw usageError("CM-E0004", "--reps auto; a solve takes a number", "write --reps 10");
  }
  const written = parseUntil(until);
  const sets = [...flags.set];
  if (flags.seed !== undefined) sets.push(`run.seed=${JSON.stringify(flags.seed)}`);
  if (typeof flags.reps === "number") sets.push(`run.reps=${flags.reps}`);
  const options = { baseDir: io.cwd, trace: flags.trace };
  const first: Reloading = { targets, options, sets };
  const joined = await withPresets(invocation, written, first);
  const added = joined.sets.slice(0, joined.sets.length - sets.length);
  const all = { ...invocation, targets: joined.targets };
  const { scenarios, strategies } = await loadTargets({
    ...all,
    flags: { ...flags, set: [...added, ...flags.set] },
  });
  const condition = resolveUntil(written, until, strategies);
  await refuseIdle(joined, find);
  const sought = soughtIn(find, flags.within, scenarios, strategies);
  const { low, high, today, whole } = sought;
  const start = today ?? low;
  const beside = start < high ? start + 0.01 * (high - start) : low;
  const next = whole ? Math.min(high, start + 1) : beside;
  const isPriced = (await keyAt(joined, sought, start)) === (await keyAt(joined, sought, next));
  const reloading = { ...joined, options: { ...joined.options, ...sharedTrace(scenarios, find) } };
  return { scenarios, strategies, reloading, added, until, condition, sought, isPriced };
}

/** The targets with the presets that only the condition names, all with the work of the first. */
async function withPresets(
  { flags, note }: Invocation,
  written: Written,
  from: Reloading,
): Promise<Reloading> {
  const presets = [...new Set(scenariosIn(written))].filter(
    (name) => isScenarioPreset(name) && !from.targets.includes(name),
  );
  if (presets.length === 0 || flags.trace !== undefined) return from;
  // Settings of the command line may be for the presets alone, so they come after all are there.
  const { scenarios, strategies } = await reload({ ...from, sets: [] }, []);
  const [base] = scenarios;
  const added = presets.filter((name) => strategyNamed(name, strategies) === undefined);
  if (base === undefined || base.trace !== null || added.length === 0) return from;
  const others = await reload({ ...from, targets: added, sets: [] }, []);
  const work = [...new Set(others.scenarios.flatMap((other) => workOf(base, other)))];
  note(`added with the work of ${base.name}: preset ${added.join(", ")}`);
  return { ...from, targets: [...from.targets, ...added], sets: [...work, ...from.sets] };
}

/** @throws ConfigError for a field that has no effect in any of the scenarios */
async function refuseIdle(from: Reloading, path: string): Promise<void> {
  const facts = quantityAt(parsePath(path) ?? []);
  if (facts === null) return;
  const example = facts.options.example ?? DIMENSIONS[facts.name].example;
  try {
    await reload(from, [`${path}=${example}`]);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const idle = error.issues.filter((issue) => issue.code === "CM-E0301" && issue.path === path);
    if (idle.length === 0) return;
    const fix = "search a field that one of the scenarios uses";
    throw new ConfigError(idle.map((issue) => ({ ...issue, file: `--find ${path}`, fix })));
  }
}

/** Physics at a value; the value itself where no scenario takes it. */
async function keyAt(from: Reloading, { setsAt }: Sought, x: number): Promise<string> {
  try {
    return physicsKey((await reload(from, setsAt(x))).strategies);
  } catch (error) {
    if (error instanceof ConfigError) return `invalid at ${x}`;
    throw error;
  }
}

/** A trace that no value changes is read once. */
function sharedTrace(
  scenarios: readonly Scenario[],
  find: string,
): Pick<Reloading["options"], "traceColumns"> {
  const traces = scenarios.flatMap(({ trace }) => trace ?? []);
  const [trace] = traces;
  const same = new Set(traces.map(({ sha256 }) => sha256)).size === 1;
  const moves = /^demand\.(trace|workload|lengths)/.test(find);
  return trace === undefined || !same || moves ? {} : { traceColumns: trace };
}
