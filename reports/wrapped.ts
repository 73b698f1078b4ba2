/** Columns of a line of prose where no terminal says how wide it is; wider ones do not read well. */
export const PROSE_COLUMNS = 100;

/** Spaces, but not between a number and its per cent or its half-width. */
const BREAKS = / (?!%|\+- )(?<!\+- )/;

/**
 * A sentence in lines of at most so many columns, broken at spaces; what has no space stays whole.
 *
 * @param first what the first line begins with
 * @param rest what each further line begins with
 */
export function wrapped(sentence: string, columns: number, first: string, rest: string): string[] {
  const most = Math.min(columns, PROSE_COLUMNS);
  const lines: string[] = [];
  let line = first;
  for (const word of sentence.split(BREAKS)) {
    if (line.trim() !== "" && line.length + 1 + word.length > most) {
      lines.push(line.trimEnd());
      line = `${rest}${word}`;
    } else line = line.trim() === "" ? `${line}${word}` : `${line} ${word}`;
  }
  return line.trim() === "" ? lines : [...lines, line.trimEnd()];
}
