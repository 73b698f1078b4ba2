import type { Comparison } from "../sim/comparison.ts";

/** Lock-in and trust as plain JSON, USD of year 0. */

export interface EnvelopeLockIn {
  readonly scenario: string;
  readonly term_months: number;
  readonly switching_usd: number;
  readonly switching_parts_usd: Readonly<Record<string, number>>;
  readonly spend_usd_per_year: number;
  /** Cost of leaving over a year's spend. */
  readonly lock_in_index: number | null;
  readonly rise_share: number;
  /** Present values from here on. */
  readonly held_up_usd: number;
  readonly right_to_leave_usd: number | null;
  readonly right_to_leave_low_usd: number | null;
  readonly right_to_leave_high_usd: number | null;
  /** Null for the strategy that is hardest to leave. */
  readonly portability: {
    readonly against: string;
    readonly cost_usd: number;
    readonly held_up_less_usd: number;
    readonly right_to_leave_more_usd: number;
    readonly net_usd: number;
  } | null;
}

export interface EnvelopeTrust {
  readonly scenario: string;
  readonly unserved_share: number;
  readonly bound_share: number;
  readonly lost_sales_usd_per_year: number;
  readonly bound_sales_usd_per_year: number;
  readonly premium_usd_per_year: number;
  readonly expected_loss_usd_per_year: number;
  readonly audit_and_drift_usd_per_year: number;
  /** Null where nothing is sold. */
  readonly access_usd_per_year: number | null;
  readonly worth_usd_per_year: number | null;
}

export function lockInJson({ lockIn = [] }: Comparison): readonly EnvelopeLockIn[] {
  return lockIn.map((one) => ({
    scenario: one.strategy,
    term_months: one.termMonths,
    switching_usd: one.switchingUsd,
    switching_parts_usd: Object.fromEntries(one.parts.map(({ what, usd }) => [what, usd])),
    spend_usd_per_year: one.spendUsdPerYear,
    lock_in_index: one.index,
    rise_share: one.riseShare,
    held_up_usd: one.heldUpUsd,
    right_to_leave_usd: one.option?.usd[1] ?? null,
    right_to_leave_low_usd: one.option?.usd[0] ?? null,
    right_to_leave_high_usd: one.option?.usd[2] ?? null,
    portability: one.portability && {
      against: one.portability.against,
      cost_usd: one.portability.costUsd,
      held_up_less_usd: one.portability.heldUpUsd,
      right_to_leave_more_usd: one.portability.optionUsd,
      net_usd: one.portability.netUsd,
    },
  }));
}

export function trustJson({ trust = [] }: Comparison): readonly EnvelopeTrust[] {
  return trust.map(({ strategy, unservedShare, boundShare, usdPerYear, ...worth }) => ({
    scenario: strategy,
    unserved_share: unservedShare,
    bound_share: boundShare,
    lost_sales_usd_per_year: usdPerYear.lostSales,
    bound_sales_usd_per_year: usdPerYear.boundSales,
    premium_usd_per_year: usdPerYear.premium,
    expected_loss_usd_per_year: usdPerYear.expectedLoss,
    audit_and_drift_usd_per_year: usdPerYear.auditAndDrift,
    access_usd_per_year: worth.accessUsdPerYear,
    worth_usd_per_year: worth.worthUsdPerYear,
  }));
}
