import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadTrace } from "../../../scenarios/traces/loadTrace.ts";
import type { TraceColumns } from "../../../sim/plan.ts";
import { PrefixCache } from "../../../sim/serving/cache/prefixCache.ts";
import { PrefixTree } from "../../../sim/serving/cache/prefixTree.ts";
import { blockLruShare } from "./blockLru.ts";

// Skipped where the traces are absent: they are not part of the project.
const CONVERSATION = "../shared/traces/mooncake/conversation_trace.jsonl.gz";
const SYNTHETIC = "../shared/traces/mooncake/synthetic_trace.jsonl";
const BLOCKS = [1000, 5000, 10_000, 50_000] as const;

/** Shares at `BLOCKS` and without a limit, percent, as measured on these files. */
const CURVES = [
  ["conversation", CONVERSATION, [4.5, 11.0, 21.1, 35.5], 36.6],
  ["synthetic", SYNTHETIC, [8, 28, 42, 64], 64.0],
] as const;

/** Share of prompt blocks that the simulated cache finds when requests come one at a time. */
function cacheShare({ prefix, inputTokens }: TraceColumns, capacity: number): number {
  if (prefix === undefined) throw new RangeError("trace without prefixes");
  const { blockTokens } = prefix;
  const tree = new PrefixTree(prefix);
  const cost = { base: 1, perToken: 0 };
  const cache = new PrefixCache(tree, blockTokens, blockTokens, "lru", cost);
  let hits = 0;
  let references = 0;
  for (let row = 0; row < inputTokens.length; row++) {
    const node = prefix.nodeOfRequest[row]!;
    const tokens = inputTokens[row]!;
    const blocks = Math.ceil(tokens / blockTokens);
    const whole = cache.residentTokens(node) >= tokens;
    hits += whole ? blocks : Math.floor(cache.match(node, tokens) / blockTokens);
    references += blocks;
    cache.insert(node, tokens);
    if (cache.stored > capacity) cache.evict(cache.stored - capacity);
  }
  return hits / references;
}

describe.each(CURVES)("reuse of blocks in Mooncake %s", (_, file, percents, most) => {
  const absent = !existsSync(file);

  it.skipIf(absent)("block by block, equals the measured curve to its last digit", async () => {
    const { trace } = await loadTrace(file);
    const digits = most === 36.6 ? 1 : 0;
    const shares = BLOCKS.map((blocks) => 100 * blockLruShare(trace, blocks, "firstToLast"));
    shares.forEach((share, i) => {
      expect(Math.abs(share - percents[i]!)).toBeLessThan(0.55 * 10 ** -digits);
    });
    expect(100 * blockLruShare(trace, Infinity, "firstToLast")).toBeCloseTo(most, 1);
  });

  it.skipIf(absent)("is a little higher when the beginnings of prompts stay longest", async () => {
    const { trace } = await loadTrace(file);
    for (const blocks of BLOCKS) {
      const forward = blockLruShare(trace, blocks, "firstToLast");
      const backward = blockLruShare(trace, blocks, "lastToFirst");
      expect(backward).toBeGreaterThanOrEqual(forward);
      expect(backward - forward).toBeLessThan(0.002);
    }
  });

  it.skipIf(absent)(
    "in the simulated cache, is that of blocks whose beginnings stay longest",
    async () => {
      const { trace } = await loadTrace(file);
      for (const [i, blocks] of BLOCKS.entries()) {
        const share = cacheShare(trace, blocks);
        expect(Math.abs(share - blockLruShare(trace, blocks, "lastToFirst"))).toBeLessThan(1e-12);
        expect(Math.abs(100 * share - percents[i]!)).toBeLessThan(0.6);
      }
      expect(100 * cacheShare(trace, Infinity)).toBeCloseTo(most, 1);
    },
  );
});
