/**
 * How a lead leaks: each year rivals take over a share of the gap (0.3 to 0.7, for weights and
 * engines are published fast). A part of it may never leak: scale, power, own chips.
 */

/** A rival's cost after some years beside a leader that stands still: l + (c - l)(1 - d)^t. */
export function leakedUsdPerMtok(
  rivalUsdPerMtok: number,
  leaderUsdPerMtok: number,
  leakPerYear: number,
  years: number,
): number {
  checkLeak(leakPerYear);
  if (rivalUsdPerMtok <= leaderUsdPerMtok) return rivalUsdPerMtok;
  return leaderUsdPerMtok + (rivalUsdPerMtok - leaderUsdPerMtok) * (1 - leakPerYear) ** years;
}

/**
 * Years until a moat has halved: ln 2 / (d + g). With yearly steps of a leak share x, d is
 * -ln(1 - x); `continuousLeak` converts.
 *
 * @param leakRate d, per year, continuous
 * @param gapShrinkRate g, per year: how much faster rivals learn than the leader; negative = slower
 * @returns Infinity when the moat does not shrink
 */
export function moatHalfLifeYears(leakRate: number, gapShrinkRate = 0): number {
  const rate = leakRate + gapShrinkRate;
  return rate > 0 ? Math.LN2 / rate : Number.POSITIVE_INFINITY;
}

/** Continuous rate per year of a share that leaks each year: -ln(1 - x). */
export function continuousLeak(leakPerYear: number): number {
  checkLeak(leakPerYear);
  return -Math.log1p(-leakPerYear);
}

export interface LeakingMoat {
  /** Cost advantage today over all that is sold, USD per year. */
  readonly usdPerYear: number;
  /** Share of it that does not leak, 0..1. */
  readonly defensibleShare: number;
  /** Continuous rates per year: at which the rest leaks, volume grows, and money is discounted. */
  readonly leakRate: number;
  readonly growthRate: number;
  readonly discountRate: number;
  readonly years: number;
}

/**
 * Moat NPV: the integral over the years of the advantage that is left, discounted, USD:
 * M [f E(r - n) + (1 - f) E(r - n + d)] with E(k) = (1 - e^(-kT)) / k.
 */
export function moatNpvUsd(moat: LeakingMoat): number {
  const net = moat.discountRate - moat.growthRate;
  const kept = moat.defensibleShare * annuity(net, moat.years);
  const leaking = (1 - moat.defensibleShare) * annuity(net + moat.leakRate, moat.years);
  return moat.usdPerYear * (kept + leaking);
}

/** Integral of e^(-kt) from 0 to T. */
function annuity(rate: number, years: number): number {
  return Math.abs(rate * years) < 1e-12 ? years : -Math.expm1(-rate * years) / rate;
}

/**
 * Months until a series first lies at half of its first value.
 *
 * @returns null when it starts at or below 0 or never halves
 */
export function halvingMonth(moatByMonth: readonly number[]): number | null {
  const first = moatByMonth[0];
  if (first === undefined || first <= 0) return null;
  const month = moatByMonth.findIndex((moat) => moat <= first / 2);
  return month < 0 ? null : month;
}

function checkLeak(leakPerYear: number): void {
  if (!(leakPerYear >= 0 && leakPerYear <= 1)) {
    throw new RangeError(`leak of ${leakPerYear} per year; expected a share 0..1`);
  }
}
