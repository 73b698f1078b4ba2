import type { ModelFacts } from "../facts.ts";
import { type ForwardFlops, forwardFlops, passFlops } from "../models/flops.ts";
import { encoderOf, passTokens } from "../models/unit.ts";

/** FLOPs of one token of the engine. */
export interface TokenFlops extends Omit<ForwardFlops, "statePerToken"> {
  /** Per token of a prompt, on top of the others. */
  readonly promptPerToken: number;
  /** Tokens of the model that one token of the engine stands for. */
  readonly modelTokens: number;
}

/**
 * What the engine's tokens cost. It serves requests of prompt and answer, whatever they are:
 *
 * - encoder: all tokens are prompt. Every token sees all others, so a prompt of n has n^2 pairs where
 *   the engine counts n(n + 1)/2: a pair counts twice.
 * - encoder-decoder: the prompt are the tokens that are encoded; they stay as context for the
 *   decoder's cross-attention, which reads them as its own. A prompt token costs what the encoder
 *   takes beyond the decoder's layers, never less than those.
 * - diffusion: a token is one denoising step of one unit, with all passes of its guidance. A request
 *   is a prompt of one token, the first step, and an answer of as many tokens as there are steps.
 *   Encoding the text and decoding the picture are left out (below 2 % of a unit's FLOPs).
 * - recommender: a token is one sample; all are prompt.
 */
export function tokenFlops(model: ModelFacts): TokenFlops {
  const flops = forwardFlops(model);
  const same = { ...flops, promptPerToken: 0, modelTokens: 1 };
  if (model.kind === "encoder") return { ...same, perPair: 2 * flops.perPair };
  if (model.kind === "encoderDecoder") {
    const encoder = forwardFlops(encoderOf(model));
    return {
      ...same,
      windowPerToken: 0,
      perPair: 2 * encoder.perPair,
      promptPerToken: Math.max(0, encoder.densePerToken - flops.densePerToken),
    };
  }
  if (model.kind !== "diffusion") return same;
  const tokens = passTokens(model);
  const passes = model.cfgMultiplier ?? 1;
  return {
    densePerToken: passes * passFlops(model, tokens),
    expertsPerToken: 0,
    windowPerToken: 0,
    perContextToken: 0,
    perPair: 0,
    perSample: 0,
    promptPerToken: 0,
    modelTokens: passes * tokens,
  };
}
