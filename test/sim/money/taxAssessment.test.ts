import { describe, expect, it } from "vitest";
import { assess, assetTax, taxYear } from "../../../sim/money/taxAssessment.ts";

const straight = { taxDepreciation: "straightLine" as const, bonusShare: 0, facilityTaxYears: 39 };
const server = { category: "servers" as const, boughtMonth: 6, lifeMonths: 48, soldMonth: 36 };

describe("tax", () => {
  it("counts what came before service in the first year", () => {
    expect([0, 1, 12, 13].map(taxYear)).toEqual([1, 1, 1, 2]);
  });

  it("writes off by the month and sets the rest against the sale", () => {
    // 48 months from month 7: 6 in year 1, 12 in each of two, 18 left when it is sold for 100.
    const { depreciationUsd, gainUsd } = assetTax(server, 4800, 100, straight, 3);
    expect(depreciationUsd).toEqual([600, 1200, 1200]);
    expect(gainUsd).toEqual([0, 0, 100 - 1800]);
  });

  it("starts MACRS in the year of service and drops it after the sale", () => {
    const macrs = { ...straight, taxDepreciation: "macrs5" as const };
    const late = { ...server, boughtMonth: 12 };
    const { depreciationUsd, gainUsd } = assetTax(late, 1000, 0, macrs, 4);
    expect(depreciationUsd.map(Math.round)).toEqual([0, 200, 320, 0]);
    expect(gainUsd.map(Math.round)).toEqual([0, 0, -480, 0]);
  });

  it("writes a facility off straight line whatever the servers do", () => {
    const hall = { category: "facility" as const, boughtMonth: 0, lifeMonths: 180, soldMonth: 12 };
    const bonus = { taxDepreciation: "bonus" as const, bonusShare: 1, facilityTaxYears: 39 };
    expect(assetTax(hall, 3900, 3800, bonus, 1)).toEqual({
      depreciationUsd: [100],
      gainUsd: [0],
    });
  });

  it("uses losses at once or carries them until a profit meets them", () => {
    expect(assess([-100, 40, 90], 0.5, "otherIncome").taxUsd).toEqual([-50, 20, 45]);
    expect(assess([-100, 40, 90], 0.5, "carryForward").taxableUsd).toEqual([0, 0, 30]);
  });

  it("lets old losses take a share of a year's profit only, where the law says so", () => {
    // 80 % of 40 and of 90 are 32 and 72, of the 100 lost 68 are left for the second; 22 is taxed.
    const capped = assess([-100, 40, 90], 0.5, "carryForward", 0.8);
    expect(capped.taxableUsd).toEqual([0, 8, 22]);
    expect(assess([-100, 40, 90], 0.5, "carryForward", 1)).toEqual(
      assess([-100, 40, 90], 0.5, "carryForward"),
    );
    expect(assess([-100, 40, 90], 0.5, "carryForward", 0).taxableUsd).toEqual([0, 40, 90]);
    expect(assess([-100, 40], 0.5, "otherIncome", 0.8).taxUsd).toEqual([-50, 20]);
  });
});
