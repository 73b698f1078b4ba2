import type { ModelFacts } from "../../sim/facts.ts";
import type { HfKeys } from "./hfKeys.ts";
import { DENSE } from "./modelEntry.ts";

/** Families that are no plain decoders: state-space models, encoders, speech. */

const LAYERS = ["num_hidden_layers", "n_layer"];
const WIDTH = { most: 1e6 } as const;

/** Mamba and Mamba-2: no attention, a state per layer. */
export function mambaFacts(keys: HfKeys, type: string, id: string): ModelFacts {
  const layers = keys.count(LAYERS, { most: 10_000 });
  const hidden = keys.count(["hidden_size", "d_model"], WIDTH);
  const expand = keys.count(["expand"], { or: 2, most: 100 });
  const inner = keys.count(["intermediate_size", "d_inner"], { or: expand * hidden });
  const rank = keys.raw("time_step_rank");
  const autoRank = rank === undefined || rank === "auto";
  const mamba1 = type !== "mamba2";
  const headDim = mamba1 ? inner : keys.count(["head_dim"], { or: 64 });
  return {
    ...DENSE,
    ...{ id, layers, hidden, heads: 0, kvHeads: 0, headDim: 0, ffn: 0, ffnLayers: 0 },
    attention: "mha",
    vocab: keys.count(["vocab_size"]),
    tiedEmbedding: keys.flag("tie_word_embeddings", mamba1),
    contextTokens: keys.count(["max_position_embeddings"], {
      ...{ or: 1048576, most: 1e9, why: "a state has no longest context" },
    }),
    ...{ fullAttentionLayers: 0, stateLayers: layers, stateHeadDim: headDim },
    stateKind: mamba1 ? "mamba1" : "mamba2",
    stateHeads: mamba1 ? 1 : keys.count(["num_heads"], { or: Math.ceil(inner / headDim) }),
    stateDim: keys.count(["state_size", "d_state"], { or: mamba1 ? 16 : 128 }),
    ...(mamba1 ? {} : { stateGroups: keys.count(["n_groups"], { or: 8 }) }),
    stateConv: keys.count(["conv_kernel", "d_conv"], { or: 4 }),
    ...(mamba1
      ? { stateRank: autoRank ? Math.ceil(hidden / 16) : keys.count(["time_step_rank"]) }
      : {}),
  };
}

/** Nemotron-H: every layer is one of Mamba-2 (M), attention (*), FFN (-) or experts (E). */
export function nemotronFacts(keys: HfKeys, id: string): ModelFacts {
  const layers = keys.count(LAYERS, { most: 10_000 });
  const pattern = keys.text("hybrid_override_pattern");
  if (pattern.length !== layers || !/^[M*E-]*$/.test(pattern)) {
    keys.wrong(
      "hybrid_override_pattern",
      `${pattern.length} letters; expected ${layers}, each of M, *, - or E`,
    );
  }
  const number = (letter: string): number => pattern.split(letter).length - 1;
  const experts = number("E") > 0 ? keys.count(["n_routed_experts"]) : 0;
  const latent = keys.count(["moe_latent_size"], { least: 0, or: 0 });
  const heads = keys.count(["num_attention_heads"], { most: 1e5 });
  const kvHeads = keys.count(["num_key_value_heads"], { or: heads, most: 1e5 });
  const moe =
    experts === 0
      ? {}
      : {
          experts,
          activeExperts: keys.count(["num_experts_per_tok"]),
          sharedExperts: keys.count(["n_shared_experts"], { least: 0, or: 0 }),
          expertFfn: keys.count(["moe_intermediate_size"]),
          moeLayers: number("E"),
          sharedFfn: keys.count(["moe_shared_expert_intermediate_size", "moe_intermediate_size"]),
          ...(latent > 0 ? { routedHidden: latent } : {}),
        };
  return {
    ...DENSE,
    ...{ id, layers, heads, kvHeads, gatedFfn: false },
    hidden: keys.count(["hidden_size"], WIDTH),
    headDim: keys.count(["head_dim", "attention_head_dim"], { or: 128, most: 1e5 }),
    attention: kvHeads === heads ? "mha" : "gqa",
    ffn: number("-") > 0 ? keys.count(["intermediate_size"]) : 0,
    ffnLayers: number("-"),
    ...moe,
    vocab: keys.count(["vocab_size"]),
    tiedEmbedding: keys.flag("tie_word_embeddings", false),
    contextTokens: keys.count(["max_position_embeddings"], { most: 1e9 }),
    ...{ attentionLayers: number("*"), fullAttentionLayers: number("*") },
    ...(number("M") === 0
      ? {}
      : {
          ...{ stateLayers: number("M"), stateKind: "mamba2" },
          stateHeads: keys.count(["mamba_num_heads"]),
          stateHeadDim: keys.count(["mamba_head_dim"]),
          stateDim: keys.count(["ssm_state_size"]),
          stateGroups: keys.count(["n_groups", "mamba_n_groups"], { or: 8 }),
          stateConv: keys.count(["conv_kernel"], { or: 4 }),
        }),
  };
}

