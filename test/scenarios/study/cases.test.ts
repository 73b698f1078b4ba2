import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CasesFileError, readCases } from "../../../scenarios/study/cases.ts";

const HEADER =
  "case_id,kind,chip,n_accel,engine,model,params_total_b,weight_precision,kv_precision,tp,pp,workload,isl_mean,osl_mean,load_type,load_value,out_tok_s,ttft_p50_ms,tpot_mean_ms,latency_ms,metrics_json,notes";

interface Cells {
  readonly [column: string]: string;
}

const serving: Cells = {
  case_id: "blis-one",
  kind: "serving",
  chip: "H100-SXM-80GB",
  n_accel: "2",
  engine: "vLLM 0.15.1",
  model: "llama-3.1-8b",
  params_total_b: "8.03",
  weight_precision: "fp16",
  tp: "2",
  workload: "shared_prefix constant-rate; max_num_batched_tokens 2048; max_num_seqs 128",
  isl_mean: "547.4",
  osl_mean: "248",
  load_type: "rate_req_s",
  load_value: "8",
  tpot_mean_ms: "5.1",
};

function csv(...rows: readonly Cells[]): string {
  const columns = HEADER.split(",");
  const line = (cells: Cells) =>
    columns.map((c) => `"${(cells[c] ?? "").replaceAll('"', '""')}"`).join(",");
  return `${[HEADER, ...rows.map(line)].join("\n")}\n`;
}

function read(...rows: readonly Cells[]) {
  return readCases(csv(...rows), "cases.csv");
}

function only(cells: Cells) {
  const { cases, skipped } = read(cells);
  const [first] = cases;
  if (first === undefined) throw new Error(skipped[0]?.reason ?? "no row");
  if (first.plan.supply.kind !== "fleet") throw new Error("expected a fleet");
  return { ...first, fleet: first.plan.supply };
}

