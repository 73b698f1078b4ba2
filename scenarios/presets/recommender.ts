import type { ScenarioInput } from "../scenario.ts";
import { ONE_YEAR } from "./oneYear.ts";

/**
 * Pages of candidates scored by a recommender: 20,000 pages/s of about 290 samples, each within
 * 60 ms (MLPerf's server scenario). A token is one sample. Tables of 97 GiB are read 214 rows at a
 * time, so memory decides and arithmetic idles; two H100 share the tables.
 */
const PAGES = {
  supply: "rented",
  model: "dlrm-dcnv2-mlperf",
  demand: {
    lengths: {
      input: { median: 270, sigma: 0.4, min: 100, max: 700 },
      output: { median: 1, sigma: 0.01, min: 1, max: 2 },
    },
    rate: "20000/s",
    diurnal: "flat",
  },
  promise: { ttft: "60 ms", tpot: "60 ms" },
  economics: ONE_YEAR,
  run: { window: "1 s", warmup: "0.25 s", reps: 3 },
} as const satisfies Partial<ScenarioInput>;

/** Samples that one step may score; pages wait for a step, never for a full one. */
const STEP = { max_batch: 1024, token_budget: 65_536, context: 1024 } as const;

/** What does a chip built for arithmetic do with lookups? */
export const recommender = {
  ...PAGES,
  name: "recommender",
  question: "What does a page of recommendations cost, and how much of the chip does it use?",
  fleet: { gpu: "h100", precision: "bf16", tp: 2, ...STEP },
} satisfies ScenarioInput;

/** The same with steps of 2,048 samples: what the host does per step is shared by fewer pages. */
export const recommenderSmallSteps = {
  ...recommender,
  name: "recommender-small-steps",
  question: "What does it cost to score pages in steps of 2,048 samples?",
  fleet: { ...recommender.fleet, token_budget: 2048 },
} satisfies ScenarioInput;

/** A chip with the same arithmetic, more and faster memory: all tables on one. */
export const recommenderMoreMemory = {
  ...PAGES,
  name: "recommender-more-memory",
  question: "Does a recommender cost less on H200, the same chip with more memory?",
  fleet: { gpu: "h200", precision: "bf16", tp: 1, ...STEP },
} satisfies ScenarioInput;

/** Cheap memory: four chips of 48 GB and 0.86 TB/s each. */
export const recommenderSlowMemory = {
  ...PAGES,
  name: "recommender-slow-memory",
  question: "Does a recommender cost less on four L40S with slower memory?",
  fleet: { gpu: "l40s", precision: "bf16", tp: 4, ...STEP },
} satisfies ScenarioInput;

export const RECOMMENDER: readonly ScenarioInput[] = [
  ...[recommender, recommenderSmallSteps, recommenderMoreMemory, recommenderSlowMemory],
];

export const RECOMMENDER_COMPARISONS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "recommender-chips",
    "Which memory serves lookups for less, and what does the wrong chip cost?",
    ["recommender", "recommender-more-memory", "recommender-slow-memory"],
  ],
  [
    "recommender-steps",
    "What do larger steps save where the host is slower than the lookups?",
    ["recommender", "recommender-small-steps"],
  ],
];
