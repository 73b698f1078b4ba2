import { IndexedHeap } from "../engine/indexedHeap.ts";
import { invariant } from "../invariant.ts";

const NONE = -1;
/** What a transfer is doing. */
const FREE = 0;
const LATENT = 1;
const MOVING = 2;

/**
 * Transfers of bytes between ports of limited bandwidth.
 *
 * After its latency a transfer moves at the smaller of its two ports' equal shares, capacity over
 * transfers that move there. When one begins or ends, those on its ports, and no others, get new
 * rates. What one port leaves unused because the other is slower is not given to its neighbours.
 */
export class TransferNetwork {
  /** Size and latency of the next transfer to start: write before `start`. */
  bytes = 0;
  latencyS = 0;
  /** By port: bytes that have passed it; those of a moving transfer count when it ends. */
  readonly carriedBytes: Float64Array;
  /** Time of now in seconds, at [0]. */
  readonly #clock: Float64Array;
  readonly #bytesPerS: Float64Array;
  /** By port: transfers that move there, as a list of links. */
  readonly #loads: Int32Array;
  readonly #heads: Int32Array;
  /** By link, two for each transfer (from, to): its neighbours in the list of the port. */
  #after = new Int32Array(128);
  #before = new Int32Array(128);
  #ports = new Int32Array(128);
  /** By transfer. */
  #tags = new Int32Array(64);
  #phases = new Uint8Array(64);
  #sizes = new Float64Array(64);
  /** Bytes left at the time of the last change of rate, that time, and the rate since. */
  #left = new Float64Array(64);
  #since = new Float64Array(64);
  #rates = new Float64Array(64);
  #used = 0;
  /** Free transfers are linked through `#after` of their first link. */
  #free = NONE;
  #started = 0;
  #nowS = 0;
  /** When each transfer begins to move or arrives; in order of start at the same instant. */
  readonly #changes = new IndexedHeap();

  /** @throws RangeError when a capacity is not above 0; Infinity is allowed */
  constructor(portsBytesPerS: Float64Array, clock: Float64Array) {
    for (const [port, bytesPerS] of portsBytesPerS.entries()) {
      if (bytesPerS > 0) continue;
      throw new RangeError(`port ${port} of ${bytesPerS} bytes/s; expected a number above 0`);
    }
    this.#bytesPerS = portsBytesPerS;
    this.#clock = clock;
    this.carriedBytes = new Float64Array(portsBytesPerS.length);
    this.#loads = new Int32Array(portsBytesPerS.length);
    this.#heads = new Int32Array(portsBytesPerS.length).fill(NONE);
  }

  /** Transfers under way. */
  get size(): number {
    return this.#changes.size;
  }

  /** Time of the next change, seconds: a latency that ends or an arrival; Infinity = none. */
  get nextS(): number {
    const id = this.#changes.top;
    return id === NONE ? Infinity : this.#changes.keys[id]!;
  }

  /**
   * Starts a transfer of `bytes` after `latencyS`; `from` and `to` may be the same port.
   *
   * @returns its number, which comes back when the transfer has ended
   * @throws RangeError when bytes or latency are not finite and >= 0, or a port is unknown
   */
  start(from: number, to: number, tag: number): number {
    const { bytes, latencyS } = this;
    if (!(bytes >= 0 && bytes < Infinity && latencyS >= 0 && latencyS < Infinity)) {
      throw new RangeError(
        `transfer of ${bytes} bytes after ${latencyS} s; expected finite numbers >= 0`,
      );
    }
    if (this.#heads[from] === undefined || this.#heads[to] === undefined) {
      const ports = this.#heads.length;
      throw new RangeError(`transfer from port ${from} to ${to}; expected ports below ${ports}`);
    }
    let id = this.#free;
    if (id === NONE) id = this.#newTransfer();
    else this.#free = this.#after[2 * id]!;
    this.#ports[2 * id] = from;
    this.#ports[2 * id + 1] = to;
    this.#tags[id] = tag;
    this.#sizes[id] = bytes;
    this.#left[id] = bytes;
    this.#changes.orders[id] = this.#started++;
    this.#nowS = this.#clock[0]!;
    if (latencyS > 0) {
      this.#phases[id] = LATENT;
      this.#changes.keys[id] = this.#nowS + latencyS;
      this.#changes.place(id);
    } else {
      this.#move(id);
    }
    return id;
  }

  /**
   * Takes the next change; the clock stands at `nextS`.
   *
   * @returns the transfer that has arrived, its number free for use again; -1 when a latency ended
   */
  finishNext(): number {
    const id = this.#changes.top;
    invariant(id !== NONE, () => "no transfer to finish; expected one under way");
    this.#nowS = this.#changes.keys[id]!;
    if (this.#phases[id] === LATENT) {
      this.#move(id);
      return NONE;
    }
    this.#left[id] = 0;
    this.#leave(id);
    return id;
  }

