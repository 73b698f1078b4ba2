import { describe, expect, it } from "vitest";
import { loadScenarioText } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import { fleetOf, strategyOf } from "./tryScenario.ts";

const AGENTS = "demand: {workload: agent, sessions: 0.2/s}";
const MOE = "model: deepseek-v3";

describe("the serving stack of a scenario", () => {
  it("is absent from the plan where no lever is pulled", async () => {
    const plan = await fleetOf("");
    expect(Object.keys(plan).sort()).toEqual(
      [
        ...["kind", "chip", "model", "timing", "weightFormat", "kvFormat", "chipsPerReplica"],
        ...["replicas", "router", "engine", "faults", "power"],
      ].sort(),
    );
    expect(Object.keys(plan.engine).length).toBe(6);
    const { demand } = (await strategyOf("")).plan;
    expect(Object.keys(demand)).toEqual(["arrivals", "lengths", "rateScale", "cachedShare"]);
  });

  it("has every scheduling policy, queue, preemption and router", async () => {
    const engine = async (fields: string) => {
      const classes = "[{name: a, share: 50 %}, {name: b, share: 50 %}]";
      return (await fleetOf(`demand: {classes: ${classes}}\nfleet: {${fields}}`)).engine;
    };
    expect(await engine("policy: static, batch_wait: 200 ms")).toMatchObject({
      policy: "static",
      batchWaitS: 0.2,
    });
    expect(await engine("policy: prefill-first")).toMatchObject({ policy: "prefillFirst" });
    expect(await engine("policy: decode-first")).toMatchObject({ policy: "decodeFirst" });
    expect(await engine("queue: fair")).toMatchObject({ queue: "fair" });
    expect(await engine("preemption: swap, swap_bandwidth: 20 GB/s")).toMatchObject({
      preemption: "swap",
      swapBytesPerS: 20e9,
    });
    // PCIe 5 x16 of each of four chips at 0.82 of 64 GB/s.
    expect((await engine("preemption: swap")).swapBytesPerS).toBeCloseTo(4 * 52.5e9, -3);
    const router = async (word: string, more = "", demand = AGENTS) =>
      (await fleetOf(`${demand}\nfleet: {router: ${word}${more}}`)).router;
    expect(await router("least-kv")).toBe("leastKv");
    expect(await router("power-of-two")).toBe("powerOfTwo");
    expect(await router("prefix-affinity", ", cache: on")).toBe("prefixAffinity");
    expect(await router("session-affinity")).toBe("sessionAffinity");
    const weighted = await fleetOf(
      "fleet: {count: 2, router: weighted, router_signal: [{from: 0 s, weights: [1, 3]}]}",
    );
    expect(weighted).toMatchObject({
      router: "weighted",
      routerSignal: [{ fromS: 0, weights: [1, 3] }],
    });
  });

  it("splits a replica over tensor x pipeline x data chips", async () => {
    const lines = `${MOE}\nfleet: {tp: 2, parallel: {pipeline: 2, data: 4, expert: 8, expert_skew: 1.4, overlap: true}}`;
    expect(await fleetOf(lines)).toMatchObject({
      chipsPerReplica: 16,
      parallel: {
        ...{ tensor: 2, pipeline: 2, data: 4, expert: 8, microBatches: 2 },
        ...{ expertSkew: 1.4, overlap: true },
      },
      chip: { nicBytesPerS: 50e9, nicLatencyS: 5e-6 },
    });
    expect((await fleetOf("fleet: {tp: 8}")).chip.nicBytesPerS).toBeUndefined();
  });

  it("has a prefix cache with stores whose figures come from the catalogue", async () => {
    const on = await fleetOf(`${AGENTS}\nfleet: {cache: on}`);
    expect(on.cache).toEqual({
      ...{ blockTokens: 16, eviction: "lru", tiers: [], write: "through" },
      betweenTurns: "release",
    });
    expect((await fleetOf(`${AGENTS}\nfleet: {cache: off}`)).cache).toBeUndefined();
    const tiers =
      "[{store: host}, {store: ssd, capacity: 4 TB, compression: 50 %}, {store: remote}]";
    const lines = `${AGENTS}\nfleet: {tp: 2, cache: {block: 64, eviction: cost-aware, write: back, between_turns: hold, tiers: ${tiers}}}`;
    const { cache } = await fleetOf(lines);
    expect(cache).toMatchObject({
      ...{ blockTokens: 64, eviction: "costAware", write: "back", betweenTurns: "hold" },
      tiers: [
        { name: "host", scope: "replica", capacityBytes: 500e9, bytesPerS: 105e9, bytesRatio: 1 },
        { name: "ssd", scope: "replica", capacityBytes: 4e12, bytesPerS: 13e9, bytesRatio: 0.5 },
        { name: "remote", scope: "fleet", capacityBytes: 1e14, bytesPerS: 92e9 },
      ],
    });
    expect(cache?.tiers[2]?.storeBytesPerS).toBe(200e9);
    const { assumptions } = await strategyOf(lines);
    const host = assumptions.find(({ path }) => path === "fleet.cache.tiers[0].bandwidth");
    expect(host).toMatchObject({ value: 105, unit: "GB/s", grade: "B" });
    expect(host?.source).toContain("aiconfigurator");
  });

  it("drafts, compresses, and counts accepted answers", async () => {
    const lines = `fleet: {speculation: {draft: llama-3.1-8b, tokens: 4, acceptance: 0.5 to 0.7}, kv_compression: {bytes: 25 %, quality_loss: 2 %}, quality: 90 %}`;
    expect(await fleetOf(lines)).toMatchObject({
      speculation: {
        draftTokens: 4,
        acceptance: { low: 0.5, high: 0.7 },
        draft: { kind: "model", model: { id: "llama-3.1-8b" }, weightFormat: "fp8" },
      },
      kvCompression: { bytesRatio: 0.25, qualityLoss: 0.02 },
      quality: 0.9,
    });
    const heads = await fleetOf("fleet: {speculation: {acceptance: 70 %}}");
    expect(heads.speculation).toEqual({
      draftTokens: 3,
      acceptance: { low: 0.7, high: 0.7 },
      draft: { kind: "heads" },
    });
  });

  it("scales with a load or by the clock, with the time that a replica takes to come up", async () => {
    const kv = await fleetOf("fleet: {count: 8, scaling: {signal: kv, min: 0, provision: 0 s}}");
    expect(kv.scaling).toMatchObject({
      ...{ signal: "kv", target: 0.7, minReplicas: 0, maxReplicas: 8, periodS: 15 },
      downAfterS: 300,
      load: [
        { weight: 0.358, mu: 1.084, sigma: 0.335 },
        { weight: 0.642, mu: 3.434, sigma: 0.318 },
      ],
    });
    expect(Math.exp(kv.scaling?.provision[0]?.mu ?? 9)).toBeLessThan(0.01);
    const clock = await fleetOf(
      "fleet: {scaling: {signal: schedule, load: adapter, schedule: [{from: 0 s, replicas: 2}, {from: 8 h, replicas: 6}]}}",
    );
    expect(clock.scaling).toMatchObject({
      ...{ signal: "schedule", minReplicas: 2, maxReplicas: 6 },
      schedule: [
        { fromS: 0, replicas: 2 },
        { fromS: 28_800, replicas: 6 },
      ],
    });
    const own = await fleetOf(
      "fleet: {scaling: {max: 4, load: {median: 30 s, sigma: 0.5}, provision: {parts: [{weight: 50 %, median: 1 s, sigma: 0}, {weight: 50 %, median: 1 min, sigma: 1}]}}}",
    );
    expect(own.scaling?.load).toEqual([{ weight: 1, mu: Math.log(30), sigma: 0.5 }]);
    expect(own.scaling?.provision.map((part) => part.mu)).toEqual([0, Math.log(60)]);
  });
});

