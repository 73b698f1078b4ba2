import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WORKLOADS } from "../../../scenarios/presets/workloads.ts";
import type { ArrivalPlan, DemandPlan } from "../../../sim/plan.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { hasRandomness } from "../../../sim/randomness.ts";
import { classPlans } from "../../../sim/workload/classes.ts";
import { meanRequestsPerS, meanTokens } from "../../../sim/workload/demandMeans.ts";
import { requestSource } from "../../../sim/workload/openSource.ts";
import { demandOf, dispersion, FIXED, requestsOf, traceOf } from "./requests.ts";

const ARRIVALS: readonly ArrivalPlan[] = [
  { kind: "poisson", requestsPerS: 5 },
  { kind: "constant", requestsPerS: 5 },
  { kind: "gamma", requestsPerS: 5, cv: 3 },
  { kind: "modulated", requestsPerS: 5, modulation: WORKLOADS.conv.arrivals.modulation },
  { kind: "modulated", requestsPerS: 5, modulation: WORKLOADS.longchat.arrivals.modulation },
  { kind: "modulated", requestsPerS: 5, modulation: WORKLOADS.code.arrivals.modulation },
];

describe("every arrival process", () => {
  for (const arrivals of ARRIVALS) {
    const name =
      arrivals.kind === "modulated" ? `modulated ${arrivals.modulation.kind}` : arrivals.kind;

    it(`${name}: has the rate it states, in order, inside the window`, () => {
      const windowS = 40_000;
      const requests = requestsOf(demandOf(arrivals), windowS);
      const perS = requests.length / windowS;
      // Four standard errors: the dispersion over long windows widens the Poisson error.
      const widest = 4 * Math.sqrt((Math.max(1, dispersion(requests, 600, windowS)) * 5) / windowS);
      expect(Math.abs(perS - 5)).toBeLessThan(widest + 1e-3);
      expect(widest).toBeLessThan(1.2);
      for (let i = 0; i < requests.length; i++) {
        const before = i === 0 ? 0 : requests[i - 1]!.arrivalS;
        if (!(requests[i]!.arrivalS >= before && requests[i]!.arrivalS < windowS)) {
          expect(requests[i]!.arrivalS, `request ${i}`).toBeGreaterThanOrEqual(before);
        }
      }
    });

    it(`${name}: the same seed gives the same requests, whatever the window`, () => {
      const long = requestsOf(demandOf(arrivals), 900);
      expect(requestsOf(demandOf(arrivals), 900)).toEqual(long);
      const short = requestsOf(demandOf(arrivals), 600);
      expect(long.slice(0, short.length)).toEqual(short);
      expect(short.length).toBeGreaterThan(0);
    });

    it(`${name}: twice the rate scale is twice the requests`, () => {
      const once = requestsOf(demandOf(arrivals), 20_000).length;
      const twice = requestsOf(demandOf(arrivals, { rateScale: 2 }), 20_000).length;
      expect(twice / once).toBeGreaterThan(1.95);
      expect(twice / once).toBeLessThan(2.05);
      expect(meanRequestsPerS(demandOf(arrivals, { rateScale: 2 }))).toBe(10);
    });
  }

  it("ends for good, and draws no request at a rate of 0", () => {
    const demand = demandOf({ kind: "poisson", requestsPerS: 1 });
    const source = requestSource(demand, 10, new Streams("s/rep-0"), 0);
    while (source.advance());
    expect(source.advance()).toBe(false);
    for (const kind of ["poisson", "constant"] as const) {
      expect(requestsOf(demandOf({ kind, requestsPerS: 0 }), 1e6)).toEqual([]);
    }
  });

  it("refuses what is no rate, share, window or replication", () => {
    const poisson = demandOf({ kind: "poisson", requestsPerS: 1 });
    const streams = () => new Streams("s/rep-0");
    expect(() => requestSource(poisson, 0, streams(), 0)).toThrow(/window of 0 s/);
    expect(() => requestSource(poisson, 1, streams(), -1)).toThrow(/replication -1/);
    for (const other of [{ rateScale: 0 }, { cachedShare: 1.5 }, { rateScale: Number.NaN }]) {
      expect(() => requestSource({ ...poisson, ...other }, 1, streams(), 0)).toThrow(RangeError);
    }
    const bad = demandOf({ kind: "poisson", requestsPerS: -1 });
    expect(() => requestSource(bad, 1, streams(), 0)).toThrow(/arrival rate of -1/);
  });
});

