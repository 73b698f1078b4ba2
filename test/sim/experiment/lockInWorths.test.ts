import { describe, expect, it } from "vitest";
import type { LeavingTerms, LockInTerms } from "../../../sim/contractTerms.ts";
import type { Evaluation } from "../../../sim/experiment/evaluation.ts";
import { lockInWorthsOf } from "../../../sim/experiment/lockInWorths.ts";
import { price } from "../../../sim/price.ts";
import type { RentTerms } from "../../../sim/terms.ts";
import { flatMonths } from "../money/months.ts";
import { RENT } from "../money/terms.ts";
import { consumerOf } from "./strategies.ts";

const LEAVING: LeavingTerms = {
  ...{ engineerMonths: 6, usdPerEngineerMonth: 20_000, requalificationUsd: 60_000 },
  ...{ egressGb: 50_000, egressUsdPerGb: 0.09, parallelMonths: 1 },
};
const FREE: LeavingTerms = {
  ...LEAVING,
  ...{ engineerMonths: 0, requalificationUsd: 0, egressGb: 0, parallelMonths: 0 },
};
const LOCK_IN: LockInTerms = {
  ...{ leaving: LEAVING, termMonths: 12, bargainingShare: 0.3, capShare: 0.5 },
  costVolatility: { low: 0.2, value: 0.4, high: 0.7 },
};

/** Eight chips at 3 USD/h and a tenth on top: 19,272 USD a month; nothing is discounted. */
function rented(name: string, lockIn: LockInTerms, months: number, chips = 8): Evaluation {
  const terms: RentTerms = {
    ...RENT,
    ...{ contract: "reserved1y", staffFte: 0, discountRatePerYear: 0, horizonMonths: months },
    lockIn,
  };
  const rows = flatMonths(months, { chips, outputTokens: 1e9 });
  return {
    ...{ strategy: { ...consumerOf(4), name, terms }, state: "ok", reason: null, sizing: null },
    ...{ peak: [], map: null, source: null, months: [rows], outcomes: [price(rows, terms)] },
  };
}

describe("what a supplier holds over a strategy", () => {
  /**
   * On paper: 120,000 of engineering, 60,000 of tests, 4,500 of data, a month of 19,272 beside it:
   * 203,772, 88 % of a year's 231,264. The cap of 50 % binds: 15 % of 24 months, 69,379.
   */
  it("is what leaving costs in years of spend, and a rise at renewal", () => {
    const [one] = lockInWorthsOf([rented("locked", LOCK_IN, 36)]);
    expect(one?.parts.map(({ usd }) => Math.round(usd))).toEqual([120_000, 60_000, 4500, 19_272]);
    expect(one?.switchingUsd).toBeCloseTo(203_772, 6);
    expect(one?.index).toBeCloseTo(203_772 / 231_264, 9);
    expect(one?.riseShare).toBeCloseTo(0.15, 12);
    expect(one?.heldUpUsd).toBeCloseTo(24 * 19_272 * 0.15, 4);
    expect(one?.marketCostUsd).toBeCloseTo(36 * 19_272, 4);
    expect(one?.portability).toBeNull();
  });

  it("leaves a right to leave: 27.1 % of what is still to be paid after three years, free of charge", () => {
    const free = { ...LOCK_IN, leaving: FREE, termMonths: 36 };
    const [one] = lockInWorthsOf([rented("free", free, 72)]);
    const { presentCostUsd = 0, otherCostUsd, usd } = one?.option ?? {};
    expect(presentCostUsd).toBeCloseTo(36 * 19_272, 4);
    expect(otherCostUsd).toBeCloseTo(presentCostUsd, 4);
    expect((usd?.[1] ?? 0) / presentCostUsd).toBeCloseTo(0.271, 3);
  });

  /**
   * On paper, at 40 % over a year: 462,528 here, 666,300 elsewhere. d1 = ln(0.6942)/0.4 + 0.2 =
   * -0.7126, N(d1) = 0.2381, N(d2) = 0.1330: 110,130 - 88,600 = 21,500.
   */
  it("leaves a right that is worth less the more leaving costs, and more the more prices move", () => {
    const [locked, free] = lockInWorthsOf([
      rented("locked", LOCK_IN, 36),
      rented("portable", { ...LOCK_IN, leaving: FREE }, 36),
    ]);
    const [low = 0, usd = 0, high = 0] = locked?.option?.usd ?? [];
    expect(usd).toBeGreaterThan(21_000);
    expect(usd).toBeLessThan(22_000);
    expect(low).toBeLessThan(usd);
    expect(high).toBeGreaterThan(usd);
    expect(free?.option?.usd[1]).toBeGreaterThan(usd);
  });

  it("is set against what portability costs, beside the one that is hardest to leave", () => {
    // One chip in eight more to be portable: 36 months of 2,409.
    const [locked, portable] = lockInWorthsOf([
      rented("locked", LOCK_IN, 36),
      rented("portable", { ...LOCK_IN, leaving: FREE }, 36, 9),
    ]);
    expect(locked?.portability).toBeNull();
    expect(portable?.portability?.against).toBe("locked");
    const { costUsd = 0, heldUpUsd = 0, optionUsd = 0, netUsd } = portable?.portability ?? {};
    expect(costUsd).toBeCloseTo(36 * 2409, 4);
    expect(heldUpUsd).toBeCloseTo(24 * 19_272 * 0.15, 4);
    expect(optionUsd).toBeGreaterThan(0);
    expect(netUsd).toBeCloseTo(heldUpUsd + optionUsd - costUsd, 6);
  });

  it("is nothing where no lock-in is stated, and no right where no volatility is", () => {
    const { costVolatility: _, ...still } = LOCK_IN;
    expect(lockInWorthsOf([rented("still", still, 36)])[0]?.option).toBeNull();
    const { lockIn: __, ...terms } = rented("free", LOCK_IN, 36).strategy.terms as RentTerms;
    const free = rented("free", LOCK_IN, 36);
    const open = { ...free, strategy: { ...free.strategy, terms } };
    expect(lockInWorthsOf([open])).toEqual([]);
  });
});