describe("pools and flows", () => {
  it("take from the fleet what a pool leaves out of shape and scheduler, and no lever", async () => {
    const plan = await fleetOf(
      `fleet: {tp: 2, max_batch: 64, kv_compression: {bytes: 50 %}, main_replicas: 3, pools: {decode: {replicas: 2, tp: 4}}, flow: {kind: disaggregated, decode: decode}}`,
    );
    expect(plan.replicas).toBe(3);
    expect(plan.pools).toHaveLength(1);
    const [decode] = plan.pools ?? [];
    expect(decode).toMatchObject({ replicas: 2, chipsPerReplica: 4, engine: { maxBatch: 64 } });
    expect(decode?.kvCompression).toBeUndefined();
    // The fewer cards of both ends: two chips of 50 GB/s.
    expect(plan.flows).toEqual([
      {
        ...{ kind: "disaggregated", prefill: 0, decode: 1, localBelowTokens: 0 },
        ...{ nicBytesPerS: 100e9, nicLatencyS: 5e-6 },
      },
    ]);
  });

  it("name pools by their place in the fleet, one flow per service", async () => {
    const plan = await fleetOf(`
demand: {services: [{name: pictures, workload: conv, rate: 1/s}]}
fleet:
  pools: {small: {model: llama-3.1-8b, tp: 1}, eyes: {model: llama-3.1-8b, tp: 1}}
  flow: {kind: cascade, start: by-score, score_error: 10 %, tiers: [{pool: small, quality: 60 %, caught: 80 %}, {pool: main, quality: 95 %}]}
  service_flows: {pictures: {kind: encoded, encoder: eyes, encoder_tokens: 577, share: 30 %}}
`);
    expect(plan.flows).toEqual([
      {
        kind: "cascade",
        tiers: [
          { pool: 1, quality: 0.6, caught: 0.8, falseAlarms: 0 },
          { pool: 0, quality: 0.95, caught: 1, falseAlarms: 0 },
        ],
        start: "byScore",
        scoreError: 0.1,
      },
      { kind: "encoded", encoder: 2, share: 0.3, encoderTokens: 577, pool: 0 },
    ]);
    expect(plan.pools?.[0]?.model.id).toBe("llama-3.1-8b");
  });

  it("turn classes away above a load, and answer from kept answers", async () => {
    const plan = await fleetOf(`
demand: {classes: [{name: paid, share: 0.5}, {name: free, share: 0.5}], services: [{name: night, workload: batch, rate: 1/s}]}
fleet: {shed_above: {free: 32, night: 8}, response_cache: {hits: 20 %, stale: 1 %, latency: 10 ms}}
`);
    expect(plan.admission).toEqual({ shedAbove: [Infinity, 32, 8] });
    expect(plan.responseCache).toEqual({ hitShare: 0.2, staleShare: 0.01, latencyS: 0.01 });
    const all = await fleetOf("fleet: {shed_above: 40}");
    expect(all.admission).toEqual({ shedAbove: [40] });
  });
});

