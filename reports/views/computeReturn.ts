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
  ["cash", "cash, before people: does it pay its chips? (earned / compute)"],
  ["afterPeople", "cash, people paid: does it pay its bill?"],
  ["value", "value: is it worth it to everybody? (earned + surplus / compute)"],
  ["marginal", "marginal: does the next dollar pay? (change of value / of compute)"],
  ["marginalCash", "the next dollar's revenue, if customers come at these prices"],
  ["marginalByPrice", "the next dollar's revenue, if a lower price must win them"],
  ["beta", "exponent of returns (V = A C^beta)"],
  ["trap", "scaling trap (all of it pays, the next dollar does not)"],
  ["best", "compute at which the next dollar brings a dollar"],
] as const;
export type ReturnKey = (typeof RETURN_ROWS)[number][0];

/** Mean over replications, in dollars a dollar. */
function dollars(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return formatValue(Math.abs(mean) < LEAST ? 0 : mean, "USD");
}

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
        afterPeople: text(facts.cashAfterPeople),
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

/** Registers that some strategy has: without a market half of them say nothing. */
export function returnRows(views: readonly ReturnView[]): readonly (typeof RETURN_ROWS)[number][] {
  return RETURN_ROWS.filter(([key]) => views.some(({ cells }) => cells[key] !== NONE));
}

/** One sentence on the winner; on the first that sells where it sells nothing, or nobody won. */
export function returnAnswer(views: readonly ReturnView[], winner: string | null = null): string {
  const best = views.find(({ name }) => name === winner) ?? views[0];
  if (best === undefined) return "";
  const { facts, cells } = best;
  const value =
    facts.value === null || cells.value === NONE
      ? ""
      : `, is worth ${dollars(facts.value)} to everybody`;
  const next =
    facts.marginal.value === null || cells.marginal === NONE
      ? `, and the next brings ${dollars(facts.marginal.cashAtPrices)} in revenue if the customers are there`
      : `, and the next dollar brings ${dollars(facts.marginal.value)}`;
  const pays =
    `A dollar of compute of ${best.name} brings ${dollars(facts.cash)} in cash before people ` +
    `(${dollars(facts.cashAfterPeople)} once they are paid)${value}${next}.`;
  const { users } = best.facts;
  if (users === null) return pays;
  const paying = formatValue(users.payingShare, "share");
  const needed =
    users.breakEvenPayingShare > 1
      ? "no share of paying users carries all"
      : `${formatValue(Math.max(0, users.breakEvenPayingShare), "share")} of the users must pay (${paying} do)`;
  return `${pays} ${needed[0]?.toUpperCase()}${needed.slice(1)}.`;
}
