import type { LedgerEntry } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import type { OwnTerms } from "../terms.ts";
import { type Cohort, cohortsFor, inService } from "./cohorts.ts";
import {
  geometricResidualUsd,
  priceAfter,
  straightLineResidualUsd,
  wholeMonths,
} from "./finance.ts";
import { entry, sumOf } from "./ledger.ts";
import { staffEntry } from "./staffCost.ts";

/** A purchase that the books write off in equal monthly parts over its life. */
export interface WriteOff {
  readonly firstMonth: number;
  readonly lifeMonths: number;
  readonly usd: number;
}

export interface OwnCost {
  readonly entries: readonly LedgerEntry[];
  readonly writeOffs: readonly WriteOff[];
}

/**
 * What a producer pays.
 *
 * - Chips are bought at the start of the month that needs them (ledger month before), in whole
 *   servers where `chipsPerServer` says so, kept for the server's life, then sold; what is still
 *   needed is bought again. Prices are those of the month of purchase: they fall where
 *   `serverPriceDeclinePerYear` says so. Network and storage go with their servers and fetch nothing
 *   at the end.
 * - An own facility is built per watt of the highest IT draw so far; at the horizon it keeps the
 *   straight-line value of its remaining life. Colocation rents that many kilowatts instead.
 * - Power is the measured IT energy x PUE x price; maintenance a share of the installed servers'
 *   price; staff a base plus operators per contracted MW.
 */
export function ownCost(months: readonly MonthPhysical[], terms: OwnTerms): OwnCost {
  const lifeMonths = wholeMonths(terms.serverLifeYears);
  const chipsNeeded = months.map((row) => row.chips);
  const chips = cohortsFor(chipsNeeded, lifeMonths, terms.chipsPerServer ?? 0);
  const entries = [
    ...chips.flatMap((cohort) => serverEntries(cohort, terms, months.length)),
    ...monthlyEntries(months, terms, chips),
  ];
  const writeOffs: WriteOff[] = chips.map((cohort) => {
    const { firstMonth, quantity } = cohort;
    const usd = quantity * serverUsdPerChip(cohort, terms) * (1 + terms.networkShare);
    return { firstMonth, lifeMonths, usd };
  });
  if (terms.site === "ownFacility") {
    const facilityMonths = wholeMonths(terms.facilityLifeYears);
    const peakWatts = months.map((row) => row.peakItWatts);
    for (const cohort of cohortsFor(peakWatts, facilityMonths)) {
      entries.push(...facilityEntries(cohort, terms, months.length));
      const usd = cohort.quantity * terms.facilityUsdPerWatt;
      writeOffs.push({ firstMonth: cohort.firstMonth, lifeMonths: facilityMonths, usd });
    }
  }
  return { entries, writeOffs };
}

/** Chips in service in a month, spare places of whole servers included. */
export function ownedChips(months: readonly MonthPhysical[], terms: OwnTerms): readonly number[] {
  const chipsNeeded = months.map((row) => row.chips);
  const life = wholeMonths(terms.serverLifeYears);
  const chips = cohortsFor(chipsNeeded, life, terms.chipsPerServer ?? 0);
  return months.map((row) => inService(chips, row.month));
}

/** What a chip of a cohort cost, its share of the server included. */
function serverUsdPerChip({ firstMonth }: Cohort, terms: OwnTerms): number {
  const years = (firstMonth - 1) / 12;
  return priceAfter(terms.serverUsdPerChip, terms.serverPriceDeclinePerYear ?? 0, years);
}

function serverEntries(cohort: Cohort, terms: OwnTerms, horizon: number): LedgerEntry[] {
  const { quantity, firstMonth, lastMonth } = cohort;
  const soldMonth = Math.min(lastMonth, horizon);
  const usdPerChip = serverUsdPerChip(cohort, terms);
  const resaleUsdPerChip = geometricResidualUsd(
    usdPerChip,
    terms.residualShare,
    terms.residualDeclinePerYear,
    (soldMonth - firstMonth + 1) / 12,
  );
  const networkUsdPerChip = usdPerChip * terms.networkShare;
  const boughtMonth = firstMonth - 1;
  return [
    entry(boughtMonth, "servers", "capex", quantity, "chip", usdPerChip),
    entry(boughtMonth, "network", "capex", quantity, "chip", networkUsdPerChip),
    entry(soldMonth, "residual value", "residual", quantity, "chip", 0 - resaleUsdPerChip),
  ];
}

function facilityEntries(cohort: Cohort, terms: OwnTerms, horizon: number): LedgerEntry[] {
  const { quantity, firstMonth, lastMonth } = cohort;
  const built = entry(
    firstMonth - 1,
    "facility",
    "capex",
    quantity,
    "W of IT power",
    terms.facilityUsdPerWatt,
  );
  if (lastMonth <= horizon) return [built];
  const leftUsdPerWatt = straightLineResidualUsd(
    terms.facilityUsdPerWatt,
    horizon - firstMonth + 1,
    lastMonth - firstMonth + 1,
  );
  return [
    built,
    entry(horizon, "residual value", "residual", quantity, "W of IT power", 0 - leftUsdPerWatt),
  ];
}

function monthlyEntries(
  months: readonly MonthPhysical[],
  terms: OwnTerms,
  chips: readonly Cohort[],
): LedgerEntry[] {
  const serverUsdPerMonth = terms.maintenanceSharePerYear / 12;
  let contractedWatts = 0;
  return months.flatMap((row) => {
    const { month } = row;
    contractedWatts = Math.max(contractedWatts, row.peakItWatts);
    const facilityKwh = row.itKwh * terms.pue;
    const installedUsd = sumOf(
      chips
        .filter((cohort) => cohort.firstMonth <= month && month <= cohort.lastMonth)
        .map((cohort) => cohort.quantity * serverUsdPerChip(cohort, terms)),
    );
    const fte = terms.staffFte + terms.staffFtePerMw * (contractedWatts / 1e6);
    const lines = [
      entry(month, "power", "opex", facilityKwh, "kWh", terms.electricityUsdPerKwh),
      entry(month, "maintenance", "opex", installedUsd, "USD of servers", serverUsdPerMonth),
      staffEntry(month, fte, terms.staffUsdPerYear),
    ];
    if (terms.site === "ownFacility") return lines;
    const kw = contractedWatts / 1000;
    const usd = terms.colocationUsdPerKwMonth;
    return [entry(month, "colocation", "opex", kw, "kW-month", usd), ...lines];
  });
}
