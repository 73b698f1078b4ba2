import { describe, expect, it } from "vitest";
import { loadScenario } from "../../scenarios/load.ts";
import { counterfactualsOf } from "../../scenarios/strategies/counterfactuals.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import type { Counterfactuals } from "../../sim/counterfactuals.ts";

async function alternatives(preset: string, ...sets: string[]): Promise<Counterfactuals> {
  const scenario = await loadScenario(preset, { sets });
  return counterfactualsOf(scenario, toStrategy(scenario));
}

describe("what could stand in the place of what a scenario has", () => {
  it("are the precisions below its own that lose no more quality than is tolerated", async () => {
    const labels = async (...sets: string[]) =>
      (await alternatives("embeddings", ...sets)).leaner.map(({ label }) => label);
    // 0.2 % is lost in fp8, 0.5 % in int8, 2.5 % in fp4.
    expect(await labels()).toEqual(["fp8", "int8"]);
    expect(await labels("leaks.quality_tolerance=0.3 %")).toEqual(["fp8"]);
    expect(await labels("leaks.quality_tolerance=3 %")).toEqual(["fp8", "int8", "fp4"]);
    expect(await labels("fleet.precision=fp8")).toEqual([]);
  });

  it("carry weights and KV cache in the format", async () => {
    const { leaner } = await alternatives("leak-bloated-model");
    const { supply } = leaner[0]?.parts[0]?.strategy.plan ?? {};
    expect(supply).toMatchObject({ weightFormat: "fp8", kvFormat: "fp8" });
  });

  it("are routes to the smaller model that the scenario states", async () => {
    const { leaner } = await alternatives("leak-bloated-model");
    const route = leaner.find(({ label }) => label.startsWith("Llama-3.1-8B in fp8"));
    // 70 % go to the small model; the large one serves 30 % and a tenth of those again.
    expect(route?.parts.map(({ requestShare }) => requestShare)).toEqual([
      expect.closeTo(0.37, 9),
      0.7,
    ]);
    const models = route?.parts.map(({ strategy: { plan } }) =>
      plan.supply.kind === "fleet" ? [plan.supply.model.id, plan.supply.chipsPerReplica] : [],
    );
    expect(models).toEqual([
      ["llama-3.1-70b", 4],
      ["llama-3.1-8b", 1],
    ]);
  });

  it("are the chips on offer under the same kind of supply, at their price", async () => {
    const rented = await alternatives("embeddings", "economics.rent=9 USD/h");
    const owned = await alternatives("producer");
    const of = ({ tools }: Counterfactuals, id: string) => tools.find((tool) => tool.id === id);
    expect(of(rented, "h100")?.usd).toBe(9);
    expect(of(rented, "tpu-v6e")?.usd).toBeGreaterThan(0);
    // Amazon rents its chips and sells none.
    expect(of(owned, "tpu-v6e")).toBeUndefined();
    for (const { tools } of [rented, owned]) {
      expect(tools.length).toBeGreaterThan(9);
      expect(tools.every(({ chip }) => !["edge", "rubin"].includes(chip.family))).toBe(true);
    }
  });

  it("are no chips that are made for another market", async () => {
    const ids = async (...sets: string[]) =>
      (await alternatives("producer", ...sets)).tools.map(({ id }) => id);
    const sold = await ids();
    expect(sold).toContain("h200");
    expect(sold).not.toContain("h800");
    expect(sold).not.toContain("h20");
    // Who has H800 already buys in that market.
    expect(await ids("fleet.gpu=h800")).toEqual(expect.arrayContaining(["h800", "h20"]));
  });

  it("are compared by prices of one kind: list price with list price, guesses with none", async () => {
    const { tools } = await alternatives("embeddings");
    const of = (id: string) => tools.find((tool) => tool.id === id);
    expect(of("mi300x")).toMatchObject({ usd: 1.99, priceKind: "list price" });
    expect(of("h100")?.priceKind).toBe("");
    // Nobody lists these two; Trainium2 is rented by the block of days.
    for (const id of ["gaudi3", "mi355x", "trainium2"])
      expect([id, of(id)]).toEqual([id, undefined]);
    // Where nobody lists a year, it is as far below the list as 2.35 is below 2.95 USD.
    const year = await alternatives("leak-idle");
    const reserved = year.tools.find((tool) => tool.id === "mi300x");
    expect(reserved?.usd).toBeCloseTo((1.99 * 2.35) / 2.95, 9);
    expect(reserved?.priceKind).toBe("as far below its list price as today's chip is");
    // A server made of its chip's price and a host is a published estimate.
    const bought = await alternatives("producer");
    expect(bought.tools.find((tool) => tool.id === "mi355x")?.priceKind).toBe("published estimate");
    expect(bought.tools.find((tool) => tool.id === "gaudi2")).toBeUndefined();
  });

  it("cost a port to another family of chips: six months by hand, one with a compiler", async () => {
    const portOf = async (id: string, ...sets: string[]) => {
      const { tools } = await alternatives("embeddings", ...sets);
      const port = tools.find((tool) => tool.id === id)?.port;
      return port === undefined ? 0 : port.quantity * port.usdPerUnit;
    };
    expect(await portOf("h200")).toBe(0);
    expect(await portOf("mi300x")).toBeCloseTo((6 * 280_000) / 12, 6);
    expect(await portOf("mi300x", "economics.stack=compiler")).toBeCloseTo(280_000 / 12, 6);
  });

  it("are none for an API", async () => {
    expect(await alternatives("consumer")).toEqual({ leaner: [], tools: [], assumptions: [] });
  });
});

describe("toil in a scenario", () => {
  const toilOf = async (...sets: string[]) =>
    toStrategy(await loadScenario("renter", { sets })).terms.toil;

  it("is counted only where it is asked for", async () => {
    expect(await toilOf()).toBeUndefined();
    expect(await toilOf("economics.toil=off", "economics.stack=compiler")).toBeUndefined();
    expect(await toilOf("economics.toil=on")).toMatchObject({ tuningMonths: 6, services: 1 });
    expect(await toilOf("economics.stack=compiler")).toMatchObject({
      ...{ tuningMonths: 1, buildHours: 1.5 },
    });
  });

  it("takes own figures, and the failures that the fleet is simulated with", async () => {
    const toil = await toilOf("economics.toil.debug=90 min", "faults.replicas.mtbf=1000 h");
    expect(toil).toMatchObject({ debugHours: 1.5, incidentsPerChipHour: 1 / 1000 });
    expect(await toilOf("economics.toil=on", "faults.replicas=off")).toMatchObject({
      incidentsPerChipHour: 0,
    });
  });

  it("brings its inputs with source and grade, each movable by its term", async () => {
    const strategy = toStrategy(
      await loadScenario("renter", { sets: ["economics.stack=imperative"] }),
    );
    const rows = strategy.assumptions.filter(({ term }) => term?.startsWith("toil."));
    expect(rows.length).toBeGreaterThanOrEqual(10);
    for (const { path, source, grade } of rows) {
      expect([path, source === "", "ABCD".includes(grade)]).toEqual([path, false, true]);
    }
  });
});
