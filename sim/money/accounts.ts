import { invariant } from "../invariant.ts";
import type { LedgerEntry } from "../outcome.ts";
import {
  type Account,
  type AccountClass,
  accountClass,
  type Posting,
  type RevenueLine,
} from "../statement.ts";
import type { Asset } from "./asset.ts";
import { bookDepreciationUsd, bookValueAtSaleUsd } from "./bookValue.ts";
import { type DebtMonth, debtByMonth, type LoanTerms } from "./debt.ts";
import { sumOf } from "./ledger.ts";
import { byMonth, grouped } from "./monthly.ts";
import { outstandingUsd } from "./workingCapital.ts";

/**
 * Double entry: everything that happens to money is an event whose postings sum to zero, debits
 * positive and credits negative. What is missing at the end of a month the owners pay in, what is
 * left they take out, so the cash account is empty between months.
 */

/** What is written into the books, in nominal USD. */
export interface Transactions extends LoanTerms {
  /** Ledger and revenue at the prices of their day. */
  readonly ledger: readonly LedgerEntry[];
  readonly revenue: readonly RevenueLine[];
  readonly receivableDays: number;
  readonly payableDays: number;
  /** Tax paid in months 0, 1, ... */
  readonly taxUsd: readonly number[];
}

type Side = readonly [account: Account, usd: number];

class Books {
  readonly postings: Posting[] = [];
  /** Balance of the cash account. */
  cashUsd = 0;
  #events = 0;

  /** Writes one event; nothing for one of no dollars. */
  post(month: number, what: string, sides: readonly Side[], source?: string): void {
    let sum = 0;
    let scale = 0;
    for (const [, usd] of sides) {
      sum += usd;
      scale += Math.abs(usd);
    }
    if (scale === 0) return;
    invariant(
      Math.abs(sum) <= 1e-9 * scale,
      () => `${what} of month ${month}: postings sum to ${sum}; expected 0`,
    );
    this.#events += 1;
    const event = this.#events;
    for (const [account, usd] of sides) {
      if (usd === 0) continue;
      if (account === "cash") this.cashUsd += usd;
      this.postings.push(
        source === undefined
          ? { event, month, account, usd, what }
          : { event, month, account, usd, what, source },
      );
    }
  }
}

/** The journal of a strategy, month by month, in the order in which things happen in a month. */
export function journalOf(given: Transactions): readonly Posting[] {
  const books = new Books();
  const { months, taxUsd } = given;
  const costs = given.ledger.filter(isRunningCost);
  const owed = outstandingUsd(byMonth(costs, months), given.payableDays);
  const earned = outstandingUsd(byMonth(given.revenue, months), given.receivableDays);
  const debt = debtByMonth(given);
  const sales = grouped(given.revenue, months);
  const bills = grouped(costs, months);
  const paidAhead = given.ledger.filter((line) => line.category === "prepayment");
  for (let month = 0; month <= months; month += 1) {
    const sold = sales[month] ?? [];
    for (const { usd, what, source } of sold) {
      books.post(month, what, pair("receivables", "revenue", usd), source);
    }
    const used = bills[month] ?? [];
    for (const { usd, category, source } of used) {
      books.post(month, category, pair(category as Account, "payables", usd), source);
    }
    const inUsd = dollars(sold) + (earned[month - 1] ?? 0) - (earned[month] ?? 0);
    const outUsd = dollars(used) + (owed[month - 1] ?? 0) - (owed[month] ?? 0);
    books.post(month, "customers pay", pair("cash", "receivables", inUsd));
    books.post(month, "suppliers are paid", pair("payables", "cash", outUsd));
    writePrepayments(books, paidAhead, month);
    writeAssets(books, given, month);
    writeDebt(books, debt[month], month);
    books.post(month, "tax", pair("tax", "cash", taxUsd[month] ?? 0));
    sweep(books, month);
  }
  return books.postings;
}

/** The same dollars on the debit of one account and the credit of another. */
function pair(debit: Account, credit: Account, usd: number): readonly Side[] {
  return [
    [debit, usd],
    [credit, 0 - usd],
  ];
}

