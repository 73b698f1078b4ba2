/** Formats by name; `csv` and `jsonl` are generic and need their columns named. */
export const TRACE_FORMATS = [
  "azure",
  "mooncake",
  "bailian",
  "kv-cache-tester",
  "burstgpt",
  "vidur",
  "csv",
  "jsonl",
] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

export const TIME_UNITS = ["s", "ms", "us", "ns", "iso"] as const;
/** Unit of a time column; `iso` is a calendar time. Never guessed. */
export type TimeUnit = (typeof TIME_UNITS)[number];

/** Names of the columns (CSV) or keys (JSON lines) of a generic trace. */
export interface TraceColumnNames {
  /** May be left out with `lengthsOnly`. */
  readonly arrival?: string | undefined;
  readonly input: string;
  readonly output: string;
  readonly cached?: string | undefined;
}

export interface LoadOptions {
  /** Recognised from the header or the keys when left out, and named in the report. */
  readonly format?: TraceFormat | undefined;
  /** For `csv` and `jsonl`. */
  readonly columns?: TraceColumnNames | undefined;
  readonly timeUnit?: TimeUnit | undefined;
  /** Part of the trace that is kept, seconds after its first row: from, up to but without to. */
  readonly fromS?: number | undefined;
  readonly toS?: number | undefined;
  /** Reading stops after this many kept rows. */
  readonly maxRows?: number | undefined;
  /**
   * Rows without output: dropped as failed requests (default), or kept for their prefill (default
   * for sessions, where they were cancelled).
   */
  readonly outputZero?: "drop" | "keep" | undefined;
  /** Mends zero, negative, fractional and too large counts instead of dropping their rows. */
  readonly clampTokens?: boolean | undefined;
  /** Reads no arrival times (all are 0): for files that have none. */
  readonly lengthsOnly?: boolean | undefined;
}

/** What was read and what became of it: `read` = `kept` + the sum of `dropped`. */
export interface TraceReport {
  readonly format: TraceFormat;
  /** The format was recognised, not given. */
  readonly recognised: boolean;
  readonly read: number;
  readonly kept: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** Kept rows with a mended count, by what was wrong. */
  readonly clamped: Readonly<Record<string, number>>;
  /** What kept rows lack, by name: it was taken as 0. */
  readonly noted: Readonly<Record<string, number>>;
  /** Rows earlier than the row before them; the rows were sorted. */
  readonly inversions: number;
  readonly duplicateHeaders: number;
  /** Some calendar times had no zone and were taken as UTC. */
  readonly assumedUtc: boolean;
  /** First and last kept time as the file means them; null with `lengthsOnly`. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  /** Last arrival plus one mean gap, seconds. */
  readonly spanS: number;
  /** Timestamps are multiples of this many seconds and requests pile up on them; else null. */
  readonly tickS: number | null;
  readonly sumInput: number;
  readonly sumOutput: number;
  readonly maxInput: number;
  readonly maxOutput: number;
  /**
   * Prefix blocks named by the kept rows, how many differ (with all that is before them), and how
   * many of those have an id that also stands behind another beginning.
   */
  readonly blockReferences?: number;
  readonly distinctBlocks?: number;
  readonly recurringBlocks?: number;
  /** Sessions with kept requests, and how many of them are those of sub-agents. */
  readonly sessions?: number;
  readonly subAgentSessions?: number;
  /** Columns that were not used. */
  readonly extraColumns: readonly string[];
  readonly bytes: number;
  readonly gzip: boolean;
  readonly sha256: string;
  readonly warnings: readonly string[];
}

/** The report in one line: what it is, the account of its rows, and the time it covers. */
export function traceSummary(report: TraceReport): string {
  const dropped = Object.entries(report.dropped);
  const sum = dropped.reduce((total, [, count]) => total + count, 0);
  const reasons = dropped.map(([reason, count]) => `${reason}: ${grouped(count)}`).join(", ");
  const how = report.recognised ? "recognised" : "given";
  const rows =
    `read ${grouped(report.read)} = kept ${grouped(report.kept)} + dropped ${grouped(sum)}` +
    (reasons === "" ? "" : ` (${reasons})`);
  const span =
    report.sessions !== undefined
      ? `${grouped(report.sessions)} sessions, the longest ${grouped(Math.round(report.spanS))} s`
      : report.firstTime === null
        ? "no arrival times"
        : `${report.firstTime} to ${report.lastTime}, span ${grouped(Math.round(report.spanS))} s`;
  return `format ${report.format} (${how}); ${rows}; ${span}`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
