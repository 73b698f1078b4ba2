import type { DemandCurve } from "../marketPlan.ts";
import { demandMtokPerMonth } from "./demandCurve.ts";
import { bracketedRoot, peakOf } from "./root.ts";

/** A seller of the same tokens as its rivals: the cheaper offer sells first. */
export interface BertrandFirm {
  readonly costUsdPerMtok: number;
  readonly capacityMtokPerMonth: number;
}

export interface PriceRange {
  /** Price at which the firm that relents first stops undercutting, USD per Mtok. */
  readonly lowUsdPerMtok: number;
  /** Price it jumps up to, from where undercutting starts again. Equal to `low` = no cycle. */
  readonly highUsdPerMtok: number;
  /** Position of the firm that relents; null when nobody can earn anything by it. */
  readonly relenting: number | null;
}

/**
 * Where prices move when identical tokens compete on price and no firm can serve everybody. Rivals
 * with a lower cost sell first (efficient rationing); what they leave at price p is
 * R_i(p) = max(0, D(p) - sum of the capacities of rivals with c_j < p). A firm can always secure
 * max over p of (p - c_i) min(K_i, R_i(p)), at `high`; it follows its rivals down until selling all
 * that it can earns no more than that, at `low`, and relents. With ample capacity both are the cost
 * of the second-cheapest firm; with capacity too scarce to matter both are the price that clears it.
 *
 * @param ceilingUsdPerMtok what customers pay at most
 * @throws RangeError with fewer than two firms or a ceiling under every cost
 * Source: Edgeworth (1925); Kreps and Scheinkman (1983); efficient rationing, Levitan and Shubik (1972)
 */
export function bertrandRange(
  firms: readonly BertrandFirm[],
  demand: DemandCurve,
  ceilingUsdPerMtok: number,
): PriceRange {
  if (firms.length < 2) {
    throw new RangeError(`price competition of ${firms.length} firms; expected at least two`);
  }
  const costs = firms.map((firm) => firm.costUsdPerMtok).sort((a, b) => a - b);
  if (!(ceilingUsdPerMtok > costs[0]!)) {
    throw new RangeError(
      `ceiling of ${ceilingUsdPerMtok} USD per Mtok; expected above the lowest cost, ${costs[0]}`,
    );
  }
  const second = Math.min(costs[1]!, ceilingUsdPerMtok);
  let range: PriceRange = { lowUsdPerMtok: second, highUsdPerMtok: second, relenting: null };
  firms.forEach((firm, relenting) => {
    if (firm.costUsdPerMtok >= ceilingUsdPerMtok) return;
    const highUsdPerMtok = securePrice(firms, relenting, demand, ceilingUsdPerMtok);
    const securedUsd =
      (highUsdPerMtok - firm.costUsdPerMtok) * soldAt(firms, relenting, demand, highUsdPerMtok);
    if (!(securedUsd > 0)) return;
    const lowUsdPerMtok = indifferencePrice(firm, demand, securedUsd, highUsdPerMtok);
    if (range.relenting === null || lowUsdPerMtok > range.lowUsdPerMtok) {
      range = { lowUsdPerMtok, highUsdPerMtok, relenting };
    }
  });
  return range;
}

/** What cheaper rivals leave of demand at a price, Mtok per month. */
export function residualMtokPerMonth(
  firms: readonly BertrandFirm[],
  of: number,
  demand: DemandCurve,
  usdPerMtok: number,
): number {
  const cheaperMtok = firms.reduce(
    (sum, rival, i) =>
      i !== of && rival.costUsdPerMtok < usdPerMtok ? sum + rival.capacityMtokPerMonth : sum,
    0,
  );
  return Math.max(0, demandMtokPerMonth(demand, usdPerMtok) - cheaperMtok);
}

function soldAt(
  firms: readonly BertrandFirm[],
  of: number,
  demand: DemandCurve,
  usdPerMtok: number,
): number {
  return Math.min(
    firms[of]!.capacityMtokPerMonth,
    residualMtokPerMonth(firms, of, demand, usdPerMtok),
  );
}

/** The price that secures most against rivals who undercut; between two costs there is one peak. */
function securePrice(
  firms: readonly BertrandFirm[],
  of: number,
  demand: DemandCurve,
  ceilingUsdPerMtok: number,
): number {
  const own = firms[of]!.costUsdPerMtok;
  const profitAt = (usdPerMtok: number): number =>
    usdPerMtok > own ? (usdPerMtok - own) * soldAt(firms, of, demand, usdPerMtok) : 0;
  const ends = firms
    .map((firm) => firm.costUsdPerMtok)
    .filter((cost) => cost > own && cost < ceilingUsdPerMtok)
    .sort((a, b) => a - b);
  let best = own;
  let from = own;
  for (const to of [...ends, ceilingUsdPerMtok]) {
    const peak = peakOf(profitAt, from, to);
    if (profitAt(peak) > profitAt(best)) best = peak;
    from = to;
  }
  return best;
}

/** The price at which selling all it can to everybody earns what is secured anyway. */
function indifferencePrice(
  firm: BertrandFirm,
  demand: DemandCurve,
  securedUsd: number,
  highUsdPerMtok: number,
): number {
  const gain = (usdPerMtok: number): number => {
    if (usdPerMtok <= firm.costUsdPerMtok) return -securedUsd;
    const allMtok = demandMtokPerMonth(demand, usdPerMtok);
    const soldMtok = Math.min(firm.capacityMtokPerMonth, allMtok);
    return (usdPerMtok - firm.costUsdPerMtok) * soldMtok - securedUsd;
  };
  // Selling first never earns less than selling what is left, so the answer lies at or below high.
  if (gain(highUsdPerMtok) <= 0) return highUsdPerMtok;
  return bracketedRoot(gain, firm.costUsdPerMtok, highUsdPerMtok);
}
