import type { StrategyResult } from "../sim/comparison.ts";

/** Share of the requests that a strategy may serve: less than 1 where demand is bound elsewhere. */
export function servedShareOf({ months }: Pick<StrategyResult, "months">): number {
  const rows = months.flat();
  const unserved = rows.reduce((sum, row) => sum + (row.unserved ?? 0), 0);
  if (unserved === 0) return 1;
  return 1 - unserved / rows.reduce((sum, row) => sum + row.requests, 0);
}
