import { attributionOf, meanAttribution } from "../leaks/attribution.ts";
import { discountFactor } from "../money/finance.ts";
import { isByTheHour } from "../money/rentCost.ts";
import type { Outcome } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import type { Strategy } from "../strategy.ts";
import type { Terms } from "../terms.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import type { AttributedPart, Waterfall } from "../waterfall.ts";
import { unneededChipS } from "./counterfactualMonths.ts";
import type { Evaluation } from "./evaluation.ts";

/** What of a waterfall does not hang on counterfactuals: its ends, toil, sales and attribution. */

/** @param promiseLoad highest load of a unit that keeps the promise; null where it is not known */
export function waterfallFigures(
  { strategy, outcomes, months, source }: Evaluation,
  promiseLoad: number | null,
): Pick<
  Waterfall,
  "strategy" | "purchasedUsd" | "mtok" | "toilUsd" | "revenueUsd" | "attribution"
> {
  const { terms, plan } = strategy;
  const toil = outcomes.map((outcome) => toilUsdOf(outcome, terms));
  const revenue = outcomes.map((outcome) => revenueUsdOf(outcome, terms));
  const counts = terms.toil !== undefined || toil.some((usd) => usd !== 0);
  const unneeded =
    promiseLoad === null || source === null ? [] : unneededChipS(source, promiseLoad);
  return {
    strategy: strategy.name,
    purchasedUsd: meanOf(outcomes.map(({ npvUsd }, i) => -npvUsd - (toil[i] ?? 0))),
    mtok: meanOf(months.map((rows) => discountedMtok(rows, terms))),
    toilUsd: counts ? meanOf(toil) : null,
    revenueUsd: terms.revenue === undefined ? null : meanOf(revenue),
    attribution:
      plan.supply.kind === "api" || months.length === 0
        ? []
        : meanAttribution(
            months.map((rows, i) => attributed(strategy, rows, outcomes[i], unneeded)),
          ),
  };
}

function attributed(
  { plan, terms }: Strategy,
  months: readonly MonthPhysical[],
  outcome: Outcome | undefined,
  unneeded: readonly number[],
): readonly AttributedPart[] {
  if (plan.supply.kind === "api" || terms.kind === "api") return [];
  const { busyWatts, idleWatts } = plan.supply.chip;
  return attributionOf({
    months: months.slice(0, terms.horizonMonths),
    ledger: outcome?.ledger ?? [],
    weightAt: (month) => discountFactor(terms.discountRatePerYear, month / 12),
    ...{ busyWatts, idleWatts, unneededChipS: unneeded },
    pue: "pue" in terms ? terms.pue : 1,
    paysPower: terms.kind === "own",
    byTheHour: terms.kind === "rent" && isByTheHour(terms.contract),
  });
}

function toilUsdOf({ ledger }: Outcome, terms: Terms): number {
  return ledger
    .filter(({ category }) => category === "toil")
    .reduce((sum, { usd, month }) => sum + usd * weightOf(terms, month), 0);
}

function revenueUsdOf({ statement }: Outcome, terms: Terms): number {
  const lines = statement?.revenue ?? [];
  return lines.reduce((sum, { usd, month }) => sum + usd * weightOf(terms, month), 0);
}

function discountedMtok(months: readonly MonthPhysical[], terms: Terms): number {
  return months.slice(0, terms.horizonMonths).reduce((sum, { month, tokens }) => {
    const all = tokens.onTimeInput + tokens.onTimeCached + tokens.onTimeOutput;
    return sum + (all / TOKENS_PER_MTOK) * weightOf(terms, month);
  }, 0);
}

function weightOf({ discountRatePerYear }: Terms, month: number): number {
  return discountFactor(discountRatePerYear, month / 12);
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
