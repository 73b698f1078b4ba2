import type { LengthPlan, LognormalLength, QuantileTable } from "../plan.ts";
import { clippedLognormal, type Distribution } from "../random/distributions.ts";
import { tableDistribution } from "../random/quantileTable.ts";
import type { Streams } from "../random/streams.ts";

/** Draws the lengths of one request after the other: whole tokens >= 1. */
export interface LengthSource {
  nextInput(): number;
  nextOutput(): number;
}

/** Input and output lengths are drawn independently, each from its own stream. */
export function lengthSource(lengths: LengthPlan, streams: Streams): LengthSource {
  if (lengths.kind === "fixed") {
    const input = Math.max(1, Math.round(lengths.inputTokens));
    const output = Math.max(1, Math.round(lengths.outputTokens));
    return { nextInput: () => input, nextOutput: () => output };
  }
  const input = lengthLaw(lengths.input);
  const output = lengthLaw(lengths.output);
  const inputUniform = streams.coarse("lengths/input");
  const outputUniform = streams.coarse("lengths/output");
  return {
    nextInput: () => Math.max(1, Math.round(input.quantile(inputUniform()))),
    nextOutput: () => Math.max(1, Math.round(output.quantile(outputUniform()))),
  };
}

/** The law of one length, tokens, before it is raised to at least 1. */
export function lengthLaw(length: QuantileTable | LognormalLength): Distribution {
  if ("levels" in length) return tableDistribution(length, { whole: true });
  return clippedLognormal(length.mu, length.sigma, length.minTokens, length.maxTokens);
}
