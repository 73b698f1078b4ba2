import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { movedTerms } from "../../sim/experiment/movedTerms.ts";
import { mergedMonths } from "../../sim/experiment/portfolio/mergedMonths.ts";
import { PLAIN_FINANCE } from "../../sim/financeTerms.ts";
import { trialBalance } from "../../sim/money/accounts.ts";
import type { Outcome } from "../../sim/outcome.ts";
import type { MonthPhysical } from "../../sim/physical.ts";
import { price } from "../../sim/price.ts";
import type { PortfolioTerms, SourceTerms } from "../../sim/terms.ts";
import { monthOf } from "./money/months.ts";
import { API, OWN, RENT } from "./money/terms.ts";

const run = { seed: 41, numRuns: 60 } as const;
const MONTHS = 14;
const common = { horizonMonths: MONTHS, discountRatePerYear: 0.1, carbonKgPerKwh: 0.4 };

const rows = (hasChips: boolean): fc.Arbitrary<readonly MonthPhysical[]> =>
  fc
    .array(fc.record({ chips: fc.nat(64), tokens: fc.nat(1e6) }), {
      minLength: MONTHS,
      maxLength: MONTHS,
    })
    .map((list) =>
      list.map(({ chips, tokens }, i) =>
        monthOf(i + 1, {
          chips: hasChips ? chips + 1 : 0,
          ...{ inputTokens: 3e6 + tokens * 10, outputTokens: 1e6 + tokens, onTimeShare: 0.9 },
        }),
      ),
    );
const cases = fc.record({
  own: rows(true),
  rent: rows(true),
  api: rows(false),
  copies: fc.integer({ min: 1, max: 5 }),
});

const TERMS: Readonly<Record<string, SourceTerms>> = {
  own: { ...OWN, ...common },
  rent: { ...RENT, ...common },
  api: { ...API, ...common },
};
const portfolio: PortfolioTerms = { kind: "portfolio", ...common, sources: TERMS };

type Case = {
  own: readonly MonthPhysical[];
  rent: readonly MonthPhysical[];
  api: readonly MonthPhysical[];
  copies: number;
};
function monthsOf({ own, rent, api, copies }: Case): MonthPhysical[] {
  return mergedMonths([
    { name: "own", copies, months: own },
    { name: "rent", copies: 1, months: rent },
    { name: "api", copies: 1, months: api },
  ]);
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * (Math.abs(a) + Math.abs(b) + 1e-9);
}

