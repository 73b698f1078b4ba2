import type { ModelFacts } from "../facts.ts";

/** Whole units of work: an image, a clip of video or audio, a document. */
export interface Unit {
  /** In words: `1024px image`. */
  readonly label: string;
  /** Passes over all tokens of the unit, guidance not counted. */
  readonly steps: number;
  /** Passes run per step: 2 where guidance needs one with and one without the text. */
  readonly passesPerStep: number;
  /** Tokens that one pass goes over, text in the sequence included. */
  readonly tokensPerPass: number;
  /** Seconds and frames of video or audio; 0 for images and documents. */
  readonly mediaS: number;
  readonly frames: number;
}

/** What one unit of a model is; null for a model that works token by token. */
export function unitOf(model: ModelFacts): Unit | null {
  if (model.unit === undefined) return null;
  return {
    label: model.unit,
    steps: model.steps ?? 1,
    passesPerStep: model.cfgMultiplier ?? 1,
    tokensPerPass: passTokens(model),
    mediaS: model.mediaS ?? 0,
    frames: model.frames ?? 0,
  };
}

/** Tokens that one pass over a unit goes through; 1 for a sample of a recommender. */
export function passTokens(model: ModelFacts): number {
  if (model.kind === "recommender") return 1;
  const text = model.textJoins === true ? (model.textTokens ?? 0) : 0;
  return Math.max(1, (model.tokensPerUnit ?? 1) + text);
}

/** The encoder of an encoder-decoder as a model of its own: same widths, no words, no KV kept. */
export function encoderOf(model: ModelFacts): ModelFacts {
  const { encoderLayers, crossLayers: _, outputTokensPerUnit: __, ...rest } = model;
  const layers = encoderLayers ?? 0;
  return {
    ...rest,
    id: `${model.id}-encoder`,
    kind: "encoder",
    layers,
    fullAttentionLayers: layers,
    vocab: 0,
    contextTokens: model.tokensPerUnit ?? model.contextTokens,
  };
}
