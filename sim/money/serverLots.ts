import type { MonthPhysical } from "../physical.ts";
import type { OwnTerms } from "../terms.ts";
import { type Cohort, cohortsFor, LOT_SLACK } from "./cohorts.ts";
import { wholeMonths } from "./finance.ts";
import { priceAt } from "./pricePath.ts";

/** Servers bought or leased together, and what one of their chips cost. */
export interface ServerLot extends Cohort {
  /** Share of the server included, network apart. */
  readonly usdPerChip: number;
  /** Ledger month of the order; delivered in the month before the first of service. */
  readonly orderedMonth: number;
}

/**
 * The servers of a fleet, generation by generation. Chips that the next generation replaces leave as
 * whole servers when they are no longer needed; everything else stays for its life.
 */
export function serverLots(months: readonly MonthPhysical[], terms: OwnTerms): ServerLot[] {
  const { successor, lease } = terms;
  const lifeMonths = lease?.months ?? wholeMonths(terms.serverLifeYears);
  const lots = (cohorts: readonly Cohort[], usdPerChipToday: number): ServerLot[] =>
    cohorts.map((cohort) => lotOf(cohort, usdPerChipToday, terms));
  if (successor === undefined) {
    const needs = months.map((row) => row.chips);
    const cohorts = cohortsFor(needs, lifeMonths, terms.chipsPerServer ?? 0);
    return lots(cohorts, terms.serverUsdPerChip);
  }
  const needs = (generation: number): number[] =>
    months.map(({ fleet, chips }) => {
      const of = fleet?.generationChips ?? [chips];
      return of[generation] ?? 0;
    });
  const first = cohortsFor(needs(0), lifeMonths, terms.chipsPerServer ?? 0);
  const next = cohortsFor(needs(1), lifeMonths, successor.chipsPerServer ?? 0);
  const kept = lease === undefined ? shed(first, needs(0), terms.chipsPerServer ?? 0) : first;
  return [...lots(kept, terms.serverUsdPerChip), ...lots(next, successor.serverUsdPerChip)];
}

/** The price is that of the day of the order, at the earliest that of the start. */
function lotOf(cohort: Cohort, usdPerChipToday: number, terms: OwnTerms): ServerLot {
  const orderedMonth = Math.max(0, cohort.firstMonth - 1 - (terms.leadMonths ?? 0));
  const months = (terms.startMonths ?? 0) + orderedMonth;
  const decline = terms.serverPriceDeclinePerYear ?? 0;
  return { ...cohort, orderedMonth, usdPerChip: priceAt(usdPerChipToday, months, terms, decline) };
}

/**
 * The same cohorts with what is too many taken out at the start of a month, the oldest first, in
 * whole lots. What a month needs is always there.
 */
export function shed(cohorts: readonly Cohort[], needs: readonly number[], lot: number): Cohort[] {
  let standing: Cohort[] = [...cohorts];
  for (const [i, need] of needs.entries()) {
    const month = i + 1;
    const isIn = (c: Cohort): boolean => c.firstMonth <= month && month <= c.lastMonth;
    let spare = standing.filter(isIn).reduce((sum, c) => sum + c.quantity, 0) - need;
    const after: Cohort[] = [];
    for (const cohort of standing) {
      const whole = lot > 0 ? Math.floor(spare / lot + LOT_SLACK) * lot : spare;
      const gone = isIn(cohort) && cohort.firstMonth < month ? Math.min(cohort.quantity, whole) : 0;
      if (!(gone > LOT_SLACK * Math.max(1, cohort.quantity))) {
        after.push(cohort);
        continue;
      }
      after.push({ ...cohort, quantity: gone, lastMonth: month - 1 });
      if (cohort.quantity > gone) after.push({ ...cohort, quantity: cohort.quantity - gone });
      spare -= gone;
    }
    standing = after;
  }
  return standing;
}
