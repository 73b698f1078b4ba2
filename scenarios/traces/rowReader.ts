import type { Layout } from "./formats.ts";
import type { IsoClock } from "./isoClock.ts";
import type { PrefixBlocks } from "./prefixBlocks.ts";
import type { SessionRows } from "./sessionRows.ts";
import type { TimeUnit } from "./traceReport.ts";
import type { TraceRows } from "./traceRows.ts";

/** What the reader of a trace holds once it is read. */
export interface TraceReader {
  readonly layout: Layout;
  readonly clock: IsoClock;
  readonly rows: TraceRows;
  readonly extraColumns: readonly string[];
  /** Null where rows carry no block ids. */
  readonly blocks: PrefixBlocks | null;
  /** Null where rows are no turns of sessions. */
  readonly sessions: SessionRows | null;
}

/** Reads the rows of one file, line by line. */
export interface RowReader extends TraceReader {
  row(text: string, start: number, end: number, line: number): void;
  /** @param openEnd the last line had no line feed */
  end(openEnd: boolean): void;
}

export const UNITS_PER_S: Readonly<Record<TimeUnit, number>> = {
  s: 1,
  ms: 1e3,
  us: 1e6,
  ns: 1e9,
  iso: 1e9,
};
