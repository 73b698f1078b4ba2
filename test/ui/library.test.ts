import { describe, expect, it } from "vitest";
import { ConfigError } from "../../scenarios/issues.ts";
import * as costmoat from "../../ui/library.ts";

const set = { "run.window": "30 s", "demand.rate": "4/s" };

describe("the library", () => {
  it("loads, compares and renders without a word", async () => {
    const scenarios = [
      await costmoat.loadScenario("consumer", { set }),
      await costmoat.loadScenario("producer", { set: { ...set, "fleet.gpu": "h200" } }),
    ];
    const stages: string[] = [];
    const found = await costmoat.compare(scenarios, {
      reps: 2,
      onProgress: ({ stage }) => stages.push(stage),
    });
    expect(found.scenarios).toEqual(["consumer", "producer"]);
    expect(["winner", "undecided", "tie"]).toContain(found.verdict.kind);
    const { value, ci, n } = found.metric("lcot_usd_per_mtok", "producer");
    expect(n).toBe(2);
    expect(ci?.[0]).toBeLessThan(value ?? 0);
    expect(found.paired("npv_usd")).toHaveLength(1);
    expect(costmoat.renderReport(found)).toBe(costmoat.renderReport(found));
    expect(costmoat.renderText(found)).toContain("NPV of cost");
    expect(Object.keys(costmoat.renderTables(found))).toContain("runs.csv");
    expect(stages).toContain("break-even");
  });

  it("gives one scenario's metrics without its name, and refuses an unknown one", async () => {
    const scenario = await costmoat.loadScenario("consumer", { set });
    const found = await costmoat.simulate(scenario, { reps: 2 });
    expect(found.metric("lcot_usd_per_mtok").value).toBeGreaterThan(0);
    expect(() => found.metric("mfu", "nobody")).toThrow(
      'scenario "nobody"; expected one of consumer',
    );
  });

  it("throws every issue of a wrong scenario at once", async () => {
    const wrong = { "fleet.gpu": "h1000", "demand.rate": "-1/s" };
    const error = await costmoat.loadScenario("producer", { set: wrong }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error instanceof ConfigError && error.issues.length).toBe(2);
  });

  it("hands out the formulas of money and the catalogue", () => {
    expect(costmoat.money.finance.npvUsd([-100, 110], 0.1)).toBeCloseTo(0, 10);
    expect(costmoat.chipFacts(costmoat.CATALOG, "h100").chipsPerServer).toBe(8);
    expect(costmoat.metrics.map(({ name }) => name)).toContain("npv_usd");
  });

  it("stops when asked", async () => {
    const scenario = await costmoat.loadScenario("consumer", { set });
    const signal = AbortSignal.abort("interrupted");
    await expect(costmoat.simulate(scenario, { reps: 2, signal })).rejects.toThrow("interrupted");
  });
});
