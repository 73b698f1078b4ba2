import type { Problem } from "../reports/envelope.ts";
import type { CliErrorCode } from "./errorHelp.ts";
import type { ExitName } from "./exitCodes.ts";

/** A command that ends early on purpose: how it ends and what is said about it. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exit: ExitName;
  readonly problems: readonly Problem[];

  constructor(exit: ExitName, problems: readonly Problem[]) {
    super(problems.map(({ code, message }) => `${code} ${message}`).join("\n"));
    this.exit = exit;
    this.problems = problems;
  }
}

/** A problem of the command line itself. */
export function cliProblem(
  code: CliErrorCode,
  message: string,
  fix = "",
  more: Partial<Problem> = {},
): Problem {
  return { code, message, fix, ...more };
}

/** Ends the command as a usage error. */
export function usageError(
  code: CliErrorCode,
  message: string,
  fix = "",
  suggestions: readonly string[] = [],
): CliError {
  return new CliError("usage", [cliProblem(code, message, fix, { suggestions })]);
}

/** `. Did you mean "compare"?`, or nothing. */
export function didYouMean(near: readonly string[]): string {
  const [first, second] = near;
  if (first === undefined) return "";
  return `. Did you mean "${first}"${second === undefined ? "" : ` or "${second}"`}?`;
}
