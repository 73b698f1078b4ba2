import type { FleetYears, Saturation } from "./fleetYears.ts";
import type { MarketStake } from "./marketStake.ts";
import type { UncertaintyPlan } from "./monteCarlo.ts";
import type { Assumption } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import type { Terms } from "./terms.ts";

/**
 * One way to supply one demand, resolved from a scenario: what to simulate, what it costs, and how
 * the simulated window becomes years. Everything that `experiment/` needs, as plain values.
 */
export interface Strategy {
  readonly name: string;
  /** Kind of supply in the words of the reports: `consumer`, `renter`, `producer`. */
  readonly role: "consumer" | "renter" | "producer" | "portfolio";
  /**
   * The window, with arrivals at the mean rate of the typical week. A fleet of size "auto" carries
   * `replicas: 1` here until it is sized.
   */
  readonly plan: Plan;
  /**
   * Fixed fleet, or the fewest replicas that hold the promise in the peak hour. Of several pools:
   * those of the first; the others keep the ratio of the plan. An autoscaled fleet is taken as its
   * plan has it.
   */
  readonly replicas: number | "auto";
  readonly terms: Terms;
  readonly horizon: HorizonPlan;
  readonly assumptions: readonly Assumption[];
  /** Words for the model and precision that is served ("Llama-3.1-70B, fp8"). */
  readonly modelLabel: string;
  /** What is done about its uncertain inputs; absent = none is drawn. */
  readonly uncertainty?: UncertaintyPlan;
  /** What people count this work in, beside tokens and requests. */
  readonly unit?: WorkUnit;
  /** The market in which it sells; absent = none. */
  readonly market?: MarketStake;
  /** What of the demand it may serve, and what it asks of itself; absent = all, and nothing. */
  readonly reach?: ReachPlan;
  /** The same fleet on the next generation of chips, which takes over bit by bit; absent = never. */
  readonly refresh?: RefreshPlan;
  /** What takes over after this many months; absent = it stays. */
  readonly next?: { readonly month: number; readonly strategy: Strategy };
  /**
   * The sources that serve the demand together; absent = this strategy is its own only source. With
   * several, `plan` is that of the first source with chips, and `terms` are those of a portfolio.
   */
  readonly portfolio?: Portfolio;
}

/** The first chips serve alone for some months; the change to the next takes some more. */
export interface RefreshPlan {
  readonly afterMonths: number;
  readonly overMonths: number;
  /** As it would serve the whole demand. */
  readonly strategy: Strategy;
}

/** Several sources and how one demand is split over them. */
export interface Portfolio {
  readonly sources: readonly Source[];
  readonly split: SplitPlan;
}

export interface Source {
  readonly name: string;
  /** The source as it would serve the whole demand alone. */
  readonly strategy: Strategy;
  /** Independent copies that share its part of the demand evenly, each sized on its own. */
  readonly copies: number;
  /** Most requests/s that it takes (a broker's offer); absent = any. */
  readonly mostRequestsPerS?: number;
}

export type SplitPlan =
  /** Each source has its share of every hour; in the order of the sources, summing to 1. */
  | { readonly kind: "shares"; readonly shares: readonly number[] }
  /** The base serves what comes below a rate, the burst what is above, hour by hour. */
  | {
      readonly kind: "baseBurst";
      readonly base: string;
      readonly burst: string;
      readonly size: BaseSize;
    }
  /** Each month goes to the cheapest offer, what it cannot take to the next. */
  | {
      readonly kind: "cheapest";
      /** What routing counts beside the price; no money changes hands for them. */
      readonly usdPerKgCarbon: number;
      readonly usdPerWaitedS: number;
    };

/**
 * Up to where the base serves. "auto" = as many whole replicas as cost least, a constant part of the
 * peak as demand grows; a share is of each month's peak hour; a rate stays what it is.
 */
export type BaseSize = "auto" | { readonly peakShare: number } | { readonly requestsPerS: number };

/** Demand that is bound to some deployments, and tokens that watch the others. */
export interface ReachPlan {
  /** Share of the demand that this deployment may serve, 0..1. */
  readonly servedShare: number;
  /** Tokens of evaluation and drift checks over those served. */
  readonly monitoringShare: number;
  /** Part of what it serves that is bound to deployments such as this, 0..1; absent = not asked for. */
  readonly boundShare?: number;
}

/** A unit of work ("video minute", "image") and how much of it a request or a token is. */
export type WorkUnit =
  | { readonly name: string; readonly perRequest: number }
  | { readonly name: string; readonly perOutputToken: number };

/** How a window becomes years: the typical week and its growth. */
export interface HorizonPlan {
  readonly months: number;
  /** Demand growth per month, 0.02 = 2 %. */
  readonly growthPerMonth: number;
  /** Demand levels off instead; absent = it grows at this rate to the end. */
  readonly saturation?: Saturation;
  /** Twelve factors on the demand of months 1, 2, ..., mean 1; absent = no seasons. */
  readonly seasons?: readonly number[];
  /** How the fleet follows demand; absent = what a month needs is there. */
  readonly years?: FleetYears;
  /** Mean requests/s over the typical week in month 1. */
  readonly meanRequestsPerS: number;
  /** Distinct levels of the typical week: rate = mean x factor for this many hours a week. */
  readonly levels: readonly DemandLevel[];
  /** Words for the day curve and its source, or "flat: no day curve". */
  readonly curveLabel: string;
  /** 24 hourly factors of a weekday for drawing, relative to the mean of the whole week. */
  readonly hourlyFactors: readonly number[];
  /** On-demand fleets follow the hour; others are sized on the peak hour and paid for all hours. */
  readonly followsTheHour: boolean;
  /** What it takes to follow the hour; absent = replicas come and go at once. */
  readonly scaling?: ScalingPlan;
  /** The part of the demand that is served here, by month; absent = all of it. */
  readonly bands?: readonly RateBand[];
}

/** What lies between two rates: of 30 requests/s a band of 10 to 25 serves 15. */
export interface RateBand {
  readonly fromRequestsPerS: number;
  readonly toRequestsPerS: number;
}

/** A fleet that follows the hour orders replicas ahead of each rise of demand. */
export interface ScalingPlan {
  /** Time that a new replica is paid for before it serves: boot, engine start, weights; seconds. */
  readonly startS: number;
  /** Rises of demand from one hour of the typical week to the next, and how often a week has each. */
  readonly rises: readonly DemandRise[];
}

export interface DemandRise {
  readonly fromFactor: number;
  readonly toFactor: number;
  readonly perWeek: number;
}

export interface DemandLevel {
  readonly factor: number;
  /** Hours of the 168-hour week at this level. */
  readonly hoursPerWeek: number;
}
