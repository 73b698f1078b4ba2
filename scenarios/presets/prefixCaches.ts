import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS } from "./lever.ts";

/** What reuse of equal prompt beginnings is worth, and what it is worth to keep more of them. */

/**
 * Conversations over long documents: a further question repeats all that came before it. A trace
 * with block ids (`--trace`) takes its place.
 */
const CONVERSATIONS = {
  ...LEVER,
  demand: { workload: "multi-turn", sessions: "2/s", diurnal: "flat" },
  promise: { ttft: "10 s", tpot: "100 ms", quantile: "95 %" },
  run: { window: "30 min", reps: 4 },
} as const satisfies Partial<ScenarioInput>;

const noPrefixCache = {
  ...CONVERSATIONS,
  name: "no-prefix-cache",
  question: "What does it cost to compute every prompt anew?",
  fleet: { ...LEVER_CHIPS, cache: "off" },
} satisfies ScenarioInput;

const localPrefixCache = {
  ...CONVERSATIONS,
  name: "local-prefix-cache",
  question: "What does it cost when each replica keeps prompts in its spare HBM?",
  fleet: { ...LEVER_CHIPS, cache: "on" },
} satisfies ScenarioInput;

/** Memory of the servers and a store that all replicas share, at the catalogue's figures. */
const sharedPrefixCache = {
  ...CONVERSATIONS,
  name: "shared-prefix-cache",
  question: "What does it cost when all replicas share a store of prompts behind their HBM?",
  fleet: {
    ...LEVER_CHIPS,
    cache: { write: "through", tiers: [{ store: "host" }, { store: "remote" }] },
  },
} satisfies ScenarioInput;

/** Contexts of 30,000 tokens: memory decides how many users a chip holds. */
const LONG_CONTEXTS = {
  ...LEVER,
  demand: {
    lengths: { input: 30_000, output: 2000 },
    rate: "0.8/s",
    arrivals: "poisson",
    diurnal: "flat",
  },
  promise: { ttft: "20 s", tpot: "100 ms", quantile: "95 %" },
  run: { window: "30 min", reps: 5 },
} as const satisfies Partial<ScenarioInput>;
const LONG_CHIPS = { ...LEVER_CHIPS, tp: 2 } as const;

const wholeKv = {
  ...LONG_CONTEXTS,
  name: "whole-kv",
  question: "What do long contexts cost when their KV cache is kept whole?",
  fleet: LONG_CHIPS,
} satisfies ScenarioInput;

const compressedKv = {
  ...LONG_CONTEXTS,
  name: "compressed-kv",
  question: "What do long contexts cost when a quarter of their KV cache is kept?",
  fleet: {
    ...LONG_CHIPS,
    kv_compression: {
      bytes: "25 %",
      quality_loss: {
        value: "2 %",
        range: "0.5 to 10 %",
        source: "assumed: eviction or 2-bit caches lose little on average, more on retrieval",
        grade: "D",
      },
    },
  },
} satisfies ScenarioInput;

export const PREFIX_CACHES: readonly ScenarioInput[] = [
  ...[noPrefixCache, localPrefixCache, sharedPrefixCache],
  ...[wholeKv, compressedKv],
];

export const PREFIX_CACHE_COMPARISONS: readonly ComparisonRow[] = [
  [
    "prefix-caches",
    "What is a prefix cache worth, and what a store of prompts that all replicas share?",
    ["no-prefix-cache", "local-prefix-cache", "shared-prefix-cache"],
  ],
  [
    "kv-compression",
    "How many more users fit a chip when the KV cache is compressed, and at what quality?",
    ["whole-kv", "compressed-kv"],
  ],
];
