import { ConfigError } from "../scenarios/issues.ts";
import { type LoadOptions, loadScenarios, loadScenarioText } from "../scenarios/load.ts";
import { plainIssue } from "../scenarios/loadChain.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { toStrategy } from "../scenarios/strategy.ts";
import { planKey } from "../sim/experiment/planKey.ts";
import type { Strategy } from "../sim/strategy.ts";
import { usageError } from "./cliError.ts";
import type { Invocation } from "./context.ts";
import { checkMarkets } from "./marketTargets.ts";

/** What the targets of a command mean, and as plain values for simulation. */
export interface Targets {
  readonly scenarios: readonly Scenario[];
  readonly strategies: readonly Strategy[];
}

/**
 * Loads presets and files with the flags on top; `-` is standard input.
 *
 * @throws ConfigError with every problem of all of them; IoError
 */
export async function loadTargets(invocation: Invocation): Promise<Targets> {
  const { flags, io, note, targets, warn } = invocation;
  const sets = [...flags.set];
  if (flags.seed !== undefined) sets.push(`run.seed=${JSON.stringify(flags.seed)}`);
  if (typeof flags.reps === "number") sets.push(`run.reps=${flags.reps}`);
  if (flags.monteCarlo !== undefined) sets.push(`uncertainty.samples=${flags.monteCarlo}`);
  const options: LoadOptions = { sets, baseDir: io.cwd, trace: flags.trace };
  const scenarios = targets.includes("-")
    ? [await fromStdin(invocation, options)]
    : await loadScenarios(targets, options);
  const [first, ...others] = scenarios;
  if (first === undefined) throw usageError("CM-E0005", `${invocation.verb} without a scenario`);
  // One trace for all of them is told about once.
  const told = new Set(scenarios.flatMap(({ traceNotes }) => traceNotes));
  for (const text of told) {
    if (first.traceNotes[0] === text) note(`trace ${text}`);
    else warn({ code: "CM-W0401", message: text, fix: "" });
  }
  const strategies = scenarios.map(strategyOf);
  for (const [i, other] of others.entries()) {
    const differs = differences(strategies[0], strategies[i + 1]);
    if (differs.length === 0) continue;
    warn({
      code: "CM-W0101",
      message: `${first.name} and ${other.name} do not face the same ${differs.join(", ")}`,
      fix: "state the same for both: the verdict compares the cost of different work",
    });
  }
  checkMarkets(scenarios, strategies);
  return { scenarios, strategies };
}

async function fromStdin({ io, targets }: Invocation, options: LoadOptions): Promise<Scenario> {
  if (targets.length > 1) {
    throw usageError("CM-E0005", 'standard input ("-") beside other scenarios', "use a file");
  }
  return loadScenarioText(await io.readStdin(), "standard input", options);
}

/** @throws ConfigError where values that are each in order cannot be combined */
function strategyOf(scenario: Scenario): Strategy {
  try {
    return toStrategy(scenario);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "CatalogError") throw error;
    throw new ConfigError([plainIssue("CM-E0304", error.message, scenario.target)]);
  }
}

/** What of the work itself differs between two strategies, in the words of the scenario file. */
function differences(a: Strategy | undefined, b: Strategy | undefined): string[] {
  if (a === undefined || b === undefined) return [];
  const own = (strategy: Strategy, part: Partial<Strategy["plan"]>): string =>
    planKey({ ...strategy.plan, supply: a.plan.supply, ...part });
  const same = { demand: a.plan.demand, promise: a.plan.promise, windowS: 1, warmupS: 0, seed: "" };
  const parts: readonly (readonly [string, (strategy: Strategy) => string])[] = [
    ["demand", (s) => own(s, { ...same, demand: s.plan.demand }) + s.horizon.meanRequestsPerS],
    ["growth", (s) => String(s.horizon.growthPerMonth)],
    ["curve of the day", (s) => s.horizon.curveLabel + s.horizon.hourlyFactors.join()],
    ["horizon", (s) => String(s.horizon.months)],
    ["promise", (s) => own(s, { ...same, promise: s.plan.promise })],
    ["seed", (s) => s.plan.seed],
    ["window", (s) => `${s.plan.windowS} ${s.plan.warmupS}`],
    ["discount rate", (s) => String(s.terms.discountRatePerYear)],
  ];
  return parts.filter(([, of]) => of(a) !== of(b)).map(([name]) => name);
}