function dollars(lines: readonly { readonly usd: number }[]): number {
  return sumOf(lines.map(({ usd }) => usd));
}

/** A cost that is used up when it falls due: no purchase, no resale, nothing paid ahead. */
export function isRunningCost(line: LedgerEntry): boolean {
  return line.kind === "opex" && line.category !== "prepayment";
}

/** Part of a payment made ahead that a month uses up. */
export function usedOfPrepaid(line: LedgerEntry, month: number): number {
  const { coversMonths = 1 } = line;
  const covered = month > line.month && month <= line.month + coversMonths;
  return line.category === "prepayment" && covered ? line.usd / coversMonths : 0;
}

function writePrepayments(books: Books, paidAhead: readonly LedgerEntry[], month: number): void {
  for (const line of paidAhead) {
    if (line.month === month) {
      books.post(month, "rent paid ahead", pair("prepayment", "cash", line.usd), line.source);
    }
    const usedUsd = usedOfPrepaid(line, month);
    books.post(month, "rent paid ahead used", pair("chip rent", "prepayment", usedUsd));
  }
}

const OWNED = ["servers", "network", "facility"] as const satisfies readonly Asset["category"][];

function writeAssets(books: Books, { assets }: Transactions, month: number): void {
  for (const category of OWNED) {
    const own = assets.filter((asset) => asset.category === category);
    const boughtUsd = dollars(own.filter(({ boughtMonth }) => boughtMonth === month));
    books.post(month, `${category} bought`, pair(category, "cash", boughtUsd));
    const partUsd = sumOf(own.map((asset) => bookDepreciationUsd(asset, month)));
    const what = `${category} written off`;
    books.post(month, what, pair("depreciation", "accumulated depreciation", partUsd));
    for (const asset of own) {
      if (asset.soldMonth !== month) continue;
      const { usd, resaleUsd } = asset;
      const bookUsd = bookValueAtSaleUsd(asset);
      books.post(month, `${category} sold`, [
        ["cash", resaleUsd],
        ["accumulated depreciation", usd - bookUsd],
        [category, 0 - usd],
        ["gain on sale", bookUsd - resaleUsd],
      ]);
    }
  }
}

function writeDebt(books: Books, row: DebtMonth | undefined, month: number): void {
  if (row === undefined) return;
  const { drawUsd, interestUsd, principalUsd, settledUsd } = row;
  books.post(month, "loan drawn", pair("cash", "debt", drawUsd));
  books.post(month, "interest", pair("interest", "cash", interestUsd));
  books.post(month, "loan repaid", pair("debt", "cash", principalUsd));
  books.post(month, "loan settled", pair("debt", "cash", settledUsd));
}

function sweep(books: Books, month: number): void {
  const { cashUsd } = books;
  const what = cashUsd < 0 ? "owners pay in" : "owners take out";
  books.post(month, what, pair("owners", "cash", cashUsd));
}

/** Balance of every account at the end of a month: it sums to zero. */
export function trialBalance(
  journal: readonly Posting[],
  month: number,
): ReadonlyMap<Account, number> {
  const lines = new Map<Account, number[]>();
  for (const { account, usd, month: of } of journal) {
    if (of > month) continue;
    const list = lines.get(account);
    if (list === undefined) lines.set(account, [usd]);
    else list.push(usd);
  }
  return new Map([...lines].map(([account, usd]) => [account, sumOf(usd)]));
}

export interface BalanceSheet {
  readonly assetsUsd: number;
  readonly liabilitiesUsd: number;
  /** What the owners paid in, less what they took out, plus all profit so far. */
  readonly equityUsd: number;
}

/** Assets = liabilities + equity at the end of a month. */
export function balanceSheet(journal: readonly Posting[], month: number): BalanceSheet {
  const sums: Record<AccountClass, number[]> = {
    asset: [],
    liability: [],
    equity: [],
    income: [],
    expense: [],
  };
  for (const [account, usd] of trialBalance(journal, month)) sums[accountClass(account)].push(usd);
  return {
    assetsUsd: sumOf(sums.asset),
    liabilitiesUsd: -sumOf(sums.liability),
    equityUsd: -sumOf([...sums.equity, ...sums.income, ...sums.expense]),
  };
}
