import { REQUEST_ARRIVED } from "../engine/ranks.ts";
import { Simulation } from "../engine/simulation.ts";
import type { TaskCounts } from "../physical.ts";
import type { Plan } from "../plan.ts";
import type { Streams } from "../random/streams.ts";
import { classPlans, RequestClasses } from "../workload/classes.ts";
import { requestSource } from "../workload/openSource.ts";
import type { TaggedSource } from "../workload/requestSource.ts";
import { serviceDemands, serviceStreams } from "../workload/services.ts";
import { ThinkTimes } from "../workload/thinkTimes.ts";
import type { TurnSource } from "../workload/turnSource.ts";
import { turnSource } from "../workload/turnSources.ts";
import type { ClassPlan } from "../workPlan.ts";
import { LevelSeries } from "./levelSeries.ts";

/** A request to an API whose latency is known as it is sent. */
export interface ApiRequest {
  readonly arrivalS: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  /** Place of its class among all classes of the plan. */
  readonly place: number;
}

/** When the answer is complete, seconds; null for a request that is refused. */
export type Ask = (request: ApiRequest) => number | null;

/** Kinds of events. */
const OPEN = 0;
const BEGIN = 1;
const TURN = 2;
const ANSWERED = 3;
const CLIENT = 4;
const CLIENT_ANSWERED = 5;
const MEASURE = 6;

interface Service {
  readonly open: TaggedSource | null;
  readonly turns: TurnSource | null;
  /** First class of the service among all. */
  readonly firstClass: number;
}

/**
 * The clients of a remote API: requests as they come, sessions whose turns follow their answers,
 * closed loops; each service with its own, as in front of a fleet. Requests are sent in order of
 * time.
 */
export class ApiClients {
  readonly classes: readonly ClassPlan[];
  readonly #plan: Plan;
  readonly #ask: Ask;
  readonly #simulation = new Simulation();
  readonly #services: readonly Service[];
  readonly #mainClasses: RequestClasses;
  readonly #think: ThinkTimes | null;
  readonly #live = new LevelSeries(this.#simulation.clock);
  #answered = 0;
  /** Clients of a closed loop that have no request left to send, and when the last one was done. */
  #clientsDone = 0;
  #doneS = 0;
  #before = { begun: 0, over: 0, turns: 0 };

