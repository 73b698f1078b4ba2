import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventQueue } from "../../../sim/engine/eventQueue.ts";
import { uniformSource } from "../../../sim/random/streams.ts";

function drain(queue: EventQueue): number[] {
  const entities: number[] = [];
  while (queue.pop()) entities.push(queue.entity);
  return entities;
}

describe("order", () => {
  it("is by time, then rank, then scheduling", () => {
    const queue = new EventQueue(1);
    queue.push(2, 0, 0, 4);
    queue.push(1, 70, 0, 2);
    queue.push(1, 50, 0, 0);
    queue.push(1, 70, 0, 3);
    queue.push(1, 50, 0, 1);
    expect(drain(queue)).toEqual([0, 1, 2, 3, 4]);
  });

  it("keeps the order of scheduling across a hundred thousand events of one instant and rank", () => {
    const queue = new EventQueue();
    for (let i = 0; i < 1000; i++) queue.push(5, 255, 0, i);
    for (let i = 1000; i < 100_000; i++) {
      queue.pop();
      if (queue.entity !== i - 1000) throw new Error(`popped ${queue.entity} at ${i - 1000}`);
      queue.push(5, 255, 0, i);
    }
    expect(drain(queue)).toEqual(Array.from({ length: 1000 }, (_, i) => 99_000 + i));
  });

  it("lets an event at the end of time wait for all others", () => {
    const queue = new EventQueue();
    queue.push(Infinity, 0, 0, 1);
    queue.push(1e300, 255, 0, 0);
    expect(drain(queue)).toEqual([0, 1]);
  });

  it("treats minus zero as zero", () => {
    const queue = new EventQueue();
    queue.push(0, 10, 0, 1);
    queue.push(-0, 20, 0, 2);
    queue.push(-0, 5, 0, 0);
    expect(drain(queue)).toEqual([0, 1, 2]);
  });
});

describe("pop", () => {
  it("gives back all that was pushed", () => {
    const queue = new EventQueue();
    queue.push(1.5, 255, 2 ** 31 - 1, -1);
    expect(queue.pop()).toBe(true);
    expect([queue.timeS, queue.rank, queue.kind, queue.entity]).toEqual([
      1.5,
      255,
      2 ** 31 - 1,
      -1,
    ]);
    expect(queue.pop()).toBe(false);
  });

  it("peeks without taking, and finds nothing in an empty queue", () => {
    const queue = new EventQueue();
    expect([queue.peekTimeS(), queue.peekRank(), queue.size]).toEqual([Infinity, Infinity, 0]);
    const first = queue.push(1, 20, 0, 0);
    queue.push(2, 30, 0, 0);
    expect([queue.peekTimeS(), queue.peekRank(), queue.size]).toEqual([1, 20, 2]);
    queue.cancel(first);
    expect([queue.peekTimeS(), queue.peekRank(), queue.size]).toEqual([2, 30, 1]);
  });
});

describe("cancel", () => {
  it("takes an event back once, and none that has fired", () => {
    const queue = new EventQueue();
    const fired = queue.push(1, 0, 0, 0);
    const cancelled = queue.push(2, 0, 0, 1);
    queue.pop();
    expect(queue.cancel(fired)).toBe(false);
    expect(queue.cancel(cancelled)).toBe(true);
    expect(queue.cancel(cancelled)).toBe(false);
    expect(queue.pop()).toBe(false);
  });

  it("never takes back a later event that happens to use the same place", () => {
    const queue = new EventQueue();
    const old = queue.push(1, 0, 0, 0);
    queue.pop();
    queue.push(1, 0, 0, 1);
    expect(queue.cancel(old)).toBe(false);
    expect(queue.size).toBe(1);
  });

  it("says no to what never was a handle", () => {
    const queue = new EventQueue();
    queue.push(1, 0, 0, 0);
    for (const handle of [-1, 0, 0.5, Number.NaN, Infinity, 2 ** 52]) {
      expect(queue.cancel(handle)).toBe(false);
    }
    expect(queue.size).toBe(1);
  });

  it("frees the places of cancelled events, so that timeouts that never fire cost no memory", () => {
    const queue = new EventQueue();
    const places = new Set<number>();
    for (let i = 0; i < 10; i++) queue.push(1e9, 0, 0, i);
    for (let i = 0; i < 200_000; i++) {
      const handle = queue.push(1e6 + i, 0, 0, i);
      // A handle is generation * 2^24 + place.
      places.add(handle % 2 ** 24);
      queue.cancel(handle);
    }
    expect(places.size).toBeLessThan(200);
    expect(queue.size).toBe(10);
  });
});

