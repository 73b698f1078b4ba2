import {
  MEASURING_STARTED,
  REQUEST_ARRIVED,
  REQUEST_RETRIED,
  SERIES_SAMPLED,
  STEP_FINISHED,
} from "./engine/ranks.ts";
import { Simulation } from "./engine/simulation.ts";
import { Timetable } from "./engine/timetable.ts";
import type { TraceSink } from "./engine/trace.ts";
import { ReplicaFaults } from "./faults/replicaFailures.ts";
import type { Incident } from "./physical.ts";
import type { FleetPlan, Plan } from "./plan.ts";
import type { Streams } from "./random/streams.ts";
import { ChipAccounts } from "./serving/chipAccounts.ts";
import { OUTPUT_TOKENS, RequestPool, ROW, TRIES } from "./serving/requestPool.ts";
import { routerFor } from "./serving/routing/routerFor.ts";
import type { Server } from "./serving/server.ts";
import { type RequestObserver, SERIES_BINS, ServingLog } from "./serving/servingLog.ts";
import type { ReplicaShape } from "./timing/replicaShape.ts";
import { requestSource } from "./workload/openSource.ts";
import type { RequestSource } from "./workload/requestSource.ts";
import { ARRIVAL, MEASURE, RETRY, SAMPLE } from "./world/events.ts";
import { FleetPool, type PoolSurroundings } from "./world/fleetPool.ts";
import { Outages } from "./world/outages.ts";
import { Stack } from "./world/stack.ts";
import { usesStack } from "./world/usesStack.ts";

/**
 * A fleet and its clients in one simulated window: requests come, are routed, served, lost and
 * sent again; replicas fail and return; a power cap moves. Counts everything, averages nothing.
 *
 * A plain fleet (one pool, one service, no lever of the serving stack) is all here; whatever else
 * a plan asks for is the business of its `Stack`.
 */
export class World {
  readonly simulation: Simulation;
  readonly requests = new RequestPool();
  readonly log: ServingLog;
  readonly pools: readonly FleetPool[];
  readonly replicas: readonly Server[];
  /** What became of the chip-seconds of all pools; null where the pool's own accounts say it. */
  readonly uses: ChipAccounts | null;
  /** `uses` at the start of the measured part. */
  usesAtWarmup = new ChipAccounts();
  readonly stack: Stack | null;

  readonly #clock: Float64Array;
  readonly #stepEnds: Timetable;
  readonly #plan: Plan;
  readonly #fleet: FleetPlan;
  readonly #contextTokens: number;
  readonly #source: RequestSource;
  readonly #outages: Outages;
  readonly #closedLoop: boolean;
  readonly #traced: boolean;
  #sourceEnded = false;
  /** Arrival of the source's current request, seconds; Infinity in a closed loop or at the end. */
  #arrivalS = Infinity;
  #stopped = false;

