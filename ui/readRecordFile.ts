import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Provenance } from "../reports/provenance.ts";
import { readRecord, recordElement } from "../reports/record.ts";
import { CliError, cliProblem } from "./cliError.ts";
import type { CliIo } from "./io.ts";
import { fullPath } from "./paths.ts";

/** A record with the text that carried it. */
export interface RecordFile {
  readonly provenance: Provenance;
  /** The page, where the record came in one. */
  readonly html: string | null;
}

/**
 * Reads a report, a `record.json`, or the folder of a result.
 *
 * @throws CliError (io) when the file is neither
 */
export function readRecordFile(io: CliIo, given: string): RecordFile {
  let path = fullPath(io, given);
  if (existsSync(path) && statSync(path).isDirectory()) path = join(path, "record.json");
  if (!existsSync(path)) {
    const message = `${given}: no such report`;
    throw new CliError("io", [
      cliProblem("CM-E0701", message, "name an HTML report or its folder"),
    ]);
  }
  const text = readFileSync(path, "utf8");
  try {
    if (!/^\s*\{/.test(text)) return { provenance: readRecord(text).provenance, html: text };
    const parsed: unknown = JSON.parse(text);
    const inside = typeof parsed === "object" && parsed !== null && "provenance" in parsed;
    // One reader for both: a record in a file of its own is checked like one in a page.
    const element = recordElement((inside ? parsed.provenance : null) as Provenance);
    return { provenance: readRecord(element).provenance, html: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const fix = "give the .html that a run wrote, or record.json of its folder";
    throw new CliError("io", [cliProblem("CM-E0601", `${given}: ${why}`, fix)]);
  }
}
