import type { PurchasePlan } from "../fleetYears.ts";

/**
 * Units that stand in months 1, 2, ...: what is ordered at the start of a month stands after the
 * lead time, sized on what that month was expected to need when it was ordered. Nothing is given back.
 *
 * @param needIn units for a month as expected in an earlier one
 * @param mostIn units that may be bought for a month (power); absent = any
 * @throws RangeError when the lead time is not a whole number of months
 */
export function unitsByMonth(
  { leadMonths, first }: Pick<PurchasePlan, "leadMonths" | "first">,
  months: number,
  needIn: (month: number, seenIn: number) => number,
  mostIn: (month: number) => number = () => Number.POSITIVE_INFINITY,
): number[] {
  if (!Number.isInteger(leadMonths) || leadMonths < 0) {
    throw new RangeError(`lead time of ${leadMonths} months; expected a whole number >= 0`);
  }
  const units: number[] = [];
  let standing = 0;
  if (first === "inService") {
    // Nothing can come before the first reorder does: the first fleet is to last until then.
    for (let month = 1; month <= Math.min(Math.max(1, leadMonths), months); month += 1) {
      standing = Math.max(standing, needIn(month, 1));
    }
    standing = Math.min(standing, mostIn(1));
  }
  for (let month = 1; month <= months; month += 1) {
    const orderedIn = month - leadMonths;
    if (orderedIn >= 1) {
      const wanted = Math.min(needIn(month, orderedIn), mostIn(month));
      standing = Math.max(standing, wanted);
    }
    units.push(standing);
  }
  return units;
}
