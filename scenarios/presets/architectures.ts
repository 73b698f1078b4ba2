import type { ScenarioInput } from "../scenario.ts";
import { ONE_YEAR } from "./oneYear.ts";

/**
 * Chat by open models of one class, each on one server of eight H200 in fp8. That they are equally
 * good is assumed: their makers each claim the class of the leading models of the day.
 */
const CHAT = {
  supply: "rented",
  demand: { workload: "conv", rate: "20/s", diurnal: "office" },
  promise: { ttft: "5 s", tpot: "100 ms" },
  economics: ONE_YEAR,
  run: { window: "1 min", reps: 3 },
} as const satisfies Partial<ScenarioInput>;

const SERVER = { gpu: "h200", precision: "fp8", tp: 8, token_budget: 4096 } as const;
/** Experts spread over the server's chips, so that each is read by one of them. */
const EXPERTS = { expert: 8 } as const;

/** All parameters work on every token. */
export const denseModel = {
  ...CHAT,
  name: "dense-model",
  question: "What does chat cost by a dense model of 405 billion parameters?",
  model: "llama-3.1-405b",
  fleet: SERVER,
} satisfies ScenarioInput;

/** 32 of 355 billion parameters work on a token; keys and values of eight heads are kept. */
export const expertModel = {
  ...CHAT,
  name: "expert-model",
  question: "What does chat cost by a mixture of experts?",
  model: "glm-4.5",
  fleet: { ...SERVER, parallel: EXPERTS },
} satisfies ScenarioInput;

/** 37 of 671 billion parameters, and one latent vector in place of keys and values. */
export const latentModel = {
  ...CHAT,
  name: "latent-model",
  question: "What does chat cost by a mixture of experts with latent attention?",
  model: "deepseek-v3",
  fleet: { ...SERVER, parallel: EXPERTS },
} satisfies ScenarioInput;

/** 17 of 397 billion parameters; three of four layers keep a state instead of context. */
export const hybridModel = {
  ...CHAT,
  name: "hybrid-model",
  question: "What does chat cost by a mixture of experts with mostly linear attention?",
  model: "qwen3.5-397b-a17b",
  fleet: { ...SERVER, parallel: EXPERTS },
} satisfies ScenarioInput;

/** The busiest of eight expert ranks has twice the mean load; the others wait for it. */
export const skewedExperts = {
  ...latentModel,
  name: "skewed-experts",
  question: "What does it cost when the busiest experts have twice the mean load?",
  fleet: {
    ...SERVER,
    parallel: {
      ...EXPERTS,
      expert_skew: {
        value: 2,
        range: "1.2 to 3",
        source: "assumed: load without balancing by copies of hot experts",
        grade: "D",
      },
    },
  },
} satisfies ScenarioInput;

/**
 * Reports of 100,000 tokens with answers of 500, on pairs of H200 in fp8. Both models have about 27
 * to 32 billion parameters; a third, made for the comparison, keeps a state in every layer.
 */
const REPORTS = {
  supply: "rented",
  demand: { lengths: { input: 100_000, output: 500 }, rate: "1/s", diurnal: "flat" },
  promise: { ttft: "60 s", tpot: "100 ms" },
  economics: ONE_YEAR,
  run: { window: "30 min", reps: 3 },
} as const satisfies Partial<ScenarioInput>;

const PAIR = {
  gpu: "h200",
  precision: "fp8",
  tp: 2,
  token_budget: 8192,
  context: 131_072,
} as const;

/** Every layer looks back at all tokens. */
export const longContextAttention = {
  ...REPORTS,
  name: "long-context-attention",
  question: "What does it cost to read 100,000 tokens with full attention?",
  model: "qwen3-32b",
  catalog: {
    models: {
      "qwen3-32b": {
        context_tokens: 131_072,
        source: "its model card: 131,072 tokens with YaRN",
        grade: "B",
      },
    },
  },
  fleet: PAIR,
} satisfies ScenarioInput;

/** One layer in four looks back at all tokens, the others keep a state. */
export const longContextHybrid = {
  ...REPORTS,
  name: "long-context-hybrid",
  question: "What does it cost to read 100,000 tokens when three of four layers keep a state?",
  model: "qwen3.5-27b",
  fleet: PAIR,
} satisfies ScenarioInput;

/** What if no layer looked back? The hybrid's widths, all layers linear; quality is not known. */
export const longContextState = {
  ...REPORTS,
  name: "long-context-state",
  question: "What would 100,000 tokens cost if every layer kept a state instead of context?",
  model: "linear-27b",
  catalog: {
    models: {
      "linear-27b": {
        extends: "qwen3.5-27b",
        label: "Qwen3.5-27B, all layers linear (what-if)",
        attention_layers: 0,
        full_attention_layers: 0,
        state_layers: 64,
        source: "what-if: the 16 attention layers of Qwen3.5-27B made linear like the other 48",
        grade: "D",
      },
    },
  },
  fleet: PAIR,
} satisfies ScenarioInput;

export const ARCHITECTURES: readonly ScenarioInput[] = [
  ...[denseModel, expertModel, latentModel, hybridModel, skewedExperts],
  ...[longContextAttention, longContextHybrid, longContextState],
];

export const ARCHITECTURE_COMPARISONS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "architectures",
    "Which architecture serves chat for less: dense, experts, latent attention or hybrid?",
    ["dense-model", "expert-model", "latent-model", "hybrid-model"],
  ],
  [
    "expert-imbalance",
    "What does uneven load of experts cost?",
    ["latent-model", "skewed-experts"],
  ],
  [
    "long-context",
    "What is a state in place of context worth at 100,000 tokens?",
    ["long-context-attention", "long-context-hybrid", "long-context-state"],
  ],
];
