import type { ScenarioInput } from "../scenario.ts";
import type { ComparisonRow } from "./lever.ts";
import { ONE_YEAR } from "./oneYear.ts";

/**
 * Coding agents that live for hours: some 68 turns over a context that grows to 200,000 tokens, tools
 * and people between them (workload `agent`). The promise is ours: an agent that waits two minutes
 * for its tools does not mind half a minute to a first token.
 *
 * A session lives 2.2 hours on average, about exponentially. Half the window is warm-up, so that the
 * measured half of 10 hours holds all but (2.2/5) x (e^(-5/2.2) - e^(-10/2.2)) = 4 % of the steady
 * number of sessions. The fleet is a slice of a large one, whose spares for failed chips are shared.
 */
const CODING = {
  model: "qwen3-coder-480b-a35b",
  demand: { workload: "agent", sessions: "48/h", diurnal: "flat" },
  promise: { ttft: "30 s", tpot: "100 ms", quantile: "95 %" },
  economics: ONE_YEAR,
  run: { window: "10 h", warmup: "5 h", reps: 3 },
} as const satisfies Partial<ScenarioInput>;

/** Low and high are the same maker's small and large model. */
const SONNET = {
  source: "catalogue api_prices: claude-sonnet-5; range: claude-4.5-haiku to claude-opus-5",
  as_of: "2026-06",
  grade: "A",
} as const;

const RENTED = {
  ...CODING,
  supply: "rented",
  faults: { replicas: "off", stalls: "off" },
} as const satisfies Partial<ScenarioInput>;

/** Eight H200 per replica: 480 GB of weights leave room for some 45 contexts of 105,000 tokens. */
const SERVER = { gpu: "h200", precision: "fp8", tp: 8, router: "session-affinity" } as const;

const agents = {
  ...RENTED,
  name: "agents",
  question: "What does an hour of a coding agent cost on rented chips?",
  fleet: { ...SERVER, cache: "on" },
} satisfies ScenarioInput;

const agentsForgotten = {
  ...RENTED,
  name: "agents-forgotten",
  question: "What does an agent hour cost when every turn computes its whole context again?",
  fleet: { ...SERVER, router: "least-outstanding" },
} satisfies ScenarioInput;

const agentsHeld = {
  ...RENTED,
  name: "agents-held",
  question: "What does an agent hour cost when the chips hold its memory while its tools run?",
  fleet: { ...SERVER, cache: { between_turns: "hold" } },
} satisfies ScenarioInput;

const agentsInHostMemory = {
  ...RENTED,
  name: "agents-in-host-memory",
  question: "What does an agent hour cost when its memory waits in the server's own?",
  fleet: { ...SERVER, cache: { tiers: [{ store: "host" }] } },
} satisfies ScenarioInput;

/** Two agents that differ in one habit each from those above. */
const agentsUnattended = {
  ...agents,
  name: "agents-unattended",
  question: "What does an agent hour cost when nobody is asked and only tools are waited for?",
  // The first part of the fitted waits: tools that answer within seconds, without the people.
  demand: {
    ...CODING.demand,
    session: { wait: { median: "7.16 s", sigma: 0.532 } },
  },
} satisfies ScenarioInput;

const agentsBrief = {
  ...agents,
  name: "agents-compacted",
  question: "What does an agent hour cost when contexts are compacted at 64,000 tokens?",
  demand: { ...CODING.demand, session: { context: 64_000 } },
} satisfies ScenarioInput;

/** 96 %: the share of the measured prompts that an endless cache would find, billed as cached. */
const agentsOnApi = {
  ...CODING,
  name: "agents-on-api",
  question: "What does an hour of a coding agent cost from a frontier API?",
  supply: "api",
  demand: { ...CODING.demand, cached_share: "96 %" },
  economics: {
    ...ONE_YEAR,
    api_price: {
      input: { value: "2 USD/Mtok", range: "1 to 5 USD/Mtok", ...SONNET },
      cached: { value: "0.2 USD/Mtok", range: "0.1 to 0.5 USD/Mtok", ...SONNET },
      output: { value: "10 USD/Mtok", range: "5 to 25 USD/Mtok", ...SONNET },
    },
  },
} satisfies ScenarioInput;

export const AGENTS: readonly ScenarioInput[] = [
  ...[agents, agentsForgotten, agentsHeld, agentsInHostMemory],
  ...[agentsUnattended, agentsBrief, agentsOnApi],
];

export const AGENT_COMPARISONS: readonly ComparisonRow[] = [
  [
    "agent-cache",
    "What is it worth that an agent's context is kept between its turns?",
    ["agents-forgotten", "agents"],
  ],
  [
    "agent-hour",
    "Is an agent hour cheaper from a frontier API or on rented chips?",
    ["agents-on-api", "agents"],
    {
      parts: ["cachedShare"],
      because: "a provider's hits are assumed; those of a fleet are what its cache finds",
    },
  ],
  [
    "agent-memory",
    "What does it cost to hold an agent's memory on the chips while its tools run?",
    ["agents-held", "agents"],
  ],
  [
    "agent-host-memory",
    "Does memory of the server behind the chips' own make an agent hour cheaper?",
    ["agents", "agents-in-host-memory"],
  ],
  [
    "agent-waits",
    "Does an agent hour cost more when nobody is waited for?",
    ["agents", "agents-unattended"],
    { parts: ["arrivals"], because: "waits within a session are compared" },
  ],
  [
    "agent-context",
    "What does a long context cost an agent hour?",
    ["agents", "agents-compacted"],
    { parts: ["arrivals", "lengths"], because: "contexts of sessions are compared" },
  ],
];
