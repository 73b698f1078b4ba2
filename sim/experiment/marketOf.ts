import { minimumEfficientMtokPerMonth, usdPerMtokAt } from "../market/costCurve.ts";
import { marketPath } from "../market/marketPath.ts";
import type { MarketOutcome, MarketSeller } from "../marketOutcome.ts";
import type { MarketFirm } from "../marketPlan.ts";
import type { FirmStake } from "../marketStake.ts";
import type { Evaluation } from "./evaluation.ts";
import { marketProblems } from "./marketProblems.ts";
import { fleetNear, type SupplyCurve, supplyCurveOf } from "./supplyCurve.ts";

/** A fleet this close to the lowest cost is large enough. */
const EFFICIENT_WITHIN = 0.1;

/**
 * The market in which the compared strategies sell: each a firm with the cost curve of its own
 * operating map, further rivals at a factor of one of these, month by month. Nothing is simulated.
 *
 * @returns null when no strategy states a market, or none that sells from the first month works
 * @throws RangeError when the stakes of several do not fit together
 */
export function marketOf(evaluations: readonly Evaluation[]): MarketOutcome | null {
  const strategies = evaluations.map(({ strategy }) => strategy);
  const [problem] = strategies.length > 1 ? marketProblems(strategies) : [];
  if (problem !== undefined) throw new RangeError(problem);
  const stake = strategies[0]?.market;
  if (stake === undefined) return null;
  const sellers: MarketSeller[] = [];
  const absent: string[] = [];
  for (const evaluation of evaluations) {
    const { name, market, terms } = evaluation.strategy;
    const supply = supplyCurveOf(evaluation);
    if (market === undefined || supply === null || supply.curve.length === 0) {
      absent.push(name);
      continue;
    }
    const own = { name, costFactor: 1, firm: market.firm };
    for (const { name: id, costFactor, firm } of [own, ...market.rivals]) {
      const seller = firmOf(id, firm, supply, costFactor, terms.discountRatePerYear);
      sellers.push(sellerOf(seller, name, costFactor));
    }
  }
  const firms = sellers.map(({ firm }) => firm);
  const { demand, rules, months } = stake;
  if (firms.every(({ entry }) => entry !== null)) return null;
  const war = firms.some(({ id }) => id === rules.war?.aggressor) ? rules.war : null;
  const path = marketPath(firms, demand, { ...rules, war }, months);
  return { sellers, demand, rules, path, absent };
}

/** A firm with the cost curve of a strategy, raised by a factor. */
function firmOf(
  id: string,
  stake: FirmStake,
  supply: SupplyCurve,
  costFactor: number,
  ratePerYear: number,
): MarketFirm {
  const { cashMonths, madeMonths, ...rest } = stake;
  const curve = supply.curve.map(({ mtokPerMonth, usdPerMtok }) => ({
    mtokPerMonth,
    usdPerMtok: usdPerMtok * costFactor,
  }));
  const capacity = stake.capacityMtokPerMonth ?? supply.capacityMtokPerMonth;
  const fleet = fleetNear(supply, capacity * stake.softwareFactor);
  const cost = usdPerMtokAt(curve, capacity * stake.softwareFactor) * stake.softwareFactor;
  return {
    ...rest,
    id,
    curve,
    avoidableShare: stake.avoidableShare ?? fleet.avoidableShare,
    capacityMtokPerMonth: capacity,
    capitalUsdPerMtokPerMonth: fleet.capitalUsdPerMtokPerMonth * costFactor,
    ratePerYear,
    cashUsd: stake.cashUsd ?? cashMonths * cost * capacity,
    madeMtok: madeMonths * capacity,
  };
}

function sellerOf(firm: MarketFirm, strategy: string, costFactor: number): MarketSeller {
  const efficient = minimumEfficientMtokPerMonth(firm.curve, EFFICIENT_WITHIN);
  return {
    firm,
    strategy,
    costFactor,
    efficientMtokPerMonth: efficient,
    efficientCapitalUsd: efficient * firm.capitalUsdPerMtokPerMonth,
    efficientUsdPerMonth: efficient * usdPerMtokAt(firm.curve, efficient),
  };
}
