/** Ways in which use becomes revenue, and the point at which use outruns it. */
export interface Monetisation {
  readonly users: number;
  /** Seats: the share of users who pay, and what each pays. */
  readonly payingShare: number;
  readonly usdPerSeatMonth: number;
  /** Advertising, or what AI adds to another product that each user brings. */
  readonly upliftUsdPerUserMonth: number;
  /** Metered use sold to others, and its price. */
  readonly meteredMtokPerMonth: number;
  readonly usdPerMtok: number;
  /** Tokens of one user, paying or not. */
  readonly mtokPerUserMonth: number;
}

export interface MonetisedMonth {
  readonly seatsUsd: number;
  readonly upliftUsd: number;
  readonly meteredUsd: number;
  readonly costUsd: number;
  readonly marginUsd: number;
}

/** Revenue n (phi P + s) + p Q and cost LCOT (n u + Q) of a month, USD. */
export function monetisedMonth(plan: Monetisation, lcotUsdPerMtok: number): MonetisedMonth {
  const seatsUsd = plan.users * plan.payingShare * plan.usdPerSeatMonth;
  const upliftUsd = plan.users * plan.upliftUsdPerUserMonth;
  const meteredUsd = plan.usdPerMtok * plan.meteredMtokPerMonth;
  const mtok = plan.users * plan.mtokPerUserMonth + plan.meteredMtokPerMonth;
  const costUsd = lcotUsdPerMtok * mtok;
  return {
    seatsUsd,
    upliftUsd,
    meteredUsd,
    costUsd,
    marginUsd: seatsUsd + upliftUsd + meteredUsd - costUsd,
  };
}

/**
 * Share of users who must pay so that all are carried: phi* = (LCOT u - s) / P. Above 1 = no share
 * is enough; at or below 0 = advertising carries everybody.
 */
export function breakEvenPayingShare(
  lcotUsdPerMtok: number,
  mtokPerUserMonth: number,
  upliftUsdPerUserMonth: number,
  usdPerSeatMonth: number,
): number {
  return (lcotUsdPerMtok * mtokPerUserMonth - upliftUsdPerUserMonth) / usdPerSeatMonth;
}

/** Yearly growth of the use of one user, of the cost of a token, and of revenue per user. */
export interface Pace {
  readonly usageGrowthPerYear: number;
  readonly costChangePerYear: number;
  readonly revenueGrowthPerYear: number;
}

/** Use outruns money: (1 + g_u)(1 + g_c) > 1 + g_r, for small rates g_u + g_c > g_r. */
export function usageOutrunsRevenue(pace: Pace): boolean {
  return costPace(pace) > 1 + pace.revenueGrowthPerYear;
}

/**
 * Years until the cost of a user reaches what the user brings, if nothing changes.
 *
 * @returns 0 when it has; Infinity when it never will
 */
export function collapseYears(
  costUsdPerUserMonth: number,
  revenueUsdPerUserMonth: number,
  pace: Pace,
): number {
  if (costUsdPerUserMonth >= revenueUsdPerUserMonth) return 0;
  if (!usageOutrunsRevenue(pace)) return Number.POSITIVE_INFINITY;
  return (
    Math.log(revenueUsdPerUserMonth / costUsdPerUserMonth) /
    Math.log(costPace(pace) / (1 + pace.revenueGrowthPerYear))
  );
}

function costPace(pace: Pace): number {
  return (1 + pace.usageGrowthPerYear) * (1 + pace.costChangePerYear);
}

/** Selling to customers one already has: attach rate x installed base x price. */
export interface Integration {
  readonly installedUsers: number;
  readonly attachShare: number;
  readonly usdPerUserMonth: number;
  readonly mtokPerUserMonth: number;
  /** Spent to win one user: near 0 for an incumbent, hundreds of dollars for an entrant. */
  readonly acquisitionUsdPerUser: number;
  /** Share of users who leave each month. */
  readonly churnPerMonth: number;
}

/** Margin of a month with the winning of users spread over their stay, USD: a B (P - c u - CAC x churn). */
export function integrationMarginUsdPerMonth(plan: Integration, lcotUsdPerMtok: number): number {
  const users = plan.installedUsers * plan.attachShare;
  const perUserUsd =
    plan.usdPerUserMonth -
    lcotUsdPerMtok * plan.mtokPerUserMonth -
    plan.acquisitionUsdPerUser * plan.churnPerMonth;
  return users * perUserUsd;
}
