import { describe, expect, it } from "vitest";
import { apiSupply } from "../../../sim/experiment/apiSupply.ts";
import { replicasFor } from "../../../sim/experiment/fleetNeed.ts";
import { fleetSupply } from "../../../sim/experiment/fleetSupply.ts";
import { monthsOf } from "../../../sim/experiment/horizon.ts";
import type { HorizonSource } from "../../../sim/experiment/horizonSource.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import { CHIP_STATES, type MonthPhysical } from "../../../sim/physical.ts";
import type { Strategy } from "../../../sim/strategy.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import { apiPlan, consumerOf, fleetPlan, horizonOf, noFaults, producerOf } from "./strategies.ts";

const MONTH_S = 730 * 3600;
const runner = inlineRunner(fakeSimulate(fakeWorld));

async function sourceOf(strategy: Strategy): Promise<HorizonSource> {
  const { supply } = strategy.plan;
  if (supply.kind === "api") return (await apiSupply(strategy, supply, 1, runner)).source;
  const options = { replications: 1, runner, warmup: "plan", onStage: () => {} } as const;
  const { source, reason } = await fleetSupply(strategy, supply, options);
  if (source === null) throw new Error(reason ?? "no source");
  return source;
}

function chipS(row: MonthPhysical): number {
  return CHIP_STATES.reduce((sum, state) => sum + row.chipTimeS[state], 0);
}

