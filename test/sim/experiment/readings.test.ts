import { describe, expect, it } from "vitest";
import { breakEven, signChanges } from "../../../sim/experiment/breakEven.ts";
import { computeReturnsOf } from "../../../sim/experiment/computeReturns.ts";
import { bareTerms } from "../../../sim/experiment/counterfactualCosts.ts";
import { PER_TOKEN } from "../../../sim/experiment/decision.ts";
import { type SupplyCurve, supplyCurveOf } from "../../../sim/experiment/supplyCurve.ts";
import { uncertainInputs } from "../../../sim/experiment/uncertainInputs.ts";
import type { MonthPhysical } from "../../../sim/physical.ts";
import type { Strategy } from "../../../sim/strategy.ts";
import type { ExtraCost, RentContract } from "../../../sim/terms.ts";
import { FINANCE, TOKEN_SALES } from "../money/financeTerms.ts";
import { flatMonths } from "../money/months.ts";
import { OWN, RENT } from "../money/terms.ts";
import { readOff } from "./readOff.ts";
import { apiTerms, consumerOf, inputOf, producerOf } from "./strategies.ts";

/** Months whose tokens follow demand. */
const bought =
  (count: number) =>
  (multiple: number): MonthPhysical[] =>
    flatMonths(count, { chips: 0, inputTokens: 3e9 * multiple, outputTokens: 1e9 * multiple });

describe("the return on compute", () => {
  it("in cash is that of the statement, whatever inflation does to the dollars of a day", () => {
    for (const inflationPerYear of [0, 0.05]) {
      const finance = { ...FINANCE, inflationPerYear };
      const terms = { ...apiTerms, horizonMonths: 36, finance, revenue: TOKEN_SALES };
      const evaluation = readOff(consumerOf(1, { terms }), bought(36));
      const { returnOnComputeCash } = evaluation.outcomes[0]?.statement ?? {};
      const [found] = computeReturnsOf([evaluation]);
      expect(found?.cash[0]).toBeCloseTo(returnOnComputeCash ?? Number.NaN, 9);
    }
  });

  it("after people is lower by what people cost for each dollar of compute", () => {
    const returnWith = (staffFte: number) => {
      const money = { horizonMonths: 36, finance: FINANCE, revenue: TOKEN_SALES, staffFte };
      const terms = { ...apiTerms, ...money };
      return computeReturnsOf([readOff(consumerOf(1, { terms }), bought(36))])[0];
    };
    const [none, two, four] = [returnWith(0), returnWith(2), returnWith(4)];
    expect(none?.cashAfterPeople[0]).toBeCloseTo(none?.cash[0] ?? Number.NaN, 12);
    expect(two?.cash[0]).toBeCloseTo(none?.cash[0] ?? Number.NaN, 12);
    const cost = (two?.cash[0] ?? 0) - (two?.cashAfterPeople[0] ?? 0);
    expect(cost).toBeGreaterThan(0.1);
    expect((four?.cash[0] ?? 0) - (four?.cashAfterPeople[0] ?? 0)).toBeCloseTo(2 * cost, 9);
  });
});

describe("what a user costs", () => {
  const seats = {
    ...{ users: 1000, usageGrowthPerMonth: 0, payingShare: 0.1, usdPerUserMonth: 20 },
    advertisingUsdPerUserMonth: 0,
  };
  const usersOf = (strategy: Strategy) => {
    const terms = { ...strategy.terms, horizonMonths: 36, revenue: { seats } } as never;
    const rows = bought(36)(1).map((row) => ({ ...row, chips: "pue" in strategy.terms ? 8 : 0 }));
    const evaluation = readOff({ ...strategy, terms }, () => rows);
    const lcot = evaluation.outcomes[0]?.lcotUsdPerMtok ?? Number.NaN;
    return { lcot, users: computeReturnsOf([evaluation])[0]?.users };
  };

  it("is that of the month whose revenue it stands beside, whatever prices do later", () => {
    // 3,000 Mtok at 1 USD and 1,000 at 4 for 1,000 users, who bring 2 USD each.
    const flat = { inputUsdPerMtok: 1, cachedUsdPerMtok: 0, outputUsdPerMtok: 4, staffFte: 0 };
    for (const priceDeclinePerYear of [0, 0.5]) {
      const terms = { ...apiTerms, ...flat, priceDeclinePerYear };
      const { users } = usersOf(consumerOf(1, { terms }));
      expect(users?.costUsdPerUserMonth).toBeCloseTo(7, 9);
      expect(users?.revenueUsdPerUserMonth).toBeCloseTo(2, 9);
      expect(users?.breakEvenPayingShare).toBeCloseTo(0.35, 9);
    }
  });

  it("is the levelised cost of the user's tokens where nothing changes, what is bought with it", () => {
    const { lcot, users } = usersOf(producerOf(1, { terms: OWN }));
    expect(users?.mtokPerUserMonth).toBeCloseTo(4, 12);
    expect(users?.costUsdPerUserMonth).toBeCloseTo(4 * lcot, 9);
  });
});