describe("burstiness", () => {
  const windowS = 36_000;
  const over = (arrivals: ArrivalPlan) => {
    const requests = requestsOf(demandOf(arrivals), windowS);
    return [1, 10, 60].map((lengthS) => dispersion(requests, lengthS, windowS));
  };

  it("Poisson has a dispersion of 1 at every scale", () => {
    for (const value of over({ kind: "poisson", requestsPerS: 5 })) {
      expect(Math.abs(value - 1)).toBeLessThan(0.25);
    }
  });

  it("gamma gaps have the stated variation", () => {
    for (const cv of [0.5, 2, 4]) {
      const requests = requestsOf(demandOf({ kind: "gamma", requestsPerS: 5, cv }), windowS);
      const gaps = requests.slice(1).map(({ arrivalS }, i) => arrivalS - requests[i]!.arrivalS);
      const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
      const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
      expect(Math.abs(Math.sqrt(variance) / mean / cv - 1)).toBeLessThan(0.05);
    }
  });

  it("the measured modulations have the dispersion of their traces", () => {
    // Real: conv 1.39/3.86/16.1, longchat (spread) 1.01/1.49/2.86, code 13.2/71.6/164. Long runs
    // lie above the half-hour and hour that were measured.
    for (const [name, expected] of [
      ["conv", [1.3, 3.5, 15]],
      ["longchat", [1.03, 1.31, 2.87]],
      ["code", [13.2, 73, 168]],
    ] as const) {
      const simulated = over(WORKLOADS[name].arrivals);
      for (let scale = 0; scale < 3; scale++) {
        const ratio = simulated[scale]! / expected[scale]!;
        expect(ratio, `${name} at scale ${scale}`).toBeGreaterThan(0.75);
        expect(ratio, `${name} at scale ${scale}`).toBeLessThan(1.33);
      }
    }
  });

  it("the cascade leaves about a fifth of the minutes empty", () => {
    const requests = requestsOf(demandOf(WORKLOADS.code.arrivals), windowS);
    const busy = new Set(requests.map(({ arrivalS }) => Math.floor(arrivalS / 60)));
    expect(1 - busy.size / 600).toBeGreaterThan(0.15);
    expect(1 - busy.size / 600).toBeLessThan(0.27);
  });
});

describe("lengths", () => {
  for (const workload of Object.values(WORKLOADS)) {
    it(`${workload.name}: whole tokens with the mean of the table`, () => {
      const { lengths } = workload;
      const demand = demandOf({ kind: "constant", requestsPerS: 100 }, { lengths });
      const requests = requestsOf(demand, 1000);
      const known = meanTokens(demand);
      for (const [key, mean] of [
        ["input", known.input],
        ["output", known.output],
      ] as const) {
        const values = requests.map((request) => request[key]);
        const sum = values.reduce((total, value) => total + value, 0);
        const square = values.reduce((total, value) => total + value * value, 0);
        const average = sum / values.length;
        const error = Math.sqrt((square / values.length - average ** 2) / values.length);
        expect(Math.abs(average - mean)).toBeLessThan(4 * error);
        expect(error / mean).toBeLessThan(0.03);
        expect(values.every((value) => Number.isInteger(value) && value >= 1)).toBe(true);
      }
    });
  }

  it("tables have the means of their traces", () => {
    // Measured means; the tables were stated to hold them within 3 %.
    for (const [name, input, output] of [
      ["code", 2047.8, 27.9],
      ["conv", 1237.2, 221.3],
      ["longchat", 12_035.1, 342.6],
    ] as const) {
      const { lengths, arrivals } = WORKLOADS[name];
      const means = meanTokens(demandOf(arrivals, { lengths }));
      expect(Math.abs(means.input / input - 1)).toBeLessThan(0.03);
      expect(Math.abs(means.output / output - 1)).toBeLessThan(0.03);
    }
  });

  it("clipped lognormal lengths stay in their bounds and have the known mean", () => {
    const length = { mu: 5, sigma: 1.2, minTokens: 20, maxTokens: 900 };
    const demand = demandOf(
      { kind: "constant", requestsPerS: 100 },
      { lengths: { kind: "lognormal", input: length, output: length } },
    );
    const inputs = requestsOf(demand, 500).map(({ input }) => input);
    expect(Math.min(...inputs)).toBe(20);
    expect(Math.max(...inputs)).toBe(900);
    const mean = inputs.reduce((sum, input) => sum + input, 0) / inputs.length;
    expect(Math.abs(mean / meanTokens(demand).input - 1)).toBeLessThan(0.02);
  });

  it("without spread are always the same, beside lengths with one", () => {
    const drawn = { mu: 5, sigma: 1.2, minTokens: 20, maxTokens: 900 };
    const one = { mu: Math.log(270), sigma: 0, minTokens: 1, maxTokens: 1000 };
    const output = { mu: 3, sigma: 0.5, minTokens: 7, maxTokens: 7 };
    const demandWith = (input: typeof one): DemandPlan =>
      demandOf(
        { kind: "constant", requestsPerS: 100 },
        { lengths: { kind: "lognormal", input, output } },
      );
    const requests = requestsOf(demandWith(one), 1);
    expect(requests.length).toBeGreaterThan(90);
    expect(requests.every((asked) => asked.input === 270 && asked.output === 7)).toBe(true);
    expect(meanTokens(demandWith(one))).toEqual({ input: 270, output: 7 });
    const inputs = requestsOf(demandWith(drawn), 1).map(({ input }) => input);
    expect(new Set(inputs).size).toBeGreaterThan(50);
  });

  it("do not depend on when requests arrive: the third request is the same at any rate", () => {
    const { lengths } = WORKLOADS.conv;
    const slow = requestsOf(demandOf({ kind: "poisson", requestsPerS: 1 }, { lengths }), 100);
    const fast = requestsOf(demandOf({ kind: "gamma", requestsPerS: 9, cv: 3 }, { lengths }), 100);
    expect(fast[2]?.input).toBe(slow[2]?.input);
    expect(fast[2]?.output).toBe(slow[2]?.output);
  });

  it("leave at least one prompt token uncached", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (inputTokens, cachedShare) => {
          const demand = demandOf(
            { kind: "constant", requestsPerS: 1 },
            { cachedShare, lengths: { kind: "fixed", inputTokens, outputTokens: 1 } },
          );
          const cached = requestsOf(demand, 1)[0]?.cached;
          expect(cached).toBe(Math.min(inputTokens - 1, Math.floor(cachedShare * inputTokens)));
        },
      ),
      { seed: 31, numRuns: 200 },
    );
  });
});

