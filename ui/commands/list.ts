import { column, toCsv } from "../../reports/csv/column.ts";
import { nearestWords } from "../../scenarios/schema/words.ts";
import { didYouMean, usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import type { ExitName } from "../exitCodes.ts";
import { LISTS } from "../lists.ts";
import { type ListRow, textTable } from "../textTable.ts";

/** One of the lists as a table, CSV or JSON. */
export async function list({ targets, format, out }: Invocation): Promise<ExitName> {
  const names = LISTS.map(({ name }) => name);
  const [wanted, ...more] = targets;
  if (wanted === undefined || more.length > 0) {
    const got = wanted === undefined ? "list without a name" : `${targets.length} lists at once`;
    throw usageError(
      "CM-E0005",
      `${got}; expected one of ${names.join(", ")}`,
      "costmoat list presets",
    );
  }
  const found = LISTS.find(({ name }) => name === wanted || name === `${wanted}s`);
  if (found === undefined) {
    const near = nearestWords(wanted, names);
    const message = `unknown list "${wanted}"${didYouMean(near)}`;
    throw usageError("CM-E0006", message, `lists: ${names.join(", ")}`, near);
  }
  const rows = found.rows();
  if (format === "json") {
    out(`${JSON.stringify({ schema: "costmoat.list/1", list: found.name, rows })}\n`);
  } else if (format === "csv") out(csvOf(rows));
  else out(textTable(rows, found.columns));
  return "ok";
}

function csvOf(rows: readonly ListRow[]): string {
  const columns = Object.keys(rows[0] ?? {}).map((name) =>
    column<ListRow>(
      { name, type: "string", description: "", value: (row) => row[name] ?? null },
      { freeText: true },
    ),
  );
  return toCsv(columns, rows);
}
