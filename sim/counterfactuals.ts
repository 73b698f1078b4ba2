import type { ChipFacts, TimingCoefficients } from "./facts.ts";
import type { Assumption } from "./outcome.ts";
import type { Strategy } from "./strategy.ts";
import type { ExtraCost } from "./terms.ts";

/** What could stand in the place of what a strategy has: plain values from who knows the catalogue. */
export interface Counterfactuals {
  /** Precisions and models that keep the quality asked for. */
  readonly leaner: readonly ServedWay[];
  readonly tools: readonly ToolOption[];
  /** What decides which of them are here. */
  readonly assumptions: readonly Assumption[];
}

/** One way of serving the work: whole, or routed between a large and a small model. */
export interface ServedWay {
  readonly label: string;
  readonly parts: readonly ServedPart[];
}

export interface ServedPart {
  readonly strategy: Strategy;
  /** Requests that it serves over those that arrive; those sent on count twice. */
  readonly requestShare: number;
}

/** One chip of the catalogue under the same kind of supply. */
export interface ToolOption {
  readonly id: string;
  readonly label: string;
  readonly chip: ChipFacts;
  readonly timing: TimingCoefficients;
  /** Rent of a chip-hour under the same contract, or the price of a server per chip. */
  readonly usd: number;
  /** What kind of price that is: `list price`; empty where it is the scenario's own. */
  readonly priceKind: string;
  /** Moving the service to it, once; absent = it runs there already. */
  readonly port?: ExtraCost;
  /** Its price and the port, as inputs. */
  readonly assumptions: readonly Assumption[];
}
