import type { ScenarioInput } from "../scenario.ts";
import { ONE_YEAR } from "./oneYear.ts";

/**
 * Documents of 500 tokens read once for a search index: 2,000 a second on rented chips. All
 * arithmetic, nothing is kept and nothing is written.
 */
const DOCUMENTS = {
  supply: "rented",
  demand: { lengths: { input: 500, output: 1 }, rate: "2000/s", diurnal: "flat" },
  promise: { ttft: "500 ms", tpot: "100 ms" },
  economics: ONE_YEAR,
  run: { window: "5 s", warmup: "1 s", reps: 3 },
} as const satisfies Partial<ScenarioInput>;

const STEP = { max_batch: 64, token_budget: 16_384 } as const;

/** What do embeddings cost by a small encoder? */
export const embeddings = {
  ...DOCUMENTS,
  name: "embeddings",
  question: "What do a thousand documents cost to embed with a small encoder?",
  model: "bge-large-en",
  fleet: { gpu: "h100", precision: "bf16", tp: 1, ...STEP },
} satisfies ScenarioInput;

/** By a language model of 7 billion parameters that leads the tables? */
export const embeddingsLargeModel = {
  ...embeddings,
  name: "embeddings-large-model",
  question: "What does a 7B model make of the price of an embedding?",
  model: "e5-mistral-7b",
} satisfies ScenarioInput;

/** On a chip of 72 W, where a small model has room enough? */
export const embeddingsSmallChip = {
  ...embeddings,
  name: "embeddings-small-chip",
  question: "Does a small model cost less on a small chip?",
  fleet: { ...embeddings.fleet, gpu: "l4" },
} satisfies ScenarioInput;

/** One document per step, as a service without batching does it. */
export const embeddingsOneByOne = {
  ...embeddings,
  name: "embeddings-one-by-one",
  question: "What does it cost to embed documents one by one?",
  fleet: { ...embeddings.fleet, max_batch: 1 },
} satisfies ScenarioInput;

export const EMBEDDINGS: readonly ScenarioInput[] = [
  ...[embeddings, embeddingsLargeModel, embeddingsSmallChip, embeddingsOneByOne],
];

export const EMBEDDINGS_COMPARISONS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "embeddings-model-chip-batch",
    "What makes embeddings dear: the model, the chip or the batch?",
    ["embeddings", "embeddings-large-model", "embeddings-small-chip", "embeddings-one-by-one"],
  ],
];
