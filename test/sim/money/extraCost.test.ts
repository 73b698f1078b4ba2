import { describe, expect, it } from "vitest";
import { extraEntries } from "../../../sim/money/extraCost.ts";
import { price } from "../../../sim/price.ts";
import type { ExtraCost } from "../../../sim/terms.ts";
import { flatMonths } from "./months.ts";
import { API } from "./terms.ts";

const months = flatMonths(13, { chips: 8, inputTokens: 1e9, outputTokens: 2e9 });
const cost = (more: Partial<ExtraCost>): ExtraCost => ({
  ...{ category: "egress", per: "month", quantity: 1, unit: "GB", usdPerUnit: 10 },
  ...more,
});

describe("costs beside chips and tokens", () => {
  it("count months, chips, requests and tokens", () => {
    const firstUsd = (more: Partial<ExtraCost>) => extraEntries(months, [cost(more)])[0]?.usd;
    expect(firstUsd({})).toBe(10);
    expect(firstUsd({ per: "chip" })).toBe(80);
    expect(firstUsd({ per: "Mtok" })).toBe(30_000);
    expect(firstUsd({ per: "Mtok output", quantity: 0.5 })).toBe(10_000);
    expect(firstUsd({ per: "request" })).toBe(10 * (months[0]?.requests ?? 0));
  });

  it("count one thing on several drivers, a line each at the same price", () => {
    const also = [{ per: "Mtok prompt", quantity: 0.1 }] as const;
    const lines = extraEntries(months, [cost({ per: "Mtok output", quantity: 0.5, also })]);
    expect(lines.length).toBe(26);
    // 0.5 GB for each of 2,000 Mtok of answers, 0.1 GB for each of 1,000 Mtok of prompts.
    expect(lines.slice(0, 2).map(({ month, quantity, usd }) => [month, quantity, usd])).toEqual([
      [1, 1000, 10_000],
      [1, 100, 1000],
    ]);
    expect(new Set(lines.map(({ source }) => source))).toEqual(
      new Set(["extraCosts.0.usdPerUnit"]),
    );
  });

  it("are paid once, or from a month to a month, at a price that may fall", () => {
    const once = cost({ per: "once", category: "switching", firstMonth: 6, usdPerUnit: 500 });
    expect(extraEntries(months, [once]).map(({ month, usd }) => [month, usd])).toEqual([[6, 500]]);
    expect(extraEntries(months, [cost({ per: "once" })])[0]?.month).toBe(0);
    const some = extraEntries(months, [cost({ firstMonth: 3, lastMonth: 5 })]);
    expect(some.map(({ month }) => month)).toEqual([3, 4, 5]);
    expect(extraEntries(months, [cost({ declinePerYear: 0.5 })])[12]?.usd).toBeCloseTo(5, 12);
  });

  it("join the ledger, the stack and the years", () => {
    const extraCosts = [cost({ category: "audit and drift" })];
    const terms = { ...API, staffFte: 0, horizonMonths: 12, discountRatePerYear: 0, extraCosts };
    const outcome = price(months, terms);
    const without = price(months, { ...terms, extraCosts: [] });
    expect(outcome.npvUsd).toBeCloseTo(without.npvUsd - 120, 6);
    expect(outcome.stackUsdPerMtok["audit and drift"]).toBeCloseTo(120 / 36_000, 12);
    expect(outcome.ledger.find((line) => line.category === "audit and drift")?.source).toBe(
      "extraCosts.0.usdPerUnit",
    );
  });

  it("refuse months outside the horizon", () => {
    expect(() => extraEntries(months, [cost({ firstMonth: 14 })])).toThrow(
      "egress from month 14; expected 1 to 13",
    );
  });
});