describe("a trace of sessions", () => {
  it("is refused as a replay of requests: its rows are not in order of time", () => {
    const sessions = { begins: Int32Array.of(0, 2), waitS: Float64Array.of(0, 5) };
    const trace = { ...traceOf([0, 1]), sessions };
    const demand = demandOf({ kind: "replay", trace, blockS: 1, spreadTickS: 0 });
    expect(() => requestsOf(demand, 10)).toThrow(/expected sessionReplay/);
  });
});

describe("closed loop", () => {
  const demand = demandOf({ kind: "closedLoop", concurrency: 4, requests: 9 });

  it("gives its requests without a clock of their own", () => {
    const requests = requestsOf(demand, 100);
    expect(requests.length).toBe(9);
    expect(requests.every(({ arrivalS }) => arrivalS === 0)).toBe(true);
    expect(() => meanRequestsPerS(demand)).toThrow(/closed loop/);
  });
});

describe("what is random", () => {
  it("is everything but a trace alone and constant requests of fixed length", () => {
    const replay = { kind: "replay", trace: traceOf([0, 1]), blockS: 1, spreadTickS: 0 } as const;
    expect(hasRandomness(demandOf(replay))).toBe(false);
    expect(hasRandomness(demandOf(replay), 2)).toBe(true);
    expect(hasRandomness(demandOf({ ...replay, spreadTickS: 1 }))).toBe(true);
    const constant = { kind: "constant", requestsPerS: 1 } as const;
    expect(hasRandomness(demandOf(constant))).toBe(false);
    expect(hasRandomness(demandOf(constant, { lengths: WORKLOADS.conv.lengths }))).toBe(true);
    expect(hasRandomness(demandOf({ kind: "poisson", requestsPerS: 1 }))).toBe(true);
    const loop = { kind: "closedLoop", concurrency: 4, requests: 9 } as const;
    expect(hasRandomness(demandOf(loop))).toBe(false);
    expect(hasRandomness(demandOf({ ...loop, thinkS: 2 }))).toBe(true);
    const [one] = classPlans(demandOf(constant), { ttftS: 1, tpotS: 1, quantile: 0.9 });
    if (one === undefined) throw new Error("no class");
    expect(hasRandomness(demandOf(constant, { classes: [one] }))).toBe(false);
    const halves = { ...one, share: 0.5 };
    expect(hasRandomness(demandOf(constant, { classes: [halves, halves] }))).toBe(true);
    expect(hasRandomness(demandOf(constant, { cachedRequestShare: 0.5 }))).toBe(true);
    const service = { arrivals: constant, lengths: FIXED, cachedShare: 0, requestClass: one };
    expect(hasRandomness(demandOf(constant, { services: [service] }))).toBe(false);
    const drawn = { ...service, arrivals: { kind: "poisson", requestsPerS: 1 } } as const;
    expect(hasRandomness(demandOf(constant, { services: [drawn] }))).toBe(true);
  });
});
