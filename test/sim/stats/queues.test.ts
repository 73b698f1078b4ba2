import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  erlangBShare,
  erlangCShare,
  md1WaitS,
  mg1WaitS,
  mm1ResponseQuantileS,
  mm1ResponseS,
  mm1WaitingCustomers,
  mm1WaitS,
  mmcWaitS,
} from "../../../sim/stats/queues.ts";

const loads = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe("waiting lines in closed form", () => {
  it("agree where they meet: M/G/1 of variation 1 and M/M/c of one server are M/M/1", () => {
    fc.assert(
      fc.property(loads, fc.double({ min: 0.1, max: 10, noNaN: true }), (load, serviceS) => {
        const waitS = mm1WaitS(load / serviceS, 1 / serviceS);
        expect(mg1WaitS(load / serviceS, serviceS, 1) / waitS).toBeCloseTo(1, 9);
        expect(mmcWaitS(1, load / serviceS, serviceS) / waitS).toBeCloseTo(1, 9);
        expect(md1WaitS(load / serviceS, serviceS) / waitS).toBeCloseTo(0.5, 9);
        expect(mm1WaitingCustomers(load / serviceS, 1 / serviceS)).toBeCloseTo(
          (load * load) / (1 - load),
          6,
        );
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("make fewer wait with more servers at the same load, and lose fewer than wait", () => {
    fc.assert(
      fc.property(loads, fc.integer({ min: 1, max: 60 }), (load, servers) => {
        const waiting = erlangCShare(servers, load * servers);
        expect(erlangCShare(servers + 1, load * (servers + 1))).toBeLessThan(waiting);
        expect(erlangBShare(servers, load * servers)).toBeLessThanOrEqual(waiting);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("lose by the sum that Erlang wrote: a^c/c! over the terms up to it", () => {
    const terms = [1, 2, 2, 4 / 3];
    expect(erlangBShare(3, 2)).toBeCloseTo(4 / 3 / terms.reduce((a, b) => a + b), 12);
    expect(erlangBShare(0, 2)).toBe(1);
  });

  it("have half of the responses of an M/M/1 below ln 2 of the mean", () => {
    const meanS = mm1ResponseS(0.5, 1);
    expect(meanS).toBe(2);
    expect(mm1ResponseQuantileS(0.5, 1, 0.5)).toBeCloseTo(meanS * Math.LN2, 12);
    expect(mm1ResponseQuantileS(0.5, 1, 0)).toBeCloseTo(0, 12);
  });

  it("refuse a load without a long run and what is no share", () => {
    expect(() => mm1WaitS(1, 1)).toThrow("load of 1 on each server; expected 0..1, 1 not");
    expect(() => mmcWaitS(4, 5, 1)).toThrow("load of 1.25 on each server");
    expect(() => mg1WaitS(0.5, 1, -1)).toThrow("squared variation of -1; expected >= 0");
    expect(() => erlangBShare(1.5, 1)).toThrow("1.5 servers; expected a whole number >= 0");
    expect(() => erlangBShare(1, -1)).toThrow("-1 erlangs; expected >= 0");
    expect(() => mm1ResponseQuantileS(0.5, 1, 1)).toThrow("share of 1; expected 0..1, 1 not");
  });
});
