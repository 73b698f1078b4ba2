import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS, LEVER_DEMAND } from "./lever.ts";
import { ONE_YEAR } from "./oneYear.ts";

/**
 * What serving software of the vLLM class is worth: the same requests on the same chips with the
 * engine of 2022 and with a modern one. A static batch answers when its longest answer is written,
 * so the promise is one that it can keep: a minute to the first token. Batches of 8 and of 32 are
 * assumed (served sizes of that time ran from 8 to 64), and a second's wait to fill one.
 */
const PATIENT = {
  ...LEVER,
  demand: LEVER_DEMAND,
  economics: ONE_YEAR,
  promise: { ttft: "60 s", tpot: "100 ms", quantile: "95 %" },
} as const satisfies Partial<ScenarioInput>;

const smallStatic = {
  ...PATIENT,
  name: "engine-static-small",
  question: "What do tokens cost from an engine that pads batches of 8 to their longest answer?",
  fleet: { ...LEVER_CHIPS, policy: "static", max_batch: 8, batch_wait: "1 s" },
} satisfies ScenarioInput;

const largeStatic = {
  ...PATIENT,
  name: "engine-static",
  question: "What do tokens cost from an engine that pads batches of 32 to their longest answer?",
  fleet: { ...LEVER_CHIPS, policy: "static", max_batch: 32, batch_wait: "1 s" },
} satisfies ScenarioInput;

const modern = {
  ...PATIENT,
  name: "engine-modern",
  question: "What do tokens cost from an engine with continuous batches and paged memory?",
  fleet: LEVER_CHIPS,
} satisfies ScenarioInput;

export const ENGINES: readonly ScenarioInput[] = [smallStatic, largeStatic, modern];

export const ENGINE_COMPARISONS: readonly ComparisonRow[] = [
  [
    "engine-maturity",
    "What is a modern serving engine worth in dollars?",
    ["engine-static-small", "engine-static", "engine-modern"],
  ],
];
