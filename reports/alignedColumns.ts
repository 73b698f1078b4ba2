/** Aligned columns: the first `textColumns` to the left, the others to the right. */
export function alignedColumns(rows: readonly (readonly string[])[], textColumns: number): string {
  return `${alignedLines(rows, textColumns).join("\n")}\n`;
}

/** The same as lines; without `textColumns` all stand to the left. */
export function alignedLines(
  rows: readonly (readonly string[])[],
  textColumns = Number.POSITIVE_INFINITY,
): string[] {
  const widths: number[] = [];
  for (const cells of rows) {
    for (const [i, cell] of cells.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return rows.map((cells) =>
    cells
      .map((cell, i) =>
        i < textColumns ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

/**
 * Aligned lines of at most so many columns, without the cells that there is no room for.
 *
 * @param textColumns the first so many stand to the left, the others to the right
 * @param spare indices of columns that may go, the first to go first
 */
export function linesWithin(
  rows: readonly (readonly string[])[],
  columns: number,
  spare: readonly number[],
  textColumns = Number.POSITIVE_INFINITY,
): string[] {
  let lines = alignedLines(rows, textColumns);
  for (let gone = 1; gone <= spare.length && lines.some((l) => l.length > columns); gone++) {
    const dropped = new Set(spare.slice(0, gone));
    const left = rows.map((row) => row.filter((_, i) => !dropped.has(i)));
    const texts = textColumns - [...dropped].filter((i) => i < textColumns).length;
    lines = alignedLines(left, texts);
  }
  return lines;
}
