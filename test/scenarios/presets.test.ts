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

  it("of a market say how sure each seller's fleet is, and from where", async () => {
    let found = 0;
    for (const { name } of scenarios) {
      const { assumptions } = toStrategy(await loadScenario(name));
      for (const { path, value, low, high, source } of assumptions) {
        if (!/^market\..*\b(capacity|expansion|lead)$/.test(path)) continue;
        found += 1;
        const where = `${name}, ${path}`;
        expect(low ?? value, where).toBeLessThan(Number(high));
        expect(Number(value), where).toBeGreaterThanOrEqual(Number(low));
        expect(Number(value), where).toBeLessThanOrEqual(Number(high));
        expect(source.length, where).toBeGreaterThan(0);
      }
    }
    expect(found).toBeGreaterThan(20);
  });

  it("guess no number without a range, and no range leaves what is possible", async () => {
    const wrong: string[] = [];
    for (const { name } of scenarios) {
      for (const assumption of toStrategy(await loadScenario(name)).assumptions) {
        const { path, value, low, high, unit, grade, role } = assumption;
        if (typeof value !== "number") continue;
        const least = low ?? value;
        const most = high ?? value;
        const mayFall = unit.startsWith("share/") || value < 0;
        const isPue = path.endsWith(".pue");
        // What we choose, what the question takes as given and what is counted is exact.
        const isBare = grade === "D" && low === null && high === null;
        const isGuess = isBare && role !== "lever" && unit !== "chips" && unit !== "families";
        const isPremium = path.endsWith("managed_premium");
        const faults = [
          ...(isGuess ? ["a guess without a range"] : []),
          ...(least <= value && value <= most ? [] : ["outside its range"]),
          ...(least < (isPue ? 1 : mayFall ? -1 : 0) ? ["less than there can be"] : []),
          ...(unit === "share" && !isPremium && most > 1 ? ["more than all"] : []),
        ];
        wrong.push(...faults.map((fault) => `${name}, ${path}: ${fault}`));
      }
    }
    expect(wrong).toEqual([]);
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
