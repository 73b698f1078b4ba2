import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PrefixCache } from "../../../../sim/serving/cache/prefixCache.ts";
import { PrefixTree } from "../../../../sim/serving/cache/prefixTree.ts";
import { BlockTwin } from "./blockTwin.ts";

const UNIT = 4;
const COST = { base: 1, perToken: 0.25 };

/** What nodes a test names, and the most tokens of a prompt in each. */
interface Prompts {
  readonly tree: PrefixTree;
  readonly first: readonly number[];
  readonly most: readonly number[];
}

/** Nodes of a trace: all but leaves end on whole blocks. */
function traceTree(
  shape: readonly [number, number][],
  blockTokens: number,
  partialBlocks: boolean,
) {
  const parent: number[] = [];
  const endTokens: number[] = [];
  const whole: number[] = [];
  for (const [pick, length] of shape) {
    const above = whole.length === 0 || pick % 4 === 0 ? -1 : whole[pick % whole.length]!;
    const end = (above < 0 ? 0 : endTokens[above]!) + length;
    if (end % blockTokens === 0) whole.push(parent.length);
    else if (!partialBlocks) continue;
    parent.push(above);
    endTokens.push(end);
  }
  const tree = new PrefixTree({
    blockTokens,
    partialBlocks,
    parent: Int32Array.from(parent),
    endTokens: Int32Array.from(endTokens),
    nodeOfRequest: new Int32Array(0),
  });
  const first = parent.map((above) => (above < 0 ? 1 : endTokens[above]! + 1));
  return { tree, first, most: endTokens.map((end) => end + (partialBlocks ? 0 : 3)) };
}

/** A system prompt, sessions behind it, and behind every second session one more. */
function sessionTree(shared: number, starts: readonly number[]): Prompts {
  const tree = new PrefixTree();
  const root = tree.addNode(-1, 0);
  const first = [1];
  const most = [shared];
  for (const [session, length] of starts.entries()) {
    const node = tree.addNode(root, shared);
    first.push(shared + 1);
    most.push(shared + 60);
    if (session % 2 === 0) continue;
    const start = shared + UNIT + length;
    most[node] = start;
    tree.addNode(node, start);
    first.push(start + 1);
    most.push(start + 40);
  }
  return { tree, first, most };
}

const operation = fc.record({
  verb: fc.constantFrom("match", "insert", "insert", "insert", "lock", "unlock", "touch", "drop"),
  node: fc.nat(1000),
  share: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  evict: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(12)),
});
const operations = fc.array(operation, { minLength: 1, maxLength: 60 });

/** Runs the cache and its twin through the same operations and compares all that can be seen. */
function expectTwins(
  prompts: Prompts,
  blockTokens: number,
  eviction: "lru" | "costAware",
  todo: readonly {
    readonly verb: string;
    readonly node: number;
    readonly share: number;
    readonly evict: number;
  }[],
): number {
  const { tree, first, most } = prompts;
  if (first.length === 0) return 0;
  const cache = new PrefixCache(tree, UNIT, blockTokens, eviction, COST);
  const twin = new BlockTwin(tree, UNIT, blockTokens, eviction, COST);
  const gone: [number, number][] = [];
  let goneTokens = 0;
  cache.onEvict = {
    evicted: (node, from, to) => {
      goneTokens += to - from;
      for (let place = Math.ceil(to / UNIT) - 1; place >= Math.floor(from / UNIT); place--) {
        // A unit across the start of a node belongs to the node where it ends.
        if (!tree.partialBlocks || place * UNIT >= tree.startOf(node)) gone.push([node, place]);
      }
    },
  };
  const locks: [number, number][] = [];
  for (const { verb, node: pick, share, evict } of todo) {
    const node = pick % first.length;
    const tokens = first[node]! + Math.floor(share * (most[node]! - first[node]!));
    if (verb === "match") {
      const found = cache.match(node, tokens);
      expect(found).toBe(twin.match(node, tokens));
      const deepest = cache.matchedNode;
      if (found === 0) expect(deepest).toBe(-1);
      else expect(cache.residentTokens(deepest)).toBeGreaterThanOrEqual(found);
    } else if (verb === "insert") {
      expect(cache.insert(node, tokens)).toBe(twin.insert(node, tokens));
    } else if (verb === "lock") {
      locks.push([cache.lock(node), twin.lock(node)]);
    } else if (verb === "unlock") {
      const [locked, twinLocked] = locks.splice(pick % (locks.length || 1), 1)[0] ?? [-1, -1];
      cache.unlock(locked);
      twin.unlock(twinLocked);
    } else if (verb === "touch") {
      cache.touch(node);
      twin.touch(node);
    } else {
      expect(cache.drop(node)).toBe(twin.drop(node));
    }
    if (evict > 0) expect(cache.evict(evict)).toBe(twin.evict(evict));
    expect(cache.stored).toBe(twin.stored);
    expect(cache.pinned).toBe(twin.pinned);
    expect(gone).toEqual(twin.evicted);
  }
  expect(cache.evictedTokens).toBe(goneTokens);
  return gone.length;
}

