import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../sim/experiment/evaluate.ts";
import { cheapestOf, limitsAt } from "../../../../sim/experiment/portfolio/baseBurst.ts";
import { inlineRunner, memoRunner } from "../../../../sim/experiment/runner.ts";
import { bestBase } from "../../../../sim/market/baseLoad.ts";
import type { Strategy } from "../../../../sim/strategy.ts";
import type { OwnTerms } from "../../../../sim/terms.ts";
import { fakeSimulate } from "../fakeSimulate.ts";
import { fleetPlan, horizonOf, owningTerms, planOf, producerOf } from "../strategies.ts";
import { portfolioOf, renterOf, rentTerms } from "./portfolios.ts";

describe("the cheapest base", () => {
  /** Nobody is late before a replica is full, so a replica carries the same in any fleet. */
  const world = { capacity: 10, patience: 1e9, noise: 0 };
  const runner = memoRunner(inlineRunner(fakeSimulate(world)));
  // No level fills its replicas to the brim.
  const MEAN = 53;
  const FACTORS = Array.from({ length: 10 }, (_, i) => 0.2 * (i + 1));
  const levels = FACTORS.map((factor) => ({ factor, hoursPerWeek: 16.8 }));
  const plan = planOf(fleetPlan, MEAN);
  const RENT_USD_PER_HOUR = 2;
  const HOURS = 12 * 730;

  /** A chip costs so much an hour, whether it works or not, and nothing else costs anything. */
  function linear(ownUsdPerHour: number): OwnTerms {
    return {
      ...owningTerms,
      ...{ discountRatePerYear: 0, networkShare: 0, colocationUsdPerKwMonth: 0 },
      ...{ electricityUsdPerKwh: 0, residualShare: 0, maintenanceSharePerYear: 0 },
      ...{ staffFte: 0, staffFtePerMw: 0, serverLifeYears: 1 },
      serverUsdPerChip: ownUsdPerHour * HOURS,
    };
  }

  function hybrid(ownUsdPerHour: number): Strategy {
    const own = producerOf(MEAN, { plan, horizon: horizonOf(MEAN, { levels }) });
    const rent = renterOf(MEAN, {
      ...{ plan, horizon: horizonOf(MEAN, { levels, followsTheHour: true }) },
      terms: {
        ...rentTerms,
        ...{ discountRatePerYear: 0, staffFte: 0, extrasShare: 0 },
        rentUsdPerChipHour: RENT_USD_PER_HOUR,
      },
    });
    return portfolioOf(
      [
        { name: "base", strategy: { ...own, terms: linear(ownUsdPerHour) } },
        { name: "burst", strategy: rent },
      ],
      { kind: "baseBurst", base: "base", burst: "burst", size: "auto" },
    );
  }

  it.each([0.05, 0.25, 0.35, 0.55, 0.75, 0.95, 1.2])(
    "is the newsvendor's where an owned hour costs %s of a rented one",
    async (ratio) => {
      const options = { replications: 1, runner, warmup: "plan", onStage: () => {} } as const;
      const { months, sizing } = await evaluate(hybrid(ratio * RENT_USD_PER_HOUR), options);
      const own = sizing?.sources?.find(({ name }) => name === "base");
      const replicas = own?.sizing?.replicas ?? 0;
      // Each level of the week asks for whole replicas of ten requests/s.
      const needed = FACTORS.map((factor) => Math.ceil((MEAN * factor) / world.capacity - 1e-9));
      expect(replicas).toBe(bestBase(needed, ratio, 1).base);
      expect(months[0]?.[0]?.requests).toBeCloseTo(MEAN * 1.1 * 730 * 3600, 0);
    },
  );
});

describe("sizes of a base", () => {
  it("are searched to the cheapest one, however many there are", () => {
    for (const all of [0, 1, 7, 24, 25, 300]) {
      for (const best of [0, Math.floor(all / 3), all]) {
        expect(cheapestOf(all, (size) => (size - best) ** 2)).toBe(best);
      }
    }
  });

  it("come in whole replicas, follow demand up and stay when it falls", () => {
    const rising = horizonOf(100, { months: 3, growthPerMonth: 0.5 });
    const share = { peakShare: 0.4, stepRequestsPerS: 20 };
    // Peaks of 150, 225 and 337.5: 60, 90 and 135, in steps of 20.
    expect(limitsAt(share, rising, 1)).toEqual([60, 100, 140]);
    const falling = { ...rising, growthPerMonth: -0.5 };
    expect(limitsAt(share, falling, 1)).toEqual([60, 60, 60]);
    expect(limitsAt({ requestsPerS: 40 }, rising, 5)).toEqual([40, 40, 40]);
    expect(limitsAt({ peakShare: 0.4 }, rising, 2)[0]).toBeCloseTo(120, 9);
  });
});
