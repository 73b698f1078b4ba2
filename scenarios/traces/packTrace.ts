import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { TraceColumns } from "../../sim/plan.ts";
import { TraceError } from "./traceError.ts";

/** Longest trace that a report carries with it. */
export const MOST_PACKED_REQUESTS = 50_000;
const MOST_UNPACKED_BYTES = 64 * 2 ** 20;
/** Parts of a second that times may be whole multiples of; 0 = times as raw doubles. */
const UNITS_PER_S = [1, 1e3, 1e6, 1e7, 1e9] as const;

interface Header {
  readonly name: string;
  readonly format: string;
  readonly spanS: number;
  readonly sha256: string;
  readonly requests: number;
  readonly unitsPerS: number;
}

/**
 * A trace as text, for embedding: a header line, then per column the differences from row to row
 * as variable-length integers, deflated, in base64. Loses nothing; the same trace gives the same
 * text.
 *
 * @throws RangeError for more than `MOST_PACKED_REQUESTS` requests
 */
export function packTrace(trace: TraceColumns): string {
  const requests = trace.arrivalS.length;
  if (requests > MOST_PACKED_REQUESTS) {
    throw new RangeError(`${requests} requests to embed; expected at most ${MOST_PACKED_REQUESTS}`);
  }
  const { name, format, spanS, sha256, arrivalS } = trace;
  const unitsPerS = wholeUnits(arrivalS);
  const header: Header = { name, format, spanS, sha256, requests, unitsPerS };
  const bytes: number[] = [...Buffer.from(`${JSON.stringify(header)}\n`, "utf8")];
  if (unitsPerS === 0) {
    for (const byte of new Uint8Array(Float64Array.from(arrivalS).buffer)) bytes.push(byte);
  } else {
    writeDifferences(arrivalS, bytes, unitsPerS);
  }
  for (const column of [trace.inputTokens, trace.outputTokens, trace.cachedTokens]) {
    writeDifferences(column, bytes, 1);
  }
  return deflateRawSync(Uint8Array.from(bytes), { level: 9 }).toString("base64");
}

/**
 * The trace in a packed text.
 *
 * @throws TraceError when the text is not what `packTrace` makes
 */
export function unpackTrace(packed: string): TraceColumns {
  try {
    const bytes = inflateRawSync(Buffer.from(packed, "base64"), {
      maxOutputLength: MOST_UNPACKED_BYTES,
    });
    const cut = bytes.indexOf(10);
    const header = checkedHeader(JSON.parse(bytes.subarray(0, cut).toString("utf8")));
    const { requests, unitsPerS, name, format, spanS, sha256 } = header;
    const reader = { bytes, at: cut + 1 };
    const arrivalS = new Float64Array(shared(requests, 8));
    if (unitsPerS === 0) {
      for (let i = 0; i < requests; i++) {
        arrivalS[i] = bytes.readDoubleLE(reader.at);
        reader.at += 8;
      }
    } else {
      readDifferences(reader, arrivalS);
      for (let i = 0; i < requests; i++) arrivalS[i] = arrivalS[i]! / unitsPerS;
    }
    const inputTokens = new Int32Array(shared(requests, 4));
    const outputTokens = new Int32Array(shared(requests, 4));
    const cachedTokens = new Int32Array(shared(requests, 4));
    for (const column of [inputTokens, outputTokens, cachedTokens]) readDifferences(reader, column);
    if (reader.at !== bytes.length) throw new RangeError(`${bytes.length - reader.at} bytes left`);
    return {
      name,
      format,
      arrivalS,
      inputTokens,
      outputTokens,
      cachedTokens,
      spanS,
      sha256,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TraceError(
      "CM-E0416",
      `packed trace damaged (${why})`,
      "use the report as it was written, or give the trace file itself",
    );
  }
}

function checkedHeader(value: unknown): Header {
  const header = value as Header;
  const { requests, unitsPerS } = header;
  const sound =
    Number.isInteger(requests) &&
    requests >= 0 &&
    requests <= MOST_PACKED_REQUESTS &&
    (unitsPerS === 0 || UNITS_PER_S.some((units) => units === unitsPerS)) &&
    typeof header.name === "string" &&
    typeof header.format === "string" &&
    typeof header.sha256 === "string" &&
    typeof header.spanS === "number";
  if (!sound) throw new RangeError("unknown header");
  return header;
}

/** The coarsest unit in which all times are whole numbers, exactly; 0 when there is none. */
function wholeUnits(arrivalS: Float64Array): number {
  const exact = (units: number): boolean =>
    arrivalS.every((timeS) => {
      const whole = Math.round(timeS * units);
      return Number.isSafeInteger(whole) && whole / units === timeS;
    });
  return UNITS_PER_S.find(exact) ?? 0;
}

function writeDifferences(
  column: Float64Array | Int32Array,
  bytes: number[],
  unitsPerS: number,
): void {
  let before = 0;
  for (const value of column) {
    const whole = Math.round(value * unitsPerS);
    const difference = whole - before;
    before = whole;
    // The sign goes to the lowest bit. Division, not shifts: differences may need 53 bits.
    let rest = difference < 0 ? -2 * difference - 1 : 2 * difference;
    while (rest >= 128) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  }
}

function readDifferences(
  reader: { readonly bytes: Buffer; at: number },
  column: Float64Array | Int32Array,
): void {
  let value = 0;
  for (let i = 0; i < column.length; i++) {
    let rest = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = reader.bytes[reader.at++];
      if (byte === undefined || weight > 2 ** 56) throw new RangeError("cut off");
      rest += (byte & 127) * weight;
      if (byte < 128) break;
    }
    value += rest % 2 === 1 ? -(rest + 1) / 2 : rest / 2;
    column[i] = value;
  }
}

function shared(rows: number, width: number): SharedArrayBuffer {
  return new SharedArrayBuffer(rows * width);
}