describe("readCases", () => {
  it("maps an open-loop row to arrivals, lengths, cache and scheduler as stated", () => {
    const { plan, fleet, family, copies, observed } = only(serving);
    expect(plan.demand.arrivals).toEqual({ kind: "constant", requestsPerS: 8 });
    expect(plan.demand.lengths).toEqual({ kind: "fixed", inputTokens: 547, outputTokens: 248 });
    expect(plan.demand.cachedShare).toBe(0.57);
    expect(fleet.engine.maxBatch).toBe(128);
    expect(fleet.engine.tokenBudget).toBe(2048);
    expect([fleet.chipsPerReplica, fleet.replicas, copies]).toEqual([2, 1, 1]);
    expect(family).toBe("serving:blis");
    expect(observed).toEqual({ tpot_mean_ms: 5.1 });
  });

  it("splits the load of a large system over its many small instances", () => {
    const { plan, fleet, copies } = only({
      ...serving,
      case_id: "mlperf51-x",
      model: "llama-2-70b",
      params_total_b: "69",
      weight_precision: "fp8",
      n_accel: "16",
      tp: "",
      isl_mean: "",
      workload: "llama2-70b-99 Server: OpenOrca (24,576 samples)",
      load_type: "server_poisson_req_s",
      load_value: "200",
    });
    expect([fleet.chipsPerReplica, copies]).toEqual([2, 8]);
    expect(plan.demand.arrivals).toEqual({ kind: "poisson", requestsPerS: 25 });
    expect(plan.demand.lengths.kind).toBe("lognormal");
    expect(fleet.kvFormat).toBe("bf16");
  });

  it("maps clients to a closed loop, all at once to one wave, a batch to one prefill step", () => {
    const clients = only({ ...serving, load_type: "concurrency", load_value: "16" });
    expect(clients.plan.demand.arrivals).toEqual({
      kind: "closedLoop",
      concurrency: 16,
      requests: 160,
    });
    const offline = only({ ...serving, load_type: "offline", load_value: "all-at-once" });
    expect(offline.plan.demand.arrivals).toEqual({
      kind: "closedLoop",
      concurrency: 3000,
      requests: 3000,
    });
    const batch = only({ ...serving, kind: "iteration", load_type: "batch", load_value: "4" });
    expect(batch.plan.demand.arrivals).toEqual({ kind: "closedLoop", concurrency: 4, requests: 4 });
    expect(batch.span).toBe("staticBatch");
  });

  it("spreads lengths over a stated range ratio", () => {
    const { plan } = only({
      ...serving,
      workload: "random closed loop (range ratio 0.8 so realised means are ~0.9x)",
      isl_mean: "1000",
      osl_mean: "500",
    });
    expect(plan.demand.lengths).toEqual({
      kind: "table",
      input: { levels: [0, 1], values: [800, 1000] },
      output: { levels: [0, 1], values: [400, 500] },
    });
  });

  it("sends a stated number of requests and waits for the last answer", () => {
    const { plan, span } = only({
      ...serving,
      workload: "ShareGPT 300 requests; max_num_seqs 128",
      notes: "overloaded, then drain",
      load_value: "10",
    });
    if (plan.demand.arrivals.kind !== "replay") throw new Error("expected a replay");
    expect(plan.demand.arrivals.trace.arrivalS).toHaveLength(300);
    expect(plan.demand.arrivals.trace.arrivalS[299]).toBeCloseTo(29.9, 9);
    expect(span).toBe("untilAnswered");
  });

  it("gives a batch of its own to each chip of latent attention, and no preemption to TensorRT", () => {
    const { fleet, reservedTokens } = only({
      ...serving,
      model: "deepseek-r1",
      engine: "TensorRT 10.11",
      weight_precision: "fp8",
      chip: "H200-SXM-141GB",
      n_accel: "8",
      tp: "8",
      workload: "reasoning mix",
      metrics_json: '{"gpu_batch_size": 64}',
    });
    expect(fleet.engine.maxBatch).toBe(512);
    expect(fleet.kvFormat).toBe("fp8");
    expect(reservedTokens).toBe(795);
    expect(only(serving).reservedTokens).toBe(0);
  });

  it("counts every row that it cannot replay under its reason", () => {
    const rows: Cells[] = [
      { ...serving, case_id: "a", kind: "kernel" },
      { ...serving, case_id: "b", chip: "ABACUS-9000" },
      { ...serving, case_id: "c", model: "gpt-9" },
      { ...serving, case_id: "d", weight_precision: "int3" },
      { ...serving, case_id: "e", pp: "2" },
      { ...serving, case_id: "f", isl_mean: "" },
      { ...serving, case_id: "g", load_value: "" },
      { ...serving, case_id: "h", tpot_mean_ms: "" },
      { ...serving, case_id: "i", tp: "two" },
      { ...serving, case_id: "", load_type: "sinus" },
    ];
    const { cases, skipped } = read(...rows, serving);
    expect(cases).toHaveLength(1);
    expect(skipped).toEqual([
      { caseId: "a", reason: "kind kernel: not replayed" },
      { caseId: "b", reason: "chip ABACUS-9000: not in the catalogue" },
      { caseId: "c", reason: "model gpt-9: not in the catalogue" },
      { caseId: "d", reason: "weights in int3: not modelled" },
      { caseId: "e", reason: "pipeline parallelism: not modelled" },
      { caseId: "f", reason: "no prompt length stated or known" },
      { caseId: "g", reason: "no load stated" },
      { caseId: "h", reason: "nothing measured that is compared" },
      { caseId: "i", reason: "tp is not a number >= 0" },
      { caseId: "row 11", reason: "load type sinus: not modelled" },
    ]);
  });

  it("says in one line what a wrong file lacks", () => {
    expect(() => readCases("<html></html>", "x.csv")).toThrow(
      /^x\.csv has no column case_id, kind, .*; expected the columns of measured results/,
    );
    expect(() => readCases("", "x.csv")).toThrow(CasesFileError);
    expect(() => readCases('a,"b\n', "x.csv")).toThrow("x.csv is not a CSV file");
  });

  const shared = "../shared/validation/cases_dev.csv";
  it.skipIf(!existsSync(shared))("keeps or counts every row of the shared cases", () => {
    const { cases, skipped } = readCases(readFileSync(shared, "utf8"), shared);
    expect(cases.length + skipped.length).toBe(427);
    expect(cases.length).toBeGreaterThanOrEqual(250);
  });
});
