import type { Reinvestment } from "../marketPlan.ts";

/** How the cost of a million tokens falls: by making them, by better algorithms, by spending. */

/** Wright's exponent b of a learning rate: the share lost per doubling, b = -log2(1 - rate). */
export function wrightExponent(learningRate: number): number {
  if (!(learningRate >= 0 && learningRate < 1)) {
    throw new RangeError(`learning rate of ${learningRate} per doubling; expected 0 <= rate < 1`);
  }
  return -Math.log2(1 - learningRate);
}

/**
 * Cost factor of having made `toMtok` in all instead of `fromMtok`: (X1/X0)^-b.
 *
 * @throws RangeError when nothing was made before: the law has no first unit then
 * Source: Wright (1936); b = 0.32 is 20 % per doubling
 */
export function wrightFactor(exponent: number, fromMtok: number, toMtok: number): number {
  if (!(fromMtok > 0)) {
    throw new RangeError(`${fromMtok} Mtok made before; expected above 0 for a learning curve`);
  }
  return (toMtok / fromMtok) ** -exponent;
}

/** Cost factor after some years of a gain per year (2/3 a year = three times cheaper): (1-g)^t. */
export function steadyGainFactor(gainPerYear: number, years: number): number {
  if (!(gainPerYear < 1)) {
    throw new RangeError(`gain of ${gainPerYear} per year; expected below 1`);
  }
  return (1 - gainPerYear) ** years;
}

/**
 * Years of gain that count after some years on the clock: all of them up to a horizon, then ever
 * fewer, twice the horizon at most. No rate of the past is drawn out for ever.
 */
export function fadedYears(years: number, fadeAfterYears: number): number {
  if (!(fadeAfterYears > 0)) {
    throw new RangeError(`gains that fade after ${fadeAfterYears} years; expected above 0`);
  }
  const beyond = years - fadeAfterYears;
  if (beyond <= 0) return years;
  return fadeAfterYears - fadeAfterYears * Math.expm1(-beyond / fadeAfterYears);
}

/** The most that a year of spending can take off: no budget makes tokens free. */
const MOST_GAIN_PER_YEAR = 0.9;

/** Cost factor per year of spending on efficiency: 1 - a (RD / RD_ref)^g, at least 0.1. */
export function reinvestmentFactor(plan: Reinvestment, usdPerYear: number): number {
  if (!(usdPerYear >= 0)) throw new RangeError(`spend of ${usdPerYear} USD a year; expected >= 0`);
  const gain = plan.gainAtReference * (usdPerYear / plan.referenceUsdPerYear) ** plan.exponent;
  return 1 - Math.min(gain, MOST_GAIN_PER_YEAR);
}

/** Everything that lowers one supplier's cost in a year. */
export interface LearningYear {
  /** Gain per year from newer chips, and from public algorithms and engines. */
  readonly hardwareGainPerYear: number;
  readonly algorithmGainPerYear: number;
  readonly reinvestment: Reinvestment;
  readonly reinvestedUsdPerYear: number;
  readonly wrightExponent: number;
  /** Made in all at the start and at the end of the year. */
  readonly fromMtok: number;
  readonly toMtok: number;
}

/** Cost after a year: c (1-g_hw)(1-g_alg)(1 - a (RD/RD_ref)^g) (X1/X0)^-b, USD per Mtok. */
export function learnedUsdPerMtok(usdPerMtok: number, year: LearningYear): number {
  return (
    usdPerMtok *
    steadyGainFactor(year.hardwareGainPerYear, 1) *
    steadyGainFactor(year.algorithmGainPerYear, 1) *
    reinvestmentFactor(year.reinvestment, year.reinvestedUsdPerYear) *
    wrightFactor(year.wrightExponent, year.fromMtok, year.toMtok)
  );
}
