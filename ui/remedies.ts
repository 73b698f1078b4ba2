import type { Notice } from "../reports/envelope.ts";
import { shellWord } from "../scenarios/schema/explain.ts";
import type { Comparison, StrategyResult } from "../sim/comparison.ts";
import { fleetFit } from "../sim/fleetFit.ts";
import { canonicalCommand, programName } from "./command.ts";
import type { Invocation } from "./context.ts";

/**
 * What to try where an option cannot serve the demand: the same command with one setting changed.
 * Only what is known to help: a sized fleet where a fixed one is overloaded, and enough chips where
 * the model does not fit.
 */
export function remedies(invocation: Invocation, { results }: Comparison): Notice[] {
  const found = new Map<string, Notice>();
  for (const result of results) {
    const set = remedyOf(result);
    if (set === null) continue;
    const { name } = result.strategy;
    const message = `${name} is ${result.state} as it stands: ${result.reason ?? "no reason given"}`;
    const fix = commandWith(invocation, set);
    found.set(set, { code: "CM-W0103", message, fix });
    if (set !== SIZED) continue;
    const least = fewest(invocation, name);
    found.set(least, { code: "CM-W0103", message, fix: least });
  }
  return [...found.values()];
}

/** A fleet of the size that keeps the promise. */
const SIZED = "fleet.count=auto";

/** The command that finds the fewest replicas with which the queue stays. */
function fewest(invocation: Invocation, name: string): string {
  const others = invocation.flags.set.filter((set) => !set.startsWith("fleet.count="));
  const until = invocation.targets.length > 1 ? `stable(${name})` : "stable";
  const { flags } = invocation;
  const reps = flags.reps === "auto" ? undefined : flags.reps;
  const plain = { ...flags, precision: undefined, reps, set: others };
  const asked = { ...invocation, verb: "solve", flags: plain };
  const command = canonicalCommand(asked).replace(/^costmoat/, programName(invocation.io));
  return `${command} --find fleet.count --until ${shellWord(until)}`;
}

function remedyOf({ state, strategy }: StrategyResult): string | null {
  const { supply } = strategy.plan;
  if (state === "ok" || supply.kind !== "fleet") return null;
  const { problem, leastChips } = fleetFit(supply);
  if (problem !== "") return leastChips > 0 ? `fleet.tp=${leastChips}` : null;
  return state === "unstable" && strategy.replicas !== "auto" ? SIZED : null;
}

function commandWith(invocation: Invocation, set: string): string {
  const path = set.slice(0, set.indexOf("=") + 1);
  const others = invocation.flags.set.filter((other) => !other.startsWith(path));
  const changed = { ...invocation, flags: { ...invocation.flags, set: [...others, set] } };
  return canonicalCommand(changed).replace(/^costmoat/, programName(invocation.io));
}
