import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS, LEVER_DEMAND } from "./lever.ts";

/** Which replica a request goes to, and whether it is let in at all. */

/** The turns of a conversation, on eight replicas that each keep their own prompts. */
const TURNS = {
  ...LEVER,
  demand: { workload: "multi-turn", sessions: "2/s", diurnal: "flat" },
  promise: { ttft: "10 s", tpot: "100 ms", quantile: "95 %" },
  run: { window: "30 min", reps: 4 },
} as const satisfies Partial<ScenarioInput>;
const EIGHT = { ...LEVER_CHIPS, count: 8, cache: "on" } as const;

const turnsInRotation = {
  ...TURNS,
  name: "route-in-rotation",
  question: "What does latency come to when requests go round the replicas in turn?",
  fleet: { ...EIGHT, router: "round-robin" },
} satisfies ScenarioInput;

const turnsToIdlest = {
  ...TURNS,
  name: "route-to-idlest",
  question: "What does latency come to when requests go where fewest are?",
  fleet: { ...EIGHT, router: "least-outstanding" },
} satisfies ScenarioInput;

const turnsHome = {
  ...TURNS,
  name: "route-to-own-session",
  question: "What does latency come to when a conversation stays with its replica?",
  fleet: { ...EIGHT, router: "session-affinity" },
} satisfies ScenarioInput;

const turnsToPrefix = {
  ...TURNS,
  name: "route-to-prefix",
  question: "What does latency come to when a prompt goes where its beginning is?",
  fleet: { ...EIGHT, router: "prefix-affinity" },
} satisfies ScenarioInput;

/** Bursts beyond what a stated fleet can serve in time. */
const CROWD = {
  ...LEVER,
  demand: {
    ...LEVER_DEMAND,
    arrivals: { gamma_rate: { period: "60 s", shape: 3 } },
  },
  promise: { ttft: "1 s", tpot: "40 ms", quantile: "90 %" },
  run: { window: "15 min", reps: 6 },
} as const satisfies Partial<ScenarioInput>;
const CROWDED = { ...LEVER_CHIPS, count: 5 } as const;

const openDoor = {
  ...CROWD,
  name: "open-door",
  question: "What becomes of requests in a rush when all are let in?",
  fleet: CROWDED,
} satisfies ScenarioInput;

const boundedDoor = {
  ...CROWD,
  name: "bounded-door",
  question: "What becomes of requests in a rush when those beyond 160 per replica are refused?",
  fleet: { ...CROWDED, shed_above: 160 },
} satisfies ScenarioInput;

export const ROUTING: readonly ScenarioInput[] = [
  ...[turnsInRotation, turnsToIdlest, turnsHome, turnsToPrefix],
  ...[openDoor, boundedDoor],
];

export const ROUTING_COMPARISONS: readonly ComparisonRow[] = [
  [
    "routing",
    "Which replica should a turn of a conversation go to?",
    ["route-in-rotation", "route-to-idlest", "route-to-own-session", "route-to-prefix"],
  ],
  [
    "admission",
    "In a rush, is it better to let everyone in late or to turn some away?",
    ["open-door", "bounded-door"],
  ],
];
