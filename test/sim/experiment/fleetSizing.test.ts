import { describe, expect, it } from "vitest";
import { replicaCapacity } from "../../../sim/experiment/capacity.ts";
import {
  fixedFleet,
  promiseLoadOf,
  type SizingRequest,
  sizeFleet,
} from "../../../sim/experiment/fleetSizing.ts";
import { podOf } from "../../../sim/experiment/podOf.ts";
import { inlineRunner, type Runner } from "../../../sim/experiment/runner.ts";
import type { Plan } from "../../../sim/plan.ts";
import { type FakeWorld, fakeSimulate, fakeWorld, onTimeShareOf } from "./fakeSimulate.ts";
import { fleetPlan, noFaults, planOf } from "./strategies.ts";

function requestOf(peakRequestsPerS: number, world: FakeWorld, runner?: Runner): SizingRequest {
  return {
    plan: planOf(fleetPlan, 4),
    baseRequestsPerS: 4,
    peakRequestsPerS,
    warmupS: 0,
    replications: 5,
    runner: runner ?? inlineRunner(fakeSimulate(world)),
  };
}

async function sized(peakRequestsPerS: number, world = fakeWorld) {
  const request = requestOf(peakRequestsPerS, world);
  const capacity = await replicaCapacity(request.plan, 4, request.runner);
  return sizeFleet(request, capacity);
}

/** Fewest replicas by trying them all. */
function fewest(peakRequestsPerS: number, world: FakeWorld): number {
  for (let replicas = 1; ; replicas++) {
    // Fleets of more than 64 replicas are judged on a pod of 64 at the same load.
    const pod = Math.min(replicas, 64);
    const offered = peakRequestsPerS / (replicas * world.capacity);
    if (offered < 1 && onTimeShareOf(world, pod, offered) >= 0.95) return replicas;
  }
}

describe("replicaCapacity", () => {
  it("finds what one full replica answers", async () => {
    const runner = inlineRunner(fakeSimulate(fakeWorld));
    const capacity = await replicaCapacity(planOf(fleetPlan, 4), 4, runner);
    expect(capacity.requestsPerS).toBeCloseTo(10, 6);
    expect(capacity.nearlyIdleOnTimeShare).toBeCloseTo(1, 6);
  });
});

describe("sizeFleet", () => {
  it.each([0.5, 9, 30, 75, 400, 1500])(
    "finds the fewest replicas for %s requests/s",
    async (rate) => {
      const { sizing, judged, problem } = await sized(rate);
      expect(problem).toBeNull();
      expect(sizing.replicas).toBe(fewest(rate, fakeWorld));
      expect(sizing.chips).toBe(4 * sizing.replicas);
      expect(judged[0]?.replicas).toBe(Math.min(64, sizing.replicas));
      expect(judged).toHaveLength(5);
    },
  );

  it("names every fleet it tried, and the next smaller one among them", async () => {
    const { sizing } = await sized(75);
    const smaller = sizing.candidates.find((c) => c.replicas === sizing.replicas - 1);
    expect(smaller?.holds).toBe(false);
    expect(sizing.candidates.find((c) => c.replicas === sizing.replicas)?.holds).toBe(true);
  });

  it("asks for the lower bound of the share on time, so noise costs replicas", async () => {
    const quiet = await sized(75);
    const noisy = await sized(75, { ...fakeWorld, noise: 0.05 });
    expect(noisy.sizing.replicas).toBeGreaterThan(quiet.sizing.replicas);
    const chosen = noisy.sizing.candidates.find((c) => c.replicas === noisy.sizing.replicas);
    expect(chosen?.onTimeShareLower).toBeLessThan(chosen?.onTimeShare ?? 0);
  });

  it("says with figures when no fleet can hold the promise", async () => {
    const hopeless = await sized(30, { ...fakeWorld, noise: 0.5 });
    expect(hopeless.problem).toMatch(/^no fleet keeps .* nearly idle .* promised 95 %/);
    const fake = fakeSimulate(fakeWorld);
    const uneven = inlineRunner((plan, replication) => {
      const run = fake(plan, replication);
      const share = replication === 0 ? 1 : 0.94;
      return { ...run, measuredOnTime: share * run.measuredOnTime };
    });
    const request = requestOf(30, fakeWorld, uneven);
    const { problem } = await sizeFleet(request, await replicaCapacity(request.plan, 4, uneven));
    expect(problem).toMatch(
      /^no fleet up to \d+ replicas keeps .*: 95.2 % of requests are on time, surely 92.6 %, promised 95 %$/,
    );
  });

  it("says that runs prove nothing when few of their requests are answered", async () => {
    const fake = fakeSimulate(fakeWorld);
    const slow = inlineRunner((plan, replication) => {
      const run = fake(plan, replication);
      const finishedPerS = run.series.finishedPerS.map((perS) => 0.5 * perS);
      return { ...run, series: { ...run.series, finishedPerS } };
    });
    const one = { ...requestOf(30, fakeWorld, slow), replications: 1 };
    const capacity = await replicaCapacity(one.plan, 4, inlineRunner(fake));
    const { problem } = await sizeFleet(one, capacity);
    expect(problem).toMatch(
      /: 3972 of 7945 requests are answered within the measured 1200 s \(1 of 1 run end like that\)/,
    );
    expect(problem).toMatch(/too few to tell .* promised 95 %; expected a longer window or trace$/);
    expect(problem).not.toMatch(/surely|100 %/);
  });

  it("says that a queue grows when no fleet settles", async () => {
    const stuck = inlineRunner((plan, replication) => {
      const stability = { stable: false, overloadedFromS: 0, queueGrowthPerS: 0.25 };
      return { ...fakeSimulate(fakeWorld)(plan, replication), stability };
    });
    const one = { ...requestOf(30, fakeWorld, stuck), replications: 1 };
    const idle = await replicaCapacity(one.plan, 4, inlineRunner(fakeSimulate(fakeWorld)));
    const { problem } = await sizeFleet(one, idle);
    expect(problem).toMatch(
      /: its queue still grows in 1 of 1 run \(by 0.25 requests\/s\), promised 95 % on time$/,
    );
  });
});

