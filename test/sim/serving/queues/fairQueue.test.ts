import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FairQueue } from "../../../../sim/serving/queues/fairQueue.ts";
import { NONE } from "../../../../sim/serving/requestPool.ts";
import { poolOf } from "./classes.ts";

const seeded = { seed: 20_260_303, numRuns: 200 };

/** Two lines that never empty: a request that is served comes back at the end of its own. */
function serveBacklogged(
  weights: readonly number[],
  tokens: readonly number[],
  most: number,
): { perWeight: number[]; maxGap: number } {
  const of = weights.flatMap((_, classIndex) => [classIndex, classIndex]);
  const queue = new FairQueue(poolOf(of), weights);
  for (const slot of of.keys()) queue.pushLast(slot);
  const perWeight = weights.map(() => 0);
  let maxGap = 0;
  for (const [i, size] of tokens.entries()) {
    if (i === most) break;
    const slot = queue.first;
    const classIndex = of[slot] ?? 0;
    queue.remove(slot);
    queue.pushLast(slot);
    queue.served(classIndex, size);
    perWeight[classIndex] = (perWeight[classIndex] ?? 0) + size / (weights[classIndex] ?? 1);
    maxGap = Math.max(maxGap, Math.max(...perWeight) - Math.min(...perWeight));
  }
  return { perWeight, maxGap };
}

describe("a fair queue", () => {
  it("gives classes that always wait service by weight, within one request of each other", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 });
    const tokens = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 50, maxLength: 200 });
    fc.assert(
      fc.property(weights, tokens, (parts, sizes) => {
        const { maxGap } = serveBacklogged(parts, sizes, Infinity);
        expect(maxGap).toBeLessThanOrEqual(Math.max(...sizes) / Math.min(...parts));
      }),
      seeded,
    );
  });

  it("gives three of four equal requests to the class of weight 3", () => {
    const { perWeight } = serveBacklogged([1, 3], new Array<number>(400).fill(10), 400);
    expect(perWeight.map(Math.round)).toEqual([1000, 1000]);
  });

  it("is in order of arrival with one class, and after those that gave way", () => {
    const queue = new FairQueue(poolOf([0, 0, 0, 0]), [1]);
    expect(queue.first).toBe(NONE);
    for (const slot of [2, 0, 1]) queue.pushLast(slot);
    queue.pushFirst(3);
    const seen: number[] = [];
    queue.each((slot) => seen.push(slot));
    expect([queue.first, seen]).toEqual([3, [3, 2, 0, 1]]);
  });

  it("a class that returns does not claim the service of its absence", () => {
    const queue = new FairQueue(poolOf([0, 0, 1, 1]), [1, 1]);
    for (const slot of [0, 1]) queue.pushLast(slot);
    queue.served(0, 1_000_000);
    queue.pushLast(2);
    queue.pushLast(3);
    // Lifted to the other's level: equal, the lower class goes first, then they alternate.
    expect(queue.first).toBe(0);
    queue.served(0, 10);
    expect(queue.first).toBe(2);
    queue.served(1, 20);
    expect(queue.first).toBe(0);
  });

  it("a class that returns to an empty queue is lifted to the one that emptied last", () => {
    const queue = new FairQueue(poolOf([0, 1, 0]), [1, 1]);
    queue.pushLast(0);
    queue.remove(0);
    queue.served(0, 500);
    queue.pushLast(1);
    queue.pushLast(2);
    queue.served(1, 1);
    expect(queue.first).toBe(2);
  });

  it("the debt of a class that comes back stays", () => {
    const queue = new FairQueue(poolOf([0, 1]), [1, 1]);
    queue.served(0, 100);
    queue.pushLast(1);
    queue.pushLast(0);
    expect(queue.first).toBe(1);
  });

  it("wants weights above 0", () => {
    expect(() => new FairQueue(poolOf([]), [1, 0])).toThrow("expected finite and > 0");
  });
});
