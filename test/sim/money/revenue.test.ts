import { describe, expect, it } from "vitest";
import { revenueLines, usersByMonth } from "../../../sim/money/revenue.ts";
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

  it("needs users or tokens per user, not both", () => {
    const both = { ...seats, users: 1, tokensPerUserMonth: 1 };
    expect(() => usersByMonth(flatMonths(1), both)).toThrow("expected exactly one of the two");
    expect(() => usersByMonth(flatMonths(1), seats)).toThrow("expected exactly one of the two");
  });
});
