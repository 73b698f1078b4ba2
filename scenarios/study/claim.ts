import type { StrategyResult } from "../../sim/comparison.ts";
import type { MarketOutcome } from "../../sim/marketOutcome.ts";
import type { MetricName } from "../../sim/metrics.ts";
import type { Lever } from "../../sim/waterfall.ts";

/** What essays claim of the economics of compute, and the presets that put each claim to the test. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  readonly unit: "x" | "share" | "USD" | "USD/1M tokens";
  /** The claim holds where the figure lies between these; Infinity = no end. */
  readonly low: number;
  readonly high: number;
  readonly measures: readonly ClaimMeasure[];
}

/** One place where it is measured. */
export interface ClaimMeasure {
  /** The condition, in words. */
  readonly where: string;
  /** A preset, or several that are compared. */
  readonly presets: readonly string[];
  /** `path=value`, as `--set` has them. */
  readonly sets?: readonly string[];
  readonly figure: ClaimFigure;
}

export type ClaimFigure =
  /** A metric of the first preset, or one over it. */
  | { readonly kind: "metric" | "inverse"; readonly metric: MetricName }
  /** A metric of the first preset over that of the second. */
  | { readonly kind: "ratio"; readonly metric: MetricName }
  /** Cost over cost without the leak, which is removed before all others. */
  | { readonly kind: "leakRatio"; readonly lever: Lever }
  /** Anything else that the results say, in the order of the presets. */
  | { readonly kind: "read"; readonly read: (results: readonly StrategyResult[]) => number }
  /** What the market of the presets says. */
  | { readonly kind: "market"; readonly read: (market: MarketOutcome) => number };
