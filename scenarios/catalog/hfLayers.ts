import type { ModelFacts } from "../../sim/facts.ts";
import type { HfKeys } from "./hfKeys.ts";

/** Columns of a decoder that depend on its layers: attention, experts, windows and states. */

type AttentionPart = Pick<
  ModelFacts,
  "attention" | "kvHeads" | "headDim" | "qLora" | "kvLora" | "ropeDim" | "nopeDim" | "vDim"
> &
  Partial<ModelFacts>;

/** Heads, latent ranks and the index of sparse attention. */
export function attentionColumns(
  keys: HfKeys,
  type: string,
  hidden: number,
  heads: number,
): AttentionPart {
  const none = { qLora: 0, kvLora: 0, ropeDim: 0, nopeDim: 0, vDim: 0 };
  if (keys.has("kv_lora_rank")) return latentColumns(keys, heads);
  const multiQuery = type === "falcon" && keys.flag("multi_query", true) ? 1 : heads;
  const kvHeads = keys.count(["num_key_value_heads", "num_kv_heads", "n_kv_heads"], {
    or: type.startsWith("gemma3") ? 4 : multiQuery,
    why: "every head has keys of its own, or as in its family",
    most: 1e5,
  });
  const exact = hidden / heads;
  if (!keys.has("head_dim") && !type.startsWith("gemma") && !Number.isInteger(exact)) {
    keys.wrong(
      "head_dim",
      `got nothing, and hidden_size ${hidden} is no multiple of ${heads} heads; expected head_dim`,
    );
  }
  const headDim = keys.count(["head_dim"], {
    or: type.startsWith("gemma") ? 256 : Math.max(1, Math.floor(exact)),
    most: 1e5,
  });
  if (type === "deepseek_v4") {
    return {
      ...{ ...none, attention: "sparse", kvHeads, headDim },
      qLora: keys.count(["q_lora_rank"]),
      ropeDim: keys.count(["qk_rope_head_dim"], { least: 0, or: 0 }),
      outGroups: keys.count(["o_groups"], { or: 1 }),
      outLora: keys.count(["o_lora_rank"]),
    };
  }
  const gate = keys.flag("attn_output_gate", type === "qwen3_next");
  const attention = kvHeads === heads ? "mha" : "gqa";
  return { ...none, attention, kvHeads, headDim, ...(gate ? { gatedAttention: true } : {}) };
}

function latentColumns(keys: HfKeys, heads: number): AttentionPart {
  const vDim = keys.count(["v_head_dim"]);
  const columns: AttentionPart = {
    attention: "mla",
    kvHeads: heads,
    headDim: vDim,
    qLora: keys.count(["q_lora_rank"], { least: 0, or: 0 }),
    kvLora: keys.count(["kv_lora_rank"]),
    ropeDim: keys.count(["qk_rope_head_dim"]),
    nopeDim: keys.count(["qk_nope_head_dim"]),
    vDim,
  };
  if (!keys.has("index_topk")) return columns;
  const indexDim = keys.count(["index_head_dim"], { or: 128, why: "as DeepSeek-V3.2" });
  keys.assume(`the index keeps ${indexDim + 4} bytes per token and layer (FP8 with a scale)`);
  return {
    ...columns,
    sparseLayers: keys.count(["num_hidden_layers"]),
    sparseTokens: keys.count(["index_topk"]),
    indexHeads: keys.count(["index_n_heads"], { or: 64, why: "as DeepSeek-V3.2" }),
    ...{ indexDim, indexBytes: indexDim + 4 },
  };
}

/** Routed and shared experts, and in how many layers they are. */
export function expertColumns(
  keys: HfKeys,
  type: string,
  layers: number,
): Pick<ModelFacts, "experts" | "activeExperts" | "sharedExperts" | "expertFfn" | "moeLayers"> &
  Partial<ModelFacts> {
  const experts = keys.count(
    ["num_local_experts", "num_experts", "n_routed_experts", "moe_num_experts"],
    { least: 0, or: 0, most: 1e6 },
  );
  if (experts <= 1) {
    return { experts: 0, activeExperts: 0, sharedExperts: 0, expertFfn: 0, moeLayers: 0 };
  }
  const activeExperts = keys.count(
    ["num_experts_per_tok", "experts_per_token", "num_experts_per_token", "moe_top_k"],
    { most: 1e6 },
  );
  const expertFfn = keys.count(["moe_intermediate_size", "expert_ffn_size", "intermediate_size"]);
  const sharedWidth = keys.count(["shared_expert_intermediate_size"], { least: 0, or: 0 });
  const shared = type.startsWith("llama4") || sharedWidth > 0 ? 1 : 0;
  const sharedExperts = keys.count(["n_shared_experts", "num_shared_experts"], {
    least: 0,
    or: shared,
  });
  return {
    ...{ experts, activeExperts, sharedExperts, expertFfn },
    moeLayers: moeLayers(keys, type, layers),
    ...(sharedWidth > 0 && sharedWidth !== expertFfn ? { sharedFfn: sharedWidth } : {}),
  };
}

function moeLayers(keys: HfKeys, type: string, layers: number): number {
  const listed = keys.list("moe_layers");
  if (listed !== undefined) return listed.length;
  const every = keys.raw("moe_layer_freq");
  if (Array.isArray(every)) return every.filter((has) => has === 1).length;
  if (type === "jamba") {
    const period = keys.count(["expert_layer_period"], { or: 2 });
    const offset = keys.count(["expert_layer_offset"], { least: 0, or: 1 });
    return countFrom(layers, offset % period, period);
  }
  const dense = keys.count(["first_k_dense_replace"], { least: 0, or: 0 });
  const only = keys.list("mlp_only_layers")?.length ?? 0;
  const step = keys.count(["interleave_moe_layer_step", "decoder_sparse_step", "moe_layer_freq"], {
    or: 1,
  });
  return Math.max(0, Math.floor((layers - dense) / step) - only);
}

