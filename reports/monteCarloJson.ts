import type { MonteCarlo, Spread } from "../sim/monteCarlo.ts";
import { boxSentence } from "./views/uncertainty.ts";

/** What the ranges of the inputs do, as plain JSON values; the samples lie in samples.csv. */
export interface EnvelopeMonteCarlo {
  readonly base: string;
  readonly samples: number;
  readonly sampling: string;
  readonly perfect_information_usd: number;
  readonly outcomes: readonly {
    readonly scenario: string;
    readonly decision_usd: SpreadJson;
    readonly npv_usd: SpreadJson;
    readonly worst_npv_usd: number;
    readonly loss_probability: number | null;
    readonly best_probability: number;
    readonly mean_regret_usd: number;
    readonly p95_regret_usd: number;
  }[];
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly first_cheaper_probability: number;
  }[];
  readonly inputs: readonly {
    readonly path: string;
    readonly scenarios: readonly string[];
    readonly unit: string;
    readonly low: number;
    readonly value: number;
    readonly high: number;
    readonly law: string;
    readonly rank_correlation: number;
    readonly noise: number;
    readonly variance_share: number;
    readonly matters: boolean;
  }[];
  readonly correlations: MonteCarlo["correlations"];
  readonly not_moved: readonly {
    readonly path: string;
    readonly scenarios: readonly string[];
    readonly reason: string;
  }[];
  /** Where who wins, in sentences. */
  readonly flips: readonly string[];
}

/** Null where a quantile falls on samples in which nothing was delivered in time. */
interface SpreadJson {
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

export function monteCarloJson(found: MonteCarlo): EnvelopeMonteCarlo {
  const { base, samples, sampling, boxes, correlations } = found;
  return {
    base,
    samples,
    sampling,
    perfect_information_usd: found.perfectInformationUsd,
    outcomes: found.outcomes.map((one) => ({
      scenario: one.strategy,
      decision_usd: finite(one.decision),
      npv_usd: finite(one.npv),
      worst_npv_usd: one.worstNpvUsd,
      loss_probability: one.lossProbability,
      best_probability: one.bestProbability,
      mean_regret_usd: one.meanRegretUsd,
      p95_regret_usd: one.p95RegretUsd,
    })),
    pairs: found.pairs.map(({ first, second, probability }) => ({
      first,
      second,
      first_cheaper_probability: probability,
    })),
    inputs: found.inputs.map((input) => ({
      path: input.path,
      scenarios: input.strategies,
      unit: input.unit,
      low: input.low,
      value: input.value,
      high: input.high,
      law: input.law,
      rank_correlation: input.correlation,
      noise: input.noise,
      variance_share: input.varianceShare,
      matters: input.matters,
    })),
    correlations,
    not_moved: found.notMoved.map(({ path, strategies, reason }) => ({
      path,
      scenarios: strategies,
      reason,
    })),
    flips: boxes.map((box) => boxSentence(box, samples)),
  };
}

function finite({ p10, p50, p90 }: Spread): SpreadJson {
  const plain = (usd: number): number | null => (Number.isFinite(usd) ? usd : null);
  return { p10: plain(p10), p50: plain(p50), p90: plain(p90) };
}
