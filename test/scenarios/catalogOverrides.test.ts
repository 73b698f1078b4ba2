import { describe, expect, it } from "vitest";
import {
  apiPrice,
  CATALOG,
  catalogRow,
  chipFacts,
  chipRow,
  modelEntry,
  modelFacts,
  timingFor,
} from "../../scenarios/catalog/catalog.ts";
import { CatalogError } from "../../scenarios/catalog/catalogError.ts";
import { withRows } from "../../scenarios/catalog/overrides.ts";

function issuesOf(overrides: unknown): string[] {
  try {
    withRows(CATALOG, overrides);
  } catch (error) {
    if (error instanceof CatalogError) return error.issues.map((i) => `${i.path}: ${i.message}`);
    throw error;
  }
  return [];
}

describe("rows of a user's own", () => {
  it("a known chip changes in the stated row only, under any of its names", () => {
    const catalog = withRows(CATALOG, {
      chips: {
        "H100-SXM": {
          server_usd_per_chip: {
            value: 31_000,
            low: 29_000,
            high: 33_000,
            unit: "USD/chip",
            source: "vendor quote",
            as_of: "2026-09",
            grade: "B",
          },
        },
      },
    });
    expect(chipRow(catalog, "h100", "serverUsdPerChip")).toEqual({
      value: 31_000,
      low: 29_000,
      high: 33_000,
      unit: "USD/chip",
      source: "vendor quote",
      asOf: "2026-09",
      grade: "B",
    });
    expect(chipFacts(catalog, "h100")).toEqual(chipFacts(CATALOG, "h100"));
    expect(chipRow(CATALOG, "h100", "serverUsdPerChip").value).toBe(38_750);
  });

  it("a bare number is a guess with the default range", () => {
    const catalog = withRows(CATALOG, { electricity_usd_per_kwh: { "my-site": 0.05 } });
    expect(catalogRow(catalog, "electricityUsdPerKwh", "my-site")).toMatchObject({
      value: 0.05,
      low: 0.035,
      high: 0.065,
      unit: "USD/kWh",
      grade: "D",
      defaultRange: true,
    });
  });

  it("a new chip extends another", () => {
    const catalog = withRows(CATALOG, {
      chips: { "h100-slow": { extends: "h100", memory_tb_per_s: 2, link: "pcie5-x16" } },
    });
    const chip = chipFacts(catalog, "h100-slow");
    expect(chip).toMatchObject({ id: "h100-slow", family: "hopper", memoryBytesPerS: 2e12 });
    expect(chip.linkBytesPerS).toBe(64e9);
    expect(chip.peakFlopsPerS).toEqual(chipFacts(CATALOG, "h100").peakFlopsPerS);
  });

  it("a new chip without extends states every row", () => {
    expect(issuesOf({ chips: { mine: { family: "hopper", bf16_tflops: 500 } } })).toEqual([
      "chips.mine: missing memory_gib, memory_tb_per_s, link_gb_per_s, link_latency_us, " +
        "link_efficiency, link_domain_chips, chips_per_server, rated_server_watts, busy_watts, " +
        'idle_watts; state them or use "extends"',
    ]);
    const catalog = withRows(CATALOG, {
      chips: {
        mine: {
          family: "hopper",
          link: "nvlink4",
          bf16_tflops: 500,
          memory_gib: 64,
          memory_tb_per_s: 2,
          link_domain_chips: 4,
          chips_per_server: 4,
          rated_server_watts: 900,
          busy_watts: 700,
          idle_watts: 150,
        },
      },
    });
    expect(chipFacts(catalog, "mine").memoryBytes).toBe(64 * 2 ** 30);
  });

  it("a new model states its widths; the rest is a plain dense transformer", () => {
    const catalog = withRows(CATALOG, {
      models: {
        "my-model": {
          layers: 16,
          hidden: 2048,
          heads: 16,
          kv_heads: 4,
          head_dim: 128,
          ffn: 8192,
          vocab: 32_000,
          context_tokens: 8192,
          source: "our config",
          as_of: 2026,
        },
      },
    });
    expect(modelFacts(catalog, "my-model")).toMatchObject({
      id: "my-model",
      experts: 0,
      attention: "gqa",
      fullAttentionLayers: 16,
    });
    expect(modelEntry(catalog, "my-model")).toMatchObject({
      source: "our config",
      asOf: "2026",
      grade: "B",
    });
  });

  it("a model extends another", () => {
    const catalog = withRows(CATALOG, {
      models: { long: { extends: "llama-3.1-8b", context_tokens: 1_000_000 } },
    });
    expect(modelFacts(catalog, "long")).toEqual({
      ...modelFacts(CATALOG, "llama-3.1-8b"),
      id: "long",
      contextTokens: 1_000_000,
    });
  });

  it("an own API price may leave out the cached price", () => {
    const catalog = withRows(CATALOG, {
      api_prices: { "llama-2-70b": { input_usd_per_mtok: 0.5, output_usd_per_mtok: 0.9 } },
    });
    expect(apiPrice(catalog, "llama-2-70b").rows.cachedUsdPerMtok.value).toBe(0.5);
  });

  it("timing of a family moves by row", () => {
    const catalog = withRows(CATALOG, { timing: { hopper: { memory_share: 0.8 } } });
    expect(timingFor(catalog, "hopper").memoryShare).toBe(0.8);
    expect(timingFor(catalog, "hopper").requestOverheadS).toBe(0.015);
    expect(timingFor(catalog, "blackwell").memoryShare).toBe(0.86);
  });
});

