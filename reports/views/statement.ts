import type { Comparison } from "../../sim/comparison.ts";
import { COST_CATEGORIES, type CostCategory } from "../../sim/costCategories.ts";
import type { Statement, StatementRow, StatementYear } from "../../sim/statement.ts";
import { formatValue, typographic } from "../format.ts";
import { type Mean, meanOf } from "./costStack.ts";
import { type ServerLife, serverLife } from "./serverLife.ts";

/** The cash flow of one strategy as an investor reads it, means over replications. */
export interface StatementView {
  readonly name: string;
  readonly years: readonly number[];
  /** Lines with anything in them, each with one figure a year. */
  readonly lines: readonly { readonly label: string; readonly values: readonly Mean[] }[];
  readonly figures: ReadonlyMap<string, string>;
  /** How long the servers should live against how long the books say; null where none are owned. */
  readonly life: ServerLife | null;
}

const NONE = "n/a";

type Line = readonly [label: string, of: (row: StatementRow) => number];

const BEFORE_COSTS: readonly Line[] = [["revenue", (row) => row.revenueUsd]];
const AFTER_COSTS: readonly Line[] = [
  ["EBITDA", (row) => row.ebitdaUsd],
  ["book depreciation", (row) => 0 - row.bookDepreciationUsd],
  ["gain or loss on sale", (row) => row.gainOnSaleUsd],
  ["EBIT", (row) => row.ebitUsd],
  ["interest", (row) => 0 - row.interestUsd],
  ["tax", (row) => 0 - row.taxUsd],
  ["net income", (row) => row.netIncomeUsd],
  ["(tax depreciation)", (row) => row.taxDepreciationUsd],
  ["(taxable income)", (row) => row.taxableUsd],
  ["capex", (row) => 0 - row.capexUsd],
  ["working capital", (row) => 0 - row.workingCapitalUsd],
  ["resale", (row) => row.residualUsd],
  ["debt drawn", (row) => row.debtDrawUsd],
  ["debt service", (row) => 0 - row.debtServiceUsd],
  ["debt settled", (row) => 0 - row.debtSettledUsd],
  ["cash before interest", (row) => row.unleveredCashUsd],
  ["cash to the owners", (row) => row.equityCashUsd],
];

/** Costs by category come between revenue and EBITDA. */
function linesOf(years: readonly StatementYear[]): readonly Line[] {
  const used = COST_CATEGORIES.filter((category) =>
    years.some(({ opexByCategory }) => (opexByCategory[category] ?? 0) !== 0),
  );
  const costs = used.map(
    (category: CostCategory): Line => [category, (row) => 0 - (row.opexByCategory[category] ?? 0)],
  );
  return [...BEFORE_COSTS, ...costs, ...AFTER_COSTS].filter(([, of]) =>
    years.some((row) => of(row) !== 0),
  );
}

type Figure = readonly [label: string, unit: string, of: (statement: Statement) => number | null];

/** Figures below the statements, in the order of the table. */
export const STATEMENT_FIGURES: readonly Figure[] = [
  ["NPV at the cost of capital", "USD", (s) => s.npvUsd],
  ["NPV to the owners", "USD", (s) => s.npvEquityUsd],
  ["cost of capital, nominal", "share", (s) => s.waccPerYear],
  ["cost of equity, nominal", "share", (s) => s.equityRatePerYear],
  ["internal rate of return", "share", (s) => s.irrPerYear],
  ["modified rate of return", "share", (s) => s.mirrPerYear],
  ["return to the owners", "share", (s) => s.equityIrrPerYear],
  ["payback", "months", (s) => s.paybackMonths],
  ["discounted payback", "months", (s) => s.discountedPaybackMonths],
  ["profitability index", "x", (s) => s.profitabilityIndex],
  ["least debt coverage", "x", (s) => s.minDscr],
  ["cash return on compute, before people", "x", (s) => s.returnOnComputeCash],
  ["gross margin", "share", (s) => s.grossMarginShare],
  ["present value of all costs", "USD", (s) => s.presentCostUsd],
  ["present value of the tax they save", "USD", (s) => s.presentTaxSavedUsd],
  ["present 1M tokens, real", "count", (s) => s.presentMtok],
  ["cost per 1M tokens after tax, real", "USD/1e6 tok", (s) => s.lcotAfterTaxUsdPerMtok],
  ["the same, nominal", "USD/1e6 tok", (s) => s.lcotAfterTaxNominalUsdPerMtok],
  ["price per 1M tokens that breaks even", "USD/1e6 tok", (s) => s.breakEvenUsdPerMtok],
  ["servers: life in the books", "years", (s) => s.life?.bookYears ?? null],
  ["servers: economic life", "years", (s) => s.life?.economicYears ?? null],
  ["write-off a year in the books", "USD", (s) => s.life?.bookUsdPerYear ?? null],
  ["write-off a year over the economic life", "USD", (s) => s.life?.economicUsdPerYear ?? null],
];

