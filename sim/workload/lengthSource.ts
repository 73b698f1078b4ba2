import type { LengthPlan, LognormalLength, QuantileTable } from "../plan.ts";
import { clippedLognormal, type Distribution } from "../random/distributions.ts";
import { tableDistribution, tableFiller } from "../random/quantileTable.ts";
import type { Streams, UniformSource } from "../random/streams.ts";

/** Draws the lengths of requests: whole tokens >= 1, many at a time. */
export interface LengthSource {
  fillInputs(tokens: Int32Array): void;
  fillOutputs(tokens: Int32Array): void;
}

/** Input and output lengths are drawn independently, each from its own stream. */
export function lengthSource(lengths: LengthPlan, streams: Streams): LengthSource {
  if (lengths.kind === "fixed") {
    const input = Math.max(1, Math.round(lengths.inputTokens));
    const output = Math.max(1, Math.round(lengths.outputTokens));
    return {
      fillInputs: (tokens) => void tokens.fill(input),
      fillOutputs: (tokens) => void tokens.fill(output),
    };
  }
  return {
    fillInputs: lengthFiller(lengths.input, streams.coarse("lengths/input")),
    fillOutputs: lengthFiller(lengths.output, streams.coarse("lengths/output")),
  };
}

function lengthFiller(
  length: QuantileTable | LognormalLength,
  uniform: UniformSource,
): (tokens: Int32Array) => void {
  if ("levels" in length) return tableFiller(length, uniform);
  const law = lengthLaw(length);
  return (tokens) => {
    for (let i = 0; i < tokens.length; i++) {
      tokens[i] = Math.max(1, Math.round(law.quantile(uniform())));
    }
  };
}

/** The law of one length, tokens, before it is raised to at least 1. */
export function lengthLaw(length: QuantileTable | LognormalLength): Distribution {
  if ("levels" in length) return tableDistribution(length, { whole: true });
  if (length.sigma === 0 || length.minTokens === length.maxTokens) return certain(length);
  return clippedLognormal(length.mu, length.sigma, length.minTokens, length.maxTokens);
}

/** Without spread, or clipped to one length: always the same, which random laws refuse. */
function certain({ mu, minTokens, maxTokens }: LognormalLength): Distribution {
  // The logarithm of a whole number of tokens comes back a hair off.
  const tokens = Math.min(maxTokens, Math.max(minTokens, Number(Math.exp(mu).toPrecision(12))));
  return { mean: tokens, variance: 0, quantile: () => tokens, cdf: (x) => (x < tokens ? 0 : 1) };
}
