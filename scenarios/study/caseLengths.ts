import type { LengthPlan, LognormalLength } from "../../sim/plan.ts";
import type { CaseRow } from "./caseRow.ts";

/** Lengths of a row's requests and the most tokens that one of them may come to. */
export interface CaseLengths {
  readonly plan: LengthPlan;
  readonly longestTokens: number;
  /** Mean prompt and answer together. */
  readonly meanTokens: number;
}

interface DatasetLengths {
  /** Mean prompt, tokens. */
  readonly promptTokens: number;
  /** Spread of prompts and answers: sigma of the logarithm of tokens; 0 = all equal. */
  readonly promptSigma: number;
  readonly answerSigma: number;
}

/**
 * Prompts of the MLPerf datasets, which its logs do not state; answers are the rows' own mean.
 * Source: MLCommons on the 405B (9,400 tokens), R1 (800) and 8B (778) sets; the OpenOrca ones and
 * all spreads are from general knowledge, low confidence.
 */
const MLPERF_DATASETS: readonly (readonly [words: RegExp, lengths: DatasetLengths])[] = [
  [/OpenOrca/, { promptTokens: 225, promptSigma: 0.7, answerSigma: 0.7 }],
  [/long-context set/, { promptTokens: 9400, promptSigma: 0.5, answerSigma: 0.7 }],
  [/reasoning mix/, { promptTokens: 800, promptSigma: 0.7, answerSigma: 0.9 }],
  // Nearly every answer runs into the limit of 128 tokens.
  [/CNN\/DailyMail/, { promptTokens: 778, promptSigma: 0.4, answerSigma: 0.01 }],
];
/** No length beyond this multiple of its mean. */
const LONGEST_TO_MEAN = 6;

/** Lengths of a row's requests, or the reason why they are not known. */
export function caseLengths(row: CaseRow): CaseLengths | string {
  if (row.outputTokens === 0) return "no output length stated";
  if (row.inputTokens > 0) return statedLengths(row);
  const dataset = MLPERF_DATASETS.find(([words]) => words.test(row.workload))?.[1];
  if (dataset === undefined) return "no prompt length stated or known";
  const input = lognormal(dataset.promptTokens, dataset.promptSigma);
  const output = lognormal(row.outputTokens, dataset.answerSigma);
  return {
    plan: { kind: "lognormal", input, output },
    longestTokens: input.maxTokens + output.maxTokens,
    meanTokens: dataset.promptTokens + row.outputTokens,
  };
}

/** `range ratio 0.8` of random prompts: uniform between 0.8 of the nominal length and all of it. */
function statedLengths(row: CaseRow): CaseLengths {
  const inputTokens = Math.round(row.inputTokens);
  const outputTokens = Math.max(1, Math.round(row.outputTokens));
  const longestTokens = inputTokens + outputTokens;
  const ratio = Number(/range ratio ([\d.]+\d)/.exec(row.workload)?.[1] ?? 1);
  const meanTokens = (longestTokens * (1 + Math.min(1, ratio))) / 2;
  if (ratio >= 1) {
    return { plan: { kind: "fixed", inputTokens, outputTokens }, longestTokens, meanTokens };
  }
  const uniform = (tokens: number) => ({ levels: [0, 1], values: [ratio * tokens, tokens] });
  return {
    plan: { kind: "table", input: uniform(inputTokens), output: uniform(outputTokens) },
    longestTokens,
    meanTokens,
  };
}

function lognormal(meanTokens: number, sigma: number): LognormalLength {
  return {
    mu: Math.log(meanTokens) - sigma ** 2 / 2,
    sigma,
    minTokens: 1,
    maxTokens: Math.ceil(LONGEST_TO_MEAN * meanTokens),
  };
}
