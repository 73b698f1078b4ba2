import type { LedgerEntry } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import type { ToilTerms } from "../toilTerms.ts";

/**
 * Developer toil as a ledger line of its own: the events of the simulated months, in hours of
 * engineers. Source: economics ledger c6
 */

/** Engineer-hours of one month. */
export interface ToilHours {
  /** Failures that somebody has to find and mend. */
  readonly incidents: number;
  /** Builds and queues that somebody waits for. */
  readonly waits: number;
}

/** Hours of a working week, for comparing toil with what surveys say of one. */
export const WEEK_HOURS = 40;
const MONTHS_PER_YEAR = 12;

/** Engineer-hours of one month: failures to find and mend, builds and queues to wait for. */
export function toilHours({ chips, hours }: MonthPhysical, toil: ToilTerms): ToilHours {
  const manual = chips * hours * toil.incidentsPerChipHour * toil.manualShare;
  const releases = toil.releasesPerMonth * toil.services;
  return {
    incidents: manual * (toil.detectHours + toil.debugHours + toil.switchHours),
    waits: releases * (toil.buildHours * toil.attentionShare + toil.switchHours),
  };
}

/** Engineer-hours of tuning before the service goes live. */
export function tuningHours(toil: ToilTerms): number {
  const monthHours = toil.hoursPerYear / MONTHS_PER_YEAR;
  return toil.tuningMonths * toil.services * toil.chipFamilies * monthHours;
}

/** Tuning before the first month, then incidents and waits month by month. */
export function toilEntries(
  months: readonly MonthPhysical[],
  toil: ToilTerms | undefined,
): LedgerEntry[] {
  if (toil === undefined) return [];
  const unitPriceUsd = toil.usdPerYear / toil.hoursPerYear;
  const line = (month: number, quantity: number, what: string): LedgerEntry => ({
    ...{ month, category: "toil", kind: "opex", quantity, unit: `hour of ${what}`, unitPriceUsd },
    ...{ usd: quantity * unitPriceUsd, source: "toil.usdPerYear" },
  });
  const monthly = months.flatMap((row) => {
    const { incidents, waits } = toilHours(row, toil);
    return [line(row.month, incidents, "incidents"), line(row.month, waits, "waiting")];
  });
  return [line(0, tuningHours(toil), "tuning"), ...monthly].filter(({ quantity }) => quantity > 0);
}

/**
 * Toil as hours of one engineer's week, spread over as many engineers as the strategy employs: what
 * surveys ask for (15 h a week in 2022; 20 % of the time in 2026).
 */
export function toilHoursPerWeek(hoursPerYear: number, engineers: number): number {
  return engineers > 0 ? hoursPerYear / 52 / engineers : Number.NaN;
}
