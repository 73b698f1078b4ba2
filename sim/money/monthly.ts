/** Dated lines month by month; month 0 is before service. */

/** Sum of lines by month, month 0 first. */
export function byMonth(
  lines: readonly { readonly month: number; readonly usd: number }[],
  months: number,
): number[] {
  const sums = new Array<number>(months + 1).fill(0);
  for (const { month, usd } of lines) sums[month] = (sums[month] ?? 0) + usd;
  return sums;
}

/** Lines by their month, month 0 first. */
export function grouped<T extends { readonly month: number }>(
  lines: readonly T[],
  months: number,
): readonly (readonly T[])[] {
  const groups = Array.from({ length: months + 1 }, (): T[] => []);
  for (const line of lines) groups[line.month]?.push(line);
  return groups;
}
