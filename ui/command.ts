import { shellWord } from "../scenarios/schema/explain.ts";
import type { Invocation } from "./context.ts";
import type { CliIo } from "./io.ts";

/**
 * The command that gives the same result again: inputs only, no workers, outputs or progress.
 *
 * @param stoppedAt replications after which a budget ended the run; another machine's ends elsewhere
 */
export function canonicalCommand(
  { verb, targets, flags }: Invocation,
  stoppedAt: number | null = null,
): string {
  const words = ["costmoat", verb, ...targets];
  if (flags.trace !== undefined) words.push("--trace", flags.trace);
  for (const set of flags.set) words.push("--set", set);
  if (flags.waterfall) words.push("--waterfall");
  if (flags.shapley) words.push("--shapley");
  if (flags.seed !== undefined) words.push("--seed", flags.seed);
  if (flags.monteCarlo !== undefined) words.push("--monte-carlo", String(flags.monteCarlo));
  if (stoppedAt !== null) words.push("--reps", String(stoppedAt));
  else if (typeof flags.reps === "number") words.push("--reps", String(flags.reps));
  else if (flags.reps === "auto" && flags.precision === undefined) words.push("--reps", "auto");
  if (flags.precision !== undefined && stoppedAt === null) {
    const { metric, share, level } = flags.precision;
    const percent = (part: number): string => String(Number((100 * part).toPrecision(6)));
    words.push("--precision", `${metric}:${percent(share)}%@${percent(level)}`);
  }
  return words.map(shellWord).join(" ");
}

/** How to type `costmoat` here: through npx where npm started us. */
export function programName({ env }: CliIo): string {
  return env["npm_command"] === undefined ? "costmoat" : "npx costmoat";
}
