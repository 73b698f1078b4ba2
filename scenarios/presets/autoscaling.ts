import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS, LEVER_DEMAND } from "./lever.ts";

/** Replicas that come and go with the load, against a reserved fleet as large as the peak needs. */

const DAY = {
  ...LEVER,
  demand: { ...LEVER_DEMAND, rate: "20/s", diurnal: "office" },
  run: { window: "1 h", warmup: "30 min", reps: 4 },
} as const satisfies Partial<ScenarioInput>;
const MOST = 6;

const fixedFleet = {
  ...DAY,
  name: "fixed-fleet",
  question: "What does it cost to reserve the fleet of the peak hour for a year?",
  fleet: { ...LEVER_CHIPS, contract: "reserved-1y" },
} satisfies ScenarioInput;

const scaledFleet = {
  ...DAY,
  name: "scaled-fleet",
  question: "What does it cost when replicas follow the load, a quarter of an hour late?",
  fleet: {
    ...LEVER_CHIPS,
    count: MOST,
    scaling: { signal: "queue", target: 60, min: 1 },
  },
} satisfies ScenarioInput;

const warmFleet = {
  ...DAY,
  name: "scaled-warm-fleet",
  question: "What does it cost when replicas follow the load and boot at once?",
  fleet: {
    ...scaledFleet.fleet,
    scaling: { ...scaledFleet.fleet.scaling, provision: "1 s" },
  },
} satisfies ScenarioInput;

export const AUTOSCALING: readonly ScenarioInput[] = [fixedFleet, scaledFleet, warmFleet];

export const AUTOSCALING_COMPARISONS: readonly ComparisonRow[] = [
  [
    "autoscaling",
    "What does it save when replicas follow the load, and what does waiting for them cost?",
    ["fixed-fleet", "scaled-fleet", "scaled-warm-fleet"],
  ],
];