  /** Ends a transfer before its time; what has moved has moved. */
  cancel(id: number): void {
    invariant(id >= 0 && id < this.#used && this.#phases[id] !== FREE, () => {
      return `transfer ${id} cancelled; expected one under way`;
    });
    this.#nowS = this.#clock[0]!;
    if (this.#phases[id] === MOVING) {
      this.#settle(id);
      this.#leave(id);
    } else {
      this.#release(id);
    }
  }

  /** What `start` was told; stays readable after the end until the next start. */
  tagOf(id: number): number {
    return this.#tags[id]!;
  }

  /** Transfers that move through a port. */
  portLoad(port: number): number {
    return this.#loads[port]!;
  }

  #move(id: number): void {
    const from = this.#ports[2 * id]!;
    const to = this.#ports[2 * id + 1]!;
    this.#phases[id] = MOVING;
    this.#rates[id] = 0;
    this.#since[id] = this.#nowS;
    this.#link(2 * id, from);
    if (to !== from) this.#link(2 * id + 1, to);
    this.#rerate(from);
    if (to !== from) this.#rerate(to);
  }

  #leave(id: number): void {
    const from = this.#ports[2 * id]!;
    const to = this.#ports[2 * id + 1]!;
    const moved = this.#sizes[id]! - this.#left[id]!;
    this.carriedBytes[from] = this.carriedBytes[from]! + moved;
    this.#unlink(2 * id, from);
    if (to !== from) {
      this.carriedBytes[to] = this.carriedBytes[to]! + moved;
      this.#unlink(2 * id + 1, to);
    }
    this.#release(id);
    this.#rerate(from);
    if (to !== from) this.#rerate(to);
  }

  /** Gives every transfer on a port the rate that it has from now on. */
  #rerate(port: number): void {
    const ports = this.#ports;
    for (let link = this.#heads[port]!; link !== NONE; link = this.#after[link]!) {
      const id = link >> 1;
      const from = ports[2 * id]!;
      const to = ports[2 * id + 1]!;
      const fromShare = this.#bytesPerS[from]! / this.#loads[from]!;
      const toShare = this.#bytesPerS[to]! / this.#loads[to]!;
      const rate = fromShare < toShare ? fromShare : toShare;
      if (rate === this.#rates[id]) continue;
      this.#settle(id);
      this.#rates[id] = rate;
      this.#changes.keys[id] = this.#nowS + this.#left[id]! / rate;
      this.#changes.place(id);
    }
  }

  /** Takes off what has moved at the old rate until now. */
  #settle(id: number): void {
    const passedS = this.#nowS - this.#since[id]!;
    if (passedS > 0) {
      const left = this.#left[id]! - this.#rates[id]! * passedS;
      this.#left[id] = left > 0 ? left : 0;
    }
    this.#since[id] = this.#nowS;
  }

  #link(link: number, port: number): void {
    const head = this.#heads[port]!;
    this.#before[link] = NONE;
    this.#after[link] = head;
    if (head !== NONE) this.#before[head] = link;
    this.#heads[port] = link;
    this.#loads[port] = this.#loads[port]! + 1;
  }

  #unlink(link: number, port: number): void {
    const before = this.#before[link]!;
    const after = this.#after[link]!;
    if (before === NONE) this.#heads[port] = after;
    else this.#after[before] = after;
    if (after !== NONE) this.#before[after] = before;
    this.#loads[port] = this.#loads[port]! - 1;
  }

  #release(id: number): void {
    this.#changes.remove(id);
    this.#phases[id] = FREE;
    this.#after[2 * id] = this.#free;
    this.#free = id;
  }

  #newTransfer(): number {
    const id = this.#used++;
    if (id === this.#tags.length) {
      this.#after = doubled(this.#after, new Int32Array(4 * id));
      this.#before = doubled(this.#before, new Int32Array(4 * id));
      this.#ports = doubled(this.#ports, new Int32Array(4 * id));
      this.#tags = doubled(this.#tags, new Int32Array(2 * id));
      this.#phases = doubled(this.#phases, new Uint8Array(2 * id));
      this.#sizes = doubled(this.#sizes, new Float64Array(2 * id));
      this.#left = doubled(this.#left, new Float64Array(2 * id));
      this.#since = doubled(this.#since, new Float64Array(2 * id));
      this.#rates = doubled(this.#rates, new Float64Array(2 * id));
      this.#changes.reserve(2 * id);
    }
    return id;
  }
}

function doubled<T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
