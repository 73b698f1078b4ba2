import type { StrategyResult } from "../comparison.ts";

/** One strategy as the verdict sees it. */
export interface Contender {
  readonly name: string;
  readonly modelLabel: string;
  readonly state: StrategyResult["state"];
  readonly reason: string | null;
  /** Decision metric by replication, USD per its unit; empty unless the state is ok. */
  readonly decisionUsd: readonly number[];
  /** Mean cumulative cost at the ends of months 0, 1, ...; empty unless the state is ok. */
  readonly cumulativeUsd: readonly number[];
  /** Mean of what is fetched by selling in the last month, USD, >= 0. */
  readonly resaleUsd: number;
  /** Share of the requests answered inside the promise, mean over the horizon. */
  readonly onTimeShare: number;
  /** Share of the requests that it may not serve; absent = none. */
  readonly unservedShare?: number;
  /** Rate at which its cost is discounted; absent = that of the others. */
  readonly ratePerYear?: number;
  /** Absent where the quality of its answers is not counted. */
  readonly quality?: AnswerQuality;
}

/** Means over replications. */
export interface AnswerQuality {
  /** Share of its answers that are acceptable, 0..1. */
  readonly acceptedShare: number;
  readonly usdPerAcceptedAnswer: number;
}
