import type { Decision } from "../comparison.ts";
import type { Outcome } from "../outcome.ts";
import type { Evaluation } from "./evaluation.ts";

/** Tokens are what every strategy delivers. */
export const PER_TOKEN: Decision = {
  metric: "lcot_usd_per_mtok",
  label: "levelised cost per 1M tokens",
  unit: "1M tokens",
};

/** Tokens after tax: what decides where every strategy states its finance. */
const AFTER_TAX: Decision = {
  metric: "lcot_after_tax_usd_per_mtok",
  label: "levelised cost after tax per 1M tokens",
  unit: "1M tokens",
};

/**
 * What decides between these strategies: the cost of a unit of work where all of them deliver the
 * same one (a token of an image is a denoising step: fewer of them are no less of an image), else
 * that of a token, after tax where all of them state their finance.
 */
export function decisionOf(
  evaluations: readonly Pick<Evaluation, "strategy" | "outcomes">[],
): Decision {
  const names = new Set(evaluations.map(({ strategy }) => strategy.unit?.name));
  const [unit] = names;
  const stated = evaluations.filter(({ strategy }) => strategy.terms.finance !== undefined);
  const taxed = stated.length > 0 && stated.length === evaluations.length;
  const perToken = taxed ? AFTER_TAX : PER_TOKEN;
  if (unit === undefined || names.size > 1) return perToken;
  const counted = evaluations.every(({ outcomes }) =>
    outcomes.every(({ usdPerUnit }) => usdPerUnit !== null),
  );
  return counted ? { metric: "usd_per_unit", label: `cost per ${unit}`, unit } : perToken;
}

/** What an outcome costs in the decision's unit, USD; Infinity when it delivers nothing in time. */
export function decisionUsd({ metric }: Decision, outcome: Outcome): number {
  if (metric === "lcot_usd_per_mtok") return outcome.lcotUsdPerMtok;
  if (metric === "lcot_after_tax_usd_per_mtok") {
    return outcome.statement?.lcotAfterTaxUsdPerMtok ?? Number.POSITIVE_INFINITY;
  }
  return outcome.usdPerUnit ?? Number.POSITIVE_INFINITY;
}
