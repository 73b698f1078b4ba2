import fc from "fast-check";
import { expect, it } from "vitest";
import { IndexedHeap } from "../../../sim/engine/indexedHeap.ts";

it("has the least key on top, then the least order, whatever was moved and removed", () => {
  const steps = fc.array(fc.tuple(fc.nat(90), fc.nat(12), fc.boolean()), { maxLength: 300 });
  const law = fc.property(steps, (todo) => {
    const heap = new IndexedHeap(4);
    const filed = new Map<number, number>();
    for (const [id, key, placed] of todo) {
      heap.reserve(id + 1);
      if (placed) {
        heap.keys[id] = key;
        heap.orders[id] = 100 - id;
        heap.place(id);
        filed.set(id, key);
      } else {
        heap.remove(id);
        filed.delete(id);
      }
      const first = [...filed].sort(([a, x], [b, y]) => x - y || b - a)[0];
      expect([heap.top, heap.size, heap.has(id)]).toEqual([first?.[0] ?? -1, filed.size, placed]);
    }
    heap.clear();
    expect([heap.top, heap.size]).toEqual([-1, 0]);
  });
  fc.assert(law, { seed: 35, numRuns: 100 });
});
