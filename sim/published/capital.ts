import { ownVersusRentUtilisation, reservedVersusOnDemandUtilisation } from "../money/breakEven.ts";
import { instanceRentUsd, usdPerMtokAtPace, usdPerUsefulHour } from "../money/chipHourCost.ts";
import { annuityUsdPerYear, npvUsd } from "../money/finance.ts";
import { levelisedUsdPerYear, ownUsdPerChipHour } from "../money/levelised.ts";
import { changeShare } from "../money/priceIndex.ts";
import { irrPerPeriod, paybackYears } from "../money/rateOfReturn.ts";
import type { PublishedCase } from "../validation.ts";
import { computed } from "./figure.ts";
import { TEXTS } from "./sources.ts";

/** Epoch's site: servers of some life, and a facility of 14 years; billions of USD. */
function site(serverLifeYears: number) {
  const servers = { usd: 25.5, residualUsd: 0, lifeYears: serverLifeYears };
  return [servers, { usd: 12.5, residualUsd: 0, lifeYears: 14 }];
}

const CASH_USD = [-1000, 400, 400, 400, 400];

/** Eight H100 in colocation. */
const SERVER = {
  ...{ serverUsd: 310_000, chips: 8, networkUsdPerChip: 4250, lifeYears: 5, ratePerYear: 0.1 },
  ...{ residualShare: 0.125, contractedKw: 10.2, loadShare: 0.8, pue: 1.3 },
  ...{ electricityUsdPerKwh: 0.08, colocationUsdPerKwMonth: 130 },
  ...{ maintenanceSharePerYear: 0.05, staffUsdPerYear: 2800 },
};
const ownedUsdPerHour = ownUsdPerChipHour(SERVER);
const H100_TOKENS_PER_S = 2000;

/** Capital, contracts and the hours that pay for them. */
export const CAPITAL_CASES: readonly PublishedCase[] = [
  {
    id: "E06-epoch-1GW",
    what: "a year of a 1 GW site, by life of its servers",
    given: "25.5e9 USD of servers, 12.5e9 of facility over 14 years, 0.9e9 a year to run, 7 %",
    source: TEXTS.epoch,
    note: "printed: 12, 8.5 and 7 (billion); the split of the 38 and the 7 % are solved back here",
    figures: [
      computed(
        ["servers last 3 years", "billion USD/year", 12.05, 0.01, "recomputed"],
        levelisedUsdPerYear,
        [site(3), 0.9, 0.07],
      ),
      computed(
        ["servers last 5 years", "billion USD/year", 8.55, 0.01, "recomputed"],
        levelisedUsdPerYear,
        [site(5), 0.9, 0.07],
      ),
      computed(
        ["servers last 7 years", "billion USD/year", 7.06, 0.01, "recomputed"],
        levelisedUsdPerYear,
        [site(7), 0.9, 0.07],
      ),
      computed(
        ["20.5e9 of servers, 5 years", "billion USD/year", 5, 0.01, "printed"],
        annuityUsdPerYear,
        [20.5, 0.07, 5],
      ),
    ],
  },
  {
    id: "E16-reserved",
    what: "use of its hours above which a reserved chip beats one on demand",
    given: "2.35 against 2.95 USD/h (H100, 1 year); TPU v6e 2.70 on demand, 1.89 and 1.22 reserved",
    source: TEXTS.rents,
    note: "the TPU's reserved rents are from general knowledge",
    figures: [
      computed(
        ["H100, 1 year", "share", 0.79661, 1e-4, "recomputed"],
        reservedVersusOnDemandUtilisation,
        [2.35, 2.95],
      ),
      computed(
        ["TPU v6e, 1 year", "share", 0.7, 1e-4, "recomputed"],
        reservedVersusOnDemandUtilisation,
        [1.89, 2.7],
      ),
      computed(
        ["TPU v6e, 3 years", "share", 0.4519, 2e-4, "recomputed"],
        reservedVersusOnDemandUtilisation,
        [1.22, 2.7],
      ),
    ],
  },
  {
    id: "E18-lenovo-llama",
    what: "rent of the chip-hours behind Llama 3.1",
    given: "39.3e6 chip-hours on instances of 8 at 98.32 USD/h",
    source: TEXTS.lenovo,
    note: "printed: over 483 million USD",
    figures: [
      computed(
        ["rent", "USD", 482_997_000, 1e-3, "recomputed"],
        instanceRentUsd,
        [39.3e6, 8, 98.32],
      ),
    ],
  },
  {
    id: "E30-finance",
    what: "what an investment is worth",
    given: "1,000 paid today, 400 at the end of each of four years, 10 %",
    source: TEXTS.finance,
    note: "",
    figures: [
      computed(["NPV", "USD", 267.946, 1e-4, "theory"], npvUsd, [CASH_USD, 0.1]),
      computed(["IRR", "share", 0.218623, 1e-4, "theory"], irrPerPeriod, [CASH_USD]),
      computed(["payback", "years", 2.5, 1e-4, "theory"], paybackYears, [CASH_USD]),
      computed(
        ["annuity of 1,000", "USD/year", 315.471, 1e-4, "theory"],
        annuityUsdPerYear,
        [1000, 0.1, 4],
      ),
    ],
  },
  {
    id: "E31-lcot",
    what: "an owned H100 in colocation, and a million tokens from it",
    given:
      "310,000 USD per server of 8, 4,250 of network per chip, 5 years, 10 %, resale 12.5 %, " +
      "10.2 kW at 80 % load, PUE 1.3, 0.08 USD/kWh, 130 USD/kW-month, maintenance 5 %, staff 2,800 " +
      "USD a year, 2,000 tokens/s per chip",
    source: TEXTS.here,
    note: "published by nobody: holds our own arithmetic in place",
    figures: [
      computed(["chip-hour", "USD/chip-h", 1.79859, 1e-3, "defined here"], ownUsdPerChipHour, [
        SERVER,
      ]),
      mtokAtUse("always busy", 1, 0.2498),
      mtokAtUse("busy 80 % of the time", 0.8, 0.3123),
      mtokAtUse("busy 50 % of the time", 0.5, 0.4996),
      mtokAtUse("busy 5 % of the time", 0.05, 4.996),
      computed(
        ["use that beats rent at 2.35", "share", 0.76537, 1e-3, "defined here"],
        ownVersusRentUtilisation,
        [ownedUsdPerHour, 2.35],
      ),
    ],
  },
  {
    id: "E35-h100-index",
    what: "rebound of the H100's one-year rent",
    given: "1.70 USD/h, then 2.35",
    source: TEXTS.semi,
    note: "printed: +38 %",
    figures: [computed(["change", "share", 0.3824, 2e-3, "recomputed"], changeShare, [1.7, 2.35])],
  },
];

function mtokAtUse(figure: string, usedShare: number, published: number) {
  return computed([figure, "USD/Mtok", published, 1e-3, "defined here"], usdPerMtokAtPace, [
    usdPerUsefulHour(ownedUsdPerHour, usedShare),
    H100_TOKENS_PER_S,
  ]);
}
