import type { ApiTerms, OwnTerms, RentTerms } from "../../../sim/terms.ts";

/** Round numbers for tests of money; no catalogue figure. */

const common = { horizonMonths: 36, discountRatePerYear: 0.1, carbonKgPerKwh: 0.4 };
const staff = { staffFte: 1, staffUsdPerYear: 240_000 };

export const API: ApiTerms = {
  ...common,
  ...staff,
  kind: "api",
  inputUsdPerMtok: 1,
  cachedUsdPerMtok: 0.1,
  outputUsdPerMtok: 4,
  priceDeclinePerYear: 0,
};

export const RENT: RentTerms = {
  ...common,
  ...staff,
  kind: "rent",
  contract: "onDemand",
  rentUsdPerChipHour: 3,
  rentDeclinePerYear: 0,
  extrasShare: 0.1,
  pue: 1.25,
};

export const OWN: OwnTerms = {
  ...common,
  ...staff,
  kind: "own",
  site: "colocation",
  serverUsdPerChip: 40_000,
  networkShare: 0.1,
  facilityUsdPerWatt: 12,
  facilityLifeYears: 15,
  colocationUsdPerKwMonth: 150,
  electricityUsdPerKwh: 0.08,
  pue: 1.25,
  serverLifeYears: 5,
  residualShare: 0.8,
  residualDeclinePerYear: 0.3,
  maintenanceSharePerYear: 0.06,
  staffFtePerMw: 2,
};
