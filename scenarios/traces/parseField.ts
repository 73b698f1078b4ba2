/** Stands for a field with nothing in it; no written number has this value. */
export const EMPTY = Number.NEGATIVE_INFINITY;

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number in a field of a line; NaN where there is none, `EMPTY` where nothing is. */
export function parseNumber(text: string, start: number, end: number): number {
  let value = 0;
  // Fifteen digits are exact; everything else takes the slower road.
  if (end > start && end - start <= 15) {
    let i = start;
    for (; i < end; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (i === end) return value;
  }
  const written = text.slice(start, end).trim();
  if (written === "") return EMPTY;
  return DECIMAL.test(written) ? Number(written) : Number.NaN;
}

/** The number in a JSON value: a number, or a string that holds one. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === undefined || value === null) return EMPTY;
  return typeof value === "string" ? parseNumber(value, 0, value.length) : Number.NaN;
}

/** Cuts a CSV line into fields; fields may be quoted, a doubled quote is one. Null: a quote is open. */
export function splitCsv(line: string, separator: string): string[] | null {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      let field = "";
      let from = at + 1;
      for (;;) {
        const quote = line.indexOf('"', from);
        if (quote < 0) return null;
        field += line.slice(from, quote);
        from = quote + 1;
        if (line[from] !== '"') break;
        field += '"';
        from += 1;
      }
      const next = line.indexOf(separator, from);
      fields.push(field + line.slice(from, next < 0 ? line.length : next));
      if (next < 0) return fields;
      at = next + 1;
    } else {
      const next = line.indexOf(separator, at);
      fields.push(line.slice(at, next < 0 ? line.length : next));
      if (next < 0) return fields;
      at = next + 1;
    }
  }
}
