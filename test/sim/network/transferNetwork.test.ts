import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TransferNetwork } from "../../../sim/network/transferNetwork.ts";

interface Flow {
  readonly startS: number;
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  readonly latencyS: number;
  /** Seconds after the start at which it is cancelled; Infinity = never. */
  readonly patienceS: number;
}

function flow(rest: Partial<Flow>): Flow {
  return { startS: 0, from: 0, to: 1, bytes: 100, latencyS: 0, patienceS: Infinity, ...rest };
}

/** Runs flows, sorted by start, through a network: when each arrived (NaN = cancelled). */
function run(capacities: readonly number[], flows: readonly Flow[]) {
  const clock = new Float64Array(1);
  const network = new TransferNetwork(Float64Array.from(capacities), clock);
  const endS = flows.map(() => Number.NaN);
  const order: number[] = [];
  const ids = new Map<number, number>();
  for (let next = 0; ; ) {
    const startS = flows[next]?.startS ?? Infinity;
    let cancelS = Infinity;
    let impatient = -1;
    for (const tag of ids.keys()) {
      const atS = flows[tag]!.startS + flows[tag]!.patienceS;
      if (atS < cancelS) [cancelS, impatient] = [atS, tag];
    }
    const nowS = Math.min(network.nextS, startS, cancelS);
    if (nowS === Infinity) break;
    clock[0] = nowS;
    if (network.nextS === nowS) {
      const id = network.finishNext();
      if (id < 0) continue;
      const tag = network.tagOf(id);
      expect(ids.get(tag)).toBe(id);
      endS[tag] = nowS;
      order.push(tag);
      ids.delete(tag);
    } else if (cancelS === nowS) {
      network.cancel(ids.get(impatient)!);
      ids.delete(impatient);
    } else {
      const { from, to, bytes, latencyS } = flows[next]!;
      network.bytes = bytes;
      network.latencyS = latencyS;
      ids.set(next, network.start(from, to, next));
      next++;
    }
  }
  return { endS, order, network };
}

/** The same by small steps of fluid: arrival times, exact to a step, and bytes by port. */
function pour(capacities: readonly number[], flows: readonly Flow[], stepS: number) {
  const left = flows.map(({ bytes }) => bytes);
  const endS = flows.map(() => Number.NaN);
  const carried = capacities.map(() => 0);
  for (let step = 0; step < 400_000; step++) {
    const nowS = step * stepS;
    const loads = capacities.map(() => 0);
    const moving: number[] = [];
    let waiting = false;
    for (const [i, { startS, latencyS, patienceS, from, to }] of flows.entries()) {
      if (left[i]! <= 0 || nowS >= startS + patienceS) continue;
      waiting = true;
      if (nowS < startS + latencyS) continue;
      moving.push(i);
      loads[from]!++;
      if (to !== from) loads[to]!++;
    }
    if (!waiting) break;
    for (const i of moving) {
      const { from, to } = flows[i]!;
      const rate = Math.min(capacities[from]! / loads[from]!, capacities[to]! / loads[to]!);
      const bytes = Math.min(left[i]!, rate * stepS);
      left[i]! -= bytes;
      carried[from]! += bytes;
      if (to !== from) carried[to]! += bytes;
      if (left[i]! <= 0) endS[i] = nowS + stepS;
    }
  }
  return { endS, carried };
}