describe("promiseLoadOf", () => {
  it.each([0.5, 30, 75])(
    "finds the highest load that holds, sized for %s requests/s",
    async (rate) => {
      const request = requestOf(rate, fakeWorld);
      const capacity = await replicaCapacity(request.plan, 4, request.runner);
      const { sizing } = await sizeFleet(request, capacity);
      const load = await promiseLoadOf(request, capacity.requestsPerS, sizing.replicas);
      const holds = (requestsPerS: number): boolean =>
        onTimeShareOf(fakeWorld, sizing.replicas, requestsPerS / fakeWorld.capacity) >= 0.95;
      expect(load).toBeGreaterThanOrEqual(rate / sizing.replicas);
      expect(holds(load)).toBe(true);
      // Within the tolerance of what does not hold, or of what one replica fewer would carry.
      const failing = sizing.replicas > 1 ? rate / (sizing.replicas - 1) : fakeWorld.capacity;
      expect(holds(load * 1.06) && load * 1.06 < failing).toBe(false);
    },
  );
});

describe("a load", () => {
  it("is accepted on all replications, however quiet the first ones are", async () => {
    const request = requestOf(30, fakeWorld);
    const capacity = await replicaCapacity(request.plan, 4, request.runner);
    const { sizing } = await sizeFleet(request, capacity);
    // The fourth and fifth meet a burst that half of their requests do not survive in time.
    const inBursts = inlineRunner((plan, replication) => {
      const run = fakeSimulate(fakeWorld)(plan, replication);
      return { ...run, measuredOnTime: run.measuredOnTime * (replication < 3 ? 1 : 0.5) };
    });
    const bursty = { ...request, runner: inBursts };
    const load = await promiseLoadOf(bursty, capacity.requestsPerS, sizing.replicas);
    expect(load).toBe(30 / sizing.replicas);
    const quiet = await promiseLoadOf(request, capacity.requestsPerS, sizing.replicas);
    expect(quiet).toBeGreaterThan(load);
  });
});

describe("podOf", () => {
  const modulation = { kind: "ar1", periodS: 60, correlation: 0.8, sigma: 0.2 } as const;
  const random: Plan = {
    ...planOf(fleetPlan, 4),
    demand: {
      ...planOf(fleetPlan, 4).demand,
      arrivals: { kind: "modulated", requestsPerS: 4, modulation },
    },
  };

  it("is the fleet itself under a steady rate", () => {
    const plan = planOf(fleetPlan, 4);
    expect(podOf(plan, 7)).toEqual({ plan, replicas: 7 });
  });

  it("is two replicas for longer where the rate is random", () => {
    const pod = podOf(random, 7);
    expect(pod.replicas).toBe(2);
    expect(pod.plan.windowS).toBe(12 * random.windowS);
    expect(podOf(random, 1).replicas).toBe(1);
  });

  it("is the fleet itself where something is to happen at a stated time", () => {
    const faults = { ...noFaults, forced: [{ atS: 10, replica: 5 }] };
    const plan = { ...random, supply: { ...fleetPlan, faults } };
    expect(podOf(plan, 7)).toEqual({ plan, replicas: 7 });
  });
});

describe("fixedFleet", () => {
  it("takes the fleet as it is and says whether it holds", async () => {
    const tight = await fixedFleet(requestOf(95, fakeWorld), 10);
    expect(tight.sizing).toMatchObject({ replicas: 10, how: "fixed" });
    expect(tight.sizing.candidates[0]?.holds).toBe(onTimeShareOf(fakeWorld, 10, 0.95) >= 0.95);
    expect(tight.judged).toHaveLength(5);
  });
});
