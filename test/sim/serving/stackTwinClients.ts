import * as rank from "../../../sim/engine/ranks.ts";
import { normalQuantile } from "../../../sim/random/normal.ts";
import type { Streams } from "../../../sim/random/streams.ts";
import { NODE, ORDINAL, SERVICE, SESSION, TAGS } from "../../../sim/serving/requestTags.ts";
import type { TagTable } from "../../../sim/serving/routing/router.ts";
import { classPlans, RequestClasses } from "../../../sim/workload/classes.ts";
import { requestSource } from "../../../sim/workload/openSource.ts";
import type { TaggedSource } from "../../../sim/workload/requestSource.ts";
import { serviceDemands, serviceStreams } from "../../../sim/workload/services.ts";
import { ThinkTimes } from "../../../sim/workload/thinkTimes.ts";
import { TokenBucket } from "../../../sim/workload/tokenBucket.ts";
import type { TurnSource } from "../../../sim/workload/turnSource.ts";
import { turnSource } from "../../../sim/workload/turnSources.ts";
import type { ClassPlan } from "../../../sim/workPlan.ts";
import type { Entry } from "./agenda.ts";
import type { StackRequest } from "./stackRequest.ts";
import type { StackTwin } from "./stackTwin.ts";

interface Service {
  readonly open: TaggedSource | null;
  readonly turns: TurnSource | null;
  readonly think: ThinkTimes | null;
}

interface ClassTally {
  arrived: number;
  finished: number;
  onTime: number;
  refused: number;
  abandoned: number;
  tokens: number;
}

/** The clients of the twin: sources, door, patience, retries; which pool comes next. */
export class StackClients {
  readonly classes: readonly ClassPlan[];
  /** What routers look at. */
  readonly table: TagTable & { tags: Int32Array } = { tags: new Int32Array(TAGS * 4096) };
  readonly live = new Set<StackRequest>();
  readonly tallies: readonly ClassTally[];
  readonly tokens = { input: 0, cached: 0, output: 0 };
  readonly measured = { ttft: 0, ttftS: 0, e2eS: 0, finished: 0, onTime: 0 };
  readonly tasks = { begun: 0, ended: 0, turns: 0, aliveS: 0 };
  readonly #twin: StackTwin;
  readonly #buckets: readonly TokenBucket[];
  readonly #mainClasses: RequestClasses;
  readonly #services: readonly Service[];
  readonly #timers = new Map<StackRequest, Entry>();
  #slots = 0;
  readonly #freeSlots: number[] = [];
  #sourceEnded = false;
  #alive = 0;
  #aliveSinceS = 0;
  #measuring: boolean;

