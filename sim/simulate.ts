import type { TraceSink } from "./engine/trace.ts";
import type { CauseTime, ChipTime, Physical, PoolCounts, WastedTime } from "./physical.ts";
import type { FleetPlan, Plan } from "./plan.ts";
import { Streams } from "./random/streams.ts";
import {
  ABANDONED,
  CACHED,
  type ChipAccounts,
  CONTEXT,
  ESCALATED,
  INPUT,
  LATE,
  LOST,
  OUTPUT,
  PADDING,
  PAIRS,
  REASONS,
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
import type { FleetPool } from "./world/fleetPool.ts";
import type { Stack } from "./world/stack.ts";
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
  const { supply } = plan;
  if (supply.kind === "api") return simulateApi(plan, supply, streams, replication);
  const shapes = [supply, ...(supply.pools ?? [])].map((pool) => {
    const shape = replicaShape(pool);
    if (!shape.fits) throw new RangeError(shape.problem);
    return shape;
  });
  return simulateFleet(plan, supply, shapes, streams, replication, trace);
}

/**
 * As `simulate`, for a fleet whose replica shapes are given: benchmarks set their own step cost.
 *
 * @param shapes one by pool; a fleet of one pool may give its shape alone
 */
export function simulateFleet(
  plan: Plan,
  fleet: FleetPlan,
  shapes: ReplicaShape | readonly ReplicaShape[],
  streams: Streams,
  replication: number,
  trace?: TraceSink,
  observe?: RequestObserver,
): Physical {
  const ofPools = "cost" in shapes ? [shapes] : shapes;
  const world = new World(plan, fleet, ofPools, streams, replication, trace, observe);
  world.run();
  const endS = world.simulation.nowS;
  if (endS < plan.warmupS) {
    throw new RangeError(
      `closed loop done at ${endS} s, inside its warm-up of ${plan.warmupS} s; expected more requests or a shorter warm-up`,
    );
  }
  return physicalOf(world, plan, replication);
}

/** One pool's part of the measured seconds. */
interface Part {
  readonly pool: FleetPool;
  readonly accounts: ChipAccounts;
  readonly chips: number;
}

