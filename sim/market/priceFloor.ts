import type { PriceFloor } from "../marketOutcome.ts";

/** What a supplier's fleet costs per month, split by what stops when it stops selling. */
export interface FleetCost {
  readonly capacityMtokPerMonth: number;
  /** Paid whether it sells or not: capital charge, leases, staff. */
  readonly fixedUsdPerMonth: number;
  /** Saved with every Mtok that is not made: energy, rented hours, transfer. */
  readonly avoidableUsdPerMtok: number;
}

/** Splits the all-in cost of a full fleet into the part that stops with sales and the rest. */
export function fleetCostOf(
  fullUsdPerMtok: number,
  capacityMtokPerMonth: number,
  avoidableShare: number,
): FleetCost {
  if (!(avoidableShare >= 0 && avoidableShare <= 1)) {
    throw new RangeError(`avoidable share of ${avoidableShare}; expected 0..1`);
  }
  return {
    capacityMtokPerMonth,
    fixedUsdPerMonth: (1 - avoidableShare) * fullUsdPerMtok * capacityMtokPerMonth,
    avoidableUsdPerMtok: avoidableShare * fullUsdPerMtok,
  };
}

/** All-in cost at a volume, USD per Mtok: F/q + v; Infinity at none. */
export function averageUsdPerMtok(fleet: FleetCost, mtokPerMonth: number): number {
  return fleet.fixedUsdPerMonth / mtokPerMonth + fleet.avoidableUsdPerMtok;
}

/** What a fleet can sell a million tokens for: avoidable, all-in at a volume, and at full load. */
export function priceFloor(fleet: FleetCost, mtokPerMonth: number): PriceFloor {
  return {
    avoidableUsdPerMtok: fleet.avoidableUsdPerMtok,
    averageUsdPerMtok: averageUsdPerMtok(fleet, mtokPerMonth),
    fullLoadUsdPerMtok: averageUsdPerMtok(fleet, fleet.capacityMtokPerMonth),
  };
}

/** Cash lost per month at a price: by selling or by standing still, whichever loses less; 0 = none. */
export function burnUsdPerMonth(
  fleet: FleetCost,
  mtokPerMonth: number,
  usdPerMtok: number,
): number {
  // (AC - p) q without dividing by a volume that may be 0.
  const sellingUsd =
    fleet.fixedUsdPerMonth + (fleet.avoidableUsdPerMtok - usdPerMtok) * mtokPerMonth;
  return Math.max(0, Math.min(sellingUsd, fleet.fixedUsdPerMonth));
}

/**
 * Months that a supplier's cash lasts at a price: cash / min((AC - p) q, FC).
 *
 * @returns Infinity when it loses nothing at that price
 * @throws RangeError when the cash is negative
 */
export function survivalMonths(
  cashUsd: number,
  fleet: FleetCost,
  mtokPerMonth: number,
  usdPerMtok: number,
): number {
  if (!(cashUsd >= 0)) throw new RangeError(`cash of ${cashUsd} USD; expected a number >= 0`);
  const burnUsd = burnUsdPerMonth(fleet, mtokPerMonth, usdPerMtok);
  return burnUsd > 0 ? cashUsd / burnUsd : Number.POSITIVE_INFINITY;
}

/** What undercutting a rival does to both, per month. */
export interface PriceWar {
  readonly usdPerMtok: number;
  /** What the attacker earns (negative = loses) at that price. */
  readonly attackerUsdPerMonth: number;
  readonly rivalBurnUsdPerMonth: number;
  readonly rivalSurvivalMonths: number;
}

export interface WarSide {
  readonly fleet: FleetCost;
  readonly mtokPerMonth: number;
  readonly cashUsd: number;
}

/**
 * The price-war test: the attacker posts the rival's average cost less a cut, and the rival keeps
 * its volume or stops, whichever loses less.
 *
 * @param cutShare 0.1 = 10 % under the rival's average cost
 */
export function priceWar(attacker: WarSide, rival: WarSide, cutShare: number): PriceWar {
  const usdPerMtok = averageUsdPerMtok(rival.fleet, rival.mtokPerMonth) * (1 - cutShare);
  const { fixedUsdPerMonth, avoidableUsdPerMtok } = attacker.fleet;
  return {
    usdPerMtok,
    attackerUsdPerMonth:
      (usdPerMtok - avoidableUsdPerMtok) * attacker.mtokPerMonth - fixedUsdPerMonth,
    rivalBurnUsdPerMonth: burnUsdPerMonth(rival.fleet, rival.mtokPerMonth, usdPerMtok),
    rivalSurvivalMonths: survivalMonths(rival.cashUsd, rival.fleet, rival.mtokPerMonth, usdPerMtok),
  };
}
