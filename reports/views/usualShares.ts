import type { Comparison } from "../../sim/comparison.ts";
import { type UnusualShare, unusualShares } from "../../sim/usualShares.ts";
import { presentWeight } from "./presentWeight.ts";

export interface UnusualFleet {
  readonly name: string;
  readonly shares: readonly UnusualShare[];
}

/** Owned fleets that cost what fleets usually do not, all replications together. */
export function unusualFleets({ results }: Comparison): UnusualFleet[] {
  return results.flatMap(({ strategy, outcomes, state }) => {
    const { terms, name } = strategy;
    // A fleet that gives way to another supply is not owned to the end.
    if (state !== "ok" || terms.kind !== "own" || terms.switchTo !== undefined) return [];
    const ledger = outcomes.flatMap((outcome) => outcome.ledger);
    const shares = unusualShares(ledger, presentWeight(terms));
    return shares.length === 0 ? [] : [{ name, shares }];
  });
}
