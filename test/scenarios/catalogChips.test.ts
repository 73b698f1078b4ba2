import { describe, expect, it } from "vitest";
import {
  CATALOG,
  chipExtra,
  chipFacts,
  comparisonPrice,
  comparisonRent,
} from "../../scenarios/catalog/catalog.ts";
import { withRows } from "../../scenarios/catalog/overrides.ts";
import { loadScenarioText } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import { fleetFit } from "../../sim/fleetFit.ts";
import type { FleetPlan, Plan } from "../../sim/plan.ts";
import { simulate } from "../../sim/simulate.ts";

const IDS = Object.keys(CATALOG.chips);

/** Formats by price: the first that the chip has. */
const FORMATS = ["fp8", "int8", "bf16"] as const;

async function planOf(
  chip: string,
  model: string,
  tp: number,
  more = "",
): Promise<Plan & { supply: FleetPlan }> {
  const { peakFlopsPerS } = chipFacts(CATALOG, chip);
  const sold = CATALOG.chips[chip]?.rows.serverUsdPerChip !== undefined;
  const precision = FORMATS.find((format) => peakFlopsPerS[format] !== undefined) ?? "bf16";
  const text = `
supply: ${sold ? "owned" : "rented"}
model: ${model}
demand: {rate: 0.05/s, lengths: {input: 300, output: 60}}
fleet: {gpu: ${chip}, precision: ${precision}, tp: ${tp}, count: 1, context: 4096${more}}
run: {window: 10 min, warmup: 1 min}
`;
  const { plan } = toStrategy(await loadScenarioText(text, chip));
  if (plan.supply.kind !== "fleet") throw new RangeError("no fleet; expected one");
  return { ...plan, supply: plan.supply };
}

describe("every chip", () => {
  it.each(IDS)("%s serves a model that fits, or says by how much it does not", async (chip) => {
    const model = "llama-3.1-8b";
    const { problem, leastChips } = fleetFit((await planOf(chip, model, 1)).supply);
    if (problem !== "")
      expect(problem).toMatch(/^llama-3\.1-8b in \w+ lacks [\de+.]+ GB on each of/);
    if (problem !== "" && leastChips === 0) return;
    const physical = simulate(await planOf(chip, model, problem === "" ? 1 : leastChips), 0);
    expect(physical.requests.finished, chip).toBeGreaterThan(10);
    expect(physical.requests.lost, chip).toBe(0);
  });

  it.each(IDS)(
    "%s says that a model of 671 billion parameters is too much for one",
    async (chip) => {
      const plan = await planOf(chip, "deepseek-v3", 1);
      const { problem } = fleetFit(plan.supply);
      expect(problem).toMatch(/^deepseek-v3 in \w+ lacks [\de+.]+ GB on each of 1 x /);
      expect(() => simulate(plan, 0)).toThrow(problem);
    },
  );

  it("has a price to buy and a price to rent for comparisons, graded D where it is a rule", () => {
    const ruled: string[] = [];
    for (const id of IDS) {
      const price = comparisonPrice(CATALOG, id);
      const rent = comparisonRent(CATALOG, id);
      expect(price?.value, id).toBeGreaterThan(0);
      expect(rent?.value, id).toBeGreaterThan(0);
      if (chipExtra(CATALOG, id, "impliedServerUsd")) {
        ruled.push(id);
        expect([price?.grade, price?.unit], id).toEqual(["D", "USD/chip"]);
        expect((price?.value ?? 0) / (rent?.value ?? 0), id).toBeCloseTo(5000, 0);
      }
      if (chipExtra(CATALOG, id, "impliedUsdPerHour")) {
        expect([rent?.grade, rent?.unit], id).toEqual(["D", "USD/chip-h"]);
        expect((price?.value ?? 0) / (rent?.value ?? 1), id).toBeCloseTo(12_000, -1);
      }
    }
    expect(ruled).toEqual([
      ...["tpu-v5e", "tpu-v5p", "tpu-v6e", "tpu-v7"],
      ...["trainium1", "trainium2", "trainium3", "inferentia2"],
    ]);
  });

  it("that is rented has a spot rent no dearer than on demand", () => {
    for (const { id, rows, extra } of Object.values(CATALOG.chips)) {
      if (rows.onDemandUsdPerHour === undefined) continue;
      expect(extra.spotUsdPerHour?.value, id).toBeLessThanOrEqual(rows.onDemandUsdPerHour.value);
    }
  });
});

