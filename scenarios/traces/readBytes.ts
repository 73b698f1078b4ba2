import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { constants, createGunzip, gunzipSync } from "node:zlib";
import { TraceError } from "./traceError.ts";

export interface ByteFacts {
  /** SHA-256 of the bytes as they lie on disk, hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly gzip: boolean;
}

const CHUNK_BYTES = 1 << 20;

/**
 * Hands on the bytes of a file in chunks, unpacked where they are packed with gzip (told by its
 * bytes, not its name).
 *
 * @throws TraceError when the file cannot be read; what `sink` throws
 */
export async function readBytes(path: string, sink: (chunk: Buffer) => void): Promise<ByteFacts> {
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
  let gzip = false;
  try {
    const first = await raw.next();
    if (first.done !== true) {
      gzip = isGzip(first.value);
      const whole = joined(first.value, raw);
      for await (const chunk of gzip ? gunzipped(whole) : whole) sink(chunk);
    }
  } catch (error) {
    throw asTraceError(path, error);
  }
  return { sha256: hash.digest("hex"), bytes, gzip };
}

/** The first bytes of a file, unpacked; empty where they cannot be had: reading it says why. */
export async function firstBytes(path: string, most: number): Promise<Buffer> {
  try {
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0);
      const head = buffer.subarray(0, bytesRead);
      if (!isGzip(head)) return head;
      return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, most);
    } finally {
      await file.close();
    }
  } catch {
    return Buffer.alloc(0);
  }
}

function isGzip(first: Buffer): boolean {
  return first[0] === 0x1f && first[1] === 0x8b;
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

/** What went wrong with a file, in the words of a trace error. */
export function asTraceError(path: string, error: unknown): unknown {
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
