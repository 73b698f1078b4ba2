import type { MapPoint, OperatingMap, Sizing } from "../comparison.ts";
import { loadEvenness } from "../fleetFit.ts";
import type { Physical } from "../physical.ts";
import type { FleetPlan, Plan } from "../plan.ts";
import type { Strategy } from "../strategy.ts";
import { closedLoopCapacity, type ReplicaCapacity, replicaCapacity } from "./capacity.ts";
import { type FailureModel, failureModel } from "./failureModel.ts";
import { sizingRequestsPerS } from "./fleetNeed.ts";
import { misfitOf, tooLongProblem, unstableProblem } from "./fleetProblems.ts";
import {
  firstGuess,
  fixedFleet,
  judge,
  peakHour,
  peakPlan,
  promiseLoadOf,
  type SizedFleet,
  type SizingRequest,
  sizeFleet,
} from "./fleetSizing.ts";
import {
  chipsPerUnit,
  idleWattsPerUnit,
  leastUnits,
  poolChipsPerUnit,
  poolSizes,
  replicasPerUnit,
  unitPools,
  unitsOf,
  unitsWithFirst,
} from "./fleetUnit.ts";
import type { FleetGrowth, HorizonSource } from "./horizonSource.ts";
import { MapReader } from "./mapReader.ts";
import { countedIn } from "./monthCounts.ts";
import { isSettled, rejectedShare } from "./onTime.ts";
import { operatingMap } from "./operatingMap.ts";
import { isClosedLoop } from "./planAt.ts";
import { autoWarmupS, usefulReplications } from "./replicate.ts";
import type { Runner } from "./runner.ts";
import { SpareReplicas } from "./spareReplicas.ts";

export interface FleetSupply {
  /** Null when nothing could be run. */
  readonly sizing: Sizing | null;
  readonly peak: readonly Physical[];
  readonly state: "ok" | "infeasible" | "unstable";
  readonly reason: string | null;
  /** Null unless the state is ok. */
  readonly map: OperatingMap | null;
  readonly source: HorizonSource | null;
}

export interface FleetSupplyOptions {
  readonly replications: number;
  readonly runner: Runner;
  /** "plan" keeps the plan's warm-up; "auto" finds one by rule. */
  readonly warmup: "auto" | "plan";
  readonly onStage: (stage: "capacity" | "sizing" | "operating map") => void;
}

/**
 * The seed of the arrivals on which fleets are probed and sized, whatever the run's own seed: how
 * many replicas to buy is a decision about the scenario, and must not hang on a lucky draw.
 */
const SIZING_SEED = "sizing";

/**
 * Replications on which fleets are sized, however many are asked for: a fleet must not grow or
 * shrink because the interval around its cost is wanted narrower.
 */
const SIZING_REPLICATIONS = 10;
/** Replications behind the number of spares: it is a whole number, and read from a mean. */
const SPARES_REPLICATIONS = 3;

/** Probes, sizes and maps one fleet whose size does not change within the hour. */
export async function fleetSupply(
  strategy: Strategy,
  fleet: FleetPlan,
  options: FleetSupplyOptions,
): Promise<FleetSupply> {
  const { plan, horizon } = strategy;
  const asked = strategy.replicas === "auto" ? "auto" : unitsWithFirst(fleet, strategy.replicas);
  const baseRequestsPerS = horizon.meanRequestsPerS;
  const misfit = misfitOf(fleet);
  if (misfit !== null) return infeasible(misfit);
  options.onStage("capacity");
  const sizingPlan = { ...plan, seed: SIZING_SEED };
  const capacity = await capacityOf(sizingPlan, baseRequestsPerS, asked, options.runner);

  if (rejectedShare(capacity.nearlyIdle) === 1) return infeasible(tooLongProblem(fleet));

  options.onStage("sizing");
  const draft: SizingRequest = {
    plan,
    baseRequestsPerS,
    peakRequestsPerS: sizingRequestsPerS(horizon),
    warmupS: plan.warmupS,
    replications: options.replications,
    runner: options.runner,
  };
  const request = { ...draft, warmupS: await warmupFor(asked, draft, capacity, options) };
  // A single replay with nothing random left is sized on itself.
  const isPoint = usefulReplications(plan, options.replications) === 1;
  const onSizingSeed = {
    ...request,
    plan: sizingPlan,
    replications: isPoint ? 1 : SIZING_REPLICATIONS,
  };
  const sized =
    asked === "auto" ? await sizeFleet(onSizingSeed, capacity) : await fixedFleet(request, asked);
  const problem = sized.problem ?? unstableProblem(sized, plan);
  const { sizing, judged } = sized;
  if (problem !== null) {
    const state = sized.problem !== null ? "infeasible" : "unstable";
    return { sizing, peak: judged, state, reason: problem, map: null, source: null };
  }

  const { replicas } = sizing;
  const sizedLoad = request.peakRequestsPerS / replicas;
  const auto = asked === "auto";
  // The mean load per replica at which the fullest has all that it can carry.
  const fullLoad = capacity.requestsPerS * loadEvenness(fleet, replicas);
  const promiseLoad = auto ? await promiseLoadOf(onSizingSeed, fullLoad, replicas) : sizedLoad;

  options.onStage("operating map");
  const mapOf = (onPlan: Plan, replications: number): Promise<OperatingMap> =>
    operatingMap({
      plan: onPlan,
      baseRequestsPerS,
      fleetReplicas: replicas,
      peakLoad: promiseLoad,
      capacity: fullLoad,
      warmupS: request.warmupS,
      replications,
      runner: options.runner,
    });
  const map = await mapOf(plan, options.replications);
  const { quantile } = plan.promise;
  const reader = new MapReader(map, plan, "full");
  const failures = failureModelOf(fleet, plan.promise.ttftS);
  const found = { state: "ok", reason: null, map } as const;
  const sourceOf = (growth: FleetGrowth): HorizonSource =>
    horizonSource(strategy, fleet, map, { reader, failures, fleet: growth });
  if (!auto) {
    const source = sourceOf(fixedGrowth(quantile, sized, map));
    return { ...found, sizing, peak: judged, source };
  }
  // How many spares to keep is a decision too.
  const sizingMap = await mapOf(
    sizingPlan,
    Math.min(SPARES_REPLICATIONS, onSizingSeed.replications),
  );
  const sizingReader = new MapReader(sizingMap, sizingPlan, "full");
  const spareReplicas = new SpareReplicas(sizingReader, failures, promiseLoad, quantile);
  const spares = spareReplicas.beside(replicas);
  const all = replicas + spares;
  const least = leastUnits(plan);
  const growth = { replicas: all, fixed: false, promiseLoad, least, spares: spareReplicas };
  return {
    ...found,
    sizing: {
      ...sizing,
      replicas: all,
      spares,
      ...poolSizes(fleet, all),
      chips: all * chipsPerUnit(fleet),
    },
    peak: await peakHour(request, all),
    source: sourceOf(growth),
  };
}

