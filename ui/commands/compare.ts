import { usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import type { ExitName } from "../exitCodes.ts";
import { runComparison } from "../runComparison.ts";

/** Two or more scenarios on the same requests. */
export async function compare(invocation: Invocation): Promise<ExitName> {
  if (invocation.targets.length === 0) {
    const example = "costmoat compare consumer renter producer";
    throw usageError("CM-E0005", "compare without scenarios; expected two or more", example);
  }
  return runComparison(invocation, ({ scenarios }) => {
    const [only, second] = scenarios;
    if (second !== undefined || only === undefined) return;
    throw usageError(
      "CM-E0005",
      `compare with one scenario (${only.name}); expected two or more`,
      `costmoat run ${only.target}`,
    );
  });
}
