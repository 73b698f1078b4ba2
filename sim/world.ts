import {
  MEASURING_STARTED,
  REPLICA_FAILED,
  REPLICA_REPAIRED,
  REPLICA_RETURNED,
  REQUEST_ARRIVED,
  REQUEST_RETRIED,
  SIGNAL_CHANGED,
} from "./engine/ranks.ts";
import { Simulation } from "./engine/simulation.ts";
import type { TraceSink } from "./engine/trace.ts";
import { capStretch } from "./facility/powerCap.ts";
import { ReplicaFaults } from "./faults/replicaFailures.ts";
import type { Incident } from "./physical.ts";
import type { FleetPlan, Plan } from "./plan.ts";
import type { Streams } from "./random/streams.ts";
import { ChipAccounts } from "./serving/chipAccounts.ts";
import { Replica, type ReplicaWorld } from "./serving/replica.ts";
import { RequestPool } from "./serving/requestPool.ts";
import { LeastOutstanding, RoundRobin, type Router } from "./serving/router.ts";
import { ServingLog } from "./serving/servingLog.ts";
import type { ReplicaShape } from "./timing/replicaShape.ts";
import { requestSource, type RequestSource } from "./workload/requestSource.ts";

// Kinds of events; the entity is a replica, a request's slot, or the index of a cap.
const STEP = 0;
const ARRIVAL = 1;
const RETRY = 2;
const FAILURE = 3;
const REPAIR = 4;
const RETURN = 5;
const CAP = 6;
const MEASURE = 7;

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
  readonly stepFinishedKind = STEP;
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
  #sourceEnded = false;

  constructor(
    plan: Plan,
    fleet: FleetPlan,
    shape: ReplicaShape,
    streams: Streams,
    replication: number,
    trace?: TraceSink,
  ) {
    this.#plan = plan;
    this.#fleet = fleet;
    this.#contextTokens = shape.contextTokens;
    this.simulation = new Simulation(trace);
    this.stallS = fleet.faults.stallS;
    this.log = new ServingLog(
      this.pool,
      plan.promise,
      fleet.timing.requestOverheadS,
      plan.windowS,
      plan.warmupS,
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
    this.#closedLoop = plan.demand.arrivals.kind === "closedLoop";
    this.#listen();
    this.#schedule();
  }

  /** Runs the window; afterwards the simulation's clock stands at its end. */
  run(): void {
    this.simulation.run(this.#plan.windowS);
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
    for (const replica of this.replicas) replica.chargeUntil(nowS);
    const accounts = this.accounts.copy();
    for (const [index, replica] of this.replicas.entries()) {
      replica.settle(nowS, accounts);
      const outage = this.#outages[index]!;
      if (!Number.isNaN(outage.downSinceS)) accounts.downS += nowS - outage.downSinceS;
      if (!Number.isNaN(outage.restartSinceS)) accounts.restartS += nowS - outage.restartSinceS;
    }
    return accounts;
  }

  #listen(): void {
    const simulation = this.simulation;
    const replicas = this.replicas;
    simulation.on(STEP, "stepFinished", (index) =>
      replicas[index]!.stepFinished(simulation.nowS),
    );
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
    const arrivals = this.#plan.demand.arrivals;
    if (arrivals.kind === "closedLoop") {
      for (let client = 0; client < arrivals.concurrency; client++) {
        simulation.at(0, REQUEST_ARRIVED, ARRIVAL, 0);
      }
    } else if (this.#source.advance()) {
      simulation.at(this.#source.arrivalS, REQUEST_ARRIVED, ARRIVAL, 0);
    }
  }

  #requestArrived(): void {
    const source = this.#source;
    const simulation = this.simulation;
    if (this.#closedLoop && !source.advance()) {
      this.#sourceEnded = true;
      if (this.pool.live === 0) simulation.stop();
      return;
    }
    const nowS = simulation.nowS;
    const input = source.inputTokens;
    const output = source.outputTokens;
    const cached = source.cachedTokens;
    if (!this.#closedLoop && source.advance()) {
      simulation.at(source.arrivalS, REQUEST_ARRIVED, ARRIVAL, 0);
    }
    this.log.requestArrived(nowS);
    const room = this.#contextTokens - input;
    const slot = this.pool.take(nowS, input, output, cached);
    if (output > room) {
      if (this.#fleet.engine.contextPolicy === "drop" || room < 1) {
        this.log.requestFailed(slot, nowS, "rejected");
        this.#gone(slot);
        return;
      }
      this.log.capped++;
      this.pool.outputTokens[slot] = room;
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
    this.replicas[index]!.enqueue(slot, this.simulation.nowS);
  }

  /** The client got an error: it waits and tries again, or gives up. */
  #attemptFailed(slot: number): void {
    const { maxTries, retryDelayS } = this.#fleet.faults;
    const nowS = this.simulation.nowS;
    if (this.pool.tries[slot]! >= maxTries) {
      this.log.requestFailed(slot, nowS, "lost");
      this.#gone(slot);
      return;
    }
    this.pool.tries[slot] = this.pool.tries[slot]! + 1;
    this.pool.restart(slot);
    this.log.retries++;
    this.simulation.after(retryDelayS, REQUEST_RETRIED, RETRY, slot);
  }

  #gone(slot: number): void {
    this.pool.release(slot);
    if (!this.#closedLoop) return;
    if (!this.#sourceEnded) this.simulation.after(0, REQUEST_ARRIVED, ARRIVAL, 0);
    else if (this.pool.live === 0) this.simulation.stop();
  }

  #scheduleFailure(index: number): void {
    const lifeS = this.#faults.lifeS(index);
    if (lifeS < Infinity) this.simulation.after(lifeS, REPLICA_FAILED, FAILURE, index);
  }

  #replicaFailed(index: number): void {
    const replica = this.replicas[index]!;
    if (!replica.isUp) return;
    const nowS = this.simulation.nowS;
    const held = replica.running.count + replica.waiting.count;
    this.#router.setUp(index, false);
    this.#router.changed(index, -held);
    replica.fail(nowS, (slot) => this.#attemptFailed(slot));
    this.log.down.add(nowS, 1);
    this.#outages[index]!.downSinceS = nowS;
    this.simulation.after(this.#faults.repairS(index), REPLICA_REPAIRED, REPAIR, index);
    this.#record("replicaFailed", index, held);
  }

  #replicaRepaired(index: number): void {
    const nowS = this.simulation.nowS;
    const outage = this.#outages[index]!;
    this.accounts.downS += nowS - outage.downSinceS;
    outage.downSinceS = Number.NaN;
    outage.restartSinceS = nowS;
    this.simulation.after(this.#fleet.faults.reloadS, REPLICA_RETURNED, RETURN, index);
    this.#record("replicaRepaired", index, 0);
  }

  #replicaReturned(index: number): void {
    const nowS = this.simulation.nowS;
    const outage = this.#outages[index]!;
    this.accounts.restartS += nowS - outage.restartSinceS;
    outage.restartSinceS = Number.NaN;
    this.replicas[index]!.restore(nowS);
    this.#router.setUp(index, true);
    this.log.down.add(nowS, -1);
    this.#scheduleFailure(index);
    this.#record("replicaReturned", index, 0);
  }

  #powerCapChanged(index: number): void {
    const { power, chip, chipsPerReplica, replicas } = this.#fleet;
    const capWatts = power.caps[index]!.capWatts;
    const chips = chipsPerReplica * replicas;
    const stretch = capStretch(capWatts, chips, chip, power);
    if (stretch === Infinity) {
      const idleWatts = chips * chip.idleWatts * power.pue;
      throw new RangeError(
        `power cap of ${capWatts} W for ${chips} chips; expected more than the ${idleWatts} W they draw idle`,
      );
    }
    const nowS = this.simulation.nowS;
    for (const replica of this.replicas) replica.setStretch(stretch, nowS);
    this.#record("powerCapChanged", -1, 0);
  }

  #record(kind: Incident["kind"], replica: number, requestsLost: number): void {
    if (this.incidents.length >= MOST_INCIDENTS) return;
    this.incidents.push({ atS: this.simulation.nowS, kind, replica, requestsLost });
  }
}
