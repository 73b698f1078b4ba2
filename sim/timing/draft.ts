import type { ModelFacts, NumberFormat } from "../facts.ts";
import type { SpeculationPlan } from "../stackPlan.ts";

/** What drafts the tokens that a model verifies. */
export interface Draft {
  /** What one pass goes through: a model of its own, or one more layer and the head of the model. */
  readonly pass: ModelFacts;
  readonly weightFormat: NumberFormat;
  /** What a copy of it adds to the weights in memory, and how many copies there are. */
  readonly weights: ModelFacts;
  readonly copies: number;
  /** It is a part of the model: its experts are spread as the model's are. */
  readonly partOfModel: boolean;
}

/**
 * The draft of a speculation. Extra heads are one layer for each drafted token, after which comes
 * the model's own output head (DeepSeek-V3 report, section 2.2).
 */
export function draftOf(
  model: ModelFacts,
  weightFormat: NumberFormat,
  speculation: SpeculationPlan,
): Draft {
  const { draft, draftTokens } = speculation;
  if (draft.kind === "model") {
    const { model: own, weightFormat: format } = draft;
    return { pass: own, weightFormat: format, weights: own, copies: 1, partOfModel: false };
  }
  const pass = oneLayer(model);
  const weights = { ...pass, vocab: 0 };
  return { pass, weightFormat, weights, copies: draftTokens, partOfModel: true };
}

/** One layer like the model's last: experts where it has any, attention to the whole context. */
function oneLayer(model: ModelFacts): ModelFacts {
  const moeLayers = Math.min(1, model.moeLayers);
  return {
    ...model,
    id: `${model.id} draft layer`,
    layers: 1,
    moeLayers,
    attentionLayers: 1,
    ffnLayers: 1 - moeLayers,
    stateLayers: 0,
    sparseLayers: Math.min(1, model.sparseLayers ?? 0),
    coarseLayers: 0,
    fullAttentionLayers: Math.min(1, model.fullAttentionLayers),
  };
}
