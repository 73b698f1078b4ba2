import { readFile, stat } from "node:fs/promises";
import { IoError } from "./issues.ts";

/** A scenario is a text of a few kB; anything above this is something else. */
export const LARGEST_SCENARIO_BYTES = 5_000_000;

/**
 * Reads a text file.
 *
 * @returns null when it is too large to be a scenario
 * @throws IoError when it cannot be read
 */
export async function readScenarioFile(path: string, shown: string): Promise<string | null> {
  try {
    const info = await stat(path);
    if (info.isDirectory())
      throw new IoError(shown, `${shown}: a folder; expected a scenario file`);
    if (info.size > LARGEST_SCENARIO_BYTES) return null;
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof IoError) throw error;
    throw new IoError(shown, `${shown}: ${reason(error)}`);
  }
}

export async function fileExists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "no such file";
  if (code === "EACCES" || code === "EPERM") return "not allowed to read it";
  if (code === "ENAMETOOLONG") return "the name is too long";
  return "cannot be read";
}
