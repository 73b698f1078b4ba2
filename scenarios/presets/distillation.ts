import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS, LEVER_DEMAND } from "./lever.ts";

/** A smaller model that was taught by the large one: cheaper answers, not all as good. */

const TAUGHT = {
  ...LEVER,
  demand: { ...LEVER_DEMAND, rate: "20/s" },
} as const satisfies Partial<ScenarioInput>;

const teacher = {
  ...TAUGHT,
  name: "teacher-model",
  question: "What does an accepted answer cost from the large model?",
  fleet: {
    ...LEVER_CHIPS,
    quality: {
      value: "95 %",
      range: "85 to 99 %",
      source: "assumed: share of chat questions answered acceptably",
      grade: "D",
    },
  },
} satisfies ScenarioInput;

const student = {
  ...TAUGHT,
  name: "distilled-model",
  question: "What does an accepted answer cost from a model that the large one has taught?",
  model: "llama-3.1-8b",
  // The ledger has no line for a one-off: within a year it is what so many engineers cost.
  economics: {
    ...LEVER.economics,
    staff: {
      value: 1.3,
      range: "1.1 to 2",
      source:
        "assumed: one engineer as without it, and 0.3 engineer-years once: data, training (about 300 chip-hours for 2e9 tokens by 6 N D, and their answers from the teacher) and checks",
      grade: "D",
    },
  },
  fleet: {
    ...LEVER_CHIPS,
    tp: 1,
    quality: {
      value: "88 %",
      range: "75 to 94 %",
      source: "assumed: an 8B model taught on the service's own answers",
      grade: "D",
    },
  },
} satisfies ScenarioInput;

export const DISTILLATION: readonly ScenarioInput[] = [teacher, student];

export const DISTILLATION_COMPARISONS: readonly ComparisonRow[] = [
  [
    "distillation",
    "Does a distilled model make an accepted answer cheaper?",
    ["teacher-model", "distilled-model"],
  ],
];
