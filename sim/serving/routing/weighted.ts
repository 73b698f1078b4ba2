import type { KeyedUniform } from "../../random/streams.ts";
import type { RouterSignal } from "../../stackPlan.ts";
import { ORDINAL, SERVICE, TAGS } from "../requestTags.ts";
import { Router, type TagTable } from "./router.ts";
import { ShareTree } from "./shareTree.ts";
import { UpReplicas } from "./upReplicas.ts";

/**
 * In proportion to weights that follow a signal (price, carbon) step by step; before the first
 * step its weights hold. A replica without weight gets nothing as long as one with weight is up;
 * after that all that are up are alike, or their requests would be stranded.
 */
export class Weighted extends Router {
  readonly #pool: TagTable;
  readonly #draw: KeyedUniform;
  readonly #signal: readonly RouterSignal[];
  readonly #clock: Float64Array;
  readonly #shares: ShareTree;
  readonly #up: UpReplicas;
  readonly #isUp: Uint8Array;
  #step = 0;

  /**
   * @param clock simulated time in its first place, seconds
   * @throws RangeError when the signal has no step, is out of order or a weight is wrong
   */
  constructor(
    replicas: number,
    pool: TagTable,
    draw: KeyedUniform,
    signal: readonly RouterSignal[],
    clock: Float64Array,
  ) {
    super();
    checkSignal(signal, replicas);
    this.#pool = pool;
    this.#draw = draw;
    this.#signal = signal;
    this.#clock = clock;
    this.#shares = new ShareTree(replicas);
    this.#up = new UpReplicas(replicas);
    this.#isUp = new Uint8Array(replicas).fill(1);
    this.#weigh();
  }

  choose(slot: number): number {
    this.#follow();
    if (this.#up.count === 0) return -1;
    const tags = this.#pool.tags;
    const place = this.#draw(tags[slot * TAGS + ORDINAL]!, tags[slot * TAGS + SERVICE]!);
    if (this.#shares.total > 0) return this.#shares.at(place);
    return this.#up.at(Math.floor(place * this.#up.count));
  }

  setUp(replica: number, up: boolean): void {
    this.#up.setUp(replica, up);
    this.#isUp[replica] = up ? 1 : 0;
    this.#weighOne(replica);
  }

  #follow(): void {
    const before = this.#step;
    while (this.#nextStepS() <= this.#clock[0]!) this.#step++;
    if (this.#step !== before) this.#weigh();
  }

  #nextStepS(): number {
    return this.#signal[this.#step + 1]?.fromS ?? Infinity;
  }

  #weigh(): void {
    for (let replica = 0; replica < this.#isUp.length; replica++) this.#weighOne(replica);
  }

  #weighOne(replica: number): void {
    const weight = this.#signal[this.#step]!.weights[replica]!;
    this.#shares.set(replica, this.#isUp[replica] === 1 ? weight : 0);
  }
}

function checkSignal(signal: readonly RouterSignal[], replicas: number): void {
  if (signal.length === 0) throw new RangeError("router signal without steps; expected at least 1");
  let fromS = -Infinity;
  for (const step of signal) {
    if (!(step.fromS > fromS)) {
      throw new RangeError(`router signal at ${step.fromS} s behind ${fromS} s; expected later`);
    }
    fromS = step.fromS;
    if (step.weights.length !== replicas) {
      throw new RangeError(
        `${step.weights.length} router weights at ${fromS} s; expected ${replicas}, one per replica`,
      );
    }
    for (const weight of step.weights) {
      if (!(weight >= 0 && weight < Infinity)) {
        throw new RangeError(`router weight of ${weight} at ${fromS} s; expected finite and >= 0`);
      }
    }
  }
}
