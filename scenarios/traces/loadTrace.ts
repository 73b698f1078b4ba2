import { basename } from "node:path";
import type { TraceColumns } from "../../sim/plan.ts";
import { CsvReader } from "./csvReader.ts";
import { JsonReader } from "./jsonReader.ts";
import type { ByteFacts } from "./readBytes.ts";
import { type FileFacts, readLines } from "./readLines.ts";
import { type RowReader, type TraceReader, UNITS_PER_S } from "./rowReader.ts";
import { readSessions } from "./sessionFiles.ts";
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
  const found = await readSessions(path, options);
  const { reader, file, full } = found ?? (await readRows(path, options));
  if (reader.rows.kept === 0) throw nothingKept(path, reader);
  const trace = columnsOf(path, reader, file, options);
  const report = reportOf(trace, reader, file, options);
  return { trace, report: { ...report, warnings: traceWarnings(report, full) } };
}

async function readRows(
  path: string,
  options: LoadOptions,
): Promise<{ readonly reader: RowReader; readonly file: FileFacts; readonly full: boolean }> {
  const opened: { reader: RowReader | null } = { reader: null };
  let full = false;
  const file = await readLines(path, (text, start, end, line) => {
    if (opened.reader === null) {
      const first = text.slice(start, end);
      const isJson = /^\s*[[{]/.test(first);
      opened.reader = isJson
        ? new JsonReader(path, first, line, options)
        : new CsvReader(path, first, line, options);
      if (!isJson) return;
    }
    if (opened.reader.rows.full) full = true;
    else opened.reader.row(text, start, end, line);
  });
  if (opened.reader === null) {
    throw new TraceError("CM-E0403", `${path}: empty; expected a trace`, "check how it was made");
  }
  if (!full) opened.reader.end(file.openEnd);
  return { reader: opened.reader, file, full };
}

/**
 * The kept rows in order of arrival, in seconds from the first; those of sessions by session, then
 * by turn, in seconds from the start of the session (a sub-agent's: of the session it works for).
 */
function columnsOf(
  path: string,
  reader: TraceReader,
  file: ByteFacts,
  options: LoadOptions,
): TraceColumns {
  const { layout, rows, sessions } = reader;
  const { kept } = rows;
  const order = sessions === null ? rows.order() : null;
  const arrivalS = rows.times.shared(order);
  const unitsPerS = UNITS_PER_S[layout.timeUnit];
  const first = sessions === null ? arrivalS[0]! : 0;
  for (let i = 0; i < kept; i++) arrivalS[i] = (arrivalS[i]! - first) / unitsPerS;
  const inputTokens = rows.inputs.shared(order);
  const cachedTokens =
    rows.cached.length === kept
      ? rows.cached.shared(order)
      : new Int32Array(new SharedArrayBuffer(kept * Int32Array.BYTES_PER_ELEMENT));
  reader.blocks?.countCached(order, inputTokens, cachedTokens);
  // Sessions last as long as the longest of them: they have no gaps between them.
  const lastS = sessions === null ? arrivalS[kept - 1]! : rows.latest;
  const meanGapS = sessions === null ? lastS / (kept - 1) : 0;
  // Without a gap there is no mean gap: such a trace is taken to last one second.
  const spanS = lastS > 0 ? lastS + meanGapS : 1;
  return {
    name: basename(path),
    format: layout.format,
    arrivalS,
    inputTokens,
    outputTokens: rows.outputs.shared(order),
    cachedTokens,
    spanS: options.lengthsOnly === true ? 0 : spanS,
    sha256: file.sha256,
    ...(reader.blocks === null ? {} : { prefix: reader.blocks.columns(order, inputTokens) }),
    ...(sessions === null ? {} : { sessions: sessions.columns() }),
  };
}

function reportOf(
  trace: TraceColumns,
  { layout, rows, clock, blocks, sessions, extraColumns }: TraceReader,
  file: ByteFacts,
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
    noted: Object.fromEntries(rows.noted),
    inversions: rows.inversions,
    duplicateHeaders: rows.duplicateHeaders,
    assumedUtc: clock.assumedUtc,
    firstTime: timed ? named(rows.earliest) : null,
    lastTime: timed ? named(rows.latest) : null,
    spanS: trace.spanS,
    tickS: timed && sessions === null ? tickOf(trace.arrivalS) : null,
    sumInput: input.sum,
    sumOutput: output.sum,
    maxInput: input.max,
    maxOutput: output.max,
    ...(blocks === null
      ? {}
      : {
          blockReferences: blocks.references,
          distinctBlocks: blocks.distinct,
          recurringBlocks: blocks.recurring,
        }),
    ...(sessions === null
      ? {}
      : { sessions: sessions.count, subAgentSessions: sessions.subAgents }),
    extraColumns,
    bytes: file.bytes,
    gzip: file.gzip,
    sha256: file.sha256,
  };
}

function nothingKept(path: string, { rows, sessions }: TraceReader): TraceError {
  const reasons = [...rows.dropped].map(([reason, count]) => `${reason}: ${count}`).join(", ");
  return new TraceError(
    "CM-E0411",
    rows.read === 0
      ? `${path}: ${sessions === null ? "a header without rows" : "sessions without requests"}`
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