describe("a later choice", () => {
  it("takes what belonged to the earlier one with it", async () => {
    const text = `supply: owned
demand: {workload: agent, sessions: 1/s, session: {turns: {mean: 5}}}
fleet:
  count: 2
  router: weighted
  router_signal: [{from: 0 s, weights: [1, 1]}]
  cache: {tiers: [{store: host}]}
  scaling: {signal: schedule, schedule: [{from: 0 s, replicas: 1}]}
  pools: {b: {}}
  flow: {kind: disaggregated, decode: b}
`;
    const planOf = async (...sets: string[]) =>
      toStrategy(await loadScenarioText(text, "x", { sets })).plan;
    const plan = await planOf(
      ...["fleet.router=least-kv", "fleet.scaling.signal=kv", "fleet.scaling.target=0.5"],
      ...["fleet.flow.kind=direct", "fleet.flow.pool=b", "demand.rate=3/s"],
      ...["demand.session.turns={median: 3, sigma: 1}", "fleet.cache.tiers[0].capacity=2 TB"],
    );
    expect(plan.supply).toMatchObject({
      router: "leastKv",
      scaling: { signal: "kv", target: 0.5, maxReplicas: 2 },
      flows: [{ kind: "direct", pool: 1 }],
      cache: { tiers: [{ capacityBytes: 2e12 }] },
    });
    expect(plan.demand.arrivals).toMatchObject({ session: { turns: { kind: "lognormals" } } });
    const plain = await planOf("demand.workload=conv", "demand.rate=3/s", "fleet.cache=off");
    expect(plain.demand.arrivals.kind).toBe("modulated");
  });
});
