import type { KvBlocks } from "./kvBlocks.ts";
import type { ServingLog } from "./servingLog.ts";
import type { SlotList } from "./slotList.ts";

/** Tells the log of a fleet how one replica's levels move: memory, batch, busy or idle. */
export class ReplicaLevels {
  readonly #log: ServingLog;
  readonly #blocks: KvBlocks;
  readonly #running: SlotList;
  // Levels the log knows of.
  #loggedBlocks = 0;
  #loggedRunning = 0;
  #drawing = 0;

  constructor(log: ServingLog, blocks: KvBlocks, running: SlotList) {
    this.#log = log;
    this.#blocks = blocks;
    this.#running = running;
  }

  /** Reports memory and batch as they are now. */
  update(): void {
    const used = this.#blocks.used;
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

  /** Busy, with steps stretched by a power cap: it draws that much less above idle. */
  busyAt(stretch: number): void {
    if (this.#drawing === 0) this.#log.busy.add(1);
    this.#log.drawing.add(1 / stretch - this.#drawing);
    this.#drawing = 1 / stretch;
  }

  idle(): void {
    if (this.#drawing === 0) return;
    this.#log.busy.add(-1);
    this.#log.drawing.add(-this.#drawing);
    this.#drawing = 0;
  }
}
