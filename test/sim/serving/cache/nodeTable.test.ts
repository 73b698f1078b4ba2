import fc from "fast-check";
import { expect, it } from "vitest";
import { NodeTable } from "../../../../sim/serving/cache/nodeTable.ts";

/** Nodes that lie about without order, so that many meet in the table. */
const nodes = Array.from({ length: 400 }, (_, i) => Math.imul(i * i, 7919) & 0x7fffffe);

it("finds what was added and not removed, like a map", () => {
  const steps = fc.array(fc.tuple(fc.constantFrom(...new Set(nodes)), fc.boolean()), {
    maxLength: 600,
    size: "max",
  });
  const law = fc.property(steps, (todo) => {
    const table = new NodeTable();
    const map = new Map<number, number>();
    for (const [i, [node, adds]] of todo.entries()) {
      if (map.has(node) && !adds) {
        table.remove(node);
        map.delete(node);
      } else if (!map.has(node)) {
        table.add(node, i);
        map.set(node, i);
      }
    }
    const found = nodes.map((node) => table.find(node));
    expect(found).toEqual(nodes.map((node) => map.get(node) ?? -1));
  });
  fc.assert(law, { seed: 34, numRuns: 60 });
});
