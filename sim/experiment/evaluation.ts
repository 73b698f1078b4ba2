import type { OperatingMap, Sizing, StrategyResult } from "../comparison.ts";
import type { Outcome } from "../outcome.ts";
import type { MonthPhysical, Physical } from "../physical.ts";
import type { Strategy } from "../strategy.ts";
import type { HorizonSource } from "./horizonSource.ts";

/** One strategy, run and priced: what comparison, break-even and sensitivity are made of. */
export interface Evaluation {
  readonly strategy: Strategy;
  readonly state: StrategyResult["state"];
  readonly reason: string | null;
  readonly sizing: Sizing | null;
  readonly peak: readonly Physical[];
  readonly map: OperatingMap | null;
  /** By replication; empty unless the state is ok. */
  readonly months: readonly (readonly MonthPhysical[])[];
  readonly outcomes: readonly Outcome[];
  /** For reading other demands off the map; null unless the state is ok. */
  readonly source: HorizonSource | null;
}
