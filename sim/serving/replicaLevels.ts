import type { Jump } from "./jump.ts";
import type { KvBlocks } from "./kvBlocks.ts";
import type { ServingLog } from "./servingLog.ts";
import type { SlotList } from "./slotList.ts";

/** Tells the log of a fleet how one replica's levels move: memory, batch, busy or idle. */
export class ReplicaLevels {
  readonly #log: ServingLog;
  readonly #blocks: KvBlocks;
  readonly #running: SlotList;
  readonly #jump: Jump;
  // Levels the log knows of.
  #loggedBlocks = 0;
  #loggedRunning = 0;
  #busy = false;
  /** Stretch of the step under way; 0 when idle. */
  #stretch = 0;

  constructor(log: ServingLog, blocks: KvBlocks, running: SlotList, jump: Jump) {
    this.#log = log;
    this.#blocks = blocks;
    this.#running = running;
    this.#jump = jump;
  }

  /** Reports memory and batch as they are now. */
  update(): void {
    const used = this.#blocks.occupied;
    if (used !== this.#loggedBlocks) {
      this.#log.kvBlocks.add(used - this.#loggedBlocks);
      this.#loggedBlocks = used;
    }
    const running = this.#running.count;
    if (running !== this.#loggedRunning) {
      this.#log.running.add(running - this.#loggedRunning);
      this.#loggedRunning = running;
    }
  }

  /** Memory grew evenly through the jump up to now. */
  grown(): void {
    const blocks = this.#blocks.occupied - this.#loggedBlocks;
    if (blocks === 0) return;
    this.#log.kvBlocks.addSince(blocks, this.#jump.startS);
    this.#loggedBlocks = this.#blocks.occupied;
  }

  busy(): void {
    this.#busy = true;
    this.#log.busy.add(1);
  }

  /** A step starts that a power cap stretches: it draws that much less above idle. */
  drawAt(stretch: number): void {
    if (this.#stretch === stretch) return;
    this.#log.drawing.add(1 / stretch - (this.#stretch > 0 ? 1 / this.#stretch : 0));
    this.#stretch = stretch;
  }

  idle(): void {
    if (!this.#busy) return;
    this.#busy = false;
    this.#log.busy.add(-1);
    // One that woke for nothing has drawn nothing.
    if (this.#stretch > 0) this.#log.drawing.add(-1 / this.#stretch);
    this.#stretch = 0;
  }
}
