import type { EnginePlan } from "../plan.ts";
import type { ReplicaShape } from "../timing/replicaShape.ts";
import { Jump } from "./jump.ts";
import type { KvBlocks } from "./kvBlocks.ts";
import { PaddedBatch } from "./paddedBatch.ts";
import { PaddedBooks } from "./paddedBooks.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";
import { stepsOver } from "./stepUnderWay.ts";

/** A padded batch on its way: its steps as jumps that a stall, a power cap or a turn cuts. */
export class BatchRun {
  readonly batch: PaddedBatch;
  readonly jump: Jump;
  readonly books: PaddedBooks;
  /** Factor that a power cap puts on steps that start from now on, >= 1. */
  stretch = 1;
  readonly #index: number;
  readonly #world: ReplicaWorld;
  readonly #clock: Float64Array;
  #stallStep: number;

  constructor(
    index: number,
    shape: ReplicaShape,
    engine: EnginePlan,
    world: ReplicaWorld,
    blocks: KvBlocks,
  ) {
    this.#index = index;
    this.#world = world;
    this.#clock = world.clock;
    this.batch = new PaddedBatch({
      pool: world.pool,
      blocks,
      stateBlocks: shape.stateBlocksPerSequence ?? 0,
      maxBatch: engine.maxBatch,
      tagged: world.tagged,
    });
    this.jump = new Jump(shape.cost, engine.maxBatch);
    this.books = new PaddedBooks(world, shape.cost, this.jump, this.batch);
    this.#stallStep = world.stepsToStall(index);
  }

  /** Takes as many steps of the batch at once as nothing can disturb. */
  jumpAhead(): void {
    const { jump } = this;
    let steps = this.batch.compose(jump);
    jump.stretch = this.stretch;
    jump.compose();
    if (steps > 1 && jump.canTurn) steps = jump.limit(steps);
    const toStall = this.#stallStep - this.books.steps;
    jump.startS = this.#clock[0]!;
    jump.charged = 0;
    jump.steps = toStall <= steps ? toStall : steps;
    jump.stallS = toStall <= steps ? this.#world.stallS : 0;
  }

  /**
   * Ends the jump at the next boundary: the step under way keeps its length. A signal comes before a
   * step that starts at its very instant.
   */
  interrupt(): void {
    const { jump } = this;
    const nowS = this.#clock[0]!;
    let steps = jump.firstBoundaryAfter(nowS);
    if (steps > 1 && jump.boundaryS(steps - 1) === nowS) steps--;
    if (steps >= jump.steps) return;
    jump.steps = steps;
    jump.stallS = 0;
  }

  /** The jump is over. */
  finishJump(): void {
    const { jump, books } = this;
    books.charge(jump.steps - jump.charged);
    if (jump.stallS === 0) return;
    this.#stallStep = books.steps + this.#world.stepsToStall(this.#index);
    // Nobody who asks for the steps done may take the stalled one for under way.
    jump.stallS = 0;
  }

  /** Charges the steps that are over by now; `strictly` without one that ends at this instant. */
  chargeUntilNow(strictly: boolean): void {
    this.books.charge(stepsOver(this.jump, this.#clock[0]!, strictly) - this.jump.charged);
  }
}
