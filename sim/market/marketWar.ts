import type { MarketEvent } from "../marketOutcome.ts";
import type { MarketRules } from "../marketPlan.ts";
import type { Supplier } from "./supplier.ts";

/**
 * The price of a war in progress, USD per Mtok; null in peace. The aggressor goes below the full-load
 * cost of its cheapest rival, never below what it saves by not selling; the others follow it or stop.
 */
export function warPrice(
  suppliers: readonly Supplier[],
  { war, warCutShare }: MarketRules,
  month: number,
): number | null {
  if (war === null || month < war.fromMonth || month >= war.fromMonth + war.months) return null;
  const active = suppliers.filter((firm) => firm.standing === "active");
  const aggressor = active.find((firm) => firm.plan.id === war.aggressor);
  const rivals = active.filter((firm) => firm !== aggressor);
  if (aggressor === undefined || rivals.length === 0) return null;
  const target = Math.min(...rivals.map((firm) => firm.fullLoadUsdPerMtok())) * (1 - warCutShare);
  return Math.max(target, aggressor.fleetCost().avoidableUsdPerMtok);
}

/** The line that a war's first month, or the first month after it, leaves; null otherwise. */
export function warEvent(
  before: number | null,
  now: number | null,
  { war }: MarketRules,
  month: number,
): MarketEvent | null {
  if (war === null || (before === null) === (now === null)) return null;
  if (now === null) {
    const why = ["its months are over, or only one side is left"];
    return { month, kind: "warEnded", firm: war.aggressor, why };
  }
  const usd = { value: now, unit: "USD/Mtok" } as const;
  const why = ["posts ", usd, ", under the cheapest rival's cost at full load"];
  return { month, kind: "warBegan", firm: war.aggressor, why };
}
