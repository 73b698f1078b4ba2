import { basename } from "node:path";
import type { TraceColumns } from "../../sim/plan.ts";
import { CsvReader } from "./csvReader.ts";
import { JsonReader } from "./jsonReader.ts";
import { type FileFacts, readLines } from "./readLines.ts";
import { type RowReader, UNITS_PER_S } from "./rowReader.ts";
import { tickOf } from "./tick.ts";
import { TraceError } from "./traceError.ts";
import type { LoadOptions, TraceReport } from "./traceReport.ts";
import { traceWarnings } from "./traceWarnings.ts";

/** A trace as columns and what became of its rows. */
export interface LoadedTrace {
  readonly trace: TraceColumns;
  readonly report: TraceReport;
}

/**
 * Reads a request trace: every row is kept, or counted under the reason for which it was dropped.
 * Rows are streamed; memory grows with the kept rows (and their block ids) only. The columns lie
 * in memory that worker threads share.
 *
 * @throws TraceError when the file is no trace, or none that can be read as asked
 * @throws RangeError when the options exclude each other
 */
export async function loadTrace(path: string, options: LoadOptions = {}): Promise<LoadedTrace> {
  checkOptions(options);
  const opened: { reader: RowReader | null } = { reader: null };
  let unread = false;
  const file = await readLines(path, (text, start, end, line) => {
    if (opened.reader === null) {
      const first = text.slice(start, end);
      const isJson = /^\s*[[{]/.test(first);
      opened.reader = isJson
        ? new JsonReader(path, first, line, options)
        : new CsvReader(path, first, line, options);
      if (!isJson) return;
    }
    if (opened.reader.rows.full) unread = true;
    else opened.reader.row(text, start, end, line);
  });
  if (opened.reader === null) {
    throw new TraceError("CM-E0403", `${path}: empty; expected a trace`, "check how it was made");
  }
  if (!unread) opened.reader.end(file.openEnd);
  if (opened.reader.rows.kept === 0) throw nothingKept(path, opened.reader);
  const trace = columnsOf(path, opened.reader, file, options);
  const report = reportOf(trace, opened.reader, file, options);
  return { trace, report: { ...report, warnings: traceWarnings(report, unread) } };
}

/** The kept rows in order of arrival, in seconds from the first. */
function columnsOf(
  path: string,
  reader: RowReader,
  file: FileFacts,
  options: LoadOptions,
): TraceColumns {
  const { layout, rows } = reader;
  const { kept } = rows;
  const order = rows.order();
  const arrivalS = rows.times.shared(order);
  const unitsPerS = UNITS_PER_S[layout.timeUnit];
  const first = arrivalS[0]!;
  for (let i = 0; i < kept; i++) arrivalS[i] = (arrivalS[i]! - first) / unitsPerS;
  const inputTokens = rows.inputs.shared(order);
  const cachedTokens =
    rows.cached.length === kept
      ? rows.cached.shared(order)
      : new Int32Array(new SharedArrayBuffer(kept * Int32Array.BYTES_PER_ELEMENT));
  reader.blocks?.countCached(order, inputTokens, cachedTokens);
  const lastS = arrivalS[kept - 1]!;
  // Without a gap there is no mean gap: such a trace is taken to last one second.
  const spanS = lastS > 0 ? lastS + lastS / (kept - 1) : 1;
  return {
    name: basename(path),
    format: layout.format,
    arrivalS,
    inputTokens,
    outputTokens: rows.outputs.shared(order),
    cachedTokens,
    spanS: options.lengthsOnly === true ? 0 : spanS,
    sha256: file.sha256,
  };
}

function reportOf(
  trace: TraceColumns,
  { layout, rows, clock, blocks, extraColumns }: RowReader,
  file: FileFacts,
  options: LoadOptions,
): Omit<TraceReport, "warnings"> {
  const timed = options.lengthsOnly !== true;
  const input = sumAndMax(trace.inputTokens);
  const output = sumAndMax(trace.outputTokens);
  const named = (time: number): string =>
    layout.timeUnit === "iso" ? clock.text(time) : `${time} ${layout.timeUnit}`;
  return {
    format: layout.format,
    recognised: layout.recognised,
    read: rows.read,
    kept: rows.kept,
    dropped: Object.fromEntries(rows.dropped),
    clamped: Object.fromEntries(rows.clamped),
    inversions: rows.inversions,
    duplicateHeaders: rows.duplicateHeaders,
    assumedUtc: clock.assumedUtc,
    firstTime: timed ? named(rows.earliest) : null,
    lastTime: timed ? named(rows.latest) : null,
    spanS: trace.spanS,
    tickS: timed ? tickOf(trace.arrivalS) : null,
    sumInput: input.sum,
    sumOutput: output.sum,
    maxInput: input.max,
    maxOutput: output.max,
    ...(blocks === null
      ? {}
      : { blockReferences: blocks.references, distinctBlocks: blocks.distinct }),
    extraColumns,
    bytes: file.bytes,
    gzip: file.gzip,
    sha256: file.sha256,
  };
}

function nothingKept(path: string, { rows }: RowReader): TraceError {
  const reasons = [...rows.dropped].map(([reason, count]) => `${reason}: ${count}`).join(", ");
  return new TraceError(
    "CM-E0411",
    rows.read === 0
      ? `${path}: a header without rows`
      : `${path}: none of ${rows.read} rows can be used (${reasons})`,
    "check the format, the columns, the unit of time and the time window",
  );
}

function sumAndMax(column: Int32Array): { sum: number; max: number } {
  let sum = 0;
  let max = 0;
  for (let i = 0; i < column.length; i++) {
    sum += column[i]!;
    if (column[i]! > max) max = column[i]!;
  }
  return { sum, max };
}

function checkOptions({ fromS = 0, toS = Infinity, maxRows = 1 }: LoadOptions): void {
  if (!(fromS >= 0 && toS > fromS)) {
    throw new RangeError(`trace window of ${fromS} to ${toS} s; expected 0 <= from < to`);
  }
  if (!(Number.isInteger(maxRows) && maxRows >= 1)) {
    throw new RangeError(`at most ${maxRows} rows; expected a whole number >= 1`);
  }
}
