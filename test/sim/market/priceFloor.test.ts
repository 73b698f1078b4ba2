import { describe, expect, it } from "vitest";
import {
  averageUsdPerMtok,
  burnUsdPerMonth,
  fleetCostOf,
  priceFloor,
  priceWar,
  survivalMonths,
} from "../../../sim/market/priceFloor.ts";

// 1000 Mtok a month at 2 USD all in, a quarter of which stops with sales: 1500 fixed + 0.5 per Mtok.
const fleet = fleetCostOf(2, 1000, 0.25);

describe("a price floor", () => {
  it("splits the cost of a full fleet", () => {
    expect(fleet).toEqual({
      capacityMtokPerMonth: 1000,
      fixedUsdPerMonth: 1500,
      avoidableUsdPerMtok: 0.5,
    });
    expect(priceFloor(fleet, 500)).toEqual({
      avoidableUsdPerMtok: 0.5,
      averageUsdPerMtok: 3.5,
      fullLoadUsdPerMtok: 2,
    });
    expect(averageUsdPerMtok(fleet, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(() => fleetCostOf(2, 1000, 1.5)).toThrow("avoidable share of 1.5");
  });
});

describe("a price war", () => {
  it("burns (AC - p) q, or the fixed cost where stopping is cheaper", () => {
    // AC at 500 is 3.5; at a price of 1: 2.5 x 500 = 1250. At 0.3, selling adds to the loss.
    expect(burnUsdPerMonth(fleet, 500, 1)).toBe(1250);
    expect(burnUsdPerMonth(fleet, 500, 0.3)).toBe(1500);
    expect(burnUsdPerMonth(fleet, 500, 3.5)).toBe(0);
  });

  it("lasts cash over burn months, and for ever where nothing burns", () => {
    expect(survivalMonths(12_500, fleet, 500, 1)).toBe(10);
    expect(survivalMonths(12_500, fleet, 500, 9)).toBe(Number.POSITIVE_INFINITY);
    expect(() => survivalMonths(-1, fleet, 500, 1)).toThrow("cash of -1 USD");
  });

  it("is paid for by the cheaper side out of margin", () => {
    const cheap = { fleet: fleetCostOf(1, 2000, 0.5), mtokPerMonth: 2000, cashUsd: 0 };
    const rival = { fleet, mtokPerMonth: 1000, cashUsd: 600 };
    // Rival's AC 2 less 10 % = 1.8: it burns 200 a month; the attacker earns 0.8 x 2000.
    const war = priceWar(cheap, rival, 0.1);
    expect(war.usdPerMtok).toBeCloseTo(1.8, 12);
    expect(war.rivalBurnUsdPerMonth).toBeCloseTo(200, 9);
    expect(war.rivalSurvivalMonths).toBeCloseTo(3, 9);
    expect(war.attackerUsdPerMonth).toBeCloseTo(1600, 9);
  });
});
