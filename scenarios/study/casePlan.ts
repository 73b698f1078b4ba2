import type { ChipFacts, ModelFacts, NumberFormat, TimingCoefficients } from "../../sim/facts.ts";
import type { EnginePlan, FaultPlan, FleetPlan } from "../../sim/plan.ts";
import type { MeasuredCase } from "../../sim/validation.ts";
import { caseLengths } from "./caseLengths.ts";
import { caseLoad, LONG_S } from "./caseLoad.ts";
import type { CaseRow } from "./caseRow.ts";

/** The facts that a measured row is replayed with. */
export interface CaseFacts {
  readonly chip: ChipFacts;
  readonly model: ModelFacts;
  readonly timing: TimingCoefficients;
}

const NO_FAULTS: FaultPlan = {
  failuresPerChipS: 0,
  repairMedianS: 1,
  repairSigma: 0,
  reloadS: 0,
  retryDelayS: 0,
  maxTries: 1,
  stallProbability: 0,
  stallS: 0,
  forced: [],
};

/** Share of prompt tokens found in the prefix cache of the shared-prefix runs, as their notes say. */
const SHARED_PREFIX_CACHED_SHARE = 0.57;
/** Limits of an engine that is not said to be tuned: vLLM and TensorRT-LLM servers of 2025. */
const DEFAULT_TOKEN_BUDGET = 8192;
const DEFAULT_BATCH = 1024;
const DEFAULT_MEMORY_SHARE = 0.9;
const TENSORRT_MEMORY_SHARE = 0.95;
/** Share of HBM that an instance of unstated size keeps free of weights. */
const LEAST_KV_SHARE = 0.3;

/** The plan that repeats a measured row, or the reason why there is none. */
export function measuredCase(row: CaseRow, facts: CaseFacts): MeasuredCase | string {
  const weightFormat = formatOf(row.weightPrecision);
  if (weightFormat === null) return `weights in ${row.weightPrecision}: not modelled`;
  if (row.pp > 1) return "pipeline parallelism: not modelled";
  const lengths = caseLengths(row);
  if (typeof lengths === "string") return lengths;
  const chips = row.tp > 0 ? row.tp : instanceChips(row, facts.chip, weightFormat);
  const copies = Math.max(1, Math.round(row.chips / chips));
  const load = caseLoad(row, copies);
  if (typeof load === "string") return load;
  const contextTokens = Math.max(facts.model.contextTokens, lengths.longestTokens);
  const supply: FleetPlan = {
    kind: "fleet",
    chip: facts.chip,
    model: { ...facts.model, contextTokens },
    timing: facts.timing,
    weightFormat,
    kvFormat: kvFormatOf(row, weightFormat),
    chipsPerReplica: chips,
    replicas: 1,
    router: "roundRobin",
    engine: enginePlan(row, contextTokens, splitsBatch(facts.model) ? chips : 1),
    faults: NO_FAULTS,
    power: { pue: 1, caps: [] },
  };
  const cachedShare = row.workload.includes("shared_prefix") ? SHARED_PREFIX_CACHED_SHARE : 0;
  return {
    caseId: row.caseId,
    family: `${row.kind}:${row.caseId.split("-")[0] ?? ""}`,
    plan: {
      name: row.caseId,
      seed: row.caseId,
      windowS: load.windowS,
      warmupS: load.warmupS,
      demand: { arrivals: load.arrivals, lengths: lengths.plan, rateScale: 1, cachedShare },
      promise: { ttftS: LONG_S, tpotS: LONG_S, quantile: 0.99 },
      supply,
    },
    copies,
    mediansAreMeans: /does not say mean or median/.test(row.notes),
    reservedTokens: isTensorRt(row) ? Math.ceil(lengths.meanTokens) : 0,
    span: load.span,
    observed: row.observed,
  };
}

/** The scheduler as far as the row states it: `max_num_seqs 128`, `gpu_mem_util=0.95` ... */
function enginePlan(row: CaseRow, contextTokens: number, batches: number): EnginePlan {
  const stated = (pattern: RegExp) => Number(pattern.exec(row.workload)?.[1] ?? 0);
  return {
    maxBatch: stated(/max_num_seqs[ =](\d+)/) || row.gpuBatch * batches || DEFAULT_BATCH,
    tokenBudget: stated(/max_num_batched_tokens[ =](\d+)/) || DEFAULT_TOKEN_BUDGET,
    blockTokens: 16,
    memoryShare:
      stated(/gpu_mem_util[ =]([\d.]+)/) ||
      (isTensorRt(row) ? TENSORRT_MEMORY_SHARE : DEFAULT_MEMORY_SHARE),
    contextTokens,
    contextPolicy: "drop",
  };
}

function formatOf(precision: string): NumberFormat | null {
  switch (precision) {
    case "":
    case "fp16":
    case "bf16":
      return "bf16";
    case "fp32":
    case "fp8":
    case "int8":
    case "fp4":
      return precision;
    default:
      return null;
  }
}

/** As stated, or what engines do unasked: TensorRT-LLM keeps KV of narrow checkpoints in fp8. */
function kvFormatOf(row: CaseRow, weightFormat: NumberFormat): NumberFormat {
  if (row.kvPrecision !== "") return formatOf(row.kvPrecision) ?? "bf16";
  const narrow = weightFormat !== "bf16" && weightFormat !== "fp32";
  return narrow && (isTensorRt(row) || /mlperf/i.test(row.workload)) ? "fp8" : "bf16";
}

/** TensorRT-LLM admits a request only when its whole length fits, and fills what weights leave. */
function isTensorRt(row: CaseRow): boolean {
  return /tensorrt|trtllm/i.test(row.engine);
}

/** Latent attention runs a batch of its own on each chip: `gpu_batch_size` is that of one chip. */
function splitsBatch(model: ModelFacts): boolean {
  return model.attention === "mla";
}

/**
 * Chips of one instance where the row names only the whole system: the fewest, in powers of two,
 * that leave room for KV cache. Big submissions are many small instances.
 */
function instanceChips(row: CaseRow, chip: ChipFacts, format: NumberFormat): number {
  const bytesPerParameter = { fp32: 4, bf16: 2, fp8: 1, int8: 1, fp4: 0.55 }[format];
  const weightBytes = row.paramsB * 1e9 * bytesPerParameter;
  let chips = 1;
  while (chips * chip.memoryBytes * (1 - LEAST_KV_SHARE) < weightBytes) chips *= 2;
  return chips;
}
