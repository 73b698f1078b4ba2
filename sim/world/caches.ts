import type { CacheCounts } from "../physical.ts";
import type { Plan, PoolPlan } from "../plan.ts";
import { KvTiers } from "../serving/cache/kvTiers.ts";
import { NO_NODE, PrefixTree } from "../serving/cache/prefixTree.ts";
import type { KvBlocks } from "../serving/kvBlocks.ts";
import { LevelSeries } from "../serving/levelSeries.ts";
import { CachedMemory, CacheTally } from "../serving/memory/cachedMemory.ts";
import type { SequenceMemory } from "../serving/memory/sequenceMemory.ts";
import type { RequestPool } from "../serving/requestPool.ts";
import { SESSION, TAGS } from "../serving/requestTags.ts";
import type { ReplicaShape } from "../timing/replicaShape.ts";
import type { PrefixNodes } from "../workload/turnSource.ts";
import type { Travels } from "./travels.ts";

/** What caches need from the world. */
export interface CacheWorld {
  readonly plan: Plan;
  readonly plans: readonly PoolPlan[];
  readonly shapes: readonly ReplicaShape[];
  readonly requests: RequestPool;
  /** The time now, seconds, in its first element. */
  readonly clock: Float64Array;
  /** Moves the blocks; there once the pools stand. */
  travels(): Travels;
  /** Blocks that were kept for a session are free. */
  roomAppeared(replica: number): void;
  chargeUntilNow(replica: number): void;
  /** The id of a prefix node will be given to another node. */
  nodeFreed(node: number): void;
}

/** The prefix caches of all pools: one tree of prompt beginnings, one memory per replica, the tiers. */
export class Caches {
  readonly tree: PrefixTree;
  /** Whether any pool has one. */
  readonly exist: boolean;
  readonly #world: CacheWorld;
  readonly #tiers: readonly (KvTiers | null)[];
  readonly #tallies: readonly CacheTally[];
  /** By replica. */
  readonly #memories = new Map<number, CachedMemory>();
  readonly #perPool: number[];
  readonly #heldBytes: LevelSeries;
  /** Replica of each live session's last turn. */
  readonly #sessionAt = new Map<number, number>();
  #evictedBefore = 0;

  constructor(world: CacheWorld) {
    this.#world = world;
    const { plan, plans, shapes } = world;
    const { arrivals } = plan.demand;
    this.exist = plans.some((pool) => pool.cache !== undefined);
    const replayed = arrivals.kind === "replay" || arrivals.kind === "sessionReplay";
    // A router may follow prefixes where nothing is cached.
    const followed = this.exist || plans.some(({ router }) => router === "prefixAffinity");
    this.tree = new PrefixTree(followed && replayed ? arrivals.trace.prefix : undefined);
    this.#tallies = plans.map((pool) => new CacheTally(pool.cache?.tiers.length ?? 0));
    this.#tiers = plans.map((pool, index) => tiersOf(this.tree, pool, shapes[index]!));
    this.#perPool = plans.map(() => 0);
    this.#heldBytes = new LevelSeries(world.clock);
  }

  /** Mean KV bytes of the measured part that were kept for sessions between two turns. */
  meanHeldBytes(): number {
    this.#heldBytes.sample();
    return this.#heldBytes.means.at(-1) ?? 0;
  }