describe("peaks are dense", () => {
  /** Chips on which a narrower format is not twice as fast, and why. */
  const NOT_DOUBLE: Readonly<Record<string, string>> = {
    gaudi3: "fp8 runs at the rate of bf16",
    trainium1: "fp8 runs at the rate of bf16",
    inferentia2: "fp8 runs at the rate of bf16",
    trainium3: "fp8 is four times bf16 and fp4 the same as fp8",
    b300: "int8 is cut",
    gb300: "int8 is cut",
    "groq-lpu": "int8 is four times fp16",
    "laptop-soc": "int8 is a unit of its own",
    "phone-soc": "int8 is a unit of its own",
  };

  it("fp8 and int8 are twice bf16 on every chip but the listed ones", () => {
    for (const id of IDS) {
      const { bf16, fp8, int8 } = chipFacts(CATALOG, id).peakFlopsPerS;
      for (const narrow of [fp8, int8]) {
        if (narrow === undefined || Object.hasOwn(NOT_DOUBLE, id)) continue;
        expect(Math.abs(narrow / (bf16 ?? 0) / 2 - 1), id).toBeLessThan(0.03);
      }
    }
  });

  it("fp4 is two to three times fp8 where both are stated", () => {
    for (const id of IDS) {
      const { fp8, fp4 } = chipFacts(CATALOG, id).peakFlopsPerS;
      if (fp4 === undefined || fp8 === undefined || id === "trainium3") continue;
      expect(fp4 / fp8, id).toBeGreaterThanOrEqual(1.99);
      expect(fp4 / fp8, id).toBeLessThan(3.2);
    }
  });

  it("nobody reads a byte faster than it computes: arithmetic per byte is 1 to 1,000", () => {
    for (const id of IDS) {
      const { peakFlopsPerS, memoryBytesPerS } = chipFacts(CATALOG, id);
      const ratio = (peakFlopsPerS.bf16 ?? 0) / memoryBytesPerS;
      expect(ratio, id).toBeGreaterThan(0.5);
      expect(ratio, id).toBeLessThan(1000);
    }
  });
});

describe("chips of memory on the die", () => {
  it("one Groq chip lacks gigabytes for an 8B model; 64 of 8 stages hold a 70B one", async () => {
    const one = fleetFit((await planOf("groq-lpu", "llama-3.1-8b", 1)).supply);
    expect(one.problem).toContain("on each of 1 x groq-lpu");
    const many = await planOf("groq-lpu", "llama-3.1-70b", 64, ", parallel: {pipeline: 8}");
    expect(fleetFit(many.supply).problem).toBe("");
    expect(many.supply.chipsPerReplica).toBe(512);
  });

  it("a wafer holds an 8B model in bf16 and not a 70B one", async () => {
    const plan = await planOf("cerebras-wse3", "llama-3.1-8b", 1);
    expect(fleetFit(plan.supply).problem).toBe("");
    const large = fleetFit((await planOf("cerebras-wse3", "llama-3.1-70b", 1)).supply);
    expect(large.problem).toContain("lacks");
    expect(large.leastChips).toBe(0);
  });
});

describe("rows of a user's own for comparisons", () => {
  it("a spot rent of a known chip changes, physics and contract stay", () => {
    const catalog = withRows(CATALOG, { chips: { h100: { spot_usd_per_hour: 0.9 } } });
    expect(chipExtra(catalog, "h100", "spotUsdPerHour")?.value).toBe(0.9);
    expect(chipFacts(catalog, "h100")).toEqual(chipFacts(CATALOG, "h100"));
    expect(catalog.chips["h100"]?.rows).toEqual(CATALOG.chips["h100"]?.rows);
  });

  it("a price for a chip that nobody sells goes before the rule", () => {
    const catalog = withRows(CATALOG, { chips: { "tpu-v6e": { server_usd_per_chip: 9000 } } });
    expect(comparisonPrice(catalog, "tpu-v6e")?.value).toBe(9000);
  });
});
