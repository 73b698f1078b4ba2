import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS, LEVER_DEMAND } from "./lever.ts";

/** Tokens that a small model drafts and the large one verifies together. */

/** A fast answer is promised: 15 ms per token, which keeps batches small. */
const FAST = {
  ...LEVER,
  demand: { ...LEVER_DEMAND, rate: "8/s" },
  promise: { ttft: "2 s", tpot: "15 ms", quantile: "95 %" },
} as const satisfies Partial<ScenarioInput>;

const plainDecoding = {
  ...FAST,
  name: "plain-decoding",
  question: "What do fast answers cost when each step writes one token?",
  fleet: LEVER_CHIPS,
} satisfies ScenarioInput;

/** Acceptance is the catalogue's: 60 to 80 % by request. */
const draftedDecoding = {
  ...FAST,
  name: "drafted-decoding",
  question: "What do fast answers cost when a small model drafts three tokens for each step?",
  fleet: { ...LEVER_CHIPS, speculation: { draft: "llama-3.1-8b", tokens: 3 } },
} satisfies ScenarioInput;

const headDecoding = {
  ...FAST,
  name: "multi-token-decoding",
  question: "What do fast answers cost when extra heads of the model draft two tokens?",
  fleet: { ...LEVER_CHIPS, speculation: { draft: "heads", tokens: 2 } },
} satisfies ScenarioInput;

export const SPECULATION: readonly ScenarioInput[] = [plainDecoding, draftedDecoding, headDecoding];

export const SPECULATION_COMPARISONS: readonly ComparisonRow[] = [
  [
    "speculative-decoding",
    "Does drafting tokens make fast answers cheaper, and who should draft?",
    ["plain-decoding", "drafted-decoding", "multi-token-decoding"],
  ],
];
