import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { TextFile } from "./dataFiles.ts";
import type { WrittenFile } from "./envelope.ts";

const DIGEST_FILE = "manifest.json";

/** `compare-7f3a91c2`: what was done and the first digits of the result's digest. */
export function outDirName(verb: string, digest: string, digits = 8): string {
  return `${verb}-${digest.slice(0, digits)}`;
}

/**
 * The directory of a result under `root`: the one that holds the same digest already, else one that
 * does not exist yet. Another result's directory is never touched.
 */
export function claimOutDir(root: string, verb: string, digest: string): string {
  for (let digits = 8; digits <= digest.length; digits++) {
    const path = join(root, outDirName(verb, digest, digits));
    if (!existsSync(path) || digestIn(path) === digest) {
      makeFolder(path);
      return path;
    }
  }
  throw new RangeError(`${join(root, outDirName(verb, digest))} exists and is not this result's`);
}

/**
 * Makes a folder and those above it, one at a time: the recursive call of the platform never
 * returns where a file system refuses new folders by saying that there is none (`/proc`).
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return;
    throw Object.assign(new Error(`${path} is no folder`), NO_FOLDER, { path });
  }
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(path)) throw error;
  }
}

const NO_FOLDER = { code: "ENOTDIR", syscall: "mkdir" };

/**
 * Whether something could be written under a path that need not exist yet; asked before long work.
 *
 * @throws the error of the file system
 */
export function checkWritable(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) {
      throw Object.assign(new Error(`${path} is no folder`), NO_FOLDER, { path });
    }
    accessSync(path, constants.W_OK);
  } else if (dirname(path) !== path) checkWritable(dirname(path));
}

/** SHA-256 of UTF-8 text, hex. */
export function sha256Of(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/**
 * Writes one file whole or not at all: beside its place first, then renamed into it.
 *
 * @returns the role, path and digest of what was written
 */
export function writeWhole(path: string, text: string, role: string): WrittenFile {
  makeFolder(dirname(path));
  const beside = join(dirname(path), `.${basename(path)}.part`);
  try {
    writeFileSync(beside, text, "utf8");
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    // People know the file that they asked for, not the one beside it.
    if (error instanceof Error && "path" in error) error.path = path;
    throw error;
  }
  return { role, path, sha256: sha256Of(text) };
}

/** What the manifest records besides the files; run facts (duration, host) belong here only. */
export type RunFacts = Readonly<{ [key: string]: string | number | boolean | null }>;

/** Writes a result's tables, then the manifest that names the digest and every file. */
export function writeResult(
  directory: string,
  digest: string,
  files: readonly TextFile[],
  facts: RunFacts,
): WrittenFile[] {
  const written = files.map(({ name, text }) => writeWhole(join(directory, name), text, name));
  const manifest = {
    schema: "costmoat.manifest/1",
    digest,
    files: written.map(({ role, sha256 }) => ({ name: role, sha256 })),
    run: facts,
  };
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  return [...written, writeWhole(join(directory, DIGEST_FILE), text, DIGEST_FILE)];
}

function digestIn(directory: string): string | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(directory, DIGEST_FILE), "utf8"));
    if (typeof manifest !== "object" || manifest === null || !("digest" in manifest)) return null;
    return typeof manifest.digest === "string" ? manifest.digest : null;
  } catch {
    return null;
  }
}
