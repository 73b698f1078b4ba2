import { describe, expect, it } from "vitest";
import { modelledIn, notModelled } from "../../reports/views/notModelled.ts";
import type { Comparison } from "../../sim/comparison.ts";
import { PLAIN_FINANCE } from "../../sim/financeTerms.ts";
import type { Strategy } from "../../sim/strategy.ts";
import type { OwnTerms } from "../../sim/terms.ts";
import { comparisonFixture } from "./fixture.ts";

/** The fixture with its last strategy, the owner of chips, changed. */
function withOwner(change: (owner: Strategy) => Partial<Strategy>): Comparison {
  const comparison = comparisonFixture({ replications: 2 });
  const results = comparison.results.map((result) =>
    result.strategy.role === "producer"
      ? { ...result, strategy: { ...result.strategy, ...change(result.strategy) } }
      : result,
  );
  return { ...comparison, results };
}

const linesOf = (comparison: Comparison): string => notModelled(modelledIn(comparison)).join("\n");
const plain = linesOf(comparisonFixture({ replications: 2 }));

const LEAVING = {
  ...{ engineerMonths: 2, usdPerEngineerMonth: 20_000, requalificationUsd: 0 },
  ...{ egressGb: 0, egressUsdPerGb: 0, parallelMonths: 1 },
};
const years = (part: NonNullable<Strategy["horizon"]["years"]>) =>
  withOwner(({ horizon }) => ({ horizon: { ...horizon, years: part } }));

/** What the strategies state, the words that go, and the words that stay. */
const FLAGS: readonly (readonly [flag: string, () => Comparison, gone: string, stays: string])[] = [
  [
    "tax and debt",
    () => withOwner(({ terms }) => ({ terms: { ...terms, finance: PLAIN_FINANCE } })),
    "Taxes, debt",
    "Fees of raising capital",
  ],
  [
    "a lead time of the fleet",
    () => years({ purchase: { leadMonths: 9, first: "ordered" } }),
    "elivery times",
    "Sold-out chips",
  ],
  [
    "a lead time of the purchase",
    () => withOwner(({ terms }) => ({ terms: { ...(terms as OwnTerms), leadMonths: 9 } })),
    "elivery times",
    "Sold-out chips",
  ],
  [
    "dates of power",
    () => years({ power: [{ fromMonth: 6, itWatts: 1e6 }] }),
    "new site is built",
    "Delivery times and sold-out chips.",
  ],
  [
    "a change of chip",
    () => withOwner((owner) => ({ refresh: { afterMonths: 24, overMonths: 3, strategy: owner } })),
    "of the chip",
    "Changes of the model or of the supplier",
  ],
  [
    "a change of supply",
    () =>
      withOwner((owner) => ({ next: { month: 18, strategy: { ...owner, modelLabel: "other" } } })),
    "of the supplier",
    "Changes of the chip during the horizon.",
  ],
  [
    "a change of supply in the terms",
    () =>
      withOwner(({ terms }) => ({
        terms: { ...terms, switchTo: { month: 18, to: terms, leaving: LEAVING } },
      })),
    "of the supplier",
    "Changes of the model or of the chip",
  ],
];

describe("what is not modelled", () => {
  it("is all of it where no strategy states any of it", () => {
    expect(plain).toContain("Taxes, debt and the cost of raising capital");
    expect(plain).toContain("Delivery times, sold-out chips and the months in which a new site");
    expect(plain).toContain("Changes of the model, of the chip or of the supplier");
    expect(plain).toContain("Rivals: nobody answers");
    expect(plain).toContain("Lock-in, data governance, contract risk");
    expect(plain).toContain("Prefix caches, speculative decoding and disaggregated prefill.");
  });

  it.each(FLAGS)("%s that is stated is not in it", (_flag, comparison, gone, stays) => {
    expect(plain).toContain(gone);
    const lines = linesOf(comparison());
    expect(lines).not.toContain(gone);
    expect(lines).toContain(stays);
  });

  it("looks into the sources of a portfolio", () => {
    const comparison = withOwner((owner) => ({
      portfolio: {
        sources: [
          {
            ...{ name: "own", copies: 1 },
            strategy: {
              ...owner,
              horizon: { ...owner.horizon, years: { power: [{ fromMonth: 6, itWatts: 1e6 }] } },
            },
          },
        ],
        split: { kind: "shares", shares: [1] },
      },
    }));
    expect(linesOf(comparison)).not.toContain("new site is built");
  });

  it("a market, lock-in and governance that are counted are not in it", () => {
    const flags = { ...modelledIn(comparisonFixture({ replications: 2 })) };
    expect(notModelled({ ...flags, market: true }).join()).not.toContain("Rivals: nobody");
    expect(notModelled({ ...flags, lockIn: true })).toContain(
      "Data governance, contract risk and the time that management spends.",
    );
    expect(notModelled({ ...flags, lockIn: true, governance: true })).toContain(
      "Contract risk and the time that management spends.",
    );
    expect(notModelled({ ...flags, quality: true }).join()).not.toContain("answer equally well");
    const market = modelledIn({ ...comparisonFixture({ replications: 2 }), market: {} as never });
    expect(market.market).toBe(true);
  });
});