describe("a supply curve", () => {
  const curveOf = (strategy: Strategy): SupplyCurve => {
    const found = supplyCurveOf(readOff(strategy, bought(12)));
    if (found === null) throw new Error("no curve");
    return found;
  };

  it("is at the prices of the first day, by whichever law they fall", () => {
    const pricePath = [{ fromMonth: 0, changeRatePerYear: -0.5, stepShare: 0 }];
    const { curve } = curveOf(consumerOf(1, { terms: { ...apiTerms, pricePath } }));
    expect(curve).toEqual(curveOf(consumerOf(1)).curve);
    const late = curveOf(consumerOf(1, { terms: { ...apiTerms, pricePath, startMonths: 12 } }));
    // After a year of falling by half.
    expect(late.curve[0]?.usdPerMtok).toBeCloseTo((curve[0]?.usdPerMtok ?? 0) / 2, 12);
  });

  it("counts rent by the hour as avoidable under every contract of that kind, and no other", () => {
    const rows = (): MonthPhysical[] => flatMonths(12, { outputTokens: 1e9 });
    const share = (contract: RentContract): number => {
      const terms = { ...RENT, horizonMonths: 12, staffFte: 0, contract };
      const found = supplyCurveOf(readOff(producerOf(1, { terms }), rows));
      return found?.fleets[0]?.avoidableShare ?? Number.NaN;
    };
    expect([share("onDemand"), share("spot"), share("managed")]).toEqual([1, 1, 1]);
    expect(share("reserved1y")).toBe(0.01);
  });
});

describe("break-even", () => {
  it("is nowhere between strategies that both deliver nothing at little demand", () => {
    const late = (outputUsdPerMtok: number) =>
      readOff(
        consumerOf(1, { name: `${outputUsdPerMtok}`, terms: { ...apiTerms, outputUsdPerMtok } }),
        (multiple) =>
          flatMonths(12, { chips: 0, outputTokens: 1e9, onTimeShare: multiple < 0.5 ? 0 : 1 }),
      );
    expect(breakEven([late(1), late(2)], PER_TOKEN, 1, 0.95)?.crossings).toEqual([]);
    expect(breakEven([late(2), late(1)], PER_TOKEN, 1, 0.95)?.crossings).toEqual([]);
  });

  it("lies where the sign turns, through a tie as well, and not where two only meet", () => {
    expect(signChanges([1, 2, -1, -2, 3])).toEqual([1, 3]);
    expect(signChanges([1, 0, -1])).toEqual([1]);
    expect(signChanges([1, 0, 0, 2])).toEqual([]);
    expect(signChanges([Number.NaN, -1, Number.NaN, 1])).toEqual([]);
    expect(signChanges([Number.POSITIVE_INFINITY, -1])).toEqual([0]);
  });
});

describe("uncertain demand", () => {
  it("moves that of all strategies or of none: they meet one world", () => {
    const assumptions = [
      {
        ...inputOf({ term: "x", value: 0.01, low: -0.005, high: 0.025, path: "demand.growth" }),
        term: null,
      },
    ];
    const several = readOff(consumerOf(1, { name: "several", assumptions }), bought(12));
    if (several.source === null) throw new Error("no source");
    const { portfolio: _, ...source } = several.source;
    const strategy = { ...several.strategy, name: "single" };
    const single = { ...several, strategy, source };
    expect(uncertainInputs([single]).inputs).toHaveLength(1);
    for (const both of [
      [single, several],
      [several, single],
    ]) {
      const { inputs, notMoved } = uncertainInputs(both);
      expect(inputs).toEqual([]);
      expect(notMoved[0]?.strategies.toSorted()).toEqual(["several", "single"]);
    }
  });
});

describe("a way of serving in several parts", () => {
  it("pays once for people and for what comes by the month, by each part for the rest", () => {
    const audit: ExtraCost = {
      ...{ category: "audit and drift", per: "month", quantity: 1, unit: "audit", usdPerUnit: 1 },
    };
    const port: ExtraCost = { ...audit, category: "switching", per: "once" };
    const terms = { ...OWN, extraCosts: [audit, port] };
    expect(bareTerms(terms, 0)).toMatchObject({ staffFte: 1, extraCosts: [audit, port] });
    expect(bareTerms(terms, 1)).toMatchObject({ staffFte: 0, extraCosts: [port] });
  });
});
