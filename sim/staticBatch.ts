import type { FleetPlan } from "./plan.ts";
import { iterationTime } from "./timing/iterationTime.ts";
import { stepCost } from "./timing/stepCost.ts";

/** Times of a batch that is prefilled in one engine step and then decoded to its end. */
export interface StaticBatch {
  readonly prefillS: number;
  /** Mean length of a decode step. */
  readonly decodeS: number;
  /** Prefill and all decode steps. */
  readonly totalS: number;
}

/**
 * What one replica takes for a batch of equal sequences, without scheduler, arrivals or API server.
 *
 * @param batch, inputTokens, outputTokens whole numbers >= 1
 */
export function staticBatch(
  fleet: FleetPlan,
  batch: number,
  inputTokens: number,
  outputTokens: number,
): StaticBatch {
  for (const count of [batch, inputTokens, outputTokens]) {
    if (Number.isInteger(count) && count >= 1) continue;
    throw new RangeError(`static batch with a count of ${count}; expected whole numbers >= 1`);
  }
  const cost = stepCost(fleet);
  const prefill = {
    prefillTokens: batch * inputTokens,
    prefillPairs: (batch * inputTokens * (inputTokens + 1)) / 2,
    priorTokens: 0,
    samples: batch,
    sequences: 0,
    contextTokens: 0,
  };
  const prefillS = iterationTime(prefill, cost).seconds;
  let decodeAllS = 0;
  for (let token = 1; token < outputTokens; token++) {
    const decode = {
      prefillTokens: 0,
      prefillPairs: 0,
      priorTokens: 0,
      samples: batch,
      sequences: batch,
      contextTokens: batch * (inputTokens + token),
    };
    decodeAllS += iterationTime(decode, cost).seconds;
  }
  const decodeS = decodeAllS / Math.max(1, outputTokens - 1);
  return { prefillS, decodeS, totalS: prefillS + decodeAllS };
}
