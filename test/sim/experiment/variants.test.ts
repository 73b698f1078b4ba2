import { describe, expect, it } from "vitest";
import { replicaCapacity } from "../../../sim/experiment/capacity.ts";
import { promiseLoadOf, sizeFleet } from "../../../sim/experiment/fleetSizing.ts";
import { fleetSupply } from "../../../sim/experiment/fleetSupply.ts";
import { isDivisible, leastUnits, unitsWithin } from "../../../sim/experiment/fleetUnit.ts";
import { monthsOf } from "../../../sim/experiment/horizon.ts";
import { podOf } from "../../../sim/experiment/podOf.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import { loadEvenness } from "../../../sim/fleetFit.ts";
import type { FleetPlan, Plan } from "../../../sim/plan.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import { fleetPlan, horizonOf, planOf, producerOf } from "./strategies.ts";

const COUNT = 8;
const clusters: FleetPlan = {
  ...fleetPlan,
  variants: { count: COUNT, zipfExponent: 1, serve: { kind: "clusters" } },
};
const adapters: FleetPlan = {
  ...fleetPlan,
  variants: {
    count: COUNT,
    zipfExponent: 1,
    serve: {
      kind: "adapters",
      slots: 4,
      size: { rank: 16 },
      format: "bf16",
      load: { kind: "link", bytesPerS: 1e10 },
    },
  },
};
const follows: FleetPlan = { ...adapters, router: "adapterAffinity" };
/** Every plan that was simulated. */
const seen: Plan[] = [];
const runner = inlineRunner((plan, replication) => {
  seen.push(plan);
  return fakeSimulate(fakeWorld)(plan, replication);
});

describe("a fleet of clusters", () => {
  it("has a replica for each variant at least, and is simulated as a whole", () => {
    const plan = planOf(clusters, 4);
    expect(leastUnits(plan)).toBe(COUNT);
    expect(isDivisible(plan)).toBe(false);
    expect(unitsWithin(plan, 3)).toBe(Infinity);
    const arrivals = {
      kind: "modulated",
      requestsPerS: 4,
      modulation: { kind: "ar1", periodS: 60, correlation: 0.8, sigma: 0.2 },
    } as const;
    const random = { ...plan, demand: { ...plan.demand, arrivals } };
    expect(podOf(random, 20)).toMatchObject({ replicas: 20 });
    expect(podOf(random, 20).plan.windowS).toBe(12 * plan.windowS);
  });

  it("is a fleet like any other with adapters, unless requests follow them", () => {
    expect([adapters, follows].map((fleet) => leastUnits(planOf(fleet, 4)))).toEqual([1, 1]);
    expect([adapters, follows].map((fleet) => isDivisible(planOf(fleet, 4)))).toEqual([
      true,
      false,
    ]);
    expect(loadEvenness(adapters, 5)).toBe(1);
  });

  it("is full when the most popular variant is", () => {
    // H(8) = 2.7179: the first gets 36.8 % of the load, on one of eight replicas.
    expect(loadEvenness(clusters, 8)).toBeCloseTo(2.7179 / 8, 4);
    // With nine it has two of them, and the second one 18.4 % alone.
    expect(loadEvenness(clusters, 9)).toBeCloseTo((2 * 2.7179) / 9, 4);
  });

  it("is sized with one replica for each, probed without variants, and filled from there", async () => {
    seen.length = 0;
    const request = {
      plan: planOf(clusters, 4),
      baseRequestsPerS: 4,
      peakRequestsPerS: 20,
      warmupS: 0,
      replications: 2,
      runner,
    };
    const capacity = await replicaCapacity(request.plan, 4, runner);
    const variantsOf = ({ supply }: Plan) => supply.kind === "fleet" && supply.variants;
    expect(seen.every((plan) => variantsOf(plan) === undefined)).toBe(true);
    seen.length = 0;
    const { sizing, problem } = await sizeFleet(request, capacity);
    expect(problem).toBeNull();
    // 20 requests/s fill two of ten each, but there are eight variants.
    expect(sizing.replicas).toBe(COUNT);
    for (const plan of seen) {
      expect(variantsOf(plan)).toEqual(clusters.variants);
      expect(plan.supply.kind === "fleet" && plan.supply.replicas).toBeGreaterThanOrEqual(COUNT);
    }
    const load = await promiseLoadOf(request, 3.4, COUNT);
    expect(load).toBeGreaterThan(3.2);
    expect(load).toBeLessThanOrEqual(3.4);
  });

  it("keeps a replica for each in a quiet hour, too", async () => {
    const strategy = producerOf(20, {
      plan: planOf(clusters, 20),
      horizon: horizonOf(20, { followsTheHour: true }),
    });
    const options = { replications: 1, runner, warmup: "plan", onStage: () => {} } as const;
    const { source, reason } = await fleetSupply(strategy, clusters, options);
    expect(reason).toBeNull();
    if (source === null) return;
    for (const { replicas } of monthsOf(source, 0.1, 0)) {
      expect(replicas).toBeGreaterThanOrEqual(COUNT);
    }
  });
});
