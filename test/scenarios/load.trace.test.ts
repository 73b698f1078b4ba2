import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, IoError } from "../../scenarios/issues.ts";
import { loadScenario, loadScenarioText } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";

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
