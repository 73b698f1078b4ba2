import type { CachePlan, TierPlan } from "../../stackPlan.ts";
import type { UnitCost } from "./leafOrder.ts";
import { type EvictionListener, PrefixCache } from "./prefixCache.ts";
import type { PrefixTree } from "./prefixTree.ts";

const NONE = -1;

/** What the stores of a pool need to know of it. */
export interface TierPool {
  readonly replicas: number;
  /** Tokens and KV bytes of one block of the engine, and the seconds to compute it. */
  readonly unitTokens: number;
  readonly bytesPerUnit: number;
  readonly costPerUnit: UnitCost;
}

/**
 * Slower stores of KV blocks behind the chips' memory of one pool, each with blocks of its own: one
 * for every replica, or one that all share.
 *
 * Write-through puts what is computed into every tier; write-back puts what a tier evicts into the
 * next, and what the chips' memory evicts into the first. A chain that reaches a store is made whole
 * there; only what was not there counts as written.
 */
export class KvTiers {
  /** Seconds to compute one token of the prompt: write before `lookup`. */
  secondsPerToken = 0;
  /** What the last successful lookup found: usable tokens in all, where, and the bytes to move. */
  tokens = 0;
  tier = NONE;
  bytes = 0;
  /** By tier: bytes that came in and went out. */
  readonly writtenBytes: Float64Array;
  readonly readBytes: Float64Array;
  readonly #plans: readonly TierPlan[];
  readonly #writeThrough: boolean;
  /** By tier, then by replica; a shared store stands there once for each. */
  readonly #stores: readonly (readonly Store[])[];

  /** @throws RangeError when a store of each replica lies behind a shared one */
  constructor(tree: PrefixTree, plan: CachePlan, pool: TierPool) {
    this.#plans = plan.tiers;
    this.#writeThrough = plan.write === "through";
    this.writtenBytes = new Float64Array(plan.tiers.length);
    this.readBytes = new Float64Array(plan.tiers.length);
    const stores: Store[][] = [];
    for (let tier = plan.tiers.length - 1; tier >= 0; tier--) {
      const { scope, name } = plan.tiers[tier]!;
      if (scope === "fleet" && plan.tiers[tier + 1]?.scope === "replica") {
        throw new RangeError(`tier ${name} is shared; expected shared tiers behind it`);
      }
      const behind = this.#writeThrough ? undefined : stores[0];
      const make = (replica: number): Store => {
        return new Store(tree, plan, pool, tier, this.writtenBytes, behind?.[replica]);
      };
      const shared = scope === "fleet" ? make(0) : undefined;
      stores.unshift(
        Array.from({ length: pool.replicas }, (_, replica) => shared ?? make(replica)),
      );
    }
    this.#stores = stores;
  }

  /**
   * Finds the longest extension, beyond the chips' memory, of what a prompt can reuse that is worth
   * its transfer: unloaded, it takes less time than computing those tokens. The faster tier on ties.
   *
   * @param replica place within the pool
   * @param hbmMatched usable tokens in the chips' memory
   * @returns whether there is one, in `tokens`, `tier` and `bytes`
   */
  lookup(replica: number, node: number, tokens: number, hbmMatched: number): boolean {
    this.tokens = hbmMatched;
    this.tier = NONE;
    this.bytes = 0;
    for (let tier = 0; tier < this.#stores.length; tier++) {
      const store = this.#stores[tier]![replica]!;
      const matched = store.cache.match(node, tokens);
      if (matched <= this.tokens) continue;
      const more = matched - hbmMatched;
      const bytes = more * store.bytesPerToken;
      const transferS = store.latencyS + bytes / store.bytesPerS;
      if (transferS >= more * this.secondsPerToken) continue;
      this.tokens = matched;
      this.tier = tier;
      this.bytes = bytes;
    }
    return this.tier !== NONE;
  }

  /** What the last lookup found is fetched: its bytes are read, and the store has used the chain. */
  fetched(replica: number, node: number): void {
    this.readBytes[this.tier] = this.readBytes[this.tier]! + this.bytes;
    this.#stores[this.tier]![replica]!.cache.touch(node);
  }

  /** A replica has computed the first tokens of a prompt. */
  computed(replica: number, node: number, tokens: number): void {
    if (!this.#writeThrough) return;
    for (const stores of this.#stores) stores[replica]!.keep(node, tokens);
  }

  /** The chips' memory of a replica gave up tokens `(from, to]` of a prompt. */
  evictedAbove(replica: number, node: number, fromTokens: number, toTokens: number): void {
    if (this.#writeThrough) return;
    this.#stores[0]?.[replica]?.evicted(node, fromTokens, toTokens);
  }

  /** Units stored in a tier, as one replica sees it. */
  storedUnits(tier: number, replica: number): number {
    return this.#stores[tier]![replica]!.cache.stored;
  }

  /** A replica's server has failed: its host memory is lost; its SSDs and shared stores keep theirs. */
  lost(replica: number): void {
    for (const [tier, { name, scope }] of this.#plans.entries()) {
      if (name === "host" && scope === "replica") this.#stores[tier]![replica]!.cache.clear();
    }
  }
}

/** One store of one tier; what it evicts goes to the store behind, if there is one. */
class Store implements EvictionListener {
  readonly cache: PrefixCache;
  readonly bytesPerToken: number;
  readonly bytesPerS: number;
  readonly latencyS: number;
  readonly #bytesPerUnit: number;
  readonly #capacityUnits: number;
  readonly #tier: number;
  readonly #writtenBytes: Float64Array;

  constructor(
    tree: PrefixTree,
    plan: CachePlan,
    pool: TierPool,
    tier: number,
    writtenBytes: Float64Array,
    behind: Store | undefined,
  ) {
    const { capacityBytes, bytesPerS, storeBytesPerS, latencyS, bytesRatio, scope } =
      plan.tiers[tier]!;
    const { unitTokens, bytesPerUnit, costPerUnit } = pool;
    this.cache = new PrefixCache(tree, unitTokens, plan.blockTokens, plan.eviction, costPerUnit);
    this.cache.onEvict = behind ?? null;
    this.bytesPerS = scope === "fleet" ? Math.min(bytesPerS, storeBytesPerS) : bytesPerS;
    this.latencyS = latencyS;
    this.#bytesPerUnit = bytesPerUnit * bytesRatio;
    this.bytesPerToken = this.#bytesPerUnit / unitTokens;
    this.#capacityUnits = Math.floor(capacityBytes / this.#bytesPerUnit);
    this.#tier = tier;
    this.#writtenBytes = writtenBytes;
  }

  keep(node: number, tokens: number): void {
    const units = this.cache.insert(node, tokens);
    const written = this.#writtenBytes;
    written[this.#tier] = written[this.#tier]! + units * this.#bytesPerUnit;
    const over = this.cache.stored - this.#capacityUnits;
    if (over > 0) this.cache.evict(over);
  }

  /** The tail comes from above; what precedes it and is not here comes along. */
  evicted(node: number, _fromTokens: number, toTokens: number): void {
    this.keep(node, toTokens);
  }
}
