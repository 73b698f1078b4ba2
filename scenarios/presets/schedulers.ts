import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS, LEVER_DEMAND } from "./lever.ts";

/** What the engine's scheduler is worth: batching, chunked prompts, paged memory, preemption. */

/** What does a replica cost that answers one request at a time? */
const oneByOne = {
  ...LEVER,
  name: "one-by-one",
  question: "What does it cost to answer one request at a time?",
  demand: { ...LEVER_DEMAND, rate: "8/s" },
  promise: { ttft: "10 s", tpot: "100 ms", quantile: "95 %" },
  fleet: { ...LEVER_CHIPS, max_batch: 1 },
} satisfies ScenarioInput;

const continuousBatching = {
  ...oneByOne,
  name: "continuous-batching",
  question: "What does it cost when requests join and leave a running batch?",
  fleet: LEVER_CHIPS,
} satisfies ScenarioInput;

/** Prompts of about three thousand tokens beside running answers: they meet in the same steps. */
const RETRIEVAL = {
  ...LEVER,
  demand: { workload: "retrieval", rate: "10/s", arrivals: "poisson", diurnal: "flat" },
  promise: { ttft: "3 s", tpot: "50 ms", quantile: "99 %" },
} as const satisfies Partial<ScenarioInput>;
const STATED = { ...LEVER_CHIPS, count: 3 } as const;

const chunkedPrompts = {
  ...RETRIEVAL,
  name: "chunked-prompts",
  question: "What does latency come to when steps mix answers with chunks of prompts?",
  fleet: { ...STATED, policy: "mixed" },
} satisfies ScenarioInput;

const promptsFirst = {
  ...RETRIEVAL,
  name: "prompts-first",
  question: "What does latency come to when every new prompt stops the running answers?",
  fleet: { ...STATED, policy: "prefill-first" },
} satisfies ScenarioInput;

const answersFirst = {
  ...RETRIEVAL,
  name: "answers-first",
  question: "What does latency come to when new prompts wait until the batch is empty?",
  fleet: { ...STATED, policy: "decode-first" },
} satisfies ScenarioInput;

/** Two chips leave 74 GB for KV cache: memory, not arithmetic, bounds the batch. */
const TIGHT = {
  ...LEVER,
  demand: {
    lengths: { input: 1000, output: 1000 },
    rate: "24/s",
    arrivals: "poisson",
    diurnal: "flat",
  },
} as const satisfies Partial<ScenarioInput>;
const TIGHT_CHIPS = { ...LEVER_CHIPS, tp: 2, max_batch: 1024 } as const;

const pagedMemory = {
  ...TIGHT,
  name: "paged-memory",
  question: "What does it cost when KV memory is handed out in pages of 16 tokens?",
  fleet: { ...TIGHT_CHIPS, block_tokens: 16 },
} satisfies ScenarioInput;

const reservedMemory = {
  ...TIGHT,
  name: "reserved-memory",
  question: "What does it cost when every request reserves room for 4,096 tokens?",
  fleet: { ...TIGHT_CHIPS, block_tokens: 4096 },
} satisfies ScenarioInput;

/** Long answers outgrow the memory that their prompts were admitted to. */
const OUTGROWN = {
  ...TIGHT,
  demand: {
    lengths: {
      input: { median: "500 tokens", sigma: 0.1, min: 100, max: 2000 },
      output: { median: "3000 tokens", sigma: 0.6, min: 500, max: 12_000 },
    },
    rate: "0.6/s",
    arrivals: "poisson",
    diurnal: "flat",
  },
  promise: { ttft: "10 s", tpot: "100 ms", quantile: "95 %" },
  run: { window: "20 min", reps: 4 },
} as const satisfies Partial<ScenarioInput>;
const OUTGROWN_CHIPS = { ...TIGHT_CHIPS, count: 1, memory_share: "60 %" } as const;

const preemptRecompute = {
  ...OUTGROWN,
  name: "preempt-recompute",
  question: "What is lost when a preempted request is computed again?",
  fleet: { ...OUTGROWN_CHIPS, preemption: "recompute" },
} satisfies ScenarioInput;

const preemptSwap = {
  ...OUTGROWN,
  name: "preempt-swap",
  question: "What is lost when a preempted request waits in host memory?",
  fleet: { ...OUTGROWN_CHIPS, preemption: "swap" },
} satisfies ScenarioInput;

export const SCHEDULERS: readonly ScenarioInput[] = [
  ...[oneByOne, continuousBatching],
  ...[chunkedPrompts, promptsFirst, answersFirst],
  ...[pagedMemory, reservedMemory, preemptRecompute, preemptSwap],
];

export const SCHEDULER_COMPARISONS: readonly ComparisonRow[] = [
  [
    "batching",
    "What is continuous batching worth against one request at a time?",
    ["one-by-one", "continuous-batching"],
  ],
  [
    "scheduling-policies",
    "Who waits when prompts and answers share a replica: chunks, prompts first or answers first?",
    ["chunked-prompts", "prompts-first", "answers-first"],
  ],
  [
    "memory-paging",
    "How many more users fit a chip when KV memory is paged?",
    ["reserved-memory", "paged-memory"],
  ],
  [
    "preemption",
    "Is it cheaper to compute a preempted request again or to swap it to the host?",
    ["preempt-recompute", "preempt-swap"],
  ],
];
