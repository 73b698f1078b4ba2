import type { LedgerEntry } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import { CHIP_STATES } from "../physical.ts";
import type { RentContract, RentTerms } from "../terms.ts";
import { SECONDS_PER_HOUR } from "../units.ts";
import { type Cohort, cohortsFor } from "./cohorts.ts";
import { entry, sumOf } from "./ledger.ts";
import { priceInMonth } from "./pricePath.ts";
import { staffEntry } from "./staffCost.ts";

/** Months that a contract holds its chips and its price; on demand it holds neither. */
export const CONTRACT_MONTHS: Readonly<Record<RentContract, number>> = {
  onDemand: 0,
  reserved1y: 12,
  reserved3y: 36,
  spot: 0,
  managed: 0,
  capacityBlock: 1,
};

/** Contracts that are paid for the hours that chips are there. */
export function isByTheHour(contract: RentContract): boolean {
  return CONTRACT_MONTHS[contract] === 0;
}

/** States of a chip that is paid for by the hour; a spot machine that was taken back is not there. */
const POWERED = CHIP_STATES.filter((state) => state !== "off");
const POWERED_SPOT = POWERED.filter((state) => state !== "down");

interface PaidHours {
  readonly chipHours: number;
  readonly usd: number;
}

/**
 * What a renter pays. On demand: the chip-hours that were powered, at the month's price; those that
 * a scaler switched off are not paid. Reserved: every chip around the clock; each batch of chips is committed for the whole term at the price of
 * its first month and renewed, as far as still needed, at the price of that day. A term that
 * outlasts the horizon is paid up to the horizon.
 */
export function rentEntries(months: readonly MonthPhysical[], terms: RentTerms): LedgerEntry[] {
  const termMonths = CONTRACT_MONTHS[terms.contract];
  const commitments = termMonths > 0 ? cohortsFor(chipsNeeded(months), termMonths) : [];
  return months.flatMap((row) => {
    const paid = termMonths > 0 ? reserved(row, terms, commitments) : onDemand(row, terms);
    const usdPerChipHour = paid.chipHours > 0 ? paid.usd / paid.chipHours : 0;
    const { month } = row;
    const rent = "rentUsdPerChipHour";
    return [
      entry(month, "chip rent", "opex", paid.chipHours, "chip-hour", usdPerChipHour, rent),
      entry(
        month,
        "rent extras",
        "opex",
        paid.usd,
        "USD of rent",
        terms.extrasShare,
        "extrasShare",
      ),
      staffEntry(month, terms.staffFte, terms.staffUsdPerYear),
    ];
  });
}

function chipsNeeded(months: readonly MonthPhysical[]): number[] {
  return months.map((row) => row.chips);
}

/** Rent of a chip-hour in a month of service. */
export function rentAt(terms: RentTerms, month: number): number {
  const { rentUsdPerChipHour, rentDeclinePerYear, rentPath } = terms;
  return priceInMonth(rentUsdPerChipHour, month, terms, rentDeclinePerYear, rentPath);
}

function onDemand(row: MonthPhysical, terms: RentTerms): PaidHours {
  const paid = terms.contract === "spot" ? POWERED_SPOT : POWERED;
  const chipHours = sumOf(paid.map((state) => row.chipTimeS[state])) / SECONDS_PER_HOUR;
  return { chipHours, usd: chipHours * rentAt(terms, row.month) };
}

function reserved(row: MonthPhysical, terms: RentTerms, commitments: readonly Cohort[]): PaidHours {
  const current = commitments.filter((c) => c.firstMonth <= row.month && row.month <= c.lastMonth);
  const chipHours = sumOf(current.map((c) => c.quantity * row.hours));
  const usd = sumOf(current.map((c) => c.quantity * row.hours * rentAt(terms, c.firstMonth)));
  return { chipHours, usd };
}