describe("closed forms", () => {
  it("n equal flows on one port each take n times as long", () => {
    const flows = Array.from({ length: 5 }, () => flow({ from: 0, to: 0 }));
    const { endS, order, network } = run([50], flows);
    for (const timeS of endS) expect(timeS).toBeCloseTo(10, 12);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(network.carriedBytes[0]).toBeCloseTo(500, 9);
  });

  it("a short flow slows a long one only while it lasts", () => {
    // 10 bytes/s: both at 5 until the short has its 20 at 4 s; the long has 80 left, at 10 until 12 s.
    const { endS } = run([10], [flow({ to: 0 }), flow({ to: 0, bytes: 20 })]);
    expect(endS[1]).toBeCloseTo(4, 12);
    expect(endS[0]).toBeCloseTo(12, 12);
  });

  it("the smaller share of the two ports decides, and what is over stays unused", () => {
    // Ports 1 and 2 send to port 0 of 30 bytes/s: 15 each, of which port 1 can use 6.
    const { endS } = run(
      [30, 6, 100],
      [flow({ from: 1, to: 0, bytes: 60 }), flow({ from: 2, to: 0, bytes: 60 })],
    );
    expect(endS[1]).toBeCloseTo(4, 12);
    expect(endS[0]).toBeCloseTo(10, 12);
  });

  it("a latency takes no bandwidth", () => {
    const { endS } = run([10], [flow({ to: 0 }), flow({ to: 0, latencyS: 9 })]);
    // The first has 10 left at 9 s, at 5 bytes/s until 11 s; the second then has 90, at 10 until 20 s.
    expect(endS[0]).toBeCloseTo(11, 12);
    expect(endS[1]).toBeCloseTo(20, 12);
  });

  it("ports without a limit and transfers without bytes take no time", () => {
    const free = flow({ from: 0, to: 1 });
    const { endS } = run(
      [Infinity, Infinity, 10],
      [
        free,
        { ...free, latencyS: 2 },
        flow({ from: 0, to: 2 }),
        flow({ from: 2, to: 0, bytes: 0, startS: 1 }),
      ],
    );
    expect(endS).toEqual([0, 2, 10, 1]);
  });

  it("a cancelled transfer leaves its share to the others, and what it moved has moved", () => {
    const { endS, network } = run([10], [flow({ to: 0, patienceS: 4 }), flow({ to: 0 })]);
    expect(endS[0]).toBeNaN();
    expect(endS[1]).toBeCloseTo(12, 12);
    expect(network.carriedBytes[0]).toBeCloseTo(120, 9);
    expect([network.size, network.portLoad(0), network.nextS]).toEqual([0, 0, Infinity]);
  });
});

it("agrees with fluid poured in small steps, and moves every byte", () => {
  const flows = fc.array(
    fc.record({
      startS: fc.integer({ min: 0, max: 80 }).map((n) => n / 8),
      from: fc.nat(3),
      to: fc.nat(3),
      bytes: fc.integer({ min: 1, max: 60 }),
      latencyS: fc.constantFrom(0, 0, 0.5, 2),
      patienceS: fc.constantFrom(Infinity, Infinity, 3.0625),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const stepS = 1 / 512;
  let cancelled = 0;
  const law = fc.property(flows, (drawn) => {
    const capacities = [10, 5, 40, 8];
    const sorted = [...drawn].sort((a, b) => a.startS - b.startS);
    const { endS, network } = run(capacities, sorted);
    const fluid = pour(capacities, sorted, stepS);
    // Each end is late by up to a step, and passes that on to those that share its ports.
    const slackS = 4 * stepS * sorted.length;
    for (const [i, timeS] of endS.entries()) {
      const cancelS = sorted[i]!.startS + sorted[i]!.patienceS;
      // An end this near to the cancellation may fall on either side of it.
      if ([timeS, fluid.endS[i]!].some((end) => Math.abs(cancelS - end) < slackS)) continue;
      expect(Number.isNaN(timeS)).toBe(Number.isNaN(fluid.endS[i]!));
      if (Number.isNaN(timeS)) cancelled++;
      else expect(Math.abs(timeS - fluid.endS[i]!)).toBeLessThan(slackS);
    }
    for (const [port, bytes] of fluid.carried.entries()) {
      expect(Math.abs(network.carriedBytes[port]! - bytes)).toBeLessThan(40 * slackS);
    }
    const patient = sorted.every(({ patienceS }) => patienceS === Infinity);
    if (patient) {
      const sent = sorted.reduce(
        (sum, { from, to, bytes }) => sum + bytes * (from === to ? 1 : 2),
        0,
      );
      expect(network.carriedBytes.reduce((sum, bytes) => sum + bytes, 0)).toBeCloseTo(sent, 9);
      for (const timeS of endS) expect(timeS).not.toBeNaN();
    }
    expect([network.size, ...[0, 1, 2, 3].map((port) => network.portLoad(port))]).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });
  fc.assert(law, { seed: 36, numRuns: 60 });
  expect(cancelled).toBeGreaterThan(20);
});

it("refuses ports, sizes and transfers that cannot be", () => {
  expect(() => new TransferNetwork(Float64Array.of(1, 0), new Float64Array(1))).toThrow(
    "port 1 of 0 bytes/s",
  );
  const network = new TransferNetwork(Float64Array.of(1), new Float64Array(1));
  expect(() => network.start(0, 1, 0)).toThrow("expected ports below 1");
  network.bytes = Number.NaN;
  expect(() => network.start(0, 0, 0)).toThrow("expected finite numbers >= 0");
  expect(() => network.cancel(0)).toThrow("expected one under way");
  expect(() => network.finishNext()).toThrow("no transfer to finish");
});
