import {
  MEASURING_STARTED,
  REPLICA_FAILED,
  REPLICA_REPAIRED,
  REPLICA_RETURNED,
  REQUEST_ARRIVED,
  REQUEST_RETRIED,
  SIGNAL_CHANGED,
  STEP_FINISHED,
} from "../../../sim/engine/ranks.ts";
import { underCap } from "../../../sim/facility/powerCap.ts";
import { ReplicaFaults } from "../../../sim/faults/replicaFailures.ts";
import type { FleetPlan, Plan } from "../../../sim/plan.ts";
import { Streams } from "../../../sim/random/streams.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import { requestSource } from "../../../sim/workload/openSource.ts";
import { Agenda, type Entry } from "./agenda.ts";
import { TwinLedger, type TwinTotals, type UnderWay } from "./twinLedger.ts";
import { TwinLog } from "./twinLog.ts";
import {
  type TwinHits,
  type TwinListener,
  TwinReplica,
  type TwinRequest,
  type TwinStep,
} from "./twinReplica.ts";

/** A replica and what it is doing, since when that is not yet booked. */
interface Place {
  readonly replica: TwinReplica;
  doing: TwinStep | "idle" | "down" | "restart";
  sinceS: number;
  /** End of the step under way, and end of the replica's life. */
  stepEnd: Entry | undefined;
  death: Entry | undefined;
  inRepair: boolean;
}

/**
 * A fleet and its clients, one iteration at a time: the plain twin of the fast engine. It shares
 * with it what is not its business (requests, step times, draws, ranks) and nothing else.
 */
export class StepTwin implements TwinListener {
  readonly log: TwinLog;
  readonly ledger: TwinLedger;
  readonly hits: TwinHits = {
    preemption: 0,
    multiChunkPrefill: 0,
    fullKv: 0,
    contextCap: 0,
    interruption: 0,
    idle: 0,
  };
  readonly #plan: Plan;
  readonly #fleet: FleetPlan;
  readonly #shape: ReplicaShape;
  readonly #agenda = new Agenda();
  readonly #faults: ReplicaFaults;
  readonly #places: readonly Place[];
  #stretch = 1;
  /** Replicas that the power cap lets run: the first ones. */
  #powered: number;
  #turn = 0;
  #atWarmup: TwinTotals;