describe("wrong rows", () => {
  it("all issues come at once, each with its path, what it got and what is expected", () => {
    expect(
      issuesOf({
        chips: {
          h100: {
            memory_gb: 80,
            busy_watts: -1,
            idle_watts: { value: 100, low: 120 },
            server_usd_per_chip: { value: 1, unit: "EUR", grade: "E", src: "x" },
          },
          h101: { extends: "h1000" },
        },
        modles: {},
        pue: { mine: "low" },
      }),
    ).toEqual([
      expect.stringContaining('chips.h100.memory_gb: unknown attribute "memory_gb"; did you mean'),
      "chips.h100.busy_watts.value: got -1; expected a number > 0",
      "chips.h100.idle_watts: value 100 outside its range 120 to 100",
      "chips.h100.server_usd_per_chip.src: unknown key; value, low, high, unit, source, as_of, grade, note",
      'chips.h100.server_usd_per_chip.unit: got "EUR"; expected USD/chip',
      'chips.h100.server_usd_per_chip.grade: got "E"; expected A, B, C or D',
      expect.stringContaining('chips.h101.extends: unknown name "h1000"; did you mean h100'),
      expect.stringContaining("chips.h101.family: unknown chip family"),
      expect.stringContaining("chips.h101: missing bf16_tflops"),
      'modles: unknown table "modles"; did you mean models?',
      'pue.mine: got "low"; expected a number in ratio or {value, low, high, ...}',
    ]);
  });

  it.each([
    [{ models: { m: { extends: "llama-3.1-8b", kv_heads: 64 } } }, /kv_heads 64; expected at most/],
    [{ models: { m: { extends: "llama-3.1-8b", layers: 1.5 } } }, /got 1.5; expected a whole/],
    [{ models: { m: { extends: "mixtral-8x7b", active_experts: 9 } } }, /active_experts 9/],
    [{ models: { m: { extends: "llama-3.1-8b", attention: "mla" } } }, /mla without kv_lora/],
    [{ finance: { no_such_rate: 1 } }, /unknown entry "no_such_rate"/],
    [{ failures: { reload_s: Number.NaN } }, /expected a finite number/],
    [{ chips: { "../x": {} } }, /a name has letters/],
    [{ chips: [] }, /expected entities by name/],
    [null, /expected tables of rows/],
    [{ constructor: {} }, /unknown table/],
    [{ api_offers: { x: {} } }, /unknown table "api_offers"/],
    [{ chips: { h100: { spot_usd_per_hour: 0 } } }, /got 0; expected a number > 0/],
  ])("%j", (overrides, message) => {
    expect(issuesOf(overrides).join("\n")).toMatch(message);
  });
});
