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

/** One thing bought, until it is sold or given up; USD of year 0. */
export interface Asset {
  readonly category: "servers" | "network" | "facility";
  /** Ledger month of the purchase; in service from the next one. */
  readonly boughtMonth: number;
  readonly lifeMonths: number;
  /** Ledger month in which it leaves: its life or the horizon ends. */
  readonly soldMonth: number;
  readonly usd: number;
  /** Fetched then, >= 0. */
  readonly resaleUsd: number;
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
 * - Power is the measured IT energy x PUE x price; maintenance a share of the installed servers'
 *   price; staff a base plus operators per contracted MW.
 */
export function ownCost(months: readonly MonthPhysical[], terms: OwnTerms): OwnCost {
  const lifeMonths = wholeMonths(terms.serverLifeYears);
  const chipsNeeded = months.map((row) => row.chips);
  const chips = cohortsFor(chipsNeeded, lifeMonths, terms.chipsPerServer ?? 0);
  const servers = chips.map((cohort) => serverEntries(cohort, terms, months.length));
  const entries = [...servers.flat(), ...monthlyEntries(months, terms, chips)];
  const assets = servers.flatMap((lines) => assetsOf(lines, lifeMonths, months.length));
  const writeOffs: WriteOff[] = chips.map((cohort) => {
    const { firstMonth, quantity } = cohort;
    const usd = quantity * serverUsdPerChip(cohort, terms) * (1 + terms.networkShare);
    return { firstMonth, lifeMonths, usd };
  });
  if (terms.site === "ownFacility") {
    const facilityMonths = wholeMonths(terms.facilityLifeYears);
    const peakWatts = months.map((row) => row.peakItWatts);
    for (const cohort of cohortsFor(peakWatts, facilityMonths)) {
      const lines = facilityEntries(cohort, terms, months.length);
      entries.push(...lines);
      assets.push(...assetsOf(lines, facilityMonths, months.length));
      const usd = cohort.quantity * terms.facilityUsdPerWatt;
      writeOffs.push({ firstMonth: cohort.firstMonth, lifeMonths: facilityMonths, usd });
    }
  }
  return { entries, writeOffs, assets };
}

/** The assets of one purchase: the resale goes with what it names first. */
function assetsOf(lines: readonly LedgerEntry[], lifeMonths: number, horizon: number): Asset[] {
  const resaleUsd = sumOf(lines.filter((line) => line.kind === "residual").map(({ usd }) => -usd));
  return lines
    .filter((line) => line.kind === "capex")
    .map(({ category, month, usd }, i) => ({
      category: category as Asset["category"],
      boughtMonth: month,
      lifeMonths,
      soldMonth: Math.min(month + lifeMonths, horizon),
      usd,
      resaleUsd: i === 0 ? resaleUsd : 0,
    }));
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
  const resold = 0 - resaleUsdPerChip;
  return [
    entry(boughtMonth, "servers", "capex", quantity, "chip", usdPerChip, "serverUsdPerChip"),
    entry(boughtMonth, "network", "capex", quantity, "chip", networkUsdPerChip, "networkShare"),
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
    const kwhUsd = terms.electricityUsdPerKwh;
    const repair = "maintenanceSharePerYear";
    const lines = [
      entry(month, "power", "opex", facilityKwh, "kWh", kwhUsd, "electricityUsdPerKwh"),
      entry(
        month,
        "maintenance",
        "opex",
        installedUsd,
        "USD of servers",
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