  constructor(plan: Plan, fleet: FleetPlan, shape: ReplicaShape, replication: number) {
    const streams = new Streams(`${plan.seed}/rep-${replication}`);
    this.#plan = plan;
    this.#fleet = fleet;
    this.#powered = fleet.replicas;
    this.#shape = shape;
    this.log = new TwinLog(plan, fleet.timing.requestOverheadS);
    this.ledger = new TwinLedger(shape.cost);
    this.#atWarmup = this.ledger.totals([]);
    this.#faults = new ReplicaFaults(fleet.faults, shape.chips, streams);
    this.#places = Array.from({ length: fleet.replicas }, (_, index) => ({
      replica: new TwinReplica(index, shape, fleet.engine, this),
      doing: "idle",
      sinceS: 0,
      stepEnd: undefined,
      death: undefined,
      inRepair: false,
    }));
    for (const cap of fleet.power.caps) {
      this.#agenda.at(cap.fromS, SIGNAL_CHANGED, () => this.#capChanged(cap.capWatts));
    }
    for (const index of this.#places.keys()) this.#liveOn(index);
    for (const { atS, replica } of fleet.faults.forced) {
      this.#agenda.at(atS, REPLICA_FAILED, () => this.#failed(replica));
    }
    if (plan.warmupS > 0) {
      this.#agenda.at(plan.warmupS, MEASURING_STARTED, () => {
        this.#atWarmup = this.#totals();
        this.log.startMeasuring();
      });
    }
    this.#schedule(streams, replication);
  }

  /** Runs the window and returns the replica-seconds of its measured part. */
  run(): TwinTotals {
    this.#agenda.run(this.#plan.windowS);
    return difference(this.#totals(), this.#atWarmup);
  }

  /** When the window ended, seconds: early where a closed loop has run out of requests. */
  get endS(): number {
    return this.#agenda.nowS;
  }

  /** Requests and blocks held when the window ended. */
  held(): { readonly waiting: number; readonly running: number; readonly usedBlocks: number } {
    const sum = (of: (replica: TwinReplica) => number): number =>
      this.#places.reduce((total, { replica }) => total + of(replica), 0);
    return {
      waiting: sum((replica) => replica.waiting.length),
      running: sum((replica) => replica.running.length),
      usedBlocks: sum((replica) => replica.usedBlocks()),
    };
  }

  stretch(): number {
    return this.#stretch;
  }

  stallS(): number {
    return this.#fleet.faults.stallS;
  }

  stepsToStall(replica: number): number {
    return this.#faults.stepsToStall(replica);
  }

  preempted(request: TwinRequest): void {
    this.log.preemptions++;
    this.log.level("running", this.#agenda.nowS, -1);
    this.ledger.preempt(request);
  }

  admitted(): void {
    this.log.level("running", this.#agenda.nowS, 1);
  }

  blocksChanged(by: number): void {
    this.log.level("blocks", this.#agenda.nowS, by);
  }

  /** All requests are known before the first: they do not depend on what is served. */
  #schedule(streams: Streams, replication: number): void {
    const { demand, windowS } = this.#plan;
    const source = requestSource(demand, windowS, streams, replication);
    const next = (arrivalS: number): TwinRequest => ({
      arrivalS,
      input: source.inputTokens,
      output: source.outputTokens,
      cached: source.cachedTokens,
      tries: 1,
      emitted: 0,
      left: 0,
      blocks: 0,
      firstTokenS: Number.NaN,
      lastTokenS: Number.NaN,
    });
    if (demand.arrivals.kind !== "closedLoop") {
      while (source.advance()) {
        const request = next(source.arrivalS);
        this.#agenda.at(request.arrivalS, REQUEST_ARRIVED, () => this.#arrived(request));
      }
      return;
    }
    let ended = false;
    const send = (): void => {
      this.#agenda.at(this.#agenda.nowS, REQUEST_ARRIVED, () => {
        if (source.advance()) this.#arrived(next(this.#agenda.nowS));
        else ended = true;
        if (ended && this.log.counts.live === 0) this.#agenda.stop();
      });
    };
    this.log.whenGone = send;
    for (let client = 0; client < demand.arrivals.concurrency; client++) send();
  }

  #arrived(request: TwinRequest): void {
    const { log } = this;
    const nowS = this.#agenda.nowS;
    log.arrived(request);
    const room = this.#shape.contextTokens - request.input;
    if (request.output > room) {
      this.hits.contextCap++;
      if (this.#fleet.engine.contextPolicy === "drop" || room < 1) {
        log.failed(request, "rejected", nowS);
        return;
      }
      log.capped++;
      request.output = room;
    }
    this.#send(request);
  }

  #send(request: TwinRequest): void {
    const index = this.#choose();
    if (index === -1) {
      this.#attemptFailed(request);
      return;
    }
    const place = this.#places[index]!;
    place.replica.waiting.push(request);
    if (place.doing === "idle") this.#startStep(index);
  }

  #choose(): number {
    const up = [...this.#places.keys()].filter((index) => this.#isUp(index));
    if (up.length === 0) return -1;
    if (this.#fleet.router === "roundRobin") {
      const index = up.find((candidate) => candidate >= this.#turn) ?? up[0]!;
      this.#turn = index + 1;
      return index;
    }
    const held = (index: number): number => {
      const { waiting, running } = this.#places[index]!.replica;
      return waiting.length + running.length;
    };
    return up.reduce((best, index) => (held(index) < held(best) ? index : best));
  }

  #isUp(index: number): boolean {
    const { doing } = this.#places[index]!;
    return doing !== "down" && doing !== "restart";
  }

  #startStep(index: number): void {
    const place = this.#places[index]!;
    const step = place.replica.startStep(this.#agenda.nowS);
    this.#do(index, step ?? "idle");
    if (step === null) {
      this.hits.idle++;
      return;
    }
    place.stepEnd = this.#agenda.at(step.endS, STEP_FINISHED, () => this.#finishStep(index, step));
  }

  #finishStep(index: number, step: TwinStep): void {
    const place = this.#places[index]!;
    place.sinceS = step.endS;
    this.log.stepFinished();
    this.ledger.finishStep(step);
    const nowS = this.#agenda.nowS;
    for (const request of place.replica.finishStep(step, this.log)) {
      this.log.level("running", nowS, -1);
      if (this.log.finished(request, nowS)) this.ledger.use(request);
      else this.ledger.waste(request, "late");
    }
    this.#startStep(index);
  }

  /** A replica gets a new life, and with it a new end. */
  #liveOn(index: number): void {
    const lifeS = this.#faults.lifeS(index);
    if (lifeS === Infinity) return;
    const { nowS } = this.#agenda;
    this.#places[index]!.death = this.#agenda.at(nowS + lifeS, REPLICA_FAILED, () =>
      this.#failed(index),
    );
  }

  #failed(index: number): void {
    if (!this.#isUp(index)) return;
    const place = this.#places[index]!;
    place.inRepair = true;
    this.#goDown(index);
    this.#agenda.at(this.#agenda.nowS + this.#faults.repairS(index), REPLICA_REPAIRED, () => {
      place.inRepair = false;
      this.#reload(index);
    });
  }

  /** Broken or switched off: what it held is lost to the clients, and its life is over. */
  #goDown(index: number): void {
    const place = this.#places[index]!;
    if (place.doing !== "idle") this.hits.interruption++;
    this.#do(index, "down");
    this.#agenda.cancel(place.stepEnd);
    this.#agenda.cancel(place.death);
    this.log.level("running", this.#agenda.nowS, -place.replica.running.length);
    for (const request of place.replica.fail()) {
      this.ledger.waste(request, "lost");
      this.#attemptFailed(request);
    }
  }

  /** Comes back, if it is whole and there is power for it; without power it stays down. */
  #reload(index: number): void {
    const place = this.#places[index]!;
    if (place.doing !== "down" || place.inRepair || index >= this.#powered) return;
    this.#do(index, "restart");
    this.#agenda.at(this.#agenda.nowS + this.#fleet.faults.reloadS, REPLICA_RETURNED, () => {
      this.#do(index, index < this.#powered ? "idle" : "down");
      if (this.#isUp(index)) this.#liveOn(index);
    });
  }

  #attemptFailed(request: TwinRequest): void {
    const { maxTries, retryDelayS } = this.#fleet.faults;
    const nowS = this.#agenda.nowS;
    if (request.tries >= maxTries) {
      this.log.failed(request, "lost", nowS);
      return;
    }
    request.tries++;
    request.emitted = 0;
    request.left = 0;
    this.log.retried(request);
    this.#agenda.at(nowS + retryDelayS, REQUEST_RETRIED, () => this.#send(request));
  }

  /** A cap slows every step that starts under it, and switches off the last replicas. */
  #capChanged(capWatts: number): void {
    const { power, chip, replicas } = this.#fleet;
    if (this.#places.some(({ doing }) => typeof doing !== "string")) this.hits.interruption++;
    const capped = underCap(capWatts, replicas, this.#shape.chips, chip, power.pue);
    this.#stretch = capped.stretch;
    this.#powered = capped.replicas;
    for (const index of this.#places.keys()) {
      if (index >= this.#powered && this.#isUp(index)) this.#goDown(index);
    }
    for (const index of this.#places.keys()) this.#reload(index);
  }

  /** Ends what a replica is doing, if it is not yet booked, and starts something else. */
  #do(index: number, what: Place["doing"]): void {
    const place = this.#places[index]!;
    const { nowS } = this.#agenda;
    const elapsedS = nowS - place.sinceS;
    if (typeof place.doing === "string") this.ledger.stay(place.doing, elapsedS);
    else if (elapsedS > 0) this.ledger.breakStep({ step: place.doing, elapsedS });
    const busy = (doing: Place["doing"]): number => (typeof doing === "string" ? 0 : 1);
    this.log.level("busy", nowS, busy(what) - busy(place.doing));
    place.doing = what;
    place.sinceS = nowS;
  }

  #totals(): TwinTotals {
    const steps: UnderWay[] = [];
    for (const place of this.#places) {
      const elapsedS = this.#agenda.nowS - place.sinceS;
      if (typeof place.doing !== "string") {
        steps.push({ step: place.doing, elapsedS });
        continue;
      }
      this.ledger.stay(place.doing, elapsedS);
      place.sinceS = this.#agenda.nowS;
    }
    return this.ledger.totals(steps);
  }
}

function difference(end: TwinTotals, start: TwinTotals): TwinTotals {
  const less = <Row extends Record<string, number>>(a: Row, b: Row): Row => {
    const left = Object.entries(a).map(([key, value]) => [key, value - (b[key] ?? 0)]);
    return Object.fromEntries(left) as Row;
  };
  return {
    states: less(end.states, start.states),
    wasted: less(end.wasted, start.wasted),
    used: less(end.used, start.used),
    flops: less(end.flops, start.flops),
  };
}
