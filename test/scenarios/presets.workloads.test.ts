import { describe, expect, it } from "vitest";
import { CATALOG } from "../../scenarios/catalog/catalog.ts";
import { FITTED_WORKLOADS } from "../../scenarios/presets/fittedWorkloads.ts";
import { UNIT_WORKLOAD_TABLE, unitWorkloadOf } from "../../scenarios/presets/unitWorkloads.ts";
import { isSessionWorkload, requestWorkload } from "../../scenarios/presets/workload.ts";
import { WORKLOADS } from "../../scenarios/schema/demand.ts";
import type { ModelFacts } from "../../sim/facts.ts";
import { issuesOf, strategyOf } from "./tryScenario.ts";

const text = CATALOG.models["llama-3.1-8b"]?.facts as ModelFacts;

describe("workloads", () => {
  it("each become a demand, or say which model they need", async () => {
    for (const workload of WORKLOADS) {
      const lines = `demand: {workload: ${workload}}`;
      if (workload in UNIT_WORKLOAD_TABLE) {
        expect((await issuesOf(lines)).map((issue) => issue.code)).toEqual(["CM-E0304"]);
        continue;
      }
      const { plan, assumptions, horizon } = await strategyOf(lines);
      expect(plan.demand.arrivals.kind === "sessions").toBe(isSessionWorkload(workload));
      expect(horizon.meanRequestsPerS).toBe(5);
      const about = assumptions.filter(({ path }) => /^demand\.(workload|session)/.test(path));
      for (const { source } of about) expect(source.length).toBeGreaterThan(20);
      expect(about.length).toBeGreaterThan(0);
    }
  });

  it("that were fitted keep the mean and median of what they were fitted to", () => {
    const quantile = (values: readonly number[], levels: readonly number[], level: number) =>
      values[levels.indexOf(level)] ?? 0;
    const mean = ({ levels, values }: { levels: readonly number[]; values: readonly number[] }) =>
      levels
        .slice(1)
        .reduce(
          (sum, level, i) =>
            sum + ((level - (levels[i] ?? 0)) * ((values[i] ?? 0) + (values[i + 1] ?? 0))) / 2,
          0,
        );
    const { toolagent, reasoning } = FITTED_WORKLOADS;
    // Published: mean 8,596 in and 182 out, median 6,345 in and 30 out; R1's median 180 in, 1,014 out.
    expect(Math.abs(mean(toolagent.lengths.input) / 8596 - 1)).toBeLessThan(0.1);
    expect(Math.abs(mean(toolagent.lengths.output) / 182 - 1)).toBeLessThan(0.1);
    const { levels } = toolagent.lengths.input;
    expect(quantile(toolagent.lengths.input.values, levels, 0.5)).toBeCloseTo(6345, -2);
    expect(quantile(toolagent.lengths.output.values, levels, 0.5)).toBe(30);
    expect(Math.abs(quantile(reasoning.lengths.input.values, levels, 0.5) - 180)).toBeLessThan(10);
    const answer = quantile(reasoning.lengths.output.values, levels, 0.5);
    expect(Math.abs(answer / 1014 - 1)).toBeLessThan(0.05);
    for (const { lengths } of [toolagent, reasoning]) {
      for (const { values } of [lengths.input, lengths.output]) {
        expect(values).toHaveLength(levels.length);
        expect([...values].sort((a, b) => a - b)).toEqual(values);
      }
    }
  });

  it("say how far they are to be trusted", () => {
    expect(requestWorkload("conv", text).grade).toBe("A");
    expect(requestWorkload("reasoning", text).grade).toBe("B");
    expect(requestWorkload("retrieval", text).grade).toBe("D");
    expect(() => requestWorkload("agent", text)).toThrow(/sessions/);
  });

  it("in whole units follow from the kind of model", () => {
    const of = (facts: Partial<ModelFacts>) => unitWorkloadOf({ ...text, ...facts });
    expect(of({})).toBeUndefined();
    expect(of({ kind: "diffusion" })).toBe("image");
    expect(of({ kind: "diffusion", frames: 81 })).toBe("video");
    expect(of({ kind: "encoder" })).toBe("embedding");
    expect(of({ kind: "encoderDecoder" })).toBe("speech");
    expect(of({ kind: "recommender" })).toBe("recommend");
    const speech = { ...text, tokensPerUnit: 1500, outputTokensPerUnit: 120 };
    expect(requestWorkload("speech", speech).lengths).toEqual({
      ...{ kind: "fixed", inputTokens: 1500, outputTokens: 120 },
    });
  });
});
