import * as rank from "../../../sim/engine/ranks.ts";
import { underCap } from "../../../sim/facility/powerCap.ts";
import { ReplicaFaults } from "../../../sim/faults/replicaFailures.ts";
import type { FleetPlan, Plan, PoolPlan } from "../../../sim/plan.ts";
import { normalQuantile } from "../../../sim/random/normal.ts";
import { type KeyedUniform, Streams } from "../../../sim/random/streams.ts";
import { KvTiers } from "../../../sim/serving/cache/kvTiers.ts";
import { PrefixTree } from "../../../sim/serving/cache/prefixTree.ts";
import type { Router } from "../../../sim/serving/routing/router.ts";
import { routerFor } from "../../../sim/serving/routing/routerFor.ts";
import type { FlowPlan } from "../../../sim/stackPlan.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import { iterationsFor } from "../../../sim/timing/speculation.ts";
import { Agenda, type Entry } from "./agenda.ts";
import type { StackListener, StackRequest, StackStep } from "./stackRequest.ts";
import { StackClients } from "./stackTwinClients.ts";
import { StackLedger, type StackTotals } from "./stackTwinLedger.ts";
import { StackMemory } from "./stackTwinMemory.ts";
import { StackTwinReplica } from "./stackTwinReplica.ts";
import { StackTravels } from "./stackTwinTravels.ts";

/** Moments this close are one. */
const TIE_S = 1e-10;

