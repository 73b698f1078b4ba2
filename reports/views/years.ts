import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import type { LedgerEntry, Outcome } from "../../sim/outcome.ts";
import type { MonthPhysical } from "../../sim/physical.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { SECONDS_PER_HOUR } from "../../sim/units.ts";

/** One month of one strategy in one replication: demand, the fleet behind it, and its price. */
export interface YearsRow {
  readonly strategy: string;
  readonly replication: number;
  readonly month: number;
  readonly requestsPerS: number;
  /** Of the requests, those that no chip was there for, and those answered inside the promise. */
  readonly turnedAwayShare: number;
  readonly onTimeShare: number;
  readonly chips: number;
  readonly wantedChips: number;
  readonly darkChips: number;
  /** Of the chips, those of the second generation. */
  readonly nextChips: number;
  readonly softwareFactor: number;
  readonly itKw: number;
  readonly powerLimitKw: number | null;
  /** Paid for servers, network and facility in the ledger month of the same number. */
  readonly purchasesUsd: number;
  /** What a unit cost in the month, and what the unit is; null where none was bought, or in parts. */
  readonly priceUsd: number | null;
  readonly priceUnit: string;
}

/** Whether anything about a strategy changes over the years but demand at one rate. */
export function changesOverYears({ horizon, terms, refresh }: Strategy): boolean {
  const keys = ["saturation", "seasons", "years"] as const;
  if (refresh !== undefined || keys.some((key) => horizon[key] !== undefined)) return true;
  if (terms.kind === "api" && terms.pricePath !== undefined) return true;
  if (terms.kind === "rent" && terms.rentPath !== undefined) return true;
  const owned = ["launch", "lease", "powerContract", "leadMonths"] as const;
  return terms.kind === "own" && owned.some((key) => terms[key] !== undefined);
}

/** Every month of every strategy; empty where nothing changes over the years. */
export function yearsRows({ results }: Comparison): YearsRow[] {
  if (!results.some(({ strategy }) => changesOverYears(strategy))) return [];
  return results.flatMap((result) =>
    result.months.flatMap((rows, replication) => monthsOf(result, rows, replication)),
  );
}

function monthsOf(
  { strategy, outcomes }: StrategyResult,
  rows: readonly MonthPhysical[],
  replication: number,
): YearsRow[] {
  const outcome = outcomes[replication];
  if (outcome === undefined) return [];
  const bought = purchasesByMonth(outcome);
  const { terms } = strategy;
  // What is paid in parts shows no price of the whole.
  const inParts = terms.kind === "own" && (terms.depositShare ?? 0) > 0;
  const { unit, byMonth } = pricesByMonth(inParts ? [] : outcome.ledger, terms.kind);
  return rows.map((row): YearsRow => {
    const { fleet, month, requests } = row;
    return {
      strategy: strategy.name,
      replication,
      month,
      requestsPerS: requests / (row.hours * SECONDS_PER_HOUR),
      turnedAwayShare: requests > 0 ? (fleet?.turnedAway ?? 0) / requests : 0,
      onTimeShare: requests > 0 ? row.onTimeRequests / requests : 0,
      chips: row.chips,
      wantedChips: fleet?.wantedChips ?? row.chips,
      darkChips: fleet?.darkChips ?? 0,
      nextChips: fleet?.generationChips[1] ?? 0,
      softwareFactor: fleet?.softwareFactor ?? 1,
      itKw: row.peakItWatts / 1000,
      powerLimitKw:
        typeof fleet?.powerLimitWatts === "number" ? fleet.powerLimitWatts / 1000 : null,
      purchasesUsd: bought.get(month) ?? 0,
      priceUsd: byMonth.get(month) ?? null,
      priceUnit: unit,
    };
  });
}

/** What is paid before service counts with the first month. */
function purchasesByMonth({ ledger }: Outcome): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { kind, month, usd } of ledger) {
    if (kind !== "capex") continue;
    const at = Math.max(1, month);
    sums.set(at, (sums.get(at) ?? 0) + usd);
  }
  return sums;
}

/** The unit in which a kind of supply is bought. */
const UNITS: Readonly<Record<string, { readonly unit: string; readonly fits: Fits }>> = {
  api: { unit: "USD per 1M output tokens", fits: (line) => line.unit === "Mtok output" },
  rent: { unit: "USD per chip-hour", fits: (line) => line.category === "chip rent" },
  own: {
    unit: "USD per server, per chip",
    fits: (line) => line.category === "servers" && line.kind === "capex",
  },
};
type Fits = (line: LedgerEntry) => boolean;

function pricesByMonth(ledger: readonly LedgerEntry[], kind: string) {
  const { unit, fits } = UNITS[kind] ?? { unit: "", fits: () => false };
  const lines = new Map<number, LedgerEntry[]>();
  for (const line of ledger.filter(fits)) {
    const month = Math.max(1, line.month);
    if (line.quantity > 0) lines.set(month, [...(lines.get(month) ?? []), line]);
  }
  const byMonth = new Map<number, number>();
  for (const [month, all] of lines) {
    const quantity = all.reduce((sum, line) => sum + line.quantity, 0);
    const usd = all.reduce((sum, line) => sum + line.usd, 0);
    byMonth.set(month, usd / quantity);
  }
  return { unit, byMonth };
}

/** Mean over replications by month of one quantity of one strategy. */
export function monthlyMeans(
  rows: readonly YearsRow[],
  strategy: string,
  of: (row: YearsRow) => number | null,
): readonly { readonly month: number; readonly values: readonly number[] }[] {
  const byMonth = new Map<number, number[]>();
  for (const row of rows) {
    if (row.strategy !== strategy) continue;
    const value = of(row);
    const list = byMonth.get(row.month) ?? [];
    if (value !== null) list.push(value);
    byMonth.set(row.month, list);
  }
  return [...byMonth].map(([month, values]) => ({ month, values }));
}
