import type { FreeTier } from "../marketPlan.ts";

/** Free users, what carries them, and the reckoning when nothing does: a quota or a dearer plan. */

/**
 * Free users that each paying one can carry at no loss: (P - c u_paid) / (c u_free); at equal use
 * and a price p per Mtok that is (p - c) / c. 0 when the paying user does not carry even himself.
 */
export function freeUsersCarried(tier: FreeTier, costUsdPerMtok: number): number {
  const leftUsd = tier.usdPerPayingUserMonth - costUsdPerMtok * tier.paidMtokPerUserMonth;
  return Math.max(0, leftUsd) / (costUsdPerMtok * tier.freeMtokPerUserMonth);
}

/** Whether users bring what they cost; those who just carry themselves do so to rounding. */
export function carriesItself(tier: FreeTier, costUsdPerMtok: number): boolean {
  const revenueUsd = tier.users * tier.payingShare * tier.usdPerPayingUserMonth;
  return tierMarginUsdPerMonth(tier, costUsdPerMtok) >= -1e-9 * revenueUsd;
}

/** What the users leave over, paying and free together, USD per month. */
export function tierMarginUsdPerMonth(tier: FreeTier, costUsdPerMtok: number): number {
  const paying = tier.users * tier.payingShare;
  const mtok =
    paying * tier.paidMtokPerUserMonth + (tier.users - paying) * tier.freeMtokPerUserMonth;
  return paying * tier.usdPerPayingUserMonth - costUsdPerMtok * mtok;
}

/**
 * Most that a free user may use so that paying ones carry all, Mtok per month:
 * phi (P - c u_paid) / ((1 - phi) c). What is used already, when that is less.
 *
 * @returns 0 when the paying users do not carry themselves
 */
export function affordableFreeMtok(tier: FreeTier, costUsdPerMtok: number): number {
  const { payingShare, freeMtokPerUserMonth } = tier;
  if (payingShare >= 1) return freeMtokPerUserMonth;
  const perFreeUser =
    (payingShare *
      Math.max(0, tier.usdPerPayingUserMonth - costUsdPerMtok * tier.paidMtokPerUserMonth)) /
    (1 - payingShare);
  return Math.min(freeMtokPerUserMonth, perFreeUser / costUsdPerMtok);
}

/** A paid plan at another price: those who stay, (P1/P0)^-e of them. The rest use the free tier. */
export function repriced(tier: FreeTier, priceFactor: number, elasticity: number): FreeTier {
  return {
    ...tier,
    payingShare: Math.min(1, tier.payingShare * priceFactor ** -elasticity),
    usdPerPayingUserMonth: tier.usdPerPayingUserMonth * priceFactor,
  };
}

export type Reckoning =
  | { readonly kind: "none" }
  | { readonly kind: "freeTierCut"; readonly tier: FreeTier }
  | { readonly kind: "premiumDoubled"; readonly tier: FreeTier };

/**
 * What a firm does when its users cost more than they bring: the free quota is cut to what paying
 * users carry, never below `leastFreeMtok`; when that is not enough, the paid plan doubles, if
 * enough stay for that to bring more than it does now.
 */
export function reckon(
  tier: FreeTier,
  costUsdPerMtok: number,
  leastFreeMtok: number,
  paidElasticity: number,
): Reckoning {
  if (carriesItself(tier, costUsdPerMtok)) return { kind: "none" };
  const quota = Math.max(
    Math.min(leastFreeMtok, tier.freeMtokPerUserMonth),
    affordableFreeMtok(tier, costUsdPerMtok),
  );
  if (quota < tier.freeMtokPerUserMonth) {
    return { kind: "freeTierCut", tier: { ...tier, freeMtokPerUserMonth: quota } };
  }
  const doubled = repriced(tier, 2, paidElasticity);
  const marginUsd = tierMarginUsdPerMonth(tier, costUsdPerMtok);
  return tierMarginUsdPerMonth(doubled, costUsdPerMtok) > marginUsd
    ? { kind: "premiumDoubled", tier: doubled }
    : { kind: "none" };
}
