/**
 * How a fleet follows demand over the years: plain values. Absent parts = what a month needs is
 * there in that month, on power that is there, with the chips and the software of the first day.
 */
export interface FleetYears {
  readonly purchase?: PurchasePlan;
  /** Power at the site by month; absent = as much as is drawn. */
  readonly power?: readonly PowerStep[];
  readonly software?: SoftwareGain;
}

/** Servers come some time after they are ordered. */
export interface PurchasePlan {
  /** Whole months from order to service; begun ones count. */
  readonly leadMonths: number;
  /**
   * The first fleet stands when service starts and covers what can be delivered to it until the
   * first reorder ("inService"), or is ordered then, and nothing is served until it comes ("ordered").
   */
  readonly first: "inService" | "ordered";
  /** Growth that orders are placed on, per month; absent = what comes is known. */
  readonly expectedGrowthPerMonth?: number;
  /** Servers are not bought before there is power for them. */
  readonly waitsForPower?: boolean;
}

/** Most IT power from a month on, until the next step; none before the first. */
export interface PowerStep {
  readonly fromMonth: number;
  readonly itWatts: number;
}

/** The same chips serve more tokens a second each year; the gain fades. */
export interface SoftwareGain {
  readonly gainPerYear: number;
  readonly fadeAfterYears: number;
}

/** Demand that levels off: at half its limit, a multiple of the first month's, at the midpoint. */
export interface Saturation {
  readonly limit: number;
  readonly midpointMonths: number;
}

/** What stands in a month of a fleet that does not follow demand at once. */
export interface FleetMonth {
  /** Chips that the month's demand asks for, those in service, and those without power. */
  readonly wantedChips: number;
  readonly darkChips: number;
  /** Requests of the month that no chip was there for. */
  readonly turnedAway: number;
  /** Most IT power of the month, watts; null = no limit. */
  readonly powerLimitWatts: number | null;
  /** Chips by generation, oldest first. */
  readonly generationChips: readonly number[];
  /** Tokens per chip-second over those of the first month. */
  readonly softwareFactor: number;
}
