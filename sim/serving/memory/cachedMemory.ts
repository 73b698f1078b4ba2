import type { CachePlan } from "../../stackPlan.ts";
import type { KvTiers } from "../cache/kvTiers.ts";
import { type EvictionListener, PrefixCache } from "../cache/prefixCache.ts";
import { NO_NODE, OPEN_END, type PrefixTree } from "../cache/prefixTree.ts";
import type { KvBlocks } from "../kvBlocks.ts";
import type { LevelSeries } from "../levelSeries.ts";
import {
  CACHED_TOKENS,
  EMITTED_TOKENS,
  INPUT_TOKENS,
  PREFILL_LEFT,
  type RequestPool,
  ROW,
} from "../requestPool.ts";
import {
  FROM_TIER,
  LOCKED,
  NODE,
  SESSION,
  SHARED,
  SOURCE,
  SOURCE_PLACE,
  TAGS,
} from "../requestTags.ts";
import { FULL, LOADING, type SequenceMemory, TAKEN } from "./sequenceMemory.ts";

/** What a pool's caches did in the measured part of a run; shared by its replicas. */
export class CacheTally {
  lookedUp = 0;
  /** Tokens found by tier, the chips' memory first. */
  readonly found: Float64Array;

  constructor(tiers: number) {
    this.found = new Float64Array(tiers + 1);
  }

  clear(): void {
    this.lookedUp = 0;
    this.found.fill(0);
  }
}

/** What the memory of one replica needs from its pool. */
export interface CacheSurroundings {
  readonly plan: CachePlan;
  readonly pool: RequestPool;
  readonly tree: PrefixTree;
  /** Place of the replica within its pool. */
  readonly replica: number;
  readonly tiers: KvTiers | null;
  readonly tally: CacheTally;
  readonly stateBlocks: number;
  readonly blockBytes: number;
  /** Seconds to compute a prompt token, and more of it per token before it. */
  readonly prefillSPerToken: number;
  readonly pairS: number;
  /** KV bytes that are kept for sessions between two turns, all replicas. */
  readonly heldBytes: LevelSeries;
  /** Bytes went to the first tier. */
  wrote(bytes: number): void;
}

/**
 * KV memory whose prompts share their equal beginnings. A running request keeps what it uses of the
 * cache locked and has blocks of its own for the rest; when its prompt is computed, the prompt's
 * blocks become the cache's. What nobody has locked goes when room is needed.
 */
export class CachedMemory implements SequenceMemory, EvictionListener {
  readonly blocks: KvBlocks;
  readonly cache: PrefixCache;
  readonly isWatched: boolean;
  readonly adaptersInUse = 0;
  loadBytes = 0;
  readonly #around: CacheSurroundings;
  readonly #pool: RequestPool;
  /** Nodes that are locked for sessions between two turns. */
  readonly #held = new Map<number, { readonly node: number; readonly bytes: number }>();

  constructor(blocks: KvBlocks, around: CacheSurroundings) {
    const { plan, tree, prefillSPerToken, pairS } = around;
    const unit = blocks.blockTokens;
    this.blocks = blocks;
    this.#around = around;
    this.#pool = around.pool;
    this.isWatched = plan.write === "back" && plan.tiers.length > 0;
    this.cache = new PrefixCache(tree, unit, plan.blockTokens, plan.eviction, {
      base: prefillSPerToken * unit,
      perToken: pairS * unit,
    });
    if (around.tiers !== null) this.cache.onEvict = this;
  }

  admit(slot: number, spare: number): number {
    const { tiers, replica, stateBlocks } = this.#around;
    const { rows, tags } = this.#pool;
    const row = slot * ROW;
    const at = slot * TAGS;
    const input = rows[row + INPUT_TOKENS]!;
    const length = input + rows[row + EMITTED_TOKENS]!;
    const node = tags[at + NODE]!;
    const cache = this.cache;
    const matched = node >= 0 ? cache.match(node, input) : 0;
    const matchedNode = cache.matchedNode;
    let found = matched;
    let loads = false;
    if (tiers !== null && node >= 0) {
      tiers.secondsPerToken = this.#around.prefillSPerToken + this.#around.pairS * input;
      loads = tiers.lookup(replica, node, input, matched);
      if (loads) found = tiers.tokens;
    }
    const locked = matched > 0 ? cache.lock(matchedNode) : NO_NODE;
    this.blocks.pinned = cache.pinned;
    const shared = matched > 0 ? (matched / this.blocks.blockTokens) | 0 : 0;
    const need = this.blocks.blocksFor(length) - shared + stateBlocks;
    if (need > this.blocks.free - spare) {
      cache.unlock(locked);
      this.blocks.pinned = cache.pinned;
      return FULL;
    }
    if (locked !== NO_NODE) cache.touch(locked);
    const held = this.#held.get(tags[at + SESSION]!);
    if (held !== undefined) this.letGo(tags[at + SESSION]!);
    this.blocks.used += need;
    tags[at + SHARED] = shared;
    tags[at + LOCKED] = locked;
    rows[row + PREFILL_LEFT] = length - found;
    if (rows[row + EMITTED_TOKENS] === 0) {
      rows[row + CACHED_TOKENS] = found;
      this.#count(input, matched, found);
    }
    this.settle();
    if (!loads || tiers === null) return TAKEN;
    tags[at + SOURCE] = FROM_TIER;
    tags[at + SOURCE_PLACE] = tiers.tier;
    this.loadBytes = tiers.bytes;
    tiers.fetched(replica, node);
    return LOADING;
  }

