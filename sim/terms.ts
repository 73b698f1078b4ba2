import type { ApiContract, LeavingTerms, LockInTerms } from "./contractTerms.ts";
import type { CostCategory } from "./costCategories.ts";
import type { FinanceTerms, RevenueTerms } from "./financeTerms.ts";
import type { ToilTerms } from "./toilTerms.ts";
import type { PriceClock, PricePath, PurchaseTerms } from "./yearTerms.ts";

/**
 * What things cost: plain numbers, one flat record per way of supplying tokens, so that a price is
 * moved by naming its key and re-pricing the same physics. Sources and ranges of each number travel
 * beside it as `Assumption` rows (see `outcome.ts`). All money is USD of year 0.
 */

/** Terms shared by every strategy. */
export interface CommonTerms extends PriceClock {
  /** Months from the start of service to the end of the comparison. */
  readonly horizonMonths: number;
  /** Real discount rate per year, 0.09 = 9 %. */
  readonly discountRatePerYear: number;
  /** Grid carbon intensity where the tokens are made, kg CO2e per kWh. */
  readonly carbonKgPerKwh: number;
  /** Tax, debt, inflation and credit; absent = the bill alone. */
  readonly finance?: FinanceTerms;
  /** What the tokens earn; absent = nothing is sold. */
  readonly revenue?: RevenueTerms;
  /** Costs beside those of supplying tokens; absent = none. */
  readonly extraCosts?: readonly ExtraCost[];
  /** Hours that engineers lose to their tools; absent = not counted. */
  readonly toil?: ToilTerms;
  /** What the supplier can ask at renewal; absent = the market price. */
  readonly lockIn?: LockInTerms;
  /** The supply that follows mid-horizon; absent = none. */
  readonly switchTo?: SwitchTerms;
}

/** What a further cost is counted on. Tokens and requests count when late, too. */
export type CostDriver =
  | "once"
  | "month"
  | "Mtok"
  | "Mtok prompt"
  | "Mtok output"
  | "request"
  | "chip";

/**
 * A cost that is no chip and no token: so many units for each driver, at a price. "chip" and "month"
 * count by the month.
 */
export interface ExtraCost {
  readonly category: CostCategory;
  readonly per: CostDriver;
  /** Units for each driver, and what one is: 0.004 "GB" per Mtok output. */
  readonly quantity: number;
  readonly unit: string;
  readonly usdPerUnit: number;
  /** The same units at the same price, counted on something else, too: a line of their own. */
  readonly also?: readonly {
    readonly per: Exclude<CostDriver, "once">;
    readonly quantity: number;
  }[];
  /** First and last month, default the first and the last; "once" is paid in the first (0 = before). */
  readonly firstMonth?: number;
  readonly lastMonth?: number;
  /** Fall of the price per year from the first month of service; absent = none. */
  readonly declinePerYear?: number;
}

/** Tokens bought from an API. Prices fall by a stated rate per year (0 = flat). */
export interface ApiTerms extends CommonTerms {
  readonly kind: "api";
  readonly inputUsdPerMtok: number;
  readonly cachedUsdPerMtok: number;
  readonly outputUsdPerMtok: number;
  readonly priceDeclinePerYear: number;
  /** In place of one rate of decline. */
  readonly pricePath?: PricePath;
  /** Absent = tokens on demand at the list price. */
  readonly buying?: ApiContract;
  /** Engineers who keep the integration running, full-time equivalents and cost of one. */
  readonly staffFte: number;
  readonly staffUsdPerYear: number;
}

/** Chips rented by the hour; power, space and repair are in the rent. */
export interface RentTerms extends CommonTerms {
  readonly kind: "rent";
  readonly contract: RentContract;
  readonly rentUsdPerChipHour: number;
  /** On-demand fleets follow the hour; reserved fleets are paid around the clock. */
  readonly rentDeclinePerYear: number;
  /** In place of one rate of decline. */
  readonly rentPath?: PricePath;
  /** Share of the rent for network, storage and support, 0..1. */
  readonly extrasShare: number;
  readonly staffFte: number;
  readonly staffUsdPerYear: number;
  /** Energy is inside the rent; these give the carbon label only. */
  readonly pue: number;
  /** Rent of each pool's chips over that of the first pool's; absent = one price for all. */
  readonly poolPriceFactors?: readonly number[];
}

/** `spot` and `managed` are paid by the hour like `onDemand`; a capacity block by the month. */
export type RentContract =
  | "onDemand"
  | "reserved1y"
  | "reserved3y"
  | "spot"
  | "managed"
  | "capacityBlock";

/** Chips owned: bought, housed, powered, repaired, written off and sold. */
export interface OwnTerms extends CommonTerms, PurchaseTerms {
  readonly kind: "own";
  readonly site: "colocation" | "ownFacility";
  /** Server with its chips, per chip. */
  readonly serverUsdPerChip: number;
  /** Price of each pool's chips over that of the first pool's; absent = one price for all. */
  readonly poolPriceFactors?: readonly number[];
  /** Chips are bought in whole servers of this many; absent = by the chip. */
  readonly chipsPerServer?: number;
  /** Fall of the price of new servers per year, for those bought later; absent = none. */
  readonly serverPriceDeclinePerYear?: number;
  /** Network and storage on top, as a share of the server price, 0..1. */
  readonly networkShare: number;
  /** Shell, power and cooling of an own facility per watt of critical IT load; unused in colocation. */
  readonly facilityUsdPerWatt: number;
  readonly facilityLifeYears: number;
  /** Colocation rent per kW of contracted IT power and month, power apart; unused in an own facility. */
  readonly colocationUsdPerKwMonth: number;
  readonly electricityUsdPerKwh: number;
  readonly pue: number;
  readonly serverLifeYears: number;
  /** Share of the server price recovered when it is sold after n years: resale x (1 - rate)^n. */
  readonly residualShare: number;
  readonly residualDeclinePerYear: number;
  /** Repair and support contracts per year as a share of the server price, 0..1. */
  readonly maintenanceSharePerYear: number;
  readonly staffFte: number;
  /** Additional operators per MW of IT power. */
  readonly staffFtePerMw: number;
  readonly staffUsdPerYear: number;
}

/** What one source of tokens costs. */
export type SourceTerms = ApiTerms | RentTerms | OwnTerms;

/** What an intermediary keeps, and what its own success does to the prices it lives on. */
export interface BrokerTerms {
  /** Share of the saving against the incumbent that the broker keeps, 0..1. */
  readonly takeShare: number;
  /** The source that would serve everything without a broker. */
  readonly incumbent: string;
  /**
   * How far the prices of the offers have met the incumbent's when all of the market is brokered,
   * 0..1: the spread is what it is without brokers times 1 - factor x share.
   */
  readonly closingFactor: number;
  /** Share of the market that brokers route in the first and in the last month, 0..1. */
  readonly brokeredShare: number;
  readonly brokeredShareAtEnd: number;
}

/**
 * Several sources that serve one demand. Discount rate, horizon, finance and revenue are those of
 * the whole; what the terms of a source say about them is not read, but for rent paid ahead.
 */
export interface PortfolioTerms extends CommonTerms {
  readonly kind: "portfolio";
  readonly sources: Readonly<Record<string, SourceTerms>>;
  readonly broker?: BrokerTerms;
}

export type Terms = SourceTerms | PortfolioTerms;

/** After this many months the tokens come from another supply. */
export interface SwitchTerms {
  readonly month: number;
  readonly to: Terms;
  readonly leaving: LeavingTerms;
}
