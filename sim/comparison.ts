import type { ComputeReturn } from "./computeReturn.ts";
import type { LockInWorth } from "./lockInWorth.ts";
import type { MarketOutcome } from "./marketOutcome.ts";
import type { MetricEstimate, MetricName } from "./metrics.ts";
import type { MonteCarlo } from "./monteCarlo.ts";
import type { Assumption, Grade, Outcome } from "./outcome.ts";
import type { MonthPhysical, Physical } from "./physical.ts";
import type { Strategy } from "./strategy.ts";
import type { TrustWorth } from "./trustWorth.ts";
import type { Waterfall } from "./waterfall.ts";

/** What a comparison of strategies found: everything the table, the report and the CSV show. */
export interface Comparison {
  readonly decision: Decision;
  readonly results: readonly StrategyResult[];
  readonly verdict: Verdict;
  /** Every strategy against the winner (or the first), paired over replications. */
  readonly pairs: readonly PairedDifference[];
  /** Cost against demand volume, for the break-even chart; null with fewer than two strategies. */
  readonly breakEven: BreakEven | null;
  /** One-at-a-time moves of every priced input with a range, sorted by swing. */
  readonly tornado: readonly TornadoBar[];
  readonly replications: number;
  readonly level: number;
  /** What the ranges of the inputs do; absent = no samples were asked for. */
  readonly monteCarlo?: MonteCarlo;
  /** How the strategies fare as sellers of one market; absent = none states one. */
  readonly market?: MarketOutcome;
  /** What compute brings, for each strategy that sells; absent = none does. */
  readonly computeReturns?: readonly ComputeReturn[];
  /** What trust is worth to each strategy; absent = none of them counts it. */
  readonly trust?: readonly TrustWorth[];
  /** What suppliers hold over each strategy, and what the right to leave is worth; absent = nothing. */
  readonly lockIn?: readonly LockInWorth[];
  /** From compute purchased to useful work, for each strategy; absent = not asked for. */
  readonly waterfalls?: readonly Waterfall[];
}

/** The cost that ranks strategies, words the verdict and draws break-even and sensitivity. */
export interface Decision {
  readonly metric: "lcot_usd_per_mtok" | "lcot_after_tax_usd_per_mtok" | "usd_per_unit";
  /** `levelised cost per 1M tokens`, `cost per image`. */
  readonly label: string;
  /** What it is counted on, after "USD per": `1M tokens`, `image`. */
  readonly unit: string;
}

export interface StrategyResult {
  readonly strategy: Strategy;
  readonly state: "ok" | "infeasible" | "unstable";
  /** Why it is infeasible or unstable, in one sentence with figures; null when ok. */
  readonly reason: string | null;
  readonly sizing: Sizing | null;
  /** The peak hour, one physical per replication: latencies, time series, incidents. */
  readonly peak: readonly Physical[];
  /** Null without one: an autoscaled fleet is simulated as it is. */
  readonly map: OperatingMap | null;
  /** Months per replication, and their price. */
  readonly months: readonly (readonly MonthPhysical[])[];
  readonly outcomes: readonly Outcome[];
  readonly metrics: Readonly<Record<MetricName, MetricEstimate>>;
}

/** How the fleet size was found. Of several pools, replicas are units: sets at their ratio. */
export interface Sizing {
  readonly replicas: number;
  /** Of them, kept for those under repair; absent = 0. */
  readonly spares?: number;
  readonly chips: number;
  /** What each pool has in all, where there are several. */
  readonly pools?: readonly { readonly replicas: number; readonly chips: number }[];
  readonly peakRequestsPerS: number;
  /** Of several sources each by itself: one of its copies; null for an API. */
  readonly sources?: readonly {
    readonly name: string;
    readonly copies: number;
    readonly sizing: Sizing | null;
  }[];
  readonly how: "fixed" | "sized";
  /** Every fleet size that was tried: late share's upper bound against what the promise allows. */
  readonly candidates: readonly {
    readonly replicas: number;
    readonly onTimeShare: number;
    readonly onTimeShareLower: number;
    readonly holds: boolean;
  }[];
}

/** Outcomes per replica at simulated loads, read by interpolation. */
export interface OperatingMap {
  /** Replicas (units of several pools) of the simulated pod; loads below are those of one. */
  readonly podReplicas: number;
  readonly points: readonly MapPoint[];
  /** Largest relative interpolation error found at the check points. */
  readonly worstError: number;
  readonly tolerance: number;
}

export interface MapPoint {
  /** Requests/s offered to each replica that is up. */
  readonly requestsPerSPerReplica: number;
  readonly runs: readonly Physical[];
}

export type VerdictKind =
  | "winner"
  | "tie"
  | "undecided"
  | "point"
  | "infeasible"
  | "unstable"
  | "none";

export interface Verdict {
  readonly kind: VerdictKind;
  readonly winner: string | null;
  readonly runnerUp: string | null;
  readonly metric: MetricName;
  /** The lower of the noise and the input word; null where none applies. */
  readonly confidence: "high" | "moderate" | "low" | null;
  /** Replications that agree with the sign of the mean, of how many. */
  readonly agree: readonly [number, number] | null;
  /** Month from which the winner's cumulative cost stays below the runner-up's; null = never. */
  readonly fromMonth: number | null;
  readonly sentence: string;
  /** "flips if ..." sentences, nearest first. */
  readonly flips: readonly string[];
  readonly lowestGrade: Grade | null;
  /** Replications that would decide an undecided comparison. */
  readonly replicationsNeeded: number | null;
}

export interface PairedDifference {
  readonly base: string;
  readonly other: string;
  readonly metric: MetricName;
  readonly mean: number;
  /** Null when nothing random was left. */
  readonly halfWidth: number | null;
  readonly n: number;
}

/** Levelised cost of each strategy at multiples of today's demand, in the decision's unit. */
export interface BreakEven {
  /** Mean requests/s at each point, ascending. */
  readonly requestsPerS: readonly number[];
  readonly tokensPerDay: readonly number[];
  readonly curves: readonly {
    readonly name: string;
    readonly usdPerMtok: readonly (readonly [mean: number, low: number, high: number])[];
    readonly replicas: readonly number[];
  }[];
  readonly todayRequestsPerS: number;
  /** Where two strategies cross: requests/s interval over replications. */
  readonly crossings: readonly {
    readonly from: string;
    readonly to: string;
    readonly requestsPerS: number;
    readonly low: number;
    readonly high: number;
  }[];
}

/** The decision metric's difference, in its unit, with one input moved to its low and its high. */
export interface TornadoBar {
  readonly strategy: string;
  readonly assumption: Assumption;
  readonly atLowUsdPerMtok: number;
  readonly atHighUsdPerMtok: number;
  /** The mean difference that these moves start from. */
  readonly baseUsdPerMtok: number;
  readonly swing: number;
  /** The sign of the difference changes inside the range. */
  readonly flips: boolean;
  /** Value of the input at which the difference is zero; null when outside any sensible range. */
  readonly breakEvenValue: number | null;
}
