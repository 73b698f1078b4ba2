import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalConfig, configHash } from "../../scenarios/canonical.ts";
import { loadScenario, loadScenarioText } from "../../scenarios/load.ts";
import { printConfig } from "../../scenarios/printConfig.ts";
import { toStrategy } from "../../scenarios/strategy.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "scenario-"));
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** Levers and kinds of work, whose defaults hang on each other. */
const STACKS = [
  `demand: {workload: agent, sessions: 1/s, classes: [{name: a, share: 100 %}]}
fleet:
  cache: {tiers: [{store: host}]}
  pools: {decode: {speculation: {}}}
  flow: {kind: disaggregated, decode: decode}
`,
  "demand: {session: {turns: {mean: 3}}}\nfleet: {cache: on, router: session-affinity}\n",
  `demand: {services: [{name: night, workload: batch, rate: 1/s}, {name: own, lengths: {input: {median: 9, sigma: 1}, output: 5}, rate: 2/s}]}
fleet:
  queue: fair
  scaling: {signal: schedule, schedule: [{from: 0 s, replicas: 2}]}
  pools: {small: {model: llama-3.1-8b}}
  flow: {kind: cascade, tiers: [{pool: small, quality: 50 %}, {pool: main, quality: 90 %}]}
  service_flows: {night: {kind: direct}}
`,
  "demand: {arrivals: {closed_loop: {clients: 8}}}\nfleet: {count: 2, scaling: {}, policy: static}\n",
];

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(dir, name), text);
  return name;
}

describe("the canonical config", () => {
  it("loads to the same strategy and the same text", async () => {
    for (const name of ["consumer", "renter", "producer", "producer-own-facility"]) {
      const scenario = await loadScenario(name, { sets: ["economics.horizon=24 months"] });
      const text = canonicalConfig(scenario);
      const again = await loadScenarioText(text, "embedded");
      expect(canonicalConfig(again)).toBe(text);
      expect(toStrategy(again).plan).toEqual(toStrategy(scenario).plan);
      expect(toStrategy(again).terms).toEqual(toStrategy(scenario).terms);
      expect(configHash(again)).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it("writes out what stands in lists, tables of names and levers, and loads again", async () => {
    for (const lines of STACKS) {
      const scenario = await loadScenarioText(`supply: owned\nname: x\n${lines}`, "x");
      for (const text of [canonicalConfig(scenario), printConfig(scenario)]) {
        const again = await loadScenarioText(text, "embedded");
        expect(canonicalConfig(again), lines).toBe(canonicalConfig(scenario));
        expect(toStrategy(again).plan).toEqual(toStrategy(scenario).plan);
      }
    }
    const [stack = ""] = STACKS;
    const scenario = await loadScenarioText(`supply: owned\nname: x\n${stack}`, "x");
    const written = JSON.parse(canonicalConfig(scenario)) as Record<string, unknown>;
    expect(written["fleet"]).toMatchObject({
      cache: { eviction: "lru", tiers: [{ store: "host", compression: 1 }] },
      pools: { decode: { replicas: 1, speculation: { draft: "heads", tokens: 3 } } },
    });
    expect(written["demand"]).toMatchObject({ classes: [{ patience: "none", weight: 1 }] });
    expect(written["demand"]).not.toHaveProperty("rate");
  });

  it("does not depend on the order of fields or on what merely restates a default", async () => {
    const one = await loadScenarioText("supply: owned\nname: x\nfleet: {tp: 2, gpu: h100}\n", "a");
    const two = await loadScenarioText("fleet: {gpu: h100, tp: 2}\nname: x\nsupply: owned\n", "b");
    expect(configHash(one)).toBe(configHash(two));
    const other = await loadScenarioText(
      "fleet: {gpu: h100, tp: 8}\nname: x\nsupply: owned\n",
      "b",
    );
    expect(configHash(other)).not.toBe(configHash(one));
  });

  it("names a trace by its digest and loads it from its columns or its file", async () => {
    await file("t.csv", "arrived_at,num_prefill_tokens,num_decode_tokens\n0,10,5\n1,20,5\n");
    const scenario = await loadScenario("consumer", { trace: join(dir, "t.csv") });
    const text = canonicalConfig(scenario);
    expect(text).not.toContain(dir);
    expect(text).toContain(scenario.trace?.sha256 ?? "no digest");
    const traceColumns = scenario.trace ?? undefined;
    const fromColumns = await loadScenarioText(text, "embedded", { traceColumns });
    const fromFile = await loadScenarioText(text, "embedded", { traceFile: join(dir, "t.csv") });
    expect(canonicalConfig(fromColumns)).toBe(text);
    expect(canonicalConfig(fromFile)).toBe(text);
  });
});

describe("the printed config", () => {
  it("says on each line where the value came from, and loads again", async () => {
    await file("mine.yaml", "extends: producer\nfleet:\n  gpu: h200\n");
    const sets = ["run.reps=3"];
    const scenario = await loadScenario("mine.yaml", { baseDir: dir, sets });
    const text = printConfig(scenario);
    expect(text).toContain("  gpu: h200  # mine.yaml:3\n");
    expect(text).toContain("  reps: 3  # --set run.reps=3\n");
    expect(text).toContain("  tp: 4  # preset producer\n");
    expect(text).toContain("  max_batch: 256  # default\n");
    expect(text).toMatch(/# electricity: 0\.083 USD\/kWh {2}\(.*grade D\)/);
    const again = await loadScenarioText(text, "printed");
    expect(canonicalConfig(again)).toBe(canonicalConfig(scenario));
  });
});
