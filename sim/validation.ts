import type { Plan } from "./plan.ts";

/** Measured results, what the simulator says of the same runs, and how far apart they are. */

/** Measures that a case may carry: the column names of the measured results. */
export const CASE_METRICS = [
  "out_tok_s",
  "total_tok_s",
  "req_s",
  "ttft_mean_ms",
  "ttft_p50_ms",
  "ttft_p90_ms",
  "ttft_p99_ms",
  "tpot_mean_ms",
  "tpot_p50_ms",
  "tpot_p90_ms",
  "tpot_p99_ms",
  "e2e_mean_ms",
  "e2e_p50_ms",
  "e2e_p90_ms",
  "e2e_p99_ms",
  "latency_ms",
] as const;
export type CaseMetric = (typeof CASE_METRICS)[number];

/**
 * How a case is repeated and what its rates are counted over: simulated, over the measured window
 * or until the last answer; or a batch of bare engine steps, which needs no simulation.
 */
export type CaseSpan = "window" | "untilAnswered" | "staticBatch";

/** One measured run and the plan that repeats it. */
export interface MeasuredCase {
  readonly caseId: string;
  /** Rows that are judged together: kind of measurement and its source. */
  readonly family: string;
  readonly plan: Plan;
  /** Equal replicas that shared the measured load; the plan holds one of them and its share. */
  readonly copies: number;
  readonly span: CaseSpan;
  /** The source does not say whether its medians are means: compared with means. */
  readonly mediansAreMeans: boolean;
  /**
   * Tokens of KV cache that the engine sets aside for each request it admits, so that it never
   * preempts; 0 for an engine that admits on what a request needs now.
   */
  readonly reservedTokens: number;
  readonly observed: Readonly<Partial<Record<CaseMetric, number>>>;
}

/** A row that was not replayed, and why. */
export interface SkippedCase {
  readonly caseId: string;
  readonly reason: string;
}

export interface CasePrediction {
  readonly caseId: string;
  readonly family: string;
  readonly metric: CaseMetric;
  readonly observed: number;
  readonly predicted: number;
}

/** Errors of one family and metric, as shares of the observed value (0.1 = 10 %). */
export interface FamilyError {
  readonly family: string;
  readonly metric: CaseMetric;
  readonly n: number;
  readonly medianApe: number;
  readonly p90Ape: number;
  /** Median of the signed error: above 0 the simulator predicts too much. */
  readonly bias: number;
}

export interface CasesReport {
  readonly cases: readonly CasePrediction[];
  readonly skipped: readonly SkippedCase[];
  readonly summary: readonly FamilyError[];
}

/** A deployment that was published as totals of one day, and what they mean per server. */
export interface PublishedDeployment {
  /** Preset that repeats it. */
  readonly preset: string;
  readonly title: string;
  readonly source: string;
  readonly days: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** Of a prefill server, found and computed prompt tokens together; of a decode server. */
  readonly promptTokensPerS: number;
  readonly outputTokensPerS: number;
  /** Output tokens per second of one answer: the middle of the published range. */
  readonly answerTokensPerS: number;
  readonly meanServers: number;
  readonly chipsPerServer: number;
  readonly usdPerChipHour: number;
  readonly costUsd: number;
}

/** One published figure and what the simulation says in its place. */
export interface DeploymentLine {
  readonly figure: string;
  readonly unit: string;
  readonly published: number;
  readonly predicted: number;
}

/** An assumption that the prediction was given and did not find. */
export interface DeploymentInput {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

export interface DeploymentReport {
  readonly title: string;
  readonly source: string;
  readonly inputs: readonly DeploymentInput[];
  readonly lines: readonly DeploymentLine[];
}

/**
 * How a published value is known: `printed` as it stands in the source; `recomputed` to more digits
 * from inputs that the source prints (its own rounding is in the note); `theory`, a closed form;
 * `defined here`, by this project's own practice, published by nobody.
 */
export type PublishedBasis = "printed" | "recomputed" | "theory" | "defined here";

/** One published figure and what a formula of the library makes of the published inputs. */
export interface PublishedFigure {
  readonly figure: string;
  /** "share" for a part of something, 0..1. */
  readonly unit: string;
  readonly published: number;
  readonly ours: number;
  /** Largest error allowed, as a share of the published value. */
  readonly relTol: number;
  readonly basis: PublishedBasis;
  /** Function of the library that computes it. */
  readonly formula: string;
}

/** A published result: what went in, what came out, and who says so. */
export interface PublishedCase {
  readonly id: string;
  readonly what: string;
  /** The inputs, in words and numbers. */
  readonly given: string;
  readonly source: { readonly title: string; readonly dated: string };
  readonly note: string;
  readonly figures: readonly PublishedFigure[];
}

/** Published results on one subject. */
export interface PublishedTopic {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly cases: readonly PublishedCase[];
}
