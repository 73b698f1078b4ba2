import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { TraceColumns } from "../../sim/plan.ts";
import type { PrefixColumns, SessionColumns } from "../../sim/workPlan.ts";
import {
  isUnit,
  type Reader,
  readDifferences,
  readSeconds,
  shared,
  wholeUnits,
  writeDifferences,
  writeSeconds,
} from "./packedColumns.ts";
import { TraceError } from "./traceError.ts";

/** Longest trace that a report carries with it. */
export const MOST_PACKED_REQUESTS = 50_000;
const MOST_UNPACKED_BYTES = 64 * 2 ** 20;
interface Header {
  readonly name: string;
  readonly format: string;
  readonly spanS: number;
  readonly sha256: string;
  readonly requests: number;
  readonly unitsPerS: number;
  readonly prefix?: {
    readonly blockTokens: number;
    readonly partialBlocks: boolean;
    readonly nodes: number;
  };
  readonly sessions?: {
    readonly sessions: number;
    readonly waitUnitsPerS: number;
    readonly parents: boolean;
  };
}

/**
 * A trace as text, for embedding: a header line, then per column the differences from row to row
 * as variable-length integers, deflated, in base64; prefix tree and sessions follow where the trace
 * has them. Loses nothing; the same trace gives the same
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
  const { prefix, sessions } = trace;
  const waitUnitsPerS = sessions === undefined ? 0 : wholeUnits(sessions.waitS);
  const header: Header = {
    name,
    format,
    spanS,
    sha256,
    requests,
    unitsPerS,
    ...(prefix === undefined ? {} : { prefix: prefixHeader(prefix) }),
    ...(sessions === undefined ? {} : { sessions: sessionsHeader(sessions, waitUnitsPerS) }),
  };
  const bytes: number[] = [...Buffer.from(`${JSON.stringify(header)}\n`, "utf8")];
  writeSeconds(arrivalS, bytes, unitsPerS);
  for (const column of [trace.inputTokens, trace.outputTokens, trace.cachedTokens]) {
    writeDifferences(column, bytes, 1);
  }
  if (prefix !== undefined) {
    for (const column of [prefix.parent, prefix.endTokens, prefix.nodeOfRequest]) {
      writeDifferences(column, bytes, 1);
    }
  }
  if (sessions !== undefined) {
    writeDifferences(sessions.begins, bytes, 1);
    writeSeconds(sessions.waitS, bytes, waitUnitsPerS);
    if (sessions.parent !== undefined) writeDifferences(sessions.parent, bytes, 1);
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
    const arrivalS = readSeconds(reader, requests, unitsPerS);
    const inputTokens = new Int32Array(shared(requests, 4));
    const outputTokens = new Int32Array(shared(requests, 4));
    const cachedTokens = new Int32Array(shared(requests, 4));
    for (const column of [inputTokens, outputTokens, cachedTokens]) readDifferences(reader, column);
    const prefix = header.prefix && readPrefix(reader, header.prefix, requests);
    const sessions = header.sessions && readSessions(reader, header.sessions, requests);
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
      ...(prefix === undefined ? {} : { prefix }),
      ...(sessions === undefined ? {} : { sessions }),
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

function prefixHeader({ blockTokens, partialBlocks, parent }: PrefixColumns) {
  return { blockTokens, partialBlocks, nodes: parent.length };
}

function sessionsHeader({ begins, parent }: SessionColumns, waitUnitsPerS: number) {
  return { sessions: begins.length - 1, waitUnitsPerS, parents: parent !== undefined };
}

/** Every node hangs on one before it and ends behind it; a prompt names a node or none. */
function readPrefix(
  reader: Reader,
  { blockTokens, partialBlocks, nodes }: NonNullable<Header["prefix"]>,
  requests: number,
): PrefixColumns {
  // A node ends at a prompt's end or at a branching, of which there are fewer than prompts.
  checkCount("prefix nodes", nodes, 2 * requests);
  checkCount("tokens of a block", blockTokens, 2 ** 31 - 1);
  const parent = new Int32Array(shared(nodes, 4));
  const endTokens = new Int32Array(shared(nodes, 4));
  const nodeOfRequest = new Int32Array(shared(requests, 4));
  for (const column of [parent, endTokens, nodeOfRequest]) readDifferences(reader, column);
  const sound =
    parent.every((above, node) => above >= -1 && above < node) &&
    endTokens.every((end, node) => end > (parent[node] === -1 ? 0 : endTokens[parent[node]!]!)) &&
    nodeOfRequest.every((node) => node >= -1 && node < nodes);
  if (!sound) throw new RangeError("no tree of prefixes");
  return { blockTokens, partialBlocks: partialBlocks === true, parent, endTokens, nodeOfRequest };
}

/** Sessions cover all rows in order, each at least one; a parent comes before its sub-agents. */
function readSessions(
  reader: Reader,
  { sessions, waitUnitsPerS, parents }: NonNullable<Header["sessions"]>,
  requests: number,
): SessionColumns {
  checkCount("sessions", sessions, requests);
  if (!isUnit(waitUnitsPerS)) throw new RangeError("unknown unit of waits");
  const begins = new Int32Array(shared(sessions + 1, 4));
  readDifferences(reader, begins);
  const rising = begins.every((row, i) => (i === 0 ? row === 0 : row > begins[i - 1]!));
  if (!rising || begins[sessions] !== requests)
    throw new RangeError("sessions do not cover the rows");
  const waitS = readSeconds(reader, requests, waitUnitsPerS);
  if (!waitS.every((wait) => wait >= 0 && wait < Infinity)) throw new RangeError("wait below 0 s");
  if (!parents) return { begins, waitS };
  const parent = new Int32Array(shared(sessions, 4));
  readDifferences(reader, parent);
  if (!parent.every((above, session) => above >= -1 && above < session)) {
    throw new RangeError("sub-agent before its session");
  }
  return { begins, waitS, parent };
}

function checkCount(what: string, count: number, most: number): void {
  if (!(Number.isInteger(count) && count >= 0 && count <= most)) {
    throw new RangeError(`${count} ${what}; expected at most ${most}`);
  }
}

function checkedHeader(value: unknown): Header {
  const header = value as Header;
  const { requests, unitsPerS } = header;
  const sound =
    Number.isInteger(requests) &&
    requests >= 0 &&
    requests <= MOST_PACKED_REQUESTS &&
    isUnit(unitsPerS) &&
    typeof header.name === "string" &&
    typeof header.format === "string" &&
    typeof header.sha256 === "string" &&
    typeof header.spanS === "number";
  if (!sound) throw new RangeError("unknown header");
  return header;
}
