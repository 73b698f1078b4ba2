import {
  MEASURING_STARTED,
  REPLICA_FAILED,
  REPLICA_REPAIRED,
  REPLICA_RETURNED,
  REQUEST_ARRIVED,
  REQUEST_RETRIED,
  SERIES_SAMPLED,
  SIGNAL_CHANGED,
  STEP_FINISHED,
} from "./engine/ranks.ts";
import { Simulation } from "./engine/simulation.ts";
import { Timetable } from "./engine/timetable.ts";
import type { TraceSink } from "./engine/trace.ts";
import { underCap } from "./facility/powerCap.ts";
import { ReplicaFaults } from "./faults/replicaFailures.ts";
import type { Incident } from "./physical.ts";
import type { FleetPlan, Plan } from "./plan.ts";
import type { Streams } from "./random/streams.ts";
import { ChipAccounts } from "./serving/chipAccounts.ts";
import { Replica } from "./serving/replica.ts";
import type { ReplicaWorld } from "./serving/replicaWorld.ts";
import { OUTPUT_TOKENS, RequestPool, ROW, TRIES } from "./serving/requestPool.ts";
import { LeastOutstanding, RoundRobin, type Router } from "./serving/router.ts";
import { type RequestObserver, SERIES_BINS, ServingLog } from "./serving/servingLog.ts";
import type { ReplicaShape } from "./timing/replicaShape.ts";
import { requestSource } from "./workload/openSource.ts";
import type { RequestSource } from "./workload/requestSource.ts";

// Kinds of events; the entity is a replica, a request's slot, the index of a cap or a bin.
const ARRIVAL = 0;
const RETRY = 1;
const FAILURE = 2;
const REPAIR = 3;
const RETURN = 4;
const CAP = 5;
const MEASURE = 6;
const SAMPLE = 7;

/** Incidents kept for drawing; counts go on beyond. */
const MOST_INCIDENTS = 1000;

/** When a replica that is not up began to be repaired or to reload; NaN when it does not. */
interface Outage {
  downSinceS: number;
  restartSinceS: number;
}

/**
 * A fleet and its clients in one simulated window: requests come, are routed, served, lost and
 * sent again; replicas fail and return; a power cap moves. Counts everything, averages nothing.
 */
export class World implements ReplicaWorld {
  readonly simulation: Simulation;
  readonly pool = new RequestPool();
  readonly accounts = new ChipAccounts();
  readonly log: ServingLog;
  readonly replicas: readonly Replica[];
  readonly incidents: Incident[] = [];
  readonly clock: Float64Array;
  readonly stepEnds: Timetable;
  readonly stallS: number;
  /** Accounts at the start of the measured part. */
  atWarmup = new ChipAccounts();

  readonly #plan: Plan;
  readonly #fleet: FleetPlan;
  readonly #contextTokens: number;
  readonly #source: RequestSource;
  readonly #router: Router;
  readonly #faults: ReplicaFaults;
  readonly #outages: Outage[];
  readonly #closedLoop: boolean;
  readonly #traced: boolean;
  #sourceEnded = false;
  /** Arrival of the source's current request, seconds; Infinity in a closed loop or at the end. */
  #arrivalS = Infinity;
  #stopped = false;
  /** Replicas that the power cap lets run: those with a lower number. */
  #powered: number;
  /** Replicas that failed and are being repaired, powered or not. */
  readonly #underRepair = new Set<number>();
  /** The pending failure of each replica. */
  readonly #lives: number[] = [];

  constructor(
    plan: Plan,
    fleet: FleetPlan,
    shape: ReplicaShape,
    streams: Streams,
    replication: number,
    trace?: TraceSink,
    observe?: RequestObserver,
  ) {
    this.#plan = plan;
    this.#fleet = fleet;
    this.#contextTokens = shape.contextTokens;
    this.simulation = new Simulation(trace);
    this.clock = this.simulation.clock;
    this.stepEnds = new Timetable(fleet.replicas);
    this.stallS = fleet.faults.stallS;
    this.#powered = fleet.replicas;
    this.log = new ServingLog(
      this.clock,
      this.pool,
      plan.promise,
      fleet.timing.requestOverheadS,
      plan.windowS,
      plan.warmupS,
      observe,
    );
    this.#faults = new ReplicaFaults(fleet.faults, shape.chips, streams);
    this.#source = requestSource(plan.demand, plan.windowS, streams, replication);
    this.#router =
      fleet.router === "roundRobin"
        ? new RoundRobin(fleet.replicas)
        : new LeastOutstanding(fleet.replicas);
    const replicas: Replica[] = [];
    for (let index = 0; index < fleet.replicas; index++) {
      replicas.push(new Replica(index, shape, fleet.engine, this));
    }
    this.replicas = replicas;
    this.#outages = replicas.map(() => ({ downSinceS: Number.NaN, restartSinceS: Number.NaN }));
    this.#traced = trace !== undefined;
    this.#closedLoop = plan.demand.arrivals.kind === "closedLoop";
    this.#listen();
    this.#schedule();
  }

