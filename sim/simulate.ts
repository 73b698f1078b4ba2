import type { TraceSink } from "./engine/trace.ts";
import type { CauseTime, ChipTime, Physical } from "./physical.ts";
import type { FleetPlan, Plan } from "./plan.ts";
import { Streams } from "./random/streams.ts";
import {
  CACHED,
  type ChipAccounts,
  CONTEXT,
  INPUT,
  LATE,
  LOST,
  OUTPUT,
  PAIRS,
  RECOMPUTED,
  SAMPLES,
  TOKENS,
} from "./serving/chipAccounts.ts";
import {
  ARITHMETIC,
  ARRIVAL_S,
  MEMORY,
  NETWORK,
  OVERHEAD,
  PARTS,
  ROW,
  THROTTLED,
} from "./serving/requestPool.ts";
import type { RequestObserver } from "./serving/servingLog.ts";
import { simulateApi } from "./serving/simulateApi.ts";
import { stabilityOf } from "./serving/stability.ts";
import { type ReplicaShape, replicaShape } from "./timing/replicaShape.ts";
import { World } from "./world.ts";

/**
 * Simulates one replication of a plan.
 *
 * @param replication whole number >= 0; names the random streams and, for a replay, the resample
 * @returns what happened: counters, histograms and integrals, no dollar among them
 * @throws RangeError when the plan cannot be simulated (a model that does not fit its chips)
 */
export function simulate(plan: Plan, replication: number, trace?: TraceSink): Physical {
  if (!(plan.windowS > 0 && plan.windowS < Infinity)) {
    throw new RangeError(`window of ${plan.windowS} s; expected a finite number > 0`);
  }
  if (!(plan.warmupS >= 0 && plan.warmupS < plan.windowS)) {
    throw new RangeError(
      `warm-up of ${plan.warmupS} s in a window of ${plan.windowS} s; expected 0 or more, less than the window`,
    );
  }
  const streams = new Streams(`${plan.seed}/rep-${replication}`);
  if (plan.supply.kind === "api") return simulateApi(plan, plan.supply, streams, replication);
  const shape = replicaShape(plan.supply);
  if (!shape.fits) throw new RangeError(shape.problem);
  return simulateFleet(plan, plan.supply, shape, streams, replication, trace);
}

/** As `simulate`, for a fleet whose replica shape is given: benchmarks set their own step cost. */
export function simulateFleet(
  plan: Plan,
  fleet: FleetPlan,
  shape: ReplicaShape,
  streams: Streams,
  replication: number,
  trace?: TraceSink,
  observe?: RequestObserver,
): Physical {
  const world = new World(plan, fleet, shape, streams, replication, trace, observe);
  world.run();
  const endS = world.simulation.nowS;
  if (endS < plan.warmupS) {
    throw new RangeError(
      `closed loop done at ${endS} s, inside its warm-up of ${plan.warmupS} s; expected more requests or a shorter warm-up`,
    );
  }
  return physicalOf(world, plan, fleet, shape, replication);
}