const shape = fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 6 })), {
  minLength: 1,
  maxLength: 14,
});
const eviction = fc.constantFrom("lru" as const, "costAware" as const);

describe("the cache agrees with one that looks at every block", () => {
  it("on traces whose last, partial blocks can be found again", () => {
    let evicted = 0;
    const law = fc.property(shape, eviction, operations, (lengths, policy, todo) => {
      const nodes = lengths.map(([pick, n]): [number, number] => [pick, pick % 3 ? 8 * n : 5 * n]);
      evicted += expectTwins(traceTree(nodes, 8, true), 8, policy, todo);
    });
    fc.assert(law, { seed: 31, numRuns: 300 });
    expect(evicted).toBeGreaterThan(300);
  });

  it("on traces of whole blocks", () => {
    let evicted = 0;
    const law = fc.property(shape, eviction, operations, (lengths, policy, todo) => {
      const nodes = lengths.map(([pick, n]): [number, number] => [pick, 8 * n]);
      evicted += expectTwins(traceTree(nodes, 8, false), 8, policy, todo);
    });
    fc.assert(law, { seed: 32, numRuns: 200 });
    expect(evicted).toBeGreaterThan(300);
  });

  it("on sessions that grow behind a shared prompt of any length", () => {
    let evicted = 0;
    const starts = fc.array(fc.nat(30), { minLength: 1, maxLength: 6 });
    const blocks = fc.constantFrom(4, 12);
    const law = fc.property(
      ...[fc.integer({ min: 1, max: 40 }), starts, blocks, eviction, operations],
      (shared: number, lengths: number[], block: number, policy, todo) => {
        evicted += expectTwins(sessionTree(shared, lengths), block, policy, todo);
      },
    );
    fc.assert(law, { seed: 33, numRuns: 300 });
    expect(evicted).toBeGreaterThan(300);
  });
});

/** A cache of 16-token units over sessions. */
function sessionCache(policy: "lru" | "costAware" = "lru"): PrefixCache {
  return new PrefixCache(new PrefixTree(), 16, 16, policy, { base: 1, perToken: 0.01 });
}

