import { sumOf } from "../stats/summation.ts";

/**
 * Choosing under uncertainty from a matrix of outcomes: `worthUsd[strategy][sample]`, where sample k
 * is the same world for every strategy (common random numbers), and more is better.
 */
export type WorthMatrix = readonly (readonly number[])[];

/** Expected worth of each strategy, USD. */
export function expectedWorthUsd(worthUsd: WorthMatrix): readonly number[] {
  checkMatrix(worthUsd);
  return worthUsd.map((row) => sumOf(row) / row.length);
}

/** Best worth in that world less the strategy's own, for each strategy and sample, USD; never < 0. */
export function regretUsd(worthUsd: WorthMatrix): WorthMatrix {
  const best = bestBySample(worthUsd);
  return worthUsd.map((row) => row.map((usd, k) => best[k]! - usd));
}

export interface Regret {
  readonly meanUsd: number;
  readonly worstUsd: number;
}

/** Mean and worst regret of each strategy over the worlds, USD. */
export function regretSummary(worthUsd: WorthMatrix): readonly Regret[] {
  return regretUsd(worthUsd).map((row) => ({
    meanUsd: sumOf(row) / row.length,
    worstUsd: row.reduce((worst, usd) => Math.max(worst, usd), 0),
  }));
}

/**
 * Expected value of perfect information, USD: mean of the best per world less the best mean. What
 * one would pay at most to know the future; the mean regret of the best strategy.
 */
export function perfectInformationUsd(worthUsd: WorthMatrix): number {
  const best = bestBySample(worthUsd);
  const known = sumOf(best) / best.length;
  return Math.max(0, known - Math.max(...expectedWorthUsd(worthUsd)));
}

/**
 * Mean of the worst share of outcomes, USD (CVaR, expected shortfall); a part of a sample counts by
 * its part.
 *
 * @param tailShare 0.05 = the worst 5 %
 * @throws RangeError when the share is not above 0 and at most 1
 * Source: Rockafellar and Uryasev (2000)
 */
export function conditionalValueAtRiskUsd(worthUsd: readonly number[], tailShare: number): number {
  checkMatrix([worthUsd]);
  if (!(tailShare > 0 && tailShare <= 1)) {
    throw new RangeError(`tail of ${tailShare}; expected a share above 0, at most 1`);
  }
  const sorted = [...worthUsd].sort((a, b) => a - b);
  const count = tailShare * sorted.length;
  const whole = Math.floor(count);
  const part = count - whole;
  const nextUsd = sorted[whole];
  const sumUsd = sumOf(sorted.slice(0, whole));
  return (nextUsd === undefined || part === 0 ? sumUsd : sumUsd + part * nextUsd) / count;
}

/** Share of worlds in which A is worth more than B; a tie counts half to each. */
export function probabilityThatBeats(aUsd: readonly number[], bUsd: readonly number[]): number {
  checkMatrix([aUsd, bUsd]);
  const wins = aUsd.reduce(
    (sum, usd, k) => sum + (usd > bUsd[k]! ? 1 : usd === bUsd[k]! ? 0.5 : 0),
    0,
  );
  return wins / aUsd.length;
}

/** Share of worlds in which each strategy is the best; ties are divided. Sums to 1. */
export function probabilityOfBest(worthUsd: WorthMatrix): readonly number[] {
  const best = bestBySample(worthUsd);
  const ties = best.map((usd, k) => worthUsd.filter((row) => row[k] === usd).length);
  return worthUsd.map(
    (row) => sumOf(row.map((usd, k) => (usd === best[k] ? 1 / ties[k]! : 0))) / row.length,
  );
}

/** Share of worlds in which money is lost. */
export function probabilityOfLoss(worthUsd: readonly number[]): number {
  checkMatrix([worthUsd]);
  return worthUsd.filter((usd) => usd < 0).length / worthUsd.length;
}

/**
 * Value that a share of the worlds stays at or below, with straight lines between samples.
 *
 * @param share 0.1 = P10 (a tenth is worse), 0.5 = the median
 */
export function quantileUsd(worthUsd: readonly number[], share: number): number {
  checkMatrix([worthUsd]);
  if (!(share >= 0 && share <= 1)) throw new RangeError(`quantile of ${share}; expected 0..1`);
  const sorted = [...worthUsd].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

function bestBySample(worthUsd: WorthMatrix): readonly number[] {
  checkMatrix(worthUsd);
  return worthUsd[0]!.map((_, k) => Math.max(...worthUsd.map((row) => row[k]!)));
}

function checkMatrix(worthUsd: WorthMatrix): void {
  const samples = worthUsd[0]?.length ?? 0;
  if (samples === 0) throw new RangeError("no strategies or no samples; expected at least one");
  for (const row of worthUsd) {
    if (row.length !== samples) {
      throw new RangeError(`rows of ${samples} and ${row.length} samples; expected as many`);
    }
    const wrong = row.find((usd) => !Number.isFinite(usd));
    if (wrong !== undefined) throw new RangeError(`worth of ${wrong} USD; expected finite numbers`);
  }
}