describe("monthsOf a fleet", () => {
  it("delivers the tokens of every request when there is room", async () => {
    const growth = { growthPerMonth: 0.05 };
    const source = await sourceOf(producerOf(20, { horizon: horizonOf(20, growth) }));
    const months = monthsOf(source, 1, 0);
    expect(months.map((row) => row.month)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    for (const row of months) {
      const requests = 20 * 1.05 ** (row.month - 1) * MONTH_S;
      expect(row.requests / requests).toBeCloseTo(1, 9);
      expect(row.tokens.input / (1000 * requests)).toBeCloseTo(1, 9);
      expect(row.tokens.output / (200 * requests)).toBeCloseTo(1, 9);
      expect(row.onTimeRequests).toBeLessThanOrEqual(row.requests);
      expect(row.onTimeRequests / row.requests).toBeGreaterThan(0.95);
    }
  });

  it("keeps all chip time of the chips it has", async () => {
    const source = await sourceOf(producerOf(20));
    for (const row of monthsOf(source, 1, 0)) {
      expect(chipS(row) / (row.chips * MONTH_S)).toBeCloseTo(1, 9);
      const busyS = chipS(row) - row.chipTimeS.idle;
      expect(busyS / (4 * 2 * MONTH_S)).toBeCloseTo(1, 9);
      expect(row.itKwh * 3.6e6).toBeCloseTo(300 * chipS(row) + 975 * busyS, -3);
    }
  });

  it("grows with the peak in whole replicas and never shrinks", async () => {
    const growing = await sourceOf(
      producerOf(20, { horizon: horizonOf(20, { growthPerMonth: 0.1 }) }),
    );
    const replicas = monthsOf(growing, 1, 0).map((row) => row.replicas);
    expect(replicas[0]).toBe(growing.fleet.replicas);
    expect(replicas).toEqual(replicas.toSorted((a, b) => a - b));
    const peak = 30 * 1.1 ** 11;
    expect(replicas[11]).toBe(replicasFor(peak, growing.fleet.promiseLoad));

    const shrinking = await sourceOf(
      producerOf(20, { horizon: horizonOf(20, { growthPerMonth: -0.1 }) }),
    );
    expect(new Set(monthsOf(shrinking, 1, 0).map((row) => row.replicas)).size).toBe(1);
  });

  it("stays as it is when it is fixed, and answers late what it cannot carry", async () => {
    const horizon = horizonOf(20, { growthPerMonth: 0.1 });
    const source = await sourceOf(producerOf(20, { replicas: 4, horizon }));
    const months = monthsOf(source, 1, 0);
    expect(new Set(months.map((row) => row.replicas))).toEqual(new Set([4]));
    const share = (row: MonthPhysical): number => row.onTimeRequests / row.requests;
    expect(share(months[11]!)).toBeLessThan(share(months[0]!));
    expect(months[11]!.tokens.input).toBeLessThan(1000 * months[11]!.requests);
  });

  it("pays for the hours it needs when it follows the hour", async () => {
    const clock = await sourceOf(producerOf(20));
    const hour = await sourceOf(
      producerOf(20, { horizon: horizonOf(20, { followsTheHour: true }) }),
    );
    const [round] = monthsOf(clock, 1, 0);
    const [following] = monthsOf(hour, 1, 0);
    const load = hour.fleet.promiseLoad;
    const mean = (replicasFor(10, load) + replicasFor(30, load)) / 2;
    expect(following?.replicas).toBeCloseTo(mean, 9);
    expect(following?.chips).toBeLessThan(round?.chips ?? 0);
    expect(following?.peakItWatts).toBe(round?.peakItWatts);
    expect((following?.tokens.input ?? 0) / (round?.tokens.input ?? 1)).toBeCloseTo(1, 9);
  });
});

describe("a fleet that follows the hour", () => {
  const rises = [{ fromFactor: 0.5, toFactor: 1.5, perWeek: 7 }];
  const following = { followsTheHour: true };

  it("pays for replicas that start ahead of a rise and serve nothing yet", async () => {
    const at = { horizon: horizonOf(20, following) };
    const late = { horizon: horizonOf(20, { ...following, scaling: { startS: 1800, rises } }) };
    const atOnce = await sourceOf(producerOf(20, at));
    const ahead = await sourceOf(producerOf(20, late));
    const [a] = monthsOf(atOnce, 1, 0);
    const [b] = monthsOf(ahead, 1, 0);
    const load = ahead.fleet.promiseLoad;
    const starts = (replicasFor(30, load) - replicasFor(10, load)) * 7 * (MONTH_S / 604_800);
    expect(starts).toBeGreaterThan(0);
    expect(b!.chipTimeS.restart - a!.chipTimeS.restart).toBeCloseTo(starts * 1800 * 4, 3);
    expect(chipS(b!) / (b!.chips * MONTH_S)).toBeCloseTo(1, 9);
    expect(b!.tokens).toEqual(a!.tokens);
    expect(b!.itKwh).toBeGreaterThan(a!.itKwh);
  });

  it("pays for no start while demand stays within the same replicas", async () => {
    const small = [{ fromFactor: 0.5, toFactor: 0.51, perWeek: 7 }];
    const scaling = { startS: 1800, rises: small };
    const source = await sourceOf(
      producerOf(20, { horizon: horizonOf(20, { ...following, scaling }) }),
    );
    expect(monthsOf(source, 1, 0)[0]?.chipTimeS.restart).toBe(0);
  });
});

describe("spare replicas", () => {
  it("keep the promise over repairs, and only where repairs take long", async () => {
    const withFaults = async (repairMedianS: number) => {
      const faults = { ...noFaults, failuresPerChipS: 1e-8, repairMedianS, repairSigma: 0 };
      const supply = { ...fleetPlan, faults };
      const strategy = producerOf(100);
      return sourceOf({ ...strategy, plan: { ...strategy.plan, supply } });
    };
    const none = await sourceOf(producerOf(100));
    const swapped = await withFaults(900);
    const repaired = await withFaults(2_000_000);
    expect(swapped.fleet.replicas).toBe(none.fleet.replicas);
    expect(repaired.fleet.replicas).toBeGreaterThan(none.fleet.replicas);
    for (const source of [swapped, repaired]) {
      const [row] = monthsOf(source, 1, 0);
      expect(row!.onTimeRequests / row!.requests).toBeGreaterThan(0.95);
    }
  });
});

describe("monthsOf an API", () => {
  it("buys the tokens of every request at any demand, without a chip", async () => {
    const source = await sourceOf(consumerOf(20));
    for (const multiple of [0.1, 1, 50]) {
      const [row] = monthsOf(source, multiple, 0);
      expect((row?.tokens.input ?? 0) / (20 * multiple * MONTH_S * 1000)).toBeCloseTo(1, 9);
      expect(row).toMatchObject({ chips: 0, replicas: 0, itKwh: 0, peakItWatts: 0 });
    }
  });

  it("is infeasible when its assumed latency breaks the promise", async () => {
    const slow = { ...apiPlan, assumedTtftS: 3 };
    const { problem } = await apiSupply(consumerOf(20), slow, 1, runner);
    expect(problem).toMatch(/^misses the promise: first token after 3 s, promised 2 s/);
  });
});
