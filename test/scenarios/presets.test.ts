import { describe, expect, it } from "vitest";
import { loadScenario, loadScenarios } from "../../scenarios/load.ts";
import { PRESETS } from "../../scenarios/presets/presets.ts";
import { toStrategy } from "../../scenarios/strategy.ts";

const scenarios = PRESETS.filter((preset) => preset.kind === "scenario");
const SUPPLY = [
  ...["consumer", "renter", "renter-reserved-1y", "renter-reserved-3y"],
  ...["producer", "producer-own-facility"],
];
const comparisons = PRESETS.filter((preset) => preset.kind === "comparison");

describe("presets", () => {
  it("each ask a question and have a name of their own", () => {
    expect(new Set(PRESETS.map((preset) => preset.name)).size).toBe(PRESETS.length);
    for (const preset of PRESETS) expect(preset.question, preset.name).toMatch(/\?$/);
  });

  it("load and become strategies", async () => {
    for (const { name } of scenarios) {
      const scenario = await loadScenario(name);
      expect(scenario.name).toBe(name);
      expect(toStrategy(scenario).name).toBe(name);
    }
  });

  it("of supply face one demand, one promise and one model, so that any two can be compared", async () => {
    const all = await loadScenarios(SUPPLY);
    const [first, ...others] = all.map(toStrategy);
    for (const other of others) {
      expect(other.plan.demand).toEqual(first?.plan.demand);
      expect(other.plan.promise).toEqual(first?.plan.promise);
      const alike = { followsTheHour: false, scaling: undefined };
      expect({ ...other.horizon, ...alike }).toEqual({ ...first?.horizon, ...alike });
      expect(other.plan.seed).toBe(first?.plan.seed);
    }
    expect(new Set(all.map((scenario) => scenario.config.model))).toEqual(
      new Set(["llama-3.1-70b"]),
    );
  });

  it("of comparisons face one demand and one promise, but for what they compare", async () => {
    for (const { name, apart } of comparisons) {
      const faced = (await loadScenarios([name])).map(toStrategy).map(({ plan, horizon }) => {
        const supply = { followsTheHour: false, scaling: undefined, years: undefined };
        const { seed, promise, demand } = plan;
        return new Map<string, unknown>(
          Object.entries({ ...demand, ...horizon, ...supply, seed, promise }),
        );
      });
      const parts = [...new Set(faced.flatMap((all) => [...all.keys()]))];
      const differ = parts.filter(
        (part) => new Set(faced.map((all) => JSON.stringify(all.get(part)))).size > 1,
      );
      expect(differ.toSorted(), name).toEqual((apart?.parts ?? []).toSorted());
    }
  });

  it("of comparisons name scenarios that exist and unfold to them", async () => {
    for (const { name, members } of comparisons) {
      const loaded = await loadScenarios([name]);
      expect(loaded.map((scenario) => scenario.name)).toEqual(members);
    }
  });

  it("loaded twice get names that differ", async () => {
    const names = (await loadScenarios(["producer", "producer"])).map((scenario) => scenario.name);
    expect(names).toEqual(["producer", "producer (2)"]);
  });

  it("cannot be changed from outside", () => {
    for (const preset of scenarios) {
      preset.tree()["name"] = "changed";
      expect(preset.tree()["name"]).toBe(preset.name);
    }
  });
});
