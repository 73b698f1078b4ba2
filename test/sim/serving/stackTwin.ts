import * as rank from "../../../sim/engine/ranks.ts";
import type { FleetPlan, Plan, PoolPlan } from "../../../sim/plan.ts";
import { normalQuantile } from "../../../sim/random/normal.ts";
import { type KeyedUniform, Streams } from "../../../sim/random/streams.ts";
import { PrefixTree } from "../../../sim/serving/cache/prefixTree.ts";
import type { FlowPlan } from "../../../sim/stackPlan.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import { iterationsFor } from "../../../sim/timing/speculation.ts";
import { Agenda } from "./agenda.ts";
import type { StackListener, StackRequest } from "./stackRequest.ts";
import { StackAdapters } from "./stackTwinAdapters.ts";
import { StackClients } from "./stackTwinClients.ts";
import { StackLedger, type StackTotals } from "./stackTwinLedger.ts";
import { StackOutages } from "./stackTwinOutages.ts";
import { StackPlaces } from "./stackTwinPlaces.ts";
import type { StackTwinReplica } from "./stackTwinReplica.ts";
import { StackStations } from "./stackTwinStations.ts";
import { StackSteps } from "./stackTwinSteps.ts";
import { StackTravels } from "./stackTwinTravels.ts";

/** Moments this close are one. */
const TIE_S = 1e-10;

/** What came of one request, as its client saw it. */
export interface Seen {
  readonly what: "firstToken" | "finished" | "lost" | "rejected" | "abandoned";
  readonly arrivalS: number;
  readonly nowS: number;
}

/** A fleet with the levers of the serving stack, one iteration at a time; without scaling. */
export class StackTwin implements StackListener {
  readonly ledger = new StackLedger();
  readonly agenda = new Agenda();
  readonly hits = new Map<string, number>();
  readonly seen: Seen[] = [];
  readonly counts = {
    arrived: 0,
    finished: 0,
    onTime: 0,
    rejected: 0,
    lost: 0,
    abandoned: 0,
    capped: 0,
    preemptions: 0,
    retries: 0,
    shed: 0,
  };
  itl = { count: 0, sum: 0 };
  readonly cacheCounts = { lookedUp: 0, found: [0, 0, 0, 0] };
  readonly drafts = { drafted: 0, accepted: 0 };
  readonly answers = { given: 0, accepted: 0, fromCache: 0, escalated: [0, 0, 0] };
  answering = 0;
  readonly priorities: readonly number[];
  readonly weights: readonly number[];
  readonly plan: Plan;
  readonly fleet: FleetPlan;
  readonly shapes: readonly ReplicaShape[];
  readonly tree: PrefixTree;
  readonly pools: readonly PoolPlan[];
  /** Some pool simulates a cache: nothing is cached by assumption. */
  readonly #isCached: boolean;
  readonly clients: StackClients;
  readonly places: StackPlaces;
  readonly stations: StackStations;
  readonly travels: StackTravels;
  readonly adapters: StackAdapters | null;
  readonly #outages: StackOutages;
  readonly #steps: StackSteps;
  readonly #draw: KeyedUniform;
  readonly #paces: readonly (KeyedUniform | null)[];
  readonly #sessionAt = new Map<number, number>();
  #atWarmup: StackTotals;