interface Place {
  readonly pool: number;
  readonly local: number;
  readonly replica: StackTwinReplica;
  doing: StackStep | "idle" | "down" | "restart";
  sinceS: number;
  stepEnd: Entry | undefined;
  death: Entry | undefined;
  inRepair: boolean;
}

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
  readonly #pools: readonly PoolPlan[];
  /** Some pool simulates a cache: nothing is cached by assumption. */
  readonly #isCached: boolean;
  readonly #places: Place[] = [];
  readonly #routers: readonly Router[];
  readonly #faults: ReplicaFaults;
  readonly clients: StackClients;
  readonly #travels: StackTravels;
  readonly #draw: KeyedUniform;
  readonly #paces: readonly (KeyedUniform | null)[];
  readonly #stretches: number[];
  readonly #powered: number[];
  readonly #sessionAt = new Map<number, number>();
  readonly #evictedBefore: number[] = [];
  #atWarmup: StackTotals;

  constructor(plan: Plan, fleet: FleetPlan, shapes: readonly ReplicaShape[], replication: number) {
    const streams = new Streams(`${plan.seed}/rep-${replication}`);
    this.plan = plan;
    this.fleet = fleet;
    this.shapes = shapes;
    this.#pools = [fleet, ...(fleet.pools ?? [])];
    const { arrivals } = plan.demand;
    const cached = this.#pools.some(({ cache }) => cache !== undefined);
    this.#isCached = cached;
    const traced = arrivals.kind === "replay" || arrivals.kind === "sessionReplay";
    this.tree = new PrefixTree(cached && traced ? arrivals.trace.prefix : undefined);
    const chips = Math.max(...shapes.map((shape) => shape.chips));
    this.#faults = new ReplicaFaults(fleet.faults, chips, streams);
    this.clients = new StackClients(this, streams, replication, cached);
    this.priorities = this.clients.classes.map(({ priority }) => priority);
    this.weights = this.clients.classes.map(({ weight }) => weight);
    this.#draw = streams.keyed("answers");
    this.#paces = this.#pools.map(({ speculation }, index) =>
      speculation === undefined ? null : streams.keyed(`speculation/pool-${index}`),
    );
    this.#stretches = this.#pools.map(() => 1);
    this.#powered = this.#pools.map(({ replicas }) => replicas);
    const { clock } = this.agenda;
    this.#routers = this.#pools.map((pool, index) =>
      routerFor(pool.router, {
        replicas: pool.replicas,
        pool: this.clients.table,
        draws: () => streams.keyed(`router/pool-${index}`),
        tree: this.tree,
        signal: pool.routerSignal ?? [],
        clock,
      }),
    );
    this.#travels = new StackTravels(this, this.#pools, clock);
    for (const [index, pool] of this.#pools.entries()) this.#build(index, pool);
    this.#travels.begin();
    for (const cap of fleet.power.caps) {
      this.agenda.at(cap.fromS, rank.SIGNAL_CHANGED, () => this.#capChanged(cap.capWatts));
    }
    for (const index of this.#places.keys()) this.#liveOn(index);
    for (const { atS, replica } of fleet.faults.forced) {
      this.agenda.at(atS, rank.REPLICA_FAILED, () => this.#failed(replica));
    }
    this.#atWarmup = this.#totals();
    if (plan.warmupS > 0) {
      this.agenda.at(plan.warmupS, rank.MEASURING_STARTED, () => this.#startMeasuring());
    }
    this.clients.schedule();
  }

  run(): StackTotals {
    this.agenda.run(this.plan.windowS);
    const end = this.#totals();
    for (const key of Object.keys(end) as (keyof StackTotals)[]) end[key] -= this.#atWarmup[key];
    return end;
  }

  held(): { waiting: number; running: number; travelling: number } {
    const held = { waiting: 0, running: 0, travelling: this.answering };
    for (const { replica } of this.#places) {
      held.waiting += replica.waiting.length;
      held.running += replica.running.length;
      held.travelling += replica.loading.length + replica.ready.length;
    }
    return held;
  }

  hit(mechanism: string): void {
    this.hits.set(mechanism, (this.hits.get(mechanism) ?? 0) + 1);
  }

  stretch(pool: number): number {
    return this.#stretches[pool]!;
  }

  stallS(): number {
    return this.fleet.faults.stallS;
  }

  stepsToStall(replica: number): number {
    return this.#faults.stepsToStall(replica);
  }

  preempted(request: StackRequest): void {
    this.counts.preemptions++;
    this.ledger.preempt(request);
    if (request.emitted === 0) request.firstTokenS = Number.NaN;
  }

  swappedOut(request: StackRequest, replica: number): void {
    this.#travels.swapOut(request, replica);
  }

  load(request: StackRequest, replica: number, bytes: number): void {
    if (request.source === "tier") this.hit("tierFetch");
    this.#travels.load(request, replica, bytes);
  }

  stepsOf(request: StackRequest, tokens: number): number {
    const draw = this.#paces[request.pool]!;
    const { speculation } = this.#pools[request.pool]!;
    if (draw === null || speculation === undefined) return tokens;
    this.hit("speculation");
    const { low, high } = speculation.acceptance;
    const accepted = low + (high - low) * draw(request.ordinal, 0);
    const z = normalQuantile(draw(request.ordinal, 1 + request.emitted));
    return iterationsFor(tokens, accepted, speculation.draftTokens, z);
  }

  madeSteps({ pool, stepsMade, pace }: StackRequest): void {
    const { speculation } = this.#pools[pool]!;
    if (speculation === undefined) return;
    this.drafts.drafted += stepsMade * speculation.draftTokens;
    this.drafts.accepted += stepsMade * pace - stepsMade;
  }

  answerDraw(request: StackRequest, what: number): number {
    return this.#draw(request.ordinal, what);
  }

  replicaAt(index: number): StackTwinReplica {
    return this.#places[index]!.replica;
  }

  poolOf(index: number): number {
    return this.#places[index]!.pool;
  }

  localOf(index: number): number {
    return this.#places[index]!.local;
  }

  replicasUp(): number {
    return this.#places.filter((_, index) => this.#isUp(index)).length;
  }

  evictedTokens(): number {
    const before = this.#evictedBefore;
    return this.#places.reduce(
      (sum, { replica }, at) =>
        sum + (replica.memory.cache?.evictedTokens ?? 0) - (before[at] ?? 0),
      0,
    );
  }

  get travels(): StackTravels {
    return this.#travels;
  }

  nodeFreed(node: number): void {
    for (const router of this.#routers) router.nodeFreed(node);
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
    if (this.#isCached && this.#pools[pool]!.cache === undefined && request.emitted === 0) {
      // What another pool's cache held for it is not here.
      request.cached = 0;
    }
    const local = this.#routers[pool]!.choose(request.slot);
    if (local < 0) {
      request.replica = -1;
      // What stations before this one did for it is lost.
      this.ledger.waste(request, "lost");
      this.attemptFailed(request);
      return;
    }
    const index = this.#places.findIndex((place) => place.pool === pool && place.local === local);
    this.#leaveSession(request.session, index);
    request.replica = index;
    const place = this.#places[index]!;
    this.#changed(place, 1);
    place.replica.enqueue(request);
    if (place.doing === "idle") this.#startStep(index);
  }

  /** A router hears of a replica's requests, and of its blocks as they are then. */
  #changed({ pool, local, replica }: Place, by: number): void {
    const router = this.#routers[pool]!;
    router.changed(local, by);
    if (router.wantsKv) router.kvChanged(local, Math.ceil(replica.memory.occupied - 1e-6));
  }

  sessionOver(session: number): void {
    const at = this.#sessionAt.get(session);
    if (at === undefined) return;
    this.#sessionAt.delete(session);
    this.#letGo(at, session);
  }

  /** A client has gone before its first token. */
  giveUp(request: StackRequest): void {
    const { replica } = this.#places[request.replica]!;
    const inStep = request.state === "running" && this.#isInStep(request);
    if (inStep) {
      request.state = "cancelled";
      return;
    }
    const held = request.state !== "waiting";
    replica.take(request);
    if (held) replica.memory.release(request);
    this.#drop(request);
    this.wake(request.replica);
  }

  /** There may be room for who waits. */
  wake(index: number): void {
    const place = this.#places[index]!;
    if (place.doing === "idle" && place.replica.waiting.length > 0) this.#startStep(index);
  }

  loaded(request: StackRequest): void {
    const place = this.#places[request.replica]!;
    const { doing } = place;
    if (typeof doing !== "string") {
      // Equal transfers that begin a step apart arrive a step apart: rounding decides the order.
      const { nowS } = this.agenda;
      const sinceS = nowS - doing.startS;
      if ((sinceS > 0 && sinceS < TIE_S) || doing.endS - nowS < TIE_S) this.hit("tie");
    }
    place.replica.loaded(request);
    if (place.doing === "idle") this.#startStep(request.replica);
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
    this.#travels.abandon(request);
    if (request.original !== undefined) {
      request.input = request.original.input;
      request.output = request.original.output;
      request.original = undefined;
    }
  }

  #build(pool: number, plan: PoolPlan): void {
    const shape = this.shapes[pool]!;
    const { cache } = plan;
    const tiers =
      cache === undefined || cache.tiers.length === 0
        ? null
        : new KvTiers(this.tree, cache, {
            replicas: plan.replicas,
            unitTokens: shape.blockTokens,
            bytesPerUnit: shape.kvBytesPerBlock ?? 0,
            costPerUnit: {
              base: (shape.prefillSPerToken ?? 0) * shape.blockTokens,
              perToken: shape.cost.pairComputeS * shape.blockTokens,
            },
          });
    for (let local = 0; local < plan.replicas; local++) {
      const index = this.#places.length;
      const sight =
        cache === undefined
          ? null
          : {
              plan: cache,
              tree: this.tree,
              tiers,
              place: local,
              found: (lookedUp: number, matched: number, tier: number, more: number) => {
                const { cacheCounts } = this;
                cacheCounts.lookedUp += lookedUp;
                cacheCounts.found[0] = cacheCounts.found[0]! + matched;
                if (tier > 0) cacheCounts.found[tier] = cacheCounts.found[tier]! + more;
                if (matched > 0) this.hit("cacheHit");
              },
              wrote: (bytes: number) => this.#travels.written(index, bytes),
            };
      const memory = new StackMemory(shape, plan.speculation !== undefined, sight);
      this.#places.push({
        pool,
        local,
        replica: new StackTwinReplica(index, pool, plan, shape, memory, this),
        doing: "idle",
        sinceS: 0,
        stepEnd: undefined,
        death: undefined,
        inRepair: false,
      });
    }
  }

  #startMeasuring(): void {
    this.#atWarmup = this.#totals();
    this.itl = { count: 0, sum: 0 };
    this.cacheCounts.lookedUp = 0;
    this.cacheCounts.found.fill(0);
    this.drafts.drafted = 0;
    this.drafts.accepted = 0;
    for (const { replica } of this.#places) {
      this.#evictedBefore.push(replica.memory.cache?.evictedTokens ?? 0);
    }
    this.#travels.clearCounts();
    this.clients.startMeasuring();
  }

  #isUp(index: number): boolean {
    const { doing } = this.#places[index]!;
    return doing !== "down" && doing !== "restart";
  }

  #isInStep(request: StackRequest): boolean {
    const { doing } = this.#places[request.replica]!;
    if (typeof doing === "string") return false;
    return doing.chunks.some((chunk) => chunk.request === request);
  }

  #startStep(index: number): void {
    const place = this.#places[index]!;
    const step = place.replica.startStep(this.agenda.nowS);
    this.#do(index, step ?? "idle");
    if (step === null) return;
    place.stepEnd = this.agenda.at(step.endS, rank.STEP_FINISHED + index * 1e-6, () =>
      this.#finishStep(index, step),
    );
  }

  #finishStep(index: number, step: StackStep): void {
    const place = this.#places[index]!;
    const { replica } = place;
    const shape = this.shapes[place.pool]!;
    const nowS = this.agenda.nowS;
    place.sinceS = step.endS;
    this.ledger.finishStep(step, shape.cost, shape.chips);
    replica.finishStep(step);
    for (const request of step.decoding) this.#gap(request, nowS);
    for (const request of step.decoding.toSorted((a, b) => a.slot - b.slot)) {
      if (request.stepsLeft > 0) continue;
      this.madeSteps(request);
      request.emitted = request.output;
      this.#leave(request, index);
    }
    for (const { request, completes } of step.chunks) {
      if (request.state === "cancelled") {
        replica.take(request);
        replica.memory.release(request);
        this.#drop(request);
      } else if (completes) this.#promptDone(request, index);
    }
    this.#startStep(index);
  }

  #gap(request: StackRequest, nowS: number): void {
    this.itl.count++;
    this.itl.sum += nowS - request.lastTokenS;
    request.lastTokenS = nowS;
  }

  #promptDone(request: StackRequest, index: number): void {
    const { replica, pool } = this.#places[index]!;
    const nowS = this.agenda.nowS;
    replica.memory.promptDone(request);
    if (request.output > 0) {
      request.emitted++;
      if (request.emitted === 1) {
        request.firstTokenS = nowS;
        this.tell("firstToken", request);
        this.clients.firstToken(request);
      } else this.#gap(request, nowS);
      request.lastTokenS = nowS;
      if (request.emitted < request.output) {
        const flow = this.flowOf(request);
        if (flow.kind === "disaggregated" && flow.prefill === pool) {
          this.hit("handOver");
          replica.take(request);
          const blocks = replica.memory.detach(request);
          this.#changed(this.#places[index]!, -1);
          this.#travels.handedOver(request, index, blocks);
          this.route(flow.decode, request);
          return;
        }
        replica.decodeOn(request);
        return;
      }
    }
    this.#leave(request, index);
  }

  /** A request has all its tokens at this station. */
  #leave(request: StackRequest, index: number): void {
    const { replica } = this.#places[index]!;
    replica.memory.keepAnswer(request, request.input + Math.max(0, request.output - 1));
    replica.take(request);
    replica.memory.release(request);
    replica.served(request);
    const next = this.clients.nextPool(request);
    this.#changed(this.#places[index]!, -1);
    if (next === undefined) {
      this.clients.finished(request);
      return;
    }
    if (this.judges) {
      this.hit("escalation");
      this.ledger.waste(request, "escalated");
    }
    request.emitted = 0;
    request.firstTokenS = Number.NaN;
    this.route(next, request);
  }

  /** A request whose client has gone is out of its replica. */
  #drop(request: StackRequest): void {
    this.hit("abandoned");
    this.ledger.waste(request, "abandoned");
    this.#changed(this.#places[request.replica]!, -1);
    this.tryEnded(request);
    this.clients.refused(request, "abandoned");
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

  #liveOn(index: number): void {
    const lifeS = this.#faults.lifeS(index);
    if (lifeS === Infinity) return;
    this.#places[index]!.death = this.agenda.at(this.agenda.nowS + lifeS, rank.REPLICA_FAILED, () =>
      this.#failed(index),
    );
  }

  #failed(index: number): void {
    if (!this.#isUp(index)) return;
    const place = this.#places[index]!;
    place.inRepair = true;
    this.#goDown(index);
    const repairedS = this.agenda.nowS + this.#faults.repairS(index);
    this.agenda.at(repairedS, rank.REPLICA_REPAIRED, () => {
      place.inRepair = false;
      this.#reload(index);
    });
  }

  #goDown(index: number): void {
    const place = this.#places[index]!;
    this.#do(index, "down");
    this.agenda.cancel(place.stepEnd);
    this.agenda.cancel(place.death);
    const router = this.#routers[place.pool]!;
    router.setUp(place.local, false);
    router.changed(place.local, -place.replica.held);
    this.hit("failure");
    // Prompts that it has computed and that have not arrived elsewhere are lost with it.
    for (const request of this.#travels.sentBy(index)) {
      this.hit("failureDuringTransfer");
      this.#travels.forget(request);
      if (request.replica === index) continue;
      const at = this.#places[request.replica]!;
      const held = request.state !== "waiting";
      this.#travels.abandon(request);
      at.replica.take(request);
      if (held) at.replica.memory.release(request);
      this.#changed(at, -1);
      this.ledger.waste(request, "lost");
      this.wake(request.replica);
      this.attemptFailed(request);
    }
    for (const request of place.replica.fail()) {
      if (request.left === 0 && request.emitted > 0 && request.state === "running") {
        this.madeSteps(request);
      }
      this.ledger.waste(request, "lost");
      this.attemptFailed(request);
    }
    place.replica.memory.clear();
  }

  #reload(index: number): void {
    const place = this.#places[index]!;
    const isPowered = (): boolean => place.local < this.#powered[place.pool]!;
    if (place.doing !== "down" || place.inRepair || !isPowered()) return;
    this.#do(index, "restart");
    this.agenda.at(this.agenda.nowS + this.fleet.faults.reloadS, rank.REPLICA_RETURNED, () => {
      this.#do(index, isPowered() ? "idle" : "down");
      if (!this.#isUp(index)) return;
      this.#routers[place.pool]!.setUp(place.local, true);
      this.#liveOn(index);
    });
  }

  #capChanged(capWatts: number): void {
    const watts = this.#pools.map(
      (pool, at) => pool.replicas * this.shapes[at]!.chips * pool.chip.busyWatts,
    );
    const all = watts.reduce((sum, one) => sum + one, 0);
    for (const [at, pool] of this.#pools.entries()) {
      const own = this.#pools.length === 1 ? capWatts : (capWatts * watts[at]!) / all;
      const { chips } = this.shapes[at]!;
      const capped = underCap(own, pool.replicas, chips, pool.chip, this.fleet.power.pue);
      if (capped.stretch > 1) this.hit("cap");
      this.#stretches[at] = capped.stretch;
      this.#powered[at] = capped.replicas;
      for (const [index, place] of this.#places.entries()) {
        if (place.pool !== at) continue;
        if (place.local >= capped.replicas && this.#isUp(index)) this.#goDown(index);
        else if (place.local < capped.replicas) this.#reload(index);
      }
    }
  }

  #do(index: number, what: Place["doing"]): void {
    const place = this.#places[index]!;
    const elapsedS = this.agenda.nowS - place.sinceS;
    const { cost, chips } = this.shapes[place.pool]!;
    if (typeof place.doing === "string") this.ledger.stay(place.doing, elapsedS * chips);
    else if (elapsedS > 0) this.ledger.breakStep(place.doing, cost, chips, elapsedS);
    place.doing = what;
    place.sinceS = this.agenda.nowS;
  }

  #totals(): StackTotals {
    const under = [];
    for (const place of this.#places) {
      const elapsedS = this.agenda.nowS - place.sinceS;
      const { cost, chips } = this.shapes[place.pool]!;
      if (typeof place.doing === "string") {
        this.ledger.stay(place.doing, elapsedS * chips);
        place.sinceS = this.agenda.nowS;
      } else under.push({ step: place.doing, cost, chips, elapsedS });
    }
    return this.ledger.totals(under);
  }
}
