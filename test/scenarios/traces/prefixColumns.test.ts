import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PrefixBlocks } from "../../../scenarios/traces/prefixBlocks.ts";

type Prompt = readonly [tokens: number, ids: readonly number[]];
const BLOCK = 4;

function treeOf(prompts: readonly Prompt[], last: "partial" | "none") {
  const blocks = new PrefixBlocks("trace", { blockTokens: BLOCK, last });
  prompts.forEach(([tokens, ids], row) => {
    blocks.add(ids, tokens, row + 1);
  });
  const input = Int32Array.from(prompts, ([tokens]) => tokens);
  const cached = new Int32Array(prompts.length);
  blocks.countCached(null, input, cached);
  return { prefix: blocks.columns(null, input), cached };
}

const prompt = (last: "partial" | "none") =>
  fc
    .tuple(fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }), fc.nat(BLOCK - 1))
    .map(([ids, rest]): Prompt => {
      const tokens = ids.length * BLOCK + (last === "none" ? rest : -rest);
      return [tokens, ids];
    });

/** Tokens that two prompts share: whole blocks, and a partial one when both end with it. */
function sharedTokens([a, aIds]: Prompt, [b, bIds]: Prompt, partial: boolean): number {
  let same = 0;
  while (same < aIds.length && same < bIds.length && aIds[same] === bIds[same]) same += 1;
  const whole = Math.min(same, Math.floor(a / BLOCK), Math.floor(b / BLOCK)) * BLOCK;
  const all = same === aIds.length && same === bIds.length && a === b;
  return partial && all ? a : whole;
}

describe.each(["partial", "none"] as const)("the tree of prompts, last blocks: %s", (last) => {
  const cases = fc.array(prompt(last), { minLength: 1, maxLength: 12 });

  it("says of any two prompts how many tokens they share", () => {
    fc.assert(
      fc.property(cases, (prompts) => {
        const { parent, endTokens, nodeOfRequest } = treeOf(prompts, last).prefix;
        const chain = (row: number): number[] => {
          const nodes: number[] = [];
          for (let node = nodeOfRequest[row]!; node >= 0; node = parent[node]!) nodes.unshift(node);
          return nodes;
        };
        prompts.forEach((a, i) => {
          const own = chain(i);
          const end = last === "partial" ? a[0] : Math.floor(a[0] / BLOCK) * BLOCK;
          expect(own.length === 0 ? 0 : endTokens[own.at(-1)!]).toBe(end);
          prompts.forEach((b, j) => {
            const common = own.filter((node, at) => chain(j)[at] === node).at(-1);
            expect(common === undefined ? 0 : endTokens[common]).toBe(
              i === j ? end : sharedTokens(a, b, last === "partial"),
            );
          });
        });
      }),
      { seed: 31, numRuns: 300 },
    );
  });

  it("has no more nodes than branchings and prompt ends ask for, children behind parents", () => {
    fc.assert(
      fc.property(cases, (prompts) => {
        const { parent, endTokens, nodeOfRequest } = treeOf(prompts, last).prefix;
        const children = new Int32Array(parent.length);
        parent.forEach((above, node) => {
          expect(above).toBeLessThan(node);
          expect(endTokens[node]).toBeGreaterThan(above < 0 ? 0 : endTokens[above]!);
          if (above >= 0) children[above]! += 1;
        });
        children.forEach((count, node) => {
          expect(count !== 1 || nodeOfRequest.includes(node)).toBe(true);
        });
      }),
      { seed: 32, numRuns: 200 },
    );
  });

  it("credits a prompt with what the best of the prompts before it shares with it", () => {
    fc.assert(
      fc.property(cases, (prompts) => {
        const { cached } = treeOf(prompts, last);
        prompts.forEach((own, i) => {
          const shared = prompts
            .slice(0, i)
            .map((other) => sharedTokens(own, other, last === "partial"));
          expect(cached[i]).toBe(Math.max(0, ...shared));
        });
      }),
      { seed: 33, numRuns: 300 },
    );
  });
});
