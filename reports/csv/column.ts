import { stringify } from "csv-stringify/sync";

/** A column of a table that people load: how it is filled and everything the dictionary says. */
export interface Column<Row> {
  /** snake_case, unit at the end. */
  readonly name: string;
  readonly type: "string" | "integer" | "number" | "boolean";
  /** Empty for ids, words and pure counts. */
  readonly unit: string;
  readonly description: string;
  /** What an empty cell means; empty when the column is always filled. */
  readonly nullMeaning: string;
  readonly formula: string;
  /** Words that a person wrote: guarded against being read as a spreadsheet formula. */
  readonly freeText: boolean;
  readonly value: (row: Row) => string | number | boolean | null;
}

/** A column without formula, null or free text unless said otherwise. */
export function column<Row>(
  needed: Pick<Column<Row>, "name" | "type" | "description" | "value">,
  more: Partial<Pick<Column<Row>, "unit" | "nullMeaning" | "formula" | "freeText">> = {},
): Column<Row> {
  return { unit: "", nullMeaning: "", formula: "", freeText: false, ...needed, ...more };
}

/**
 * RFC 4180 text with LF: the header always, shortest round-trip decimals, an empty cell for what
 * does not apply or is not finite.
 */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): string {
  const cells: unknown[][] = [columns.map(({ name }) => name)];
  for (const row of rows) {
    cells.push(
      columns.map(({ value }) => {
        const cell = value(row);
        return typeof cell === "number" && !Number.isFinite(cell) ? null : cell;
      }),
    );
  }
  return stringify(cells, {
    cast: {
      boolean: (value) => (value ? "true" : "false"),
      number: (value) => (Object.is(value, -0) ? "0" : String(value)),
      string: (value, { index, records }) => ({
        value,
        escape_formulas: records > 0 && columns[index]?.freeText === true,
      }),
    },
  });
}
