import { describe, expect, it } from "vitest";
import { canonicalConfig } from "../../scenarios/canonical.ts";
import { loadScenario, loadScenarios, loadScenarioText } from "../../scenarios/load.ts";
import { findPreset, PRESETS } from "../../scenarios/presets/presets.ts";
import { printConfig } from "../../scenarios/printConfig.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import { pointKey } from "../../scenarios/study/pointKey.ts";
import type { PortfolioTerms } from "../../sim/terms.ts";
import { issuesOf, strategyOf } from "./tryScenario.ts";

const SOURCES = "sources: {base: {}, burst: {supply: rented}}";
const SPLIT = "split: {kind: base-burst, base: base, burst: burst}";
const BOTH = `${SOURCES}\n${SPLIT}`;

async function said(lines: string): Promise<string[]> {
  return (await issuesOf(lines)).map(({ code, message }) => `${code} ${message}`).toSorted();
}

describe("sources of a scenario", () => {
  it("are the scenario with their own settings on top", async () => {
    const strategy = await strategyOf(
      `fleet: {gpu: h200, site: colocation}\n${SOURCES.replace("{}", "{fleet: {gpu: b200}}")}\n${SPLIT}`,
    );
    const [base, burst] = strategy.portfolio?.sources ?? [];
    const chipOf = (source: typeof base): string | undefined =>
      source?.strategy.plan.supply.kind === "fleet"
        ? source.strategy.plan.supply.chip.id
        : undefined;
    expect([chipOf(base), chipOf(burst)]).toEqual(["b200", "h200"]);
    expect(base?.strategy.plan.demand).toEqual(burst?.strategy.plan.demand);
    const terms = strategy.terms as PortfolioTerms;
    expect([terms.sources["base"]?.kind, terms.sources["burst"]?.kind]).toEqual(["own", "rent"]);
    expect(strategy.portfolio?.split).toEqual({
      ...{ kind: "baseBurst", base: "base", burst: "burst", size: "auto" },
    });
    expect(strategy.role).toBe("portfolio");
  });

  it("can be changed one by one from the command line", async () => {
    const sets = ["sources.base.fleet.gpu=h200", "split.size=60 %"];
    const { portfolio } = toStrategy(await loadScenario("hybrid-auto", { sets }));
    const [base] = portfolio?.sources ?? [];
    const supply = base?.strategy.plan.supply;
    expect(supply?.kind === "fleet" && supply.chip.id).toBe("h200");
    expect(portfolio?.split).toMatchObject({ size: { peakShare: 0.6 } });
    const rate = toStrategy(await loadScenario("hybrid-auto", { sets: ["split.size=40/s"] }));
    expect(rate.portfolio?.split).toMatchObject({ size: { requestsPerS: 40 } });
  });

  it("say under which path each input is changed, and share what they agree on", async () => {
    const lines = `economics: {electricity: 0.1 USD/kWh}\nsources: {base: {}, burst: {supply: rented, economics: {rent: 2 USD/h}}}`;
    const { assumptions } = await strategyOf(`${lines}\n${SPLIT}`);
    const rowOf = (path: string) => assumptions.find((row) => row.path === path);
    expect(rowOf("economics.electricity")?.term).toBe("electricityUsdPerKwh");
    expect(rowOf("sources.burst.economics.rent")?.term).toBe("sources.burst.rentUsdPerChipHour");
    // A producer's team and a renter's are not the same by the catalogue.
    expect(rowOf("sources.base.economics.staff")?.term).toBe("sources.base.staffFte");
    expect(rowOf("sources.burst.economics.staff")?.value).not.toBe(
      rowOf("sources.base.economics.staff")?.value,
    );
    expect(assumptions.filter(({ path }) => path === "demand.rate")).toHaveLength(1);
    expect(assumptions.filter(({ path }) => path === "fleet.gpu")).toHaveLength(1);
    const paths = assumptions.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it("load again from the canonical text, and from what --print-config prints", async () => {
    for (const preset of PRESETS) {
      if (preset.topic !== "several sources" || preset.kind !== "scenario") continue;
      const scenario = await loadScenario(preset.name);
      const text = canonicalConfig(scenario);
      const again = await loadScenarioText(text, "embedded");
      expect(canonicalConfig(again), preset.name).toBe(text);
      const printed = await loadScenarioText(printConfig(scenario), "printed");
      const key = pointKey(toStrategy(scenario), 1, "x").key;
      expect(pointKey(toStrategy(again), 1, "x").key, preset.name).toBe(key);
      expect(pointKey(toStrategy(printed), 1, "x").key, preset.name).toBe(key);
    }
  });

  it("change the key of a point when one of them or the split changes", async () => {
    const keyOf = async (...sets: string[]): Promise<string> =>
      pointKey(toStrategy(await loadScenario("hybrid-auto", { sets })), 1, "x").key;
    const keys = await Promise.all([
      keyOf(),
      keyOf("split.size=50 %"),
      keyOf("sources.burst.fleet.gpu=h100"),
      keyOf("copies=2"),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("may use what another has no use for, and not what none has", async () => {
    expect(await said(`economics: {rent: 2 USD/h, electricity: 0.1 USD/kWh}\n${BOTH}`)).toEqual([]);
    expect(await said(`economics: {api_price: {input: 1 USD/Mtok}}\n${BOTH}`)).toEqual([
      'CM-E0301 "economics.api_price" has no effect here: no source uses it',
    ]);
    expect(
      await said(
        `sources: {base: {economics: {rent: 2 USD/h}}, burst: {supply: rented}}\n${SPLIT}`,
      ),
    ).toEqual([
      expect.stringMatching(/^CM-E0301 "economics.rent" has no effect here.*\(source "base"\)$/),
    ]);
  });

  it("are told of a mistake in one of them where it stands, with a fix that works", async () => {
    const [issue] = await issuesOf(
      `sources: {base: {fleet: {gpu: h10o}}, burst: {supply: rented}}\n${SPLIT}`,
    );
    expect(issue?.path).toBe("sources.base.fleet.gpu");
    expect(issue?.line).toBe(2);
    expect(issue?.fix ?? "").toMatch(/--set sources\.base\.fleet\.gpu=/);
  });
});

describe("contradictions of sources", () => {
  it("are unknown names, shares that do not sum, and splits of nothing", async () => {
    expect(await said(`${SOURCES}\nsplit: {kind: base-burst, base: base, burst: bursts}`)).toEqual([
      'CM-E0203 no source "bursts" at split.burst',
      'CM-E0301 "sources.burst" has no effect here: the split does not name it',
    ]);
    expect(
      await said(`${SOURCES}\nsplit: {kind: shares, shares: {base: 50 %, burst: 40 %}}`),
    ).toEqual(["CM-E0304 shares that sum to 90 % at split.shares"]);
    expect(await said(SPLIT)).toEqual([
      "CM-E0302 a split of no sources: there is nothing to split the demand over",
    ]);
    expect(await said(SOURCES)).toEqual(["CM-E0201 2 sources and no split at sources"]);
    expect(await said(`${SOURCES}\nsplit: {kind: base-burst, base: base, burst: base}`)).toEqual([
      'CM-E0301 "sources.burst" has no effect here: the split does not name it',
      'CM-E0302 "base" is base and burst at split.burst',
    ]);
  });

  it("are told with what is wrong inside the sources, all at once", async () => {
    const wrong = SOURCES.replace("{}", "{fleet: {gpu: h10o}}");
    const codes = (
      await issuesOf(`${wrong}\nsplit: {kind: base-burst, base: bse, burst: burst}`)
    ).map(({ path }) => path);
    expect(codes).toEqual(expect.arrayContaining(["split.base", "sources.base.fleet.gpu"]));
  });

  it("are a demand, a promise or a horizon of one source's own", async () => {
    const own =
      "sources: {base: {demand: {rate: 2/s}, economics: {horizon: 12 months}}, burst: {supply: rented}}";
    expect(await said(`${own}\n${SPLIT}`)).toEqual([
      expect.stringMatching(/source "base" cannot have demand of its own/),
      expect.stringMatching(/source "base" cannot have economics.horizon of its own/),
    ]);
  });

  it("are sources that this kind of split cannot use", async () => {
    const capped = SOURCES.replace("{}", "{capacity: 5/s}");
    expect(await said(`${capped}\n${SPLIT}`)).toEqual([
      expect.stringMatching(/"sources.base.capacity" has no effect here/),
    ]);
    const counted = SOURCES.replace("{}", "{fleet: {count: 3}}");
    expect(await said(`${counted}\n${SPLIT}`)).toEqual([
      expect.stringMatching(/split.size: auto finds how many replicas source "base" has/),
    ]);
    const bought = SOURCES.replace("{}", "{supply: api}");
    expect(await said(`${bought}\n${SPLIT}`)).toEqual([
      expect.stringMatching(/a base of whole replicas .* source "base" is an API/),
    ]);
    const scaled = SOURCES.replace(
      "supply: rented",
      "supply: rented, fleet: {count: 4, scaling: {signal: queue, target: 9}}",
    );
    expect((await said(`${scaled}\n${SPLIT}`)).join()).toMatch(/a scaler of its own/);
    expect(await said(`${SOURCES}\nsplit: {kind: cheapest, incumbent: base}`)).toEqual([
      expect.stringMatching(/source "base" cannot be left/),
    ]);
  });

  it("are bound demand, and costs of trust, without constant shares of the demand", async () => {
    const bound = "demand: {residency: {share: 30 %}}";
    // Rented and owned chips may both serve it: any split will do.
    expect(await said(`${bound}\n${BOTH}`)).toEqual([]);
    const abroad = BOTH.replace("supply: rented", "supply: api");
    expect(await said(`${bound}\n${abroad}`)).toEqual([
      expect.stringMatching(/source "burst" may not serve bound demand .* no constant share/),
    ]);
    const audited = SOURCES.replace("{}", "{economics: {trust: {}}}");
    expect(await said(`${audited}\n${SPLIT}`)).toEqual([
      expect.stringMatching(/economics.trust of source "base" is counted on a constant share/),
    ]);
    expect((await said(`economics: {switch: {month: 9, to: consumer}}\n${BOTH}`)).join()).toMatch(
      /economics.switch is counted for one source of tokens/,
    );
  });

  it("are copies of a closed loop", async () => {
    expect(
      await said("copies: 3\ndemand: {arrivals: {closed_loop: {clients: 8}}}\nfleet: {count: 2}"),
    ).toEqual([
      expect.stringMatching(/copies splits a rate of requests, and a closed loop has none/),
    ]);
  });
});

describe("copies of a scenario", () => {
  it("are one source that stands several times", async () => {
    const { portfolio, terms } = await strategyOf("copies: 5");
    expect(portfolio?.sources.map(({ name, copies }) => [name, copies])).toEqual([["copy", 5]]);
    expect(terms.kind).toBe("portfolio");
    expect((await strategyOf("copies: 1")).portfolio).toBeUndefined();
  });

  it("of the whole multiply those of each source", async () => {
    const { portfolio } = await strategyOf(`copies: 3\n${BOTH.replace("{}", "{copies: 2}")}`);
    expect(portfolio?.sources.map(({ copies }) => copies)).toEqual([6, 3]);
  });
});

describe("presets of several sources", () => {
  it("take every price from the catalogue, or say who states it", async () => {
    for (const preset of PRESETS.filter(({ topic }) => topic === "several sources")) {
      if (preset.kind !== "scenario") continue;
      expect(findPreset(preset.name)).toBe(preset);
      const { assumptions } = toStrategy(await loadScenario(preset.name));
      for (const { path, source, term } of assumptions) {
        if (term !== null) expect(source, `${preset.name} ${path}`).not.toMatch(/^default/);
      }
    }
  });
});

describe("flags for one of several scenarios", () => {
  it("that name a source or a split pass by the scenarios that have none", async () => {
    const sets = ["split.size=50 %", "sources.base.fleet.gpu=h200"];
    const loaded = await loadScenarios(["own-all", "hybrid-auto"], { sets });
    expect(loaded.map(({ sources }) => sources.length)).toEqual([0, 2]);
    await expect(loadScenarios(["own-all", "rent-all"], { sets })).rejects.toThrow(/split/);
  });
});
