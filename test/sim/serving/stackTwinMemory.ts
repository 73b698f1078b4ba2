import type { KvTiers } from "../../../sim/serving/cache/kvTiers.ts";
import { PrefixCache } from "../../../sim/serving/cache/prefixCache.ts";
import { NO_NODE, OPEN_END, type PrefixTree } from "../../../sim/serving/cache/prefixTree.ts";
import type { CachePlan } from "../../../sim/stackPlan.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import { promptOf, type StackRequest } from "./stackRequest.ts";

export interface CacheSight {
  readonly plan: CachePlan;
  readonly tree: PrefixTree;
  readonly tiers: KvTiers | null;
  /** Place of the replica in its pool. */
  readonly place: number;
  found(lookedUp: number, matched: number, tier: number, more: number): void;
  wrote(bytes: number): void;
}

/** The adapters of one replica. */
export interface AdapterSight {
  canHold(variant: number): boolean;
  take(request: StackRequest): boolean;
  touch(variant: number): void;
  clear(): void;
}

/** Sums of fractions that are equal on paper differ by less. */
const ROUNDING = 1e-6;

/** KV memory of one replica, counted request by request; `fluid` under speculation. */
export class StackMemory {
  used = 0;
  readonly total: number;
  readonly cache: PrefixCache | null;
  readonly #shape: ReplicaShape;
  readonly #sight: CacheSight | null;
  readonly #fluid: boolean;
  readonly #adapters: AdapterSight | null;
  /** Locks kept for sessions between two turns, the oldest first. */
  readonly #held = new Map<number, number>();

  constructor(
    shape: ReplicaShape,
    fluid: boolean,
    sight: CacheSight | null,
    adapters: AdapterSight | null,
  ) {
    this.#adapters = adapters;
    // One sequence alone may fill every block: it holds no half one more.
    this.total = fluid ? shape.kvBlocks + 0.5 + ROUNDING : shape.kvBlocks;
    this.#shape = shape;
    this.#fluid = fluid;
    this.#sight = sight;
    if (sight === null) {
      this.cache = null;
      return;
    }
    const { blockTokens: unit, prefillSPerToken = 0, cost } = shape;
    this.cache = new PrefixCache(sight.tree, unit, sight.plan.blockTokens, sight.plan.eviction, {
      base: prefillSPerToken * unit,
      perToken: cost.pairComputeS * unit,
    });
    const { tiers, place } = sight;
    if (tiers !== null) {
      this.cache.onEvict = {
        evicted: (node, from, to) => this.#writing(() => tiers.evictedAbove(place, node, from, to)),
      };
    }
  }

  get free(): number {
    return this.total - this.used - (this.cache?.pinned ?? 0);
  }

  get occupied(): number {
    return this.used + (this.cache?.stored ?? 0);
  }

  blocksFor(tokens: number): number {
    const { blockTokens } = this.#shape;
    return this.#fluid ? tokens / blockTokens + 0.5 : Math.ceil(tokens / blockTokens);
  }

