import type { Comparison } from "../../sim/comparison.ts";
import type { Posting, RevenueLine } from "../../sim/statement.ts";

/** Postings of the books added up by account and event, nominal USD: means over replications. */
export interface PostingsView {
  readonly name: string;
  readonly years: readonly number[];
  /** Debits positive, credits negative; one figure a year. */
  readonly rows: readonly {
    readonly account: string;
    readonly what: string;
    readonly usd: readonly number[];
  }[];
  readonly sales: readonly SalesRow[];
}

/** What was sold of one kind over the horizon, USD of year 0: mean over replications. */
export interface SalesRow {
  readonly what: string;
  readonly unit: string;
  readonly quantity: number;
  readonly unitPriceUsd: readonly [low: number, high: number];
  readonly firstMonth: number;
  readonly lastMonth: number;
  readonly usd: number;
  /** Path of the input whose price it is, and who says so. */
  readonly path: string | null;
  readonly source: string | null;
}

/** What the lines of the cash statements are the sums of. */
export function postingsViews({ results }: Comparison): PostingsView[] {
  return results.flatMap(({ strategy, outcomes, state }) => {
    const statements = outcomes.flatMap(({ statement }) => statement ?? []);
    const [first] = statements;
    if (state !== "ok" || first === undefined) return [];
    const years = first.years.map(({ year }) => year);
    const n = statements.length;
    const rows = byEvent(
      statements.flatMap(({ journal }) => journal),
      years,
      n,
    );
    const sales = salesRows(
      statements.flatMap(({ revenue }) => revenue),
      n,
    ).map((row) => {
      const input = strategy.assumptions.find(({ term }) => term !== null && term === row.path);
      return { ...row, path: input?.path ?? null, source: input?.source ?? null };
    });
    return [{ name: strategy.name, years, rows, sales }];
  });
}

function byEvent(
  postings: readonly Posting[],
  years: readonly number[],
  n: number,
): PostingsView["rows"] {
  const sums = new Map<string, { account: string; what: string; usd: number[] }>();
  for (const { account, what, month, usd } of postings) {
    const key = JSON.stringify([account, what]);
    const row = sums.get(key) ?? { account, what, usd: years.map(() => 0) };
    const place = years.indexOf(Math.ceil(month / 12));
    row.usd[place] = (row.usd[place] ?? 0) + usd / n;
    sums.set(key, row);
  }
  // Rows of one account stand together, accounts in the order of their first posting.
  const accounts = [...new Set([...sums.values()].map(({ account }) => account))];
  return [...sums.values()].toSorted(
    (a, b) => accounts.indexOf(a.account) - accounts.indexOf(b.account),
  );
}

/** Lines of one kind and price; the path is that of the terms. */
function salesRows(lines: readonly RevenueLine[], n: number): SalesRow[] {
  const rows = new Map<string, SalesRow>();
  for (const { what, unit, quantity, unitPriceUsd, month, usd, source } of lines) {
    const key = JSON.stringify([what, unit, source]);
    const known = rows.get(key);
    const [low, high] = known?.unitPriceUsd ?? [unitPriceUsd, unitPriceUsd];
    rows.set(key, {
      ...{ what, unit, path: source, source: null },
      quantity: (known?.quantity ?? 0) + quantity / n,
      unitPriceUsd: [Math.min(low, unitPriceUsd), Math.max(high, unitPriceUsd)],
      firstMonth: Math.min(known?.firstMonth ?? month, month),
      lastMonth: Math.max(known?.lastMonth ?? month, month),
      usd: (known?.usd ?? 0) + usd / n,
    });
  }
  return [...rows.values()];
}
