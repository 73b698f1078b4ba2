import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DemandPlan, TraceColumns } from "../../../sim/plan.ts";
import { meanRequestsPerS, meanTokens } from "../../../sim/workload/demandMeans.ts";
import { demandOf, dispersion, requestsOf, traceOf } from "./requests.ts";

function replay(
  trace: TraceColumns,
  { blockS = 10, spreadTickS = 0, rateScale = 1, cachedShare = 0 } = {},
): DemandPlan {
  return demandOf({ kind: "replay", trace, blockS, spreadTickS }, { rateScale, cachedShare });
}

const UNEVEN = traceOf(Array.from({ length: 200 }, (_, i) => i + 0.4 * Math.sin(i)).map(Math.abs));
const TICKS = traceOf(
  Array.from({ length: 1000 }, (_, i) => {
    const tick = Math.floor(i / 10);
    return tick * 3 + [0, 0.003, -0.002][tick % 3]!;
  }).map((timeS) => Math.max(0, timeS)),
);

describe("replication 0", () => {
  it("is the trace, in its order and lengths", () => {
    const requests = requestsOf(replay(UNEVEN), 1e6);
    expect(requests.map(({ arrivalS }) => arrivalS)).toEqual([...UNEVEN.arrivalS]);
    expect(requests.map(({ input }) => input)).toEqual([...UNEVEN.inputTokens]);
  });

  it("runs faster by the rate scale and ends with the window", () => {
    const requests = requestsOf(replay(UNEVEN, { rateScale: 4 }), 1e6);
    expect(requests[100]!.arrivalS).toBe(UNEVEN.arrivalS[100]! / 4);
    expect(requestsOf(replay(UNEVEN, { rateScale: 4 }), 25).length).toBe(
      UNEVEN.arrivalS.filter((timeS) => timeS < 100).length,
    );
    expect(meanRequestsPerS(replay(UNEVEN, { rateScale: 4 }))).toBeCloseTo(4, 1);
    expect(meanTokens(replay(UNEVEN))).toEqual({ input: 100.5, output: 7 });
  });

  it("takes cached tokens from the trace, or the stated share where it counts none", () => {
    const counted = traceOf([0, 1, 2, 3], [0, 1, 3, 4]);
    const cached = requestsOf(replay(counted, { cachedShare: 0.5 }), 9).map((r) => r.cached);
    expect(cached).toEqual([0, 1, 2, 3]);
    const stated = requestsOf(replay(traceOf([0, 1, 2, 3]), { cachedShare: 0.5 }), 9);
    expect(stated.map((r) => r.cached)).toEqual([0, 1, 1, 2]);
  });

  it("keeps a failed request as a prompt without an answer", () => {
    const failed = { ...traceOf([0]), outputTokens: Int32Array.of(0) };
    expect(requestsOf(replay(failed), 9)[0]?.output).toBe(0);
  });
});

describe("later replications", () => {
  it("fill the window with blocks of the trace, each in its order", () => {
    const windowS = 5000;
    const requests = requestsOf(replay(UNEVEN, { blockS: 20 }), windowS, 3);
    expect(requests.length / windowS).toBeCloseTo(meanRequestsPerS(replay(UNEVEN)), 1);
    let jumps = 0;
    for (let i = 1; i < requests.length; i++) {
      expect(requests[i]!.arrivalS).toBeGreaterThanOrEqual(requests[i - 1]!.arrivalS);
      const step = (requests[i]!.input - requests[i - 1]!.input + 200) % 200;
      if (step !== 1) jumps += 1;
    }
    expect(jumps).toBeGreaterThan(200);
    expect(jumps).toBeLessThanOrEqual(250);
    expect(requests.at(-1)!.arrivalS).toBeGreaterThan(windowS - 20);
  });

  it("use every row about equally often, the ends of the trace included", () => {
    const uses = new Array<number>(201).fill(0);
    for (let replication = 1; replication <= 40; replication++) {
      for (const { input } of requestsOf(replay(UNEVEN, { blockS: 15 }), 2000, replication)) {
        uses[input]! += 1;
      }
    }
    // 400 expected; blocks cover a row or not: about a standard deviation of 20.
    for (let row = 1; row <= 200; row++) expect(Math.abs(uses[row]! - 400)).toBeLessThan(100);
  });

  it("are the same for a seed and differ from each other", () => {
    const demand = replay(UNEVEN);
    expect(requestsOf(demand, 100, 1)).toEqual(requestsOf(demand, 100, 1));
    expect(requestsOf(demand, 100, 1)).not.toEqual(requestsOf(demand, 100, 2));
    expect(requestsOf(demand, 100, 1)).not.toEqual(requestsOf(demand, 100, 1, "other"));
  });
});

