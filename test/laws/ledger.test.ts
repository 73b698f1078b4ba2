import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PLAIN_FINANCE } from "../../sim/financeTerms.ts";
import { balanceSheet, trialBalance } from "../../sim/money/accounts.ts";
import { loanSchedule } from "../../sim/money/loan.ts";
import type { Outcome } from "../../sim/outcome.ts";
import type { MonthPhysical } from "../../sim/physical.ts";
import { price } from "../../sim/price.ts";
import type { Account, Posting, Statement } from "../../sim/statement.ts";
import type { Terms } from "../../sim/terms.ts";
import {
  atPrices,
  bare,
  extraCosts,
  financed,
  monthRows,
  own,
  real,
  revenue,
} from "./pricedTerms.ts";

const run = { seed: 20_261_121, numRuns: 60 };
const priced = (months: readonly MonthPhysical[], terms: Terms): Outcome =>
  price(months, { ...terms, horizonMonths: months.length });
const stated = (months: readonly MonthPhysical[], terms: Terms): Statement => {
  const { statement } = priced(months, terms);
  if (statement === undefined) throw new Error("expected a statement");
  return statement;
};
/** Dollars moved, the scale of every comparison below. */
const moved = ({ journal }: Statement): number =>
  journal.reduce((sum, { usd }) => sum + Math.abs(usd), 0);
const near = (got: number, expected: number, scale: number): boolean =>
  Math.abs(got - expected) <= 1e-9 * scale + 1e-6;
const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0);
const moneyOf = (journal: readonly Posting[], account: Account, month: number): number =>
  sum(
    journal.flatMap((line) => (line.account === account && line.month === month ? line.usd : [])),
  );

