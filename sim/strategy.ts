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
  readonly role: "consumer" | "renter" | "producer";
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
  /** What people count this work in, beside tokens and requests. */
  readonly unit?: WorkUnit;
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
