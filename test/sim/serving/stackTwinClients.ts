import * as rank from "../../../sim/engine/ranks.ts";
import type { Streams } from "../../../sim/random/streams.ts";
import { classPlans, RequestClasses } from "../../../sim/workload/classes.ts";
import { requestSource } from "../../../sim/workload/openSource.ts";
import type { TaggedSource } from "../../../sim/workload/requestSource.ts";
import { serviceDemands, serviceStreams } from "../../../sim/workload/services.ts";
import { ThinkTimes } from "../../../sim/workload/thinkTimes.ts";
import { TokenBucket } from "../../../sim/workload/tokenBucket.ts";
import type { TurnSource } from "../../../sim/workload/turnSource.ts";
import { turnSource } from "../../../sim/workload/turnSources.ts";
import { RequestVariants } from "../../../sim/workload/variants.ts";
import type { ClassPlan } from "../../../sim/workPlan.ts";
import type { Entry } from "./agenda.ts";
import type { StackRequest } from "./stackRequest.ts";
import type { StackTwin } from "./stackTwin.ts";
import { StackRequests } from "./stackTwinRequests.ts";

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

/** The clients of the twin: sources, door, patience, retries. */
export class StackClients {
  readonly classes: readonly ClassPlan[];
  readonly requests: StackRequests;
  readonly live = new Set<StackRequest>();
  readonly tallies: readonly ClassTally[];
  readonly tokens = { input: 0, cached: 0, output: 0 };
  readonly measured = { ttft: 0, ttftS: 0, e2eS: 0, finished: 0, onTime: 0 };
  readonly tasks = { begun: 0, ended: 0, turns: 0, aliveS: 0 };
  readonly #twin: StackTwin;
  readonly #buckets: readonly TokenBucket[];
  readonly #services: readonly Service[];
  readonly #timers = new Map<StackRequest, Entry>();
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
    const mainClasses = new RequestClasses(
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
    const { length } = this.#services;
    this.requests = new StackRequests(
      agenda,
      this.classes.length,
      length,
      mainClasses,
      plan.supply.kind === "fleet" && plan.supply.variants !== undefined
        ? new RequestVariants(plan.supply.variants, streams)
        : null,
    );
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
      const request = this.requests.make(service, -1, -1, open, open.ordinal);
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
    this.#arrived(this.requests.make(0, -1, client, open, open.ordinal));
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
    this.#arrived(this.requests.make(service, session, -1, turns, turns.task));
  }

  #arrived(request: StackRequest): void {
    const { counts, shapes, fleet } = this.#twin;
    counts.arrived++;
    this.live.add(request);
    if (this.#twin.measures(request)) this.tallies[request.classIndex]!.arrived++;
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
    twin.route(twin.stations.firstPool(request), request);
  }

  stopWaiting(request: StackRequest): void {
    this.#twin.agenda.cancel(this.#timers.get(request));
    this.#timers.delete(request);
  }

  firstToken(request: StackRequest): void {
    this.stopWaiting(request);
    if (!this.#twin.judges && this.#twin.measures(request)) this.#ttft(request);
  }

  #firstSeen(request: StackRequest): void {
    this.#twin.tell("firstToken", request);
    if (this.#twin.measures(request)) this.#ttft(request);
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
      if (this.#twin.measures(request)) tally[how === "rejected" ? "refused" : "abandoned"]++;
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
    if (this.#twin.measures(request)) {
      const tally = this.tallies[request.classIndex]!;
      tally.finished++;
      if (onTime) tally.onTime++;
      tally.tokens += request.input + request.output;
      if (twin.judges) this.#ttft(request);
      this.measured.finished++;
      if (onTime) this.measured.onTime++;
      this.measured.e2eS += nowS - request.arrivalS + overheadS;
      twin.stations.judge(request, fromCache);
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
    this.requests.free(request);
    this.#stopIfDone();
  }

  #stopIfDone(): void {
    if (this.#sourceEnded && this.live.size === 0) this.#twin.agenda.stop();
  }
}
