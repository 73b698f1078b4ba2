import { describe, expect, it } from "vitest";
import { decisionOf } from "../../../sim/experiment/decision.ts";
import type { Evaluation } from "../../../sim/experiment/evaluation.ts";
import { metricSamples } from "../../../sim/experiment/metricEstimates.ts";
import { tornado } from "../../../sim/experiment/sensitivity.ts";
import { price } from "../../../sim/price.ts";
import type { Strategy } from "../../../sim/strategy.ts";
import { FINANCE, TOKEN_SALES } from "../money/financeTerms.ts";
import { flatMonths } from "../money/months.ts";
import { apiTerms, consumerOf, inputOf, owningTerms, producerOf } from "./strategies.ts";

const rows = flatMonths(12, { chips: 8, itKwh: 3000, peakItWatts: 8000, outputTokens: 1e10 });

function evaluationOf(strategy: Strategy): Evaluation {
  const outcomes = [price(rows, strategy.terms)];
  return {
    ...{ strategy, state: "ok", reason: null, sizing: null, peak: [], map: null, source: null },
    ...{ months: [rows], outcomes },
  };
}

const input = (term: string, value: number, low: number, high: number) =>
  inputOf({ term, value, low, high, path: term, label: term });
const finance = { ...FINANCE, losses: "otherIncome" as const };
const extraCosts = [
  { category: "egress", per: "Mtok output", quantity: 4, unit: "GB", usdPerUnit: 0.09 },
] as const;

describe("the tornado", () => {
  const producer = evaluationOf(
    producerOf(40, {
      terms: { ...owningTerms, finance, extraCosts },
      assumptions: [
        input("finance.taxRate", 0.25, 0.21, 0.3),
        input("extraCosts.0.usdPerUnit", 0.09, 0, 0.12),
        input("finance.nothing", 1, 0, 2),
      ],
    }),
  );
  const consumer = evaluationOf(consumerOf(40, { terms: { ...apiTerms, finance } }));

  it("moves terms inside others by their path, and leaves alone what is not there", () => {
    const decision = decisionOf([producer, consumer]);
    expect(decision.metric).toBe("lcot_after_tax_usd_per_mtok");
    const bars = tornado([producer, consumer], decision, "producer");
    expect(bars.map(({ assumption }) => assumption.term).sort()).toEqual([
      "extraCosts.0.usdPerUnit",
      "finance.taxRate",
    ]);
    const egress = bars.find(({ assumption }) => assumption.term === "extraCosts.0.usdPerUnit");
    // 4 GB a million tokens at 9 ct, three quarters of it after tax.
    const movedUsd = (egress?.baseUsdPerMtok ?? 0) - (egress?.atLowUsdPerMtok ?? 0);
    expect(movedUsd).toBeCloseTo(0.36 * 0.75, 2);
    expect(bars.every(({ swing }) => swing > 0)).toBe(true);
    expect(producer.strategy.terms.extraCosts).toEqual(extraCosts);
  });

  it("decides before tax where a strategy says nothing of tax", () => {
    expect(decisionOf([producer, evaluationOf(consumerOf(40))]).metric).toBe("lcot_usd_per_mtok");
    expect(decisionOf([]).metric).toBe("lcot_usd_per_mtok");
  });
});

describe("metrics of an investment", () => {
  it("are known where something is sold, and say why where not", () => {
    const seller = evaluationOf(
      producerOf(40, { terms: { ...owningTerms, finance, revenue: TOKEN_SALES } }),
    );
    const sold = metricSamples(seller);
    for (const name of [
      "npv_after_tax_usd",
      "irr_per_year",
      "payback_months",
      "min_dscr",
    ] as const) {
      expect(sold[name].values?.[0], name).toBeTypeOf("number");
    }
    const costs = metricSamples(
      evaluationOf(producerOf(40, { terms: { ...owningTerms, finance } })),
    );
    expect(costs.irr_per_year).toEqual({
      values: null,
      reason: "nothing is sold (economics.revenue)",
    });
    expect(costs.lcot_after_tax_usd_per_mtok.values?.[0]).toBeGreaterThan(0);
    const bare = metricSamples(evaluationOf(producerOf(40)));
    expect(bare.npv_after_tax_usd.values).toBeNull();
  });
});