  /** Runs the window; afterwards the simulation's clock stands at its end. */
  run(): void {
    const { simulation, clock, stepEnds, replicas } = this;
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

  /** Closes a bin of the time series; jumps under way are booked up to here. */
  #sample(): void {
    for (const replica of this.replicas) replica.chargeUntilNow();
    this.log.sample();
  }

  #eventComesFirst(isStep: boolean): boolean {
    return this.simulation.nextRank() < (isStep ? STEP_FINISHED : REQUEST_ARRIVED);
  }

  requestLeft(slot: number, replica: number): void {
    this.#router.changed(replica, -1);
    this.#gone(slot);
  }

  stepsToStall(replica: number): number {
    return this.#faults.stepsToStall(replica);
  }

  /** The accounts as of now, with everything under way counted pro rata. */
  settled(): ChipAccounts {
    const nowS = this.simulation.nowS;
    for (const replica of this.replicas) replica.chargeUntilNow();
    const accounts = this.accounts.copy();
    for (const [index, replica] of this.replicas.entries()) {
      replica.settle(accounts);
      const outage = this.#outages[index]!;
      if (!Number.isNaN(outage.downSinceS)) accounts.downS += nowS - outage.downSinceS;
      if (!Number.isNaN(outage.restartSinceS)) accounts.restartS += nowS - outage.restartSinceS;
    }
    return accounts;
  }

  #listen(): void {
    const simulation = this.simulation;
    simulation.on(ARRIVAL, "requestArrived", () => this.#requestArrived());
    simulation.on(RETRY, "requestRetried", (slot) => this.#route(slot));
    simulation.on(FAILURE, "replicaFailed", (index) => this.#replicaFailed(index));
    simulation.on(REPAIR, "replicaRepaired", (index) => this.#replicaRepaired(index));
    simulation.on(RETURN, "replicaReturned", (index) => this.#replicaReturned(index));
    simulation.on(CAP, "powerCapChanged", (index) => this.#powerCapChanged(index));
    simulation.on(MEASURE, "measuringStarted", () => {
      this.atWarmup = this.settled();
      this.log.startMeasuring();
    });
    simulation.on(SAMPLE, "seriesSampled", () => this.#sample());
  }

  #schedule(): void {
    const { simulation } = this;
    const { faults, power } = this.#fleet;
    for (const [index, cap] of power.caps.entries()) {
      simulation.at(cap.fromS, SIGNAL_CHANGED, CAP, index);
    }
    for (const index of this.replicas.keys()) this.#scheduleFailure(index);
    for (const { atS, replica } of faults.forced) {
      simulation.at(atS, REPLICA_FAILED, FAILURE, replica);
    }
    if (this.#plan.warmupS > 0) {
      simulation.at(this.#plan.warmupS, MEASURING_STARTED, MEASURE, 0);
    }
    for (let bin = 1; bin < SERIES_BINS; bin++) {
      simulation.at(bin * this.log.binS, SERIES_SAMPLED, SAMPLE, bin);
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
      if (this.pool.live === 0) this.#stopped = true;
      return;
    }
    const nowS = this.clock[0]!;
    const input = source.inputTokens;
    const output = source.outputTokens;
    const cached = source.cachedTokens;
    if (!this.#closedLoop) this.#arrivalS = source.advance() ? source.arrivalS : Infinity;
    this.log.requestArrived();
    const room = this.#contextTokens - input;
    const slot = this.pool.take(nowS, input, output, cached);
    if (output > room) {
      if (this.#fleet.engine.contextPolicy === "drop" || room < 1) {
        this.log.requestFailed(slot, "rejected");
        this.#gone(slot);
        return;
      }
      this.log.capped++;
      this.pool.rows[slot * ROW + OUTPUT_TOKENS] = room;
    }
    this.#route(slot);
  }

  #route(slot: number): void {
    const index = this.#router.choose();
    if (index < 0) {
      this.#attemptFailed(slot);
      return;
    }
    this.#router.changed(index, 1);
    this.replicas[index]!.enqueue(slot);
  }

  /** The client got an error: it waits and tries again, or gives up. */
  #attemptFailed(slot: number): void {
    const { maxTries, retryDelayS } = this.#fleet.faults;
    const rows = this.pool.rows;
    const tries = slot * ROW + TRIES;
    if (rows[tries]! >= maxTries) {
      this.log.requestFailed(slot, "lost");
      this.#gone(slot);
      return;
    }
    rows[tries] = rows[tries]! + 1;
    this.pool.restart(slot);
    this.log.retries++;
    this.simulation.after(retryDelayS, REQUEST_RETRIED, RETRY, slot);
  }

  #gone(slot: number): void {
    this.pool.release(slot);
    if (!this.#closedLoop) return;
    if (!this.#sourceEnded) this.simulation.after(0, REQUEST_ARRIVED, ARRIVAL, 0);
    else if (this.pool.live === 0) this.#stopped = true;
  }

  #scheduleFailure(index: number): void {
    const lifeS = this.#faults.lifeS(index);
    if (lifeS === Infinity) return;
    this.#lives[index] = this.simulation.after(lifeS, REPLICA_FAILED, FAILURE, index);
  }

  #replicaFailed(index: number): void {
    if (!this.replicas[index]!.isUp) return;
    const held = this.#goDown(index);
    this.#underRepair.add(index);
    this.simulation.after(this.#faults.repairS(index), REPLICA_REPAIRED, REPAIR, index);
    this.#record("replicaFailed", index, held);
  }

  /** Takes a replica out of service; its requests are lost to their clients. Returns how many. */
  #goDown(index: number): number {
    const replica = this.replicas[index]!;
    const held = replica.running.count + replica.waiting.count;
    this.#router.setUp(index, false);
    this.#router.changed(index, -held);
    replica.fail((slot) => this.#attemptFailed(slot));
    this.log.down.add(1);
    this.#outages[index]!.downSinceS = this.simulation.nowS;
    // A replica switched off does not fail; one that failed has had its event.
    const life = this.#lives[index];
    if (life !== undefined) this.simulation.cancel(life);
    return held;
  }

  #replicaRepaired(index: number): void {
    this.#record("replicaRepaired", index, 0);
    this.#underRepair.delete(index);
    // A replica that the power cap has switched off waits for power.
    if (index < this.#powered) this.#reload(index);
  }

  #reload(index: number): void {
    const nowS = this.simulation.nowS;
    const outage = this.#outages[index]!;
    this.accounts.downS += nowS - outage.downSinceS;
    outage.downSinceS = Number.NaN;
    outage.restartSinceS = nowS;
    this.simulation.after(this.#fleet.faults.reloadS, REPLICA_RETURNED, RETURN, index);
  }

  #replicaReturned(index: number): void {
    const nowS = this.simulation.nowS;
    const outage = this.#outages[index]!;
    this.accounts.restartS += nowS - outage.restartSinceS;
    outage.restartSinceS = Number.NaN;
    if (index >= this.#powered) {
      outage.downSinceS = nowS;
      return;
    }
    this.replicas[index]!.restore();
    this.#router.setUp(index, true);
    this.log.down.add(-1);
    this.#scheduleFailure(index);
    this.#record("replicaReturned", index, 0);
  }

  #powerCapChanged(index: number): void {
    const { power, chip, chipsPerReplica } = this.#fleet;
    const replicas = this.replicas;
    const capWatts = power.caps[index]!.capWatts;
    const capped = underCap(capWatts, replicas.length, chipsPerReplica, chip, power.pue);
    const before = this.#powered;
    this.#powered = capped.replicas;
    let lost = 0;
    for (let off = capped.replicas; off < before; off++) {
      if (replicas[off]!.isUp) lost += this.#goDown(off);
    }
    for (let on = before; on < capped.replicas; on++) {
      // One that failed too comes back when it is repaired, one that reloads is on its way.
      const isOff = !Number.isNaN(this.#outages[on]!.downSinceS);
      if (isOff && !this.#underRepair.has(on)) this.#reload(on);
    }
    for (const replica of replicas) replica.setStretch(capped.stretch);
    this.#record("powerCapChanged", -1, lost);
  }

  #record(kind: Incident["kind"], replica: number, requestsLost: number): void {
    if (this.incidents.length >= MOST_INCIDENTS) return;
    this.incidents.push({ atS: this.simulation.nowS, kind, replica, requestsLost });
  }
}
