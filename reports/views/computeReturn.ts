import type { Comparison } from "../../sim/comparison.ts";
import type { ComputeReturn } from "../../sim/computeReturn.ts";
import { formatPlain, formatValue } from "../format.ts";
import { meanOf } from "./costStack.ts";

/** The three registers of return on compute as text, one column for each strategy that sells. */
export interface ReturnView {
  readonly name: string;
  readonly facts: ComputeReturn;
  readonly cells: Readonly<Record<ReturnKey, string>>;
}

export const RETURN_ROWS = [
  ["cash", "cash: does it pay its bill? (earned / compute)"],
  ["value", "value: is it worth it to everybody? (earned + surplus / compute)"],
  ["marginal", "marginal: does the next dollar pay? (change of value / of compute)"],
  ["marginalCash", "the next dollar's revenue, if customers come at these prices"],
  ["marginalByPrice", "the next dollar's revenue, if a lower price must win them"],
  ["beta", "exponent of returns (V = A C^beta)"],
  ["trap", "scaling trap (all of it pays, the next dollar does not)"],
  ["best", "compute at which the next dollar brings a dollar"],
] as const;
export type ReturnKey = (typeof RETURN_ROWS)[number][0];

const NONE = "n/a";
const LEAST = 1e-9;

export function returnViews({ computeReturns, level }: Comparison): readonly ReturnView[] {
  return (computeReturns ?? []).map((facts) => {
    const text = (values: readonly number[] | null, unit = "x"): string => {
      if (values === null || !values.every(Number.isFinite)) return NONE;
      // What does not move moves by rounding.
      const still = values.map((value) => (Math.abs(value) < LEAST ? 0 : value));
      return meanOf(still, level, unit).text;
    };
    const { marginal, inTrap, bestComputeUsd } = facts;
    const spent = facts.readings.find(({ multiple }) => multiple === 1)?.computeUsd ?? 0;
    return {
      name: facts.strategy,
      facts,
      cells: {
        cash: text(facts.cash),
        value: text(facts.value),
        marginal: text(marginal.value),
        marginalCash: text(marginal.cashAtPrices),
        marginalByPrice: text(marginal.cashByPrice),
        beta: text(facts.beta, ""),
        trap: inTrap === null ? NONE : inTrap ? "yes" : "no",
        best:
          bestComputeUsd === null
            ? NONE
            : `${formatValue(bestComputeUsd, "USD")} (now ${formatValue(spent, "USD")})`,
      },
    };
  });
}

/** Rows of the collapse condition; empty where no strategy sells seats. */
export function userRows(views: readonly ReturnView[]): readonly (readonly string[])[] {
  return views.flatMap(({ name, facts: { users } }) => {
    if (users === null) return [];
    const years = users.collapseYears;
    const collapse = !Number.isFinite(years)
      ? "never at this pace"
      : years === 0
        ? "already"
        : `${formatPlain(years)} years`;
    return [
      [
        name,
        formatValue(users.costUsdPerUserMonth, "USD"),
        formatValue(users.revenueUsdPerUserMonth, "USD"),
        formatValue(users.payingShare, "share"),
        users.breakEvenPayingShare > 1
          ? "none is enough"
          : formatValue(Math.max(0, users.breakEvenPayingShare), "share"),
        formatValue(users.usageGrowthPerYear, "share"),
        formatValue(users.costChangePerYear, "share"),
        collapse,
      ],
    ];
  });
}

/** One sentence on the strategy that earns most on its compute. */
export function returnAnswer(views: readonly ReturnView[]): string {
  const best = views.toSorted((a, b) => (b.facts.cash[0] ?? 0) - (a.facts.cash[0] ?? 0))[0];
  if (best === undefined) return "";
  const value = best.cells.value === NONE ? "" : `, is worth ${best.cells.value} to everybody`;
  const next =
    best.cells.marginal === NONE
      ? `, and the next brings ${best.cells.marginalCash} in revenue if the customers are there`
      : `, and the next dollar brings ${best.cells.marginal}`;
  const pays = `A dollar of compute of ${best.name} brings ${best.cells.cash} in cash${value}${next}.`;
  const { users } = best.facts;
  if (users === null) return pays;
  const paying = formatValue(users.payingShare, "share");
  const needed =
    users.breakEvenPayingShare > 1
      ? "no share of paying users carries all"
      : `${formatValue(Math.max(0, users.breakEvenPayingShare), "share")} of the users must pay (${paying} do)`;
  return `${pays} ${needed[0]?.toUpperCase()}${needed.slice(1)}.`;
}
