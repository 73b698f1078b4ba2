import type { ReachPlan, Strategy } from "../../sim/strategy.ts";
import type { ExtraCost } from "../../sim/terms.ts";
import type { Scenario } from "../scenario.ts";
import { boundDemandShare, servesBound } from "./trust.ts";

/** Bound demand, audits and expected losses of several sources that serve one demand. */

/** A source with its constant share of the demand; null where the split is no constant one. */
export interface TrustedPart {
  readonly scenario: Scenario;
  readonly strategy: Strategy;
  readonly share: number | null;
  readonly copies: number;
}

/**
 * The strategies of the sources with what each may serve of its share, and with its part of the costs
 * of trust:
 *
 * - bound demand goes to the sources that may serve it, up to their shares; what is beyond is lost.
 *   The others serve the demand that is not bound.
 * - a source is audited once, whatever its copies; a breach is expected on its share of the demand.
 */
export function sharedTrust(parts: readonly TrustedPart[], whole: Scenario): readonly Strategy[] {
  const bound = boundDemandShare(whole);
  const allowed = sumOf(parts.map((part) => (servesBound(part.scenario) ? (part.share ?? 0) : 0)));
  return parts.map((part) => {
    const strategy = withCosts(part);
    const { reach } = strategy;
    if (reach === undefined || part.share === null || bound === 0) return strategy;
    return { ...strategy, reach: reachOf(reach, servesBound(part.scenario), bound, allowed) };
  });
}

/** Share of the demand that no source may serve: what is bound beyond the shares of those that may. */
export function lostBoundShare(parts: readonly TrustedPart[], whole: Scenario): number {
  const bound = boundDemandShare(whole);
  const fits = parts.filter(({ scenario, share }) => share === null || servesBound(scenario));
  const lost = bound - sumOf(fits.map(({ share }) => share ?? 1));
  // Shares that sum to what is bound lose nothing, whatever rounding makes of them.
  return lost > 1e-12 ? lost : 0;
}

/** @param allowed share of the demand that sources with access to bound demand have */
function reachOf(reach: ReachPlan, serves: boolean, bound: number, allowed: number): ReachPlan {
  const others = 1 - allowed;
  const servedShare = serves || !(others > 0) ? 1 : Math.min(1, (1 - bound) / others);
  if (reach.boundShare === undefined) return { ...reach, servedShare };
  return { ...reach, servedShare, boundShare: serves ? Math.min(1, bound / allowed) : 0 };
}

function withCosts({ strategy, share, copies }: TrustedPart): Strategy {
  const { extraCosts } = strategy.terms;
  if (extraCosts === undefined || share === null || (share === 1 && copies === 1)) return strategy;
  const part: Partial<Record<ExtraCost["category"], number>> = {
    "audit and drift": 1 / copies,
    "expected loss": share / copies,
  };
  const costs = extraCosts.map((cost) => {
    const factor = part[cost.category];
    return factor === undefined ? cost : { ...cost, quantity: cost.quantity * factor };
  });
  return { ...strategy, terms: { ...strategy.terms, extraCosts: costs } as Strategy["terms"] };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
