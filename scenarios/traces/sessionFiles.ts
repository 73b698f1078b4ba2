import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isTar, refuseForeignBytes } from "./foreignBytes.ts";
import { asTraceError, type ByteFacts, firstBytes, readBytes } from "./readBytes.ts";
import { SessionReader } from "./sessionReader.ts";
import { TarEntries } from "./tarEntries.ts";
import { TraceError } from "./traceError.ts";
import type { LoadOptions } from "./traceReport.ts";

const LOOK_BYTES = 1 << 16;
const LONGEST_FILE_BYTES = 256 * 2 ** 20;

export interface SessionFiles {
  readonly reader: SessionReader;
  readonly file: ByteFacts;
  /** Reading stopped at the number of rows asked for. */
  readonly full: boolean;
}

/**
 * Reads a path as sessions: one file, a folder of them (by name, `.json` only), or a tar archive
 * of them (in its order), each packed with gzip or not. Null where it shows to be something else.
 * The SHA-256 of a folder is that of the lines `<SHA-256 of a file>  <name>`.
 *
 * @throws TraceError when it holds sessions that cannot be read
 */
export async function readSessions(
  path: string,
  options: LoadOptions,
): Promise<SessionFiles | null> {
  const asked = options.format === "kv-cache-tester";
  if (options.format !== undefined && !asked) return null;
  if (options.columns !== undefined) return null;
  if (await isFolder(path)) return readFolder(path, options);
  const head = await firstBytes(path, LOOK_BYTES);
  if (!asked && !isTar(head) && !looksLikeSession(head)) return null;
  const reader = new SessionReader(path, options);
  const file = isTar(head) ? await readArchive(path, reader) : await readOne(path, "", reader);
  return { reader, file, full: reader.unread };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Told by the keys at the start, never by the name. */
function looksLikeSession(head: Buffer): boolean {
  const text = head
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart();
  return text.startsWith("{") && /"block_size"\s*:/.test(text) && /"requests"\s*:/.test(text);
}

async function readFolder(path: string, options: LoadOptions): Promise<SessionFiles> {
  let names: string[];
  try {
    names = (await readdir(path, { withFileTypes: true }))
      .filter((entry) => !entry.isDirectory() && isSessionName(entry.name))
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    throw asTraceError(path, error);
  }
  if (names.length === 0) {
    throw new TraceError(
      "CM-E0402",
      `${path}: is a folder without .json files; expected a trace file or a folder of sessions`,
      "check the path of the trace file",
    );
  }
  const reader = new SessionReader(path, options);
  const hash = createHash("sha256");
  let bytes = 0;
  let gzip = false;
  for (const name of names) {
    const file = await readOne(join(path, name), name, reader);
    hash.update(`${file.sha256}  ${name}\n`);
    bytes += file.bytes;
    gzip ||= file.gzip;
  }
  return { reader, file: { sha256: hash.digest("hex"), bytes, gzip }, full: reader.unread };
}

async function readOne(path: string, name: string, reader: SessionReader): Promise<ByteFacts> {
  const parts: Buffer[] = [];
  let bytes = 0;
  const file = await readBytes(path, (chunk) => {
    if (parts.length === 0) refuseForeignBytes(path, chunk);
    bytes += chunk.length;
    if (bytes > LONGEST_FILE_BYTES) throw tooLong(path);
    parts.push(chunk);
  });
  if (bytes > 0) reader.file(name, Buffer.concat(parts).toString("utf8"));
  else throw new TraceError("CM-E0403", `${path}: empty; expected a session`, "remove the file");
  return file;
}

async function readArchive(path: string, reader: SessionReader): Promise<ByteFacts> {
  let files = 0;
  const wanted = (name: string, bytes: number): boolean => {
    const base = name.slice(name.lastIndexOf("/") + 1);
    if (!isSessionName(base) || base.endsWith(".gz")) return false;
    if (bytes > LONGEST_FILE_BYTES) throw tooLong(`${path}: ${name}`);
    return true;
  };
  const entries = new TarEntries(path, wanted, (name, content) => {
    files += 1;
    refuseForeignBytes(`${path}: ${name}`, content);
    reader.file(name, content.toString("utf8"));
  });
  const file = await readBytes(path, (chunk) => entries.push(chunk));
  entries.end();
  if (files > 0) return file;
  throw new TraceError(
    "CM-E0417",
    `${path}: a tar archive without .json files; expected sessions (kv-cache-tester)`,
    "unpack it and give the file with the trace",
  );
}

function isSessionName(name: string): boolean {
  return /\.json(\.gz)?$/i.test(name) && !name.startsWith(".");
}

function tooLong(path: string): TraceError {
  return new TraceError(
    "CM-E0408",
    `${path}: longer than 256 MB; expected one session per file`,
    "write one session per file",
  );
}
