import type { RefreshPlan } from "../strategy.ts";
import {
  type FleetSupply,
  type FleetSupplyOptions,
  fleetSupply,
  infeasible,
} from "./fleetSupply.ts";

/**
 * The fleet with the next generation of chips behind it: the same demand, sized and mapped once on
 * them. Where they cannot serve it, neither can the strategy.
 *
 * @throws RangeError when the next generation is no fleet
 */
export async function withSuccessor(
  found: FleetSupply,
  { strategy, afterMonths, overMonths }: RefreshPlan,
  options: FleetSupplyOptions,
): Promise<FleetSupply> {
  if (found.source === null) return found;
  const { supply } = strategy.plan;
  if (supply.kind === "api") throw new RangeError("chips followed by an API; expected chips");
  const next = await fleetSupply(strategy, supply, options);
  if (next.source === null) return infeasible(`${strategy.name}: ${next.reason ?? next.state}`);
  return {
    ...found,
    source: { ...found.source, refresh: { afterMonths, overMonths, source: next.source } },
  };
}