  constructor(twin: StackTwin, streams: Streams, replication: number, cached: boolean) {
    const { plan, agenda, tree } = twin;
    this.#twin = twin;
    this.#measuring = plan.warmupS === 0;
    this.classes = classPlans(plan.demand, plan.promise);
    const extra = plan.demand.services?.length ?? 0;
    this.#mainClasses = new RequestClasses(
      this.classes.slice(0, this.classes.length - extra),
      streams,
    );
    this.#buckets = this.classes.map(
      (of) => new TokenBucket(of.quotaTokensPerS, of.quotaBurstTokens, agenda.clock),
    );
    this.tallies = this.classes.map(() => ({
      arrived: 0,
      finished: 0,
      onTime: 0,
      refused: 0,
      abandoned: 0,
      tokens: 0,
    }));
    const shared = new Map<number, number>();
    const nodes = {
      open: (behindShared: boolean, startTokens: number): number => {
        if (!behindShared) return tree.addNode(-1, 0);
        const known = shared.get(startTokens) ?? tree.addNode(-1, 0);
        shared.set(startTokens, known);
        return tree.addNode(known, startTokens);
      },
      copy: (parent: number, startTokens: number, endTokens: number): number =>
        tree.addNode(parent, startTokens, endTokens),
      close: (node: number): void => {
        tree.freeNode(node);
        twin.nodeFreed(node);
      },
    };
    this.#services = serviceDemands(plan.demand).map((demand, index) => {
      const own = serviceStreams(`${plan.seed}/rep-${replication}`, index, streams);
      const turns = turnSource(demand, plan.windowS, own, replication, cached ? nodes : null);
      const { arrivals } = demand;
      return {
        turns,
        open: turns === null ? requestSource(demand, plan.windowS, own, replication) : null,
        think:
          arrivals.kind === "closedLoop"
            ? new ThinkTimes(arrivals.thinkS ?? 0, arrivals.concurrency, own)
            : null,
      };
    });
  }

  schedule(): void {
    const { agenda, plan } = this.#twin;
    for (const [service, { open, turns, think }] of this.#services.entries()) {
      const { arrivals } = plan.demand;
      if (turns !== null) this.#nextSession(service, turns);
      else if (think !== null && arrivals.kind === "closedLoop") {
        for (let client = 0; client < arrivals.concurrency; client++) {
          agenda.at(0, rank.REQUEST_ARRIVED, () => this.#asks(client));
        }
      } else if (open !== null) this.#nextOpen(service, open);
    }
  }

  startMeasuring(): void {
    this.#measuring = true;
    this.#aliveMoves(0);
    Object.assign(this.tasks, { begun: 0, ended: 0, turns: 0, aliveS: 0 });
  }

  /** Brings the integral of sessions up to now. */
  settle(): void {
    this.#aliveMoves(0);
  }

  #aliveMoves(by: number): void {
    const { nowS } = this.#twin.agenda;
    this.tasks.aliveS += this.#alive * (nowS - this.#aliveSinceS);
    this.#aliveSinceS = nowS;
    this.#alive += by;
  }

  #nextOpen(service: number, open: TaggedSource): void {
    if (!open.advance()) return;
    this.#twin.agenda.at(open.arrivalS, rank.REQUEST_ARRIVED, () => {
      const request = this.#new(service, -1, -1, open, open.ordinal);
      this.#nextOpen(service, open);
      this.#arrived(request);
    });
  }

  #asks(client: number): void {
    const { open } = this.#services[0]!;
    if (open === null) return;
    if (!open.advance()) {
      this.#sourceEnded = true;
      this.#stopIfDone();
      return;
    }
    this.#arrived(this.#new(0, -1, client, open, open.ordinal));
  }

  #nextSession(service: number, turns: TurnSource): void {
    if (turns.nextBeginS === Infinity) return;
    this.#twin.agenda.at(turns.nextBeginS, rank.REQUEST_ARRIVED, () => {
      const session = turns.begin();
      this.tasks.begun++;
      this.#nextSession(service, turns);
      this.#aliveMoves(1);
      this.#turn(service, turns, session);
    });
  }

  #turn(service: number, turns: TurnSource, session: number): void {
    turns.request(session);
    this.#arrived(this.#new(service, session, -1, turns, turns.task));
  }

  #new(
    service: number,
    session: number,
    client: number,
    of: {
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly cachedTokens: number;
      readonly node: number;
      readonly ordinal: number;
    },
    task: number,
  ): StackRequest {
    // Numbers are used again, the last one first: who finishes in the same step goes by number.
    const slot = this.#freeSlots.pop() ?? this.#slots++;
    const known = this.table.tags;
    if ((slot + 1) * TAGS > known.length) {
      this.table.tags = new Int32Array(2 * known.length);
      this.table.tags.set(known);
    }
    const extraAt = this.classes.length - (this.#services.length - 1);
    const global = session < 0 ? -1 : session * this.#services.length + service;
    const { tags } = this.table;
    tags[slot * TAGS + ORDINAL] = of.ordinal;
    tags[slot * TAGS + SERVICE] = service;
    tags[slot * TAGS + SESSION] = global;
    tags[slot * TAGS + NODE] = of.node;
    return {
      slot,
      ordinal: of.ordinal,
      service,
      session: global,
      client,
      node: of.node,
      classIndex: service === 0 ? this.#mainClasses.classOf(task) : extraAt + service - 1,
      arrivalS: this.#twin.agenda.nowS,
      input: of.inputTokens,
      output: of.outputTokens,
      cached: of.cachedTokens,
      original: undefined,
      tries: 1,
      emitted: 0,
      left: 0,
      own: 0,
      shared: 0,
      locked: -1,
      pace: 1,
      stepsLeft: 0,
      stepsMade: 0,
      firstTokenS: Number.NaN,
      lastTokenS: Number.NaN,
      pool: 0,
      replica: -1,
      stage: 0,
      state: "away",
      source: "nowhere",
      place: -1,
      transfer: -1,
      transferSinceS: 0,
    };
  }

  #measures({ arrivalS }: StackRequest): boolean {
    return arrivalS >= this.#twin.plan.warmupS;
  }

  #arrived(request: StackRequest): void {
    const { counts, shapes, fleet } = this.#twin;
    counts.arrived++;
    this.live.add(request);
    if (this.#measures(request)) this.tallies[request.classIndex]!.arrived++;
    const flow = this.#twin.flowOf(request);
    const encoded = flow.kind === "encoded" ? flow.encoderTokens : 0;
    const context = Math.min(...shapes.map(({ contextTokens }) => contextTokens));
    const room = context - encoded - request.input;
    if (request.output > room) {
      if (fleet.engine.contextPolicy === "drop" || room < 1) {
        this.failed(request, "rejected");
        return;
      }
      counts.capped++;
      request.output = room;
    }
    this.#door(request);
  }

  #door(request: StackRequest): void {
    const twin = this.#twin;
    const { fleet, agenda } = twin;
    request.replica = -1;
    if (!this.#buckets[request.classIndex]!.admits(request.input + request.output)) {
      twin.hit("quota");
      this.refused(request, "rejected");
      return;
    }
    const above = fleet.admission?.shedAbove[request.classIndex] ?? Infinity;
    if (this.live.size - 1 > above * Math.max(1, twin.replicasUp())) {
      twin.hit("shed");
      this.refused(request, "rejected", true);
      return;
    }
    const { responseCache } = fleet;
    if (responseCache !== undefined && twin.answerDraw(request, 13) < responseCache.hitShare) {
      twin.hit("responseCache");
      twin.answering++;
      agenda.at(agenda.nowS + responseCache.latencyS, rank.REQUEST_RETRIED, () => {
        twin.answering--;
        request.firstTokenS = agenda.nowS;
        if (!twin.judges) this.#firstSeen(request);
        this.finished(request, true);
      });
      return;
    }
    const { patienceS } = this.classes[request.classIndex]!;
    if (patienceS < Infinity) {
      const timer = agenda.at(agenda.nowS + patienceS, rank.REQUEST_RETRIED, () => {
        this.#timers.delete(request);
        twin.giveUp(request);
      });
      this.#timers.set(request, timer);
    }
    twin.route(this.#firstPool(request), request);
  }

  stopWaiting(request: StackRequest): void {
    this.#twin.agenda.cancel(this.#timers.get(request));
    this.#timers.delete(request);
  }

  firstToken(request: StackRequest): void {
    this.stopWaiting(request);
    if (!this.#twin.judges && this.#measures(request)) this.#ttft(request);
  }

  #firstSeen(request: StackRequest): void {
    this.#twin.tell("firstToken", request);
    if (this.#measures(request)) this.#ttft(request);
  }

  #ttft({ firstTokenS, arrivalS }: StackRequest): void {
    this.measured.ttft++;
    this.measured.ttftS += firstTokenS - arrivalS + this.#twin.fleet.timing.requestOverheadS;
  }

  refused(request: StackRequest, how: "rejected" | "abandoned", isShed = false): void {
    const { maxTries, retryDelayS } = this.classes[request.classIndex]!;
    if (request.tries >= maxTries) {
      const tally = this.tallies[request.classIndex]!;
      if (isShed) this.#twin.counts.shed++;
      if (this.#measures(request)) tally[how === "rejected" ? "refused" : "abandoned"]++;
      this.failed(request, how);
      return;
    }
    this.again(request, retryDelayS);
  }

  /** The client tries again. */
  again(request: StackRequest, delayS: number): void {
    const { agenda, counts } = this.#twin;
    request.tries++;
    request.emitted = 0;
    request.left = 0;
    request.firstTokenS = Number.NaN;
    request.state = "away";
    request.source = "nowhere";
    counts.retries++;
    this.#twin.hit("retry");
    agenda.at(agenda.nowS + delayS, rank.REQUEST_RETRIED, () => this.#door(request));
  }

  failed(request: StackRequest, how: "lost" | "rejected" | "abandoned"): void {
    this.#twin.counts[how]++;
    this.#twin.tell(how, request);
    this.#gone(request, true);
  }

  /** An answer is complete, and nothing comes after it. */
  finished(request: StackRequest, fromCache = false): void {
    const twin = this.#twin;
    const { nowS } = twin.agenda;
    twin.tell("finished", request);
    const { ttftS, tpotS } = this.classes[request.classIndex]!;
    const overheadS = twin.fleet.timing.requestOverheadS;
    const waitedS =
      (request.output > 0 ? request.firstTokenS : nowS) - request.arrivalS + overheadS;
    const perTokenS = request.output > 1 ? (nowS - request.firstTokenS) / (request.output - 1) : 0;
    const onTime = waitedS <= ttftS && perTokenS <= tpotS;
    twin.counts.finished++;
    if (onTime) twin.counts.onTime++;
    if (this.#measures(request)) {
      const tally = this.tallies[request.classIndex]!;
      tally.finished++;
      if (onTime) tally.onTime++;
      tally.tokens += request.input + request.output;
      if (twin.judges) this.#ttft(request);
      this.measured.finished++;
      if (onTime) this.measured.onTime++;
      this.measured.e2eS += nowS - request.arrivalS + overheadS;
      this.#judge(request, fromCache);
    }
    if (this.#measuring) {
      this.tokens.input += request.input - request.cached;
      this.tokens.cached += request.cached;
      this.tokens.output += request.output;
    }
    if (onTime) twin.ledger.use(request);
    else twin.ledger.waste(request, "late");
    this.#gone(request, false);
  }

  #judge(request: StackRequest, fromCache: boolean): void {
    const { answers, fleet } = this.#twin;
    answers.given++;
    if (fromCache) {
      answers.fromCache++;
      const stale = fleet.responseCache?.staleShare ?? 0;
      if (this.#twin.answerDraw(request, 14) >= stale) answers.accepted++;
      return;
    }
    const flow = this.#twin.flowOf(request);
    const pool = [fleet, ...(fleet.pools ?? [])][request.pool]!;
    const quality =
      flow.kind === "cascade"
        ? flow.tiers[request.stage]!.quality
        : (pool.quality ?? 1) * (1 - (pool.kvCompression?.qualityLoss ?? 0));
    if (this.#twin.answerDraw(request, 0) < quality) answers.accepted++;
  }

  #firstPool(request: StackRequest): number {
    const twin = this.#twin;
    const flow = twin.flowOf(request);
    request.stage = 0;
    switch (flow.kind) {
      case "direct":
        return flow.pool;
      case "disaggregated": {
        const isLocal = request.input - request.cached < flow.localBelowTokens;
        return isLocal ? flow.decode : flow.prefill;
      }
      case "encoded": {
        if (twin.answerDraw(request, 12) >= flow.share) return flow.pool;
        twin.hit("encode");
        request.original = { input: request.input, output: request.output };
        request.input = flow.encoderTokens;
        request.output = 0;
        request.cached = 0;
        return flow.encoder;
      }
      case "cascade": {
        if (flow.start === "smallest") return flow.tiers[0]!.pool;
        const noise =
          flow.scoreError === 0 ? 0 : normalQuantile(twin.answerDraw(request, 1)) * flow.scoreError;
        const score = twin.answerDraw(request, 0) + noise;
        const tier = flow.tiers.findIndex(({ quality }) => score < quality);
        request.stage = tier < 0 ? flow.tiers.length - 1 : tier;
        return flow.tiers[request.stage]!.pool;
      }
    }
  }

  /** Where a request goes that is complete at its station; undefined = it is finished. */
  nextPool(request: StackRequest): number | undefined {
    const twin = this.#twin;
    const flow = twin.flowOf(request);
    if (
      flow.kind === "encoded" &&
      request.original !== undefined &&
      request.pool === flow.encoder
    ) {
      request.input = request.original.input + flow.encoderTokens;
      request.output = request.original.output;
      return flow.pool;
    }
    if (flow.kind !== "cascade" || request.stage + 1 >= flow.tiers.length) return undefined;
    const { quality, caught, falseAlarms } = flow.tiers[request.stage]!;
    const isGood = twin.answerDraw(request, 0) < quality;
    if (twin.answerDraw(request, 2 + request.stage) >= (isGood ? falseAlarms : caught)) {
      request.firstTokenS = twin.agenda.nowS;
      return undefined;
    }
    if (this.#measures(request)) twin.answers.escalated[request.stage]!++;
    request.stage++;
    return flow.tiers[request.stage]!.pool;
  }

  #gone(request: StackRequest, isFailed: boolean): void {
    const twin = this.#twin;
    const { agenda } = twin;
    this.stopWaiting(request);
    const { turns, think } = this.#services[request.service]!;
    if (turns !== null && request.session >= 0) {
      const session = Math.floor(request.session / this.#services.length);
      if (isFailed) turns.brokenOff(session);
      else {
        this.tasks.turns++;
        turns.ended(session);
      }
      const come = (waitS: number, who: number) =>
        agenda.at(agenda.nowS + waitS, rank.REQUEST_ARRIVED, () =>
          this.#turn(request.service, turns, who),
        );
      if (turns.child >= 0) come(0, turns.child);
      else if (!turns.isOver) come(turns.waitS, session);
      else {
        if (turns.parent >= 0) come(turns.waitS, turns.parent);
        else {
          this.tasks.ended++;
          this.#aliveMoves(-1);
        }
        turns.forget(session);
        twin.sessionOver(request.session);
      }
    }
    if (think !== null && !this.#sourceEnded) {
      think.next(request.client);
      agenda.at(agenda.nowS + think.waitS, rank.REQUEST_ARRIVED, () => this.#asks(request.client));
    }
    this.live.delete(request);
    this.#freeSlots.push(request.slot);
    this.#stopIfDone();
  }

  #stopIfDone(): void {
    if (this.#sourceEnded && this.live.size === 0) this.#twin.agenda.stop();
  }
}
