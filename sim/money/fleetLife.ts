import type { LedgerEntry } from "../outcome.ts";
import type { FleetLife } from "../statement.ts";
import type { OwnTerms } from "../terms.ts";
import { lifeGap, replacementLifeYears } from "./economicLife.ts";
import { geometricResidualUsd } from "./finance.ts";
import { sumOf } from "./ledger.ts";
import { afterLaunches } from "./residualCurve.ts";

/** Ages that are looked at, years. */
export const MOST_LIFE_YEARS = 15;

/** What a chip costs as long as it runs, and what a newer one would save. People stay. */
const RUNNING: ReadonlySet<LedgerEntry["category"]> = new Set([
  "power",
  "colocation",
  "maintenance",
]);

/**
 * Life of an owned fleet's servers in the books beside the life that costs least. Per chip: price with
 * its network, resale by its curve and launch, power, space and repair as the months of this fleet
 * had them, the same each year; new servers do more work per dollar each year, and the old ones are
 * replaced by them over and over.
 *
 * @param ledger USD of year 0
 * @param chips chips in service by month
 */
export function fleetLife(
  terms: OwnTerms,
  ledger: readonly LedgerEntry[],
  chips: readonly number[],
): FleetLife {
  const bookYears = terms.bookLifeYears ?? terms.serverLifeYears;
  const inUse = { bookYears, useYears: terms.serverLifeYears };
  const chipYears = sumOf(chips) / 12;
  const progress = terms.finance?.hardwareProgressPerYear;
  const reason = missing(terms, chipYears, progress);
  if (reason !== null || progress === undefined) {
    return { ...inUse, economicYears: null, ...NOTHING, reason };
  }
  const runningUsd =
    sumOf(ledger.filter(({ category }) => RUNNING.has(category)).map(({ usd }) => usd)) / chipYears;
  const priceUsd = terms.serverUsdPerChip * (1 + terms.networkShare);
  const resaleUsd = Array.from({ length: MOST_LIFE_YEARS }, (_, i) => resaleAtUsd(terms, i + 1));
  const keeping = {
    ...{ priceUsd, resaleUsd, ratePerYear: terms.discountRatePerYear },
    runningUsd: resaleUsd.map(() => runningUsd),
  };
  const economicYears = replacementLifeYears(keeping, 1 - 1 / (1 + progress));
  const gap = lifeGap(priceUsd, bookYears, economicYears, resaleUsd[economicYears - 1] ?? 0);
  const most = chips.reduce((a, b) => Math.max(a, b), 0);
  return {
    ...inUse,
    economicYears,
    atMost: economicYears === MOST_LIFE_YEARS,
    progressPerYear: progress,
    bookUsdPerYear: gap.bookUsdPerYear * most,
    economicUsdPerYear: gap.economicUsdPerYear * most,
    writeDownUsd: gap.writeDownUsd * most,
    reason: null,
  };
}

const NOTHING = {
  ...{ atMost: false, progressPerYear: null, bookUsdPerYear: null },
  ...{ economicUsdPerYear: null, writeDownUsd: null },
};

function missing(terms: OwnTerms, chipYears: number, progress: number | undefined): string | null {
  if (terms.lease !== undefined) return "leased servers go back; they are in no books";
  if (!(chipYears > 0)) return "no chip is in service";
  if (progress === undefined) {
    return "no pace is stated at which new servers do more per dollar (economics.finance)";
  }
  // Without interest and progress there is nothing that waiting or replacing changes for ever.
  return terms.discountRatePerYear > 0 || progress > 0 ? null : "neither interest nor progress";
}

/** What a chip bought for the first month fetches at an age. */
function resaleAtUsd(terms: OwnTerms, ageYears: number): number {
  const { serverUsdPerChip, residualShare, residualDeclinePerYear, launch } = terms;
  const usd = geometricResidualUsd(
    serverUsdPerChip,
    residualShare,
    residualDeclinePerYear,
    ageYears,
  );
  if (launch === undefined || launch.month <= 1) return usd;
  const launches = [{ ageYears: (launch.month - 1) / 12, dropShare: launch.dropShare }];
  return afterLaunches(usd, ageYears, launches);
}
