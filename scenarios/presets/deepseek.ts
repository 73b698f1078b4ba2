import type { ScenarioInput } from "../scenario.ts";

/**
 * DeepSeek's deployment as it described it: prompts on 4 nodes of 8 H800 (attention on tensors of 4,
 * 8 copies; routed experts over all 32 chips), answers on 18 nodes (attention on every chip for
 * itself, experts over all 144), two batches that take turns, matrices in fp8 and attention in
 * bf16. What was not published is ours: the spread of lengths and of cache hits, the curve of the
 * day, how many prefill units stand beside a decode unit, and the promised time to the first token.
 * Source: DeepSeek-V3/R1 Inference System Overview, 1 March 2025; demand of 27-28 February
 */
export const deepseekDay: ScenarioInput = {
  name: "deepseek-day",
  question: "What does DeepSeek's published day cost on simulated H800s, against what it said?",
  model: "deepseek-v3",
  supply: "rented",
  demand: {
    workload: "deepseek",
    rate: "1620.37/s",
    cached_share: "56.3 %",
    cached_requests: "75 %",
    diurnal: "servegen",
  },
  // Slowest published output speed: 20 tokens/s.
  promise: { ttft: "5 s", tpot: "50 ms", quantile: "99 %" },
  fleet: {
    gpu: "h800",
    precision: "fp8",
    kv_precision: "bf16",
    tp: 4,
    parallel: { data: 8, expert: 32, overlap: true },
    max_batch: 4096,
    token_budget: 65_536,
    block_tokens: 64,
    // Six units of six to one carry the busiest hour; in others fewer units are rented.
    count: 36,
    pools: {
      decode: {
        replicas: 6,
        tp: 1,
        parallel: { data: 144, expert: 144, overlap: true },
        max_batch: 65_536,
        token_budget: 65_536,
      },
    },
    flow: { kind: "disaggregated", decode: "decode" },
    contract: "on-demand",
  },
  faults: { replicas: "off", stalls: "off" },
  economics: { horizon: "1 month", rent_extras: "0 %", staff: 0 },
  run: { reps: 3 },
};
