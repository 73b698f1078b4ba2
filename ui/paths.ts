import { isAbsolute, relative, resolve } from "node:path";
import type { CliIo } from "./io.ts";

/** A path given on the command line, whole. */
export function fullPath(io: CliIo, given: string): string {
  return resolve(io.cwd, given);
}

/** A path as people read it: relative to where they stand, unless it lies elsewhere. */
export function shownPath(io: CliIo, path: string): string {
  const near = relative(io.cwd, path);
  return near.startsWith("..") || isAbsolute(near) ? path : near;
}