  constructor(plan: Plan, fleet: FleetPlan, shapes: readonly ReplicaShape[], replication: number) {
    const streams = new Streams(`${plan.seed}/rep-${replication}`);
    this.plan = plan;
    this.fleet = fleet;
    this.shapes = shapes;
    this.pools = [fleet, ...(fleet.pools ?? [])];
    const { arrivals } = plan.demand;
    const cached = this.pools.some(({ cache }) => cache !== undefined);
    this.#isCached = cached;
    const traced = arrivals.kind === "replay" || arrivals.kind === "sessionReplay";
    this.tree = new PrefixTree(cached && traced ? arrivals.trace.prefix : undefined);
    this.clients = new StackClients(this, streams, replication, cached);
    this.priorities = this.clients.classes.map(({ priority }) => priority);
    this.weights = this.clients.classes.map(({ weight }) => weight);
    this.#draw = streams.keyed("answers");
    this.#paces = this.pools.map(({ speculation }, index) =>
      speculation === undefined ? null : streams.keyed(`speculation/pool-${index}`),
    );
    this.stations = new StackStations(this);
    this.#steps = new StackSteps(this);
    this.#outages = new StackOutages(this, streams);
    const { variants } = fleet;
    this.adapters =
      variants?.serve.kind === "adapters"
        ? new StackAdapters(this, variants.serve, variants, streams)
        : null;
    this.places = new StackPlaces(this, streams);
    this.travels = new StackTravels(this, this.pools, this.agenda.clock);
    this.travels.begin();
    this.#outages.schedule();
    this.#atWarmup = this.places.totals();
    if (plan.warmupS > 0) {
      this.agenda.at(plan.warmupS, rank.MEASURING_STARTED, () => this.#startMeasuring());
    }
    this.clients.schedule();
  }

  run(): StackTotals {
    this.agenda.run(this.plan.windowS);
    const end = this.places.totals();
    for (const key of Object.keys(end) as (keyof StackTotals)[]) end[key] -= this.#atWarmup[key];
    return end;
  }

  /** It arrived after the warm-up. */
  measures({ arrivalS }: StackRequest): boolean {
    return arrivalS >= this.plan.warmupS;
  }

  hit(mechanism: string): void {
    this.hits.set(mechanism, (this.hits.get(mechanism) ?? 0) + 1);
  }

  stretch(pool: number): number {
    return this.#outages.stretch(pool);
  }

  stallS(): number {
    return this.fleet.faults.stallS;
  }

  stepsToStall(replica: number): number {
    return this.#outages.stepsToStall(replica);
  }

  preempted(request: StackRequest): void {
    this.counts.preemptions++;
    this.ledger.preempt(request);
    if (request.emitted === 0) request.firstTokenS = Number.NaN;
  }

  swappedOut(request: StackRequest, replica: number): void {
    this.travels.swapOut(request, replica);
  }

  load(request: StackRequest, replica: number, bytes: number): void {
    if (request.source === "adapter") return;
    if (request.source === "tier") this.hit("tierFetch");
    this.travels.load(request, replica, bytes);
  }

  stepsOf(request: StackRequest, tokens: number): number {
    const draw = this.#paces[request.pool]!;
    const { speculation } = this.pools[request.pool]!;
    if (draw === null || speculation === undefined) return tokens;
    this.hit("speculation");
    const { low, high } = speculation.acceptance;
    const accepted = low + (high - low) * draw(request.ordinal, 0);
    const z = normalQuantile(draw(request.ordinal, 1 + request.emitted));
    return iterationsFor(tokens, accepted, speculation.draftTokens, z);
  }

  madeSteps({ pool, stepsMade, pace }: StackRequest): void {
    const { speculation } = this.pools[pool]!;
    if (speculation === undefined) return;
    this.drafts.drafted += stepsMade * speculation.draftTokens;
    this.drafts.accepted += stepsMade * pace - stepsMade;
  }

  answerDraw(request: StackRequest, what: number): number {
    return this.#draw(request.ordinal, what);
  }

  replicaAt(index: number): StackTwinReplica {
    return this.places.list[index]!.replica;
  }

  poolOf(index: number): number {
    return this.places.list[index]!.pool;
  }

  localOf(index: number): number {
    return this.places.list[index]!.local;
  }

  replicasUp(): number {
    return this.places.list.filter((_, index) => this.places.isUp(index)).length;
  }

  nodeFreed(node: number): void {
    for (const router of this.places.routers) router.nodeFreed(node);
  }

  /** The stations of a request. */
  flowOf(request: StackRequest): FlowPlan {
    return (this.fleet.flows ?? [])[request.service] ?? { kind: "direct", pool: 0 };
  }

