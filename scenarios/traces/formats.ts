import type { BlockRule } from "./blockRule.ts";
import { excerpt, TraceError } from "./traceError.ts";
import type { LoadOptions, TimeUnit, TraceColumnNames, TraceFormat } from "./traceReport.ts";
import { TRACE_FORMATS } from "./traceReport.ts";

/** How the rows of a file are to be read. */
export interface Layout {
  readonly format: TraceFormat;
  readonly recognised: boolean;
  readonly columns: TraceColumnNames;
  readonly timeUnit: TimeUnit;
  /** Rule of the prefix blocks where rows carry block ids under `hash_ids`; else null. */
  readonly blocks: BlockRule | null;
}

type KnownFormat = Exclude<TraceFormat, "csv" | "jsonl">;
type Known = Omit<Layout, "format" | "recognised">;

/**
 * Sources: Azure/AzurePublicDataset, kvcache-ai/Mooncake, HPMLL/BurstGPT, microsoft/vidur,
 * alibaba-edu/qwen-bailian-usagetraces-anon, callanjfox/kv-cache-tester.
 */
const KNOWN: Readonly<Record<KnownFormat, Known>> = {
  azure: {
    columns: { arrival: "TIMESTAMP", input: "ContextTokens", output: "GeneratedTokens" },
    timeUnit: "iso",
    blocks: null,
  },
  mooncake: {
    columns: { arrival: "timestamp", input: "input_length", output: "output_length" },
    timeUnit: "ms",
    blocks: { blockTokens: 512, last: "partial" },
  },
  bailian: {
    columns: { arrival: "timestamp", input: "input_length", output: "output_length" },
    timeUnit: "s",
    blocks: { blockTokens: 16, last: "either" },
  },
  "kv-cache-tester": {
    columns: { arrival: "t", input: "in", output: "out" },
    timeUnit: "s",
    blocks: { blockTokens: 64, last: "none" },
  },
  burstgpt: {
    columns: { arrival: "Timestamp", input: "Request tokens", output: "Response tokens" },
    timeUnit: "s",
    blocks: null,
  },
  vidur: {
    columns: { arrival: "arrived_at", input: "num_prefill_tokens", output: "num_decode_tokens" },
    timeUnit: "s",
    blocks: null,
  },
};
const KNOWN_CSV = ["azure", "burstgpt", "vidur"] as const;
/** Bailian first: its rows have the keys of Mooncake and more. */
const KNOWN_JSONL = ["bailian", "mooncake"] as const;
/** The key that only Bailian's rows have. */
const BAILIAN_KEY = "chat_id";
export const BLOCK_IDS_KEY = "hash_ids";

/**
 * The layout of a file whose first row has these columns or keys: the one asked for, or the one
 * its names show.
 *
 * @throws TraceError when no format fits, or one that is known but not read
 */
export function layoutOf(
  path: string,
  kind: "csv" | "jsonl",
  names: readonly string[],
  options: LoadOptions,
): Layout {
  const { format } = options;
  if (kind === "jsonl") refuseUnread(path, names);
  if (format === undefined && options.columns === undefined) return recognised(path, kind, names);
  if (format === undefined || format === "csv" || format === "jsonl") {
    return genericLayout(path, format ?? kind, kind, options);
  }
  const needed = KNOWN[format].blocks === null ? "csv" : "jsonl";
  if (needed !== kind) throw wrongKind(path, format, needed);
  if (format === "mooncake" && names.includes(BAILIAN_KEY)) {
    throw new TraceError(
      "CM-E0409",
      `${path}: given as mooncake, but its rows have ${BAILIAN_KEY}: a Bailian trace (seconds, blocks of 16 tokens)`,
      "give it as bailian, or leave the format out to have it recognised",
    );
  }
  return { format, recognised: false, ...KNOWN[format] };
}

function recognised(path: string, kind: "csv" | "jsonl", names: readonly string[]): Layout {
  const candidates: readonly KnownFormat[] = kind === "csv" ? KNOWN_CSV : KNOWN_JSONL;
  for (const format of candidates) {
    const { columns, blocks } = KNOWN[format];
    const arrivalOrNone = format === "vidur" ? [] : [columns.arrival ?? ""];
    const needed = [...arrivalOrNone, columns.input, columns.output];
    if (blocks !== null) needed.push(BLOCK_IDS_KEY);
    if (format === "bailian") needed.push(BAILIAN_KEY);
    if (needed.every((name) => names.includes(name))) {
      return { format, recognised: true, ...KNOWN[format] };
    }
  }
  const what = kind === "csv" ? "header" : "keys";
  throw new TraceError(
    "CM-E0409",
    `${path}: format not recognised; its ${what}: ${excerpt(names.join(", "), 160)}`,
    `name the format (${TRACE_FORMATS.join(", ")}) or the columns for arrival, input and output and the time unit`,
  );
}

function genericLayout(
  path: string,
  format: "csv" | "jsonl",
  kind: "csv" | "jsonl",
  { columns, timeUnit, lengthsOnly }: LoadOptions,
): Layout {
  if (format !== kind) throw wrongKind(path, format, format);
  const fix =
    "name the columns for arrival, input and output, and the time unit: s, ms, us, ns or iso";
  if (columns === undefined) {
    throw new TraceError("CM-E0415", `${path}: generic ${format} trace without column names`, fix);
  }
  if (lengthsOnly === true) {
    return { format, recognised: false, columns, timeUnit: "s", blocks: null };
  }
  if (columns.arrival === undefined) {
    throw new TraceError("CM-E0415", `${path}: no column named for the arrival time`, fix);
  }
  if (timeUnit === undefined) {
    const column = excerpt(columns.arrival);
    throw new TraceError("CM-E0415", `${path}: unit of the time column "${column}" not given`, fix);
  }
  return { format, recognised: false, columns, timeUnit, blocks: null };
}

function wrongKind(path: string, format: string, needed: "csv" | "jsonl"): TraceError {
  const expected = needed === "csv" ? "a CSV header" : "one JSON object per line";
  return new TraceError(
    "CM-E0409",
    `${path}: given as ${format}, but its first line is not ${expected}`,
    "name the format that the file has, or leave it out to have it recognised",
  );
}

/** Sessions are read from whole files; one that shows too late that it holds them is refused. */
function refuseUnread(path: string, keys: readonly string[]): void {
  if (!keys.includes("block_size") || !keys.includes("requests")) return;
  throw new TraceError(
    "CM-E0414",
    `${path}: a coding-agent session whose first bytes do not show it`,
    "name the format after the file: FILE:kv-cache-tester",
  );
}

/** The layout of a coding-agent session. */
export function sessionLayout(recognised: boolean): Layout {
  return { format: "kv-cache-tester", recognised, ...KNOWN["kv-cache-tester"] };
}

/** Splits `FILE:format`; a suffix that is no format's name belongs to the file's name. */
export function splitTraceArgument(argument: string): {
  readonly path: string;
  readonly format: TraceFormat | undefined;
} {
  const colon = argument.lastIndexOf(":");
  const suffix = argument.slice(colon + 1);
  const format = TRACE_FORMATS.find((name) => name === suffix);
  return colon > 0 && format !== undefined
    ? { path: argument.slice(0, colon), format }
    : { path: argument, format: undefined };
}
