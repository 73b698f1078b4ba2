import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS } from "./lever.ts";
import { ONE_YEAR } from "./oneYear.ts";

/**
 * Free, premium and enterprise users of one assistant. Shares, promises and the quota are assumed:
 * six of ten requests are free (range 4 to 9 of 10), and free users wait a minute without leaving.
 * Requests are those of code completion, in the bursts that were measured: most of the fleet stands
 * there for the worst minutes, which is what a loose promise saves.
 */
const ASSISTANT = {
  ...LEVER,
  economics: ONE_YEAR,
  demand: { workload: "code", rate: "5/s", arrivals: "preset", diurnal: "flat" },
  run: { window: "5 min", reps: 6 },
} as const satisfies Partial<ScenarioInput>;

const FREE = { name: "free", share: "60 %", priority: 0 } as const;
const PREMIUM = { name: "premium", share: "30 %", priority: 1 } as const;
const ENTERPRISE = { name: "enterprise", share: "10 %", priority: 2 } as const;

const alike = {
  ...ASSISTANT,
  name: "users-alike",
  question: "What does it cost to promise every user what the enterprise is promised?",
  demand: { ...ASSISTANT.demand, classes: [FREE, PREMIUM, ENTERPRISE] },
  fleet: LEVER_CHIPS,
} satisfies ScenarioInput;

const tiered = {
  ...ASSISTANT,
  name: "users-tiered",
  question: "What does it cost when free users wait while those who pay are served?",
  demand: {
    ...ASSISTANT.demand,
    classes: [{ ...FREE, ttft: "60 s", tpot: "200 ms" }, { ...PREMIUM, ttft: "10 s" }, ENTERPRISE],
  },
  fleet: { ...LEVER_CHIPS, queue: "priority" },
} satisfies ScenarioInput;

/** Free users would use 3/s x 2,080 tokens = 374,000 tokens/min; they are given 40 % of it. */
const throttled = {
  ...tiered,
  name: "users-throttled",
  question: "What does it cost when free users have a quota as well?",
  demand: {
    ...ASSISTANT.demand,
    classes: [
      {
        ...FREE,
        ttft: "60 s",
        tpot: "200 ms",
        quota: "150000 tokens/min",
        burst: 50_000,
        tries: 1,
      },
      { ...PREMIUM, ttft: "10 s" },
      ENTERPRISE,
    ],
  },
} satisfies ScenarioInput;

export const TIERS_OF_USERS: readonly ScenarioInput[] = [alike, tiered, throttled];

export const TIERS_OF_USERS_COMPARISONS: readonly ComparisonRow[] = [
  [
    "tiers-of-users",
    "What do looser promises and quotas for free users save?",
    ["users-alike", "users-tiered", "users-throttled"],
    { parts: ["classes"], because: "promises and quotas of classes are compared" },
  ],
];
