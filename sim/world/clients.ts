import { REQUEST_ARRIVED, REQUEST_RETRIED } from "../engine/ranks.ts";
import type { Simulation } from "../engine/simulation.ts";
import type { TaskCounts } from "../physical.ts";
import type { ContextPolicy, Plan } from "../plan.ts";
import type { Streams } from "../random/streams.ts";
import { ClassLog } from "../serving/classLog.ts";
import { LevelSeries } from "../serving/levelSeries.ts";
import {
  FLOPS_BEFORE,
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  type RequestPool,
  ROW,
  TRIES,
} from "../serving/requestPool.ts";
import {
  CLASS,
  CLIENT,
  IS_FAILED,
  LOCKED,
  NODE,
  ORDINAL,
  SERVICE,
  SESSION,
  SHARED,
  SOURCE,
  STATE,
  TAGS,
  TRANSFER,
  VARIANT,
} from "../serving/requestTags.ts";
import type { ServingLog } from "../serving/servingLog.ts";
import { classPlans, RequestClasses } from "../workload/classes.ts";
import { requestSource } from "../workload/openSource.ts";
import type { TaggedSource } from "../workload/requestSource.ts";
import { serviceDemands, serviceStreams } from "../workload/services.ts";
import { ThinkTimes } from "../workload/thinkTimes.ts";
import { TokenBucket } from "../workload/tokenBucket.ts";
import type { PrefixNodes, TurnSource } from "../workload/turnSource.ts";
import { turnSource } from "../workload/turnSources.ts";
import type { RequestVariants } from "../workload/variants.ts";
import type { ClassPlan } from "../workPlan.ts";
import {
  ARRIVAL,
  PATIENCE,
  RETRY,
  SERVICE_ARRIVAL,
  SESSION_BEGIN,
  SESSION_TURN,
} from "./events.ts";

/** What clients need from the world. */
export interface ClientSurroundings {
  readonly plan: Plan;
  readonly streams: Streams;
  readonly replication: number;
  readonly simulation: Simulation;
  readonly requests: RequestPool;
  readonly log: ServingLog;
  readonly contextTokens: number;
  readonly contextPolicy: ContextPolicy;
  /** Tokens that an encoder may put before the prompts of a service. */
  encodedTokens(service: number): number;
  /** Opens prefix nodes for sessions; null where no cache is simulated. */
  readonly nodes: PrefixNodes | null;
  /** Which variant of the model a request asks for; null where there is one model. */
  readonly variants: RequestVariants | null;
  /** A request stands at the door of the fleet. */
  enter(slot: number): void;
  /** A client has lost its patience with a request that is in the fleet. */
  giveUp(slot: number): void;
  /** The request is over: its slot may be given to another. */
  gone(slot: number): void;
  /** A session is over: what was kept for it may go. */
  sessionOver(session: number): void;
  /** No request will come any more and none is left. */
  stop(): void;
}

/** One service: where its requests come from. */
interface Service {
  readonly open: TaggedSource | null;
  readonly turns: TurnSource | null;
  readonly think: ThinkTimes | null;
  /** First class of the service in the table of all classes. */
  readonly firstClass: number;
}

/**
 * The people and programs that ask: several services, classes with quotas and patience, sessions
 * whose turns follow their answers, closed loops. Each request's draws are its own, whatever the
 * fleet does.
 */
export class Clients {
  readonly classes: readonly ClassPlan[];
  readonly classLog: ClassLog;
  readonly #around: ClientSurroundings;
  /** The events that end their clients' patience, by slot; handles are longer than 32 bits. */
  readonly #timers = new Map<number, number>();
  readonly #simulation: Simulation;
  readonly #services: readonly Service[];
  readonly #mainClasses: RequestClasses;
  readonly #buckets: readonly TokenBucket[];
  readonly #live: LevelSeries;
  #sourceEnded = false;
  #turnsAnswered = 0;
  #before = { begun: 0, over: 0, turns: 0 };

