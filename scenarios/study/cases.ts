import { parse } from "csv-parse/sync";
import type { MeasuredCase, SkippedCase } from "../../sim/validation.ts";
import {
  CATALOG,
  type Catalog,
  chipFacts,
  modelFacts,
  resolveName,
  timingFor,
} from "../catalog/catalog.ts";
import { measuredCase } from "./casePlan.ts";
import { type CaseRow, caseRow, NEEDED_COLUMNS } from "./caseRow.ts";

/** A file that is no file of measured results: what it is, and what was expected. */
export class CasesFileError extends Error {
  override readonly name = "CasesFileError";
}

/** Measurements that the serving simulator can repeat. */
const REPLAYED_KINDS = new Set(["serving", "offline_throughput", "iteration"]);

/**
 * Reads measured results: every row becomes a case or is counted under the reason why not.
 *
 * @param text the CSV file
 * @param name what to call it in messages
 * @throws CasesFileError when the text is no CSV with the needed columns
 */
export function readCases(
  text: string,
  name: string,
  catalog: Catalog = CATALOG,
): { readonly cases: readonly MeasuredCase[]; readonly skipped: readonly SkippedCase[] } {
  const cases: MeasuredCase[] = [];
  const skipped: SkippedCase[] = [];
  for (const [i, cells] of readRows(text, name).entries()) {
    const caseId = (cells["case_id"] ?? "").trim() || `row ${i + 2}`;
    const row = caseRow(cells);
    const made = typeof row === "string" ? row : caseOf(row, catalog);
    if (typeof made === "string") skipped.push({ caseId, reason: made });
    else cases.push(made);
  }
  return { cases, skipped };
}

function caseOf(row: CaseRow, catalog: Catalog = CATALOG): MeasuredCase | string {
  if (!REPLAYED_KINDS.has(row.kind)) return `kind ${row.kind || "(none)"}: not replayed`;
  const chipName = resolveName(catalog.chips, row.chip);
  if (chipName === undefined) return `chip ${row.chip || "(none)"}: not in the catalogue`;
  const modelName = resolveName(catalog.models, row.model);
  if (modelName === undefined) return `model ${row.model || "(none)"}: not in the catalogue`;
  if (Object.keys(row.observed).length === 0) return "nothing measured that is compared";
  const chip = chipFacts(catalog, chipName);
  const model = modelFacts(catalog, modelName);
  return measuredCase(row, { chip, model, timing: timingFor(catalog, chip.family) });
}

function readRows(text: string, name: string): Record<string, string>[] {
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CasesFileError(`${name} is not a CSV file of measured results: ${why}`);
  }
  const [header = [], ...body] = rows;
  const missing = NEEDED_COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new CasesFileError(
      `${name} has no column ${missing.join(", ")}; expected the columns of measured results (case_id, kind, chip, model ...)`,
    );
  }
  return body.map((cells) =>
    Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ""])),
  );
}
