import { excerpt, TraceError } from "./traceError.ts";

const BLOCK_BYTES = 512;
const LONGEST_NAME_BYTES = 1 << 16;

/**
 * Cuts a tar archive that comes in chunks into its files. Knows the old, the POSIX (ustar, pax) and
 * the GNU way to write long names; folders, links and devices are passed over.
 */
export class TarEntries {
  readonly #path: string;
  readonly #wanted: (name: string, bytes: number) => boolean;
  readonly #sink: (name: string, content: Buffer) => void;
  #waiting: Buffer = Buffer.alloc(0);
  /** What the current entry's content is for. */
  #use: "file" | "longName" | "pax" | "nothing" = "nothing";
  #name = "";
  #longName: string | null = null;
  #contentLeft = 0;
  #paddingLeft = 0;
  #parts: Buffer[] = [];
  #ended = false;
  #seen = false;

  /**
   * @param wanted whether the content of a file of this name and size is to be collected
   * @param sink takes each collected file
   */
  constructor(
    path: string,
    wanted: (name: string, bytes: number) => boolean,
    sink: (name: string, content: Buffer) => void,
  ) {
    this.#path = path;
    this.#wanted = wanted;
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.#ended) {
      if (this.#contentLeft > 0) {
        const take = Math.min(this.#contentLeft, chunk.length - at);
        if (this.#use !== "nothing") this.#parts.push(chunk.subarray(at, at + take));
        this.#contentLeft -= take;
        at += take;
        if (this.#contentLeft === 0) this.#finish();
      } else if (this.#paddingLeft > 0) {
        const take = Math.min(this.#paddingLeft, chunk.length - at);
        this.#paddingLeft -= take;
        at += take;
      } else {
        const take = Math.min(BLOCK_BYTES - this.#waiting.length, chunk.length - at);
        this.#waiting = Buffer.concat([this.#waiting, chunk.subarray(at, at + take)]);
        at += take;
        if (this.#waiting.length === BLOCK_BYTES) this.#header();
      }
    }
  }

  /** @throws TraceError when the archive stops inside a file */
  end(): void {
    if (this.#contentLeft === 0 && this.#waiting.length === 0 && this.#seen) return;
    throw this.#damaged("it is cut off");
  }

  #header(): void {
    const header = this.#waiting;
    this.#waiting = Buffer.alloc(0);
    if (header.every((byte) => byte === 0)) {
      this.#ended = true;
      return;
    }
    const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    if (sum !== octal(header, 148, 8)) throw this.#damaged("a checksum does not fit");
    const bytes = octal(header, 124, 12);
    if (!Number.isSafeInteger(bytes)) throw this.#damaged("a size cannot be read");
    this.#seen = true;
    const type = String.fromCharCode(header[156]!);
    const prefix = header.toString("latin1", 257, 263) === "ustar\0" ? text(header, 345, 155) : "";
    const short = text(header, 0, 100);
    const named = prefix === "" ? short : `${prefix}/${short}`;
    if (type === "L" || type === "x") {
      if (bytes > LONGEST_NAME_BYTES) throw this.#damaged("a name is longer than 64 KB");
      this.#use = type === "L" ? "longName" : "pax";
    } else {
      this.#name = this.#longName ?? named;
      if (type !== "g") this.#longName = null;
      const isFile = type === "0" || type === "\0" || type === "7";
      this.#use = isFile && this.#wanted(this.#name, bytes) ? "file" : "nothing";
    }
    this.#contentLeft = bytes;
    this.#paddingLeft = (BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES;
    if (bytes === 0) this.#finish();
  }

  #finish(): void {
    const content = Buffer.concat(this.#parts);
    this.#parts = [];
    if (this.#use === "file") this.#sink(this.#name, content);
    else if (this.#use === "longName") this.#longName = text(content, 0, content.length);
    else if (this.#use === "pax") {
      // Records of the form "LENGTH key=value\n".
      const name = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString("utf8"))?.[1];
      if (name !== undefined) this.#longName = name;
    }
  }

  #damaged(why: string): TraceError {
    const where = this.#name === "" ? "" : ` after ${excerpt(this.#name)}`;
    return new TraceError(
      "CM-E0407",
      `${this.#path}: tar archive damaged${where}: ${why}`,
      "download or pack the archive again",
    );
  }
}

function text(block: Buffer, from: number, length: number): string {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? field.length : end);
}

/** A number as tar writes it: octal digits, or its bytes behind a set first bit. */
function octal(header: Buffer, from: number, length: number): number {
  const first = header[from]!;
  if (first >= 128) {
    let value = first & 127;
    for (let at = from + 1; at < from + length; at++) value = value * 256 + header[at]!;
    return value;
  }
  const digits = text(header, from, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}
