import { type ChipFacts, longestRequestTokens } from "../../sim/facts.ts";
import type { PoolPlan } from "../../sim/plan.ts";
import { catalogRow, chipFacts, modelEntry, timingFor } from "../catalog/catalog.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import type { StatedParallel } from "../schema/levers.ts";
import type { StatedPool } from "../schema/pools.ts";
import type { Inputs } from "./inputs.ts";
import { enginePolicy, leverParts, ROUTER_KINDS } from "./levers.ts";
import type { PoolContext } from "./poolContext.ts";

/** Pools beside the main one, and how the chips of a replica share its model. */

type Fleet = ScenarioConfig["fleet"];

/** Chips of one replica, and how they share the model where more than tensors do. */
export function chipsOf(tp: number, parallel: StatedParallel | undefined): number {
  return parallel ? tp * parallel.pipeline * parallel.data : tp;
}

/** The chip with its port to other servers, which a replica split by `parallel` may need. */
export function chipOf(
  { catalog, config }: Scenario,
  parallel: StatedParallel | undefined,
  inputs: Inputs,
): ChipFacts {
  const facts = chipFacts(catalog, config.fleet.gpu);
  if (!parallel || facts.nicBytesPerS !== undefined) return facts;
  const read = (name: string, label: string): number => {
    const path = `catalog.serving.${name}`;
    const row = catalogRow(catalog, "serving", name);
    if (!inputs.list.some((noted) => noted.path === path)) inputs.row(row, path, label);
    return row.value;
  };
  return {
    ...facts,
    nicBytesPerS: read("nic_gb_per_s", "network of one chip between servers") * 1e9,
    nicLatencyS: read("nic_latency_s", "latency between servers"),
  };
}

export function parallelPart(
  tp: number,
  parallel: StatedParallel | undefined,
  inputs: Inputs,
  base: string,
): Pick<PoolPlan, "parallel"> {
  if (!parallel) return {};
  const { pipeline, data, expert, micro_batches: parts, expert_skew: skew, overlap } = parallel;
  inputs.chosen(`${base}.parallel.pipeline`, "pipeline stages", pipeline);
  inputs.chosen(`${base}.parallel.data`, "copies of the attention", data);
  inputs.chosen(`${base}.parallel.expert`, "chips that share the experts", expert);
  if (skew) {
    const path = `${base}.parallel.expert_skew`;
    inputs.stated(path, "busiest expert rank over the mean", skew, "ratio", "uncertainty");
  }
  return {
    parallel: {
      tensor: tp,
      pipeline,
      data,
      expert,
      microBatches: parts ?? pipeline,
      expertSkew: skew?.value ?? 1,
      overlap,
    },
  };
}

export function kvFormatOf(precision: Fleet["precision"]): Fleet["precision"] {
  return precision === "fp4" ? "fp8" : precision;
}

/** A pool beside the main one; what it leaves out of shape and scheduler is the fleet's. */
export function poolPlan(
  scenario: Scenario,
  name: string,
  pool: StatedPool,
  inputs: Inputs,
): PoolPlan {
  const { config, catalog } = scenario;
  const { fleet } = config;
  const base = `fleet.pools.${name}`;
  const modelName = pool.model ?? config.model;
  const model = modelEntry(catalog, modelName);
  const precision = pool.precision ?? fleet.precision;
  const tp = pool.tp ?? fleet.tp;
  const { router } = pool;
  const inheritedContext = pool.model === undefined ? fleet.context : undefined;
  const contextTokens = pool.context ?? inheritedContext ?? longestRequestTokens(model.facts);
  const statedKv = pool.kv_precision ?? (pool.precision ? undefined : fleet.kv_precision);
  const engine = {
    maxBatch: pool.max_batch ?? fleet.max_batch,
    tokenBudget: pool.token_budget ?? fleet.token_budget,
    blockTokens: pool.block_tokens ?? fleet.block_tokens,
    memoryShare: pool.memory_share ?? fleet.memory_share,
    contextTokens,
    contextPolicy: pool.context_policy ?? fleet.context_policy,
  };
  const context: PoolContext = {
    ...{ scenario, inputs, base, model: model.facts, weightFormat: precision },
    chipsPerReplica: chipsOf(tp, pool.parallel),
    blockTokens: engine.blockTokens,
    replicas: fleet.count === "auto" ? null : pool.replicas,
  };
  const kvFormat = statedKv ?? kvFormatOf(precision);
  const perUnit = fleet.count === "auto" ? "replicas in one unit" : "replicas";
  inputs.chosen(`${base}.replicas`, `pool ${name}: ${perUnit}`, pool.replicas, "replicas");
  inputs.chosen(`${base}.model`, `pool ${name}: model`, model.label);
  inputs.chosen(`${base}.precision`, `pool ${name}: weights and arithmetic`, precision);
  inputs.chosen(`${base}.kv_precision`, `pool ${name}: KV cache`, kvFormat);
  inputs.chosen(`${base}.tp`, `pool ${name}: tensor-parallel chips`, tp, "chips");
  inputs.chosen(`${base}.router`, `pool ${name}: router`, router);
  inputs.chosen(`${base}.max_batch`, `pool ${name}: largest batch`, engine.maxBatch, "sequences");
  const budget = `pool ${name}: tokens per step`;
  inputs.chosen(`${base}.token_budget`, budget, engine.tokenBudget, "tokens");
  return {
    chip: chipOf(scenario, pool.parallel, inputs),
    model: model.facts,
    timing: timingFor(catalog, chipFacts(catalog, fleet.gpu).family),
    weightFormat: precision,
    kvFormat,
    chipsPerReplica: context.chipsPerReplica,
    ...parallelPart(tp, pool.parallel, inputs, base),
    replicas: pool.replicas,
    router: ROUTER_KINDS[router],
    engine: { ...engine, ...enginePolicy(pool, context) },
    ...leverParts(pool, context),
  };
}
