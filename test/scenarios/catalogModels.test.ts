import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { CATALOG, modelFacts } from "../../scenarios/catalog/catalog.ts";
import { listCatalog } from "../../scenarios/catalog/list.ts";
import { withRows } from "../../scenarios/catalog/overrides.ts";
import type { ModelFacts } from "../../sim/facts.ts";
import { kvBytesPerToken } from "../../sim/models/attention.ts";
import { unitFlops } from "../../sim/models/flops.ts";
import { parameterCounts } from "../../sim/models/parameterCount.ts";
import { unitOf } from "../../sim/models/unit.ts";

const TABLE = new URL("../../../shared/catalog/models.csv", import.meta.url);
const rows: Record<string, string>[] = existsSync(TABLE)
  ? parse(readFileSync(TABLE, "utf8"), { columns: true })
  : [];
const ids = Object.keys(CATALOG.models);

/** Relative distance of a number from another. */
const off = (value: number, from: number) => Math.abs(value / from - 1);

/** Published totals that the columns do not give within 2 %, and how far off they are. */
const TOTAL_EXCEPTIONS: Readonly<Record<string, readonly [share: number, reason: string]>> = {
  "gemma-4-26b-a4b": [0.04, "26 is nominal: the card says 25.2 billion"],
  "hunyuanvideo-13b": [0.05, "token refiner and text projections are not in the columns"],
  "dlrm-dcnv2-mlperf": [0.1, "24.0 takes 97.4 GiB for GB: 204,184,588 rows x 128 are 26.1 billion"],
};

/** Published active counts that none of the three ways of counting gives within 3 %. */
const ACTIVE_EXCEPTIONS: Readonly<Record<string, readonly [share: number, reason: string]>> = {
  "hunyuanvideo-13b": [0.05, "as its total"],
  "gemma-4-26b-a4b": [0.07, "4 is nominal: the card says 3.8 billion"],
  "nemotron-3-super-120b-a12b": [0.07, "12 is nominal: the card says 12.7 billion"],
  "dlrm-dcnv2-mlperf": [1, "a sample reads 214 rows: an active count says nothing of it"],
};

/** How published active counts are made: all, less the input embedding, less head and embedding. */
function activeCounts(facts: ModelFacts): number[] {
  const { active, head, embedding } = parameterCounts(facts);
  return [active, active - embedding, active - head - embedding];
}

describe("parameters from the columns", () => {
  it.each(ids)("%s: the total is the published one to 2 percent", (id) => {
    const published = (CATALOG.models[id]?.totalBillion?.value ?? Number.NaN) * 1e9;
    const [allowed] = TOTAL_EXCEPTIONS[id] ?? [0.02];
    expect(off(parameterCounts(modelFacts(CATALOG, id)).total, published)).toBeLessThan(allowed);
  });

  it.each(ids)("%s: the active count is the published one to 3 percent", (id) => {
    const published = (CATALOG.models[id]?.activeBillion?.value ?? Number.NaN) * 1e9;
    const counted = activeCounts(modelFacts(CATALOG, id)).map((count) => off(count, published));
    const [allowed] = ACTIVE_EXCEPTIONS[id] ?? [0.03];
    expect(Math.min(...counted)).toBeLessThanOrEqual(allowed);
  });

  it("every exception is still one", () => {
    for (const id of Object.keys(TOTAL_EXCEPTIONS)) {
      const published = (CATALOG.models[id]?.totalBillion?.value ?? Number.NaN) * 1e9;
      expect(off(parameterCounts(modelFacts(CATALOG, id)).total, published), id).toBeGreaterThan(
        0.02,
      );
    }
  });

  it("the groups of every model sum to its total, and no group is negative", () => {
    for (const id of ids) {
      const counts = parameterCounts(modelFacts(CATALOG, id));
      const { attention, denseFfn, experts, shared, head, embedding, total } = counts;
      const sum = attention + denseFfn + experts + shared + head + embedding;
      expect(Math.abs(sum - total), id).toBeLessThanOrEqual(1e-9 * total);
      expect(Math.min(...Object.values(counts)), id).toBeGreaterThanOrEqual(0);
      expect(counts.active, id).toBeLessThanOrEqual(total);
    }
  });
});