  constructor(around: ClientSurroundings) {
    const { plan, streams, replication, simulation, requests } = around;
    const { demand, windowS } = plan;
    this.#around = around;
    this.#simulation = simulation;
    this.classes = classPlans(demand, plan.promise);
    this.classLog = new ClassLog(this.classes, requests, plan.warmupS);
    const extra = demand.services?.length ?? 0;
    const main = this.classes.slice(0, this.classes.length - extra);
    this.#mainClasses = new RequestClasses(main, streams);
    this.#buckets = this.classes.map(
      (of) => new TokenBucket(of.quotaTokensPerS, of.quotaBurstTokens, simulation.clock),
    );
    this.#live = new LevelSeries(simulation.clock);
    const seedPath = `${plan.seed}/rep-${replication}`;
    this.#services = serviceDemands(demand).map((service, index) => {
      const own = serviceStreams(seedPath, index, streams);
      const turns = turnSource(service, windowS, own, replication, around.nodes);
      const { arrivals } = service;
      return {
        turns,
        open: turns === null ? requestSource(service, windowS, own, replication) : null,
        think:
          arrivals.kind === "closedLoop"
            ? new ThinkTimes(arrivals.thinkS ?? 0, arrivals.concurrency, own)
            : null,
        firstClass: index === 0 ? 0 : main.length + index - 1,
      };
    });
    simulation.on(SERVICE_ARRIVAL, "requestArrived", (service) => this.#arrived(service));
    simulation.on(SESSION_BEGIN, "sessionBegan", (service) => this.#sessionBegan(service));
    simulation.on(SESSION_TURN, "turnArrived", (entity) => {
      const count = this.#services.length;
      this.#turnArrived(entity % count, Math.floor(entity / count));
    });
    simulation.on(PATIENCE, "patienceEnded", (slot) => {
      this.#timers.delete(slot);
      around.giveUp(slot);
    });
    simulation.on(ARRIVAL, "requestArrived", (client) => this.#clientAsks(client));
  }

  schedule(): void {
    for (const [index, { open, turns, think }] of this.#services.entries()) {
      if (turns !== null) this.#scheduleBegin(index, turns);
      else if (think !== null) {
        const { arrivals } = this.#around.plan.demand;
        const clients = arrivals.kind === "closedLoop" ? arrivals.concurrency : 0;
        for (let client = 0; client < clients; client++) {
          this.#simulation.at(0, REQUEST_ARRIVED, ARRIVAL, client);
        }
      } else if (open?.advance()) {
        this.#simulation.at(open.arrivalS, REQUEST_ARRIVED, SERVICE_ARRIVAL, index);
      }
    }
  }

  startMeasuring(): void {
    this.#live.sample();
    this.#before = { ...this.#tallied() };
  }

  /** Sessions of the measured part; undefined where no request is a turn. */
  tasks(heldBytes: number): TaskCounts | undefined {
    if (this.#services.every(({ turns }) => turns === null)) return undefined;
    const now = this.#tallied();
    const measuredS = this.#simulation.nowS - this.#around.plan.warmupS;
    this.#live.sample();
    return {
      begun: now.begun - this.#before.begun,
      ended: now.over - this.#before.over,
      turns: now.turns - this.#before.turns,
      hours: ((this.#live.means.at(-1) ?? 0) * measuredS) / 3600,
      heldBytes,
    };
  }

  /** Whether the request's class may have its tokens now. */
  withinQuota(slot: number): boolean {
    const { rows, tags } = this.#around.requests;
    const bucket = this.#buckets[tags[slot * TAGS + CLASS]!]!;
    return bucket.admits(rows[slot * ROW + INPUT_TOKENS]! + rows[slot * ROW + OUTPUT_TOKENS]!);
  }

  /** From here on the client waits for a first token. */
  startWaiting(slot: number): void {
    const tags = this.#around.requests.tags;
    const { patienceS } = this.classes[tags[slot * TAGS + CLASS]!]!;
    if (patienceS === Infinity) return;
    const timer = this.#simulation.after(patienceS, REQUEST_RETRIED, PATIENCE, slot);
    this.#timers.set(slot, timer);
  }

  /** The client does not wait for a first token any more. */
  stopWaiting(slot: number): void {
    const timer = this.#timers.get(slot);
    if (timer === undefined) return;
    this.#simulation.cancel(timer);
    this.#timers.delete(slot);
  }

  /** A try ended without an answer: the client tries again, or gives up for good. */
  refused(slot: number, how: "quota" | "shed" | "abandoned"): void {
    const { requests, log } = this.#around;
    const { maxTries, retryDelayS } = this.classes[requests.tags[slot * TAGS + CLASS]!]!;
    const tries = slot * ROW + TRIES;
    if (requests.rows[tries]! >= maxTries) {
      if (how === "abandoned") this.classLog.abandoned(slot);
      else this.classLog.refused(slot);
      log.requestFailed(slot, how === "abandoned" ? how : "rejected");
      if (how === "shed") log.shed++;
      requests.tags[slot * TAGS + STATE] = IS_FAILED;
      this.#around.gone(slot);
      return;
    }
    requests.rows[tries] = requests.rows[tries]! + 1;
    requests.restart(slot);
    log.retries++;
    this.#simulation.after(retryDelayS, REQUEST_RETRIED, RETRY, slot);
  }

  /** A request is over, answered or not: what its client does next. */
  left(slot: number): void {
    const tags = this.#around.requests.tags;
    const at = slot * TAGS;
    this.stopWaiting(slot);
    const session = Math.floor(tags[at + SESSION]! / this.#services.length);
    const service = tags[at + SERVICE]!;
    const { turns, think } = this.#services[service]!;
    if (turns !== null && session >= 0) {
      if (tags[at + STATE] === IS_FAILED) turns.brokenOff(session);
      else {
        this.#turnsAnswered++;
        turns.ended(session);
      }
      this.#follow(service, session, turns);
    }
    if (think !== null && !this.#sourceEnded) {
      const client = tags[at + CLIENT]!;
      think.next(client);
      this.#simulation.after(think.waitS, REQUEST_ARRIVED, ARRIVAL, client);
    }
  }

  /** Ends the run of a closed loop whose last request has left. */
  stopIfDone(): void {
    if (this.#sourceEnded && this.#around.requests.live === 0) this.#around.stop();
  }

  /** What a session does after a turn. */
  #follow(service: number, session: number, turns: TurnSource): void {
    if (turns.child >= 0) this.#turnIn(0, service, turns.child);
    else if (!turns.isOver) this.#turnIn(turns.waitS, service, session);
    if (!turns.isOver) return;
    if (turns.parent >= 0) this.#turnIn(turns.waitS, service, turns.parent);
    else this.#live.add(-1);
    turns.forget(session);
    this.#around.sessionOver(session * this.#services.length + service);
  }

  #turnIn(waitS: number, service: number, session: number): void {
    const entity = session * this.#services.length + service;
    this.#simulation.after(waitS, REQUEST_ARRIVED, SESSION_TURN, entity);
  }

  #scheduleBegin(service: number, turns: TurnSource): void {
    if (turns.nextBeginS === Infinity) return;
    this.#simulation.at(turns.nextBeginS, REQUEST_ARRIVED, SESSION_BEGIN, service);
  }

  #sessionBegan(service: number): void {
    const turns = this.#services[service]!.turns!;
    const session = turns.begin();
    this.#scheduleBegin(service, turns);
    this.#live.add(1);
    this.#turnArrived(service, session);
  }

  #turnArrived(service: number, session: number): void {
    const turns = this.#services[service]!.turns!;
    turns.request(session);
    const slot = this.#around.requests.take(
      this.#simulation.nowS,
      turns.inputTokens,
      turns.outputTokens,
      turns.cachedTokens,
    );
    this.#tag(slot, service, session, turns.node, turns.ordinal, turns.task);
    this.#atTheDoor(slot);
  }

  #arrived(service: number): void {
    const open = this.#services[service]!.open!;
    const slot = this.#take(open, service);
    if (open.advance()) {
      this.#simulation.at(open.arrivalS, REQUEST_ARRIVED, SERVICE_ARRIVAL, service);
    }
    this.#atTheDoor(slot);
  }

  #clientAsks(client: number): void {
    const open = this.#services[0]!.open!;
    if (!open.advance()) {
      this.#sourceEnded = true;
      this.stopIfDone();
      return;
    }
    const slot = this.#take(open, 0);
    this.#around.requests.tags[slot * TAGS + CLIENT] = client;
    this.#atTheDoor(slot);
  }

  #take(open: TaggedSource, service: number): number {
    const { inputTokens, outputTokens, cachedTokens, node, ordinal } = open;
    const nowS = this.#simulation.nowS;
    const slot = this.#around.requests.take(nowS, inputTokens, outputTokens, cachedTokens);
    this.#tag(slot, service, -1, node, ordinal, ordinal);
    return slot;
  }

  #tag(
    slot: number,
    service: number,
    session: number,
    node: number,
    ordinal: number,
    task: number,
  ): void {
    const { tags, rows } = this.#around.requests;
    const at = slot * TAGS;
    rows[slot * ROW + FLOPS_BEFORE] = 0;
    tags.fill(0, at, at + TAGS);
    const { firstClass } = this.#services[service]!;
    tags[at + CLASS] = service === 0 ? this.#mainClasses.classOf(task) : firstClass;
    tags[at + SERVICE] = service;
    // Sessions of all services are numbered together.
    tags[at + SESSION] = session < 0 ? -1 : session * this.#services.length + service;
    tags[at + NODE] = node;
    tags[at + SHARED] = 0;
    tags[at + LOCKED] = -1;
    tags[at + ORDINAL] = ordinal;
    tags[at + TRANSFER] = -1;
    tags[at + SOURCE] = 0;
    tags[at + CLIENT] = -1;
    const { variants } = this.#around;
    if (variants !== null) tags[at + VARIANT] = variants.variantOf(service, task);
  }

  /** A request that has just come: too long ones go no further. */
  #atTheDoor(slot: number): void {
    const { requests, log, contextTokens, contextPolicy } = this.#around;
    log.requestArrived();
    this.classLog.arrived(slot);
    const row = slot * ROW;
    const service = requests.tags[slot * TAGS + SERVICE]!;
    const room =
      contextTokens - requests.rows[row + INPUT_TOKENS]! - this.#around.encodedTokens(service);
    if (requests.rows[row + OUTPUT_TOKENS]! > room) {
      if (contextPolicy === "drop" || room < 1) {
        log.requestFailed(slot, "rejected");
        requests.tags[slot * TAGS + STATE] = IS_FAILED;
        this.#around.gone(slot);
        return;
      }
      log.capped++;
      requests.rows[row + OUTPUT_TOKENS] = room;
    }
    this.#around.enter(slot);
  }

  #tallied(): { begun: number; over: number; turns: number } {
    let begun = 0;
    let over = 0;
    for (const { turns } of this.#services) {
      begun += turns?.begun ?? 0;
      over += turns?.over ?? 0;
    }
    return { begun, over, turns: this.#turnsAnswered };
  }
}
