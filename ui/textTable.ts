/** One cell of a list. */
export type ListCell = string | number | boolean | null;
export type ListRow = Readonly<Record<string, ListCell>>;

/** Rows as aligned columns under their names; numbers to the right. */
export function textTable(rows: readonly ListRow[], columns: readonly string[]): string {
  const cells = rows.map((row) => columns.map((column) => cellText(row[column] ?? null)));
  const numeric = columns.map((column) =>
    rows.every((row) => typeof (row[column] ?? 0) === "number"),
  );
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...cells.map((row) => row[i]?.length ?? 0)),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => (numeric[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return `${[line(columns), ...cells.map(line)].join("\n")}\n`;
}

function cellText(cell: ListCell): string {
  if (cell === null) return "-";
  return String(cell);
}
