import { describe, expect, it } from "vitest";
import { offersOn } from "../../scenarios/catalog/apiOffers.ts";
import {
  apiPrice,
  CATALOG,
  catalogRow,
  chipFacts,
  chipRow,
  modelFacts,
  rentRow,
  timingFor,
} from "../../scenarios/catalog/catalog.ts";
import { CatalogError } from "../../scenarios/catalog/catalogError.ts";
import { FLAT_FIELDS, type FlatTableName } from "../../scenarios/catalog/fields.ts";
import { listCatalog, listSources } from "../../scenarios/catalog/list.ts";
import { completeRow } from "../../scenarios/catalog/row.ts";
import { SOURCES } from "../../scenarios/catalog/sources.ts";

const rows = listCatalog(CATALOG);
const nameOf = (row: { table: string; entity: string; attribute: string }) =>
  `${row.table}.${row.entity}.${row.attribute}`;

describe("provenance", () => {
  it("every number has a finite value inside its range, a unit, a source, a date and a grade", () => {
    const bad = rows.filter(
      (row) =>
        !(Number.isFinite(row.value) && row.low <= row.value && row.value <= row.high) ||
        row.unit === "" ||
        row.source === "" ||
        !/^(19|20)\d\d(-\d\d){0,2}$/.test(row.asOf) ||
        !["A", "B", "C", "D"].includes(row.grade),
    );
    expect(bad.map(nameOf)).toEqual([]);
    expect(rows.length).toBeGreaterThan(4000);
  });

  it("every source that a row names is listed, and every listed source is named", () => {
    const named = new Set(rows.map((row) => row.source));
    expect([...named].filter((source) => !Object.hasOwn(SOURCES, source))).toEqual([]);
    expect(Object.keys(SOURCES).filter((source) => !named.has(source))).toEqual([]);
    expect(listSources(CATALOG).reduce((sum, source) => sum + source.rows, 0)).toBe(rows.length);
  });

  it("a number that nobody looked up is a guess, and a computed one is not measured", () => {
    const wrong = rows.filter(
      (row) =>
        (row.source === "general-knowledge" && row.grade !== "D") ||
        (row.source === "calc" && row.grade === "A"),
    );
    expect(wrong.map(nameOf)).toEqual([]);
  });

  it("a number that is estimated or guessed has a range or is a count or an architecture", () => {
    const exact = rows.filter(
      (row) =>
        (row.grade === "C" || row.grade === "D") &&
        row.low === row.high &&
        row.table !== "models" &&
        row.unit !== "chips",
    );
    expect(exact.map(nameOf)).toEqual([]);
  });

  it("a price or a figure copied from its first place is not grade A", () => {
    const copied =
      /^(llmprices|genai-prices|tokencost-hist|groq-px|gpuaas-card|sky-|eia-nov25|dep-10k|tt-|cbre-)/;
    const wrong = rows.filter((row) => row.grade === "A" && copied.test(row.source));
    expect(wrong.map(nameOf)).toEqual([]);
    expect(rows.filter((row) => copied.test(row.source)).length).toBeGreaterThan(1000);
  });

  it("a range never leaves what is possible", () => {
    const wrong = rows.filter((row) => {
      const isPue = /pue$/.test(row.attribute) || /_pue$/.test(row.entity);
      // A premium over another price may be more than that price.
      const isShare = row.unit === "share" && row.entity !== "managed_premium_share";
      const least = isPue ? 1 : row.unit.startsWith("share/") || row.value < 0 ? -1 : 0;
      return row.low < least || (isShare && row.high > 1) || (isPue && row.high > 3);
    });
    expect(wrong.map(nameOf)).toEqual([]);
  });

  it("the entries of a table with one unit have that unit", () => {
    for (const [name, { unit }] of Object.entries(FLAT_FIELDS)) {
      if (unit === undefined) continue;
      const units = Object.values(CATALOG[name as FlatTableName]).map((row) => row.unit);
      expect([...new Set(units)], name).toEqual([unit]);
    }
  });

  it("a row without a range gets +-30 %, a share stays below 1, a measured one is exact", () => {
    const parts = { source: "calc", asOf: "2026" } as const;
    expect(completeRow({ ...parts, value: 10, unit: "W", grade: "B" })).toMatchObject({
      low: 7,
      high: 13,
      defaultRange: true,
    });
    expect(completeRow({ ...parts, value: 0.9, unit: "share", grade: "D" }).high).toBe(1);
    expect(completeRow({ ...parts, value: 1.25, unit: "ratio", grade: "D" }, 1).low).toBe(1);
    expect(completeRow({ ...parts, value: 8, unit: "chips", grade: "D" }).high).toBe(8);
    const exact = completeRow({ ...parts, value: 10, unit: "W", grade: "A" });
    expect([exact.low, exact.high, exact.defaultRange]).toEqual([10, 10, undefined]);
  });
});

