import { envelopeJson, type Problem } from "../reports/envelope.ts";
import { ConfigError, IoError, type Issue, renderIssues } from "../scenarios/issues.ts";
import { CliError, cliProblem } from "./cliError.ts";
import { type ExitName, exitOf } from "./exitCodes.ts";
import { type CliIo, wantsColor } from "./io.ts";
import { InterruptedError } from "./runners/interrupted.ts";

/** How a command that failed ends, as data and as text. */
export interface Failure {
  readonly exit: ExitName;
  readonly problems: readonly Problem[];
  readonly text: string;
}

/** What any error means for the one who typed the command. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CliError) return told(error.exit, error.problems);
  if (error instanceof ConfigError) {
    return {
      exit: exitOfIssues(error.issues),
      problems: error.issues.map(problemOf),
      text: renderIssues(error.issues, error.sources),
    };
  }
  if (error instanceof IoError) return told("io", [cliProblem("CM-E0701", error.message)]);
  const named = error instanceof Error ? error : new Error(String(error));
  if (named.name === "TraceError" || named.name === "CasesFileError") {
    const { code, fix } = named as { readonly code?: string; readonly fix?: string };
    return told("io", [{ code: code ?? "CM-E0701", message: named.message, fix: fix ?? "" }]);
  }
  if (named.name === "InvariantError") {
    return told("integrity", [cliProblem("CM-E0802", `a law broke: ${named.message}`, REPORT_IT)]);
  }
  if (error instanceof InterruptedError) return told(error.by, [cliProblem("CM-E0801", "stopped")]);
  if ("syscall" in named) return told("io", [fileProblem(named)]);
  return told("internal", [cliProblem("CM-E0900", `internal: ${named.message}`, REPORT_IT)]);
}

const REPORT_IT = "run again with -v and report what it prints; it is not your input's fault";

/** Text to standard error, and with `--json` the envelope to standard output. */
export function reportFailure(
  error: unknown,
  io: CliIo,
  {
    verb,
    json,
    verbose,
    color,
  }: { verb: string; json: boolean; verbose: boolean; color?: boolean },
): number {
  const { exit: name, problems, text } = failureOf(error);
  const exit = exitOf(name);
  if (json) {
    const nothing = { comparison: null, provenance: null, warnings: [], files: [] };
    io.stdout.write(envelopeJson({ verb, exit, errors: problems, ...nothing }));
  }
  io.stderr.write(wantsColor(io, io.stderr, color) ? inRed(text) : text);
  if (verbose && error instanceof Error && error.stack) io.stderr.write(`${error.stack}\n`);
  return exit.code;
}

/** Problems of the command line as text, one block each. */
export function problemText(problems: readonly Problem[]): string {
  return problems
    .map(({ code, message, expected, got, fix }) => {
      const lines = [`error[${code}] ${message}`];
      if (expected !== undefined) lines.push(`  = expected ${expected}`);
      if (got !== undefined) lines.push(`  = got      ${got}`);
      if (fix !== "") lines.push(`  = fix:  ${fix}`);
      return `${lines.join("\n")}\n`;
    })
    .join("");
}

function told(exit: ExitName, problems: readonly Problem[]): Failure {
  return { exit, problems, text: problemText(problems) };
}

/** A name that does not exist is a slip of the command line; a trace is a file, not a setting. */
function exitOfIssues(issues: readonly Issue[]): ExitName {
  if (issues.every(({ code }) => code === "CM-E0111")) return "usage";
  if (issues.every(({ code }) => code.startsWith("CM-E04"))) return "io";
  return "config";
}

function problemOf(issue: Issue): Problem {
  const { code, message, file, line, col, path, expected, got, suggestions, fix } = issue;
  return {
    code,
    message,
    fix: fix ?? "",
    file,
    ...(line === null ? {} : { line }),
    ...(col === null ? {} : { col }),
    ...(path === "" ? {} : { path }),
    ...(expected === null ? {} : { expected }),
    ...(got === null ? {} : { got }),
    suggestions,
    docs: `costmoat help error ${code}`,
  };
}

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "not allowed",
  EPERM: "not allowed",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EISDIR: "a folder, not a file",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "it exists already",
};

function fileProblem(error: Error): Problem {
  const { code, path } = error as { readonly code?: string; readonly path?: string };
  const why = SYSTEM_WORDS[code ?? ""] ?? code ?? "cannot be used";
  const written = /^(open|mkdir|rename|write|unlink|rm)/.test(
    String((error as { readonly syscall?: string }).syscall),
  );
  return cliProblem(written ? "CM-E0702" : "CM-E0701", `${path ?? "a file"}: ${why}`);
}

function inRed(text: string): string {
  return text.replace(/^error\[[^\]]*\]/gm, "\u001b[31m$&\u001b[39m");
}