  startMeasuring(): void {
    this.#heldBytes.sample();
    for (const tally of this.#tallies) tally.clear();
    this.#evictedBefore = this.#evicted();
  }

  /** The memory of a pool's next replica; null where the pool has no cache. */
  memory(pool: number, replica: number, blocks: KvBlocks): SequenceMemory | null {
    const { plans, shapes, requests } = this.#world;
    const { cache } = plans[pool]!;
    if (cache === undefined) return null;
    const { cost, stateBlocksPerSequence, kvBytesPerBlock, prefillSPerToken } = shapes[pool]!;
    const place = this.#perPool[pool]!;
    this.#perPool[pool] = place + 1;
    const memory = new CachedMemory(blocks, {
      plan: cache,
      pool: requests,
      tree: this.tree,
      replica: place,
      tiers: this.#tiers[pool]!,
      tally: this.#tallies[pool]!,
      stateBlocks: stateBlocksPerSequence ?? 0,
      blockBytes: kvBytesPerBlock ?? 0,
      prefillSPerToken: prefillSPerToken ?? 0,
      pairS: cost.pairComputeS,
      heldBytes: this.#heldBytes,
      wrote: (bytes) => this.#world.travels().written(replica, 0, bytes),
    });
    this.#memories.set(replica, memory);
    return memory;
  }

  /** A turn goes to a replica: what was kept for its session elsewhere may go. */
  turnAt(slot: number, replica: number): void {
    if (!this.exist) return;
    const session = this.#world.requests.tags[slot * TAGS + SESSION]!;
    if (session < 0) return;
    const before = this.#sessionAt.get(session);
    if (before !== undefined && before !== replica) this.#letGo(session, before);
    this.#sessionAt.set(session, replica);
  }

  sessionOver(session: number): void {
    const at = this.#sessionAt.get(session);
    if (at === undefined) return;
    this.#letGo(session, at);
    this.#sessionAt.delete(session);
  }

  #letGo(session: number, replica: number): void {
    const memory = this.#memories.get(replica);
    if (memory === undefined) return;
    const pinned = memory.cache.pinned;
    // What had to go until now has gone: what is let go is no part of that.
    this.#world.chargeUntilNow(replica);
    memory.letGo(session);
    if (memory.cache.pinned < pinned) this.#world.roomAppeared(replica);
  }

  /** Undefined where no pool has a cache. */
  counts(): CacheCounts | undefined {
    if (!this.exist) return undefined;
    const travels = this.#world.travels();
    const tiers = Math.max(...this.#tallies.map(({ found }) => found.length));
    const found = new Array<number>(tiers).fill(0);
    let lookedUp = 0;
    for (const tally of this.#tallies) {
      lookedUp += tally.lookedUp;
      for (const [tier, tokens] of tally.found.entries()) found[tier] = found[tier]! + tokens;
    }
    return {
      lookedUp,
      found,
      transferS: [...travels.waitedS],
      transferBytes: [...travels.bytes],
      evictedTokens: this.#evicted() - this.#evictedBefore,
    };
  }

  #evicted(): number {
    let evicted = 0;
    for (const { cache } of this.#memories.values()) evicted += cache.evictedTokens;
    return evicted;
  }

  /** Opens prefix nodes for sessions; null where nothing is cached. */
  nodes(): PrefixNodes | null {
    if (!this.exist) return null;
    const shared = new Map<number, number>();
    const tree = this.tree;
    return {
      open: (behindShared, startTokens) => {
        if (!behindShared) return tree.addNode(NO_NODE, 0);
        let node = shared.get(startTokens);
        if (node === undefined) {
          node = tree.addNode(NO_NODE, 0);
          shared.set(startTokens, node);
        }
        return tree.addNode(node, startTokens);
      },
      copy: (parent, startTokens, endTokens) => tree.addNode(parent, startTokens, endTokens),
      close: (node) => {
        tree.freeNode(node);
        this.#world.nodeFreed(node);
      },
    };
  }
}

function tiersOf(tree: PrefixTree, pool: PoolPlan, shape: ReplicaShape): KvTiers | null {
  const { cache, engine } = pool;
  if (cache === undefined || cache.tiers.length === 0) return null;
  const unit = engine.blockTokens;
  return new KvTiers(tree, cache, {
    replicas: pool.scaling?.maxReplicas ?? pool.replicas,
    unitTokens: unit,
    bytesPerUnit: shape.kvBytesPerBlock ?? shape.kvBytesPerToken * unit,
    costPerUnit: {
      base: (shape.prefillSPerToken ?? 0) * unit,
      perToken: shape.cost.pairComputeS * unit,
    },
  });
}
