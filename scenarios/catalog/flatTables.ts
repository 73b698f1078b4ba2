import { API_TERMS, MEDIA_PRICES } from "./apiTerms.ts";
import {
  CARBON_USD_PER_TONNE,
  EMBODIED_CARBON,
  GENERATION_KG_PER_KWH,
  MARKET_CARBON_KG_PER_KWH,
} from "./carbonFacts.ts";
import { CONTRACTS } from "./contractFacts.ts";
import {
  CARBON_KG_PER_KWH,
  COLOCATION_USD_PER_KW_MONTH,
  ELECTRICITY_USD_PER_KWH,
  FACILITY_USD_PER_WATT,
  LEAD_TIME_MONTHS,
  PUE,
} from "./facility.ts";
import { FAILURES } from "./failures.ts";
import type { FlatTableName } from "./fields.ts";
import { DISCOUNT_RATE_PER_YEAR, FINANCE, STAFF } from "./finance.ts";
import {
  COLLATERAL,
  DEBT_RATE_PER_YEAR,
  DISCLOSURES,
  LIFE_YEARS,
  MACRS_SHARE,
  TAX_RATE,
} from "./firmFacts.ts";
import { MARKET, RENT_HISTORY_USD_PER_HOUR } from "./marketFacts.ts";
import { MARKET_RULES } from "./marketRules.ts";
import { ENERGY_PJ_PER_BIT, NETWORK } from "./networkFacts.ts";
import { QUALITY_LOSS_SHARE } from "./quality.ts";
import { LARGEST_RUNS } from "./reliability.ts";
import { CLUSTER_FAULTS } from "./reliabilityFleets.ts";
import { LAB_FLEETS } from "./reliabilityLabs.ts";
import { PART_FAILURES } from "./reliabilityParts.ts";
import { SWITCHING, TOIL } from "./riskFacts.ts";
import type { Rows } from "./row.ts";
import { API_SERVICE } from "./service.ts";
import { SERVING } from "./serving.ts";
import { SITE } from "./siteFacts.ts";
import { DEMAND_CHARGE_USD_PER_KW_MONTH, WATER_L_PER_KWH } from "./siteTariffs.ts";
import { TRAINING_RUNS } from "./trainingRuns.ts";

/** Tables whose entries are single rows: a region, a kind of site, a named quantity. */
export type FlatTables = Readonly<Record<FlatTableName, Rows>>;

export const FLAT_TABLES: FlatTables = {
  pue: PUE,
  facilityUsdPerWatt: FACILITY_USD_PER_WATT,
  colocationUsdPerKwMonth: COLOCATION_USD_PER_KW_MONTH,
  electricityUsdPerKwh: ELECTRICITY_USD_PER_KWH,
  carbonKgPerKwh: CARBON_KG_PER_KWH,
  leadTimeMonths: LEAD_TIME_MONTHS,
  discountRatePerYear: DISCOUNT_RATE_PER_YEAR,
  finance: FINANCE,
  staff: STAFF,
  failures: FAILURES,
  apiService: API_SERVICE,
  serving: SERVING,
  site: SITE,
  demandChargeUsdPerKwMonth: DEMAND_CHARGE_USD_PER_KW_MONTH,
  waterLPerKwh: WATER_L_PER_KWH,
  carbonUsdPerTonne: CARBON_USD_PER_TONNE,
  generationKgPerKwh: GENERATION_KG_PER_KWH,
  marketCarbonKgPerKwh: MARKET_CARBON_KG_PER_KWH,
  embodiedCarbon: EMBODIED_CARBON,
  network: NETWORK,
  energyPjPerBit: ENERGY_PJ_PER_BIT,
  qualityLossShare: QUALITY_LOSS_SHARE,
  lifeYears: LIFE_YEARS,
  macrsShare: MACRS_SHARE,
  debtRatePerYear: DEBT_RATE_PER_YEAR,
  taxRate: TAX_RATE,
  collateral: COLLATERAL,
  disclosures: DISCLOSURES,
  trainingRuns: TRAINING_RUNS,
  market: { ...MARKET, ...MARKET_RULES },
  rentHistoryUsdPerHour: RENT_HISTORY_USD_PER_HOUR,
  switching: SWITCHING,
  contracts: CONTRACTS,
  toil: TOIL,
  apiTerms: API_TERMS,
  mediaPrices: MEDIA_PRICES,
  fleetFailures: { ...LARGEST_RUNS, ...LAB_FLEETS },
  clusterFaults: CLUSTER_FAULTS,
  partFailures: PART_FAILURES,
};
