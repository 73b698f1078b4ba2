import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import { COST_CATEGORIES } from "../../sim/costCategories.ts";
import type { Assumption, LedgerEntry, Outcome } from "../../sim/outcome.ts";
import { presentWeight } from "./presentWeight.ts";

/**
 * The ledger behind a cost: dated lines of one item at one source of price, added up. Means over
 * replications, so that the rows sum to the figures of the report.
 */
export interface EntryRow {
  /** Name of the source that it is paid for, where a strategy has several. */
  readonly of: string | null;
  readonly category: string;
  readonly unit: string;
  /** Null where lines of several items stand together. */
  readonly quantity: number | null;
  /** Lowest and highest price of one unit, USD. */
  readonly unitPriceUsd: readonly [low: number, high: number] | null;
  readonly firstMonth: number;
  readonly lastMonth: number;
  /** Lines of the ledger in one replication. */
  readonly lines: number;
  readonly usd: number;
  readonly presentUsd: number;
  readonly usdPerMtok: number;
  /** Path of the input whose price it is, and who says so. */
  readonly path: string | null;
  readonly source: string | null;
}

export interface EntriesView {
  readonly name: string;
  readonly rows: readonly EntryRow[];
  readonly usd: number;
  readonly presentUsd: number;
  readonly usdPerMtok: number;
}

/** Most rows of one strategy; the smallest beyond stand together in the last. */
export const MOST_ROWS = 60;

/** The entries behind the cost stack, one view per strategy that has one. */
export function entriesViews({ results }: Comparison): EntriesView[] {
  return results.flatMap((result) => {
    const { strategy, outcomes, state } = result;
    const sound = outcomes.filter(({ lcotUsdPerMtok }) => Number.isFinite(lcotUsdPerMtok));
    if (state !== "ok" || sound.length === 0) return [];
    const all = itemsOf(result, sound);
    const rows = all.length > MOST_ROWS ? shortened(all) : all;
    return [{ name: strategy.name, rows, ...totals(rows) }];
  });
}

function itemsOf({ strategy }: StrategyResult, outcomes: readonly Outcome[]): EntryRow[] {
  const weightAt = presentWeight(strategy.terms);
  const n = outcomes.length;
  const items = new Map<string, EntryRow>();
  for (const outcome of outcomes) {
    const perUsd = perPresentUsd(outcome, weightAt);
    for (const line of outcome.ledger) {
      const { of, category, kind, unit, source } = line;
      const key = JSON.stringify([of ?? "", category, kind, unit, source ?? ""]);
      const presentUsd = line.usd * weightAt(line.month);
      const usdPerMtok = presentUsd * (perUsd.get(category) ?? 0);
      const known = items.get(key);
      const input = inputOf(strategy.assumptions, line);
      const row: EntryRow = {
        ...{ of: of ?? null, category, unit, unitPriceUsd: priceOf(line) },
        ...{ quantity: line.quantity / n, firstMonth: line.month, lastMonth: line.month },
        ...{ lines: 1 / n, usd: line.usd / n, presentUsd: presentUsd / n },
        ...{ usdPerMtok: usdPerMtok / n, path: input?.path ?? null, source: input?.source ?? null },
      };
      items.set(key, known === undefined ? row : joined(known, row));
    }
  }
  const rank = ({ category }: EntryRow): number =>
    (COST_CATEGORIES as readonly string[]).indexOf(category);
  return [...items.values()]
    .filter(({ usd, presentUsd }) => usd !== 0 || presentUsd !== 0)
    .toSorted((a, b) => rank(a) - rank(b));
}

/** Levelised cost that a dollar of present value in a category stands for. */
function perPresentUsd(
  { ledger, stackUsdPerMtok }: Outcome,
  weightAt: (month: number) => number,
): ReadonlyMap<string, number> {
  const presentUsd = new Map<string, number>();
  for (const { category, usd, month } of ledger) {
    presentUsd.set(category, (presentUsd.get(category) ?? 0) + usd * weightAt(month));
  }
  return new Map(
    Object.entries(stackUsdPerMtok).map(([category, usdPerMtok]) => {
      const usd = presentUsd.get(category) ?? 0;
      return [category, usd === 0 ? 0 : usdPerMtok / usd];
    }),
  );
}

/** The input behind the price of a line; what all sources or copies share has no source's name. */
function inputOf(
  assumptions: readonly Assumption[],
  { source, of }: LedgerEntry,
): Assumption | undefined {
  if (source === undefined) return undefined;
  const prefix = `sources.${of ?? ""}.`;
  const shared = source.startsWith(prefix) ? source.slice(prefix.length) : source;
  return (
    assumptions.find(({ term }) => term === source) ??
    assumptions.find(({ term }) => term === shared)
  );
}

/** A line without quantity has no price worth showing. */
function priceOf({ quantity, unitPriceUsd }: LedgerEntry): EntryRow["unitPriceUsd"] {
  return quantity === 0 ? null : [unitPriceUsd, unitPriceUsd];
}

/** Two rows as one: what does not agree is left out. */
function joined(a: EntryRow, b: EntryRow): EntryRow {
  const quantity = a.quantity === null || b.quantity === null ? null : a.quantity + b.quantity;
  const [one, two] = [a.unitPriceUsd ?? b.unitPriceUsd, b.unitPriceUsd ?? a.unitPriceUsd];
  const unitPriceUsd: EntryRow["unitPriceUsd"] =
    one === null || two === null ? null : [Math.min(one[0], two[0]), Math.max(one[1], two[1])];
  return {
    ...a,
    ...{ quantity, unitPriceUsd },
    firstMonth: Math.min(a.firstMonth, b.firstMonth),
    lastMonth: Math.max(a.lastMonth, b.lastMonth),
    lines: a.lines + b.lines,
    usd: a.usd + b.usd,
    presentUsd: a.presentUsd + b.presentUsd,
    usdPerMtok: a.usdPerMtok + b.usdPerMtok,
  };
}

/** The largest rows, and all others in one. */
function shortened(rows: readonly EntryRow[]): EntryRow[] {
  const size = ({ presentUsd }: EntryRow): number => Math.abs(presentUsd);
  const bySize = rows.toSorted((a, b) => size(b) - size(a));
  const kept = new Set(bySize.slice(0, MOST_ROWS - 1));
  const rest = bySize.slice(MOST_ROWS - 1);
  const other = rest
    .map((row): EntryRow => {
      const category = `${rest.length} smaller items`;
      const no = { of: null, unit: "", quantity: null, unitPriceUsd: null };
      return { ...row, ...no, category, path: null, source: null };
    })
    .reduce(joined);
  return [...rows.filter((row) => kept.has(row)), other];
}

function totals(rows: readonly EntryRow[]): Pick<EntriesView, "usd" | "presentUsd" | "usdPerMtok"> {
  const sum = (of: (row: EntryRow) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  return {
    usd: sum((row) => row.usd),
    presentUsd: sum((row) => row.presentUsd),
    usdPerMtok: sum((row) => row.usdPerMtok),
  };
}
