import { TOKENS_PER_MTOK } from "../units.ts";
import type { ByKind } from "./unitCost.ts";

/** What tokens earn at a price list, and what is left of it. */

/** Revenue of tokens at prices per million, USD; `input` counts prompt tokens not found in cache. */
export function revenueUsd(tokens: ByKind<number>, usdPerMtok: ByKind<number>): number {
  return (
    (tokens.input * usdPerMtok.input +
      tokens.cached * usdPerMtok.cached +
      tokens.output * usdPerMtok.output) /
    TOKENS_PER_MTOK
  );
}

/** Profit over cost: 5.45 = 545 %. */
export function costProfitShare(revenue: number, cost: number): number {
  return (revenue - cost) / cost;
}

/** Profit over revenue, of a whole bill or of one price and its unit cost. */
export function grossMarginShare(revenue: number, cost: number): number {
  return 1 - cost / revenue;
}
