import { describe, expect, it } from "vitest";
import { readCases } from "../../../scenarios/study/cases.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import { replayPlan, summarise, validateCases } from "../../../sim/experiment/validateCases.ts";
import { fleetFit } from "../../../sim/fleetFit.ts";
import { simulate } from "../../../sim/simulate.ts";
import { iterationTime } from "../../../sim/timing/iterationTime.ts";
import { stepCost } from "../../../sim/timing/stepCost.ts";
import type { CasePrediction, MeasuredCase } from "../../../sim/validation.ts";

const HEADER =
  "case_id,kind,chip,n_accel,engine,model,params_total_b,weight_precision,kv_precision,tp,workload,isl_mean,osl_mean,load_type,load_value,out_tok_s,req_s,ttft_mean_ms,ttft_p50_ms,tpot_mean_ms,e2e_mean_ms,latency_ms,notes";

function cases(...rows: readonly string[]): readonly MeasuredCase[] {
  const read = readCases([HEADER, ...rows].join("\n"), "test");
  if (read.skipped.length > 0) throw new Error(read.skipped[0]?.reason);
  return read.cases;
}

const runner = inlineRunner(simulate);
const BATCH =
  "step-1,iteration,H100,2,bare,llama-2-70b,69,fp16,,2,static batch,512,128,batch,8,,,600,,40,5700,5700,";
const OPEN =
  "open-1,serving,H100,4,vLLM,llama-3.1-8b,8,fp16,,1,poisson,500,100,rate_req_s,8,800,8,30,30,8,900,,";
const CLIENTS =
  "loop-1,serving,H100,1,vLLM,llama-3.1-8b,8,fp16,,1,closed,500,100,concurrency,4,,,30,30,8,900,,does not say mean or median";

describe("validateCases", () => {
  it("predicts the prefill of a static batch as one engine step", async () => {
    const [batch] = cases(BATCH);
    if (batch?.plan.supply.kind !== "fleet") throw new Error("expected a fleet");
    const report = await validateCases([batch], [], runner);
    const tokens = 8 * 512;
    const prefill = {
      prefillTokens: tokens,
      prefillPairs: (8 * 512 * 513) / 2,
      priorTokens: 0,
      samples: 8,
      sequences: 0,
      contextTokens: 0,
    };
    const { seconds } = iterationTime(prefill, stepCost(batch.plan.supply));
    const ttft = report.cases.find(({ metric }) => metric === "ttft_mean_ms");
    expect(ttft?.predicted).toBeCloseTo(1000 * seconds, 6);
    expect(report.cases.map(({ metric }) => metric)).toEqual([
      "ttft_mean_ms",
      "tpot_mean_ms",
      "e2e_mean_ms",
      "latency_ms",
    ]);
  });

  it("counts throughput over all replicas that share the load", async () => {
    const report = await validateCases(cases(OPEN), [], runner);
    const rate = report.cases.find(({ metric }) => metric === "req_s");
    expect(rate?.predicted).toBeGreaterThan(7.5);
    expect(rate?.predicted).toBeLessThan(8.5);
    const tokens = report.cases.find(({ metric }) => metric === "out_tok_s");
    expect((tokens?.predicted ?? 0) / (rate?.predicted ?? 1)).toBeCloseTo(100, 0);
  });

  it("compares with means where the source does not say what its medians are", async () => {
    const report = await validateCases(cases(CLIENTS), [], runner);
    const of = (name: string) => report.cases.find(({ metric }) => metric === name)?.predicted;
    expect(of("ttft_p50_ms")).toBe(of("ttft_mean_ms"));
    const open = await validateCases(cases(OPEN), [], runner);
    const [mean, median] = ["ttft_mean_ms", "ttft_p50_ms"].map(
      (name) => open.cases.find(({ metric }) => metric === name)?.predicted,
    );
    expect(median).not.toBe(mean);
  });

  it("skips a model that does not fit its chips, with the reason", async () => {
    const tight = BATCH.replace("H100,2", "H100,1").replace(",,2,static", ",,1,static");
    const report = await validateCases(cases(tight), [{ caseId: "x", reason: "y" }], runner);
    expect(report.cases).toEqual([]);
    expect(report.skipped[0]).toEqual({ caseId: "x", reason: "y" });
    expect(report.skipped[1]?.reason).toContain("expected at least 2 chips per replica");
  });

  it("limits the batch of an engine that sets KV cache aside for whole requests", () => {
    const [open] = cases(OPEN);
    if (open?.plan.supply.kind !== "fleet") throw new Error("expected a fleet");
    expect(replayPlan(open)).toBe(open.plan);
    const reserved = replayPlan({ plan: open.plan, reservedTokens: 4000 });
    if (reserved.supply.kind !== "fleet") throw new Error("expected a fleet");
    const { kvTokens } = fleetFit(open.plan.supply);
    expect(reserved.supply.engine.maxBatch).toBe(Math.floor(kvTokens / 4000));
  });

  it("gives the same answer twice", async () => {
    const all = cases(BATCH, OPEN, CLIENTS);
    expect(await validateCases(all, [], runner)).toEqual(await validateCases(all, [], runner));
  });
});

describe("summarise", () => {
  const at = (metric: CasePrediction["metric"], observed: number, predicted: number) => ({
    caseId: "c",
    family: "f",
    metric,
    observed,
    predicted,
  });

  it("reports median and 90th percentile of the error size, and the median signed error", () => {
    const rows = [110, 90, 80, 100, 60].map((predicted) => at("ttft_mean_ms", 100, predicted));
    const [summary] = summarise(rows);
    expect(summary?.n).toBe(5);
    expect(summary?.medianApe).toBeCloseTo(0.1, 12);
    expect(summary?.p90Ape).toBeCloseTo(0.32, 12);
    expect(summary?.bias).toBeCloseTo(-0.1, 12);
  });

  it("keeps families and metrics apart", () => {
    const rows = [
      at("req_s", 1, 1),
      at("ttft_mean_ms", 1, 2),
      { ...at("req_s", 1, 3), family: "g" },
    ];
    expect(summarise(rows).map(({ family, metric, n }) => [family, metric, n])).toEqual([
      ["f", "req_s", 1],
      ["f", "ttft_mean_ms", 1],
      ["g", "req_s", 1],
    ]);
  });
});
