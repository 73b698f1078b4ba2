import { capitalChargePerYear } from "./discounting.ts";

/** When a supplier comes into a market and when it leaves. */

export interface EntryPlan {
  /** All-in cost once its fleet runs as planned, USD per Mtok. */
  readonly usdPerMtok: number;
  readonly mtokPerMonth: number;
  /** Spent to get in and lost on leaving: engineering, certification, finding customers. */
  readonly sunkUsd: number;
  /** Years over which what is sunk must come back. */
  readonly paybackYears: number;
  readonly ratePerYear: number;
}

/** The price that makes entry worth it, USD per Mtok: its cost plus the sunk part per Mtok. */
export function entryUsdPerMtok(plan: EntryPlan): number {
  if (!(plan.mtokPerMonth > 0)) {
    throw new RangeError(`planned volume of ${plan.mtokPerMonth} Mtok per month; expected above 0`);
  }
  const sunkUsdPerYear = plan.sunkUsd * capitalChargePerYear(plan.ratePerYear, plan.paybackYears);
  return plan.usdPerMtok + sunkUsdPerYear / (12 * plan.mtokPerMonth);
}

/** How far insiders can price above their cost before somebody enters: 0.2 = 20 %. */
export function entryBarrierShare(entryPriceUsdPerMtok: number, insiderUsdPerMtok: number): number {
  return entryPriceUsdPerMtok / insiderUsdPerMtok - 1;
}

export type Standing = "earns" | "losesButStays" | "stops";

/** A firm sells while the price covers what stopping would save, and stays while it covers all. */
export function standingAt(
  usdPerMtok: number,
  avoidableUsdPerMtok: number,
  averageUsdPerMtok: number,
): Standing {
  if (usdPerMtok < avoidableUsdPerMtok) return "stops";
  return usdPerMtok < averageUsdPerMtok ? "losesButStays" : "earns";
}
