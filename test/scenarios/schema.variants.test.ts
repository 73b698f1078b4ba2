import { describe, expect, it } from "vitest";
import { CATALOG } from "../../scenarios/catalog/catalog.ts";
import { loadScenarioText } from "../../scenarios/load.ts";
import { fleetOf, issuesOf, strategyOf, withModel } from "./tryScenario.ts";

const variants = (fields: string, fleet = ""): string =>
  `fleet: {variants: {count: 20, ${fields}}${fleet}}`;

describe("fine-tuned variants of a scenario", () => {
  it("are clusters with the spread of the catalogue", async () => {
    expect((await fleetOf(variants("serve: clusters"))).variants).toEqual({
      count: 20,
      zipfExponent: 1,
      serve: { kind: "clusters" },
    });
  });

  it("are adapters of rank 16 in bf16, all in memory, loaded as measured", async () => {
    expect((await fleetOf(variants("serve: adapters"))).variants?.serve).toEqual({
      kind: "adapters",
      slots: 20,
      size: { rank: 16 },
      format: "bf16",
      load: {
        kind: "law",
        parts: [
          { weight: 0.124, mu: 0.508, sigma: 0.735 },
          { weight: 0.876, mu: 1.514, sigma: 0.243 },
        ],
      },
    });
  });

  it("take what is stated instead", async () => {
    const stated = "serve: adapters, spread: 0.5, slots: 4, size: 100 MB, precision: fp8";
    const { variants: plan } = await fleetOf(
      variants(`${stated}, load: host, bandwidth: 20 GB/s`, ", router: adapter-affinity"),
    );
    expect(plan).toEqual({
      count: 20,
      zipfExponent: 0.5,
      serve: {
        kind: "adapters",
        slots: 4,
        size: { bytes: 1e8 },
        format: "fp8",
        load: { kind: "link", bytesPerS: 20e9 },
      },
    });
    const timed = await fleetOf(variants("serve: adapters, load: 2 s"));
    expect(timed.variants?.serve).toMatchObject({
      load: { kind: "law", parts: [{ weight: 1, mu: Math.log(2), sigma: 0 }] },
    });
  });

  it("say every guess with its range and source", async () => {
    const { assumptions } = await strategyOf(variants("serve: adapters, load: host"));
    for (const path of ["spread", "rank", "bandwidth"]) {
      const input = assumptions.find((one) => one.path === `fleet.variants.${path}`);
      expect(input?.low, path).toBeLessThan(Number(input?.value));
      expect(input?.high, path).toBeGreaterThan(Number(input?.value));
      expect(input?.source, path).not.toBe("");
    }
  });
});

/** Lines that are refused -> code, path and part of the message of the one issue. */
type Case = readonly [lines: string, code: string, path: string, says: string, expected?: string];

describe("variants that cannot be", () => {
  it("are refused with what was got, what is expected and a way out", async () => {
    const dead = "CM-E0301";
    const not = "CM-E0302";
    const cases: readonly Case[] = [
      [variants("serve: clusters, slots: 4"), dead, "fleet.variants.slots", "serve: adapters"],
      [variants("serve: clusters, rank: 8"), dead, "fleet.variants.rank", "merged weights"],
      [variants("serve: clusters, load: host"), dead, "fleet.variants.load", "merged weights"],
      [variants("serve: adapters, rank: 8, size: 1 GB"), dead, "fleet.variants.rank", "size"],
      [
        variants("serve: adapters, bandwidth: 1 GB/s"),
        ...([dead, "fleet.variants.bandwidth", "load: host"] as const),
      ],
      [
        variants("serve: adapters, slots: 30"),
        ...([not, "fleet.variants.slots", "30 slots for 20 variants", "at most 20"] as const),
      ],
      [
        variants("serve: clusters", ", count: 8"),
        ...([not, "fleet.count", "8 replicas for 20 variants", "20 or more, or auto"] as const),
      ],
      [
        variants("serve: clusters", ", count: 30, scaling: {max: 40}"),
        ...([not, "fleet.scaling", "scaler beside clusters", "serve: adapters"] as const),
      ],
      [
        variants("serve: adapters", ", policy: static"),
        ...([not, "fleet.policy", "static batches", "mixed"] as const),
      ],
      [
        variants("serve: adapters", ", preemption: swap"),
        ...([not, "fleet.preemption", "swapping", "recompute"] as const),
      ],
      [
        `demand: {workload: agent, sessions: 0.2/s}\n${variants("serve: adapters", ", cache: on")}`,
        ...([not, "fleet.cache", "no other's", "off"] as const),
      ],
      [
        variants("serve: adapters", ", pools: {b: {tp: 2}}, flow: {kind: direct, pool: b}"),
        ...([not, "fleet.pools", "one pool", "none"] as const),
      ],
      ["fleet: {router: adapter-affinity}", "CM-E0304", "fleet.router", "without adapters"],
      [
        variants("serve: clusters", ", router: adapter-affinity"),
        ...(["CM-E0304", "fleet.router", "without adapters"] as const),
      ],
    ];
    for (const [lines, code, path, says, expected = ""] of cases) {
      const [issue] = await issuesOf(lines);
      expect([issue?.code, issue?.path], lines).toEqual([code, path]);
      expect(issue?.message, lines).toContain(says);
      expect(JSON.stringify(issue), lines).toContain(expected);
    }
  });

  it("are at least two, served in one of two ways", async () => {
    const [one] = await issuesOf("fleet: {variants: {count: 1, serve: clusters}}");
    expect(one?.path).toBe("fleet.variants.count");
    const [unsaid] = await issuesOf("fleet: {variants: {count: 5}}");
    expect(unsaid?.path).toBe("fleet.variants.serve");
    const [other] = await issuesOf("fleet: {variants: {count: 5, serve: both}}");
    expect(other?.path).toBe("fleet.variants.serve");
  });

  it("have adapters on language models only", async () => {
    const catalog = withModel({ id: "pictures", kind: "encoder" });
    const lines = `model: pictures\n${variants("serve: adapters")}`;
    const issues = await issuesOf(lines, { ...CATALOG, ...catalog });
    expect(issues.map(({ path }) => path)).toContain("fleet.variants.serve");
  });

  it("are no matter of a bought API", async () => {
    const api = `supply: api\n${variants("serve: adapters")}\n`;
    await expect(loadScenarioText(api, "x", { catalog: CATALOG })).rejects.toThrow(
      /"fleet\.variants" has no effect here: it describes chips/,
    );
  });
});
