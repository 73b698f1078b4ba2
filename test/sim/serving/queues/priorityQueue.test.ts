import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PriorityQueue } from "../../../../sim/serving/queues/priorityQueue.ts";
import { NONE } from "../../../../sim/serving/requestPool.ts";
import { poolOf } from "./classes.ts";

const seeded = { seed: 20_260_302, numRuns: 300 };

describe("a queue by priority", () => {
  it("serves the highest priority first, each in order of arrival", () => {
    const queue = new PriorityQueue(poolOf([0, 1, 2, 1, 0, 2]), [1, 5, 3]);
    expect([queue.first, queue.least]).toEqual([NONE, NONE]);
    for (const slot of [0, 1, 2, 3, 4, 5]) queue.pushLast(slot);
    expect(queue.least).toBe(4);
    const served: number[] = [];
    while (queue.count > 0) {
      served.push(queue.first);
      queue.remove(queue.first);
    }
    expect(served).toEqual([1, 3, 2, 5, 0, 4]);
    expect(queue.first).toBe(NONE);
  });

  it("puts one that gave way before its equals, not before its betters", () => {
    const queue = new PriorityQueue(poolOf([0, 0, 1]), [0, 1]);
    queue.pushLast(0);
    queue.pushLast(2);
    queue.pushFirst(1);
    const seen: number[] = [];
    queue.each((slot) => seen.push(slot));
    expect(seen).toEqual([2, 1, 0]);
  });

  it("is what sorting by priority gives, whoever leaves", () => {
    const event = fc.record({ slot: fc.nat(9), front: fc.boolean() });
    const classes = fc.array(fc.nat(3), { minLength: 10, maxLength: 10 });
    const priorities = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(classes, priorities, fc.array(event, { maxLength: 40 }), (of, ranks, events) => {
        const queue = new PriorityQueue(poolOf(of), ranks);
        const rank = (slot: number): number => ranks[of[slot] ?? 0] ?? 0;
        let model: number[] = [];
        for (const { slot, front } of events) {
          if (model.includes(slot)) {
            model = model.filter((other) => other !== slot);
            queue.remove(slot);
          } else if (front) {
            model = [slot, ...model];
            queue.pushFirst(slot);
          } else {
            model = [...model, slot];
            queue.pushLast(slot);
          }
          // Sorting is stable: equals keep the order of the model.
          const sorted = model.toSorted((a, b) => rank(b) - rank(a));
          const seen: number[] = [];
          queue.each((at) => seen.push(at));
          expect(seen).toEqual(sorted);
          expect([queue.count, queue.first]).toEqual([model.length, sorted[0] ?? NONE]);
          expect(queue.least).toBe(sorted.at(-1) ?? NONE);
        }
      }),
      seeded,
    );
  });
});
