/** Money earned but not yet received, and owed but not yet paid. */

const DAYS_PER_MONTH = 365 / 12;

/**
 * What is outstanding at the end of each month when every flow is settled `days` later: the flows of
 * the last `days` days, months taken as evenly spread. At the end of the last month all is settled.
 *
 * @param usd flows of months 0, 1, ...; month 0 is before service
 * @returns balances at the ends of the same months
 * @throws RangeError when the days are negative
 */
export function outstandingUsd(usd: readonly number[], days: number): readonly number[] {
  if (!(days >= 0)) throw new RangeError(`settlement after ${days} days; expected >= 0`);
  const span = days / DAYS_PER_MONTH;
  return usd.map((_, month) => {
    if (month === usd.length - 1) return 0;
    let balanceUsd = 0;
    for (let back = 0; back < span && month - back >= 0; back += 1) {
      balanceUsd += (usd[month - back] ?? 0) * Math.min(1, span - back);
    }
    return balanceUsd;
  });
}

/** What is settled in each month: the flow less the growth of what is outstanding. */
export function settledUsd(
  usd: readonly number[],
  outstanding: readonly number[],
): readonly number[] {
  return usd.map((flow, month) => flow + (outstanding[month - 1] ?? 0) - (outstanding[month] ?? 0));
}

/** Receivables less payables tied up by a steady business, USD. */
export function tiedUpUsd(
  revenueUsdPerMonth: number,
  receivableDays: number,
  costUsdPerMonth: number,
  payableDays: number,
): number {
  return (revenueUsdPerMonth * receivableDays - costUsdPerMonth * payableDays) / DAYS_PER_MONTH;
}
