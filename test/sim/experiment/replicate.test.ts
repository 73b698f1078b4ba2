import { describe, expect, it } from "vitest";
import { planAt } from "../../../sim/experiment/planAt.ts";
import { autoWarmupS, jobOf, usefulReplications } from "../../../sim/experiment/replicate.ts";
import type { Runner } from "../../../sim/experiment/runner.ts";
import type { Plan } from "../../../sim/plan.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import { fleetPlan, noFaults, planOf } from "./strategies.ts";

const plan = planOf(fleetPlan, 4);
const replay: Plan = {
  ...plan,
  demand: {
    ...plan.demand,
    arrivals: {
      kind: "replay",
      blockS: 60,
      spreadTickS: 0,
      trace: {
        name: "t",
        format: "azure",
        arrivalS: new Float64Array(3600),
        inputTokens: new Int32Array(3600),
        outputTokens: new Int32Array(3600),
        cachedTokens: new Int32Array(3600),
        spanS: 1000,
        sha256: "abc",
      },
    },
  },
};

/** A run whose requests in the system rise for `riseBins` bins and then stay level. */
function risingRunner(riseBins: number): Runner {
  return {
    run: async (jobs) =>
      jobs.map((job) => {
        const physical = fakeSimulate(fakeWorld)(job.plan, job.replication);
        const running = physical.series.running.map((_, bin) =>
          bin < riseBins ? bin : riseBins + (bin % 2),
        );
        return { ...physical, series: { ...physical.series, running } };
      }),
  };
}

describe("autoWarmupS", () => {
  it("cuts off the rise to a steady level", async () => {
    const warmupS = await autoWarmupS(plan, 5, risingRunner(20));
    expect(warmupS).toBe(20 * 10);
  });

  it("takes at most a quarter of the window", async () => {
    expect(await autoWarmupS(plan, 5, risingRunner(60))).toBe(300);
  });
});

describe("usefulReplications", () => {
  it("is one where nothing random is left", () => {
    const still = { ...plan.demand, arrivals: { kind: "constant", requestsPerS: 1 } } as const;
    expect(usefulReplications({ ...plan, demand: still }, 10)).toBe(1);
    expect(usefulReplications(plan, 10)).toBe(10);
  });

  it("counts random faults, and the resampling of a replay", () => {
    const still = { ...plan.demand, arrivals: { kind: "constant", requestsPerS: 1 } } as const;
    const failing = { ...fleetPlan, faults: { ...noFaults, failuresPerChipS: 1e-6 } };
    expect(usefulReplications({ ...plan, demand: still, supply: failing }, 10)).toBe(10);
    expect(usefulReplications(replay, 10)).toBe(10);
    expect(usefulReplications(replay, 1)).toBe(1);
  });
});

describe("jobOf", () => {
  it("ends replication 0 of a replay where the trace ends", () => {
    expect(jobOf(replay, 0, 5)).toMatchObject({ replication: 0, plan: { windowS: 1000 } });
    expect(jobOf(replay, 1, 5)).toEqual({ plan: replay, replication: 1 });
  });

  it("resamples a trace that is too short at the rate", () => {
    const fast = { ...replay, demand: { ...replay.demand, rateScale: 4 } };
    expect(jobOf(fast, 0, 5)).toEqual({ plan: fast, replication: 5 });
    expect(jobOf(fast, 0, 1)).toMatchObject({ replication: 0, plan: { windowS: 250 } });
  });
});

describe("planAt", () => {
  it("scales the rate, shares out a power cap and switches failures off", () => {
    const fleet = {
      ...fleetPlan,
      faults: { ...noFaults, failuresPerChipS: 1, stallProbability: 0.5 },
      power: { pue: 1, caps: [{ fromS: 0, capWatts: 8000 }] },
    };
    const pod = planAt(planOf(fleet, 4), {
      requestsPerS: 10,
      baseRequestsPerS: 4,
      replicas: 2,
      ofReplicas: 8,
      faultless: true,
    });
    expect(pod.demand.rateScale).toBe(2.5);
    expect(pod.supply).toMatchObject({
      replicas: 2,
      faults: { failuresPerChipS: 0, stallProbability: 0.5 },
      power: { caps: [{ capWatts: 2000 }] },
    });
  });

  it("cuts a window that would bring too many requests, and no further than ten minutes", () => {
    const change = { requestsPerS: 10, baseRequestsPerS: 4, warmupS: 400 };
    expect(planAt(plan, { ...change, mostRequests: 9000 })).toMatchObject({
      windowS: 900,
      warmupS: 225,
    });
    expect(planAt(plan, { ...change, mostRequests: 1 }).windowS).toBe(600);
  });

  it("scales the clients of a closed loop, never below one, and the rates of services beside it", () => {
    const arrivals = { kind: "closedLoop", concurrency: 10, requests: 1000 } as const;
    const closed = { ...plan, demand: { ...plan.demand, arrivals } };
    const at = (requestsPerS: number) =>
      planAt(closed, { requestsPerS, baseRequestsPerS: 4 }).demand;
    expect(at(8)).toMatchObject({ rateScale: 2, arrivals: { concurrency: 20, requests: 2000 } });
    expect(at(0.001).arrivals).toMatchObject({ concurrency: 1, requests: 1 });
  });
});
