import { usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import type { ExitName } from "../exitCodes.ts";
import { runComparison } from "../runComparison.ts";

/** Why scenarios cost what they cost: every leak between compute purchased and cash. */
export async function explain(invocation: Invocation): Promise<ExitName> {
  if (invocation.targets.length === 0) {
    throw usageError("CM-E0005", "explain without a scenario", "costmoat explain renter");
  }
  return runComparison(invocation, () => {});
}
