import type { ArrivalPlan, FaultPlan, FleetPlan, Plan, PowerPlan } from "../plan.ts";
import { fleetOfUnits } from "./fleetUnit.ts";
import { inSessions, keepsCache, warmupShare } from "./longMemory.ts";

/** Shortest window that a plan is cut to, seconds: several lifetimes of a long request. */
export const SHORTEST_WINDOW_S = 600;

/** Requests that a window of drawn arrivals has on average, at least. */
const LEAST_REQUESTS = 200;

/** What to change in a plan. */
export interface PlanChange {
  /** Requests/s offered, where the plan itself offers `baseRequestsPerS`. */
  readonly requestsPerS: number;
  readonly baseRequestsPerS: number;
  /** Of a fleet of several pools: units. */
  readonly replicas?: number;
  /** Replicas (units) of the whole fleet that these stand for: a power cap is shared out. */
  readonly ofReplicas?: number;
  /** Random and forced failures off; stalls stay, they are part of a step. */
  readonly faultless?: boolean;
  readonly warmupS?: number;
  /** Cuts the window to about this many arrivals, never below the shortest window. */
  readonly mostRequests?: number;
  /** Default `SHORTEST_WINDOW_S`. */
  readonly shortestWindowS?: number;
}

/**
 * The same demand at another rate on another number of replicas. The random streams stay. A closed
 * loop has no rate: as many times more clients, and requests of theirs, stand for it.
 */
export function planAt(plan: Plan, change: PlanChange): Plan {
  const { requestsPerS, baseRequestsPerS } = change;
  if (!(requestsPerS > 0) || !(baseRequestsPerS > 0)) {
    throw new RangeError(
      `${requestsPerS} requests/s from a plan of ${baseRequestsPerS}; expected both above 0`,
    );
  }
  const windowS = windowAt(plan, change);
  const share = warmupShare(plan);
  return {
    ...plan,
    windowS,
    warmupS:
      share === null ? Math.min(change.warmupS ?? plan.warmupS, windowS / 4) : windowS * share,
    demand: {
      ...plan.demand,
      arrivals: arrivalsAt(plan.demand.arrivals, requestsPerS / baseRequestsPerS),
      rateScale: (plan.demand.rateScale * requestsPerS) / baseRequestsPerS,
    },
    supply: plan.supply.kind === "fleet" ? fleetAt(plan.supply, change) : plan.supply,
  };
}

/** Whether its main requests are those of clients that send when they are answered. */
export function isClosedLoop({ demand }: Plan): boolean {
  return demand.arrivals.kind === "closedLoop";
}

/** At least one client, each with at least one request. */
export function arrivalsAt(arrivals: ArrivalPlan, factor: number): ArrivalPlan {
  if (arrivals.kind !== "closedLoop") return arrivals;
  const concurrency = Math.max(1, Math.round(arrivals.concurrency * factor));
  const requests = Math.max(concurrency, Math.round(arrivals.requests * factor));
  return { ...arrivals, concurrency, requests };
}

/**
 * A window of enough arrivals. Sessions take their own time whatever the rate, so their window is
 * never cut; a cache is filled by requests, so its window holds as many as the plan's own, of which
 * half are for filling it.
 */
function windowAt(plan: Plan, change: PlanChange): number {
  const { requestsPerS, baseRequestsPerS } = change;
  const enough = change.mostRequests ?? Number.POSITIVE_INFINITY;
  const shortestS = change.shortestWindowS ?? SHORTEST_WINDOW_S;
  // A rare request is waited for: rates of tokens and shares on time need some to average over.
  const leastS = plan.demand.arrivals.kind === "replay" ? 0 : LEAST_REQUESTS / requestsPerS;
  if (inSessions(plan)) return Math.max(leastS, plan.windowS);
  if (keepsCache(plan)) {
    const own = baseRequestsPerS * plan.windowS;
    return Math.max(leastS, shortestS, Math.min(own, 2 * enough) / requestsPerS);
  }
  return Math.max(leastS, Math.min(plan.windowS, Math.max(shortestS, enough / requestsPerS)));
}

function fleetAt(fleet: FleetPlan, change: PlanChange): FleetPlan {
  const { replicas: units, ofReplicas } = change;
  const capShare = units === undefined ? 1 : units / (ofReplicas ?? units);
  return {
    ...(units === undefined ? fleet : fleetOfUnits(fleet, units)),
    faults: change.faultless === true ? failureFree(fleet.faults) : fleet.faults,
    power: powerAt(fleet.power, capShare),
  };
}

/** The plan with random and forced failures off; stalls stay. */
export function withoutFailures(plan: Plan): Plan {
  const { supply } = plan;
  if (supply.kind !== "fleet") return plan;
  return { ...plan, supply: { ...supply, faults: failureFree(supply.faults) } };
}

/** Repairs are left out too: fleets that differ in nothing else are then simulated once. */
function failureFree(faults: FaultPlan): FaultPlan {
  const { interruptions: _, ...rest } = faults;
  return { ...rest, failuresPerChipS: 0, repairMedianS: 0, repairSigma: 0, forced: [] };
}

/** Without a cap the efficiency of the site changes nothing inside it. */
function powerAt({ pue, caps }: PowerPlan, capShare: number): PowerPlan {
  if (caps.length === 0) return { pue: 1, caps };
  return { pue, caps: caps.map((cap) => ({ ...cap, capWatts: cap.capWatts * capShare })) };
}
