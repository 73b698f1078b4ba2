import { describe, expect, it } from "vitest";
import { deploymentText } from "../../reports/deploymentTable.ts";
import { loadScenario } from "../../scenarios/load.ts";
import { publishedDeployment } from "../../scenarios/presets/publishedDeployments.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import { predictDeployment } from "../../sim/experiment/publishedDeployment.ts";
import { inlineRunner } from "../../sim/experiment/runner.ts";
import { simulate } from "../../sim/simulate.ts";
import type { DeploymentReport } from "../../sim/validation.ts";

/**
 * DeepSeek's deployment, simulated: prefill over 32 chips, decode over 144, and nothing fitted. The
 * bounds are how far the prediction is off, and on which side; they are no promise of accuracy.
 */
describe("DeepSeek's deployment, predicted", async () => {
  const published = publishedDeployment("deepseek-day");
  if (published === undefined) throw new Error("no published deployment of deepseek-day");
  const { plan } = toStrategy(await loadScenario("deepseek-day"));
  const report = await predictDeployment(published, plan, inlineRunner(simulate));
  const line = (figure: string) => {
    const found = report.lines.find((one) => one.figure === figure);
    if (found === undefined) throw new Error(`no figure "${figure}"`);
    return { ...found, error: found.predicted / found.published - 1 };
  };

  it("asks for the published tokens: 140 million requests of 4,343 and 1,200", () => {
    const { demand } = plan;
    expect(demand.arrivals).toMatchObject({ requestsPerS: 1620.37 });
    expect(1620.37 * 86_400).toBeCloseTo(140e6, -4);
    expect(demand.cachedShare).toBeCloseTo(published.cachedTokens / published.promptTokens, 3);
  });

  it("spreads 32 chips for prompts and 144 for answers over the published degrees", () => {
    const { supply } = plan;
    if (supply.kind !== "fleet") throw new Error("an API; expected a fleet");
    expect(supply.chipsPerReplica).toBe(4 * 8);
    expect(supply.parallel).toMatchObject({ tensor: 4, data: 8, expert: 32, overlap: true });
    expect(supply.pools?.[0]?.chipsPerReplica).toBe(18 * 8);
    expect(supply.pools?.[0]?.parallel).toMatchObject({ data: 144, expert: 144, overlap: true });
    expect(supply.flows?.[0]).toMatchObject({ kind: "disaggregated", prefill: 0, decode: 1 });
  });

  it("repeats the published arithmetic on the published side", () => {
    expect(line("busy nodes, prefill").published).toBeCloseTo(95.48, 1);
    expect(line("busy nodes, decode").published).toBeCloseTo(131.38, 1);
    expect(line("cost of all tokens").published).toBeCloseTo(0.11221, 4);
    expect(line("cost of output tokens, decode nodes").published).toBeCloseTo(0.3002, 3);
  });

  it("predicts prefill servers within 30 %, decode servers up to 70 % too fast", () => {
    const prefill = line("prefill, prompt tokens with cache hits");
    expect(Math.abs(prefill.error)).toBeLessThan(0.3);
    const decode = line("decode, output tokens");
    expect(decode.error).toBeGreaterThan(0.2);
    expect(decode.error).toBeLessThan(0.7);
    expect(Math.abs(line("speed of one answer").error)).toBeLessThan(0.3);
  });

  it("predicts busy nodes and their cost within 25 %", () => {
    const nodes = line("busy nodes, all");
    expect(Math.abs(nodes.error)).toBeLessThan(0.25);
    const cost = line("rent");
    expect(cost.predicted).toBeCloseTo(nodes.predicted * 8 * 24 * 2, 6);
    expect(cost.published).toBe(87_072);
  });

  it("shows the hit rate as an input, and every figure with its error", () => {
    const text = deploymentText(report satisfies DeploymentReport);
    expect(text).toMatch(/put in:\n.*found in a cache, published +56\.3 %\n.*simulated +56\.3 %/);
    expect(text).toMatch(/decode, output tokens +tokens\/s\/node +14,800 +[\d,]+ +\+\d+\.\d %/);
    expect(text.split("\n").filter((row) => / [+-]\d+\.\d %$/.test(row))).toHaveLength(11);
  });
});
