import type { MonthPhysical, TokenCounts } from "../physical.ts";
import type { DemandPlan, Plan } from "../plan.ts";
import type { Strategy, WorkUnit } from "../strategy.ts";
import { workUnitsOf } from "./monthCounts.ts";
import { arrivalsAt } from "./planAt.ts";

/**
 * What of the demand a supply works on, and what its months mean for the whole of it:
 *
 * - demand that only other deployments may serve stays unserved, and counts as requests all the same;
 * - tokens that watch drift are more work for which nobody asked;
 * - work sent to an API as batch does not pass its rate limit. It comes within hours: it is on time as
 *   far as there is work whose promise is that loose (classes whose first token may take as long, or
 *   the whole where the promise itself does), and late beyond that.
 */
export interface Delivery {
  readonly servedShare: number;
  readonly monitoringShare: number;
  readonly batchShare: number;
  /** Part of the batch that may wait that long, 0..1. */
  readonly batchOnTimeShare: number;
  /** Part of what is served that is bound to deployments such as this; absent = not asked for. */
  readonly boundShare?: number;
}

/** Null where everything is served at once and nothing is watched. */
export function deliveryOf({ reach, plan }: Strategy): Delivery | null {
  const { supply } = plan;
  const batch = supply.kind === "api" ? supply.batch : undefined;
  const { servedShare = 1, monitoringShare = 0, boundShare } = reach ?? {};
  const batchShare = batch?.share ?? 0;
  if (servedShare === 1 && monitoringShare === 0 && batchShare === 0) return null;
  const mayWait = batch === undefined ? 0 : mayWaitShare(plan, batch.withinS);
  const batchOnTimeShare = batchShare > 0 ? Math.min(1, mayWait / batchShare) : 1;
  const shares = { servedShare, monitoringShare, batchShare, batchOnTimeShare };
  return boundShare === undefined ? shares : { ...shares, boundShare };
}

/** Share of the requests whose promise leaves that much time to the first token. */
export function mayWaitShare({ demand, promise }: Plan, waitS: number): number {
  const { classes } = demand;
  if (classes === undefined) return promise.ttftS >= waitS ? 1 : 0;
  return classes.filter(({ ttftS }) => ttftS >= waitS).reduce((sum, { share }) => sum + share, 0);
}

/** Requests that reach the supply at once for each that is asked for. */
export function loadFactor({ servedShare, monitoringShare, batchShare }: Delivery): number {
  return servedShare * (1 + monitoringShare) * (1 - batchShare);
}

/** The strategy as its supply meets it: less or more demand, and without the work that waits. */
export function atLoad(strategy: Strategy, delivery: Delivery): Strategy {
  const factor = loadFactor(delivery);
  const { plan, horizon, reach: _, ...rest } = strategy;
  const supply = plan.supply.kind === "api" ? withoutBatch(plan.supply) : plan.supply;
  const waiting = plan.supply.kind === "api" ? plan.supply.batch : undefined;
  const mix = waiting === undefined ? plan.demand : withoutWaiting(plan.demand, waiting);
  const demand = {
    ...mix,
    arrivals: arrivalsAt(plan.demand.arrivals, factor),
    rateScale: plan.demand.rateScale * factor,
  };
  return {
    ...rest,
    plan: { ...plan, demand, supply },
    horizon: { ...horizon, meanRequestsPerS: horizon.meanRequestsPerS * factor },
  };
}

function withoutBatch<Supply extends { batch?: unknown }>({ batch: _, ...rest }: Supply) {
  return rest;
}

/** The classes that are left when the work that may wait has gone to batch first. */
function withoutWaiting(
  demand: DemandPlan,
  { share, withinS }: { readonly share: number; readonly withinS: number },
): DemandPlan {
  const { classes } = demand;
  if (classes === undefined || share >= 1) return demand;
  const mayWait = classes.filter(({ ttftS }) => ttftS >= withinS);
  const waiting = mayWait.reduce((sum, one) => sum + one.share, 0);
  const sent = Math.min(share, waiting);
  // What is sent beyond the work that may wait is drawn from all the others alike.
  const others = 1 - waiting - (share - sent);
  const left = classes.map((one) => {
    const rest = mayWait.includes(one)
      ? one.share * (1 - (waiting > 0 ? sent / waiting : 0))
      : one.share * (waiting < 1 ? others / (1 - waiting) : 0);
    return { ...one, share: rest / (1 - share) };
  });
  return { ...demand, classes: left };
}

/** A month of the supply as a month of the demand. */
export function delivered(
  row: MonthPhysical,
  delivery: Delivery,
  unit: WorkUnit | undefined,
): MonthPhysical {
  const { servedShare, monitoringShare, batchShare, batchOnTimeShare, boundShare } = delivery;
  const requests = row.requests / loadFactor(delivery);
  const watched = 1 + monitoringShare;
  const atOnce = 1 - batchShare;
  const inBatch = batchShare / atOnce;
  const { tokens } = row;
  const onTime = (now: number, all: number): number =>
    (now + all * inBatch * batchOnTimeShare) / watched;
  const counts: TokenCounts = {
    input: tokens.input / atOnce,
    cached: tokens.cached / atOnce,
    output: tokens.output / atOnce,
    onTimeInput: onTime(tokens.onTimeInput, tokens.input),
    onTimeCached: onTime(tokens.onTimeCached, tokens.cached),
    onTimeOutput: onTime(tokens.onTimeOutput, tokens.output),
  };
  const onTimeRequests = onTime(row.onTimeRequests, row.requests);
  const scale = 1 / (watched * atOnce);
  const { answers, tasks, turnedAway } = row;
  return {
    ...row,
    requests,
    onTimeRequests,
    tokens: counts,
    ...(answers && { answers: scaled(answers, scale) }),
    ...(tasks && { tasks: scaled(tasks, scale) }),
    ...(turnedAway && { turnedAway: scaled(turnedAway, scale) }),
    ...(unit && { workUnits: workUnitsOf(unit, { onTimeRequests, tokens: counts }) }),
    ...(servedShare < 1 && { unserved: requests * (1 - servedShare) }),
    ...(boundShare !== undefined && { boundShare }),
    ...(monitoringShare > 0 && { monitoringShare: monitoringShare / watched }),
  };
}

function scaled<Counts extends object>(counts: Counts, by: number): Counts {
  const entries = Object.entries(counts).map(([key, count]) => [key, (count as number) * by]);
  return Object.fromEntries(entries) as Counts;
}
