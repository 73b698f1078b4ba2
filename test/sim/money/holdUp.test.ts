import { describe, expect, it } from "vitest";
import type { LockInTerms } from "../../../sim/contractTerms.ts";
import { type FinanceTerms, PLAIN_FINANCE } from "../../../sim/financeTerms.ts";
import { holdUpUsdPerMtok, switchingCost } from "../../../sim/market/switchingCost.ts";
import { holdUpEntries, holdUpShare, leavingUsd } from "../../../sim/money/holdUp.ts";
import { totalUsd } from "../../../sim/money/ledger.ts";
import { rentEntries } from "../../../sim/money/rentCost.ts";
import { price } from "../../../sim/price.ts";
import { flatMonths } from "./months.ts";
import { RENT } from "./terms.ts";

const LEAVING = {
  engineerMonths: 6,
  usdPerEngineerMonth: 20_000,
  requalificationUsd: 60_000,
  egressGb: 50_000,
  egressUsdPerGb: 0.09,
  parallelMonths: 1,
};
const LOCK_IN: LockInTerms = {
  leaving: LEAVING,
  termMonths: 12,
  bargainingShare: 0.3,
  capShare: 0.5,
};

describe("hold-up at renewal", () => {
  it("is worth the same share as in the formula of the market", () => {
    for (const spend of [100_000, 400_000, 5_000_000]) {
      const held = holdUpUsdPerMtok({
        ...{ marketUsdPerMtok: 1, switchingUsd: 200_000, spendUsdPerYear: spend, termYears: 1 },
        ...{ bargainingShare: 0.3, capShare: 0.5 },
      });
      expect(1 + holdUpShare(LOCK_IN, 200_000, spend)).toBeCloseTo(held, 12);
    }
  });

  it("counts what leaving costs by the same parts", () => {
    const { totalUsd: other } = switchingCost({
      ...{ egressGb: 50_000, egressUsdPerGb: 0.09, engineerMonths: 6, usdPerEngineerMonth: 20_000 },
      ...{ requalificationUsd: 60_000, parallelMonths: 1, runUsdPerMonth: 30_000 },
      ...{ forfeitedCommitmentsUsd: 0, retrainingUsd: 0, expectedQualityLossUsd: 0 },
    });
    expect(leavingUsd(LEAVING, 30_000)).toBeCloseTo(other, 9);
    expect(other).toBe(120_000 + 60_000 + 4500 + 30_000);
  });

  it("is a line of each month after the first term, on what the supplier gets", () => {
    // Eight chips, 730 h at 3 USD and a tenth on top: 19,272 a month, 231,264 a year. Leaving costs
    // 184,500 + 19,272 = 203,772: 88 % of a year, so that the cap of 50 % binds: a rise of 15 %.
    const terms = { ...RENT, contract: "reserved1y" as const, staffFte: 0 };
    const lines = rentEntries(flatMonths(36), terms);
    const held = holdUpEntries(lines, LOCK_IN, 36);
    expect(held.map(({ month }) => month)).toEqual(Array.from({ length: 24 }, (_, i) => 13 + i));
    for (const { usd } of held) expect(usd).toBeCloseTo(19_272 * 0.15, 6);
  });

  it("is part of what an outcome costs, and nothing without lock-in or before renewal", () => {
    const terms = { ...RENT, contract: "reserved1y" as const };
    const months = flatMonths(36, { outputTokens: 1e9 });
    const free = price(months, terms);
    const held = price(months, { ...terms, lockIn: LOCK_IN });
    const rise = totalUsd(held.ledger) - totalUsd(free.ledger);
    expect(rise).toBeCloseTo(24 * 19_272 * 0.15, 4);
    expect(held.stackUsdPerMtok.switching).toBeGreaterThan(0);
    const short = { ...terms, horizonMonths: 12, lockIn: LOCK_IN };
    expect(price(months, short).npvUsd).toBe(price(months, { ...terms, horizonMonths: 12 }).npvUsd);
  });

  it("knows rent that is paid ahead by the months that it covers", () => {
    const months = flatMonths(36, { outputTokens: 1e9 });
    const terms = { ...RENT, contract: "reserved1y", lockIn: LOCK_IN } as const;
    const finance = { ...PLAIN_FINANCE, prepaid: { months: 12, discountShare: 0 } };
    const held = (own: typeof terms & { finance?: FinanceTerms }): number =>
      totalUsd(price(months, own).ledger.filter(({ category }) => category === "switching"));
    expect(held(terms)).toBeGreaterThan(0);
    expect(held({ ...terms, finance })).toBeCloseTo(held(terms), 6);
  });
});
