import type { FleetPlan } from "../plan.ts";
import type { Strategy } from "../strategy.ts";
import { scalesItself } from "./fleetUnit.ts";

/**
 * Pools of different chips need a price each, and a mix that does not change with the hour.
 *
 * @throws RangeError when the terms cannot price the pools
 */
export function checkPoolPrices({ name, terms }: Strategy, fleet: FleetPlan): void {
  const pools = [fleet, ...(fleet.pools ?? [])];
  const factors = "poolPriceFactors" in terms ? terms.poolPriceFactors : undefined;
  if (factors !== undefined && factors.length !== pools.length) {
    throw new RangeError(
      `${name}: ${factors.length} pool price factors for ${pools.length} pools; expected one each`,
    );
  }
  const chips = [...new Set(pools.map(({ chip }) => chip.id))];
  if (chips.length < 2) return;
  if (factors === undefined) {
    throw new RangeError(
      `${name}: pools of ${chips.join(" and ")} at one price; expected terms with poolPriceFactors`,
    );
  }
  if (scalesItself(fleet)) {
    throw new RangeError(
      `${name}: pools of ${chips.join(" and ")} with a scaler; expected the same chip in all pools`,
    );
  }
}
