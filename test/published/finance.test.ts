import { describe, it } from "vitest";
import {
  breakEvenUtilisation,
  ownVersusRentUtilisation,
  reservedVersusOnDemandUtilisation,
} from "../../sim/money/breakEven.ts";
import { usdPerMtokAtPace, usdPerUsefulHour } from "../../sim/money/chipHourCost.ts";
import { annuityUsdPerYear, npvUsd } from "../../sim/money/finance.ts";
import { levelisedUsdPerYear, ownUsdPerChipHour } from "../../sim/money/levelised.ts";
import { irrPerPeriod, paybackYears } from "../../sim/money/rateOfReturn.ts";
import { price } from "../../sim/price.ts";
import type { OwnTerms } from "../../sim/terms.ts";
import { HOURS_PER_MONTH } from "../../sim/units.ts";
import { flatMonths } from "../sim/money/months.ts";
import { expectWithin } from "./within.ts";

describe("published finance", () => {
  it("E06: a 1 GW site costs 12, 8.5 and 7 billion USD a year at IT lives of 3, 5 and 7 years", () => {
    // Epoch AI (2026); the split 25.5 / 12.5 and the 7 % were solved back from its totals.
    for (const [lifeYears, publishedUsd] of [
      [3, 12.05e9],
      [5, 8.55e9],
      [7, 7.06e9],
    ] as const) {
      const it = { usd: 25.5e9, residualUsd: 0, lifeYears };
      const facility = { usd: 12.5e9, residualUsd: 0, lifeYears: 14 };
      expectWithin(levelisedUsdPerYear([it, facility], 0.9e9, 0.07), publishedUsd, 0.01);
    }
    // 5 billion USD a year for servers are 20.5 billion of capital.
    expectWithin(annuityUsdPerYear(20.5e9, 0.07, 5), 5e9, 0.01);
  });

  it("E16: reserved at 2.35 beats on demand at 2.95 USD/h above 79.7 % utilisation", () => {
    expectWithin(reservedVersusOnDemandUtilisation(2.35, 2.95), 0.79661, 1e-4);
  });

  it("E30: -1000 then four times 400 is worth 267.946 at 10 %, returns 21.86 %, pays back in 2.5", () => {
    const cash = [-1000, 400, 400, 400, 400];
    expectWithin(npvUsd(cash, 0.1), 267.946, 1e-4);
    expectWithin(irrPerPeriod(cash) ?? Number.NaN, 0.218623, 1e-4);
    expectWithin(paybackYears(cash) ?? Number.NaN, 2.5, 1e-4);
    expectWithin(annuityUsdPerYear(1000, 0.1, 4), 315.471, 1e-4);
  });

  // A server of eight H100 in colocation: a regression of the formulas, not a published price.
  const server = {
    serverUsd: 310_000,
    chips: 8,
    networkUsdPerChip: 4250,
    lifeYears: 5,
    ratePerYear: 0.1,
    residualShare: 0.125,
    contractedKw: 10.2,
    loadShare: 0.8,
    pue: 1.3,
    electricityUsdPerKwh: 0.08,
    colocationUsdPerKwMonth: 130,
    maintenanceSharePerYear: 0.05,
    staffUsdPerYear: 2800,
  };

  it("E31: an owned H100 costs 1.80 USD an hour: 0.25 USD per Mtok when full, 5.00 at 5 %", () => {
    const usdPerHour = ownUsdPerChipHour(server);
    expectWithin(usdPerHour, 1.79859, 1e-3);
    for (const [usedShare, expected] of [
      [1, 0.2498],
      [0.8, 0.3123],
      [0.5, 0.4996],
      [0.05, 4.996],
    ] as const) {
      expectWithin(usdPerMtokAtPace(usdPerUsefulHour(usdPerHour, usedShare), 2000), expected, 1e-3);
    }
    expectWithin(ownVersusRentUtilisation(usdPerHour, 2.35), 0.76537, 1e-3);
    expectWithin(breakEvenUtilisation(0.2498, 0.4996), 0.5, 1e-9);
  });

  const usedShare = 0.5;
  const fiveYears = flatMonths(60, {
    chips: 8,
    itKwh: 10.2 * 0.8 * HOURS_PER_MONTH,
    peakItWatts: 10_200,
    outputTokens: 8 * 2000 * usedShare * HOURS_PER_MONTH * 3600,
  });
  const terms: OwnTerms = {
    kind: "own",
    horizonMonths: 60,
    discountRatePerYear: 0,
    carbonKgPerKwh: 0,
    site: "colocation",
    serverUsdPerChip: 310_000 / 8,
    networkShare: (8 * 4250) / 310_000,
    facilityUsdPerWatt: 0,
    facilityLifeYears: 14,
    colocationUsdPerKwMonth: 130,
    electricityUsdPerKwh: 0.08,
    pue: 1.3,
    serverLifeYears: 5,
    residualShare: 0.125,
    residualDeclinePerYear: 0,
    maintenanceSharePerYear: 0.05,
    staffFte: 1,
    staffFtePerMw: 0,
    staffUsdPerYear: 2800,
  };

  it("E31: the monthly ledger gives the same cost exactly without interest", () => {
    const usdPerHour = ownUsdPerChipHour({ ...server, ratePerYear: 0 });
    const usdPerMtok = usdPerMtokAtPace(usdPerUsefulHour(usdPerHour, usedShare), 2000);
    expectWithin(price(fiveYears, terms).lcotUsdPerMtok, usdPerMtok, 1e-12);
  });

  it("E31: at 10 % its capital part is lower by the interest that months save against years", () => {
    // Twelve payments at month ends repay a capital at 12 x ((1+r)^(1/12) - 1) / r of one at year end.
    const monthsOverYear = (12 * (1.1 ** (1 / 12) - 1)) / 0.1;
    const noOpex = { colocationUsdPerKwMonth: 0, electricityUsdPerKwh: 0, staffUsdPerYear: 0 };
    const capital = { ...server, ...noOpex, maintenanceSharePerYear: 0 };
    const capitalUsdPerHour = ownUsdPerChipHour(capital);
    const opexUsdPerHour = ownUsdPerChipHour(server) - capitalUsdPerHour;
    const usdPerHour = capitalUsdPerHour * monthsOverYear + opexUsdPerHour;
    const expected = usdPerMtokAtPace(usdPerUsefulHour(usdPerHour, usedShare), 2000);
    const { lcotUsdPerMtok } = price(fiveYears, { ...terms, discountRatePerYear: 0.1 });
    expectWithin(lcotUsdPerMtok, expected, 1e-12);
    expectWithin(lcotUsdPerMtok, 0.4996 * 0.9711, 1e-3);
  });
});