/** Which layers have attention, which a window, which a state. */
export function mixerColumns(
  keys: HfKeys,
  type: string,
  layers: number,
  heads: number,
): Pick<ModelFacts, "fullAttentionLayers" | "windowTokens"> & Partial<ModelFacts> {
  if (type === "deepseek_v4") return compressedColumns(keys, layers);
  const types = keys.list("layer_types")?.map(String);
  if (types !== undefined && types.length !== layers) {
    keys.wrong("layer_types", `${types.length} entries; expected ${layers}, one per layer`);
  }
  const linear = linearLayers(keys, type, types, layers);
  if (linear > 0) {
    const columns = type === "jamba" ? jambaState(keys) : linearState(keys, heads);
    return {
      fullAttentionLayers: layers - linear,
      windowTokens: 0,
      stateLayers: linear,
      ...columns,
    };
  }
  const chunk = keys.count(["attention_chunk_size"], { least: 0, or: 0 });
  const window = chunk > 0 ? chunk : keys.count(["sliding_window"], { least: 0, or: 0, most: 1e9 });
  const full = fullLayers(keys, type, types, layers, chunk > 0);
  const longest = keys.count(["max_position_embeddings"], { or: 1e9, most: 1e9 });
  if (window === 0 || window >= longest || full >= layers) {
    return { fullAttentionLayers: layers, windowTokens: 0 };
  }
  return {
    fullAttentionLayers: full,
    windowTokens: window,
    ...(chunk > 0 ? { chunkedWindow: true } : {}),
  };
}

/** Layers that see the whole context where the others have a window. */
function fullLayers(
  keys: HfKeys,
  type: string,
  types: readonly string[] | undefined,
  layers: number,
  chunked: boolean,
): number {
  if (!keys.flag("use_sliding_window", true)) return layers;
  if (types !== undefined) return types.filter((kind) => kind === "full_attention").length;
  if (chunked) {
    const roped = keys.list("no_rope_layers");
    return roped?.filter((has) => has === 0).length ?? Math.floor(layers / 4);
  }
  if (type.startsWith("gemma3")) {
    return Math.floor(layers / keys.count(["sliding_window_pattern"], { or: 6 }));
  }
  if (type === "gemma2" || type === "gpt_oss") return Math.floor(layers / 2);
  if (keys.has("max_window_layers")) {
    return Math.min(layers, keys.count(["max_window_layers"], { least: 0 }));
  }
  return 0;
}

function linearLayers(
  keys: HfKeys,
  type: string,
  types: readonly string[] | undefined,
  layers: number,
): number {
  if (type === "jamba") {
    const period = keys.count(["attn_layer_period"], { or: 8 });
    const offset = keys.count(["attn_layer_offset"], { least: 0, or: 4 });
    return layers - countFrom(layers, offset % period, period);
  }
  if (types !== undefined) return types.filter((kind) => kind === "linear_attention").length;
  if (!keys.has("linear_num_value_heads")) return 0;
  return layers - Math.floor(layers / keys.count(["full_attention_interval"], { or: 4 }));
}

function linearState(keys: HfKeys, heads: number): Partial<ModelFacts> {
  return {
    stateKind: "linear",
    stateHeads: keys.count(["linear_num_value_heads"], { or: heads, why: "as attention" }),
    stateHeadDim: keys.count(["linear_value_head_dim"], { or: 128, why: "usual" }),
    stateDim: keys.count(["linear_key_head_dim"], { or: 128, why: "usual" }),
    stateGroups: keys.count(["linear_num_key_heads"], { or: heads, why: "as attention" }),
    stateConv: keys.count(["linear_conv_kernel_dim"], { or: 4 }),
  };
}

function jambaState(keys: HfKeys): Partial<ModelFacts> {
  const hidden = keys.count(["hidden_size"], { most: 1e6 });
  return {
    ...{ stateKind: "mamba1", stateHeads: 1 },
    stateHeadDim: hidden * keys.count(["mamba_expand"], { or: 2, most: 100 }),
    stateDim: keys.count(["mamba_d_state"], { or: 16 }),
    stateConv: keys.count(["mamba_d_conv"], { or: 4 }),
    stateRank: keys.count(["mamba_dt_rank"], { or: Math.ceil(hidden / 16) }),
  };
}

/** DeepSeek-V4: one ratio per layer; 4 is picked by the index, 128 is read whole, 0 has a window. */
function compressedColumns(
  keys: HfKeys,
  layers: number,
): Pick<ModelFacts, "fullAttentionLayers" | "windowTokens"> & Partial<ModelFacts> {
  const ratios = (keys.list("compress_ratios") ?? []).slice(0, layers);
  const with4 = ratios.filter((ratio) => ratio === 4).length;
  const with128 = ratios.filter((ratio) => ratio === 128).length;
  const indexDim = keys.count(["index_head_dim"], { or: 128 });
  keys.assume(`the index keeps ${indexDim / 8} bytes per token and layer (4 bits per value)`);
  return {
    fullAttentionLayers: 0,
    windowTokens: keys.count(["sliding_window"]),
    ...{ coarseLayers: with128, coarseRatio: 128, sparseLayers: with4, sparseRatio: 4 },
    sparseTokens: keys.count(["index_topk"]),
    indexHeads: keys.count(["index_n_heads"]),
    ...{ indexDim, indexBytes: indexDim / 8 },
  };
}

/** Numbers of 0..end-1 that are `offset`, `offset + period`, ... */
function countFrom(end: number, offset: number, period: number): number {
  return end <= offset ? 0 : Math.floor((end - 1 - offset) / period) + 1;
}
