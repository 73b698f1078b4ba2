import { BOUND_PREMIUM_WORDS } from "../money/revenue.ts";
import type { Outcome } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import type { TrustWorth } from "../trustWorth.ts";
import type { Evaluation } from "./evaluation.ts";

/**
 * What trust is worth (access + premium - expected loss - compliance), of every strategy that works,
 * where one of them counts any of it.
 */
export function trustWorthsOf(evaluations: readonly Evaluation[]): readonly TrustWorth[] {
  const found = evaluations.filter(({ outcomes }) => outcomes.length > 0).map(worthOf);
  return found.some(isCounted) ? found : [];
}

function worthOf({ strategy, months, outcomes }: Evaluation): TrustWorth {
  const rows = months.flat();
  const requests = sum(rows.map((row) => row.requests));
  const unserved = sum(rows.map((row) => row.unserved ?? 0));
  const tokens = sum(rows.map(onTimeTokens));
  const bound = sum(rows.map((row) => (row.boundShare ?? 0) * onTimeTokens(row)));
  const unservedShare = requests > 0 ? unserved / requests : 0;
  const boundShare = tokens > 0 ? bound / tokens : 0;
  const years = (strategy.terms.horizonMonths / 12) * outcomes.length;
  const perYear = (of: (outcome: Outcome) => number): number => sum(outcomes.map(of)) / years;
  const spent = (...names: readonly string[]): number =>
    perYear(({ ledger }) =>
      sum(ledger.flatMap(({ category, usd }) => (names.includes(category) ? usd : []))),
    );
  const sold = (premium: boolean): number =>
    perYear(({ statement }) =>
      sum(
        (statement?.revenue ?? []).flatMap(({ what, usd }) =>
          what.endsWith(BOUND_PREMIUM_WORDS) === premium ? usd : [],
        ),
      ),
    );
  const sales = sold(false);
  const usdPerYear = {
    boundSales: sales * boundShare,
    premium: sold(true),
    lostSales: unservedShare < 1 ? (sales * unservedShare) / (1 - unservedShare) : 0,
    expectedLoss: spent("expected loss"),
    auditAndDrift: spent("audit and drift"),
  };
  const { premium, expectedLoss, auditAndDrift } = usdPerYear;
  const trustUsd = expectedLoss + auditAndDrift;
  const costs = perYear(({ ledger }) => sum(ledger.map(({ usd }) => usd))) - trustUsd;
  const sells = strategy.terms.revenue !== undefined;
  const access = sells ? (sales - costs) * boundShare : null;
  return {
    ...{ strategy: strategy.name, unservedShare, boundShare, usdPerYear },
    accessUsdPerYear: access,
    worthUsdPerYear: access === null ? null : access + premium - trustUsd,
  };
}

function isCounted({ unservedShare, boundShare, usdPerYear }: TrustWorth): boolean {
  const { expectedLoss, auditAndDrift } = usdPerYear;
  return unservedShare > 0 || boundShare > 0 || expectedLoss !== 0 || auditAndDrift !== 0;
}

function onTimeTokens({ tokens }: MonthPhysical): number {
  return tokens.onTimeInput + tokens.onTimeCached + tokens.onTimeOutput;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