  constructor(plan: Plan, streams: Streams, replication: number, ask: Ask) {
    const { demand, seed, windowS } = plan;
    this.#plan = plan;
    this.#ask = ask;
    this.classes = classPlans(demand, plan.promise);
    const mainCount = this.classes.length - (demand.services?.length ?? 0);
    this.#mainClasses = new RequestClasses(this.classes.slice(0, mainCount), streams);
    this.#services = serviceDemands(demand).map((service, index) => {
      const own = serviceStreams(`${seed}/rep-${replication}`, index, streams);
      const turns = turnSource(service, windowS, own, replication, null);
      return {
        turns,
        open: turns === null ? requestSource(service, windowS, own, replication) : null,
        firstClass: index === 0 ? 0 : mainCount + index - 1,
      };
    });
    const { arrivals } = demand;
    this.#think =
      arrivals.kind === "closedLoop"
        ? new ThinkTimes(arrivals.thinkS ?? 0, arrivals.concurrency, streams)
        : null;
    this.#listen();
  }

  /** Sends all requests of the window. */
  run(): void {
    const { arrivals } = this.#plan.demand;
    const { warmupS, windowS } = this.#plan;
    for (const [index, { turns, open }] of this.#services.entries()) {
      if (turns !== null) this.#scheduleBegin(index, turns);
      else if (index === 0 && arrivals.kind === "closedLoop") {
        for (let client = 0; client < arrivals.concurrency; client++) this.#at(0, CLIENT, client);
      } else if (open?.advance()) this.#at(open.arrivalS, OPEN, index);
    }
    if (warmupS > 0) this.#at(warmupS, MEASURE, 0);
    this.#simulation.run(windowS);
  }

  /** The end of the window, or the last answer of a closed loop whose requests are used up. */
  get endS(): number {
    const { demand, windowS } = this.#plan;
    const { arrivals } = demand;
    const isDone = arrivals.kind === "closedLoop" && this.#clientsDone === arrivals.concurrency;
    return isDone ? this.#doneS : windowS;
  }

  /** Sessions of the measured part; undefined where no request is a turn. */
  tasks(): TaskCounts | undefined {
    if (this.#services.every(({ turns }) => turns === null)) return undefined;
    const now = this.#tallied();
    this.#live.sample();
    const { warmupS, windowS } = this.#plan;
    return {
      begun: now.begun - this.#before.begun,
      ended: now.over - this.#before.over,
      turns: now.turns - this.#before.turns,
      hours: ((this.#live.means.at(-1) ?? 0) * (windowS - warmupS)) / 3600,
      heldBytes: 0,
    };
  }

  #listen(): void {
    const simulation = this.#simulation;
    simulation.on(OPEN, "requestArrived", (index) => {
      const open = this.#services[index]!.open!;
      this.#send(open, index, open.ordinal);
      if (open.advance()) this.#at(open.arrivalS, OPEN, index);
    });
    simulation.on(BEGIN, "sessionBegan", (index) => {
      const turns = this.#services[index]!.turns!;
      const session = turns.begin();
      this.#scheduleBegin(index, turns);
      this.#live.add(1);
      this.#turn(this.#entity(index, session));
    });
    simulation.on(TURN, "turnArrived", (entity) => this.#turn(entity));
    simulation.on(ANSWERED, "turnAnswered", (entity) => {
      this.#answered++;
      this.#over(entity, true);
    });
    simulation.on(CLIENT, "requestArrived", (client) => this.#clientAsks(client));
    simulation.on(CLIENT_ANSWERED, "clientAnswered", (client) => {
      const think = this.#think!;
      this.#doneS = simulation.nowS;
      think.next(client);
      this.#at(simulation.nowS + think.waitS, CLIENT, client);
    });
    simulation.on(MEASURE, "measuringStarted", () => {
      this.#live.sample();
      this.#before = this.#tallied();
    });
  }

  #send(of: TaggedSource | TurnSource, index: number, task: number): number | null {
    const { inputTokens, outputTokens, cachedTokens } = of;
    const place = index === 0 ? this.#mainClasses.classOf(task) : this.#services[index]!.firstClass;
    const arrivalS = this.#simulation.nowS;
    return this.#ask({ arrivalS, inputTokens, outputTokens, cachedTokens, place });
  }

  /** A session's next request; a refused one ends the session. */
  #turn(entity: number): void {
    const count = this.#services.length;
    const index = entity % count;
    const turns = this.#services[index]!.turns!;
    turns.request(Math.floor(entity / count));
    const endS = this.#send(turns, index, turns.task);
    if (endS === null) this.#over(entity, false);
    else this.#at(endS, ANSWERED, entity);
  }

  /** What a session does after a turn. */
  #over(entity: number, isAnswered: boolean): void {
    const count = this.#services.length;
    const index = entity % count;
    const session = Math.floor(entity / count);
    const turns = this.#services[index]!.turns!;
    const nowS = this.#simulation.nowS;
    if (isAnswered) turns.ended(session);
    else turns.brokenOff(session);
    if (turns.child >= 0) this.#at(nowS, TURN, this.#entity(index, turns.child));
    else if (!turns.isOver) this.#at(nowS + turns.waitS, TURN, entity);
    if (!turns.isOver) return;
    if (turns.parent >= 0) this.#at(nowS + turns.waitS, TURN, this.#entity(index, turns.parent));
    else this.#live.add(-1);
    turns.forget(session);
  }

  /** A client of a closed loop; one that is refused takes the time of an answer to see it. */
  #clientAsks(client: number): void {
    const open = this.#services[0]!.open!;
    if (!open.advance()) {
      this.#clientsDone += 1;
      return;
    }
    const { supply } = this.#plan;
    const refusalS = supply.kind === "api" ? supply.assumedTtftS : 0;
    const endS = this.#send(open, 0, open.ordinal) ?? this.#simulation.nowS + refusalS;
    this.#at(endS, CLIENT_ANSWERED, client);
  }

  #scheduleBegin(index: number, turns: TurnSource): void {
    if (turns.nextBeginS < Infinity) this.#at(turns.nextBeginS, BEGIN, index);
  }

  /** Sessions of all services are numbered together. */
  #entity(index: number, session: number): number {
    return session * this.#services.length + index;
  }

  /** Nothing beyond the window is sent or seen. */
  #at(timeS: number, kind: number, entity: number): void {
    if (timeS <= this.#plan.windowS) this.#simulation.at(timeS, REQUEST_ARRIVED, kind, entity);
  }

  #tallied(): { begun: number; over: number; turns: number } {
    let begun = 0;
    let over = 0;
    for (const { turns } of this.#services) {
      begun += turns?.begun ?? 0;
      over += turns?.over ?? 0;
    }
    return { begun, over, turns: this.#answered };
  }
}