  get judges(): boolean {
    return (this.fleet.flows ?? []).some(({ kind }) => kind === "cascade");
  }

  /** A request goes to a pool; to nobody when none is up there. */
  route(pool: number, request: StackRequest): void {
    request.pool = pool;
    request.state = "waiting";
    if (this.#isCached && this.pools[pool]!.cache === undefined && request.emitted === 0) {
      // What another pool's cache held for it is not here.
      request.cached = 0;
    }
    const local = this.places.routers[pool]!.choose(request.slot);
    if (local < 0) {
      request.replica = -1;
      // What stations before this one did for it is lost.
      this.ledger.waste(request, "lost");
      this.attemptFailed(request);
      return;
    }
    const index = this.places.list.findIndex(
      (place) => place.pool === pool && place.local === local,
    );
    this.#leaveSession(request.session, index);
    request.replica = index;
    const place = this.places.list[index]!;
    this.places.changed(place, 1);
    place.replica.enqueue(request);
    if (place.doing === "idle") this.#steps.start(index);
  }

  sessionOver(session: number): void {
    const at = this.#sessionAt.get(session);
    if (at === undefined) return;
    this.#sessionAt.delete(session);
    this.#letGo(at, session);
  }

  /** A client has gone before its first token. */
  giveUp(request: StackRequest): void {
    const { replica } = this.places.list[request.replica]!;
    const inStep = request.state === "running" && this.places.isInStep(request);
    if (inStep) {
      request.state = "cancelled";
      return;
    }
    const held = request.state !== "waiting";
    replica.take(request);
    if (held) replica.memory.release(request);
    this.#steps.drop(request);
    this.wake(request.replica);
  }

  /** There may be room for who waits. */
  wake(index: number): void {
    const place = this.places.list[index]!;
    if (place.doing === "idle" && place.replica.waiting.length > 0) this.#steps.start(index);
  }

  loaded(request: StackRequest): void {
    const place = this.places.list[request.replica]!;
    const { doing } = place;
    if (typeof doing !== "string") {
      // Equal transfers that begin a step apart arrive a step apart: rounding decides the order.
      const { nowS } = this.agenda;
      const sinceS = nowS - doing.startS;
      if ((sinceS > 0 && sinceS < TIE_S) || doing.endS - nowS < TIE_S) this.hit("tie");
    }
    place.replica.loaded(request);
    if (place.doing === "idle") this.#steps.start(request.replica);
  }

  /** The client got an error from a replica. */
  attemptFailed(request: StackRequest): void {
    const { maxTries, retryDelayS } = this.fleet.faults;
    this.tryEnded(request);
    if (request.tries >= maxTries) {
      this.clients.failed(request, "lost");
      return;
    }
    this.clients.again(request, retryDelayS);
  }

  /** What was under way for a try is called off. */
  tryEnded(request: StackRequest): void {
    this.clients.stopWaiting(request);
    this.travels.abandon(request);
    if (request.original !== undefined) {
      request.input = request.original.input;
      request.output = request.original.output;
      request.original = undefined;
    }
  }

  #startMeasuring(): void {
    this.#atWarmup = this.places.totals();
    this.itl = { count: 0, sum: 0 };
    this.cacheCounts.lookedUp = 0;
    this.cacheCounts.found.fill(0);
    this.drafts.drafted = 0;
    this.drafts.accepted = 0;
    this.places.startMeasuring();
    this.travels.clearCounts();
    this.adapters?.clearCounts();
    this.clients.startMeasuring();
  }

  tell(what: Seen["what"], request: StackRequest): void {
    this.seen.push({ what, arrivalS: request.arrivalS, nowS: this.agenda.nowS });
  }

  #leaveSession(session: number, index: number): void {
    if (session < 0) return;
    const before = this.#sessionAt.get(session);
    this.#sessionAt.set(session, index);
    if (before !== undefined && before !== index) this.#letGo(before, session);
  }

  #letGo(index: number, session: number): void {
    if (this.replicaAt(index).memory.letGo(session)) this.wake(index);
  }
}
