import { refuseForeignBytes } from "./foreignBytes.ts";
import { type ByteFacts, readBytes } from "./readBytes.ts";
import { TraceError } from "./traceError.ts";

/** Takes one line that is not blank: the characters `start` to `end` of `text`, without its end. */
export type LineSink = (text: string, start: number, end: number, line: number) => void;

export interface FileFacts extends ByteFacts {
  /** Line feeds seen, blank lines included, plus a last line without one. */
  readonly lines: number;
  /** The last line had no line feed: it may have been cut off. */
  readonly openEnd: boolean;
}

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
  const splitter = new LineSplitter(path, sink);
  const facts = await readBytes(path, (chunk) => splitter.push(chunk));
  const openEnd = splitter.end();
  return { ...facts, lines: splitter.lines, openEnd };
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
