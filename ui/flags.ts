import { usageError } from "./cliError.ts";

/** The flags of every verb: one table for parsing, help and refusals. */

interface FlagRow {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in help; without it the flag is a switch. */
  readonly value?: string;
  readonly repeatable?: true;
  readonly about: string;
}

export const FLAGS = [
  { name: "set", value: "PATH=VALUE", repeatable: true, about: "change a field: fleet.gpu=h200" },
  { name: "file", short: "f", value: "FILE", repeatable: true, about: "a scenario file to use" },
  { name: "trace", value: "FILE[:FORMAT]", about: "replay these requests as the demand" },
  { name: "seed", value: "SEED", about: "seed of every random stream; same seed, same bytes" },
  { name: "reps", value: "N|auto", about: "replications; auto: 5, then 5 more at a time, to 40" },
  {
    name: "precision",
    value: "METRIC:P%",
    about: 'how precise: "npv_usd:2%@95" (sets --reps auto)',
  },
  {
    name: "monte-carlo",
    value: "N",
    about: "draw the inputs from their ranges N times: how sure is the answer?",
  },
  { name: "budget", value: "TIME|RUNS", about: "stop adding replications: 5m, 90s, 10000runs" },
  {
    name: "find",
    value: "PATH",
    about: "the number to search: demand.tokens_per_day, fleet.count",
  },
  {
    name: "until",
    value: '"EXPR"',
    about: '"npv(producer) = npv(consumer)", "lcot <= 0.5", "stable"',
  },
  { name: "within", value: "LOW..HIGH", about: "where to look (default: 100x round today)" },
  { name: "jobs", short: "j", value: "N", about: "workers (default: all cores); 1 = none" },
  { name: "out", short: "o", value: "PATH", about: "where to write (default: out/)" },
  { name: "report", value: "FILE", about: "write the HTML report here" },
  { name: "waterfall", about: "add where the money leaks between compute and cash" },
  { name: "shapley", about: "average the leaks over all orders in which they could go" },
  { name: "cases", value: "FILE", about: "measured results to set predictions beside" },
  { name: "published", about: "set published results beside the library's formulas" },
  { name: "claims", about: "set claims of essays beside what presets give (simulates)" },
  { name: "assert", value: '"METRIC<X"', repeatable: true, about: "exit 5 unless it holds" },
  { name: "strict", about: "an infeasible or unstable option exits 4" },
  { name: "view", about: "open the report in a browser" },
  { name: "print-config", about: "print the resolved scenario with the origin of each value" },
  { name: "dry-run", about: "check and say what would run; run and write nothing" },
  { name: "force", about: "replace a file that stands in the way" },
  { name: "format", value: "FORMAT", about: "text, table, json, csv, md or html, as the verb has" },
  { name: "json", about: "same as --format json" },
  { name: "progress", value: "MODE", about: "auto, plain, json or none; on standard error" },
  { name: "quiet", short: "q", about: "no progress and no warnings" },
  { name: "verbose", short: "v", about: "details of errors and of the run" },
  { name: "color", about: "colours even without a terminal" },
  { name: "no-color", about: "no colours" },
  { name: "ascii", about: "ASCII characters only" },
  { name: "no-input", about: "never ask (costmoat never does)" },
] as const satisfies readonly FlagRow[];

export type FlagName = (typeof FLAGS)[number]["name"];

/** Flags that every verb takes. */
export const UNIVERSAL: readonly FlagName[] = [
  "format",
  "json",
  "quiet",
  "verbose",
  "color",
  "no-color",
  "ascii",
  "no-input",
];

export const FORMATS = ["text", "table", "json", "csv", "md", "html"] as const;
export type Format = (typeof FORMATS)[number];
export const PROGRESS_MODES = ["auto", "plain", "json", "none"] as const;
export type ProgressMode = (typeof PROGRESS_MODES)[number];

/** A half-width to reach: that of a metric, as a share of its mean, at a confidence. */
export interface Precision {
  readonly metric: string;
  readonly share: number;
  readonly level: number;
}

/** When to stop adding replications. */
export type Budget =
  | { readonly kind: "time"; readonly seconds: number }
  | { readonly kind: "runs"; readonly runs: number };

/** The flags of one command, read and checked. */
export interface Flags {
  readonly set: readonly string[];
  readonly file: readonly string[];
  readonly trace: string | undefined;
  readonly seed: string | undefined;
  readonly reps: number | "auto" | undefined;
  readonly precision: Precision | undefined;
  readonly budget: Budget | undefined;
  /** Samples of the uncertain inputs; undefined = as the scenarios say. */
  readonly monteCarlo: number | undefined;
  readonly find: string | undefined;
  readonly until: string | undefined;
  readonly within: string | undefined;
  /** Undefined = all cores. */
  readonly jobs: number | undefined;
  readonly out: string | undefined;
  readonly report: string | undefined;
  readonly cases: string | undefined;
  readonly published: boolean;
  /** Essays' claims beside what presets give. */
  readonly claims: boolean;
  readonly waterfall: boolean;
  readonly shapley: boolean;
  readonly assert: readonly string[];
  readonly strict: boolean;
  readonly view: boolean;
  readonly printConfig: boolean;
  readonly dryRun: boolean;
  readonly force: boolean;
  /** Undefined = the verb's own. */
  readonly format: Format | undefined;
  readonly progress: ProgressMode;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean | undefined;
  readonly ascii: boolean;
}

/** Values as the parser of the command line leaves them. */
export type RawFlags = Readonly<Record<string, unknown>>;

const LARGEST_REPS = 100_000;
const LARGEST_JOBS = 1024;
const MOST_SAMPLES = 100_000;