describe("a session's context", () => {
  it("is found again turn by turn, but for the block that is not full yet", () => {
    const cache = sessionCache();
    const system = cache.tree.addNode(-1, 0);
    const node = cache.tree.addNode(system, 100);
    expect(cache.match(node, 250)).toBe(0);
    expect(cache.insert(node, 250)).toBe(15);
    expect(cache.match(node, 400)).toBe(240);
    expect(cache.insert(node, 400)).toBe(10);
    expect(cache.sharedUnits(node, 400)).toBe(25);
    // Another session shares the full blocks of the system prompt alone.
    const other = cache.tree.addNode(system, 100);
    expect(cache.match(other, 300)).toBe(96);
    expect(cache.matchedNode).toBe(system);
    expect(cache.insert(other, 300)).toBe(18 - 6);
  });

  it("leaves one token to compute when all of it is there", () => {
    const cache = sessionCache();
    const node = cache.tree.addNode(-1, 0);
    cache.insert(node, 64);
    expect(cache.match(node, 64)).toBe(63);
    expect(cache.match(node, 65)).toBe(64);
  });

  it("stays while it is locked, and goes from its tail afterwards", () => {
    const cache = sessionCache();
    const node = cache.tree.addNode(-1, 0);
    cache.insert(node, 160);
    expect(cache.lock(node)).toBe(node);
    expect(cache.pinned).toBe(10);
    cache.insert(node, 176);
    expect(cache.pinned).toBe(11);
    expect(cache.evict(5)).toBe(0);
    cache.unlock(node);
    expect(cache.pinned).toBe(0);
    expect(cache.evict(5)).toBe(5);
    expect(cache.match(node, 176)).toBe(96);
    expect(cache.drop(node)).toBe(6);
    expect(cache.stored).toBe(0);
    expect(cache.evictedTokens).toBe(80);
  });

  it("cannot be unlocked more often than it was locked", () => {
    const cache = sessionCache();
    const node = cache.tree.addNode(-1, 0);
    expect(cache.lock(node)).toBe(-1);
    cache.unlock(-1);
    cache.insert(node, 32);
    expect(() => cache.unlock(node)).toThrow("expected a node that is locked");
  });
});

it("cost-aware eviction keeps a deep context that is dear to compute over a newer shallow one", () => {
  for (const policy of ["lru", "costAware"] as const) {
    const cache = sessionCache(policy);
    const deep = cache.tree.addNode(-1, 0);
    const shallow = cache.tree.addNode(-1, 0);
    cache.insert(deep, 1600);
    cache.insert(shallow, 160);
    cache.evict(10);
    expect(cache.residentTokens(deep)).toBe(policy === "lru" ? 1440 : 1600);
    expect(cache.residentTokens(shallow)).toBe(policy === "lru" ? 160 : 0);
  }
});

it("cost-aware eviction gives up even what is dear when it has not been used for long", () => {
  const cache = sessionCache("costAware");
  const deep = cache.tree.addNode(-1, 0);
  cache.insert(deep, 320);
  for (let i = 0; i < 20; i++) {
    cache.insert(cache.tree.addNode(-1, 0), 160);
    cache.evict(10);
  }
  // Each round raises the bar by the cost of a shallow tail, 1 s + 0.01 s x 144: the deep one's
  // 1 s + 0.01 s x 304 lies under it after the second.
  expect(cache.residentTokens(deep)).toBe(0);
});

it("a cache that is cleared holds nothing and can be filled again", () => {
  const cache = sessionCache();
  const nodes = Array.from({ length: 300 }, () => cache.tree.addNode(-1, 0));
  for (const node of nodes) cache.insert(node, 64);
  cache.lock(nodes[7]!);
  cache.clear();
  expect([cache.stored, cache.pinned, cache.match(nodes[3]!, 64)]).toEqual([0, 0, 0]);
  for (const node of nodes) cache.insert(node, 64);
  expect(cache.stored).toBe(1200);
  expect(cache.evict(2000)).toBe(1200);
});

it("refuses blocks that are no multiple of the engine's", () => {
  expect(() => new PrefixCache(new PrefixTree(), 16, 24, "lru", COST)).toThrow(
    "expected a multiple of the engine's 16",
  );
});

it("a use of a prompt is one of its beginning, even when the rest has gone", () => {
  const cache = sessionCache();
  const system = cache.tree.addNode(-1, 0);
  const session = cache.tree.addNode(system, 64);
  const other = cache.tree.addNode(-1, 0);
  cache.insert(system, 64);
  cache.insert(other, 64);
  cache.insert(session, 128);
  cache.drop(session);
  cache.evict(4);
  expect([cache.residentTokens(system), cache.residentTokens(other)]).toEqual([64, 0]);
});
