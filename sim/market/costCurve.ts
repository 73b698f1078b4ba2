import type { CostCurve } from "../marketPlan.ts";

/**
 * Cost of a full fleet that delivers this volume, USD per Mtok: straight lines between the points
 * in the logarithms of both, so it never leaves the two points it lies between. Above the last
 * point more of the same is bought (flat); below the first the smallest fleet stands partly idle,
 * and its bill is spread over less: c x v_first / v.
 *
 * @throws RangeError when the volume is not above 0, or the points are none, not rising in volume
 *   or not above 0 in cost
 */
export function usdPerMtokAt(curve: CostCurve, mtokPerMonth: number): number {
  if (!(mtokPerMonth > 0)) {
    throw new RangeError(`volume of ${mtokPerMonth} Mtok per month; expected above 0`);
  }
  checkCurve(curve);
  const first = curve[0]!;
  if (mtokPerMonth <= first.mtokPerMonth) {
    return (first.usdPerMtok * first.mtokPerMonth) / mtokPerMonth;
  }
  const above = curve.findIndex((point) => point.mtokPerMonth >= mtokPerMonth);
  if (above < 0) return curve[curve.length - 1]!.usdPerMtok;
  const [low, high] = [curve[above - 1]!, curve[above]!];
  const part =
    Math.log(mtokPerMonth / low.mtokPerMonth) / Math.log(high.mtokPerMonth / low.mtokPerMonth);
  return low.usdPerMtok * (high.usdPerMtok / low.usdPerMtok) ** part;
}

/**
 * Smallest fleet whose cost lies within a share of the lowest of the curve, Mtok per month: what an
 * entrant must fill before its cost is no longer the barrier.
 *
 * @param withinShare 0.1 = at most 10 % above the lowest cost
 * Source: minimum efficient scale (Bain, 1956)
 */
export function minimumEfficientMtokPerMonth(curve: CostCurve, withinShare: number): number {
  if (!(withinShare >= 0)) {
    throw new RangeError(`distance of ${withinShare} from the lowest cost; expected a share >= 0`);
  }
  checkCurve(curve);
  const goal = Math.min(...curve.map((point) => point.usdPerMtok)) * (1 + withinShare);
  const first = curve[0]!;
  if (first.usdPerMtok <= goal) return (first.mtokPerMonth * first.usdPerMtok) / goal;
  const reached = curve.findIndex((point) => point.usdPerMtok <= goal);
  const [low, high] = [curve[reached - 1]!, curve[reached]!];
  const part = Math.log(goal / low.usdPerMtok) / Math.log(high.usdPerMtok / low.usdPerMtok);
  return low.mtokPerMonth * (high.mtokPerMonth / low.mtokPerMonth) ** part;
}

function checkCurve(curve: CostCurve): void {
  if (curve.length === 0) throw new RangeError("cost curve of no points; expected at least one");
  curve.forEach((point, i) => {
    const before = curve[i - 1]?.mtokPerMonth ?? 0;
    if (!(point.mtokPerMonth > before && point.usdPerMtok > 0)) {
      throw new RangeError(
        `cost curve: ${point.usdPerMtok} USD per Mtok at ${point.mtokPerMonth} Mtok after ${before}; ` +
          "expected rising volumes and costs above 0",
      );
    }
  });
}
