import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { refuseForeignBytes } from "./foreignBytes.ts";
import { TraceError } from "./traceError.ts";

/** Takes one line that is not blank: the characters `start` to `end` of `text`, without its end. */
export type LineSink = (text: string, start: number, end: number, line: number) => void;

export interface FileFacts {
  /** SHA-256 of the bytes as they lie on disk, hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly gzip: boolean;
  /** Line feeds seen, blank lines included, plus a last line without one. */
  readonly lines: number;
  /** The last line had no line feed: it may have been cut off. */
  readonly openEnd: boolean;
}

const CHUNK_BYTES = 1 << 20;
const LONGEST_LINE_BYTES = 16 * 2 ** 20;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Reads a text file line by line in bounded memory: LF or CRLF, with or without byte order mark and
 * final line feed, packed with gzip or not (told by its bytes, not its name).
 *
 * @throws TraceError when the file cannot be read as lines of text
 */
export async function readLines(path: string, sink: LineSink): Promise<FileFacts> {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  }
  const raw = hashed();
  const splitter = new LineSplitter(path, sink);
  let gzip = false;
  try {
    const first = await raw.next();
    if (first.done !== true) {
      gzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
      const whole = joined(first.value, raw);
      for await (const chunk of gzip ? gunzipped(whole) : whole) splitter.push(chunk);
    }
  } catch (error) {
    throw asTraceError(path, error);
  }
  const openEnd = splitter.end();
  return { sha256: hash.digest("hex"), bytes, gzip, lines: splitter.lines, openEnd };
}

async function* joined(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

function gunzipped(packed: AsyncGenerator<Buffer>): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  pipeline(Readable.from(packed), gunzip, () => {});
  return gunzip;
}

/** Cuts chunks of bytes at line feeds, decodes whole lines only, and bounds what waits. */
class LineSplitter {
  lines = 0;
  readonly #path: string;
  readonly #sink: LineSink;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #started = false;

  constructor(path: string, sink: LineSink) {
    this.#path = path;
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    if (!this.#started) {
      refuseForeignBytes(this.#path, chunk);
      this.#started = true;
    }
    const cut = chunk.lastIndexOf(LINE_FEED) + 1;
    if (cut > 0) {
      this.#waiting.push(chunk.subarray(0, cut));
      this.#flush();
    }
    if (cut < chunk.length) {
      this.#waiting.push(chunk.subarray(cut));
      this.#waitingBytes += chunk.length - cut;
    }
    if (this.#waitingBytes > LONGEST_LINE_BYTES) {
      throw new TraceError(
        "CM-E0408",
        `${this.#path}: line ${this.lines + 1} is longer than 16 MB; expected one request per line`,
        "write one request per line, as CSV or JSON lines",
      );
    }
  }

  /** Hands on what is left; true when that was a line without its line feed. */
  end(): boolean {
    const openEnd = this.#waitingBytes > 0;
    this.#flush();
    return openEnd;
  }

  #flush(): void {
    const [only, ...more] = this.#waiting;
    if (only === undefined) return;
    const text = (more.length === 0 ? only : Buffer.concat(this.#waiting)).toString("utf8");
    this.#waiting = [];
    this.#waitingBytes = 0;
    let start = this.lines === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
    while (start < text.length) {
      const feed = text.indexOf("\n", start);
      const next = feed < 0 ? text.length : feed;
      let end = next;
      while (end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end -= 1;
      this.lines += 1;
      if (end > start && !isBlank(text, start, end)) this.#sink(text, start, end, this.lines);
      start = next + 1;
    }
  }
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code !== 32 && code !== 9 && code !== CARRIAGE_RETURN) return false;
  }
  return true;
}

function asTraceError(path: string, error: unknown): unknown {
  if (error instanceof TraceError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const fix = "check the path of the trace file";
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return new TraceError("CM-E0402", `${path}: no such file; expected a trace file`, fix);
    case "EISDIR":
      return new TraceError("CM-E0402", `${path}: is a folder; expected a trace file`, fix);
    case "EACCES":
    case "EPERM":
      return new TraceError("CM-E0402", `${path}: not readable by this user`, fix);
  }
  if (code.startsWith("Z_")) {
    return new TraceError(
      "CM-E0407",
      `${path}: gzip data damaged or cut off (${(error as Error).message})`,
      "download or pack the file again",
    );
  }
  if (code.startsWith("E")) {
    return new TraceError("CM-E0402", `${path}: cannot be read (${code})`, fix);
  }
  return error;
}
