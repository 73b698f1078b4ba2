import type { Notice } from "../reports/envelope.ts";
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
  }
  return [...found.values()];
}

function remedyOf({ state, strategy }: StrategyResult): string | null {
  const { supply } = strategy.plan;
  if (state === "ok" || supply.kind !== "fleet") return null;
  const { problem, leastChips } = fleetFit(supply);
  if (problem !== "") return leastChips > 0 ? `fleet.tp=${leastChips}` : null;
  return state === "unstable" && strategy.replicas !== "auto" ? "fleet.count=auto" : null;
}

function commandWith(invocation: Invocation, set: string): string {
  const path = set.slice(0, set.indexOf("=") + 1);
  const others = invocation.flags.set.filter((other) => !other.startsWith(path));
  const changed = { ...invocation, flags: { ...invocation.flags, set: [...others, set] } };
  return canonicalCommand(changed).replace(/^costmoat/, programName(invocation.io));
}
