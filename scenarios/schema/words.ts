/** Nearest words for "did you mean": names within a few single-letter edits, nearest first. */

const LONGEST_WORD = 80;

/**
 * @param wanted what was written
 * @param words what would be accepted
 * @returns at most three words, nearest first; ties in alphabetical order
 */
export function nearestWords(wanted: string, words: readonly string[]): string[] {
  const got = wanted.toLowerCase().slice(0, LONGEST_WORD);
  const within = Math.max(1, Math.min(3, Math.ceil(got.length / 3)));
  return words
    .map((word) => {
      const lower = word.toLowerCase().slice(0, LONGEST_WORD);
      const begins = got.length >= 3 && (lower.startsWith(got) || got.startsWith(lower));
      const distance = edits(got, lower);
      // A word typed half counts as two slips, however much of it is missing.
      const cost = begins && lower !== "" ? Math.min(2, distance) : distance;
      return { word, edits: cost, within: begins ? 2 : within };
    })
    .filter((entry) => entry.edits <= entry.within)
    .sort((a, b) => a.edits - b.edits || (a.word < b.word ? -1 : 1))
    .slice(0, 3)
    .map((entry) => entry.word);
}

/** Optimal string alignment distance: single-letter edits and swaps of neighbours. */
export function edits(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const above = rows[i - 1] ?? [];
      let least = Math.min((above[j - 1] ?? 0) + same, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
