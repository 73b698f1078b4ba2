import type { MapPoint, Sizing } from "../comparison.ts";
import { demandFactor } from "../fleet/demandFactor.ts";
import { offeredChipS, totalChipS } from "../leaks/chipTime.ts";
import type { Physical } from "../physical.ts";
import type { FleetPlan } from "../plan.ts";
import type { HorizonPlan, Strategy } from "../strategy.ts";
import { NO_FAILURES } from "./failureModel.ts";
import { peakFactor } from "./fleetNeed.ts";
import { misfitOf, unstableProblem } from "./fleetProblems.ts";
import { judge } from "./fleetSizing.ts";
import { type FleetSupply, type FleetSupplyOptions, infeasible } from "./fleetSupply.ts";
import type { HorizonSource } from "./horizonSource.ts";
import { MapReader } from "./mapReader.ts";
import { countedIn } from "./monthCounts.ts";
import { MAP_TOLERANCE } from "./operatingMap.ts";
import { isClosedLoop, planAt } from "./planAt.ts";
import { autoWarmupS, replicate } from "./replicate.ts";

/** Rates simulated between the quietest and the busiest hour of the horizon. */
const RATES_BETWEEN = 3;
/** Rates closer than this are one. */
const LEAST_GAP = 1.04;

/**
 * A fleet whose scalers decide how many replicas there are. It has no operating map, since a part of
 * it does not stand for the whole: the whole window is simulated, failures included, at the rates of
 * the typical week, and what was on is paid. Between those rates it is read by straight lines.
 */
export async function scaledSupply(
  strategy: Strategy,
  fleet: FleetPlan,
  options: FleetSupplyOptions,
): Promise<FleetSupply> {
  const { plan, horizon, unit } = strategy;
  const misfit = misfitOf(fleet);
  if (misfit !== null) return infeasible(misfit);
  const baseRequestsPerS = horizon.meanRequestsPerS;
  const peakRequestsPerS = baseRequestsPerS * peakFactor(horizon);
  options.onStage("sizing");
  const at = { requestsPerS: peakRequestsPerS, baseRequestsPerS };
  const { replications, runner } = options;
  const warmupS =
    options.warmup === "plan"
      ? plan.warmupS
      : await autoWarmupS(planAt(plan, at), replications, runner);
  const runAt = (requestsPerS: number): Promise<readonly Physical[]> =>
    replicate(planAt(plan, { requestsPerS, baseRequestsPerS, warmupS }), replications, runner);

  const peak = await runAt(peakRequestsPerS);
  const [run] = peak;
  if (run === undefined) throw new RangeError("a runner gave no result; expected one");
  const sizing = sizingOf(fleet, run, peakRequestsPerS, judge(peak, plan.promise.quantile));
  const problem = unstableProblem({ sizing, judged: peak, problem: null }, plan);
  if (problem !== null) {
    return { sizing, peak, state: "unstable", reason: problem, map: null, source: null };
  }
  options.onStage("operating map");
  const points: MapPoint[] = [];
  for (const requestsPerS of ratesOf(horizon, peakRequestsPerS)) {
    const runs = requestsPerS === peakRequestsPerS ? peak : await runAt(requestsPerS);
    points.push({ requestsPerSPerReplica: requestsPerS, runs });
  }
  const map = { podReplicas: 1, points, worstError: 0, tolerance: MAP_TOLERANCE };
  const source: HorizonSource = {
    horizon: { ...horizon, followsTheHour: false },
    reader: new MapReader(map, plan, "full"),
    failures: NO_FAILURES,
    fleet: { replicas: 1, fixed: true, promiseLoad: highestKept(points, plan.promise.quantile) },
    chipsPerUnit: run.chips,
    replicasPerUnit: sizing.replicas,
    peakWattsPerUnit: run.peakItWatts,
    // Of all its chips at once; the months count those that are on.
    offeredFlopsPerUnitS:
      (run.flops.offered / offeredChipS(run.chipTimeS)) *
      (totalChipS(run.chipTimeS) / run.measuredS),
    counted: countedIn(run, plan),
    ...(isClosedLoop(plan) ? { closedLoop: true } : {}),
    scalesItself: true,
    ...(unit === undefined ? {} : { unit }),
  };
  return { sizing, peak, state: "ok", reason: null, map: null, source };
}

/** Every replica that the scalers may switch on. */
function sizingOf(
  fleet: FleetPlan,
  run: Physical,
  peakRequestsPerS: number,
  judged: ReturnType<typeof judge>,
): Sizing {
  const pools = [fleet, ...(fleet.pools ?? [])].map(({ replicas, scaling, chipsPerReplica }) => {
    const most = scaling?.maxReplicas ?? replicas;
    return { replicas: most, chips: most * chipsPerReplica };
  });
  const replicas = pools.reduce((sum, pool) => sum + pool.replicas, 0);
  return {
    replicas,
    ...(pools.length > 1 ? { pools } : {}),
    chips: run.chips,
    peakRequestsPerS,
    how: "fixed",
    candidates: [{ replicas, ...judged }],
  };
}

/** From the quietest to the busiest hour of the horizon, the first month's peak among them. */
function ratesOf(horizon: HorizonPlan, peakRequestsPerS: number): readonly number[] {
  const { levels, months, meanRequestsPerS } = horizon;
  const factors = levels.filter((l) => l.hoursPerWeek > 0).map((l) => l.factor);
  const growth = Array.from({ length: months }, (_, i) => demandFactor(horizon, i + 1));
  const low = meanRequestsPerS * Math.min(...factors.filter((f) => f > 0)) * Math.min(1, ...growth);
  const high = peakRequestsPerS * Math.max(1, ...growth);
  const steps = RATES_BETWEEN + 1;
  const spread = Array.from(
    { length: steps + 1 },
    (_, i) => low * (high / low) ** (i / steps),
  ).filter((rate) => Math.max(rate / peakRequestsPerS, peakRequestsPerS / rate) > LEAST_GAP);
  const rates = high / low > LEAST_GAP ? [...spread, peakRequestsPerS] : [peakRequestsPerS];
  return rates.toSorted((a, b) => a - b);
}

/** The highest rate up to which the promise is kept; the lowest simulated one where none keeps it. */
function highestKept(points: readonly MapPoint[], quantile: number): number {
  let kept = points[0]?.requestsPerSPerReplica ?? 0;
  for (const { requestsPerSPerReplica, runs } of points) {
    if (!judge(runs, quantile).holds) break;
    kept = requestsPerSPerReplica;
  }
  return kept;
}
