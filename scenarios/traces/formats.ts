import { excerpt, TraceError } from "./traceError.ts";
import type { LoadOptions, TimeUnit, TraceColumnNames, TraceFormat } from "./traceReport.ts";
import { TRACE_FORMATS } from "./traceReport.ts";

/** How the rows of a file are to be read. */
export interface Layout {
  readonly format: TraceFormat;
  readonly recognised: boolean;
  readonly columns: TraceColumnNames;
  readonly timeUnit: TimeUnit;
  /** Tokens of one prefix block where rows carry block ids under `hash_ids`; else null. */
  readonly blockTokens: number | null;
}

type KnownFormat = Exclude<TraceFormat, "csv" | "jsonl">;
type Known = Omit<Layout, "format" | "recognised">;

/** Sources: Azure/AzurePublicDataset, kvcache-ai/Mooncake, HPMLL/BurstGPT, microsoft/vidur. */
const KNOWN: Readonly<Record<KnownFormat, Known>> = {
  azure: {
    columns: { arrival: "TIMESTAMP", input: "ContextTokens", output: "GeneratedTokens" },
    timeUnit: "iso",
    blockTokens: null,
  },
  mooncake: {
    columns: { arrival: "timestamp", input: "input_length", output: "output_length" },
    timeUnit: "ms",
    blockTokens: 512,
  },
  burstgpt: {
    columns: { arrival: "Timestamp", input: "Request tokens", output: "Response tokens" },
    timeUnit: "s",
    blockTokens: null,
  },
  vidur: {
    columns: { arrival: "arrived_at", input: "num_prefill_tokens", output: "num_decode_tokens" },
    timeUnit: "s",
    blockTokens: null,
  },
};
const KNOWN_CSV = ["azure", "burstgpt", "vidur"] as const;

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
  const needed = format === "mooncake" ? "jsonl" : "csv";
  if (needed !== kind) throw wrongKind(path, format, needed);
  return { format, recognised: false, ...KNOWN[format] };
}

function recognised(path: string, kind: "csv" | "jsonl", names: readonly string[]): Layout {
  const candidates: readonly KnownFormat[] = kind === "csv" ? KNOWN_CSV : ["mooncake"];
  for (const format of candidates) {
    const { columns, blockTokens } = KNOWN[format];
    const arrivalOrNone = format === "vidur" ? [] : [columns.arrival ?? ""];
    const needed = [...arrivalOrNone, columns.input, columns.output];
    if (blockTokens !== null) needed.push("hash_ids");
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
    return { format, recognised: false, columns, timeUnit: "s", blockTokens: null };
  }
  if (columns.arrival === undefined) {
    throw new TraceError("CM-E0415", `${path}: no column named for the arrival time`, fix);
  }
  if (timeUnit === undefined) {
    const column = excerpt(columns.arrival);
    throw new TraceError("CM-E0415", `${path}: unit of the time column "${column}" not given`, fix);
  }
  return { format, recognised: false, columns, timeUnit, blockTokens: null };
}

function wrongKind(path: string, format: string, needed: "csv" | "jsonl"): TraceError {
  const expected = needed === "csv" ? "a CSV header" : "one JSON object per line";
  return new TraceError(
    "CM-E0409",
    `${path}: given as ${format}, but its first line is not ${expected}`,
    "name the format that the file has, or leave it out to have it recognised",
  );
}

/** Formats that share keys with one that is read, and would be misread as it. */
function refuseUnread(path: string, keys: readonly string[]): void {
  const known = keys.includes("chat_id")
    ? "a Qwen-Bailian trace (16-token blocks, seconds)"
    : keys.includes("block_size") && keys.includes("requests")
      ? "a coding-agent session (kv-cache-tester)"
      : null;
  if (known === null) return;
  throw new TraceError(
    "CM-E0414",
    `${path}: ${known}; its sessions are not read`,
    "write one row per request with arrival, input and output, and name these columns",
  );
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
