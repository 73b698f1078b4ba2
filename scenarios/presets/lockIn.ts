import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS } from "./lever.ts";

/** One vendor's stack or a portable one, and changing the supply on the way. */

const RENEWED = {
  ...LEVER,
  supply: "rented",
  demand: { workload: "conv", rate: "40/s", arrivals: "poisson", diurnal: "flat" },
  economics: { horizon: "36 months", lock_in: {} },
} as const satisfies Partial<ScenarioInput>;

const singleVendor = {
  ...RENEWED,
  name: "stack-single-vendor",
  question: "What does a stack cost that runs on one family of chips, renewed every year?",
  fleet: { ...LEVER_CHIPS, contract: "reserved-1y", kernels: "single-vendor" },
} satisfies ScenarioInput;

const portable = {
  ...RENEWED,
  name: "stack-portable",
  question: "What does a stack cost that could move, and is somewhat slower for it?",
  fleet: { ...LEVER_CHIPS, contract: "reserved-1y", kernels: "portable" },
} satisfies ScenarioInput;

/** Usage that grows by 10 % a month: an API fits its beginning, chips that one runs its end. */
const GROWING = {
  model: "llama-3.1-70b",
  demand: {
    workload: "retrieval",
    rate: "1/s",
    diurnal: "office",
    growth: {
      value: "10 %/month",
      range: "2 to 15 %/month",
      source: "assumed: three times as much each year, as young products grow",
      grade: "D",
    },
  },
  promise: { ttft: "3 s", tpot: "100 ms", quantile: "99 %" },
  economics: { horizon: "36 months" },
  run: { window: "10 min", reps: 4 },
} as const satisfies Partial<ScenarioInput>;

const NO_LIMITS = { tokens_per_minute: "none", requests_per_minute: "none" } as const;
const RENTED = { supply: "rented", fleet: LEVER_CHIPS } as const;

const stays = {
  ...GROWING,
  name: "switch-never",
  question: "What does it cost to go on buying tokens while usage grows?",
  supply: "api",
  api: NO_LIMITS,
} satisfies ScenarioInput;

const switches = {
  ...GROWING,
  name: "switch-after-18-months",
  question: "What does it cost to buy tokens for 18 months, then to rent chips?",
  supply: "api",
  api: NO_LIMITS,
  economics: { ...GROWING.economics, switch: { month: 18, to: RENTED } },
} satisfies ScenarioInput;

const rentsAtOnce = {
  ...GROWING,
  name: "switch-at-once",
  question: "What does it cost to rent chips from the first month?",
  ...RENTED,
} satisfies ScenarioInput;

export const LOCK_IN: readonly ScenarioInput[] = [
  ...[singleVendor, portable],
  ...[stays, switches, rentsAtOnce],
];

export const LOCK_IN_COMPARISONS: readonly ComparisonRow[] = [
  [
    "lock-in",
    "Is a portable stack worth its slower kernels, or one vendor's its renewals?",
    ["stack-single-vendor", "stack-portable"],
  ],
  [
    "switch-mid-way",
    "Should a growing firm buy tokens now and run chips later, and what does the change cost?",
    ["switch-never", "switch-after-18-months", "switch-at-once"],
  ],
];