  /** @param shapes one by pool */
  constructor(
    plan: Plan,
    fleet: FleetPlan,
    shapes: readonly ReplicaShape[],
    streams: Streams,
    replication: number,
    trace?: TraceSink,
    observe?: RequestObserver,
  ) {
    this.#plan = plan;
    this.#fleet = fleet;
    this.#contextTokens = Math.min(...shapes.map((shape) => shape.contextTokens));
    this.simulation = new Simulation(trace);
    const clock = this.simulation.clock;
    this.#clock = clock;
    this.log = new ServingLog(
      clock,
      this.requests,
      plan.promise,
      fleet.timing.requestOverheadS,
      plan.windowS,
      plan.warmupS,
      observe,
    );
    const plans = [fleet, ...(fleet.pools ?? [])];
    const most = plans.map((pool) => pool.scaling?.maxReplicas ?? pool.replicas);
    this.#stepEnds = new Timetable(most.reduce((sum, replicas) => sum + replicas, 0));
    const chipsMost = Math.max(...shapes.map((shape) => shape.chips));
    const faults = new ReplicaFaults(fleet.faults, chipsMost, streams);
    const stacked = usesStack(plan, fleet);
    this.#source = stacked
      ? NO_REQUESTS
      : requestSource(plan.demand, plan.windowS, streams, replication);
    this.stack = stacked
      ? new Stack({
          plan,
          fleet,
          shapes,
          streams,
          replication,
          simulation: this.simulation,
          requests: this.requests,
          log: this.log,
          attemptFailed: (slot) => this.#attemptFailed(slot),
          gone: (slot) => this.#gone(slot),
          stop: () => {
            this.#stopped = true;
          },
        })
      : null;
    this.uses = plans.length > 1 ? new ChipAccounts() : null;
    const around: PoolSurroundings = {
      clock,
      stepEnds: this.#stepEnds,
      pool: this.requests,
      log: this.log,
      uses: this.uses,
      priorities: this.stack?.priorities ?? new Float64Array(0),
      weights: this.stack?.weights ?? [],
      faults,
      stallS: fleet.faults.stallS,
      levers: this.stack,
      gone: (slot) => this.#gone(slot),
    };
    let first = 0;
    const pools: FleetPool[] = [];
    for (const [index, pool] of plans.entries()) {
      const router = routerFor(pool.router, {
        replicas: most[index]!,
        pool: this.requests,
        draws: () => streams.keyed(`router/pool-${index}`),
        tree: this.stack?.caches.tree ?? NO_TREE,
        signal: pool.routerSignal ?? [],
        clock,
        clusters: this.stack?.variants.clusters ?? null,
        adapters: this.stack?.variants.adapters ?? null,
      });
      pools.push(
        new FleetPool(index, pool, shapes[index]!, first, router, around, {
          handsOver: this.stack?.handsOver(index) ?? false,
          pace: this.stack?.drafts.paceOf(index) ?? null,
          most: most[index]!,
        }),
      );
      first += most[index]!;
    }
    this.pools = pools;
    this.replicas = pools.flatMap((pool) => pool.replicas);
    this.#traced = trace !== undefined;
    this.#closedLoop = plan.demand.arrivals.kind === "closedLoop" && this.stack === null;
    this.#outages = new Outages(fleet, {
      simulation: this.simulation,
      log: this.log,
      pools,
      faults,
      attemptFailed: (slot) => this.#attemptFailed(slot),
      returned: (replica) => this.stack?.returned(replica),
      died: (replica) => this.stack?.died(replica),
    });
    this.stack?.attach(pools, this.#outages);
    this.#listen();
    this.#schedule();
  }

  get incidents(): readonly Incident[] {
    return this.#outages.incidents;
  }

  /** Runs the window; afterwards the simulation's clock stands at its end. */
  run(): void {
    const { simulation, replicas } = this;
    const clock = this.#clock;
    const stepEnds = this.#stepEnds;
    const windowS = this.#plan.windowS;
    const traced = this.#traced;
    let eventS = 0;
    let seenChanges = -1;
    while (!this.#stopped) {
      // Three sources of events: the ends of steps, the next arrival, and the event list.
      const stepS = stepEnds.timesS[stepEnds.next]!;
      const arrivalS = this.#arrivalS;
      if (simulation.changes !== seenChanges) {
        eventS = simulation.nextTimeS();
        seenChanges = simulation.changes;
      }
      const isStep = stepS <= arrivalS;
      const timeS = isStep ? stepS : arrivalS;
      if (eventS < timeS || (eventS === timeS && this.#eventComesFirst(isStep))) {
        if (eventS > windowS) break;
        simulation.fireNext();
        continue;
      }
      if (timeS > windowS) break;
      clock[0] = timeS;
      if (isStep) {
        if (traced) simulation.note("stepFinished", stepEnds.next);
        replicas[stepEnds.next]!.stepFinished();
      } else {
        if (traced) simulation.note("requestArrived", this.log.arrived);
        this.#requestArrived();
      }
    }
    if (!this.#stopped) clock[0] = windowS;
    this.#sample();
  }

  /** A pool's accounts as of now, with everything under way counted pro rata. */
  settled(pool: FleetPool, uses: ChipAccounts | null): ChipAccounts {
    for (const replica of pool.replicas) replica.chargeUntilNow();
    const accounts = pool.accounts.copy();
    for (const replica of pool.replicas) {
      replica.settle(accounts, uses ?? accounts);
      this.#outages.settle(replica.index, accounts);
    }
    this.stack?.settle(pool, accounts);
    return accounts;
  }

  /** Closes a bin of the time series; jumps under way are booked up to here. */
  #sample(): void {
    for (const replica of this.replicas) replica.chargeUntilNow();
    this.log.sample();
  }

  #eventComesFirst(isStep: boolean): boolean {
    return this.simulation.nextRank() < (isStep ? STEP_FINISHED : REQUEST_ARRIVED);
  }

  #listen(): void {
    const simulation = this.simulation;
    if (this.stack === null) {
      simulation.on(ARRIVAL, "requestArrived", () => this.#requestArrived());
    }
    simulation.on(RETRY, "requestRetried", (slot) => this.#route(slot));
    simulation.on(MEASURE, "measuringStarted", () => this.#startMeasuring());
    simulation.on(SAMPLE, "seriesSampled", () => this.#sample());
  }

  #startMeasuring(): void {
    // Waste of steps that are over goes to the fleet's account: before it is copied.
    for (const replica of this.replicas) replica.chargeUntilNow();
    const uses = this.uses === null ? null : this.uses.copy();
    for (const pool of this.pools) pool.atWarmup = this.settled(pool, uses);
    if (uses !== null) this.usesAtWarmup = uses;
    this.log.startMeasuring();
    this.stack?.startMeasuring();
  }

  #schedule(): void {
    const { simulation } = this;
    this.#outages.schedule();
    if (this.#plan.warmupS > 0) {
      simulation.at(this.#plan.warmupS, MEASURING_STARTED, MEASURE, 0);
    }
    for (let bin = 1; bin < SERIES_BINS; bin++) {
      simulation.at(bin * this.log.binS, SERIES_SAMPLED, SAMPLE, bin);
    }
    if (this.stack !== null) {
      this.stack.schedule();
      return;
    }
    const arrivals = this.#plan.demand.arrivals;
    if (arrivals.kind === "closedLoop") {
      for (let client = 0; client < arrivals.concurrency; client++) {
        simulation.at(0, REQUEST_ARRIVED, ARRIVAL, 0);
      }
    } else if (this.#source.advance()) {
      this.#arrivalS = this.#source.arrivalS;
    }
  }

  #requestArrived(): void {
    const source = this.#source;
    if (this.#closedLoop && !source.advance()) {
      this.#sourceEnded = true;
      if (this.requests.live === 0) this.#stopped = true;
      return;
    }
    const nowS = this.#clock[0]!;
    const input = source.inputTokens;
    const output = source.outputTokens;
    const cached = source.cachedTokens;
    if (!this.#closedLoop) this.#arrivalS = source.advance() ? source.arrivalS : Infinity;
    this.log.requestArrived();
    const room = this.#contextTokens - input;
    const slot = this.requests.take(nowS, input, output, cached);
    if (output > room) {
      if (this.#fleet.engine.contextPolicy === "drop" || room < 1) {
        this.log.requestFailed(slot, "rejected");
        this.#gone(slot);
        return;
      }
      this.log.capped++;
      this.requests.rows[slot * ROW + OUTPUT_TOKENS] = room;
    }
    this.#route(slot);
  }

  #route(slot: number): void {
    if (this.stack !== null) {
      this.stack.enter(slot);
      return;
    }
    const pool = this.pools[0]!;
    const index = pool.router.choose(slot);
    if (index < 0) {
      this.#attemptFailed(slot);
      return;
    }
    pool.router.changed(index, 1);
    pool.replicas[index]!.enqueue(slot);
  }

  /** The client got an error: it waits and tries again, or gives up. */
  #attemptFailed(slot: number): void {
    const { maxTries, retryDelayS } = this.#fleet.faults;
    const rows = this.requests.rows;
    const tries = slot * ROW + TRIES;
    this.stack?.tryEnded(slot);
    if (rows[tries]! >= maxTries) {
      this.stack?.failed(slot);
      this.log.requestFailed(slot, "lost");
      this.#gone(slot);
      return;
    }
    rows[tries] = rows[tries]! + 1;
    this.requests.restart(slot);
    this.log.retries++;
    this.simulation.after(retryDelayS, REQUEST_RETRIED, RETRY, slot);
  }

  #gone(slot: number): void {
    this.stack?.left(slot);
    this.requests.release(slot);
    this.stack?.clients.stopIfDone();
    if (!this.#closedLoop) return;
    if (!this.#sourceEnded) this.simulation.after(0, REQUEST_ARRIVED, ARRIVAL, 0);
    else if (this.requests.live === 0) this.#stopped = true;
  }
}

/** The clients of a stack have sources of their own. */
const NO_REQUESTS: RequestSource = {
  arrivalS: Infinity,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  advance: () => false,
};

/** Routers that follow prefixes are part of the stack: elsewhere there is no tree to walk. */
const NO_TREE = { parentOf: () => -1 };
