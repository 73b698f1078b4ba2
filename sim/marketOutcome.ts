import type { DemandCurve, MarketFirm, MarketRules } from "./marketPlan.ts";
import type { MarketReason } from "./marketReason.ts";

/** What happened in a market, month by month, and where its suppliers stood. */

/** waiting = outside; building = on the way in; active = sells; gone = bought or closed. */
export type SupplierStanding = "waiting" | "building" | "active" | "gone";

/** Below `avoidable` it stops selling at once, below `average` it goes on and loses money. */
export interface PriceFloor {
  readonly avoidableUsdPerMtok: number;
  /** At the volume it sells. */
  readonly averageUsdPerMtok: number;
  /** At the volume it could sell. */
  readonly fullLoadUsdPerMtok: number;
}

/** One supplier in one month. */
export interface FirmMonth {
  readonly id: string;
  readonly standing: SupplierStanding;
  /** Price of tokens sold by the token; null when it sold none. */
  readonly usdPerMtok: number | null;
  /** Share of all tokens sold by the token, 0..1. */
  readonly share: number;
  /** Sold by the token; made for paying users and for free users of its product. */
  readonly soldMtok: number;
  readonly paidUserMtok: number;
  readonly freeUserMtok: number;
  /** Part of the free use asked for that was served; 1 when none was asked. */
  readonly freeServedShare: number;
  readonly capacityMtokPerMonth: number;
  readonly salesUsd: number;
  readonly subscriptionsUsd: number;
  readonly costUsd: number;
  /** Spent on efficiency out of the profit. */
  readonly reinvestedUsd: number;
  readonly profitUsd: number;
  /** Profit over revenue; null without revenue. */
  readonly marginShare: number | null;
  /** At the end of the month. */
  readonly cashUsd: number;
  /** null while it has no running fleet. */
  readonly floor: PriceFloor | null;
}

export interface MarketMonth {
  /** 0 = the first. */
  readonly month: number;
  /** Mean price by tokens sold; null when nothing was. */
  readonly meanUsdPerMtok: number | null;
  readonly demandMtok: number;
  readonly soldMtok: number;
  /** Wanted at those prices and left without a supplier. */
  readonly unservedMtok: number;
  /** What customers paid: by the token and in subscriptions. */
  readonly paidUsd: number;
  readonly firms: readonly FirmMonth[];
}

export type MarketEventKind =
  | "warBegan"
  | "warEnded"
  | "freeTierCut"
  | "premiumDoubled"
  | "entered"
  | "opened"
  | "bought"
  | "closed";

export interface MarketEvent {
  readonly month: number;
  readonly kind: MarketEventKind;
  readonly firm: string;
  /** One clause with its figures. */
  readonly why: MarketReason;
  /** The buyer of a firm that was bought, and what it paid. */
  readonly buyer?: string;
  readonly priceUsd?: number;
}

/** Standing of one firm at the start against the others, and what its lead was worth. */
export interface FirmSummary {
  readonly id: string;
  readonly floor: PriceFloor;
  /** Months it lives when the cheapest of the others undercuts it; Infinity = as long as it likes. */
  readonly survivalMonths: number;
  /** What that costs (negative) or earns the attacker; null without another. */
  readonly attackerUsdPerMonth: number | null;
  /** Free users that one paying user carries; without a product, (rival's cost - own) / own. */
  readonly freeUsersPerPayingUser: number | null;
  /** 1 - own cost / cheapest other's, at the start and at the end; null without another. */
  readonly firstMoatShare: number | null;
  readonly lastMoatShare: number | null;
  /** First month with half of the first lead; null when it has none or keeps it. */
  readonly moatHalfLifeMonths: number | null;
  /** Cost advantage over the cheapest other on what it made, where positive, discounted, USD. */
  readonly moatNpvUsd: number;
  readonly lastShare: number;
  readonly lastCashUsd: number;
}

export interface MarketPath {
  readonly months: readonly MarketMonth[];
  readonly events: readonly MarketEvent[];
  /** Firms that sell from month 0, in their order. */
  readonly firms: readonly FirmSummary[];
}

/** A seller of the market and what it was read off. */
export interface MarketSeller {
  readonly firm: MarketFirm;
  /** The compared strategy whose cost curve it has, and the factor on it; 1 = the strategy itself. */
  readonly strategy: string;
  readonly costFactor: number;
  /** Smallest fleet within 10 % of its lowest cost: volume, and what it takes to buy it. */
  readonly efficientMtokPerMonth: number;
  readonly efficientCapitalUsd: number;
  /** What it pays in a month for that fleet, USD: rent and all else. */
  readonly efficientUsdPerMonth: number;
}

/** The market of a comparison: who sells, under which rules, and how it went. */
export interface MarketOutcome {
  readonly sellers: readonly MarketSeller[];
  readonly demand: DemandCurve;
  readonly rules: MarketRules;
  readonly path: MarketPath;
  /** Strategies that do not work and therefore do not sell. */
  readonly absent: readonly string[];
}
