import { describe, expect, it } from "vitest";
import { BOUND_PREMIUM_WORDS, revenueLines, usersByMonth } from "../../../sim/money/revenue.ts";
import { TOKEN_SALES } from "./financeTerms.ts";
import { flatMonths, monthOf } from "./months.ts";

const half = { inputTokens: 1e9, cachedTokens: 1e9, outputTokens: 1e9, onTimeShare: 0.5 };
const total = (lines: readonly { readonly usd: number }[]): number =>
  lines.reduce((sum, { usd }) => sum + usd, 0);
const seats = {
  usageGrowthPerMonth: 0,
  payingShare: 0.1,
  usdPerUserMonth: 20,
  advertisingUsdPerUserMonth: 0.5,
};

describe("revenue", () => {
  it("comes from tokens on time only, at a falling price", () => {
    const lines = revenueLines(flatMonths(13, half), TOKEN_SALES);
    // 500 Mtok of each kind at 3, 0.3 and 12 USD; a year later 10 % less.
    expect(total(lines.filter(({ month }) => month === 1))).toBeCloseTo(500 * 15.3, 6);
    expect(total(lines.filter(({ month }) => month === 13))).toBeCloseTo(500 * 15.3 * 0.9, 6);
  });

  it("comes from paying users and from what all of them see", () => {
    const months = flatMonths(1, { outputTokens: 1e9 });
    const stated = revenueLines(months, { seats: { ...seats, users: 1000 } });
    expect(total(stated)).toBeCloseTo(1000 * (0.1 * 20 + 0.5), 9);
    const counted = revenueLines(months, { seats: { ...seats, tokensPerUserMonth: 1e6 } });
    expect(total(counted)).toBeCloseTo(total(stated), 9);
  });

  it("from users falls when each of them uses more of the same tokens", () => {
    const months = flatMonths(13, { outputTokens: 1e9 });
    const users = usersByMonth(months, { ...seats, users: 1000, usageGrowthPerMonth: 0.05 });
    expect(users[0]).toBe(1000);
    expect(users[12]).toBeCloseTo(1000 / 1.05 ** 12, 9);
    const grown = [monthOf(1, { outputTokens: 1e9 }), monthOf(2, { outputTokens: 2e9 })];
    expect(usersByMonth(grown, { ...seats, users: 10 })).toEqual([10, 20]);
  });

  it("comes from an addition to what many have already", () => {
    const installedBase = { baseUsers: 4e8, attachShare: 0.02, usdPerUserMonth: 30 };
    const lines = revenueLines(flatMonths(1, { outputTokens: 1 }), { installedBase });
    expect(total(lines)).toBeCloseTo(4e8 * 0.02 * 30, 3);
  });

  /**
   * On paper: 1,000 Mtok of each kind, half in time, at 3 + 0.3 + 12 USD are 7,650 USD. A fifth of
   * the customers pays 20 % more: 0.2 x 0.2 x 7,650 = 306.
   */
  it("has a line for what bound customers pay on top of each price", () => {
    const boundPremium = { premiumShare: 0.2 };
    const bound = flatMonths(1, half).map((row) => ({ ...row, boundShare: 0.2 }));
    const lines = revenueLines(bound, { ...TOKEN_SALES, boundPremium });
    const premium = lines.filter(({ what }) => what.endsWith(BOUND_PREMIUM_WORDS));
    expect(premium).toHaveLength(3);
    expect(total(premium)).toBeCloseTo(306, 6);
    expect(total(lines)).toBeCloseTo(7650 + 306, 6);
    for (const line of premium) expect(line.usd).toBe(line.quantity * line.unitPriceUsd);
    // 100 of 1,000 users pay 20 USD, 20 of them 4 more; nobody pays more for seeing advertising.
    const users = revenueLines(bound, { seats: { ...seats, users: 1000 }, boundPremium });
    const served = users.find(({ what }) => what === "seats")?.quantity ?? 0;
    const more = users.filter(({ what }) => what.endsWith(BOUND_PREMIUM_WORDS));
    expect(total(more)).toBeCloseTo(served * 0.2 * 4, 9);
  });

  it("has no such line without bound customers, or without a premium", () => {
    const months = flatMonths(2, half);
    const plain = revenueLines(months, TOKEN_SALES);
    const premium = { ...TOKEN_SALES, boundPremium: { premiumShare: 0.2 } };
    expect(revenueLines(months, premium)).toEqual(plain);
    const bound = months.map((row) => ({ ...row, boundShare: 0.2 }));
    expect(revenueLines(bound, TOKEN_SALES)).toEqual(plain);
    const none = { ...TOKEN_SALES, boundPremium: { premiumShare: 0 } };
    expect(revenueLines(bound, none)).toEqual(plain);
  });

  it("counts users who are turned away once: they are there, and pay for what they get", () => {
    const full = { inputTokens: 600, outputTokens: 400 };
    const fleet = {
      ...{ wantedChips: 8, darkChips: 0, powerLimitWatts: null, generationChips: [8] },
      softwareFactor: 1,
    };
    // Nothing stands in the first month; in the second half of a thousand requests are answered.
    const waiting = {
      ...monthOf(1, { chips: 0 }),
      onTimeRequests: 0,
      fleet: { ...fleet, turnedAway: 1000 },
    };
    const half = {
      ...monthOf(2, { inputTokens: 300, outputTokens: 200 }),
      onTimeRequests: 500,
      fleet: { ...fleet, turnedAway: 500 },
    };
    const months = [waiting, half, monthOf(3, full)];
    for (const of of [{ users: 1000 }, { tokensPerUserMonth: 1 }]) {
      expect(usersByMonth(months, { ...seats, ...of })).toEqual([1000, 1000, 1000]);
    }
    const lines = revenueLines(months, { seats: { ...seats, users: 1000, payingShare: 0.1 } });
    const paid = lines.filter(({ what }) => what === "seats").map(({ quantity }) => quantity);
    expect(paid).toEqual([0, 50, 100]);
  });

  it("needs users or tokens per user, not both", () => {
    const both = { ...seats, users: 1, tokensPerUserMonth: 1 };
    expect(() => usersByMonth(flatMonths(1), both)).toThrow("expected exactly one of the two");
    expect(() => usersByMonth(flatMonths(1), seats)).toThrow("expected exactly one of the two");
  });
});
