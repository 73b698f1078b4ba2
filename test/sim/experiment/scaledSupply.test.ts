import { describe, expect, it } from "vitest";
import { compareStrategies } from "../../../sim/experiment/compare.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import { CHIP_STATES } from "../../../sim/physical.ts";
import type { Plan } from "../../../sim/plan.ts";
import type { ScalingLawPlan } from "../../../sim/stackPlan.ts";
import type { Strategy } from "../../../sim/strategy.ts";
import { RENT } from "../money/terms.ts";
import { withScaler } from "./levers.ts";
import { fleetPlan, horizonOf, planOf, producerOf } from "./strategies.ts";

const scaling: ScalingLawPlan = {
  signal: "queue",
  target: 5,
  minReplicas: 1,
  maxReplicas: 12,
  periodS: 30,
  downAfterS: 300,
  provision: [],
  load: [],
  schedule: [],
};
const rent = { ...RENT, horizonMonths: 12, staffFte: 0, extrasShare: 0 };

function scaled(change: Partial<ScalingLawPlan> = {}, more: Partial<Strategy> = {}): Strategy {
  const fleet = { ...fleetPlan, scaling: { ...scaling, ...change } };
  return producerOf(40, { plan: planOf(fleet, 40), replicas: 4, terms: rent, ...more });
}

async function resultOf(strategy: Strategy, seen: Plan[] = []) {
  const simulate = withScaler();
  const runner = inlineRunner((plan, replication) => {
    seen.push(plan);
    return simulate(plan, replication);
  });
  const { results } = await compareStrategies([strategy], {
    replications: 2,
    runner,
    warmup: "plan",
  });
  return results[0]!;
}

describe("a fleet that scales itself", () => {
  it("pays on demand for what was on, over the hours of the typical week", async () => {
    const { outcomes, months, state, map, metrics, sizing } = await resultOf(scaled());
    expect(state).toBe("ok");
    expect(map).toBeNull();
    expect(sizing).toMatchObject({ replicas: 12, chips: 48, how: "fixed" });
    // 20 requests/s half of the time, 60 the other: 3 and 8 replicas of 4 chips.
    const onChips = ((3 + 8) / 2) * 4;
    const paid = outcomes[0]!.ledger.find((line) => line.category === "chip rent");
    expect(paid!.quantity / (onChips * 730)).toBeCloseTo(1, 9);
    expect(metrics.mean_replicas_paid.value).toBeCloseTo(5.5, 9);
    const [row] = months[0]!;
    expect(row?.chips).toBe(48);
    const chipS = CHIP_STATES.reduce((sum, state) => sum + row!.chipTimeS[state], 0);
    expect(chipS / (48 * 730 * 3600)).toBeCloseTo(1, 9);
    expect(row!.offeredFlops / (1e15 * onChips * 730 * 3600)).toBeCloseTo(1, 9);
    expect(row!.tokens.input / (40 * 730 * 3600 * 1000)).toBeCloseTo(1, 6);
  });

  it("pays for every chip that it owns or has reserved", async () => {
    const reserved = { ...rent, contract: "reserved1y" as const };
    const { outcomes } = await resultOf(scaled({}, { terms: reserved }));
    const paid = outcomes[0]!.ledger.find((line) => line.category === "chip rent");
    expect(paid?.quantity).toBe(48 * 730);
    const { terms } = producerOf(40);
    const owned = await resultOf(scaled({}, { terms }));
    expect(owned.outcomes[0]!.ledger[0]).toMatchObject({ category: "servers", quantity: 48 });
  });

  it("is simulated as it is, in its whole window, at the rates of the week and its growth", async () => {
    const seen: Plan[] = [];
    const horizon = horizonOf(40, { growthPerMonth: 0.03 });
    await resultOf(scaled({}, { horizon }), seen);
    const rates = [...new Set(seen.map(({ demand }) => demand.rateScale * 40))];
    expect(Math.min(...rates)).toBeCloseTo(20, 9);
    expect(Math.max(...rates)).toBeCloseTo(60 * 1.03 ** 11, 6);
    expect(rates.some((rate) => Math.abs(rate - 60) < 1e-9)).toBe(true);
    expect(rates.length).toBeLessThan(8);
    expect(new Set(seen.map(({ windowS }) => windowS))).toEqual(new Set([1200]));
  });

  it("is one window where demand is flat", async () => {
    const seen: Plan[] = [];
    const levels = [{ factor: 1, hoursPerWeek: 168 }];
    await resultOf(scaled({}, { horizon: horizonOf(40, { levels }) }), seen);
    expect(seen).toHaveLength(2);
  });

  it("is unstable where its largest size is too small", async () => {
    const { state, reason } = await resultOf(scaled({ maxReplicas: 5 }));
    expect(state).toBe("unstable");
    expect(reason).toMatch(/^5 replicas are overloaded .* 60 requests\/s/);
  });
});

describe("a scaler with nothing to decide", () => {
  it("costs exactly what the fixed fleet costs", async () => {
    const { plan } = producerOf(40);
    for (const n of [8, 11]) {
      const fixed = await resultOf({ ...scaled(), plan, replicas: n });
      const idle = await resultOf(scaled({ minReplicas: n, maxReplicas: n }));
      expect(JSON.stringify(idle.outcomes)).toBe(JSON.stringify(fixed.outcomes));
      expect(JSON.stringify(idle.months)).toBe(JSON.stringify(fixed.months));
    }
  });
});