describe("spread ticks", () => {
  it("turn bursts into an even flow and keep every request inside its tick, in order", () => {
    const raw = requestsOf(replay(TICKS), 1e6);
    const spread = requestsOf(replay(TICKS, { spreadTickS: 3 }), 1e6);
    expect(spread.map(({ input }) => input)).toEqual(raw.map(({ input }) => input));
    for (let i = 0; i < raw.length; i++) {
      const delayS = spread[i]!.arrivalS - raw[i]!.arrivalS;
      expect(delayS).toBeGreaterThanOrEqual(0);
      expect(delayS).toBeLessThanOrEqual(3);
      if (i > 0) expect(spread[i]!.arrivalS).toBeGreaterThanOrEqual(spread[i - 1]!.arrivalS);
    }
    expect(dispersion(raw, 1, 300)).toBeGreaterThan(5);
    expect(dispersion(spread, 1, 300)).toBeLessThan(1.3);
    const delays = spread.map(({ arrivalS }, i) => arrivalS - raw[i]!.arrivalS);
    expect(delays.reduce((sum, delay) => sum + delay, 0) / delays.length).toBeCloseTo(1.5, 1);
  });

  it("are resampled whole: no tick is cut between blocks", () => {
    const requests = requestsOf(replay(TICKS, { blockS: 10, spreadTickS: 3 }), 3000, 1);
    // Every tick has ten requests, so that whole ticks give ten requests per 3 s exactly.
    expect(requests.length).toBe(10_000);
    for (let i = 0; i < requests.length; i += 10) {
      const tick = new Set(
        requests.slice(i, i + 10).map(({ input }) => Math.floor((input - 1) / 10)),
      );
      expect(tick.size).toBe(1);
    }
    expect(dispersion(requests, 1, 3000)).toBeLessThan(1.3);
  });
});

describe("any trace", () => {
  it("is refused where its resample would be all blocks and no trace", () => {
    expect(() => requestsOf(replay(UNEVEN, { blockS: 1e-9 }), 3600, 1)).toThrow(/blocks of 1e-9 s/);
  });

  it("is replayed in order, inside the window, in any replication", () => {
    const times = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(
        times,
        fc.record({
          blockS: fc.double({ min: 0.5, max: 100, noNaN: true }),
          spreadTickS: fc.constantFrom(0, 0, 1, 7),
          rateScale: fc.constantFrom(0.5, 1, 3),
        }),
        fc.nat(2),
        (unsorted, options, replication) => {
          const first = Math.min(...unsorted);
          const sorted = unsorted.map((timeS) => timeS - first).sort((a, b) => a - b);
          const trace = traceOf(sorted.map((timeS) => Math.round(timeS * 1e6) / 1e6));
          const windowS = 2.5 * Math.max(1e-3, trace.spanS);
          const requests = requestsOf(replay(trace, options), windowS, replication);
          let beforeS = 0;
          for (const { arrivalS } of requests) {
            expect(arrivalS >= beforeS && arrivalS < windowS).toBe(true);
            beforeS = arrivalS;
          }
        },
      ),
      { seed: 41, numRuns: 300 },
    );
  });
});