function physicalOf(world: World, plan: Plan, replication: number): Physical {
  const endS = world.simulation.nowS;
  const { log, stack } = world;
  const uses = world.uses?.copy() ?? null;
  const parts = world.pools.map((pool): Part => {
    const accounts = world.settled(pool, uses);
    accounts.add(pool.atWarmup, -1);
    return { pool, accounts, chips: pool.shape.chips };
  });
  uses?.add(world.usesAtWarmup, -1);
  const over = (value: (part: Part) => number): number =>
    parts.reduce((sum, part) => sum + value(part), 0);
  const fate = fateOf(parts, uses);
  const chips = over(({ pool }) => pool.chips);
  const replicas = world.replicas.length;
  const measuredS = endS - plan.warmupS;

  let waiting = 0;
  let running = 0;
  let travelling = stack?.elsewhere ?? 0;
  for (const replica of world.replicas) {
    waiting += replica.waiting.count;
    running += replica.running.count;
    travelling += replica.held - replica.waiting.count - replica.running.count;
  }
  let alreadyLate = 0;
  for (let slot = 0; slot < world.requests.highWater; slot++) {
    const arrivalS = world.requests.rows[slot * ROW + ARRIVAL_S]!;
    if (!world.requests.isLive(slot) || arrivalS < plan.warmupS) continue;
    if (log.isLateAlready(slot)) alreadyLate++;
  }

  const perBin = (counts: readonly number[]): number[] => counts.map((n) => n / log.binS);
  const share = (means: readonly number[], whole: number): number[] => means.map((m) => m / whole);
  const outstanding = log.outstanding.means;
  const inBatch = log.running.means;
  const queued = outstanding.map((all, bin) => Math.max(0, all - inBatch[bin]!));
  const kvBlocks = over(({ pool }) => pool.shape.kvBlocks * pool.replicas.length);
  const abandoned = stack === null ? {} : { abandoned: log.abandoned, shed: log.shed, travelling };

  return {
    replication,
    measuredS,
    warmupS: plan.warmupS,
    chips,
    replicas,
    chipTimeS: chipTimeOf(parts, fate.wasted),
    causeS: fate.causes,
    wastedS: wastedTimeOf(fate.wasted, stack !== null),
    flops: {
      offered: over(({ pool, accounts }) => offeredOf(pool, accounts, measuredS)),
      done: over(({ pool, accounts }) => doneOf(pool, accounts)),
      wasted: fate.wastedFlops,
    },
    itJoules: over(({ pool, accounts, chips: each }) => {
      const { idleWatts, busyWatts } = pool.plan.chip;
      const poweredS = totalS(accounts) - accounts.downS - accounts.offS;
      const drawingS = busyS(accounts) - accounts.parts[THROTTLED]!;
      return each * (poweredS * idleWatts + drawingS * (busyWatts - idleWatts));
    }),
    peakItWatts: over(({ pool }) => pool.chips * pool.plan.chip.busyWatts),
    requests: {
      arrived: log.arrived,
      finished: log.finished,
      onTime: log.onTime,
      waiting,
      running,
      retrying: world.requests.live - waiting - running - travelling,
      rejected: log.rejected,
      lost: log.lost,
      capped: log.capped,
      preemptions: log.preemptions,
      retries: log.retries,
      ...abandoned,
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
    iterations: over(({ accounts }) => accounts.iterations),
    series: {
      binS: log.binS,
      arrivalsPerS: perBin(log.arrivals),
      finishedPerS: perBin(log.finishes),
      waiting: queued,
      running: inBatch,
      busyShare: share(log.busy.means, replicas),
      kvShare: share(log.kvBlocks.means, kvBlocks),
      watts: wattsOf(world, parts, chips),
    },
    incidents: world.incidents,
    stability: stabilityOf(queued, log.arrivals, log.binS),
    ...(stack === null ? {} : stackCounts(stack, parts, measuredS)),
  };
}

/** Everything that only fleets with levers of the serving stack count. */
function stackCounts(stack: Stack, parts: readonly Part[], measuredS: number): Partial<Physical> {
  const tasks = stack.clients.tasks(stack.caches.meanHeldBytes());
  const answers = stack.stations.counts();
  const drafts = stack.drafts.counts();
  const adapters = stack.variants.adapters?.counts();
  const cache = stack.caches.counts();
  return {
    pools: parts.map((part) => poolCountsOf(part, measuredS)),
    classes: stack.clients.classLog.counts(),
    ...(tasks === undefined ? {} : { tasks }),
    ...(answers === undefined ? {} : { answers }),
    ...(drafts === undefined ? {} : { drafts }),
    ...(adapters === undefined ? {} : { adapters }),
    ...(cache === undefined ? {} : { cache }),
  };
}

function poolCountsOf({ pool, accounts, chips }: Part, measuredS: number): PoolCounts {
  const seconds = (of: number) => of * chips;
  return {
    chips: pool.chips,
    replicas: pool.replicas.length,
    meanReplicas: (totalS(accounts) - accounts.offS) / measuredS,
    // What a pool's work became of is known of the fleet alone: here it counts where it was done.
    chipTimeS: {
      arithmetic: seconds(accounts.parts[ARITHMETIC]!),
      memory: seconds(accounts.parts[MEMORY]!),
      network: seconds(accounts.parts[NETWORK]!),
      overhead: seconds(accounts.parts[OVERHEAD]!),
      throttled: seconds(accounts.parts[THROTTLED]!),
      wasted: 0,
      idle: seconds(accounts.idleS),
      restart: seconds(accounts.restartS),
      down: seconds(accounts.downS),
      off: seconds(accounts.offS),
    },
    prefillTokens: accounts.prefillTokens,
    decodedTokens: accounts.decodedTokens,
    flops: { offered: offeredOf(pool, accounts, measuredS), done: doneOf(pool, accounts) },
  };
}

/** What became of the busy chip-seconds of all pools. */
interface Fate {
  /** Wasted chip-seconds, reason x part. */
  readonly wasted: Float64Array;
  readonly wastedFlops: number;
  readonly causes: CauseTime;
}

function fateOf(parts: readonly Part[], fleet: ChipAccounts | null): Fate {
  const wasted = new Float64Array(REASONS * PARTS);
  const used = { input: 0, cached: 0, output: 0 };
  let wastedFlops = 0;
  // Several pools book into the fleet's account, in chip-seconds; one pool into its own.
  const books = fleet === null ? parts : [{ accounts: fleet, chips: 1 }];
  for (const { accounts, chips } of books) {
    for (let i = 0; i < wasted.length; i++) wasted[i] = wasted[i]! + accounts.wasted[i]! * chips;
    used.input += accounts.used[INPUT]! * chips;
    used.cached += accounts.used[CACHED]! * chips;
    used.output += accounts.used[OUTPUT]! * chips;
    wastedFlops += accounts.wastedFlops;
  }
  return { wasted, wastedFlops, causes: { ...used, wasted: sumOf(wasted) } };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** FLOPs at dense peak over the time that chips were paid for. */
function offeredOf(pool: FleetPool, accounts: ChipAccounts, measuredS: number): number {
  return pool.shape.peakFlopsPerS * (pool.replicas.length * measuredS - accounts.offS);
}

function doneOf(pool: FleetPool, { work, draftedSequences }: ChipAccounts): number {
  const { cost } = pool.shape;
  return (
    work[TOKENS]! * cost.flopsPerToken +
    work[CONTEXT]! * cost.flopsPerContextToken +
    work[PAIRS]! * cost.flopsPerPair +
    work[SAMPLES]! * cost.flopsPerSample +
    draftedSequences * (cost.flopsPerDraft ?? 0)
  );
}

/** Mean IT watts of each bin; pools that draw unlike power share it by their chips. */
function wattsOf(world: World, parts: readonly Part[], chips: number): number[] {
  const { log } = world;
  const mean = (of: (pool: FleetPool) => number): number =>
    parts.length === 1
      ? of(parts[0]!.pool)
      : parts.reduce((sum, { pool }) => sum + (of(pool) * pool.chips) / chips, 0);
  const idleWatts = mean((pool) => pool.plan.chip.idleWatts);
  const busyWatts = mean((pool) => pool.plan.chip.busyWatts);
  const replicas = world.replicas.length;
  const each = parts.length === 1 ? parts[0]!.chips : chips / replicas;
  return log.drawing.means.map(
    (busy, bin) =>
      each *
      ((replicas - log.down.means[bin]! - log.off.means[bin]!) * idleWatts +
        busy * (busyWatts - idleWatts)),
  );
}

/** Seconds with a step under way, all replicas. */
function busyS(accounts: ChipAccounts): number {
  let seconds = 0;
  for (let part = 0; part < PARTS; part++) seconds += accounts.parts[part]!;
  return seconds;
}

function totalS(accounts: ChipAccounts): number {
  return busyS(accounts) + accounts.idleS + accounts.downS + accounts.restartS + accounts.offS;
}

function wastedOf(wasted: Float64Array, reason: number): number {
  let seconds = 0;
  for (let part = 0; part < PARTS; part++) seconds += wasted[reason * PARTS + part]!;
  return seconds;
}

function wastedTimeOf(wasted: Float64Array, stacked: boolean): WastedTime {
  const plain = {
    late: wastedOf(wasted, LATE),
    lost: wastedOf(wasted, LOST),
    recomputed: wastedOf(wasted, RECOMPUTED),
  };
  if (!stacked && wastedOf(wasted, PADDING) === 0) return plain;
  return {
    ...plain,
    abandoned: wastedOf(wasted, ABANDONED),
    padding: wastedOf(wasted, PADDING),
    escalated: wastedOf(wasted, ESCALATED),
  };
}

function chipTimeOf(parts: readonly Part[], wasted: Float64Array): ChipTime {
  const over = (seconds: (accounts: ChipAccounts) => number): number =>
    parts.reduce((sum, { accounts, chips }) => sum + seconds(accounts) * chips, 0);
  const useful = (part: number): number => {
    let seconds = over((accounts) => accounts.parts[part]!);
    for (let reason = 0; reason < REASONS; reason++) seconds -= wasted[reason * PARTS + part]!;
    return seconds;
  };
  return {
    arithmetic: useful(ARITHMETIC),
    memory: useful(MEMORY),
    network: useful(NETWORK),
    overhead: useful(OVERHEAD),
    throttled: useful(THROTTLED),
    wasted: sumOf(wasted),
    idle: over((accounts) => accounts.idleS),
    restart: over((accounts) => accounts.restartS),
    down: over((accounts) => accounts.downS),
    off: over((accounts) => accounts.offS),
  };
}
