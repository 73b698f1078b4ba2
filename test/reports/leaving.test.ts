import { describe, expect, it } from "vitest";
import { envelope } from "../../reports/envelope.ts";
import { renderReport } from "../../reports/renderReport.tsx";
import { summaryText } from "../../reports/summary.ts";
import { lockInAnswer } from "../../reports/views/lockIn.ts";
import type { Comparison } from "../../sim/comparison.ts";
import type { LockInWorth } from "../../sim/lockInWorth.ts";
import type { TrustWorth } from "../../sim/trustWorth.ts";
import { comparisonFixture, provenanceFixture } from "./fixture.ts";
import { sampledFixture } from "./fixtureSamples.ts";

const LOCKED: LockInWorth = {
  ...{ strategy: "renter", termMonths: 12, switchingUsd: 243_000, spendUsdPerYear: 461_000 },
  parts: [
    { what: "engineering", usd: 183_000 },
    { what: "tests and certification", usd: 60_000 },
  ],
  ...{ index: 243 / 461, riseShare: 0.09, heldUpUsd: 50_400, marketCostUsd: 1_700_000 },
  option: {
    ...{ presentCostUsd: 560_000, otherCostUsd: 783_000, years: 1 },
    ...{ volatility: [0.2, 0.4, 0.7], usd: [2570, 29_500, 92_000] },
  },
  portability: null,
};
const PORTABLE: LockInWorth = {
  ...LOCKED,
  strategy: "producer",
  portability: {
    ...{ against: "renter", costUsd: 10_000, heldUpUsd: 4400, optionUsd: 21_100, netUsd: 15_500 },
  },
};
const BARRED: TrustWorth = {
  ...{ strategy: "renter", unservedShare: 0.2, boundShare: 0 },
  usdPerYear: {
    ...{ boundSales: 0, premium: 0, lostSales: 206_000, expectedLoss: 0, auditAndDrift: 0 },
  },
  ...{ accessUsdPerYear: 0, worthUsdPerYear: 0 },
};
const TRUSTED: TrustWorth = {
  ...{ strategy: "producer", unservedShare: 0, boundShare: 0.2 },
  usdPerYear: {
    ...{ boundSales: 211_000, premium: 42_200, lostSales: 0 },
    ...{ expectedLoss: 99_800, auditAndDrift: 120_000 },
  },
  ...{ accessUsdPerYear: 105_000, worthUsdPerYear: -72_600 },
};

const fixture = (): Comparison => ({
  ...comparisonFixture({ roles: ["renter", "producer"], replications: 3 }),
  ...{ lockIn: [LOCKED, PORTABLE], trust: [BARRED, TRUSTED] },
});
const PATHS = { report: null, data: null, repeat: null };

describe("leaving a supplier", () => {
  it("is said in the terminal with its cost, its hold-up and what the right to it is worth", () => {
    const text = summaryText(fixture(), PATHS).replaceAll(/\s+/g, " ");
    expect(text).toContain(
      "renter costs $243k to leave (0.527 years of its bills) and pays $50.4k for it at renewals.",
    );
    expect(text).toContain(
      "Against renter, being easier to leave is worth it: it costs $10.0k, keeps $4.40k from the supplier and makes the right to leave worth $21.1k more.",
    );
  });

  it("has a section of the report with every part, and what the option takes for granted", () => {
    const html = renderReport(fixture(), provenanceFixture());
    expect(html).toContain('id="lock-in"');
    expect(html).toContain("lock-in index (S over a year&#x27;s spend)");
    expect(html).toContain("$29.5k ($2.57k to $92.0k)");
    expect(html).toMatch(/>40.% \(20.% to 70.%\)</);
    expect(html).toContain("takes another supplier of equal cost today");
    expect(html).not.toContain("Lock-in, data governance, contract risk");
    expect(html).toContain("Contract risk and the time that management spends.");
  });

  it("names the mean difference of all draws, where the inputs were drawn", () => {
    const { monteCarlo } = sampledFixture();
    if (monteCarlo === undefined) throw new Error("expected samples");
    const npv = { renter: [-10, -30], producer: [-4, -20] } as Readonly<Record<string, number[]>>;
    const outcomes = monteCarlo.outcomes.map((one) => ({
      ...{ ...one, npvUsd: npv[one.strategy] ?? [] },
    }));
    const text = lockInAnswer({ ...fixture(), monteCarlo: { ...monteCarlo, outcomes } });
    expect(text).toContain("Over 2 draws of the inputs its net present value differs by +$8.00");
  });

  it("is in the envelope, and nowhere without lock-in", () => {
    const [locked, portable] = json(fixture()).lock_in ?? [];
    expect(locked).toMatchObject({
      ...{ scenario: "renter", switching_usd: 243_000, held_up_usd: 50_400, portability: null },
      right_to_leave_usd: 29_500,
    });
    expect(portable?.portability).toMatchObject({ against: "renter", net_usd: 15_500 });
    const plain = comparisonFixture({ roles: ["renter", "producer"], replications: 3 });
    expect(json(plain)).not.toHaveProperty("lock_in");
    expect(json(plain)).not.toHaveProperty("trust");
    expect(summaryText(plain, PATHS)).not.toContain("Leaving a supplier");
  });
});

describe("the worth of trust", () => {
  it("is said as sales that are lost, or made at a premium", () => {
    const text = summaryText(fixture(), PATHS).replaceAll(/\s+/g, " ");
    expect(text).toContain(
      "renter may not serve 20 % of the demand, $206k of sales a year. producer sells $211k a year to customers with bound demand, who pay $42.2k more for it. Losses, audits and drift checks take $220k a year.",
    );
    const [barred, trusted] = json(fixture()).trust ?? [];
    expect(barred).toMatchObject({ unserved_share: 0.2, lost_sales_usd_per_year: 206_000 });
    expect(trusted).toMatchObject({ premium_usd_per_year: 42_200, worth_usd_per_year: -72_600 });
  });
});

function json(comparison: Comparison): ReturnType<typeof envelope> {
  return envelope({
    ...{ verb: "compare", exit: { code: 0, name: "ok" }, comparison },
    ...{ provenance: provenanceFixture(), warnings: [], errors: [], files: [] },
  });
}
