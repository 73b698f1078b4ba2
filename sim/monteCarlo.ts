/**
 * What not knowing the inputs does to a comparison: every uncertain input drawn from its range, the
 * same world for every strategy in each sample. Nothing here is simulation noise: a sample is the
 * mean over the replications.
 */

/** What a comparison is asked to do about its uncertain inputs; part of a strategy. */
export interface UncertaintyPlan {
  /** Samples of the inputs; absent = none are drawn. */
  readonly samples?: number;
  /** Absent = latin-hypercube. */
  readonly sampling?: Sampling;
  /** Correlations (of normal scores: a Gaussian copula) that inputs are known to have, by path. */
  readonly correlate?: readonly Correlation[];
}

export type Sampling = "latin-hypercube" | "plain";
export type Correlation = readonly [path: string, other: string, correlation: number];

/**
 * How a range is read. "interval": value is the median, low and high the ends of a 90 % interval, of
 * a lognormal where all are positive and of a normal law otherwise; the others end at low and high.
 */
export type InputLaw = "interval" | "uniform" | "triangular";

export interface MonteCarlo {
  /** Name of the strategy whose lead is explained: the cheapest at the values of today. */
  readonly base: string;
  readonly samples: number;
  readonly sampling: Sampling;
  /** Drawn inputs, by the share of the lead's variance that they explain, largest first. */
  readonly inputs: readonly DrawnInput[];
  /** Uncertain inputs that have a range and are left where they are. */
  readonly notMoved: readonly NotMoved[];
  readonly correlations: readonly AppliedCorrelation[];
  /** Strategies that work, in the order of the comparison. */
  readonly outcomes: readonly SampledOutcome[];
  /** Every pair once: the probability that the first is cheaper than the second. */
  readonly pairs: readonly PairProbability[];
  /** What it would be worth at most to know all inputs before deciding, USD of present value. */
  readonly perfectInformationUsd: number;
  /** Samples in which every strategy delivers something in time: regret and worth are of these. */
  readonly complete: number;
  /** Where who wins, in words; none for who always or never wins. */
  readonly boxes: readonly WinningBox[];
  /** Cost and standing against demand; null where the comparison has no break-even. */
  readonly volumes: SampledVolumes | null;
  /** By month, from 0: samples in which the base has paid less than the next best from then on, 0..1. */
  readonly aheadByMonth: readonly number[];
}

export interface DrawnInput {
  readonly path: string;
  readonly label: string;
  readonly unit: string;
  /** Names of the strategies that have it. */
  readonly strategies: readonly string[];
  readonly law: InputLaw;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** By sample. */
  readonly draws: readonly number[];
  /** Rank correlation with the lead of the base, -1..1: its square is the share of variance. */
  readonly correlation: number;
  /** Half-width that chance alone gives the correlation of an input that does nothing, 99 %. */
  readonly noise: number;
  readonly varianceShare: number;
  /** The correlation lies beyond the noise. */
  readonly matters: boolean;
}

export interface NotMoved {
  readonly path: string;
  readonly label: string;
  readonly strategies: readonly string[];
  readonly reason: string;
}

export interface AppliedCorrelation {
  readonly path: string;
  readonly other: string;
  readonly stated: number;
  /** After the nearest matrix that is possible was taken; null where nothing was correlated. */
  readonly used: number | null;
  /** Of the draws, normal scores; null where nothing was correlated. */
  readonly found: number | null;
  readonly reason: string | null;
}

export interface SampledOutcome {
  readonly strategy: string;
  /** Cost that decides, by sample, USD per its unit; Infinity where nothing is delivered in time. */
  readonly decisionUsd: readonly number[];
  /** After tax where the strategy states its finance; negative where nothing is sold. */
  readonly npvUsd: readonly number[];
  /** What it costs less than the best of the sample, USD of present value for the same work. */
  readonly regretUsd: readonly number[];
  /** At the values of today. */
  readonly todayUsd: number;
  readonly decision: Spread;
  readonly npv: Spread;
  /** Probability of an NPV below 0; null where nothing is sold. */
  readonly lossProbability: number | null;
  /** Mean NPV of the worst twentieth of the samples. */
  readonly worstNpvUsd: number;
  /** Probability that it is the cheapest of all; ties are shared. */
  readonly bestProbability: number;
  readonly meanRegretUsd: number;
  readonly p95RegretUsd: number;
}

/** A tenth of the samples lie below p10. */
export interface Spread {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

export interface PairProbability {
  readonly first: string;
  readonly second: string;
  readonly probability: number;
}

/** A box of inputs in which one strategy nearly always wins. */
export interface WinningBox {
  readonly strategy: string;
  readonly limits: readonly BoxLimit[];
  /** Share of the samples in the box that it wins; share of its wins that lie in the box. */
  readonly density: number;
  readonly coverage: number;
  readonly samples: number;
}

export interface BoxLimit {
  readonly path: string;
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly side: "above" | "below";
  readonly limit: number;
}

/** The demand of today moved, the other inputs as drawn. */
export interface SampledVolumes {
  /** Samples that were read. */
  readonly samples: number;
  readonly requestsPerS: readonly number[];
  readonly curves: readonly {
    readonly strategy: string;
    readonly usd: readonly Spread[];
    /** Probability of being the cheapest. */
    readonly bestProbability: readonly number[];
  }[];
}
