import { expect, it } from "vitest";
import { PrefixCache } from "../../../../sim/serving/cache/prefixCache.ts";
import { OPEN_END, PrefixTree } from "../../../../sim/serving/cache/prefixTree.ts";

const columns = {
  blockTokens: 16,
  partialBlocks: true,
  parent: Int32Array.from([-1, 0, 0]),
  endTokens: Int32Array.from([32, 40, 64]),
  nodeOfRequest: Int32Array.from([1, 2]),
};

it("a node of a trace begins where the one before it ends", () => {
  const tree = new PrefixTree(columns);
  expect([0, 1, 2].map((node) => tree.startOf(node))).toEqual([0, 32, 32]);
  expect([0, 1, 2].map((node) => tree.endOf(node))).toEqual([32, 40, 64]);
  expect(tree.endOf(tree.addNode(2, 64))).toBe(OPEN_END);
});

it("a freed node's number returns when no cache holds it and nothing hangs on it", () => {
  const tree = new PrefixTree();
  const cache = new PrefixCache(tree, 16, 16, "lru", { base: 0, perToken: 0 });
  const parent = tree.addNode(-1, 0);
  const child = tree.addNode(parent, 32);
  cache.insert(child, 64);
  tree.freeNode(parent);
  tree.freeNode(child);
  expect(tree.addNode(-1, 0)).toBe(2);
  cache.evict(4);
  expect([tree.addNode(-1, 0), tree.addNode(-1, 0), tree.addNode(-1, 0)].sort()).toEqual([0, 1, 3]);
});

it("numbers of sessions that come and go do not pile up", () => {
  const tree = new PrefixTree();
  const cache = new PrefixCache(tree, 16, 16, "lru", { base: 0, perToken: 0 });
  const shared = tree.addNode(-1, 0);
  for (let i = 0; i < 10_000; i++) {
    const node = tree.addNode(shared, 48);
    cache.insert(node, 480);
    if (cache.stored > 1000) cache.evict(cache.stored - 1000);
    tree.freeNode(node);
  }
  expect(tree.size).toBeLessThan(60);
});

it("refuses what is no tree", () => {
  const tree = new PrefixTree();
  expect(() => tree.addNode(-1, 16)).toThrow("expected a place in a live node, 0 at a root");
  expect(() => tree.addNode(5, 16)).toThrow("expected a place in a live node");
  const node = tree.addNode(-1, 0);
  tree.freeNode(node);
  expect(() => tree.freeNode(node)).toThrow("expected a live node");
  const endTokens = Int32Array.from([32, 32, 64]);
  expect(() => new PrefixTree({ ...columns, endTokens })).toThrow("expected more than the 32");
});