/** Statements of all strategies that state finance or revenue. */
export function statementViews({ results, level }: Comparison): StatementView[] {
  return results.flatMap(({ strategy, outcomes, state }) => {
    const statements = outcomes.flatMap(({ statement }) => statement ?? []);
    const [first] = statements;
    if (state !== "ok" || first === undefined) return [];
    const years = first.years.map(({ year }) => year);
    const lines = linesOf(statements.flatMap((statement) => statement.years)).map(
      ([label, of]) => ({
        label,
        values: years.map((_, i) => {
          const values = statements.map(({ years: rows }) => rows[i]).flatMap((row) => row ?? []);
          return meanOf(values.map(of), level, "USD");
        }),
      }),
    );
    const figures = STATEMENT_FIGURES.map(([label, unit, of]): [string, string] => {
      const values = statements.flatMap((statement) => of(statement) ?? []);
      const known = values.length === statements.length && values.every(Number.isFinite);
      return [label, known ? meanOf(values, level, unit).text : NONE];
    });
    return [
      { name: strategy.name, years, lines, figures: new Map(figures), life: serverLife(first) },
    ];
  });
}

/** One sentence: the strategy worth most to its owners, or the cheapest after tax. */
export function statementAnswer(comparison: Comparison): string {
  const views = comparison.results.flatMap(({ strategy, outcomes, state }) => {
    const statements = outcomes.flatMap(({ statement }) => statement ?? []);
    if (state !== "ok" || statements.length === 0) return [];
    const mean = (of: (statement: Statement) => number): number =>
      statements.reduce((sum, one) => sum + of(one), 0) / statements.length;
    const sells = statements.some(({ revenue }) => revenue.length > 0);
    const npv = mean(({ npvUsd }) => npvUsd);
    const cost = mean(({ lcotAfterTaxUsdPerMtok }) => lcotAfterTaxUsdPerMtok);
    return [{ name: strategy.name, sells, npv, cost }];
  });
  const sellers = views.filter(({ sells }) => sells).toSorted((a, b) => b.npv - a.npv);
  const [best] = sellers;
  if (best !== undefined) {
    const verb = best.npv >= 0 ? "earns" : "loses";
    const usd = typographic(formatValue(Math.abs(best.npv), "USD"));
    const most = sellers.length > 1 ? ", the most of those that sell" : "";
    return `${best.name} ${verb} ${usd} in present value after tax${most}.`;
  }
  const [cheapest] = views.toSorted((a, b) => a.cost - b.cost);
  if (cheapest === undefined) return "";
  const usd = typographic(formatValue(cheapest.cost, "USD/1e6 tok"));
  return `After tax a million tokens cost ${usd} with ${cheapest.name}. Nothing is sold.`;
}

/** What it is worth after tax, and whose books show profit before it is earned. */
export function statementFinding(comparison: Comparison, views: readonly StatementView[]): string {
  const early = views.flatMap(({ name, life }) => (life?.early ? [`${name}: ${life.early}`] : []));
  return [statementAnswer(comparison), ...bookedSooner(comparison), ...early.slice(0, 1)].join(" ");
}

/** Of plans that spend the same, what the slowest books show more in the first year than the fastest. */
function bookedSooner({ results }: Comparison): string[] {
  const books = results.flatMap(({ strategy, outcomes }) => {
    const years = outcomes.flatMap(({ statement }) => (statement ? [statement.years] : []));
    const mean = (of: (year: StatementYear) => number, at: number): number =>
      years.reduce((sum, rows) => sum + (rows[at] ? of(rows[at]) : 0), 0) / years.length;
    if (years.length === 0) return [];
    const spentUsd = mean(({ capexUsd }) => capexUsd, 0) + mean(({ capexUsd }) => capexUsd, 1);
    return [{ name: strategy.name, spentUsd, usd: mean((row) => row.bookDepreciationUsd, 1) }];
  });
  const [slow, ...rest] = books.toSorted((a, b) => a.usd - b.usd);
  const fast = rest.at(-1);
  if (slow === undefined || fast === undefined) return [];
  const alike = Math.abs(slow.spentUsd - fast.spentUsd) <= ALIKE_SHARE * fast.spentUsd;
  const gapUsd = fast.usd - slow.usd;
  if (!alike || gapUsd <= ALIKE_SHARE * fast.usd) return [];
  const usd = typographic(formatValue(gapUsd, "USD"));
  return [`${slow.name} books ${usd} more profit in its first year than ${fast.name}.`];
}

/** Plans whose purchases differ by less than this share have bought the same. */
const ALIKE_SHARE = 0.01;
