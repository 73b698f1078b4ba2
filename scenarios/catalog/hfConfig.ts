import type { ModelFacts } from "../../sim/facts.ts";
import { CatalogError } from "./catalogError.ts";
import { bertFacts, mambaFacts, nemotronFacts, whisperFacts } from "./hfFamilies.ts";
import { HfKeys, languageTree } from "./hfKeys.ts";
import { attentionColumns, expertColumns, mixerColumns } from "./hfLayers.ts";
import { DENSE } from "./modelEntry.ts";
import { contradictions } from "./modelRules.ts";

/** A model read from a Hugging Face `config.json`, and what its keys left open. */
export interface HfModel {
  readonly facts: ModelFacts;
  /** Sentences: which key was not there, and what stands in for it. */
  readonly assumed: readonly string[];
}

/** Families whose plain FFN has two matrices. */
const PLAIN_FFN =
  /^(gpt2|gpt_neo|gpt_neox|gptj|gpt_bigcode|opt|bloom|mpt|falcon|phi|nemotron|starcoder2|codegen)$/;
/** Families whose keys are known: a missing switch takes the family's default in silence. */
const KNOWN =
  /^(llama4?(_text)?|mistral|mixtral|qwen2(_moe)?|qwen3(_moe|_next)?|qwen3_5(_moe)?(_text)?|deepseek_v[234]|kimi_k2|gpt_oss|gemma[23]?(_text)?|phi3|glm4_moe|glm_moe_dsa|minimax_m2|jamba|nemotron)$/;

/**
 * Reads the architecture of a model from its `config.json`. Families: Llama, Mistral, Mixtral,
 * Qwen, DeepSeek, gpt-oss, Gemma, Phi-3, Jamba, Nemotron-H, Mamba, BERT, Whisper. Any other is read
 * by the keys that most families share, and what that leaves open is listed.
 *
 * @param id name of the model
 * @throws CatalogError with everything that is missing, of a wrong kind or out of bounds
 */
export function readHfConfig(json: unknown, id: string): HfModel {
  const keys = new HfKeys(languageTree(json, id), id);
  const type = keys.text("model_type");
  const facts = factsOf(keys, type, id);
  keys.throwIssues();
  const found = contradictions(facts).map((message) => ({ path: id, message }));
  if (found.length > 0) throw new CatalogError(found);
  return { facts, assumed: keys.assumed };
}

/** @throws CatalogError with everything that is missing, of a wrong kind or out of bounds */
export function modelFromHfConfig(json: unknown, id: string): ModelFacts {
  return readHfConfig(json, id).facts;
}

function factsOf(keys: HfKeys, type: string, id: string): ModelFacts {
  if (type === "whisper") return whisperFacts(keys, id);
  if (/^(bert|xlm-roberta|roberta|distilbert|modernbert|new|nomic_bert)$/.test(type)) {
    return bertFacts(keys, id);
  }
  if (/^(mamba2?|falcon_mamba)$/.test(type)) return mambaFacts(keys, type, id);
  if (type === "nemotron_h") return nemotronFacts(keys, id);
  return decoderFacts(keys, type, id);
}

/** A transformer that writes token by token. */
function decoderFacts(keys: HfKeys, type: string, id: string): ModelFacts {
  const known = KNOWN.test(type);
  if (!known) {
    const said = type === "" ? "no model_type" : `model_type ${type.slice(0, 40)}`;
    keys.assume(`${said}: read as a decoder by the keys that most families share`);
  }
  const layers = keys.count(["num_hidden_layers", "n_layer", "n_layers", "num_layers"], {
    most: 10_000,
  });
  const hidden = keys.count(["hidden_size", "n_embd", "d_model"], { most: 1e6 });
  const heads = keys.count(["num_attention_heads", "n_head", "n_heads"], { most: 1e5 });
  const attention = attentionColumns(keys, type, hidden, heads);
  const mixers = mixerColumns(keys, type, layers, heads);
  const experts = expertColumns(keys, type, layers);
  const ffn = denseFfn(keys, type, hidden, layers - experts.moeLayers);
  return {
    ...DENSE,
    id,
    layers,
    hidden,
    heads,
    ...attention,
    ffn,
    gatedFfn: gated(keys, type, known),
    ...experts,
    vocab: keys.count(["vocab_size"]),
    tiedEmbedding: tied(keys, type, known),
    contextTokens: keys.count(
      [
        "max_position_embeddings",
        "n_positions",
        "max_seq_len",
        "seq_length",
        "max_sequence_length",
      ],
      { most: 1e9, or: type.startsWith("gemma3") ? 131072 : 4096, why: "usual in its family" },
    ),
    ...mixers,
  };
}

/** Inner width of the dense layers; 0 where every layer has experts and none is stated. */
function denseFfn(keys: HfKeys, type: string, hidden: number, denseLayers: number): number {
  const names = ["intermediate_size", "n_inner", "ffn_dim", "d_ff", "ffn_hidden_size"];
  // Llama 4 calls the width of its experts intermediate_size.
  if (type.startsWith("llama4")) names.unshift("intermediate_size_mlp");
  if (denseLayers <= 0) return keys.count(names, { least: 0, or: 0 });
  return keys.count(names, { or: 4 * hidden, why: "four times the width" });
}

function gated(keys: HfKeys, type: string, known: boolean): boolean {
  if (PLAIN_FFN.test(type)) return false;
  if (known) return true;
  const activation = keys.text("hidden_act", "hidden_activation", "activation_function");
  const gate = activation === "" || /silu|swish|swiglu|geglu|gelu_pytorch_tanh/i.test(activation);
  keys.assume(`FFN ${gate ? "with" : "without"} a gate, from the activation "${activation}"`);
  return gate;
}

function tied(keys: HfKeys, type: string, known: boolean): boolean {
  const usual = /^(gemma|gpt2|opt|bloom|falcon|mpt|gpt_bigcode|starcoder2)/.test(type);
  return keys.flag(
    "tie_word_embeddings",
    usual,
    known || usual ? undefined : "input and output words taken as two matrices",
  );
}
