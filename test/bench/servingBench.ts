import type { FleetPlan, Plan } from "../../sim/plan.ts";
import { Streams } from "../../sim/random/streams.ts";
import { simulateFleet } from "../../sim/simulate.ts";
import type { Physical } from "../../sim/physical.ts";
import type { StepCost } from "../../sim/timing/stepCost.ts";
import type { ReplicaShape } from "../../sim/timing/replicaShape.ts";
import { conv } from "./convLengths.ts";
