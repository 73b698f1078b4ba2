import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributionOf, withTokens } from "../../../sim/leaks/attribution.ts";
import { discountFactor } from "../../../sim/money/finance.ts";
import { totalUsd } from "../../../sim/money/ledger.ts";
import { price } from "../../../sim/price.ts";
import type { OwnTerms } from "../../../sim/terms.ts";
import { monthOf } from "../money/months.ts";
import { OWN } from "../money/terms.ts";

const OPTIONS = { seed: 5, numRuns: 60 };
const weightAt = (month: number): number => discountFactor(OWN.discountRatePerYear, month / 12);

/** Months of a fleet of random size, and what they cost. */
const worlds = fc
  .record({
    chips: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 3, maxLength: 8 }),
    kwhPerChip: fc.double({ min: 100, max: 900, noNaN: true }),
    unneeded: fc.double({ min: 0, max: 2, noNaN: true }),
    pue: fc.double({ min: 1, max: 2, noNaN: true }),
  })
  .map(({ chips, kwhPerChip, unneeded, pue }) => {
    const months = chips.map((count, i) => ({
      ...monthOf(i + 1, { chips: count, itKwh: count * kwhPerChip, outputTokens: 1e9 }),
      offeredFlops: count * 1e21,
    }));
    const terms: OwnTerms = { ...OWN, horizonMonths: months.length, pue };
    const { ledger } = price(months, terms);
    const unneededChipS = months.map(({ chipTimeS }) => chipTimeS.idle * unneeded);
    const input = { months, ledger, weightAt, pue, unneededChipS, paysPower: true };
    return { ...input, byTheHour: false, busyWatts: 1000, idleWatts: 200 };
  });

const near = (a: number, b: number): void =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-6 * Math.abs(b));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe("attribution", () => {
  it("sums to the dollars purchased, the FLOPs offered and the joules at the meter", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const parts = attributionOf(world);
        near(sum(parts.map(({ usd }) => usd)), totalUsd(world.ledger, weightAt));
        near(
          sum(parts.map(({ flops }) => flops)),
          sum(world.months.map(({ offeredFlops }) => offeredFlops)),
        );
        const itJoules = sum(world.months.map(({ itKwh }) => itKwh * 3.6e6));
        near(sum(parts.map(({ joules }) => joules)), itJoules * world.pue);
        const paid = world.months.map(
          ({ month, chipTimeS }) => sum(Object.values(chipTimeS)) * weightAt(month),
        );
        near(sum(parts.map(({ paidChipS }) => paidChipS)), sum(paid));
        const chipS = sum(world.months.flatMap(({ chipTimeS }) => Object.values(chipTimeS)));
        near(sum(parts.map((part) => part.chipS)), chipS);
      }),
      OPTIONS,
    );
  });

  it("calls the rest leaks: purchased less useful, in tokens too", () => {
    fc.assert(
      fc.property(
        worlds,
        fc.double({ min: 1e-9, max: 1e-3, noNaN: true }),
        (world, usdPerToken) => {
          const parts = withTokens(attributionOf(world), usdPerToken);
          const leaks = parts.filter(({ isUseful }) => !isUseful);
          const useful = sum(parts.filter(({ isUseful }) => isUseful).map(({ usd }) => usd));
          const purchased = totalUsd(world.ledger, weightAt);
          near(sum(leaks.map(({ usd }) => usd)), purchased - useful);
          near(sum(leaks.map(({ tokens }) => tokens)), (purchased - useful) / usdPerToken);
        },
      ),
      OPTIONS,
    );
  });

  it("splits idle time into what nobody needed and what waited for work", () => {
    const [month] = [monthOf(1, { chips: 10 })];
    const input = {
      ...{ months: [month], ledger: price([month], { ...OWN, horizonMonths: 1 }).ledger, weightAt },
      ...{ busyWatts: 1000, idleWatts: 200, pue: 1.2, paysPower: true, byTheHour: false },
    };
    const idleOf = (unneededS: number) => {
      const parts = attributionOf({ ...input, unneededChipS: [unneededS] });
      return ["idle", "idle: no need"].map(
        (name) => parts.find(({ stage }) => stage === name)?.chipS ?? Number.NaN,
      );
    };
    const idleS = month.chipTimeS.idle;
    expect(idleOf(0)).toEqual([idleS, 0]);
    expect(idleOf(idleS / 4)).toEqual([idleS * 0.75, idleS / 4]);
    // Replicas that nobody needed were busy with a small batch now and then: idle is all there is.
    expect(idleOf(idleS * 2)).toEqual([0, idleS]);
  });

  it("spreads leased chips over their time like chips that are bought or rented", () => {
    const months = [1, 2, 3].map((month) => monthOf(month, { chips: 10, outputTokens: 1e6 }));
    const lease = { months: 36, ratePerYear: 0.1, buyOutShare: 0, paid: "arrears" } as const;
    const { ledger } = price(months, { ...OWN, horizonMonths: 3, lease });
    const parts = attributionOf({
      ...{ months, ledger, weightAt, busyWatts: 1000, idleWatts: 200, pue: 1.2 },
      ...{ paysPower: true, byTheHour: false, unneededChipS: [] },
    });
    const people = ledger.filter(({ category }) => category === "staff");
    near(parts.find(({ stage }) => stage === "other cost")?.usd ?? 0, totalUsd(people, weightAt));
  });

  it("tells starting with the demand from starting after a failure", () => {
    const month = monthOf(1, { chips: 10, outputTokens: 1e6 });
    const taxOf = (byTheHour: boolean): string | undefined =>
      attributionOf({
        ...{ months: [month], ledger: [], weightAt, busyWatts: 1000, idleWatts: 200, pue: 1.2 },
        ...{ paysPower: false, byTheHour, unneededChipS: [0] },
      }).find(({ stage }) => stage === "restart")?.tax;
    expect([taxOf(true), taxOf(false)]).toEqual(["starting with the demand", "reliability"]);
  });

  it("leaves toil to its own line", () => {
    const month = monthOf(1, { chips: 10, outputTokens: 1e6 });
    const extraCosts = [
      { category: "toil", per: "once", quantity: 10, unit: "h", usdPerUnit: 150 } as const,
    ];
    const { ledger } = price([month], { ...OWN, horizonMonths: 1, extraCosts });
    const input = {
      ...{ months: [month], ledger, weightAt, busyWatts: 1000, idleWatts: 200, pue: 1.2 },
      ...{ paysPower: true, byTheHour: false, unneededChipS: [0] },
    };
    near(sum(attributionOf(input).map(({ usd }) => usd)), totalUsd(ledger, weightAt) - 1500);
  });
});
