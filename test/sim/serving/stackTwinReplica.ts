import type { PoolPlan } from "../../../sim/plan.ts";
import { iterationTime, type StepWork } from "../../../sim/timing/iterationTime.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import {
  promptOf,
  type StackChunk,
  type StackListener,
  type StackRequest,
  type StackStep,
} from "./stackRequest.ts";
import type { StackMemory } from "./stackTwinMemory.ts";

const decodes = ({ left }: StackRequest): boolean => left === 0;
/** Tokens this close to a whole number are whole. */
const WHOLE = 1e-6;

/** One replica of the serving stack, one iteration at a time. */
export class StackTwinReplica {
  waiting: StackRequest[] = [];
  loading: StackRequest[] = [];
  ready: StackRequest[] = [];
  /** In order of admission. */
  running: StackRequest[] = [];
  partial: StackRequest | undefined;
  readonly index: number;
  readonly memory: StackMemory;
  readonly #pool: PoolPlan;
  readonly #poolIndex: number;
  readonly #shape: ReplicaShape;
  readonly #listener: StackListener;
  readonly #served: number[];
  #emptiedLast = -1;
  #closed = false;
  #stepsDone = 0;
  #stalledStep: number;

  constructor(
    index: number,
    poolIndex: number,
    pool: PoolPlan,
    shape: ReplicaShape,
    memory: StackMemory,
    listener: StackListener,
  ) {
    this.index = index;
    this.memory = memory;
    this.#pool = pool;
    this.#poolIndex = poolIndex;
    this.#shape = shape;
    this.#listener = listener;
    this.#served = listener.weights.map(() => 0);
    this.#stalledStep = listener.stepsToStall(index);
  }

  get held(): number {
    return this.waiting.length + this.loading.length + this.ready.length + this.running.length;
  }

  enqueue(request: StackRequest): void {
    if (this.#pool.engine.queue === "fair") this.#lift(request.classIndex);
    request.state = "waiting";
    this.waiting.push(request);
  }

  /** The request whose turn it is. */
  #head(): StackRequest | undefined {
    const { queue } = this.#pool.engine;
    if (queue === "priority") {
      const rank = (of: StackRequest) => this.#listener.priorities[of.classIndex]!;
      return this.waiting.reduce<StackRequest | undefined>(
        (best, one) => (best === undefined || rank(one) > rank(best) ? one : best),
        undefined,
      );
    }
    if (queue !== "fair") return this.waiting[0];
    const next = this.#leastServed();
    return this.waiting.find(({ classIndex }) => classIndex === next);
  }

  #leastServed(): number {
    let least = -1;
    for (const [place, served] of this.#served.entries()) {
      if (!this.waiting.some(({ classIndex }) => classIndex === place)) continue;
      if (least < 0 || served < this.#served[least]!) least = place;
    }
    return least;
  }

