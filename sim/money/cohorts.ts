/** Things bought or contracted together: in service from `firstMonth` to `lastMonth` inclusive. */
export interface Cohort {
  readonly firstMonth: number;
  readonly lastMonth: number;
  readonly quantity: number;
}

/** Slack for whole lots: 8.000000001 chips are one server of eight. */
export const LOT_SLACK = 1e-9;

/**
 * Buys what is missing at the start of each month and retires it after its life. Growth, replacement
 * and shrinking follow from this one rule: nothing is given back early, nothing bought too soon.
 *
 * @param needs quantity needed in months 1, 2, ...
 * @param lifeMonths months that a cohort stays, >= 1
 * @param lot smallest quantity sold, 0 = any
 */
export function cohortsFor(needs: readonly number[], lifeMonths: number, lot = 0): Cohort[] {
  const cohorts: Cohort[] = [];
  for (const [i, need] of needs.entries()) {
    const month = i + 1;
    const missing = need - inService(cohorts, month);
    if (missing <= LOT_SLACK * Math.max(1, need)) continue;
    const quantity = lot > 0 ? Math.ceil(missing / lot - LOT_SLACK) * lot : missing;
    cohorts.push({ firstMonth: month, lastMonth: month + lifeMonths - 1, quantity });
  }
  return cohorts;
}

/** Quantity in service in a month. */
export function inService(cohorts: readonly Cohort[], month: number): number {
  let quantity = 0;
  for (const cohort of cohorts) {
    if (cohort.firstMonth <= month && month <= cohort.lastMonth) quantity += cohort.quantity;
  }
  return quantity;
}
