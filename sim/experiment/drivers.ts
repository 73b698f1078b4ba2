import type { StrategyResult } from "../comparison.ts";
import type { Assumption } from "../outcome.ts";
import { price } from "../price.ts";
import type { Driver } from "../waterfall.ts";
import { isPriced, movedTerms } from "./movedTerms.ts";

/** Inputs that are shown. */
const MOST_DRIVERS = 8;

/**
 * What the cost of one strategy hangs on: each priced input moved to the ends of its range, the others
 * where they are. The same physics is priced again.
 *
 * @returns by swing, the largest first
 */
export function driversOf({ strategy, months, outcomes }: StrategyResult): readonly Driver[] {
  const [rows] = months;
  const baseUsdPerMtok = outcomes[0]?.lcotUsdPerMtok;
  if (rows === undefined || baseUsdPerMtok === undefined) return [];
  const costAt = (term: string, value: number, to: number): number =>
    price(rows, movedTerms(strategy.terms, term, value, to)).lcotUsdPerMtok;
  const seen = new Set<string>();
  const drivers = strategy.assumptions.flatMap((assumption): Driver[] => {
    const moved = movable(assumption);
    if (moved === null || seen.has(moved.term)) return [];
    if (!isPriced(strategy.terms, moved.term)) return [];
    seen.add(moved.term);
    const { term, value, low, high } = moved;
    const atLowUsdPerMtok = costAt(term, value, low);
    const atHighUsdPerMtok = costAt(term, value, high);
    const swing = Math.abs(atHighUsdPerMtok - atLowUsdPerMtok);
    if (!(swing > 0)) return [];
    return [{ assumption, atLowUsdPerMtok, atHighUsdPerMtok, baseUsdPerMtok, swing }];
  });
  return drivers.toSorted((a, b) => b.swing - a.swing).slice(0, MOST_DRIVERS);
}

function movable({
  term,
  value,
  low,
  high,
}: Assumption): { term: string; value: number; low: number; high: number } | null {
  if (term === null || typeof value !== "number" || low === null || high === null) return null;
  return low === high ? null : { term, value, low, high };
}
