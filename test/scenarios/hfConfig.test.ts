import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CATALOG, modelFacts } from "../../scenarios/catalog/catalog.ts";
import { CatalogError } from "../../scenarios/catalog/catalogError.ts";
import { modelFromHfConfig, readHfConfig } from "../../scenarios/catalog/hfConfig.ts";
import { kvBytesPerToken } from "../../sim/models/attention.ts";
import { parameterCounts } from "../../sim/models/parameterCount.ts";
import { HF_FIXTURES } from "./hfFixtures.ts";

const llama = HF_FIXTURES["llama-3.1-8b"] ?? {};

/** Messages of everything wrong with a config. */
function faults(json: unknown): string[] {
  try {
    readHfConfig(json, "mine");
    return [];
  } catch (error) {
    if (!(error instanceof CatalogError)) throw error;
    return error.issues.map((issue) => `${issue.path}: ${issue.message}`);
  }
}

describe("config.json of the catalogue's models", () => {
  it.each(Object.keys(HF_FIXTURES))("%s gives the catalogue's columns", (id) => {
    expect(modelFromHfConfig(HF_FIXTURES[id], id)).toEqual(modelFacts(CATALOG, id));
  });

  it("a Qwen2 mixture counts its shared expert at its own width: 14.3 billion in all", () => {
    const facts = modelFromHfConfig(
      {
        ...{ model_type: "qwen2_moe", hidden_size: 2048, intermediate_size: 5632 },
        ...{ num_hidden_layers: 24, num_attention_heads: 16, num_key_value_heads: 16 },
        ...{ moe_intermediate_size: 1408, shared_expert_intermediate_size: 5632 },
        ...{ num_experts: 60, num_experts_per_tok: 4, decoder_sparse_step: 1 },
        ...{ vocab_size: 151936, max_position_embeddings: 8192, tie_word_embeddings: false },
      },
      "qwen1.5-moe-a2.7b",
    );
    expect(facts.sharedFfn).toBe(5632);
    expect(parameterCounts(facts).total / 14.3e9).toBeCloseTo(1, 2);
    expect(parameterCounts(facts).active / 2.7e9).toBeCloseTo(1, 1);
  });

  it("xlm-roberta has two positions more than tokens", () => {
    const bert = { ...HF_FIXTURES["bge-large-en"], model_type: "xlm-roberta" };
    const facts = modelFromHfConfig({ ...bert, max_position_embeddings: 8194 }, "bge-m3");
    expect([facts.kind, facts.contextTokens, facts.tokensPerUnit]).toEqual(["encoder", 8192, 512]);
    expect(kvBytesPerToken(facts, 2)).toBe(0);
  });

  it("a window that is switched off, or as long as the context, is none", () => {
    const windowed = { ...llama, model_type: "qwen2", sliding_window: 4096 };
    expect(modelFromHfConfig(windowed, "a").windowTokens).toBe(4096);
    const off = { ...windowed, use_sliding_window: false };
    expect(modelFromHfConfig(off, "b").windowTokens).toBe(0);
    const long = { ...windowed, sliding_window: 131072 };
    expect(modelFromHfConfig(long, "c").windowTokens).toBe(0);
  });
});

describe("a family that is not known", () => {
  it("is read by the keys that most families share, and says what it assumed", () => {
    const { num_key_value_heads: _, tie_word_embeddings: __, ...rest } = llama;
    const { facts, assumed } = readHfConfig({ ...rest, model_type: "novel" }, "mine");
    expect(facts).toMatchObject({ layers: 32, kvHeads: 32, attention: "mha", gatedFfn: true });
    expect(assumed.map((sentence) => sentence.split(/[ :]/).slice(0, 2).join(" "))).toEqual([
      "model_type novel",
      "num_key_value_heads is",
      "FFN with",
      "tie_word_embeddings is",
    ]);
  });

  it("reads the old names of GPT-2", () => {
    const gpt2 = {
      ...{ model_type: "gpt2", n_embd: 768, n_layer: 12, n_head: 12, n_inner: null },
      ...{ n_positions: 1024, vocab_size: 50257 },
    };
    const facts = modelFromHfConfig(gpt2, "gpt2");
    expect(facts).toMatchObject({ ffn: 3072, gatedFfn: false, tiedEmbedding: true });
    expect(parameterCounts(facts).total / 124e6).toBeCloseTo(1, 1);
  });

  it("a known family assumes nothing in silence that it was not told", () => {
    expect(readHfConfig(llama, "mine").assumed).toEqual([]);
  });
});

describe("a config.json that is wrong", () => {
  it("is no mapping", () => {
    for (const json of [null, 3, "llama", [], undefined]) {
      expect(faults(json).join()).toContain("expected the mapping of a Hugging Face config.json");
    }
  });

  it("names every key that is missing, wrong or out of bounds at once", () => {
    expect(
      faults({
        ...{ model_type: "llama", hidden_size: "4096", num_hidden_layers: -1 },
        ...{ num_attention_heads: Number.NaN, intermediate_size: 1e300 },
        ...{ tie_word_embeddings: "no", max_position_embeddings: 8192 },
      }),
    ).toEqual([
      "mine num_hidden_layers: got -1; expected a whole number from 1 to 10000",
      'mine hidden_size: got "4096"; expected a whole number from 1 to 1000000',
      "mine num_attention_heads: got NaN; expected a whole number from 1 to 100000",
      "mine intermediate_size: got 1e+300; expected a whole number from 1 to 100000000",
      "mine vocab_size: got nothing; expected a whole number >= 1: give the model's whole config.json",
      'mine tie_word_embeddings: got "no"; expected true or false',
    ]);
  });

  it("says what contradicts itself", () => {
    expect(faults({ ...llama, num_key_value_heads: 64 }).join()).toContain("kv_heads 64");
    expect(faults({ ...llama, num_attention_heads: 33 }).join()).toContain("expected head_dim");
    expect(faults({ ...llama, layer_types: ["full_attention"] }).join()).toContain(
      "1 entries; expected 32",
    );
  });

  it("never fails with anything but the stated error, whatever the values", () => {
    const keys = [...new Set(Object.values(HF_FIXTURES).flatMap((json) => Object.keys(json)))];
    const odd = fc.oneof(
      fc.constantFrom(null, -1, 0, 1, 0.5, Number.NaN, Infinity, 1e308, 2 ** 53, "", "auto"),
      fc.anything(),
    );
    const change = fc.dictionary(fc.constantFrom(...keys), odd, { maxKeys: 4 });
    const base = fc.constantFrom(...Object.values(HF_FIXTURES));
    fc.assert(
      fc.property(base, change, fc.boolean(), (json, changed, nested) => {
        const whole = nested
          ? { ...json, text_config: { ...json, ...changed } }
          : { ...json, ...changed };
        if (faults(whole).length > 0) return;
        const facts = modelFromHfConfig(whole, "mine");
        const numbers = Object.values(facts).filter((value) => typeof value === "number");
        expect(numbers.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
        expect(parameterCounts(facts).total).toBeGreaterThan(0);
      }),
      { seed: 31, numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.anything(), (json) => {
        faults(json);
      }),
      { seed: 32, numRuns: 500 },
    );
  });
});