describe("laws of the ledger", () => {
  it("every event of the journal sums to zero, and so does the trial balance of every month", () => {
    fc.assert(
      fc.property(monthRows, financed, (months, terms) => {
        const statement = stated(months, terms);
        const { journal } = statement;
        const events = new Map<number, number>();
        for (const { event, usd } of journal) events.set(event, (events.get(event) ?? 0) + usd);
        const scale = moved(statement);
        return (
          [...events.values()].every((usd) => near(usd, 0, scale)) &&
          months.every(({ month }) =>
            near(sum([...trialBalance(journal, month).values()]), 0, scale),
          )
        );
      }),
      run,
    );
  });

  it("assets are liabilities and equity at every month end, and nothing is left at the last", () => {
    fc.assert(
      fc.property(monthRows, financed, (months, terms) => {
        const statement = stated(months, terms);
        const scale = moved(statement);
        const ends = [0, ...months.map(({ month }) => month)].map((month) =>
          balanceSheet(statement.journal, month),
        );
        const last = ends.at(-1);
        return (
          ends.every((end) => near(end.assetsUsd, end.liabilitiesUsd + end.equityUsd, scale)) &&
          near(last?.assetsUsd ?? 1, 0, scale) &&
          near(last?.liabilitiesUsd ?? 1, 0, scale)
        );
      }),
      run,
    );
  });

  it("every row of the statement is the sum of its postings", () => {
    fc.assert(
      fc.property(monthRows, financed, (months, terms) => {
        const statement = stated(months, terms);
        const { journal } = statement;
        const scale = moved(statement);
        return statement.months.every((row) => {
          const of = (account: Account): number => moneyOf(journal, account, row.month);
          return (
            near(row.revenueUsd, -of("revenue"), scale) &&
            near(row.bookDepreciationUsd, of("depreciation"), scale) &&
            near(row.gainOnSaleUsd, -of("gain on sale"), scale) &&
            near(row.interestUsd, of("interest"), scale) &&
            near(row.taxUsd, of("tax"), scale) &&
            near(row.equityCashUsd, of("owners"), scale) &&
            near(row.opexUsd, sum(Object.values(row.opexByCategory)), scale) &&
            near(
              row.workingCapitalUsd,
              of("receivables") + of("payables") + of("prepayment"),
              scale,
            ) &&
            near(
              row.debtDrawUsd - (row.debtServiceUsd - row.interestUsd) - row.debtSettledUsd,
              -of("debt"),
              scale,
            )
          );
        });
      }),
      run,
    );
  });

  it("cash to the owners is profit after the purchases are sold, over the whole life", () => {
    fc.assert(
      fc.property(monthRows, financed, (months, terms) => {
        const statement = stated(months, terms);
        const cash = sum(statement.years.map((year) => year.equityCashUsd));
        const profit = sum(statement.years.map((year) => year.netIncomeUsd));
        return near(cash, profit, moved(statement));
      }),
      run,
    );
  });

  it("doubling every price doubles every cost, every tax and what is left", () => {
    fc.assert(
      fc.property(monthRows, financed, (months, terms) => {
        const once = priced(months, terms);
        const twice = priced(months, atPrices(terms, 2));
        const [a, b] = [once.statement, twice.statement];
        if (a === undefined || b === undefined) return false;
        const scale = moved(b);
        const same = (x: number | null, y: number | null): boolean =>
          x === null || y === null ? x === y : Math.abs(x - y) <= 1e-6 * (1 + Math.abs(x));
        return (
          once.ledger.every((line, i) => near(twice.ledger[i]?.usd ?? 0, 2 * line.usd, scale)) &&
          near(b.npvUsd, 2 * a.npvUsd, scale) &&
          near(b.npvEquityUsd, 2 * a.npvEquityUsd, scale) &&
          a.months.every(({ month }) => {
            const doubled = trialBalance(b.journal, month);
            return [...trialBalance(a.journal, month)].every(([account, usd]) =>
              near(doubled.get(account) ?? 0, 2 * usd, scale),
            );
          }) &&
          same(a.profitabilityIndex, b.profitabilityIndex) &&
          same(a.minDscr, b.minDscr)
        );
      }),
      run,
    );
  });

  it("inflation alone changes nothing real: nominal flows at the nominal rate", () => {
    fc.assert(
      fc.property(monthRows, bare, revenue, real(-0.05, 0.3), (months, terms, sold, inflation) => {
        const of = (inflationPerYear: number): Statement =>
          stated(months, {
            ...terms,
            revenue: sold,
            finance: { ...PLAIN_FINANCE, inflationPerYear },
          });
        const [still, risen] = [of(0), of(inflation)];
        const scale = moved(risen) + moved(still);
        return (
          near(risen.npvUsd, still.npvUsd, scale) &&
          near(risen.npvEquityUsd, still.npvEquityUsd, scale) &&
          near(
            risen.lcotAfterTaxUsdPerMtok,
            still.lcotAfterTaxUsdPerMtok,
            still.lcotAfterTaxUsdPerMtok,
          )
        );
      }),
      run,
    );
  });

  it("debt at the inflated rate of equity is worth nothing, at any inflation", () => {
    fc.assert(
      fc.property(
        monthRows,
        own,
        revenue,
        real(0, 0.2),
        real(0, 0.9),
        (months, terms, sold, inflation, share) => {
          const rate = (1 + terms.discountRatePerYear) * (1 + inflation) - 1;
          const of = (debtShare: number): Statement =>
            stated(months, {
              ...{ ...terms, revenue: sold },
              finance: {
                ...{ ...PLAIN_FINANCE, inflationPerYear: inflation, debtShare },
                ...{ debtRatePerYear: rate, debtYears: 3 },
              },
            });
          const [without, borrowed] = [of(0), of(share)];
          return near(borrowed.npvEquityUsd, without.npvEquityUsd, moved(borrowed));
        },
      ),
      run,
    );
  });

  it("without tax, debt and credit the value is revenue less the cost that was priced before", () => {
    fc.assert(
      fc.property(monthRows, bare, revenue, extraCosts, (months, terms, sold, extra) => {
        const plain = priced(months, { ...terms, extraCosts: extra });
        const { statement, ...rest } = priced(months, {
          ...{ ...terms, extraCosts: extra, revenue: sold, finance: PLAIN_FINANCE },
        });
        expect(rest).toEqual(plain);
        if (statement === undefined) return false;
        const weight = (month: number): number => (1 + terms.discountRatePerYear) ** -(month / 12);
        const earned = sum(statement.revenue.map(({ usd, month }) => usd * weight(month)));
        return (
          near(statement.npvUsd, plain.npvUsd + earned, moved(statement)) &&
          near(statement.npvEquityUsd, statement.npvUsd, moved(statement)) &&
          near(statement.lcotAfterTaxUsdPerMtok, plain.lcotUsdPerMtok, plain.lcotUsdPerMtok)
        );
      }),
      run,
    );
  });

  it("the value of a strategy is the sum of its entries' present values", () => {
    fc.assert(
      fc.property(monthRows, financed, (months, terms) => {
        const outcome = priced(months, terms);
        const { statement, ledger, npvUsd } = outcome;
        if (statement === undefined) return false;
        const at = (rate: number, month: number): number => (1 + rate) ** -(month / 12);
        const scale = moved(statement);
        const entries = sum(
          ledger.map(({ usd, month }) => usd * at(terms.discountRatePerYear, month)),
        );
        const owners = statement.journal.flatMap(({ account, usd, month }) =>
          account === "owners" ? usd * at(statement.equityRatePerYear, month) : [],
        );
        return near(npvUsd, -entries, scale) && near(statement.npvEquityUsd, sum(owners), scale);
      }),
      run,
    );
  });

  it("a higher tax never leaves the owners of a profitable business more", () => {
    fc.assert(
      fc.property(monthRows, bare, real(0, 0.4), real(0, 0.3), (months, terms, low, more) => {
        const tokens = {
          inputUsdPerMtok: 1e6,
          cachedUsdPerMtok: 1e6,
          outputUsdPerMtok: 1e6,
          priceDeclinePerYear: 0,
        };
        const of = (taxRate: number): Statement =>
          stated(months, { ...terms, revenue: { tokens }, finance: { ...PLAIN_FINANCE, taxRate } });
        const [a, b] = [of(low), of(low + more)];
        return b.npvUsd <= a.npvUsd + 1e-9 * moved(a);
      }),
      run,
    );
  });

  it("a loan pays interest on what is owed and ends at nothing", () => {
    fc.assert(
      fc.property(
        real(1, 1e9),
        real(0, 0.5),
        fc.integer({ min: 1, max: 120 }),
        (usd, rate, term) => {
          const rows = loanSchedule(usd, rate, term);
          let owed = usd;
          return rows.every((row) => {
            const fair = near(row.interestUsd, owed * ((1 + rate) ** (1 / 12) - 1), usd);
            owed -= row.principalUsd;
            return fair && near(row.balanceUsd, owed, usd * term);
          });
        },
      ),
      run,
    );
  });
});
