import { describe, expect, it } from "vitest";
import {
  bonusSchedule,
  FACILITY_TAX_YEARS,
  macrs5Schedule,
  straightLineSchedule,
} from "../../../sim/money/depreciation.ts";

const total = (usd: readonly number[]): number => usd.reduce((sum, part) => sum + part, 0);

describe("depreciation", () => {
  it("writes a computer off at 20, 32, 19.2, 11.52, 11.52 and 5.76 % for tax", () => {
    expect(macrs5Schedule(10_000).map(Math.round)).toEqual([2000, 3200, 1920, 1152, 1152, 576]);
    expect(total(macrs5Schedule(10_000))).toBeCloseTo(10_000, 9);
  });

  it("takes a bonus first and MACRS on the rest", () => {
    // 40 % at once, then 20 % of the other 600.
    expect(bonusSchedule(1000, 0.4)[0]).toBeCloseTo(520, 12);
    expect(bonusSchedule(1000, 0.4)[1]).toBeCloseTo(192, 12);
    expect(bonusSchedule(1000, 1)).toEqual([1000, 0, 0, 0, 0, 0]);
    expect(total(bonusSchedule(1000, 0.4))).toBeCloseTo(1000, 9);
  });

  it("spreads a straight line over whole and broken lives", () => {
    expect(straightLineSchedule(900, 3)).toEqual([300, 300, 300]);
    const broken = straightLineSchedule(1000, 2.5);
    expect(broken).toHaveLength(3);
    expect(broken[2]).toBeCloseTo(200, 12);
    expect(straightLineSchedule(3900, FACILITY_TAX_YEARS.building)[38]).toBeCloseTo(100, 12);
    expect(straightLineSchedule(1500, FACILITY_TAX_YEARS.plant)).toHaveLength(15);
  });

  it("refuses lives and bonuses without meaning", () => {
    expect(() => straightLineSchedule(1, 0)).toThrow("life of 0 years; expected above 0");
    expect(() => bonusSchedule(1, 1.5)).toThrow("bonus share of 1.5; expected 0 to 1");
  });
});
