import type { DemandCurve } from "../marketPlan.ts";
import { bracketedRoot } from "./root.ts";

/** Demand as a straight line: P = choke - slope x Q. */
export interface LinearDemand {
  /** Price at which nothing is bought, USD per Mtok. */
  readonly chokeUsdPerMtok: number;
  /** Fall of the price per Mtok a month, > 0. */
  readonly slopeUsdPerMtokPerMtok: number;
}

export interface CournotFirm {
  readonly costUsdPerMtok: number;
  /** Most it can make per month; absent = no limit. */
  readonly capacityMtokPerMonth?: number;
}

export interface CournotEquilibrium {
  readonly mtokPerMonth: readonly number[];
  readonly usdPerMtok: number;
  readonly profitsUsdPerMonth: readonly number[];
}

/** The straight line that touches a demand curve at a volume: same price, same elasticity there. */
export function tangentDemand(curve: DemandCurve): LinearDemand {
  const { referenceUsdPerMtok: price, referenceMtokPerMonth: mtok, elasticity } = curve;
  return {
    chokeUsdPerMtok: price * (1 + 1 / elasticity),
    slopeUsdPerMtokPerMtok: price / (elasticity * mtok),
  };
}

/**
 * Firms that commit capacity first and let the market set the price. Each makes
 * q_i = (P - c_i) / slope, no less than nothing and no more than it can; for n firms without
 * limits that all produce, q_i = (choke - n c_i + sum of the others' c) / (slope (n + 1)).
 *
 * @throws RangeError without firms or when demand does not fall
 * Source: Cournot (1838); capacity first and price later gives the same, Kreps and Scheinkman (1983)
 */
export function cournot(firms: readonly CournotFirm[], demand: LinearDemand): CournotEquilibrium {
  const { chokeUsdPerMtok: choke, slopeUsdPerMtokPerMtok: slope } = demand;
  if (firms.length === 0) throw new RangeError("Cournot market of no firms; expected at least one");
  if (!(slope > 0)) throw new RangeError(`demand of slope ${slope}; expected above 0`);
  const volumesAt = (usdPerMtok: number): readonly number[] =>
    firms.map(({ costUsdPerMtok, capacityMtokPerMonth = Number.POSITIVE_INFINITY }) =>
      Math.min(Math.max(0, (usdPerMtok - costUsdPerMtok) / slope), capacityMtokPerMonth),
    );
  // The price less what the market pays for the volume that firms bring at it: rising in the price.
  const gap = (usdPerMtok: number): number =>
    usdPerMtok - (choke - slope * total(volumesAt(usdPerMtok)));
  const cheapest = Math.min(...firms.map((firm) => firm.costUsdPerMtok));
  const usdPerMtok =
    cheapest >= choke ? choke : bracketedRoot(gap, Math.min(cheapest, 0), choke, 1e-15);
  const mtokPerMonth = volumesAt(usdPerMtok);
  const profitsUsdPerMonth = mtokPerMonth.map(
    (mtok, i) => mtok * (usdPerMtok - firms[i]!.costUsdPerMtok),
  );
  return { mtokPerMonth, usdPerMtok, profitsUsdPerMonth };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