  /** Blocks that decoding sequences need for their next step. */
  growth(decoding: readonly StackRequest[]): number {
    return decoding.reduce((sum, request) => sum + this.#needs(request), 0);
  }

  #needs(request: StackRequest): number {
    const { blockTokens, stateBlocksPerSequence: state = 0 } = this.#shape;
    if (this.#fluid) return request.pace / blockTokens;
    const has = (request.own - state + request.shared) * blockTokens;
    return promptOf(request) > has ? 1 : 0;
  }

  grow(decoding: readonly StackRequest[]): void {
    for (const request of decoding) {
      const more = this.#needs(request);
      request.own += more;
      this.used += more;
    }
    this.settle();
  }

  /** Takes memory for a request; bytes to load, 0 without a load, undefined when it does not fit. */
  admit(request: StackRequest, spare: number): number | undefined {
    const { stateBlocksPerSequence: state = 0, kvBytesPerBlock = 0 } = this.#shape;
    if (request.source === "replica" || request.source === "swap") {
      const need = this.blocksFor(promptOf(request) - 1) + state;
      if (need > this.free - spare) return undefined;
      this.#own(request, need, 0, NO_NODE);
      request.left = 0;
      this.settle();
      return need * kvBytesPerBlock;
    }
    if (this.cache === null || this.#sight === null) {
      const need = this.blocksFor(promptOf(request)) + state;
      if (this.#adapters?.canHold(request.variant) === false) return undefined;
      if (need > this.free - spare) return undefined;
      this.#adapters?.take(request);
      this.#own(request, need, 0, NO_NODE);
      request.left = promptOf(request) - request.cached;
      return 0;
    }
    return this.#admitCached(request, spare, this.cache, this.#sight);
  }

  #admitCached(
    request: StackRequest,
    spare: number,
    cache: PrefixCache,
    { tiers, place, found: tell }: CacheSight,
  ): number | undefined {
    const { stateBlocksPerSequence: state = 0, prefillSPerToken = 0, cost } = this.#shape;
    const { node, input } = request;
    const matched = node < 0 ? 0 : cache.match(node, input);
    const matchedNode = cache.matchedNode;
    let found = matched;
    let loads = false;
    if (tiers !== null && node >= 0) {
      tiers.secondsPerToken = prefillSPerToken + cost.pairComputeS * input;
      loads = tiers.lookup(place, node, input, matched);
      if (loads) found = tiers.tokens;
    }
    const locked = matched > 0 ? cache.lock(matchedNode) : NO_NODE;
    const shared = Math.floor(matched / this.#shape.blockTokens);
    const need = this.blocksFor(promptOf(request)) - shared + state;
    if (need > this.free - spare) {
      cache.unlock(locked);
      return undefined;
    }
    if (locked !== NO_NODE) cache.touch(locked);
    this.letGo(request.session);
    this.#own(request, need, shared, locked);
    request.left = promptOf(request) - found;
    if (request.emitted === 0) {
      request.cached = found;
      tell(input, matched, loads && tiers !== null ? tiers.tier + 1 : 0, found - matched);
    }
    this.settle();
    if (!loads || tiers === null) return 0;
    request.source = "tier";
    request.place = tiers.tier;
    const { bytes } = tiers;
    tiers.fetched(place, node);
    return bytes;
  }

  #own(request: StackRequest, own: number, shared: number, locked: number): void {
    request.own = own;
    request.shared = shared;
    request.locked = locked;
    this.used += own;
  }

  promptDone(request: StackRequest): void {
    if (request.node >= 0 && this.cache !== null) this.#share(request, request.input);
  }

  keepAnswer(request: StackRequest, stored: number): void {
    const { node, session } = request;
    if (this.cache === null || this.#sight === null || node < 0 || session < 0) return;
    if (this.cache.tree.endOf(node) === OPEN_END) this.#share(request, Math.floor(stored + 1e-9));
    if (this.#sight.plan.betweenTurns !== "hold") return;
    this.letGo(session);
    const locked = this.cache.lock(node);
    if (locked !== NO_NODE) this.#held.set(session, locked);
  }

  /** Its first tokens become the cache's; it keeps them locked. */
  #share(request: StackRequest, tokens: number): void {
    const { cache } = this;
    const sight = this.#sight;
    if (cache === null || sight === null) return;
    const { node } = request;
    cache.insert(node, tokens);
    const locked = cache.lock(node);
    cache.unlock(request.locked);
    request.locked = locked;
    const shared = cache.sharedUnits(node, tokens);
    this.used -= shared - request.shared;
    request.own -= shared - request.shared;
    request.shared = shared;
    this.#writing(() => sight.tiers?.computed(sight.place, node, tokens));
  }

  release(request: StackRequest): void {
    this.#adapters?.touch(request.variant);
    this.used -= request.own;
    request.own = 0;
    request.shared = 0;
    this.#unlock(request);
    const { node, session } = request;
    if (this.#sight?.plan.betweenTurns === "drop" && node >= 0 && session >= 0) {
      this.cache?.drop(node);
    }
  }

  /** It goes elsewhere; its own blocks stay until they are sent. */
  detach(request: StackRequest): number {
    const { own } = request;
    request.own = 0;
    request.shared = 0;
    this.#unlock(request);
    return own;
  }

  #unlock(request: StackRequest): void {
    this.cache?.unlock(request.locked);
    request.locked = NO_NODE;
  }

  settle(): void {
    const over = this.occupied - this.total;
    if (over > 0) this.cache?.evict(Math.ceil(over));
  }

  yieldHeld(): boolean {
    const [oldest] = this.#held.keys();
    if (oldest === undefined) return false;
    this.letGo(oldest);
    return true;
  }

  letGo(session: number): boolean {
    const locked = this.#held.get(session);
    if (locked === undefined) return false;
    this.#held.delete(session);
    this.cache?.unlock(locked);
    return true;
  }

  clear(): void {
    this.used = 0;
    this.#adapters?.clear();
    this.cache?.clear();
    this.#held.clear();
    this.#sight?.tiers?.lost(this.#sight.place);
  }

  /** Bytes that reach the first tier take bandwidth. */
  #writing(write: () => void): void {
    const bytes = this.#sight?.tiers?.writtenBytes;
    if (bytes === undefined) return;
    const before = bytes[0]!;
    write();
    this.#sight?.wrote(bytes[0]! - before);
  }
}