describe("chips", () => {
  it("an H100 has the sheet's figures in SI units", () => {
    expect(chipFacts(CATALOG, "H100-SXM-80GB")).toEqual({
      id: "h100",
      vendor: "NVIDIA",
      family: "hopper",
      peakFlopsPerS: {
        fp32: 67e12,
        bf16: 989.4e12,
        fp8: 1978.9e12,
        int8: 1978.9e12,
      },
      memoryBytes: 80 * 2 ** 30,
      memoryBytesPerS: 3.35e12,
      linkBytesPerS: 450e9,
      linkLatencyS: 1.5e-6,
      linkEfficiency: 0.8,
      linkDomainChips: 8,
      busyWatts: 969,
      idleWatts: 235.875,
      chipsPerServer: 8,
    });
  });

  it("the names of the measured cases and of the issue are known", () => {
    const typed = [
      ["A100-SXM-80GB", "a100-80"],
      ["A100-SXM-40GB", "a100-40"],
      ["H200-SXM-141GB", "h200"],
      ["B200-SXM-180GB", "b200"],
      ["GB200", "gb200"],
      ["MI300X", "mi300x"],
      ["L40S-48GB", "l40s"],
      ["RTX-PRO-6000-BSE", "rtx-pro-6000"],
      ["TPU-v5e", "tpu-v5e"],
    ] as const;
    expect(typed.map(([name]) => chipFacts(CATALOG, name).id)).toEqual(typed.map(([, id]) => id));
  });

  it("every chip idles below its busy power, below its server's rating, and has timing", () => {
    for (const id of Object.keys(CATALOG.chips)) {
      const chip = chipFacts(CATALOG, id);
      const rated = chipRow(CATALOG, id, "ratedServerWatts").value;
      expect(chip.idleWatts, id).toBeLessThan(chip.busyWatts);
      expect(chip.busyWatts, id).toBeLessThan(rated);
      expect(timingFor(CATALOG, chip.family).memoryShare).toBeGreaterThan(0.5);
    }
  });

  it("a longer contract is never dearer per hour", () => {
    for (const chip of Object.values(CATALOG.chips)) {
      if (chip.rows.onDemandUsdPerHour === undefined) continue;
      const [hour, year, three] = (["onDemand", "reserved1y", "reserved3y"] as const).map(
        (contract) => rentRow(CATALOG, chip.id, contract).value,
      );
      expect(hour, chip.id).toBeGreaterThanOrEqual(year ?? Number.NaN);
      expect(year, chip.id).toBeGreaterThanOrEqual(three ?? Number.NaN);
    }
  });

  it("a chip that is not sold says so", () => {
    expect(() => chipRow(CATALOG, "tpu-v5e", "serverUsdPerChip")).toThrow(
      "chips.tpu-v5e.server_usd_per_chip: Google TPU v5e has no server_usd_per_chip",
    );
  });

  it("no two chips or models answer to one name", () => {
    for (const table of [CATALOG.chips, CATALOG.models]) {
      const names = Object.values(table).flatMap((entry) => [entry.id, ...entry.aliases]);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => name !== name.toLowerCase())).toEqual([]);
    }
  });
});

