import { describe, expect, it } from "vitest";
import { KvTiers, type TierPool } from "../../../../sim/serving/cache/kvTiers.ts";
import { PrefixCache } from "../../../../sim/serving/cache/prefixCache.ts";
import { PrefixTree } from "../../../../sim/serving/cache/prefixTree.ts";
import type { CachePlan, TierPlan } from "../../../../sim/stackPlan.ts";

/** 16 tokens of 1,000 bytes each. */
const UNIT_BYTES = 16_000;
const pool: TierPool = {
  replicas: 2,
  unitTokens: 16,
  bytesPerUnit: UNIT_BYTES,
  costPerUnit: { base: 0, perToken: 0 },
};

function tier(name: TierPlan["name"], units: number, rest: Partial<TierPlan> = {}): TierPlan {
  return {
    name,
    scope: "replica",
    capacityBytes: units * UNIT_BYTES,
    bytesPerS: 1e6,
    storeBytesPerS: 1e6,
    latencyS: 0,
    bytesRatio: 1,
    ...rest,
  };
}

function plan(write: CachePlan["write"], ...tiers: TierPlan[]): CachePlan {
  return { blockTokens: 16, eviction: "lru", tiers, write, betweenTurns: "release" };
}

describe("write-through", () => {
  it("keeps what is computed in every tier, and evictions vanish", () => {
    const tree = new PrefixTree();
    const tiers = new KvTiers(tree, plan("through", tier("host", 4), tier("ssd", 100)), pool);
    const [a, b] = [tree.addNode(-1, 0), tree.addNode(-1, 0)];
    tiers.computed(0, a, 64);
    tiers.computed(0, b, 48);
    tiers.evictedAbove(0, a, 0, 64);
    expect([tiers.storedUnits(0, 0), tiers.storedUnits(1, 0)]).toEqual([4, 7]);
    expect([...tiers.writtenBytes]).toEqual([7 * UNIT_BYTES, 7 * UNIT_BYTES]);
    tiers.secondsPerToken = 1;
    // The host kept 1 unit of a, the SSD all 4.
    expect(tiers.lookup(0, a, 100, 0)).toBe(true);
    expect([tiers.tokens, tiers.tier, tiers.bytes]).toEqual([64, 1, 64_000]);
    // Of b both have all: the faster one serves it.
    expect(tiers.lookup(0, b, 100, 0)).toBe(true);
    expect([tiers.tokens, tiers.tier]).toEqual([48, 0]);
    // The other replica's stores are empty.
    expect(tiers.lookup(1, a, 100, 0)).toBe(false);
    expect([tiers.tokens, tiers.tier, tiers.bytes]).toEqual([0, -1, 0]);
  });
});

describe("write-back", () => {
  it("moves what each tier evicts into the next", () => {
    const tree = new PrefixTree();
    const tiers = new KvTiers(tree, plan("back", tier("host", 4), tier("ssd", 4)), pool);
    const hbm = new PrefixCache(tree, 16, 16, "lru", pool.costPerUnit);
    hbm.onEvict = { evicted: (node, from, to) => tiers.evictedAbove(1, node, from, to) };
    const nodes = [tree.addNode(-1, 0), tree.addNode(-1, 0), tree.addNode(-1, 0)];
    for (const node of nodes) {
      hbm.insert(node, 64);
      tiers.computed(1, node, 64);
    }
    expect([...tiers.writtenBytes]).toEqual([0, 0]);
    hbm.evict(12);
    // The host holds the youngest, the SSD the one before it, the oldest is gone.
    tiers.secondsPerToken = 1;
    const found = nodes.map((node) => (tiers.lookup(1, node, 65, 0) ? tiers.tier : -1));
    expect(found).toEqual([-1, 1, 0]);
    expect([...tiers.writtenBytes]).toEqual([12 * UNIT_BYTES, 8 * UNIT_BYTES]);
  });

  it("writes a tail together with the beginning that the store lacks, and each once", () => {
    const tree = new PrefixTree();
    const tiers = new KvTiers(tree, plan("back", tier("host", 100)), pool);
    const system = tree.addNode(-1, 0);
    const node = tree.addNode(system, 32);
    tiers.evictedAbove(0, node, 96, 160);
    expect(tiers.writtenBytes[0]).toBe(10 * UNIT_BYTES);
    tiers.evictedAbove(0, node, 32, 96);
    tiers.evictedAbove(0, system, 0, 32);
    expect(tiers.writtenBytes[0]).toBe(10 * UNIT_BYTES);
  });
});

describe("a fetch", () => {
  it("happens when it takes less time than computing the tokens", () => {
    const tree = new PrefixTree();
    const slow = tier("remote", 100, { latencyS: 0.1, scope: "fleet", storeBytesPerS: 2e5 });
    const tiers = new KvTiers(tree, plan("through", slow), pool);
    const node = tree.addNode(-1, 0);
    tiers.computed(0, node, 160);
    // 96 tokens beyond the 64 in the chips' memory: 0.1 s + 96,000 bytes at 200,000 bytes/s = 0.58 s.
    tiers.secondsPerToken = 0.58 / 96 + 1e-9;
    expect(tiers.lookup(1, node, 200, 64)).toBe(true);
    expect([tiers.tokens, tiers.bytes]).toEqual([160, 96_000]);
    expect(tiers.readBytes[0]).toBe(0);
    tiers.fetched(1, node);
    expect(tiers.readBytes[0]).toBe(96_000);
    tiers.secondsPerToken = 0.58 / 96 - 1e-9;
    expect(tiers.lookup(1, node, 200, 64)).toBe(false);
    expect(tiers.lookup(1, node, 200, 160)).toBe(false);
  });

  it("comes from a nearer tier when the longest extension is not worth its time", () => {
    const tree = new PrefixTree();
    const tape = tier("ssd", 100, { bytesPerS: 1 });
    const tiers = new KvTiers(tree, plan("through", tier("host", 3), tape), pool);
    const node = tree.addNode(-1, 0);
    tiers.computed(0, node, 160);
    tiers.secondsPerToken = 0.01;
    expect(tiers.lookup(0, node, 200, 0)).toBe(true);
    expect([tiers.tokens, tiers.tier]).toEqual([48, 0]);
  });

  it("moves and stores fewer bytes where the store compresses", () => {
    const tree = new PrefixTree();
    const tiers = new KvTiers(tree, plan("through", tier("host", 4, { bytesRatio: 0.5 })), pool);
    const node = tree.addNode(-1, 0);
    tiers.computed(0, node, 160);
    expect(tiers.storedUnits(0, 0)).toBe(8);
    tiers.secondsPerToken = 1;
    expect(tiers.lookup(0, node, 200, 0)).toBe(true);
    expect([tiers.tokens, tiers.bytes]).toEqual([128, 64_000]);
  });
});

it("a failed server loses its host memory, not its SSDs nor its neighbours'", () => {
  const tree = new PrefixTree();
  const tiers = new KvTiers(tree, plan("through", tier("host", 9), tier("ssd", 9)), pool);
  const node = tree.addNode(-1, 0);
  tiers.computed(0, node, 64);
  tiers.computed(1, node, 64);
  tiers.lost(0);
  expect([0, 1].map((replica) => tiers.storedUnits(0, replica))).toEqual([0, 4]);
  expect(tiers.storedUnits(1, 0)).toBe(4);
});

it("refuses a store of each replica behind a shared one", () => {
  const shared = tier("remote", 9, { scope: "fleet" });
  expect(() => new KvTiers(new PrefixTree(), plan("back", shared, tier("ssd", 9)), pool)).toThrow(
    "expected shared tiers behind it",
  );
});
