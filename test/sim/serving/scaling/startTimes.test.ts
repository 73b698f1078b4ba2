import { describe, expect, it } from "vitest";
import { keyedSource } from "../../../../sim/random/streams.ts";
import { StartTimes } from "../../../../sim/serving/scaling/startTimes.ts";

const draw = keyedSource("scaling/rep-0", "starts/pool-0");
/** Loading a base model: a warm page cache or a cold one (fit in the trace library). */
const LOAD = [
  { weight: 0.358, mu: 1.084, sigma: 0.335 },
  { weight: 0.642, mu: 3.434, sigma: 0.318 },
];

describe("starting times", () => {
  it("of loads follow their mixture: median, warm share and mean", () => {
    const times = new StartTimes({ provision: [], load: LOAD }, draw);
    const loads = Array.from({ length: 4000 }, (_, i) => times.loadS(i % 16, Math.floor(i / 16)));
    const below = (s: number): number => loads.filter((load) => load < s).length / loads.length;
    // Between the two humps, at 9 s, lies the warm share.
    expect(Math.abs(below(9) - 0.358)).toBeLessThan(4.5 * Math.sqrt((0.358 * 0.642) / 4000));
    const mean =
      0.358 * Math.exp(1.084 + 0.335 ** 2 / 2) + 0.642 * Math.exp(3.434 + 0.318 ** 2 / 2);
    const sampled = loads.reduce((sum, load) => sum + load, 0) / loads.length;
    expect(Math.abs(sampled / mean - 1)).toBeLessThan(0.05);
    expect(Math.min(...loads)).toBeGreaterThan(0);
  });

  it("belong to a replica and its start, in whatever order they are asked for", () => {
    const plan = { provision: [{ weight: 1, mu: 4, sigma: 0.5 }], load: LOAD };
    const one = new StartTimes(plan, draw);
    const other = new StartTimes(plan, draw);
    const first = [one.provisionS(2, 0), one.loadS(2, 0), one.loadS(2, 1), one.loadS(3, 0)];
    const again = [other.loadS(3, 0), other.loadS(2, 1), other.loadS(2, 0), other.provisionS(2, 0)];
    expect(again.reverse()).toEqual(first);
    expect(new Set(first).size).toBe(4);
  });

  it("are 0 without parts and fixed without spread", () => {
    const load = [{ weight: 1, mu: Math.log(30), sigma: 0 }];
    const times = new StartTimes({ provision: [], load }, draw);
    expect(times.provisionS(0, 0)).toBe(0);
    expect(times.loadS(0, 0)).toBeCloseTo(30, 10);
    expect(times.loadS(5, 9)).toBe(times.loadS(0, 0));
  });
});