/** BERT and its like: reads a document once; one unit is a document of at most 512 tokens. */
export function bertFacts(keys: HfKeys, id: string): ModelFacts {
  const layers = keys.count(["num_hidden_layers", "n_layers", "n_layer"], { most: 10_000 });
  const hidden = keys.count(["hidden_size", "dim", "n_embd"], WIDTH);
  const heads = keys.count(["num_attention_heads", "n_heads", "n_head"], { most: 1e5 });
  const longest = keys.count(["max_position_embeddings", "n_positions"], {
    ...{ most: 1e9, or: 512, why: "usual" },
  });
  // RoBERTa's table has two rows more than positions.
  const contextTokens = longest % 256 === 2 ? longest - 2 : longest;
  const tokensPerUnit = Math.min(512, contextTokens);
  return {
    ...DENSE,
    ...{ id, kind: "encoder", layers, hidden, heads, kvHeads: heads, attention: "mha" },
    headDim: Math.max(1, Math.floor(hidden / heads)),
    ffn: keys.count(["intermediate_size", "hidden_dim", "n_inner"], {
      ...{ or: 4 * hidden, why: "four times the width" },
    }),
    gatedFfn: keys.text("model_type") === "modernbert" || keys.text("model_type") === "nomic_bert",
    vocab: keys.count(["vocab_size"]),
    ...{ contextTokens, fullAttentionLayers: layers },
    ...{ unit: `${tokensPerUnit}-token document`, tokensPerUnit },
  };
}

/** Whisper: an encoder over 30 s of audio, a decoder that attends to it. */
export function whisperFacts(keys: HfKeys, id: string): ModelFacts {
  const layers = keys.count(["decoder_layers"], { most: 10_000 });
  const hidden = keys.count(["d_model"], WIDTH);
  const heads = keys.count(["decoder_attention_heads"], { most: 1e5 });
  keys.assume("an answer to 30 s of audio has 160 tokens");
  return {
    ...DENSE,
    ...{ id, kind: "encoderDecoder", layers, hidden, heads, kvHeads: heads, attention: "mha" },
    headDim: Math.max(1, Math.floor(hidden / heads)),
    ffn: keys.count(["decoder_ffn_dim"]),
    gatedFfn: false,
    vocab: keys.count(["vocab_size"]),
    tiedEmbedding: true,
    contextTokens: keys.count(["max_target_positions"], { or: 448, most: 1e9 }),
    fullAttentionLayers: layers,
    encoderLayers: keys.count(["encoder_layers"], { most: 10_000 }),
    crossLayers: layers,
    unit: "30 s audio",
    tokensPerUnit: keys.count(["max_source_positions"], { or: 1500 }),
    ...{ outputTokensPerUnit: 160, mediaS: 30 },
  };
}
