import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalConfig } from "../../scenarios/canonical.ts";
import { ConfigError, IoError } from "../../scenarios/issues.ts";
import { loadScenario, loadScenarioText } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import type { TraceColumns } from "../../sim/plan.ts";
import type { PrefixColumns, SessionColumns } from "../../sim/workPlan.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "scenario-"));
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(dir, name), text);
  return name;
}

async function codesIn(text: string): Promise<string[]> {
  try {
    await loadScenarioText(text, "x.yaml", { baseDir: dir });
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map((issue) => issue.code);
    throw error;
  }
  return [];
}

describe("a trace", () => {
  const csv = "arrived_at,num_prefill_tokens,num_decode_tokens\n0,10,5\n1,20,5\n3,30,5\n";

  it("replaces workload, arrivals and rate of the scenario", async () => {
    await file("t.csv", csv);
    const scenario = await loadScenario("producer", { trace: `${join(dir, "t.csv")}:vidur` });
    expect(scenario.trace?.arrivalS.length).toBe(3);
    expect(scenario.config.demand.workload).toBeUndefined();
    const { plan, horizon } = toStrategy(scenario);
    expect(plan.demand).toMatchObject({ rateScale: 1, arrivals: { kind: "replay" } });
    expect(plan.windowS).toBe(4.5);
    expect(horizon.meanRequestsPerS).toBeCloseTo(3 / 4.5, 12);
  });

  it("is scaled to a stated rate, and its window to it", async () => {
    await file("t.csv", csv);
    const scenario = await loadScenario("producer", {
      trace: join(dir, "t.csv"),
      sets: ["demand.rate=2/s"],
    });
    const { plan } = toStrategy(scenario);
    expect(plan.demand.rateScale).toBeCloseTo(3, 12);
    expect(plan.windowS).toBeCloseTo(1.5, 12);
  });

  it("lies beside the file that names it and excludes a workload", async () => {
    await file("t.csv", csv);
    const text = "supply: api\ndemand: {trace: {file: t.csv, window: 0 s to 2 s}}\n";
    const scenario = await loadScenarioText(text, "x.yaml", { baseDir: dir });
    expect(scenario.trace?.arrivalS.length).toBe(2);
    const both = "supply: api\ndemand: {trace: {file: t.csv}, workload: conv, arrivals: poisson}\n";
    expect(await codesIn(both)).toEqual(["CM-E0301", "CM-E0301"]);
  });

  it("that is missing is an io error, a foreign file one clear issue", async () => {
    await file("lfs.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    const missing = codesIn("supply: api\ndemand: {trace: {file: none.csv}}\n");
    await expect(missing).rejects.toBeInstanceOf(IoError);
    expect(await codesIn("supply: api\ndemand: {trace: {file: lfs.csv}}\n")).toEqual(["CM-E0404"]);
  });

  it("of another digest than stated is refused", async () => {
    await file("t.csv", csv);
    const sha = "0".repeat(64);
    const text = `supply: api\ndemand: {trace: {file: t.csv, sha256: "${sha}"}}\n`;
    expect(await codesIn(text)).toEqual(["CM-E0401"]);
  });
});

describe("a trace that knows more than its requests", () => {
  const columns: TraceColumns = {
    ...{ name: "t", format: "mooncake", spanS: 40, sha256: "0".repeat(64) },
    arrivalS: Float64Array.of(0, 10, 20, 30),
    inputTokens: Int32Array.of(1024, 1536, 512, 700),
    outputTokens: Int32Array.of(5, 6, 7, 8),
    cachedTokens: Int32Array.of(0, 1024, 512, 0),
  };
  const prefix: PrefixColumns = {
    ...{ blockTokens: 512, partialBlocks: true },
    parent: Int32Array.of(-1, 0, -1),
    endTokens: Int32Array.of(1024, 1536, 700),
    nodeOfRequest: Int32Array.of(0, 1, 0, 2),
  };
  const sessions: SessionColumns = {
    begins: Int32Array.of(0, 2, 4),
    waitS: Float64Array.of(0, 3, 0, 4),
  };
  const load = (lines: string, traceColumns: TraceColumns) =>
    loadScenarioText(`supply: owned\n${lines}\n`, "x", { traceColumns });
  const demandOf = async (lines: string, traceColumns: TraceColumns) =>
    toStrategy(await load(lines, traceColumns)).plan.demand;

  it("lets the simulated cache decide what is found, and keeps its credit elsewhere", async () => {
    const known = { ...columns, prefix };
    const cached = await demandOf("demand: {trace: {file: t}}\nfleet: {cache: on}", known);
    const plain = await demandOf("demand: {trace: {file: t}}", known);
    if (cached.arrivals.kind !== "replay" || plain.arrivals.kind !== "replay") {
      throw new RangeError("no replay");
    }
    expect([...cached.arrivals.trace.cachedTokens]).toEqual([0, 0, 0, 0]);
    expect(cached.arrivals.trace.prefix).toBe(prefix);
    expect(plain.arrivals.trace).toEqual(columns);
    expect(Object.hasOwn(plain.arrivals.trace, "prefix")).toBe(false);
    const again = await demandOf("demand: {trace: {file: t}}\nfleet: {cache: on}", known);
    expect(again.arrivals).toHaveProperty("trace", cached.arrivals.trace);
  });

  it("is resampled as a whole where a cache is simulated, unless blocks are stated", async () => {
    const known = { ...columns, prefix };
    const blockS = async (trace: string, more: string, traceColumns: TraceColumns) => {
      const { arrivals } = await demandOf(`demand: {trace: {${trace}}}\n${more}`, traceColumns);
      return arrivals.kind === "replay" ? arrivals.blockS : Number.NaN;
    };
    expect(await blockS("file: t", "fleet: {cache: on}", known)).toBe(40);
    expect(await blockS("file: t, block: 30 s", "fleet: {cache: on}", known)).toBe(30);
    expect(await blockS("file: t", "fleet: {cache: off}", known)).toBe(60);
    expect(await blockS("file: t", "", columns)).toBe(60);
    const scenario = await load("demand: {trace: {file: t}}\nfleet: {cache: on}", known);
    const again = await loadScenarioText(canonicalConfig(scenario), "again", {
      traceColumns: known,
    });
    expect(toStrategy(again).plan.demand).toEqual(toStrategy(scenario).plan.demand);
    expect(canonicalConfig(again)).toBe(canonicalConfig(scenario));
  });

  it("leaves the rates of services beside it as they are stated, at any rate of its own", async () => {
    const service = "services: [{name: s, lengths: {input: 5, output: 5}, rate: 2/s}]";
    const lines = `demand: {trace: {file: t}, rate: 0.5/s, ${service}}`;
    const { plan, horizon } = toStrategy(await load(lines, columns));
    const { rateScale, services } = plan.demand;
    expect(rateScale).toBe(5);
    expect(services?.[0]?.arrivals).toEqual({ kind: "poisson", requestsPerS: 2 / 5 });
    expect(horizon.meanRequestsPerS).toBe(2.5);
  });

  it("replays sessions at their own rate or a stated one", async () => {
    const known = { ...columns, sessions };
    const rate = async (fields: string) => {
      const { arrivals } = await demandOf(`demand: {trace: {file: t}${fields}}`, known);
      return arrivals.kind === "sessionReplay" ? arrivals.sessionsPerS : Number.NaN;
    };
    expect(await rate("")).toBe(2 / 40);
    expect(await rate(", sessions: 3/s")).toBe(3);
    expect(await rate(", rate: 3/s")).toBe(1.5);
    const scenario = await load("demand: {trace: {file: t}, sessions: 1/s}", known);
    expect(toStrategy(scenario).horizon.meanRequestsPerS).toBe(2);
    const text = canonicalConfig(scenario);
    const again = await loadScenarioText(text, "again", { traceColumns: known });
    expect(canonicalConfig(again)).toBe(text);
  });

  it("is refused where a setting has no use for it", async () => {
    const says = async (lines: string, traceColumns: TraceColumns) =>
      load(lines, traceColumns).then(
        () => [],
        (error: unknown) =>
          error instanceof ConfigError
            ? error.issues.map(({ code, path }) => `${code} ${path}`)
            : [String(error)],
      );
    expect(await says("demand: {trace: {file: t}, sessions: 1/s}", columns)).toEqual([
      "CM-E0301 demand.sessions",
    ]);
    expect(await says("demand: {trace: {file: t}}\nfleet: {cache: on}", columns)).toEqual([
      "CM-E0301 fleet.cache",
    ]);
    const affinity = "demand: {trace: {file: t}}\nfleet: {router: session-affinity}";
    expect(await says(affinity, columns)).toEqual(["CM-E0301 fleet.router"]);
    const blocks = "demand: {trace: {file: t, block: 30 s}}";
    expect(await says(blocks, { ...columns, sessions })).toEqual(["CM-E0301 demand.trace.block"]);
    expect(await says(blocks, columns)).toEqual([]);
  });
});
