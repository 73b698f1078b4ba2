import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS, LEVER_DEMAND } from "./lever.ts";

/** A small model first, a large one where it fails, and answers that are kept. */

/** An escalated request shows nothing before the small model's answer has been judged: 8 s. */
const ANSWERS = {
  ...LEVER,
  demand: { ...LEVER_DEMAND, rate: "56/s" },
  promise: { ttft: "8 s", tpot: "100 ms", quantile: "99 %" },
} as const satisfies Partial<ScenarioInput>;

const assumed = (value: string, range: string, source: string) =>
  ({ value, range, source: `assumed: ${source}`, grade: "D" }) as const;

/** Two chips hold the large model: small replicas make a fine scale. */
const LARGE_CHIPS = { ...LEVER_CHIPS, tp: 2 } as const;

const LARGE_QUALITY = assumed("95 %", "85 to 99 %", "share of chat questions answered acceptably");
const SMALL_QUALITY = assumed(
  "70 %",
  "50 to 85 %",
  "share of chat questions that an 8B model answers acceptably",
);

const flat = {
  ...ANSWERS,
  name: "large-model-alone",
  question: "What does an accepted answer cost when the large model gives all of them?",
  fleet: { ...LARGE_CHIPS, quality: LARGE_QUALITY },
} satisfies ScenarioInput;

const cascade = {
  ...ANSWERS,
  name: "small-model-first",
  question: "What does an accepted answer cost when a small model tries first?",
  fleet: {
    ...LARGE_CHIPS,
    pools: { small: { model: "llama-3.1-8b", tp: 1, replicas: 1 } },
    flow: {
      kind: "cascade",
      tiers: [
        {
          pool: "small",
          quality: SMALL_QUALITY,
          caught: assumed("80 %", "50 to 95 %", "bad answers that a check notices"),
          false_alarms: assumed("5 %", "1 to 20 %", "good answers that a check refuses"),
        },
        { pool: "main", quality: LARGE_QUALITY },
      ],
    },
  },
} satisfies ScenarioInput;

const keptAnswers = {
  ...cascade,
  name: "small-model-and-kept-answers",
  question: "What does an accepted answer cost when a fifth of them are kept from before?",
  fleet: {
    ...cascade.fleet,
    response_cache: {
      hits: assumed("20 %", "5 to 40 %", "questions close to one that was answered"),
      stale: assumed("5 %", "1 to 15 %", "kept answers that are out of date or beside the point"),
    },
  },
} satisfies ScenarioInput;

export const CASCADES: readonly ScenarioInput[] = [flat, cascade, keptAnswers];

export const CASCADE_COMPARISONS: readonly ComparisonRow[] = [
  [
    "cascades",
    "What do a small model in front and kept answers do to the cost of an accepted answer?",
    ["large-model-alone", "small-model-first", "small-model-and-kept-answers"],
  ],
];
