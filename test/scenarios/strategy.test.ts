import { describe, expect, it } from "vitest";
import { loadScenario, loadScenarioText } from "../../scenarios/load.ts";
import { parsePath } from "../../scenarios/schema/layers.ts";
import { scenarioFields } from "../../scenarios/schema/resolve.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { strategyOf as stackStrategy } from "./tryScenario.ts";

const strategyOf = async (preset: string, ...sets: string[]): Promise<Strategy> =>
  toStrategy(await loadScenario(preset, { sets }));
const inputOf = (strategy: Strategy, path: string) =>
  strategy.assumptions.find((assumption) => assumption.path === path);

const PRESETS = ["consumer", "renter", "renter-reserved-3y", "producer", "producer-own-facility"];

describe("a strategy", () => {
  it("lists every price it uses with value, unit, source, date and grade", async () => {
    for (const preset of PRESETS) {
      const { terms, assumptions } = await strategyOf(preset);
      for (const [term, value] of Object.entries(terms)) {
        if (typeof value !== "number" || term === "horizonMonths") continue;
        const priced = assumptions.filter((assumption) => assumption.term === term);
        // Prices of the other kind of site stand at a neutral value and are no input.
        const unused = /^facility|^colocation/.test(term) && priced.length === 0;
        if (unused) continue;
        expect(
          priced.map((one) => one.value),
          `${preset} ${term}`,
        ).toEqual([value]);
      }
      for (const { path, label, source, asOf, grade } of assumptions) {
        expect(label !== "" && source !== "" && asOf !== "", `${preset} ${path}`).toBe(true);
        expect("ABCD").toContain(grade);
      }
    }
  });

  it("names each input once, by a path that --set accepts", async () => {
    for (const preset of PRESETS) {
      const { assumptions } = await strategyOf(preset);
      const paths = assumptions.map((assumption) => assumption.path);
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of paths) {
        const steps = parsePath(path);
        expect(steps, path).not.toBeNull();
        if (steps?.[0] !== "catalog") expect(scenarioFields().has(steps ?? []), path).toBe(true);
      }
    }
  });

  it("names each lever and each kind of work once, too, by a path that exists", async () => {
    const { assumptions } = await stackStrategy(`
model: deepseek-v3
demand:
  workload: agent
  session: {sub_agents: 5 %, sub_agent_turns: 9}
  classes: [{name: a, share: 50 %, tries: 2, retry_delay: 1 s}, {name: b, share: 50 %}]
  services: [{name: night, workload: batch, rate: {value: 1/s, source: our queue}}]
fleet:
  parallel: {data: 2, expert: 8, expert_skew: {value: 1.2, source: measured}}
  policy: decode-first
  queue: fair
  preemption: swap
  router: prefix-affinity
  cache: {tiers: [{store: host}, {store: remote}]}
  speculation: {}
  kv_compression: {bytes: 50 %}
  quality: 90 %
  scaling: {max: 9}
  pools: {decode: {speculation: {}, cache: {tiers: [{store: ssd}]}, parallel: {data: 2}, scaling: {max: 5, load: 5 s, provision: 1 s}}}
  flow: {kind: disaggregated, decode: decode}
  service_flows: {night: {kind: cascade, tiers: [{pool: decode, quality: 50 %}, {pool: main, quality: 90 %}]}}
  response_cache: {hits: 10 %}
  shed_above: {b: 9}
`);
    const paths = assumptions.map(({ path }) => path);
    expect(paths.filter((path, i) => paths.indexOf(path) !== i)).toEqual([]);
    expect(paths.filter((path) => path.startsWith("fleet.")).length).toBeGreaterThan(60);
    for (const { path, label, source, low, high, value } of assumptions) {
      const steps = parsePath(path);
      if (steps?.[0] !== "catalog") expect(scenarioFields().has(steps ?? []), path).toBe(true);
      expect(label !== "" && source !== "", path).toBe(true);
      if (typeof value === "number" && low !== null) expect(low, path).toBeLessThanOrEqual(value);
      if (typeof value === "number" && high !== null)
        expect(high, path).toBeGreaterThanOrEqual(value);
    }
  });

  it("keeps each range around its value", async () => {
    for (const preset of PRESETS) {
      for (const { path, low, high, value } of (await strategyOf(preset)).assumptions) {
        if (typeof value !== "number") continue;
        if (low !== null) expect(low, path).toBeLessThanOrEqual(value);
        if (high !== null) expect(high, path).toBeGreaterThanOrEqual(value);
      }
    }
  });

  it("takes a stated price with its source before the catalogue's", async () => {
    const price =
      'economics.electricity={value: 0.1 USD/kWh, low: 0.08 USD/kWh, source: quote, as_of: "2026-09", grade: A}';
    const stated = await strategyOf("producer", price);
    expect(inputOf(stated, "economics.electricity")).toMatchObject({
      value: 0.1,
      low: 0.08,
      high: null,
      unit: "USD/kWh",
      source: "quote",
      asOf: "2026-09",
      grade: "A",
      term: "electricityUsdPerKwh",
    });
    expect(stated.terms).toMatchObject({ electricityUsdPerKwh: 0.1 });
    const bare = await strategyOf("producer", "economics.electricity=0.12USD/kWh");
    expect(inputOf(bare, "economics.electricity")).toMatchObject({
      value: 0.12,
      source: "--set economics.electricity=0.12USD/kWh",
      grade: "D",
    });
    const range = await strategyOf(
      "producer",
      'economics.electricity={range: "0.04 to 0.09 USD/kWh"}',
    );
    expect(inputOf(range, "economics.electricity")).toMatchObject({ low: 0.04, high: 0.09 });
    expect(inputOf(range, "economics.electricity")?.value).toBeCloseTo(0.06, 12);
  });

  it("takes what a preset's question states as given, and what a user states without a source as a guess", async () => {
    const given = await strategyOf("producer");
    expect(inputOf(given, "demand.rate")).toMatchObject({ role: "lever", grade: "A", asOf: "-" });
    expect(inputOf(given, "demand.cached_share")).toMatchObject({ role: "lever", grade: "A" });
    const believed = await strategyOf("producer", "demand.rate=30/s");
    expect(inputOf(believed, "demand.rate")).toMatchObject({ role: "uncertainty", grade: "D" });
    // What is known exactly is not uncertain.
    const peak = inputOf(given, "catalog.chips.h100.bf16_tflops");
    expect(peak).toMatchObject({ role: "constant", low: null });
    expect(peak?.label).toContain("peak arithmetic in bf16");
  });

  it("converts years, rates and shares of the file to the units of the terms", async () => {
    const { terms } = await strategyOf(
      "producer",
      "economics.server_life=48 months",
      "economics.electricity=80 USD/MWh",
      "economics.gpu_price=31k USD",
      "economics.horizon=2 years",
    );
    expect(terms).toMatchObject({
      serverLifeYears: 4,
      electricityUsdPerKwh: 0.08,
      serverUsdPerChip: 31_000,
      horizonMonths: 24,
    });
  });

  it("of a region pays its power price", async () => {
    const { terms } = await strategyOf("producer", "fleet.region=us-texas");
    expect(terms).toMatchObject({ electricityUsdPerKwh: 0.0663, carbonKgPerKwh: 0.321 });
  });

  it("follows the hour only where chips are rented on demand", async () => {
    const follows = async (preset: string) => (await strategyOf(preset)).horizon.followsTheHour;
    expect(await follows("renter")).toBe(true);
    expect(await follows("renter-reserved-1y")).toBe(false);
    expect(await follows("producer")).toBe(false);
    expect(await follows("consumer")).toBe(false);
  });

  it("spreads a week of demand over levels whose mean is 1", async () => {
    for (const curve of ["flat", "office", "servegen", "burstgpt"]) {
      const { horizon } = await strategyOf("producer", `demand.diurnal=${curve}`);
      const hours = horizon.levels.reduce((sum, level) => sum + level.hoursPerWeek, 0);
      const demand = horizon.levels.reduce((sum, one) => sum + one.factor * one.hoursPerWeek, 0);
      expect(hours).toBe(168);
      expect(demand / 168).toBeCloseTo(1, 12);
    }
    const flat = await strategyOf("producer", "demand.diurnal=flat");
    expect(flat.horizon.curveLabel).toBe("flat: no day curve");
    const own = await strategyOf("producer", `demand.diurnal=[${Array(24).fill(2).join()}]`);
    expect(own.horizon.hourlyFactors).toEqual(Array(24).fill(1));
    const weekend = await strategyOf("producer", "demand.diurnal=flat", "demand.weekend_factor=0");
    expect(weekend.horizon.levels.map((level) => level.factor)).toEqual([1.4, 0]);
  });

  it("holds no price in its plan and no mechanism that is switched off", async () => {
    const off = await strategyOf("producer", "faults.replicas=off", "faults.stalls=off");
    expect(off.plan.supply).toMatchObject({
      faults: { failuresPerChipS: 0, stallProbability: 0, stallS: 0 },
    });
    const cheap = await strategyOf("producer", "economics.gpu_price=1 USD");
    expect(cheap.plan).toEqual((await strategyOf("producer")).plan);
  });

  it("repairs owned chips and swaps rented ones", async () => {
    const repairS = async (preset: string) => {
      const { supply } = (await strategyOf(preset)).plan;
      return supply.kind === "fleet" ? supply.faults.repairMedianS : Number.NaN;
    };
    expect(await repairS("producer")).toBeGreaterThan(10 * (await repairS("renter")));
  });

  it("turns caps and own fault figures into the plan", async () => {
    const { plan } = await strategyOf(
      "producer",
      "faults.power_cap=[{from: 0 s, cap: none}, {from: 5 min, cap: 40 kW}]",
      "faults.replicas={mtbf: 1000 h, repair: 1 h, reload: 1 min}",
      "faults.forced=[{at: 60 s, replica: 0}]",
    );
    expect(plan.supply).toMatchObject({
      power: {
        caps: [
          { fromS: 0, capWatts: Infinity },
          { fromS: 300, capWatts: 40_000 },
        ],
      },
      faults: {
        failuresPerChipS: 1 / 3.6e6,
        repairMedianS: 3600,
        reloadS: 60,
        forced: [{ atS: 60, replica: 0 }],
      },
    });
  });

  it("reads every arrival process and length law", async () => {
    const arrivals = async (value: string) =>
      (await strategyOf("consumer", `demand.arrivals=${value}`)).plan.demand.arrivals;
    expect(await arrivals("preset")).toMatchObject({ kind: "modulated", requestsPerS: 20 });
    expect(await arrivals("poisson")).toEqual({ kind: "poisson", requestsPerS: 20 });
    expect(await arrivals("{gamma: {cv: 3}}")).toEqual({ kind: "gamma", requestsPerS: 20, cv: 3 });
    expect(await arrivals("{ar1: {correlation: 0.5, sigma: 0.1}}")).toMatchObject({
      modulation: { kind: "ar1", periodS: 60, correlation: 0.5, sigma: 0.1 },
    });
    const text = "supply: api\ndemand: {lengths: {input: {median: 100, sigma: 1}, output: 20}}\n";
    const { plan } = toStrategy(await loadScenarioText(text, "x"));
    expect(plan.demand.arrivals.kind).toBe("poisson");
    expect(plan.demand.lengths).toMatchObject({
      kind: "lognormal",
      input: { mu: Math.log(100), sigma: 1 },
      output: { sigma: 0, minTokens: 20, maxTokens: 20 },
    });
  });

  it("of own chips and models uses their rows", async () => {
    const text = `supply: owned
model: mine
fleet: {gpu: x1, precision: bf16, tp: 2, count: 3}
catalog:
  chips: {x1: {extends: h100, memory_gib: 96, server_usd_per_chip: 20000}}
  models: {mine: {extends: llama-3.1-8b, layers: 16, full_attention_layers: 16}}
`;
    const strategy = toStrategy(await loadScenarioText(text, "x.yaml"));
    expect(strategy.terms).toMatchObject({ serverUsdPerChip: 20_000 });
    expect(strategy.replicas).toBe(3);
    expect(strategy.plan.supply).toMatchObject({
      chip: { id: "x1", memoryBytes: 96 * 2 ** 30 },
      model: { id: "mine", layers: 16 },
      replicas: 3,
    });
    expect(inputOf(strategy, "catalog.chips.x1.memory_gib")?.value).toBe(96);
  });

  it("takes bursts by name, at the stated rate", async () => {
    const scenario = await loadScenario("producer", {
      sets: ["demand.arrivals=strong-bursts", "demand.rate=3/s"],
    });
    expect(toStrategy(scenario).plan.demand.arrivals).toEqual({
      kind: "gamma",
      cv: 6,
      requestsPerS: 3,
    });
  });
});
