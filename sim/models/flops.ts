import type { ModelFacts } from "../facts.ts";
import {
  crossKvBytes,
  decodeFlopsPerContextToken,
  fullKvValuesPerLayer,
  kvValuesPerLayer,
  pairsOf,
  prefillFlopsPerPair,
} from "./attention.ts";
import { fullLayers, pickedLayers, windowedLayers } from "./layers.ts";
import { type ParameterCounts, parameterCounts } from "./parameterCount.ts";
import { stateFlopsPerToken } from "./state.ts";
import { encoderOf, passTokens } from "./unit.ts";

/** FLOPs of one forward pass by what they grow with; a multiply-add is two FLOPs. */
export interface ForwardFlops {
  /**
   * Per token: projections, dense FFN, shared experts and routers, and the recurrence of state
   * layers. Per sample of a recommender. What a diffusion pass spends on its text and modulation
   * is spread over its tokens.
   */
  readonly densePerToken: number;
  /** Per token: the routed experts that it visits. */
  readonly expertsPerToken: number;
  /** Per token, whatever its context: windows taken as full, entries that an index picks, encoder. */
  readonly windowPerToken: number;
  /** Per decoded token and token of its context, in the layers that see all of it. */
  readonly perContextToken: number;
  /** Per (query, key) pair of a prefill, in the layers that see all of it. */
  readonly perPair: number;
  /** Per token that is sampled: the output head. */
  readonly perSample: number;
  /** A part of `densePerToken`: the recurrence of state layers. */
  readonly statePerToken: number;
}

/** FLOPs of one forward pass of a model, from its architecture; of the decoder where it has two. */
export function forwardFlops(model: ModelFacts): ForwardFlops {
  const counts = parameterCounts(model);
  if (model.passFlops !== undefined) return denseOnly(model.passFlops / passTokens(model));
  if (model.kind === "recommender") return denseOnly(model.denseFlopsPerSample ?? 0);
  const decode = decodeFlopsPerContextToken(model);
  const fullFactor = fullHeadFactor(model);
  const reading = (fullLayers(model) - pickedLayers(model)) * fullFactor;
  const visitedShare = model.experts > 0 ? model.activeExperts / model.experts : 0;
  // The index scores every stored entry with heads of its own.
  const index =
    (2 * (model.sparseLayers ?? 0) * (model.indexHeads ?? 0) * (model.indexDim ?? 0)) /
    (model.sparseRatio ?? 1);
  const coarse = ((model.coarseLayers ?? 0) * decode) / (model.coarseRatio ?? 1);
  const seen = model.chunkedWindow === true ? model.windowTokens / 2 : model.windowTokens;
  const picked = (model.sparseLayers ?? 0) * (model.sparseTokens ?? 0) * decode;
  const statePerToken = stateFlopsPerToken(model);
  return {
    densePerToken: densePerToken(model, counts) + statePerToken,
    expertsPerToken: 2 * counts.experts * visitedShare,
    windowPerToken: windowedLayers(model) * seen * decode + picked + crossPerToken(model),
    perContextToken: reading * decode + index + coarse,
    perPair: reading * prefillFlopsPerPair(model) + index + coarse,
    perSample: 2 * counts.head,
    statePerToken,
  };
}

/**
 * FLOPs of one whole pass over `tokens` tokens from an empty context, nothing sampled.
 *
 * @param tokens >= 0; a recommender's are samples
 */
export function passFlops(model: ModelFacts, tokens: number): number {
  const flops = forwardFlops(model);
  const perToken = flops.densePerToken + flops.expertsPerToken + flops.windowPerToken;
  return perToken * tokens + flops.perPair * pairsOf(model, tokens);
}

/**
 * FLOPs of one unit: all passes of an image or a clip, a document, a sample; the encoder's pass and
 * the decoded answer of an encoder-decoder.
 *
 * @returns 0 for a model without units
 */
export function unitFlops(model: ModelFacts): number {
  if (model.unit === undefined) return 0;
  if (model.kind === "recommender") return passFlops(model, 1);
  if (model.kind !== "encoderDecoder") {
    return (model.steps ?? 1) * (model.cfgMultiplier ?? 1) * passFlops(model, passTokens(model));
  }
  const heard = model.tokensPerUnit ?? 0;
  const written = model.outputTokensPerUnit ?? 0;
  const flops = forwardFlops(model);
  // Keys and values of the encoder's output, once per unit.
  const crossKeys = 2 * model.hidden * crossKvBytes(model, 1);
  return (
    passFlops(encoderOf(model), heard) +
    crossKeys +
    passFlops(model, written) +
    written * flops.perSample
  );
}

/**
 * Linear layers of one token. Text tokens that join a diffusion model's sequence have weights of
 * their own of the same shape, so they cost what image tokens do.
 */
function densePerToken(model: ModelFacts, counts: ParameterCounts): number {
  const linear = counts.attention + counts.denseFfn + counts.shared;
  const perToken = linear - counts.twin - counts.encoder - counts.perPass;
  // Keys and values of cross-attention come from the other side's tokens.
  const crossKeys = (model.crossLayers ?? 0) * model.hidden * kvValuesPerLayer(model);
  const own = 2 * (perToken - crossKeys);
  if (model.kind !== "diffusion") return own;
  const perPass = 2 * ((model.textTokens ?? 0) * crossKeys + counts.perPass);
  return own + perPass / passTokens(model);
}

/** FLOPs of one token's cross-attention scores and sums. */
function crossPerToken(model: ModelFacts): number {
  const other = model.kind === "encoderDecoder" ? model.tokensPerUnit : model.textTokens;
  return (model.crossLayers ?? 0) * (other ?? 0) * decodeFlopsPerContextToken(model);
}

/** Attention width of the layers that see all, over that of the others. */
function fullHeadFactor(model: ModelFacts): number {
  if (fullKvValuesPerLayer(model) === kvValuesPerLayer(model)) return 1;
  return (model.fullHeadDim ?? model.headDim) / model.headDim;
}

function denseOnly(perToken: number): ForwardFlops {
  return {
    densePerToken: perToken,
    expertsPerToken: 0,
    windowPerToken: 0,
    perContextToken: 0,
    perPair: 0,
    perSample: 0,
    statePerToken: 0,
  };
}
