import type { Comparison } from "../../sim/comparison.ts";
import { formatValue } from "../format.ts";
import { cashYears } from "./cash.ts";

/** A year's cost counts as another's when it is at least this much lower. */
const LOWER_SHARE = 0.03;

/**
 * Where demand grows or prices move, the answer over the horizon is not that of its last years: the
 * first year from which on another strategy costs less per token than the cheapest of the whole, what
 * was bought spread over its life. Empty where there is none, or where work is not priced by the token.
 */
export function yearByYear(comparison: Comparison): string {
  const { decision, pairs } = comparison;
  const winner = comparison.verdict.winner ?? pairs[0]?.base;
  if (winner === undefined || decision.metric === "usd_per_unit") return "";
  const costs = costsByYear(comparison);
  const own = costs.get(winner);
  const last = own === undefined ? 0 : own.size;
  if (own === undefined || last < 2) return "";
  const lower = (name: string, year: number): boolean => {
    const [theirs, ours] = [costs.get(name)?.get(year), own.get(year)];
    return theirs !== undefined && ours !== undefined && theirs < ours * (1 - LOWER_SHARE);
  };
  const [leader] = [...costs.keys()]
    .filter((name) => name !== winner && lower(name, last))
    .toSorted((a, b) => (costs.get(a)?.get(last) ?? 0) - (costs.get(b)?.get(last) ?? 0));
  if (leader === undefined) return "";
  let first = last;
  while (first > 1 && lower(leader, first - 1)) first--;
  const usd = (name: string): string => formatValue(costs.get(name)?.get(last) ?? 0, "USD");
  const span = first === last ? `In year ${last}` : `From year ${first} on`;
  return (
    `${span} ${leader} costs less per 1M tokens than ${winner}: ${usd(leader)} against ` +
    `${usd(winner)} in year ${last}, what was bought spread over its life.`
  );
}

/** USD per million tokens of each year of service, by strategy; years without tokens are not there. */
function costsByYear(comparison: Comparison): Map<string, Map<number, number>> {
  const costs = new Map<string, Map<number, number>>();
  for (const { name, year, opex, depreciation, mtok } of cashYears(comparison)) {
    if (year < 1 || !(mtok.value > 0)) continue;
    const own = costs.get(name) ?? new Map<number, number>();
    own.set(year, (opex.value + depreciation.value) / mtok.value);
    costs.set(name, own);
  }
  return costs;
}
