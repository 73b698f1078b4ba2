import type { ModelFacts, ModelKind } from "../../sim/facts.ts";
import type { LengthPlan, LognormalLength } from "../../sim/plan.ts";

/**
 * Work in whole units: an image, a clip, half a minute of speech, a document, a page of
 * recommendations. Lengths follow from the model: its passes count as output tokens.
 */
export interface UnitWorkload {
  readonly name: UnitWorkloadName;
  readonly about: string;
  /** Kinds of model that do it. */
  readonly kinds: readonly ModelKind[];
  readonly lengths: (model: ModelFacts) => LengthPlan;
  /** What is promised where a file states nothing: first token or pass, and each one after it. */
  readonly promise: { readonly ttft: string; readonly tpot: string };
  readonly source: string;
  readonly grade: "B" | "C" | "D";
}

export const UNIT_WORKLOADS = ["image", "video", "speech", "embedding", "recommend"] as const;
export type UnitWorkloadName = (typeof UNIT_WORKLOADS)[number];

const fixed = (inputTokens: number, outputTokens: number): LengthPlan => ({
  kind: "fixed",
  inputTokens,
  outputTokens,
});
/** A length without spread beside one with. */
const exactly = (tokens: number): LognormalLength => ({
  mu: Math.log(tokens),
  sigma: 0,
  minTokens: tokens,
  maxTokens: tokens,
});
/** The prompt of a unit made in passes is its first pass, whatever its text. */
const passes = (model: ModelFacts): LengthPlan => fixed(1, model.steps ?? 30);
/** A document that leaves room for the one token that the engine counts as an answer. */
const document = (model: ModelFacts): LengthPlan =>
  fixed(Math.max(1, Math.min(model.tokensPerUnit ?? 512, model.contextTokens - 1)), 1);

export const UNIT_WORKLOAD_TABLE: Readonly<Record<UnitWorkloadName, UnitWorkload>> = {
  image: {
    name: "image",
    about: "one image per request: the model's passes are its output tokens",
    kinds: ["diffusion"],
    lengths: passes,
    promise: { ttft: "5 s", tpot: "500 ms" },
    source: "passes of one image as the model's row states them",
    grade: "C",
  },
  video: {
    name: "video",
    about: "one clip per request: the model's passes are its output tokens",
    kinds: ["diffusion"],
    lengths: passes,
    promise: { ttft: "10 min", tpot: "2 min" },
    source: "passes of one clip as the model's row states them",
    grade: "C",
  },
  speech: {
    name: "speech",
    about: "one recording per request: its frames are read once, its words written one by one",
    kinds: ["encoderDecoder"],
    lengths: (model) => fixed(model.tokensPerUnit ?? 1500, model.outputTokensPerUnit ?? 150),
    promise: { ttft: "2 s", tpot: "100 ms" },
    source: "frames and words of one recording as the model's row states them",
    grade: "C",
  },
  embedding: {
    name: "embedding",
    about: "one document or image per request, read once",
    kinds: ["encoder"],
    lengths: document,
    promise: { ttft: "500 ms", tpot: "100 ms" },
    source: "tokens of one document as the model's row states them",
    grade: "C",
  },
  recommend: {
    name: "recommend",
    about: "one page of candidates per request, each a sample to score",
    kinds: ["recommender"],
    lengths: () => ({
      kind: "lognormal",
      input: { mu: Math.log(270), sigma: 0.4, minTokens: 100, maxTokens: 700 },
      output: exactly(1),
    }),
    promise: { ttft: "60 ms", tpot: "60 ms" },
    source:
      "MLPerf inference, DLRM: 100 to 700 samples per request, answered within 60 ms; the shape between is assumed",
    grade: "C",
  },
};

/** The work of a model of this kind where a file states none; undefined = text. */
export function unitWorkloadOf(model: ModelFacts): UnitWorkloadName | undefined {
  switch (model.kind) {
    case "diffusion":
      return (model.frames ?? 1) > 1 || (model.mediaS ?? 0) > 0 ? "video" : "image";
    case "encoderDecoder":
      return "speech";
    case "encoder":
      return "embedding";
    case "recommender":
      return "recommend";
    default:
      return undefined;
  }
}

export function isUnitWorkload(name: string): name is UnitWorkloadName {
  return (UNIT_WORKLOADS as readonly string[]).includes(name);
}
