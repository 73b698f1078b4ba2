import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_DEMAND } from "./lever.ts";

/** How the chips of one replica share a model: tensors, pipeline stages, copies, experts. */

const EIGHT = { gpu: "h100", precision: "fp8" } as const;
const DENSE = { ...LEVER, demand: { ...LEVER_DEMAND, rate: "60/s" } } as const;

const tensorEight = {
  ...DENSE,
  name: "tensor-8",
  question: "What does it cost to split every layer over eight chips?",
  fleet: { ...EIGHT, tp: 8 },
} satisfies ScenarioInput;

const pipelineTwo = {
  ...DENSE,
  name: "tensor-4-pipeline-2",
  question: "What does it cost to split layers over four chips, in two pipeline stages?",
  fleet: { ...EIGHT, tp: 4, parallel: { pipeline: 2 } },
} satisfies ScenarioInput;

const copies = {
  ...DENSE,
  name: "tensor-4-copies",
  question: "What does it cost to run two copies over four chips each?",
  fleet: { ...EIGHT, tp: 4 },
} satisfies ScenarioInput;

/** Latent attention has one KV head: tensors copy its cache to every chip, copies split it. */
const LATENT = {
  ...LEVER,
  model: "deepseek-v3",
  demand: {
    lengths: { input: 2000, output: 1000 },
    rate: "12/s",
    arrivals: "poisson",
    diurnal: "flat",
  },
} as const satisfies Partial<ScenarioInput>;
const SERVER = { gpu: "h200", precision: "fp8", max_batch: 4096 } as const;

const attentionTensor = {
  ...LATENT,
  name: "attention-tensor",
  question: "What does a large mixture of experts cost when tensors are split over eight chips?",
  fleet: { ...SERVER, tp: 8 },
} satisfies ScenarioInput;

const attentionCopies = {
  ...LATENT,
  name: "attention-copies",
  question: "What does it cost with attention copied to, and experts spread over, eight chips?",
  fleet: {
    ...SERVER,
    tp: 1,
    parallel: {
      data: 8,
      expert: 8,
      expert_skew: {
        value: 1.2,
        range: "1 to 2",
        source: "assumed: busiest expert rank over the mean with a load balancer",
        grade: "D",
      },
    },
  },
} satisfies ScenarioInput;

export const PARALLELISM: readonly ScenarioInput[] = [
  ...[tensorEight, pipelineTwo, copies],
  ...[attentionTensor, attentionCopies],
];

export const PARALLELISM_COMPARISONS: readonly ComparisonRow[] = [
  [
    "parallel-layouts",
    "How should eight chips share a dense model: tensors, a pipeline or two copies?",
    ["tensor-8", "tensor-4-pipeline-2", "tensor-4-copies"],
  ],
  [
    "expert-parallelism",
    "What do copied attention and spread experts do for a large mixture of experts?",
    ["attention-tensor", "attention-copies"],
  ],
];
