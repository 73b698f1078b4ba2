import type { ScenarioInput } from "../scenario.ts";
import type { ComparisonRow } from "./lever.ts";
import { ONE_YEAR } from "./oneYear.ts";

/**
 * Images of 1024 x 1024 on demand: 5 a second over an office day, on chips of our own, one
 * image per chip at a time. A token is one denoising step of one image, with all passes of its guidance.
 */
const IMAGES = {
  supply: "owned",
  promise: { ttft: "30 s", unit: "20 s", quantile: "98 %" },
  economics: ONE_YEAR,
  run: { window: "30 min", reps: 3 },
} as const satisfies Partial<ScenarioInput>;

const CHIP = { gpu: "h100", precision: "bf16", tp: 1, max_batch: 1 } as const;

function images(steps: number): NonNullable<ScenarioInput["demand"]> {
  return { lengths: { input: 1, output: steps }, rate: "5/s", diurnal: "office" };
}

/** What does one image cost by a model of 12 billion parameters and 28 steps? */
export const imageService = {
  ...IMAGES,
  name: "image-service",
  question: "What does a generated image cost on chips of our own?",
  model: "flux.1-dev",
  demand: images(28),
  fleet: CHIP,
} satisfies ScenarioInput;

/** The same model distilled to four steps, as its makers sell it. */
export const imageFewSteps = {
  ...IMAGES,
  name: "image-few-steps",
  question: "What does an image cost by the model's sibling that needs four steps?",
  model: "flux.1-schnell",
  demand: images(4),
  fleet: CHIP,
} satisfies ScenarioInput;

/** A model of a fifth of the size, with two passes a step. */
export const imageSmallModel = {
  ...IMAGES,
  name: "image-small-model",
  question: "What does an image cost by an older model of a fifth of the size?",
  model: "sdxl-base",
  demand: images(30),
  fleet: CHIP,
} satisfies ScenarioInput;

/** Arithmetic alone decides: a chip of a third of the arithmetic, 140 of them for the peak hour. */
export const imageCheapChips = {
  ...imageService,
  name: "image-cheap-chips",
  question: "Does an image cost less on L40S?",
  fleet: { ...CHIP, gpu: "l40s", count: 140 },
} satisfies ScenarioInput;

export const IMAGE: readonly ScenarioInput[] = [
  ...[imageService, imageFewSteps, imageSmallModel, imageCheapChips],
];

export const IMAGE_COMPARISONS: readonly ComparisonRow[] = [
  [
    "image-steps-or-size",
    "Is it steps or size that make an image dear?",
    ["image-service", "image-few-steps", "image-small-model"],
    { parts: ["lengths", "promise"], because: "a token is a step, and steps are compared" },
  ],
  ["image-chips", "Which chip makes images for less?", ["image-service", "image-cheap-chips"]],
];