describe("one outcome of several sources", () => {
  it("is the sum of its sources: dollars, tokens, categories and years", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const whole = price(monthsOf(one), portfolio);
        const parts = [
          [price(one.own, TERMS["own"] as SourceTerms), one.copies],
          [price(one.rent, TERMS["rent"] as SourceTerms), 1],
          [price(one.api, TERMS["api"] as SourceTerms), 1],
        ] as const;
        const sum = (of: (outcome: Outcome) => number): number =>
          parts.reduce((total, [outcome, copies]) => total + copies * of(outcome), 0);
        const stack = Object.values(whole.stackUsdPerMtok).reduce((a, b) => a + b, 0);
        const mtok = (o: Outcome): number => -o.npvUsd / o.lcotUsdPerMtok;
        return (
          close(
            whole.npvUsd,
            sum((o) => o.npvUsd),
          ) &&
          close(
            whole.capexUsd,
            sum((o) => o.capexUsd),
          ) &&
          close(mtok(whole), sum(mtok)) &&
          close(stack, whole.lcotUsdPerMtok) &&
          whole.years.every((year, i) =>
            close(
              year.cashUsd,
              sum((o) => o.years[i]?.cashUsd ?? 0),
            ),
          ) &&
          close(
            whole.ledger.reduce((total, line) => total + line.usd, 0),
            whole.cumulativeUsd.at(-1) ?? 0,
          )
        );
      }),
      run,
    );
  });

  it("costs its tokens what all of them cost, kind by kind", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const months = monthsOf(one);
        const whole = price(months, portfolio);
        const weight = (month: number): number => 1.1 ** (-month / 12);
        const of = (field: "onTimeInput" | "onTimeCached" | "onTimeOutput"): number =>
          months.reduce((sum, row) => sum + (row.tokens[field] / 1e6) * weight(row.month), 0);
        const paid =
          whole.costPerMtokInputUsd * of("onTimeInput") +
          (whole.costPerMtokCachedUsd ?? 0) * of("onTimeCached") +
          whole.costPerMtokOutputUsd * of("onTimeOutput");
        return close(paid, -whole.npvUsd);
      }),
      run,
    );
  });

  it("does not hang on the order of its sources", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const months = monthsOf(one);
        const turned = months.map((row) => ({
          ...row,
          sources: [...(row.sources ?? [])].reverse(),
        }));
        const [a, b] = [price(months, portfolio), price(turned, portfolio)];
        return close(a.npvUsd, b.npvUsd) && close(a.lcotUsdPerMtok, b.lcotUsdPerMtok);
      }),
      run,
    );
  });

  it("keeps balanced books of the whole, taxed and in debt once", () => {
    const finance = {
      ...PLAIN_FINANCE,
      ...{ taxRate: 0.25, debtShare: 0.6, debtRatePerYear: 0.1, debtYears: 3 },
    };
    fc.assert(
      fc.property(cases, (one) => {
        const { statement, ledger } = price(monthsOf(one), { ...portfolio, finance });
        if (statement === undefined) return false;
        const balance = [...trialBalance(statement.journal, MONTHS).values()];
        const scale = ledger.reduce((sum, line) => sum + Math.abs(line.usd), 0);
        const capex = ledger.filter(({ kind }) => kind === "capex").reduce((s, l) => s + l.usd, 0);
        const bought = statement.months.reduce((sum, row) => sum + row.capexUsd, 0);
        return Math.abs(balance.reduce((a, b) => a + b, 0)) <= 1e-9 * scale && close(bought, capex);
      }),
      run,
    );
  });

  it("of one source and one copy is that source, to the last bit", () => {
    fc.assert(
      fc.property(rows(true), (own) => {
        const alone = price(own, TERMS["own"] as SourceTerms);
        const whole = price(mergedMonths([{ name: "own", copies: 1, months: own }]), portfolio);
        const { ledger: _, ...figures } = whole;
        const { ledger: __, ...expected } = alone;
        expect(figures).toEqual(expected);
      }),
      { ...run, numRuns: 20 },
    );
  });

  it("moves a term in the source that it names, and a shared one in all that have it", () => {
    const moved = movedTerms(portfolio, "sources.own.staffUsdPerYear", 1, 2) as PortfolioTerms;
    expect(moved.sources["own"]?.staffUsdPerYear).toBe(2 * OWN.staffUsdPerYear);
    expect(moved.sources["api"]?.staffUsdPerYear).toBe(API.staffUsdPerYear);
    const all = movedTerms(portfolio, "staffUsdPerYear", 1, 2) as PortfolioTerms;
    for (const own of Object.values(all.sources)) expect(own.staffUsdPerYear).toBe(480_000);
    const rates = movedTerms(portfolio, "discountRatePerYear", 10, 20) as PortfolioTerms;
    expect(rates.discountRatePerYear).toBeCloseTo(0.2, 12);
    const months = mergedMonths([
      {
        name: "api",
        copies: 2,
        months: Array.from({ length: MONTHS }, (_, i) => monthOf(i + 1, { outputTokens: 1e9 })),
      },
    ]);
    expect(price(months, rates).npvUsd).not.toBe(price(months, portfolio).npvUsd);
  });

  it("is refused without sources, and of a source without terms", () => {
    const month = monthOf(1);
    const short = { ...portfolio, horizonMonths: 1 };
    expect(() => price([month], short)).toThrow(/months of no source/);
    const stray = mergedMonths([{ name: "other", copies: 1, months: [month] }]);
    expect(() => price(stray, short)).toThrow(/source "other" without terms/);
  });
});
