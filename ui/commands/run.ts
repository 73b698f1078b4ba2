import { usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import type { ExitName } from "../exitCodes.ts";
import { runComparison } from "../runComparison.ts";

/** One scenario, or a preset comparison, with its report. */
export async function run(invocation: Invocation): Promise<ExitName> {
  const { targets } = invocation;
  if (targets.length === 1) return runComparison(invocation, () => {});
  if (targets.length === 0) {
    throw usageError("CM-E0005", "run without a scenario", "costmoat run consumer-vs-producer");
  }
  throw usageError(
    "CM-E0005",
    `run with ${targets.length} scenarios; expected one`,
    `costmoat compare ${targets.join(" ")}`,
  );
}