/**
 * Checks the values of the flags and what excludes each other.
 *
 * @throws CliError (usage)
 */
export function readFlags(raw: RawFlags): Flags {
  const precision = text(raw, "precision");
  const reps = text(raw, "reps");
  const budget = text(raw, "budget");
  const flags: Flags = {
    set: list(raw, "set"),
    file: list(raw, "file"),
    trace: text(raw, "trace"),
    seed: text(raw, "seed"),
    reps:
      reps === undefined ? undefined : reps === "auto" ? "auto" : whole("reps", reps, LARGEST_REPS),
    precision: precision === undefined ? undefined : parsePrecision(precision),
    budget: budget === undefined ? undefined : parseBudget(budget),
    monteCarlo: samplesOf(raw),
    find: text(raw, "find"),
    until: text(raw, "until"),
    within: text(raw, "within"),
    jobs: wholeOrNone(raw, "jobs", LARGEST_JOBS),
    out: text(raw, "out"),
    report: text(raw, "report"),
    cases: text(raw, "cases"),
    published: raw["published"] === true,
    claims: raw["claims"] === true,
    waterfall: raw["waterfall"] === true,
    shapley: raw["shapley"] === true,
    assert: list(raw, "assert"),
    strict: raw["strict"] === true,
    view: raw["view"] === true,
    printConfig: raw["printConfig"] === true,
    dryRun: raw["dryRun"] === true,
    force: raw["force"] === true,
    format: formatOf(raw),
    progress: wordOf("progress", text(raw, "progress") ?? "auto", PROGRESS_MODES),
    quiet: raw["quiet"] === true,
    verbose: raw["verbose"] === true,
    color: typeof raw["color"] === "boolean" ? raw["color"] : undefined,
    ascii: raw["ascii"] === true,
  };
  if (flags.precision !== undefined && typeof flags.reps === "number") {
    throw usageError(
      "CM-E0005",
      "--precision decides the replications and --reps states them",
      "leave one out, or write --reps auto",
    );
  }
  if (flags.budget !== undefined && flags.precision === undefined && flags.reps !== "auto") {
    throw usageError(
      "CM-E0003",
      "--budget has no effect without --precision or --reps auto",
      'add --precision "lcot_usd_per_mtok:2%@95"',
    );
  }
  return flags;
}

/** `npv_usd:2%@95`: half-width of at most 2 % of the mean at 95 % confidence (the default). */
export function parsePrecision(given: string): Precision {
  const match = /^\s*([a-z0-9_]+)\s*:\s*([\d.]+)\s*%\s*(?:@\s*([\d.]+)\s*%?)?\s*$/.exec(given);
  const share = Number(match?.[2]) / 100;
  const level = match?.[3] === undefined ? 0.95 : Number(match[3]) / 100;
  if (match?.[1] === undefined || !(share > 0) || !(level >= 0.5 && level < 1)) {
    throw usageError(
      "CM-E0004",
      `--precision "${given}"; expected METRIC:P%@LEVEL, for example "lcot_usd_per_mtok:2%@95"`,
    );
  }
  return { metric: match[1], share, level };
}

const SECONDS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, min: 60, h: 3600 };

/** `5m`, `90s`, `10000runs`. */
export function parseBudget(given: string): Budget {
  const match = /^\s*([\d.]+)\s*(ms|s|m|min|h|runs?)\s*$/.exec(given);
  const amount = Number(match?.[1]);
  const unit = match?.[2] ?? "";
  if (amount > 0 && unit.startsWith("run")) return { kind: "runs", runs: amount };
  const seconds = amount * (SECONDS[unit] ?? Number.NaN);
  if (seconds > 0) return { kind: "time", seconds };
  throw usageError("CM-E0004", `--budget "${given}"; expected a time or runs: 5m, 90s, 10000runs`);
}

function formatOf(raw: RawFlags): Format | undefined {
  const given = text(raw, "format");
  const format = given === undefined ? undefined : wordOf("format", given, FORMATS);
  if (raw["json"] !== true) return format;
  if (format !== undefined && format !== "json") {
    throw usageError("CM-E0005", `--json and --format ${format} exclude each other`, "keep one");
  }
  return "json";
}

function wordOf<Word extends string>(flag: string, given: string, words: readonly Word[]): Word {
  const word = words.find((known) => known === given);
  if (word !== undefined) return word;
  throw usageError("CM-E0004", `--${flag} "${given}"; expected ${words.join(", ")}`);
}

function whole(flag: string, given: string, largest: number): number {
  const value = Number(given);
  if (/^\d+$/.test(given) && value >= 1 && value <= largest) return value;
  const words = flag === "reps" ? ", or auto" : "";
  throw usageError(
    "CM-E0004",
    `--${flag} "${given}"; expected a whole number from 1 to ${largest}${words}`,
  );
}

function wholeOrNone(raw: RawFlags, flag: string, largest: number): number | undefined {
  const given = text(raw, flag);
  return given === undefined ? undefined : whole(flag, given, largest);
}

function samplesOf(raw: RawFlags): number | undefined {
  const given = text(raw, "monteCarlo");
  if (given === undefined) return undefined;
  const samples = /^\d+$/.test(given) ? Number(given) : 0;
  if (samples >= 2 && samples <= MOST_SAMPLES) return samples;
  throw usageError(
    "CM-E0004",
    `--monte-carlo "${given}"; expected a whole number from 2 to ${MOST_SAMPLES}`,
  );
}

function text(raw: RawFlags, key: string): string | undefined {
  const value = raw[key];
  if (typeof value !== "string") return undefined;
  if (value !== "") return value;
  throw usageError("CM-E0004", `--${key} without a value`);
}

function list(raw: RawFlags, key: string): readonly string[] {
  const value = raw[key];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
