import type { ModelFacts } from "../../sim/facts.ts";

/** Columns of a model that cannot all be true: thing, got, expected. Empty when they can. */
export function contradictions(facts: ModelFacts): string[] {
  const found: string[] = [];
  const rule = (broken: boolean, message: string): void => {
    if (broken) found.push(message);
  };
  const { heads, kvHeads, experts, layers, attentionLayers, ffnLayers, stateLayers } = facts;
  rule(kvHeads > heads, `kv_heads ${kvHeads}; expected at most heads, ${heads}`);
  rule(
    facts.activeExperts > experts,
    `active_experts ${facts.activeExperts}; expected at most experts, ${experts}`,
  );
  const atMostLayers = {
    moe_layers: facts.moeLayers,
    full_attention_layers: facts.fullAttentionLayers,
    ffn_layers: ffnLayers ?? 0,
    attention_layers: attentionLayers ?? 0,
    state_layers: stateLayers ?? 0,
    sparse_layers: (facts.sparseLayers ?? 0) + (facts.coarseLayers ?? 0),
  };
  for (const [column, count] of Object.entries(atMostLayers)) {
    rule(count > layers, `${column} ${count}; expected at most ${layers}`);
  }
  rule(
    experts > 0 && (facts.moeLayers === 0 || facts.expertFfn === 0),
    `${experts} experts without moe_layers or expert_ffn; expected both`,
  );
  rule(
    facts.attention === "mla" && facts.kvLora === 0,
    "attention mla without kv_lora; expected kv_lora, rope_dim, nope_dim and v_dim",
  );
  const mixers = attentionLayers ?? layers - (stateLayers ?? 0);
  rule(
    mixers + (stateLayers ?? 0) > layers,
    `${mixers} attention and ${stateLayers ?? 0} state layers; expected at most ${layers} in all`,
  );
  rule(
    facts.windowTokens > 0 && facts.fullAttentionLayers > mixers,
    `full_attention_layers ${facts.fullAttentionLayers}; expected at most ${mixers}, the layers with attention`,
  );
  rule(
    (stateLayers ?? 0) > 0 && (facts.stateKind === undefined || !facts.stateHeads),
    "state_layers without state_kind or state_heads; expected both, state_head_dim and state_dim",
  );
  rule(
    facts.kind === "recommender" && (!facts.tableRows || !facts.tableDim),
    "a recommender without table_rows or table_dim; expected both",
  );
  rule(
    (facts.kind === "diffusion" || facts.kind === "encoderDecoder") && !facts.tokensPerUnit,
    `kind ${facts.kind} without tokens_per_unit; expected the tokens of one pass`,
  );
  return found;
}