describe("against a sorted list", () => {
  it("agrees on every pop, peek, cancel and size", () => {
    const outcomes = { popped: 0, cancelled: 0, refused: 0 };
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.1, 0.4, 0.6), (seed, cancelShare) => {
        const uniform = uniformSource(`eventQueue/${seed}`);
        const queue = new EventQueue(2);
        interface Listed {
          timeS: number;
          rank: number;
          id: number;
        }
        const list: Listed[] = [];
        const handles: number[] = [];
        for (let i = 0; i < 600; i++) {
          const draw = uniform();
          if (draw < 0.5) {
            // Few times and ranks, so that ties are common.
            const timeS = Math.floor(uniform() * 20);
            const rank = Math.floor(uniform() * 3) * 100;
            const id = handles.length;
            handles.push(queue.push(timeS, rank, 7, id));
            list.push({ timeS, rank, id });
            list.sort((a, b) => a.timeS - b.timeS || a.rank - b.rank || a.id - b.id);
          } else if (draw < 0.5 + cancelShare / 2 && handles.length > 0) {
            const id = Math.floor(uniform() * handles.length);
            const at = list.findIndex((listed) => listed.id === id);
            expect(queue.cancel(handles[id]!)).toBe(at >= 0);
            if (at >= 0) list.splice(at, 1);
            outcomes[at >= 0 ? "cancelled" : "refused"]++;
          } else {
            const first = list.shift();
            expect(queue.pop()).toBe(first !== undefined);
            if (first === undefined) continue;
            expect([queue.timeS, queue.rank, queue.kind, queue.entity]).toEqual([
              first.timeS,
              first.rank,
              7,
              first.id,
            ]);
            outcomes.popped++;
          }
          if (uniform() < 0.3) expect(queue.peekTimeS()).toBe(list[0]?.timeS ?? Infinity);
          expect(queue.size).toBe(list.length);
        }
        expect(new Set(handles).size).toBe(handles.length);
        expect(drain(queue)).toEqual(list.map((listed) => listed.id));
      }),
      { seed: 20_260_102, numRuns: 60 },
    );
    expect(Math.min(outcomes.popped, outcomes.cancelled, outcomes.refused)).toBeGreaterThan(500);
  });

  it("sorts events of which most were cancelled", () => {
    const uniform = uniformSource("eventQueue/sweep");
    const queue = new EventQueue();
    const events = Array.from({ length: 5000 }, (_, id) => {
      const timeS = uniform();
      return { id, timeS, handle: queue.push(timeS, 0, 0, id) };
    });
    const kept = events.filter((event) => event.id % 7 === 0 || !queue.cancel(event.handle));
    kept.sort((a, b) => a.timeS - b.timeS);
    expect(queue.size).toBe(kept.length);
    expect(drain(queue)).toEqual(kept.map((event) => event.id));
  });
});

describe("bad events", () => {
  it.each([
    [() => new EventQueue().push(Number.NaN, 0, 0, 0), "event time of NaN s"],
    [() => new EventQueue().push(-Infinity, 0, 0, 0), "event time of -Infinity s"],
    [() => new EventQueue().push(0, 256, 0, 0), "event of rank 256, kind 0, entity 0; expected"],
    [() => new EventQueue().push(0, -1, 0, 0), "event of rank -1"],
    [() => new EventQueue().push(0, 1.5, 0, 0), "event of rank 1.5"],
    [() => new EventQueue().push(0, 0, -1, 0), "kind -1"],
    [() => new EventQueue().push(0, 0, 0, 2 ** 31), "entity 2147483648"],
    [() => new EventQueue(0), "capacity of 0"],
  ])("are refused with thing, got and expected (%#)", (act, message) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(message);
  });

  it("leave the queue as it was", () => {
    const queue = new EventQueue();
    queue.push(1, 0, 0, 0);
    queue.pop();
    expect(() => queue.push(Number.NaN, 0, 0, 0)).toThrow(RangeError);
    expect([queue.size, queue.pop()]).toEqual([0, false]);
  });
});