describe("prices", () => {
  it("an open model costs the median over its hosts, between the cheapest and the dearest", () => {
    const { rows: price, hosts } = apiPrice(CATALOG, "llama-3.1-70b");
    expect(hosts).toHaveLength(4);
    expect(price.inputUsdPerMtok).toMatchObject({ value: 0.75, low: 0.23, high: 0.99, grade: "B" });
  });

  it("cached input without a price costs what input costs, and says so", () => {
    const { rows: price } = apiPrice(CATALOG, "deepseek-v3");
    expect(price.cachedUsdPerMtok.value).toBe(price.inputUsdPerMtok.value);
    expect(price.cachedUsdPerMtok.note).toContain("no host lists a price for cached input");
  });

  it("cached input never costs more than input, nor input more than output", () => {
    for (const { id, rows: price } of Object.values(CATALOG.apiPrices)) {
      expect(price.cachedUsdPerMtok.value, id).toBeLessThanOrEqual(price.inputUsdPerMtok.value);
      expect(price.inputUsdPerMtok.value, id).toBeLessThanOrEqual(price.outputUsdPerMtok.value);
    }
  });

  it("a model's alias finds its price", () => {
    expect(apiPrice(CATALOG, "Llama-3.1-70B-Instruct").id).toBe("llama-3.1-70b");
  });

  it("an offer of a day is one that had begun and had not ended, cheapest first", () => {
    const before = offersOn(CATALOG.apiOffers, "2025-02-01", "deepseek-chat");
    expect(before.map(({ rows: price }) => price.inputUsdPerMtok.value)).toEqual([0.14]);
    const after = offersOn(CATALOG.apiOffers, "2025-03-01", "deepseek-chat");
    expect(after.map(({ rows: price }) => price.inputUsdPerMtok.value)).toEqual([0.27]);
    const sellers = offersOn(CATALOG.apiOffers, "2026-08-15", "llama-3.1-70b");
    expect(sellers.map(({ vendor }) => vendor)).toEqual([
      "DeepInfra",
      "Cerebras",
      "Fireworks",
      "AWS Bedrock",
    ]);
  });

  it("a model sold by one seller costs what it asks now, by several the median", () => {
    expect(apiPrice(CATALOG, "gpt-5.6-terra").rows.inputUsdPerMtok.value).toBe(2);
    expect(apiPrice(CATALOG, "gemini-3.6-flash").rows.outputUsdPerMtok.value).toBe(3.75);
    expect(apiPrice(CATALOG, "kimi-k3").hosts).toEqual(["Moonshot", "Fireworks"]);
    expect(apiPrice(CATALOG, "gpt-4o-2024-08-06").rows.batchShare?.value).toBe(0.5);
    expect(apiPrice(CATALOG, "gpt-4-turbo").rows.inputUsdPerMtok.note).toBe("ended 2024-05");
  });

  it("moving a bit costs more energy with every step away from the chip", () => {
    const levels = ["sram", "scale_up", "hbm", "pcie", "optical", "wide_area"];
    const costs = levels.map((level) => catalogRow(CATALOG, "energyPjPerBit", level).value);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });

  it("narrower formats lose more quality", () => {
    const lost = (format: string) => catalogRow(CATALOG, "qualityLossShare", format).value;
    expect([lost("fp8"), lost("int8"), lost("int4")]).toEqual([0.002, 0.005, 0.025]);
    expect(lost("fp4")).toBe(lost("int4"));
  });

  it("five-year depreciation writes off all of it", () => {
    const shares = [1, 2, 3, 4, 5, 6].map((n) => catalogRow(CATALOG, "macrsShare", `year${n}`));
    expect(shares.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  it("every region with a power price has a carbon figure", () => {
    const regions = Object.keys(CATALOG.electricityUsdPerKwh);
    expect(regions.length).toBeGreaterThan(50);
    for (const region of regions) {
      expect(catalogRow(CATALOG, "carbonKgPerKwh", region).value).toBeGreaterThan(0);
    }
  });

  it("the residual curve passes near the resale shares of an H100", () => {
    const { finance } = CATALOG;
    const share = finance["residual_share"]?.value ?? 0;
    const decline = finance["residual_decline_per_year"]?.value ?? 0;
    for (const year of [1, 2, 3, 4, 5]) {
      const seen = finance[`resale_share_year${year}`]?.value ?? 0;
      expect(Math.abs(share * (1 - decline) ** year - seen)).toBeLessThan(0.03);
    }
  });
});

describe("wrong names", () => {
  it("a misspelt chip is answered with the nearest names", () => {
    expect(() => chipFacts(CATALOG, "h1000")).toThrow(CatalogError);
    expect(() => chipFacts(CATALOG, "h1000")).toThrow(
      'chips: unknown chip "h1000"; did you mean h100, h200, h800?',
    );
  });

  it("a name near none is answered with names that exist", () => {
    expect(() => modelFacts(CATALOG, "zzzzzzzzzz")).toThrow(/known: llama-2-7b, /);
  });

  it.each(["constructor", "__proto__", "toString", ""])("%j is no chip", (name) => {
    expect(() => chipFacts(CATALOG, name)).toThrow(CatalogError);
    expect(() => timingFor(CATALOG, name)).toThrow(CatalogError);
    expect(() => catalogRow(CATALOG, "pue", name)).toThrow(CatalogError);
  });

  it("an unknown region names regions", () => {
    expect(() => catalogRow(CATALOG, "electricityUsdPerKwh", "us-texsa")).toThrow(
      /did you mean us-texas/,
    );
  });
});
