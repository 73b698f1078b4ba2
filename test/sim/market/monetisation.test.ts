import { describe, expect, it } from "vitest";
import {
  affordableFreeMtok,
  freeUsersCarried,
  reckon,
  repriced,
  tierMarginUsdPerMonth,
} from "../../../sim/market/freeTier.ts";
import {
  breakEvenPayingShare,
  collapseYears,
  integrationMarginUsdPerMonth,
  monetisedMonth,
  usageOutrunsRevenue,
} from "../../../sim/market/monetisation.ts";

const tier = {
  users: 1000,
  payingShare: 0.05,
  usdPerPayingUserMonth: 20,
  paidMtokPerUserMonth: 4,
  freeMtokPerUserMonth: 1,
};

describe("a free tier", () => {
  it("has (p - c) / c free users per paying one at equal use", () => {
    const equal = { ...tier, usdPerPayingUserMonth: 3, paidMtokPerUserMonth: 1 };
    expect(freeUsersCarried(equal, 1)).toBe(2);
    // (20 - 2 x 4) / (2 x 1)
    expect(freeUsersCarried(tier, 2)).toBe(6);
    expect(freeUsersCarried(tier, 9)).toBe(0);
  });

  it("is capped where paying users just carry it", () => {
    const quota = affordableFreeMtok(tier, 2);
    expect(quota).toBeCloseTo((0.05 * 12) / (0.95 * 2), 12);
    expect(tierMarginUsdPerMonth({ ...tier, freeMtokPerUserMonth: quota }, 2)).toBeCloseTo(0, 9);
    expect(affordableFreeMtok(tier, 0.1)).toBe(1);
    expect(affordableFreeMtok({ ...tier, payingShare: 1 }, 2)).toBe(1);
  });

  it("is left alone while it pays, cut when it does not, and then the paid plan doubles", () => {
    expect(reckon(tier, 0.1, 0.1, 0.5).kind).toBe("none");
    const cut = reckon(tier, 2, 0.1, 0.5);
    expect(cut.kind).toBe("freeTierCut");
    if (cut.kind !== "freeTierCut") return;
    expect(cut.tier.freeMtokPerUserMonth).toBeCloseTo(0.3158, 4);
    expect(reckon(cut.tier, 2, 0.1, 0.5).kind).toBe("none");
    const stuck = { ...tier, freeMtokPerUserMonth: 0.5 };
    const doubled = reckon(stuck, 2, 0.5, 0.5);
    expect(doubled.kind).toBe("premiumDoubled");
    if (doubled.kind !== "premiumDoubled") return;
    expect(doubled.tier.usdPerPayingUserMonth).toBe(40);
    expect(doubled.tier.payingShare).toBeCloseTo(0.05 / Math.SQRT2, 12);
  });

  it("keeps its price when too many would leave for a doubled one to help", () => {
    // Revenue at an elasticity of 3 falls to a quarter, cost by less.
    const stuck = { ...tier, freeMtokPerUserMonth: 0.5 };
    expect(reckon(stuck, 1.5, 0.5, 3).kind).toBe("none");
    expect(repriced(tier, 2, 3).payingShare).toBeCloseTo(0.05 / 8, 12);
  });
});

describe("monetisation", () => {
  it("adds seats, uplift and metered use, and takes off every token", () => {
    const month = monetisedMonth(
      {
        users: 100,
        payingShare: 0.1,
        usdPerSeatMonth: 20,
        upliftUsdPerUserMonth: 0.5,
        meteredMtokPerMonth: 30,
        usdPerMtok: 3,
        mtokPerUserMonth: 0.7,
      },
      2,
    );
    expect(month).toEqual({
      seatsUsd: 200,
      upliftUsd: 50,
      meteredUsd: 90,
      costUsd: 200,
      marginUsd: 140,
    });
  });

  it("needs (LCOT u - s) / P of the users to pay", () => {
    expect(breakEvenPayingShare(2, 1.5, 1, 20)).toBeCloseTo(0.1, 12);
    expect(breakEvenPayingShare(2, 1.5, 4, 20)).toBeLessThan(0);
    const at = { users: 100, payingShare: 0.1, usdPerSeatMonth: 20, upliftUsdPerUserMonth: 1 };
    const flat = { meteredMtokPerMonth: 0, usdPerMtok: 0, mtokPerUserMonth: 1.5 };
    expect(monetisedMonth({ ...at, ...flat }, 2).marginUsd).toBeCloseTo(0, 12);
  });

  it("collapses when use outgrows what falling costs and rising revenue give back", () => {
    const pace = { usageGrowthPerYear: 1, costChangePerYear: -0.4, revenueGrowthPerYear: 0.1 };
    expect(usageOutrunsRevenue(pace)).toBe(true);
    // Cost 5 grows by 1.2, revenue 10 by 1.1 a year.
    const years = collapseYears(5, 10, pace);
    expect(5 * 1.2 ** years).toBeCloseTo(10 * 1.1 ** years, 9);
    expect(collapseYears(11, 10, pace)).toBe(0);
    expect(collapseYears(5, 10, { ...pace, costChangePerYear: -0.5 })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it("is worth more to who has the users already", () => {
    const incumbent = {
      installedUsers: 1000,
      attachShare: 0.1,
      usdPerUserMonth: 30,
      mtokPerUserMonth: 5,
      acquisitionUsdPerUser: 0,
      churnPerMonth: 0.04,
    };
    expect(integrationMarginUsdPerMonth(incumbent, 2)).toBe(2000);
    const entrant = { ...incumbent, acquisitionUsdPerUser: 600 };
    expect(integrationMarginUsdPerMonth(entrant, 2)).toBeCloseTo(-400, 9);
  });
});