  admitStored(slot: number, spare: number): number {
    const { rows, tags } = this.#pool;
    const row = slot * ROW;
    const stored = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]! - 1;
    const need = this.blocks.blocksFor(stored) + this.#around.stateBlocks;
    if (need > this.blocks.free - spare) return FULL;
    this.blocks.used += need;
    tags[slot * TAGS + SHARED] = 0;
    tags[slot * TAGS + LOCKED] = NO_NODE;
    rows[row + PREFILL_LEFT] = 0;
    this.loadBytes = need * this.#around.blockBytes;
    this.settle();
    return LOADING;
  }

  joins(): void {
    // It has had its blocks since its admission.
  }

  promptDone(slot: number): void {
    const node = this.#pool.tags[slot * TAGS + NODE]!;
    if (node < 0) return;
    const input = this.#pool.rows[slot * ROW + INPUT_TOKENS]!;
    this.#share(slot, node, input);
    this.#write(node, input);
  }

  /** Only the growing context of a session is asked for again with its answer. */
  keepAnswer(slot: number, storedTokens: number): void {
    const tags = this.#pool.tags;
    const node = tags[slot * TAGS + NODE]!;
    if (node < 0 || tags[slot * TAGS + SESSION]! < 0) return;
    if (this.cache.tree.endOf(node) === OPEN_END) {
      this.#share(slot, node, Math.floor(storedTokens));
      this.#write(node, Math.floor(storedTokens));
    }
    const { betweenTurns } = this.#around.plan;
    if (betweenTurns === "hold") {
      const session = tags[slot * TAGS + SESSION]!;
      this.letGo(session);
      const locked = this.cache.lock(node);
      if (locked === NO_NODE) return;
      const own = Math.max(0, storedTokens - this.cache.tree.startOf(node));
      const bytes = (own / this.blocks.blockTokens) * this.#around.blockBytes;
      this.#held.set(session, { node: locked, bytes });
      this.#around.heldBytes.add(bytes);
    }
  }

  release(slot: number, storedTokens: number): void {
    const tags = this.#pool.tags;
    const at = slot * TAGS;
    this.blocks.used -=
      this.blocks.blocksFor(storedTokens) - tags[at + SHARED]! + this.#around.stateBlocks;
    this.#unlock(at);
    const node = tags[at + NODE]!;
    if (this.#around.plan.betweenTurns === "drop" && node >= 0 && tags[at + SESSION]! >= 0) {
      this.cache.drop(node);
    }
    this.#sync();
  }

  detach(slot: number, storedTokens: number): number {
    const at = slot * TAGS;
    const own =
      this.blocks.blocksFor(storedTokens) -
      this.#pool.tags[at + SHARED]! +
      this.#around.stateBlocks;
    this.#unlock(at);
    this.#sync();
    return own;
  }

  sent(blocks: number): void {
    this.blocks.used -= blocks;
  }

  settle(): void {
    const blocks = this.blocks;
    blocks.stored = this.cache.stored;
    const over = blocks.used + blocks.stored - blocks.total;
    if (over > 0) this.cache.evict(Math.ceil(over));
    this.#sync();
  }

  yieldHeld(): boolean {
    for (const session of this.#held.keys()) {
      this.letGo(session);
      return true;
    }
    return false;
  }

  /** Blocks that are locked for sessions that wait. */
  get heldSessions(): number {
    return this.#held.size;
  }

  /** A session is over, or goes on elsewhere: nothing is kept for it here. */
  letGo(session: number): void {
    const held = this.#held.get(session);
    if (held === undefined) return;
    this.#held.delete(session);
    this.#around.heldBytes.add(-held.bytes);
    this.cache.unlock(held.node);
    this.#sync();
  }

  clear(): void {
    this.cache.clear();
    for (const { bytes } of this.#held.values()) this.#around.heldBytes.add(-bytes);
    this.#held.clear();
    this.blocks.clear();
    this.#around.tiers?.lost(this.#around.replica);
  }

  evicted(node: number, fromTokens: number, toTokens: number): void {
    const { tiers, replica, wrote } = this.#around;
    if (tiers === null) return;
    const before = tiers.writtenBytes[0]!;
    tiers.evictedAbove(replica, node, fromTokens, toTokens);
    wrote(tiers.writtenBytes[0]! - before);
  }

  /** Hands the first tokens of a request over to the cache, which it keeps locked. */
  #share(slot: number, node: number, tokens: number): void {
    const tags = this.#pool.tags;
    const at = slot * TAGS;
    this.cache.insert(node, tokens);
    const locked = this.cache.lock(node);
    this.#unlock(at);
    tags[at + LOCKED] = locked;
    const shared = this.cache.sharedUnits(node, tokens);
    this.blocks.used -= shared - tags[at + SHARED]!;
    tags[at + SHARED] = shared;
    this.#sync();
  }

  /** Tells the tiers what was computed; what they write takes bandwidth. */
  #write(node: number, tokens: number): void {
    const { tiers, replica, wrote } = this.#around;
    if (tiers === null) return;
    const before = tiers.writtenBytes[0]!;
    tiers.computed(replica, node, tokens);
    wrote(tiers.writtenBytes[0]! - before);
  }

  #unlock(at: number): void {
    this.cache.unlock(this.#pool.tags[at + LOCKED]!);
    this.#pool.tags[at + LOCKED] = NO_NODE;
  }

  #sync(): void {
    this.blocks.stored = this.cache.stored;
    this.blocks.pinned = this.cache.pinned;
  }

  #count(lookedUp: number, matched: number, found: number): void {
    const { tally, tiers } = this.#around;
    tally.lookedUp += lookedUp;
    tally.found[0] = tally.found[0]! + matched;
    if (found > matched && tiers !== null) {
      const tier = tiers.tier + 1;
      tally.found[tier] = tally.found[tier]! + found - matched;
    }
  }
}
