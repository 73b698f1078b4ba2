import type { LedgerEntry } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import type { OwnTerms } from "../terms.ts";
import type { Asset } from "./asset.ts";
import { type Cohort, cohortsFor, inService } from "./cohorts.ts";
import { geometricResidualUsd, straightLineResidualUsd, wholeMonths } from "./finance.ts";
import { leaseCost } from "./leaseCost.ts";
import { entry, sumOf } from "./ledger.ts";
import { powerEntries } from "./powerBill.ts";
import { afterLaunches } from "./residualCurve.ts";
import { type ServerLot, serverLots } from "./serverLots.ts";
import { staffEntry } from "./staffCost.ts";

/** A purchase that the books write off in equal monthly parts over its life. */
export interface WriteOff {
  readonly firstMonth: number;
  readonly lifeMonths: number;
  readonly usd: number;
  /** Last month of use, where it ends before the life in the books; the rest is a loss on sale. */
  readonly lastMonth?: number;
}

export interface OwnCost {
  readonly entries: readonly LedgerEntry[];
  readonly writeOffs: readonly WriteOff[];
  readonly assets: readonly Asset[];
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
 * - What is ordered ahead is paid partly at the order; a deposit is money in the purchase already.
 *   Leased servers are rent. The chips of a first generation are sold as the next replaces them.
 * - Power is the measured IT energy x PUE x price; maintenance a share of the installed servers'
 *   price; staff a base plus operators per contracted MW.
 */
export function ownCost(months: readonly MonthPhysical[], terms: OwnTerms): OwnCost {
  const lots = serverLots(months, terms);
  const monthly = monthlyEntries(months, terms, lots);
  const { entries: serverLines, assets, writeOffs } = serverCost(lots, terms, months.length);
  const entries = [...serverLines, ...monthly];
  if (terms.site === "ownFacility") {
    const facilityMonths = wholeMonths(terms.facilityLifeYears);
    const peakWatts = months.map((row) => row.peakItWatts);
    for (const cohort of cohortsFor(peakWatts, facilityMonths)) {
      const lines = facilityEntries(cohort, terms, months.length);
      entries.push(...lines);
      assets.push(...assetsOf(lines, facilityMonths, Math.min(cohort.lastMonth, months.length)));
      const usd = cohort.quantity * terms.facilityUsdPerWatt;
      writeOffs.push({ firstMonth: cohort.firstMonth, lifeMonths: facilityMonths, usd });
    }
  }
  return { entries, writeOffs, assets };
}

/** Servers and their network, bought or leased. */
function serverCost(
  lots: readonly ServerLot[],
  terms: OwnTerms,
  horizon: number,
): { entries: LedgerEntry[]; assets: Asset[]; writeOffs: WriteOff[] } {
  const { lease, bookLifeYears } = terms;
  const inUse = wholeMonths(terms.serverLifeYears);
  const inBooks = bookLifeYears === undefined ? inUse : wholeMonths(bookLifeYears);
  if (lease !== undefined) {
    const costs = lots.map((lot) => {
      const resaleUsd = resaleUsdPerChip(lot, terms, horizon);
      return leaseCost(lot, lease, terms, resaleUsd, horizon);
    });
    const assets = costs.flatMap((cost) => cost.assets);
    return { entries: costs.flatMap((cost) => cost.entries), assets, writeOffs: [] };
  }
  const bought = lots.map((lot) => serverEntries(lot, terms, horizon));
  const assets = bought.flatMap((lines, i) => {
    const lot = lots[i];
    const leaves = lot === undefined ? horizon : Math.min(lot.lastMonth, horizon);
    const delivered = (lot?.firstMonth ?? 1) - 1;
    return assetsOf(lines, inBooks, leaves).map((asset) =>
      asset.boughtMonth < delivered ? { ...asset, deliveredMonth: delivered } : asset,
    );
  });
  const writeOffs = lots.map((lot): WriteOff => {
    const { firstMonth, lastMonth, quantity } = lot;
    const usd = quantity * lot.usdPerChip * (1 + terms.networkShare);
    const endsEarly = lastMonth < firstMonth + inBooks - 1;
    return { firstMonth, lifeMonths: inBooks, usd, ...(endsEarly ? { lastMonth } : {}) };
  });
  return { entries: bought.flat(), assets, writeOffs };
}

/** The assets of one purchase: the resale goes with what it names first. */
function assetsOf(lines: readonly LedgerEntry[], lifeMonths: number, soldMonth: number): Asset[] {
  const resaleUsd = sumOf(lines.filter((line) => line.kind === "residual").map(({ usd }) => -usd));
  return lines
    .filter((line) => line.kind === "capex")
    .map(({ category, month, usd }, i) => ({
      category: category as Asset["category"],
      boughtMonth: month,
      lifeMonths,
      soldMonth,
      usd,
      resaleUsd: i === 0 ? resaleUsd : 0,
    }));
}

/** Chips in service in a month, spare places of whole servers included. */
export function ownedChips(months: readonly MonthPhysical[], terms: OwnTerms): readonly number[] {
  const chips = serverLots(months, terms);
  return months.map((row) => inService(chips, row.month));
}

/** What a chip of a lot sells for when it leaves, less where its successor is out by then. */
function resaleUsdPerChip(lot: ServerLot, terms: OwnTerms, horizon: number): number {
  const soldMonth = Math.min(lot.lastMonth, horizon);
  const usd = geometricResidualUsd(
    lot.usdPerChip,
    terms.residualShare,
    terms.residualDeclinePerYear,
    (soldMonth - lot.firstMonth + 1) / 12,
  );
  const { launch } = terms;
  if (launch === undefined || lot.firstMonth >= launch.month) return usd;
  const ageYears = (launch.month - lot.firstMonth) / 12;
  const soldAtYears = (soldMonth - lot.firstMonth + 1) / 12;
  return afterLaunches(usd, soldAtYears, [{ ageYears, dropShare: launch.dropShare }]);
}

function serverEntries(lot: ServerLot, terms: OwnTerms, horizon: number): LedgerEntry[] {
  const { quantity, firstMonth, lastMonth, usdPerChip, orderedMonth } = lot;
  const soldMonth = Math.min(lastMonth, horizon);
  const networkUsdPerChip = usdPerChip * terms.networkShare;
  const boughtMonth = firstMonth - 1;
  const resold = 0 - resaleUsdPerChip(lot, terms, horizon);
  const { depositShare = 0 } = terms;
  const isAhead = depositShare > 0 && orderedMonth < boughtMonth;
  const bill = (month: number, share: number): LedgerEntry[] => [
    entry(month, "servers", "capex", quantity, "chip", usdPerChip * share, "serverUsdPerChip"),
    entry(month, "network", "capex", quantity, "chip", networkUsdPerChip * share, "networkShare"),
  ];
  return [
    ...(isAhead ? bill(orderedMonth, depositShare) : []),
    ...bill(boughtMonth, isAhead ? 1 - depositShare : 1),
    entry(soldMonth, "residual value", "residual", quantity, "chip", resold, "residualShare"),
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
    "facilityUsdPerWatt",
  );
  if (lastMonth <= horizon) return [built];
  const leftUsdPerWatt = straightLineResidualUsd(
    terms.facilityUsdPerWatt,
    horizon - firstMonth + 1,
    lastMonth - firstMonth + 1,
  );
  const left = 0 - leftUsdPerWatt;
  const source = "facilityUsdPerWatt";
  return [
    built,
    entry(horizon, "residual value", "residual", quantity, "W of IT power", left, source),
  ];
}

function monthlyEntries(
  months: readonly MonthPhysical[],
  terms: OwnTerms,
  chips: readonly ServerLot[],
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
        .map((cohort) => cohort.quantity * cohort.usdPerChip),
    );
    const fte = terms.staffFte + terms.staffFtePerMw * (contractedWatts / 1e6);
    const repair = "maintenanceSharePerYear";
    const lines = [
      ...powerEntries(month, facilityKwh, row.hours, terms),
      entry(
        month,
        "maintenance",
        "opex",
        installedUsd,
        "USD-month of servers",
        serverUsdPerMonth,
        repair,
      ),
      staffEntry(month, fte, terms.staffUsdPerYear),
    ];
    if (terms.site === "ownFacility") return lines;
    const kw = contractedWatts / 1000;
    const usd = terms.colocationUsdPerKwMonth;
    const source = "colocationUsdPerKwMonth";
    return [entry(month, "colocation", "opex", kw, "kW-month", usd, source), ...lines];
  });
}