/** A closed loop never sends more than is answered: its fleet is given, and is what it can be. */
function capacityOf(
  plan: Plan,
  baseRequestsPerS: number,
  asked: number | "auto",
  runner: Runner,
): Promise<ReplicaCapacity> {
  if (!isClosedLoop(plan)) return replicaCapacity(plan, baseRequestsPerS, runner);
  if (asked === "auto") {
    throw new RangeError("a fleet sized for a closed loop; expected a number of replicas");
  }
  return closedLoopCapacity(plan, baseRequestsPerS, asked, runner);
}

export function failureModelOf(fleet: FleetPlan, ttftS: number): FailureModel {
  const pools = unitPools(fleet).map(({ pool, replicas }) => ({
    replicas,
    chipsPerReplica: pool.chipsPerReplica,
  }));
  const chips = chipsPerUnit(fleet);
  return failureModel(fleet.faults, chips, idleWattsPerUnit(fleet), ttftS, pools);
}

export function infeasible(reason: string): FleetSupply {
  return { sizing: null, peak: [], state: "infeasible", reason, map: null, source: null };
}

async function warmupFor(
  asked: number | "auto",
  request: SizingRequest,
  capacity: ReplicaCapacity,
  options: FleetSupplyOptions,
): Promise<number> {
  if (options.warmup === "plan") return request.plan.warmupS;
  const replicas = asked === "auto" ? firstGuess(request, capacity) : asked;
  return autoWarmupS(peakPlan(request, replicas), options.replications, options.runner);
}

/** A fixed fleet is full at the highest load on its map that keeps the promise. */
function fixedGrowth(quantile: number, sized: SizedFleet, map: OperatingMap): FleetGrowth {
  const { replicas, peakRequestsPerS } = sized.sizing;
  const holding = highestLoad(map, (point) => judge(point.runs, quantile).holds);
  const stable = highestLoad(map, (point) => point.runs.every(isSettled));
  const promiseLoad = holding || stable || peakRequestsPerS / replicas;
  return { replicas, fixed: true, promiseLoad };
}

function highestLoad(map: OperatingMap, holds: (point: MapPoint) => boolean): number {
  let load = 0;
  for (const point of map.points) {
    if (!holds(point)) break;
    load = point.requestsPerSPerReplica;
  }
  return load;
}

export function horizonSource(
  { horizon, plan, unit }: Strategy,
  fleet: FleetPlan,
  map: OperatingMap,
  parts: Pick<HorizonSource, "reader" | "failures" | "fleet">,
): HorizonSource {
  const run = map.points[0]?.runs[0];
  if (run === undefined) throw new RangeError("operating map without runs; expected >= 1");
  const units = unitsOf(run, plan);
  const poolChips = poolChipsPerUnit(fleet);
  return {
    horizon,
    ...parts,
    chipsPerUnit: chipsPerUnit(fleet),
    replicasPerUnit: replicasPerUnit(fleet),
    ...(poolChips.length > 1 ? { poolChipsPerUnit: poolChips } : {}),
    peakWattsPerUnit: run.peakItWatts / units,
    offeredFlopsPerUnitS: run.flops.offered / (run.measuredS * units),
    counted: countedIn(run, plan),
    ...(isClosedLoop(plan) ? { closedLoop: true } : {}),
    ...(unit === undefined ? {} : { unit }),
  };
}
