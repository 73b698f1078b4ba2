import type { MonthPhysical } from "../physical.ts";
import type { HorizonPlan, RefreshPlan, WorkUnit } from "../strategy.ts";
import type { FailureModel } from "./failureModel.ts";
import type { MapReader } from "./mapReader.ts";
import type { Counted } from "./monthCounts.ts";
import type { SpareReplicas } from "./spareReplicas.ts";

/** All that turns an operating map into months. */
export interface HorizonSource {
  readonly horizon: HorizonPlan;
  readonly reader: MapReader;
  readonly failures: FailureModel;
  readonly fleet: FleetGrowth;
  /** Of one unit: a replica, or a set of replicas of several pools; 0 for an API. */
  readonly chipsPerUnit: number;
  readonly replicasPerUnit: number;
  /** By pool, where there are several. */
  readonly poolChipsPerUnit?: readonly number[];
  readonly peakWattsPerUnit: number;
  readonly offeredFlopsPerUnitS: number;
  /** The levers whose counts the months carry. */
  readonly counted: readonly Counted[];
  readonly unit?: WorkUnit;
  /** Whether the unit is a fleet that scales itself: chips that are off offer nothing. */
  readonly scalesItself?: boolean;
  /** Whether the requests are those of a closed loop: as many as its clients are answered. */
  readonly closedLoop?: boolean;
  /** The same fleet on the next generation of chips, and when it takes over. */
  readonly refresh?: Omit<RefreshPlan, "strategy"> & { readonly source: HorizonSource };
  /** Part of what is served that is bound to deployments such as this; absent = not asked for. */
  readonly boundShare?: number;
  /** Several sources behind one demand: they are read instead, each by itself. */
  readonly portfolio?: PortfolioReading;
}

/** What several sources do together at a multiple of today's demand. */
export interface PortfolioReading {
  readonly monthsAt: (multiple: number, replication: number) => MonthPhysical[];
  /** Replicas in the first month. */
  readonly replicasAt: (multiple: number) => number;
  /** Largest multiple of today's demand that they take together; absent = any. */
  readonly mostMultiple?: number;
}

/** How many replicas (units of several pools) there are as demand grows. */
export interface FleetGrowth {
  /** Replicas in the first month at today's demand. */
  readonly replicas: number;
  /** Bought once and never enlarged. */
  readonly fixed: boolean;
  /** Highest load that keeps the promise, requests/s per replica. */
  readonly promiseLoad: number;
  /** Fewest replicas that there can be; absent = 1. */
  readonly least?: number;
  /** Kept for those under repair; absent = none. */
  readonly spares?: SpareReplicas;
}
