import type { LengthPlan, QuantileTable } from "../../sim/plan.ts";
import { LENGTH_LEVELS, type Workload } from "./workloads.ts";

/**
 * Workloads that are known by a fit or assumed, not read from a trace of ours. Mixtures of lognormals
 * stand as quantile tables at the levels of the measured ones, rounded to whole tokens.
 */
export interface FittedWorkload extends Omit<Workload, "lengths" | "arrivals"> {
  readonly lengths: LengthPlan;
  readonly arrivals:
    | Workload["arrivals"]
    | { readonly kind: "constant"; readonly requestsPerS: number };
  /** B from a published fit, D assumed. */
  readonly grade: "B" | "D";
}

const REASONING_INPUT = table([
  1, 2, 5, 6, 8, 10, 13, 16, 20, 23, 27, 31, 35, 39, 44, 50, 57, 64, 73, 83, 96, 110, 128, 150, 175,
  206, 242, 284, 334, 392, 460, 540, 635, 748, 885, 1054, 1264, 1534, 1889, 2375, 3081, 4194, 6224,
  7611, 9731, 13457, 22321, 35324, 57000, 57000,
]);
const REASONING_OUTPUT = table([
  1, 81, 115, 136, 165, 186, 220, 256, 289, 320, 350, 380, 411, 442, 475, 509, 545, 583, 625, 669,
  718, 771, 831, 897, 971, 1054, 1149, 1256, 1378, 1516, 1671, 1846, 2042, 2263, 2513, 2796, 3122,
  3503, 3957, 4517, 5235, 6219, 7725, 8617, 9838, 11700, 15299, 19474, 31735, 32768,
]);

export const FITTED_WORKLOADS = {
  reasoning: {
    name: "reasoning",
    about: "reasoning model: short to very long prompts, answers of a thousand tokens and more",
    lengths: { kind: "table", input: REASONING_INPUT, output: REASONING_OUTPUT },
    arrivals: { kind: "poisson", requestsPerS: 16 },
    source:
      "fit to the DeepSeek-R1 service of ServeGen (arXiv 2505.09999, Apache-2.0): input 0.319 LN(3.576, 0.847) + 0.681 LN(6.190, 1.755) clipped at 57,000, output 0.500 LN(6.211, 0.628) + 0.500 LN(7.818, 0.885) clipped at 32,768",
    note: "fit within 0.037 (input) and 0.018 (output) of the data (Kolmogorov-Smirnov); arrivals without bursts are ours",
    grade: "B",
  },
  deepseek: {
    name: "deepseek",
    about: "the reasoning workload at the mean lengths of DeepSeek's published day",
    lengths: {
      kind: "table",
      input: withMean(REASONING_INPUT, 608e9 / 140e6),
      output: withMean(REASONING_OUTPUT, 168e9 / 140e6),
    },
    arrivals: { kind: "poisson", requestsPerS: 140e6 / 86_400 },
    source:
      "608e9 input and 168e9 output tokens of 27-28 February 2025 (DeepSeek-V3/R1 Inference System Overview), 140 million requests assumed; spread of ServeGen's DeepSeek-R1 service",
    note: "means of 4,343 and 1,200 tokens: every quantile of the reasoning workload times one factor, its longest prompt and answer kept; neither the number of requests nor their spread is published",
    grade: "D",
  },
  toolagent: {
    name: "toolagent",
    about: "agents with tools: prompts of about nine thousand tokens, mostly short answers",
    lengths: {
      kind: "table",
      input: table([
        890, 890, 1067, 1383, 1780, 2024, 2336, 2604, 2816, 3000, 3170, 3331, 3488, 3644, 3801,
        3963, 4131, 4308, 4498, 4705, 4936, 5198, 5505, 5876, 6342, 6779, 6812, 6828, 6842, 6853,
        6865, 6877, 6891, 6911, 7033, 7867, 8953, 10314, 11982, 14053, 16732, 20434, 26173, 29611,
        34356, 41678, 56067, 73073, 124460, 126195,
      ]),
      output: table([
        1, 1, 2, 3, 3, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 20, 22, 24, 27, 30, 34,
        39, 48, 65, 190, 249, 281, 307, 330, 353, 375, 397, 421, 446, 474, 506, 546, 600, 628, 664,
        714, 797, 880, 1073, 2000,
      ]),
    },
    arrivals: { kind: "poisson", requestsPerS: 6.558 },
    source:
      "fit to published quantiles of the Mooncake tool-and-agent trace (23,608 requests, Apache-2.0): input 0.376 LN(8.269, 0.309) + 0.222 LN(8.833, 0.006) + 0.402 LN(9.086, 0.942) in 890..126,195, output 0.62 LN(2.70, 0.80) + 0.38 LN(6.007, 0.348) up to 2,000",
    note: "55 % of its prompt blocks repeat earlier prefixes: state a cached share, or replay the trace with a cache",
    grade: "B",
  },
  retrieval: {
    name: "retrieval",
    about: "answers from retrieved documents: long prompts, short answers",
    lengths: {
      kind: "lognormal",
      input: { mu: Math.log(3500), sigma: 0.5, minTokens: 400, maxTokens: 32_000 },
      output: { mu: Math.log(180), sigma: 0.6, minTokens: 8, maxTokens: 1500 },
    },
    arrivals: { kind: "poisson", requestsPerS: 5 },
    source: "assumed: ten passages of about 300 tokens, instructions and a question; not measured",
    note: "state lengths of your own; passages rarely begin alike, so that prefixes are shared only as far as the instructions",
    grade: "D",
  },
  batch: {
    name: "batch",
    about: "a queue of documents that may wait: even arrivals, prompts of two thousand tokens",
    lengths: {
      kind: "lognormal",
      input: { mu: Math.log(2000), sigma: 0.8, minTokens: 100, maxTokens: 32_000 },
      output: { mu: Math.log(300), sigma: 0.6, minTokens: 8, maxTokens: 4000 },
    },
    arrivals: { kind: "constant", requestsPerS: 5 },
    source: "assumed: summaries and labels of documents, handed in evenly; not measured",
    note: "promise hours, and a lower priority than the service that it fills the gaps of",
    grade: "D",
  },
} as const satisfies Record<string, FittedWorkload>;

function table(values: readonly number[]): QuantileTable {
  return { levels: LENGTH_LEVELS, values };
}

/** The table times the factor that gives it this mean; nothing grows beyond its longest length. */
function withMean({ levels, values }: QuantileTable, meanTokens: number): QuantileTable {
  const most = Math.max(...values);
  const times = (factor: number): QuantileTable => ({
    levels,
    values: values.map((value) => Math.min(most, Math.max(1, Math.round(value * factor)))),
  });
  let low = 0;
  let high = most;
  for (let i = 0; i < 60; i++) {
    const factor = (low + high) / 2;
    if (meanOf(times(factor)) < meanTokens) low = factor;
    else high = factor;
  }
  return times(high);
}

function meanOf({ levels, values }: QuantileTable): number {
  return levels.slice(1).reduce((sum, level, i) => {
    const width = level - (levels[i] ?? 0);
    return sum + (width * ((values[i] ?? 0) + (values[i + 1] ?? 0))) / 2;
  }, 0);
}
