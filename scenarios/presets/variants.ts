import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS, LEVER_DEMAND } from "./lever.ts";

/** Twenty fine-tuned variants of a small model: a cluster for each, or one fleet with adapters. */

const MANY = {
  ...LEVER,
  model: "llama-3.1-8b",
  demand: { ...LEVER_DEMAND, rate: "40/s" },
} as const satisfies Partial<ScenarioInput>;

/** 8 GB of weights in fp8 leave 62 GB of one H100 for the KV cache. */
const CHIP = { ...LEVER_CHIPS, tp: 1 } as const;

const TWENTY = {
  count: 20,
  spread: {
    value: 1,
    range: "0 to 1.5",
    source: "assumed: the most popular of 20 variants gets 28 % of the requests",
    grade: "D",
  },
} as const;

const clusters = {
  ...MANY,
  name: "variant-clusters",
  question: "What do twenty fine-tuned variants cost when each has chips of its own?",
  fleet: { ...CHIP, variants: { ...TWENTY, serve: "clusters" } },
} satisfies ScenarioInput;

const adapters = {
  ...MANY,
  name: "variant-adapters",
  question: "What do twenty fine-tuned variants cost as adapters that every replica holds?",
  fleet: { ...CHIP, variants: { ...TWENTY, serve: "adapters" } },
} satisfies ScenarioInput;

const fewSlots = {
  ...MANY,
  name: "variant-adapters-few-slots",
  question: "What do twenty fine-tuned variants cost as adapters that take turns in eight slots?",
  fleet: {
    ...CHIP,
    router: "adapter-affinity",
    variants: { ...TWENTY, serve: "adapters", slots: 8, load: "host" },
  },
} satisfies ScenarioInput;

export const VARIANTS: readonly ScenarioInput[] = [clusters, adapters, fewSlots];

export const VARIANT_COMPARISONS: readonly ComparisonRow[] = [
  [
    "fine-tuned-variants",
    "Twenty fine-tuned variants: a cluster for each, or one base model with adapters?",
    ["variant-clusters", "variant-adapters", "variant-adapters-few-slots"],
  ],
];
