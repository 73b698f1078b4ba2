import type { Layout } from "./formats.ts";
import type { IsoClock } from "./isoClock.ts";
import type { PrefixBlocks } from "./prefixBlocks.ts";
import type { TimeUnit } from "./traceReport.ts";
import type { TraceRows } from "./traceRows.ts";

/** Reads the rows of one file, line by line. */
export interface RowReader {
  readonly layout: Layout;
  readonly clock: IsoClock;
  readonly rows: TraceRows;
  readonly extraColumns: readonly string[];
  /** Null where rows carry no block ids. */
  readonly blocks: PrefixBlocks | null;
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
