import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS } from "./lever.ts";
import { ONE_YEAR } from "./oneYear.ts";

/**
 * Kinds of requests on the same chips: chat, code, long documents, retrieval; independent of each
 * other or in bursts, over an even day or an office's, and users who wait for their answers.
 */
const MIXED = {
  ...LEVER,
  economics: ONE_YEAR,
  promise: { ttft: "20 s", tpot: "100 ms", quantile: "99 %" },
  fleet: LEVER_CHIPS,
} as const satisfies Partial<ScenarioInput>;
const EVEN = { arrivals: "poisson", diurnal: "flat" } as const;

/** Rates at which each kind asks for a handful of replicas. */
const chat = {
  ...MIXED,
  name: "work-chat",
  question: "What does chat cost per request and per token?",
  demand: { workload: "conv", rate: "40/s", ...EVEN },
} satisfies ScenarioInput;

const code = {
  ...MIXED,
  name: "work-code",
  question: "What does code completion cost per request and per token?",
  demand: { workload: "code", rate: "40/s", ...EVEN },
} satisfies ScenarioInput;

const retrieval = {
  ...MIXED,
  name: "work-retrieval",
  question: "What do answers from retrieved documents cost per request and per token?",
  demand: { workload: "retrieval", rate: "20/s", ...EVEN },
} satisfies ScenarioInput;

const longDocuments = {
  ...MIXED,
  name: "work-long-documents",
  question: "What does chat over long documents cost per request and per token?",
  demand: { workload: "longchat", rate: "6/s", ...EVEN },
} satisfies ScenarioInput;

/** Code completion at a promise that a burst can break. */
const PROMPT = {
  ...MIXED,
  promise: { ttft: "2 s", tpot: "100 ms", quantile: "99 %" },
} as const satisfies Partial<ScenarioInput>;

const codeEvenly = {
  ...PROMPT,
  name: "code-evenly",
  question: "What would code completion cost if its requests came independently of each other?",
  demand: { workload: "code", rate: "5/s", ...EVEN },
} satisfies ScenarioInput;

const codeInBursts = {
  ...PROMPT,
  name: "code-in-bursts",
  question: "What does code completion cost with the bursts that were measured?",
  demand: { workload: "code", rate: "5/s", arrivals: "preset", diurnal: "flat" },
} satisfies ScenarioInput;

/** Chips that are paid for at night, too. */
const OWNED = { ...MIXED, supply: "owned" } as const satisfies Partial<ScenarioInput>;

const evenDay = {
  ...OWNED,
  name: "chat-even-day",
  question: "What does chat cost on owned chips when every hour is equal?",
  demand: { workload: "conv", rate: "40/s", ...EVEN },
} satisfies ScenarioInput;

const officeDay = {
  ...OWNED,
  name: "chat-office-day",
  question: "What does chat cost on owned chips when it comes in office hours?",
  demand: { workload: "conv", rate: "40/s", arrivals: "poisson", diurnal: "office" },
} satisfies ScenarioInput;

/** The closed loop: nobody asks the next question before the last answer. Numbers are assumed. */
const closedLoop = {
  ...MIXED,
  name: "chat-closed-loop",
  question: "What do 300 people cost who each read for 20 seconds and ask again?",
  demand: {
    workload: "conv",
    arrivals: { closed_loop: { clients: 300, think: "20 s" } },
    diurnal: "flat",
  },
  fleet: { ...LEVER_CHIPS, count: 2 },
} satisfies ScenarioInput;

const conversations = {
  ...MIXED,
  name: "chat-conversations",
  question: "What does a conversation cost whose questions wait for the answers before them?",
  demand: { workload: "multi-turn", sessions: "3/s", diurnal: "flat" },
  fleet: { ...LEVER_CHIPS, cache: "on", router: "session-affinity" },
  run: { window: "30 min", reps: 3 },
} satisfies ScenarioInput;

export const WORK_MIXES: readonly ScenarioInput[] = [
  ...[chat, code, retrieval, longDocuments],
  ...[codeEvenly, codeInBursts, evenDay, officeDay, closedLoop, conversations],
];

export const WORK_MIX_COMPARISONS: readonly ComparisonRow[] = [
  [
    "kinds-of-work",
    "Which work is dear: chat, code, retrieval or long documents?",
    ["work-chat", "work-code", "work-retrieval", "work-long-documents"],
    {
      parts: ["arrivals", "lengths", "meanRequestsPerS"],
      because: "kinds of work are compared, each in its own number of requests",
    },
  ],
  [
    "bursts",
    "What do bursts of requests cost?",
    ["code-evenly", "code-in-bursts"],
    { parts: ["arrivals"], because: "bursts are compared" },
  ],
  [
    "office-hours",
    "What does it cost that demand sleeps at night and chips do not?",
    ["chat-even-day", "chat-office-day"],
    { parts: ["levels", "curveLabel", "hourlyFactors"], because: "days are compared" },
  ],
];