function physicalOf(
  world: World,
  plan: Plan,
  fleet: FleetPlan,
  shape: ReplicaShape,
  replication: number,
): Physical {
  const endS = world.simulation.nowS;
  const { log } = world;
  const accounts = world.settled();
  accounts.add(world.atWarmup, -1);
  const chips = shape.chips * fleet.replicas;
  const measuredS = endS - plan.warmupS;
  const work = accounts.work;
  const cost = shape.cost;

  let waiting = 0;
  let running = 0;
  for (const replica of world.replicas) {
    waiting += replica.waiting.count;
    running += replica.running.count;
  }
  let alreadyLate = 0;
  for (let slot = 0; slot < world.pool.highWater; slot++) {
    if (!world.pool.isLive(slot) || world.pool.rows[slot * ROW + ARRIVAL_S]! < plan.warmupS)
      continue;
    if (log.isLateAlready(slot)) alreadyLate++;
  }

  const perBin = (counts: readonly number[]): number[] => counts.map((n) => n / log.binS);
  const share = (means: readonly number[], whole: number): number[] => means.map((m) => m / whole);
  const outstanding = log.outstanding.means;
  const inBatch = log.running.means;
  const down = log.down.means;
  const drawing = log.drawing.means;
  const queued = outstanding.map((all, bin) => Math.max(0, all - inBatch[bin]!));
  const { idleWatts, busyWatts } = fleet.chip;
  const poweredS = totalS(accounts) - accounts.downS;
  const drawingS = busyS(accounts) - accounts.parts[THROTTLED]!;

  return {
    replication,
    measuredS,
    warmupS: plan.warmupS,
    chips,
    replicas: fleet.replicas,
    chipTimeS: chipTimeOf(accounts, shape.chips),
    causeS: causeTimeOf(accounts, shape.chips),
    wastedS: {
      late: wastedOf(accounts, LATE) * shape.chips,
      lost: wastedOf(accounts, LOST) * shape.chips,
      recomputed: wastedOf(accounts, RECOMPUTED) * shape.chips,
    },
    flops: {
      offered: shape.peakFlopsPerS * fleet.replicas * measuredS,
      done:
        work[TOKENS]! * cost.flopsPerToken +
        work[CONTEXT]! * cost.flopsPerContextToken +
        work[PAIRS]! * cost.flopsPerPair +
        work[SAMPLES]! * cost.flopsPerSample,
      wasted: accounts.wastedFlops,
    },
    itJoules: shape.chips * (poweredS * idleWatts + drawingS * (busyWatts - idleWatts)),
    peakItWatts: chips * busyWatts,
    requests: {
      arrived: log.arrived,
      finished: log.finished,
      onTime: log.onTime,
      waiting,
      running,
      retrying: world.pool.live - waiting - running,
      rejected: log.rejected,
      lost: log.lost,
      capped: log.capped,
      preemptions: log.preemptions,
      retries: log.retries,
    },
    measuredArrivals: log.measuredArrivals,
    measuredFinished: log.measuredFinished,
    measuredDecided: log.measuredFinished + log.measuredFailed + alreadyLate,
    measuredOnTime: log.measuredOnTime,
    tokens: log.tokens,
    ttft: log.ttft.snapshot(),
    itl: log.itl.snapshot(),
    tpot: log.tpot.snapshot(),
    e2e: log.e2e.snapshot(),
    iterations: accounts.iterations,
    series: {
      binS: log.binS,
      arrivalsPerS: perBin(log.arrivals),
      finishedPerS: perBin(log.finishes),
      waiting: queued,
      running: inBatch,
      busyShare: share(log.busy.means, fleet.replicas),
      kvShare: share(log.kvBlocks.means, fleet.replicas * shape.kvBlocks),
      watts: drawing.map(
        (busy, bin) =>
          shape.chips *
          ((fleet.replicas - down[bin]!) * idleWatts + busy * (busyWatts - idleWatts)),
      ),
    },
    incidents: world.incidents,
    stability: stabilityOf(queued, log.arrivals, log.binS),
  };
}

/** Seconds with a step under way, all replicas. */
function busyS(accounts: ChipAccounts): number {
  let seconds = 0;
  for (let part = 0; part < PARTS; part++) seconds += accounts.parts[part]!;
  return seconds;
}

function totalS(accounts: ChipAccounts): number {
  return busyS(accounts) + accounts.idleS + accounts.downS + accounts.restartS;
}

function wastedOf(accounts: ChipAccounts, reason: number): number {
  let seconds = 0;
  for (let part = 0; part < PARTS; part++) seconds += accounts.wasted[reason * PARTS + part]!;
  return seconds;
}

function chipTimeOf(accounts: ChipAccounts, chips: number): ChipTime {
  const useful = (part: number): number => {
    let seconds = accounts.parts[part]!;
    for (const reason of [LATE, LOST, RECOMPUTED])
      seconds -= accounts.wasted[reason * PARTS + part]!;
    return seconds * chips;
  };
  return {
    arithmetic: useful(ARITHMETIC),
    memory: useful(MEMORY),
    network: useful(NETWORK),
    overhead: useful(OVERHEAD),
    throttled: useful(THROTTLED),
    wasted:
      (wastedOf(accounts, LATE) + wastedOf(accounts, LOST) + wastedOf(accounts, RECOMPUTED)) *
      chips,
    idle: accounts.idleS * chips,
    restart: accounts.restartS * chips,
    down: accounts.downS * chips,
  };
}

function causeTimeOf(accounts: ChipAccounts, chips: number): CauseTime {
  return {
    input: accounts.used[INPUT]! * chips,
    cached: accounts.used[CACHED]! * chips,
    output: accounts.used[OUTPUT]! * chips,
    wasted:
      (wastedOf(accounts, LATE) + wastedOf(accounts, LOST) + wastedOf(accounts, RECOMPUTED)) *
      chips,
  };
}