  /** A class that comes back does not claim the service of the time it was away. */
  #lift(classIndex: number): void {
    if (this.waiting.some((other) => other.classIndex === classIndex)) return;
    const level = this.waiting.length > 0 ? this.#leastServed() : this.#emptiedLast;
    if (level < 0) return;
    this.#served[classIndex] = Math.max(this.#served[classIndex]!, this.#served[level]!);
  }

  leaveQueue(request: StackRequest): void {
    this.waiting = this.waiting.filter((other) => other !== request);
    const { classIndex } = request;
    if (!this.waiting.some((other) => other.classIndex === classIndex)) {
      this.#emptiedLast = classIndex;
    }
  }

  #serve(classIndex: number, tokens: number): void {
    this.#served[classIndex] =
      this.#served[classIndex]! + tokens / this.#listener.weights[classIndex]!;
  }

  startStep(nowS: number): StackStep | null {
    const { engine } = this.#pool;
    const apart = engine.policy === "prefillFirst" || engine.policy === "decodeFirst";
    const perSequence = this.#shape.cost.tokensPerSequence ?? 1;
    for (const request of this.ready.filter(decodes)) {
      this.ready = this.ready.filter((other) => other !== request);
      this.#run(request);
      this.#join(request);
    }
    if (engine.policy === "decodeFirst" && this.running.length === 0) this.#closed = false;
    const tokensNow = this.running.filter(decodes).length * perSequence;
    const looks = apart || tokensNow < engine.tokenBudget;
    if (!this.#closed && this.partial === undefined && looks) this.#makeWay();
    if (!apart) this.#makeRoom();
    let budget = engine.tokenBudget;
    if (!apart) budget -= this.running.filter(decodes).length * perSequence;
    const decodingNow = this.running.filter(decodes);
    const chunks: StackChunk[] = [];
    let next = this.partial;
    while (budget > 0) {
      if (next === undefined) {
        next = this.ready.shift() ?? this.#admitted();
        if (next === undefined) break;
        this.#run(next);
      }
      const tokens = Math.min(budget, next.left);
      budget -= tokens;
      const completes = tokens === next.left;
      if (!completes) this.#listener.hit("multiChunk");
      chunks.push({ request: next, tokens, prior: promptOf(next) - next.left, completes });
      next = undefined;
    }
    let hadToGo = false;
    let decoding = decodingNow;
    if (apart && chunks.length > 0) {
      if (decoding.length > 0) this.#listener.hit("pause");
      decoding = [];
    } else if (apart) {
      const before = this.running.length;
      this.#makeRoom();
      hadToGo = this.running.length < before;
      decoding = this.running.filter(decodes);
      if (decoding.length > 0 && engine.policy === "decodeFirst") this.#closed = true;
    }
    this.memory.settle();
    if (decoding.length === 0 && chunks.length === 0) {
      if ((this.#closed || hadToGo) && this.waiting.length > 0) {
        this.#closed = false;
        return this.startStep(nowS);
      }
      if (this.waiting.length > 0 && this.loading.length === 0 && this.memory.yieldHeld()) {
        this.#listener.hit("holdLetGo");
        return this.startStep(nowS);
      }
      return null;
    }
    return this.#timed(nowS, decoding, chunks);
  }

  #run(request: StackRequest): void {
    request.state = "running";
    request.source = "nowhere";
    this.running.push(request);
  }

  /** It decodes from the next step on. */
  #join(request: StackRequest): void {
    const tokens = request.output - request.emitted;
    request.stepsLeft = this.#listener.stepsOf(request, tokens);
    request.pace = tokens / request.stepsLeft;
    request.stepsMade = 0;
  }

  #admitted(): StackRequest | undefined {
    for (;;) {
      const head = this.#head();
      if (head === undefined) return undefined;
      if (this.#closed) {
        this.#listener.hit("closedBatch");
        return undefined;
      }
      if (
        this.running.length + this.loading.length + this.ready.length >=
        this.#pool.engine.maxBatch
      )
        return undefined;
      // Who decodes, now or later, keeps room for its next token.
      const spare = this.memory.growth(this.running.filter(decodes));
      const loadBytes = this.memory.admit(head, spare);
      if (loadBytes === undefined) {
        this.#listener.hit("fullKv");
        return undefined;
      }
      this.leaveQueue(head);
      this.#serve(head.classIndex, head.left);
      if (head.source === "nowhere") return head;
      head.state = "loading";
      this.loading.push(head);
      this.#listener.load(head, this.index, loadBytes);
    }
  }

  loaded(request: StackRequest): void {
    this.loading = this.loading.filter((other) => other !== request);
    this.ready.push(request);
    request.state = "ready";
  }

  #victim(): StackRequest | undefined {
    if (this.#pool.engine.queue !== "priority") return this.running.at(-1);
    const rank = (of: StackRequest) => this.#listener.priorities[of.classIndex]!;
    const lowest = Math.min(...this.running.map(rank));
    return this.running.findLast((request) => rank(request) === lowest);
  }

  #makeWay(): void {
    if (this.#pool.engine.queue !== "priority") return;
    const head = this.#head();
    if (head === undefined) return;
    const rank = (of: StackRequest) => this.#listener.priorities[of.classIndex]!;
    for (;;) {
      const admitted = this.running.length + this.loading.length + this.ready.length;
      const free = this.memory.free - this.memory.growth(this.running.filter(decodes));
      const { stateBlocksPerSequence: state = 0 } = this.#shape;
      const fits = this.memory.blocksFor(promptOf(head)) + state <= free;
      if (fits && admitted < this.#pool.engine.maxBatch) return;
      const victim = this.#victim();
      if (victim === undefined || rank(victim) >= rank(head)) return;
      this.#listener.hit("madeWay");
      this.#preempt(victim);
    }
  }

  #makeRoom(): void {
    while (this.memory.free < this.memory.growth(this.running.filter(decodes))) {
      const victim = this.#victim();
      if (victim === undefined) throw new Error("nothing to preempt");
      this.#preempt(victim);
    }
  }

  #preempt(request: StackRequest): void {
    this.running = this.running.filter((other) => other !== request);
    const decoded = decodes(request);
    if (request === this.partial) this.partial = undefined;
    if (decoded) {
      this.#listener.madeSteps(request);
      request.emitted = Math.floor(request.emitted + WHOLE);
    }
    this.memory.release(request);
    request.left = 0;
    this.waiting.unshift(request);
    request.state = "waiting";
    this.#listener.hit("preemption");
    this.#listener.preempted(request);
    if (decoded && this.#pool.engine.preemption === "swap") {
      request.source = "swap";
      request.place = this.index;
      this.#listener.hit("swap");
      this.#listener.swappedOut(request, this.index);
    }
  }

  /** Every decoding sequence gets its blocks; the prompts of the step get their tokens. */
  finishStep(step: StackStep): void {
    this.#stepsDone++;
    if (this.#stepsDone === this.#stalledStep) {
      this.#stalledStep += this.#listener.stepsToStall(this.index);
    }
    this.memory.grow(step.decoding);
    for (const request of step.decoding) {
      request.emitted += request.pace;
      request.stepsLeft--;
      request.stepsMade++;
    }
    for (const { request, tokens, completes } of step.chunks) {
      request.left -= tokens;
      if (this.partial === request) this.partial = undefined;
      if (!completes) this.partial = request;
    }
  }

  decodeOn(request: StackRequest): void {
    this.#join(request);
  }

  /** It is not in any list any more; its memory is its owner's business. */
  take(request: StackRequest): void {
    if (request.state === "waiting") this.leaveQueue(request);
    this.loading = this.loading.filter((other) => other !== request);
    this.ready = this.ready.filter((other) => other !== request);
    this.running = this.running.filter((other) => other !== request);
    if (this.partial === request) this.partial = undefined;
  }

  served(request: StackRequest): void {
    this.#serve(request.classIndex, request.output);
  }

  fail(): StackRequest[] {
    const lost = [...this.running, ...this.ready, ...this.loading];
    const { queue } = this.#pool.engine;
    const order = (of: StackRequest): number => {
      if (queue === "priority") return -this.#listener.priorities[of.classIndex]!;
      return queue === "fair" ? this.#served[of.classIndex]! : 0;
    };
    const classOf = (of: StackRequest): number => (queue === "fair" ? of.classIndex : 0);
    lost.push(...this.waiting.toSorted((a, b) => order(a) - order(b) || classOf(a) - classOf(b)));
    this.#emptiedLast =
      lost.at(-1)?.state === "waiting" ? lost.at(-1)!.classIndex : this.#emptiedLast;
    this.running = [];
    this.ready = [];
    this.loading = [];
    this.waiting = [];
    this.partial = undefined;
    this.#closed = false;
    return lost;
  }

  #timed(nowS: number, decoding: readonly StackRequest[], chunks: StackChunk[]): StackStep {
    const sum = (of: (chunk: StackChunk) => number): number =>
      chunks.reduce((total, chunk) => total + of(chunk), 0);
    const work: StepWork & { readonly adapters: number } = {
      adapters: new Set(this.running.map(({ variant }) => variant)).size,
      prefillTokens: sum(({ tokens }) => tokens),
      prefillPairs: sum(({ tokens: q, prior: p }) => q * p + (q * (q + 1)) / 2),
      priorTokens: sum(({ prior }) => prior),
      samples:
        decoding.length +
        sum(({ completes, request }) => (completes && request.output > 0 ? 1 : 0)),
      sequences: decoding.length,
      contextTokens: decoding.reduce((total, request) => total + promptOf(request), 0),
    };
    const plainS = iterationTime(work, this.#shape.cost).seconds;
    const stretch = this.#listener.stretch(this.#poolIndex);
    const stallS = this.#stepsDone + 1 === this.#stalledStep ? this.#listener.stallS() : 0;
    if (stallS > 0) this.#listener.hit("stall");
    const endS = nowS + plainS * stretch + stallS;
    return { startS: nowS, endS, plainS, stretch, stallS, decoding, chunks, work };
  }
}