describe.skipIf(rows.length === 0)("beside the shared table (skipped where it is absent)", () => {
  /** Rows that cannot be simulated. */
  const LEFT_OUT = { "gpt-4-reported": "its dimensions were never published" };

  it("every architecture of the table is in the catalogue", () => {
    const missing = rows
      .map((row) => row["model"] ?? "")
      .filter((id) => !ids.includes(id) && !Object.hasOwn(LEFT_OUT, id));
    expect(missing).toEqual([]);
  });

  /** Columns of KV bytes that leave something out, and what it adds per token. */
  const KV_EXCEPTIONS: Readonly<Record<string, readonly [bytes: number, reason: string]>> = {
    "glm-5.2": [78 * 132, "the column leaves the index out"],
  };
  const kv = rows.filter((row) => (row["kv_bytes_per_token_bf16"] ?? "") !== "");
  it.each(kv.map((row) => row["model"] ?? "").filter((id) => ids.includes(id)))(
    "%s: a token takes the table's bytes of KV cache",
    (id) => {
      const row = kv.find((entry) => entry["model"] === id);
      const [more] = KV_EXCEPTIONS[id] ?? [0];
      const expected = Number(row?.["kv_bytes_per_token_bf16"]) + more;
      expect(kvBytesPerToken(modelFacts(CATALOG, id), 2)).toBe(expected);
    },
  );

  /** Units whose FLOPs differ from the table's by more than 5 %. */
  const UNIT_EXCEPTIONS: Readonly<Record<string, readonly [share: number, reason: string]>> = {
    "whisper-large-v3": [0.13, "the table leaves out cross-attention and its keys and values"],
  };
  /** The table multiplies the embedding of a document, which is only looked up: added here. */
  const asTabled = (facts: ModelFacts) =>
    unitFlops(facts) +
    (facts.kind === "encoder"
      ? 2 * parameterCounts(facts).embedding * (facts.tokensPerUnit ?? 0)
      : 0);
  const units = rows.filter((row) => (row["tflop_per_unit"] ?? "") !== "");
  it.each(units.map((row) => row["model"] ?? ""))("%s: a unit takes the table's FLOPs", (id) => {
    const row = units.find((entry) => entry["model"] === id);
    const expected = Number(row?.["tflop_per_unit"]) * 1e12;
    const [allowed] = UNIT_EXCEPTIONS[id] ?? [0.05];
    expect(off(asTabled(modelFacts(CATALOG, id)), expected)).toBeLessThan(allowed);
  });

  it("steps, guidance and tokens of every unit are the table's", () => {
    for (const row of units) {
      const id = row["model"] ?? "";
      const facts = modelFacts(CATALOG, id);
      const unit = unitOf(facts);
      expect([unit?.steps, unit?.passesPerStep], id).toEqual([
        Number(row["steps"]),
        Number(row["cfg_mult"]),
      ]);
      if (facts.kind !== "recommender" && row["tokens_per_unit"] !== "") {
        expect(facts.tokensPerUnit, id).toBe(Number(row["tokens_per_unit"]));
      }
    }
  });
});

describe("rows", () => {
  it("the key of an entry is the id of its facts", () => {
    for (const [key, entry] of Object.entries(CATALOG.models)) {
      expect([entry.id, entry.facts.id]).toEqual([key, key]);
    }
  });

  it("a row with a unit says what it is a unit of, and only such a row has a kind", () => {
    for (const id of ids) {
      const facts = modelFacts(CATALOG, id);
      expect(facts.unit !== undefined, id).toBe(facts.kind !== undefined);
    }
  });

  it("a column that is no count is listed in its unit", () => {
    const unitOfColumn = (entity: string, attribute: string) =>
      listCatalog(CATALOG).find((row) => row.entity === entity && row.attribute === attribute)
        ?.unit;
    expect(unitOfColumn("wan2.1-14b-720p", "media_s")).toBe("s");
    expect(unitOfColumn("dlrm-dcnv2-mlperf", "dense_flops_per_sample")).toBe("FLOP");
    expect(unitOfColumn("wan2.1-14b-720p", "layers")).toBe("count");
  });
});

describe("a user's own columns", () => {
  it("may name what only some models have", () => {
    const own = { extends: "mamba-2.8b", state_dim: 32, state_kind: "mamba1" };
    const facts = modelFacts(withRows(CATALOG, { models: { mine: own } }), "mine");
    expect(facts).toMatchObject({ heads: 0, stateDim: 32, stateLayers: 64 });
    const table = { kind: "recommender", layers: 1, hidden: 64, heads: 0, kv_heads: 0 };
    const rest = { head_dim: 0, ffn: 0, vocab: 0, context_tokens: 1, unit: "1 sample" };
    const rows = { table_rows: 1e6, table_dim: 64, table_bytes_per_value: 2 };
    const models = { rec: { ...table, ...rest, ...rows } };
    expect(modelFacts(withRows(CATALOG, { models }), "rec").kind).toBe("recommender");
  });

  it("are refused where they are of a wrong kind or contradict each other", () => {
    const rejects = (body: object, message: string) => {
      expect(() => withRows(CATALOG, { models: { mine: body } })).toThrow(message);
    };
    const llama = { extends: "llama-3.1-8b" };
    rejects({ ...llama, kind: "poem" }, "expected transformer, encoder, encoderDecoder");
    rejects({ ...llama, state_layers: -1 }, "expected a whole number >= 0");
    rejects({ ...llama, gated_attention: 1 }, "expected true or false");
    rejects({ ...llama, heads: 0 }, "expected a whole number >= 1");
    rejects({ ...llama, state_layers: 4 }, "state_layers without state_kind or state_heads");
    rejects({ ...llama, attention_layers: 40 }, "attention_layers 40; expected at most 32");
    rejects({ ...llama, kind: "diffusion" }, "kind diffusion without tokens_per_unit");
  });
});
