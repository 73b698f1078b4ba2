import type { Assumption } from "./outcome.ts";
import type { ChipState } from "./physical.ts";

/**
 * From compute purchased to cash: what each leak costs, by counterfactual (the same accepted work
 * under the same promise without it) and by attribution (the states of chip time inside the run).
 */

/** What can be taken away, in the order in which the waterfall takes it. */
export const LEVERS = [
  "precision",
  "tool",
  "network",
  "memory",
  "idle",
  "reliability",
  "promise",
] as const;
export type Lever = (typeof LEVERS)[number];

/** The name of each leak, and what its counterfactual is. */
export const LEAK_WORDS: Readonly<
  Record<Lever, { readonly tax: string; readonly without: string }>
> = {
  precision: {
    tax: "bloated model",
    without: "the cheapest precision, or smaller model, that keeps the quality asked for",
  },
  tool: {
    tax: "wrong tool",
    without: "the cheapest chip that the buyer can get and that keeps the promise",
  },
  network: {
    tax: "data traffic jam",
    without: "links without latency or limit, and no stalled collectives",
  },
  memory: {
    tax: "idle silicon: waiting",
    without: "memory and host as fast as the arithmetic: no wait for weights, KV or launches",
  },
  idle: {
    tax: "idle silicon: no work",
    without: "fractional replicas that follow demand and are paid only while busy",
  },
  reliability: { tax: "reliability", without: "no failures, and no spares for them" },
  promise: { tax: "quality and promise", without: "work that is late or thrown away is not done" },
};

/** One leak's worth, USD of year 0, present value. */
export interface WaterfallBar {
  readonly lever: Lever;
  /** Cost before it is removed less cost after it, given those removed before. */
  readonly usd: number;
  /** Cost that is left. */
  readonly leftUsd: number;
  /** Cost as it is less cost with it alone removed: its worth where it is the first to go. */
  readonly aloneUsd: number;
  /** Mean worth over all orders; null unless all were computed. */
  readonly shapleyUsd: number | null;
  /** What stands in its place: `fp8`, `L40S x 2 at $1.55 a chip-hour, list price`; null where it is plain from the lever. */
  readonly instead: string | null;
}

/** What happened to the chip time of one state, or the cost around it. */
export interface AttributedPart {
  readonly stage: ChipState | "idle: no need" | "facility" | "other cost";
  readonly tax: string;
  readonly chipS: number;
  /** Of it, what is paid for, discounted as the dollars are: dollars over it are a price. */
  readonly paidChipS: number;
  readonly usd: number;
  /** Dense peak offered by chips in this state. */
  readonly flops: number;
  /** At the meter of the facility. */
  readonly joules: number;
  /** Tokens that the dollars would make at the cost without leaks; NaN where it is not known. */
  readonly tokens: number;
  readonly isUseful: boolean;
}

/** An input, and the levelised cost at both ends of its range, USD per 1M tokens. */
export interface Driver {
  readonly assumption: Assumption;
  readonly atLowUsdPerMtok: number;
  readonly atHighUsdPerMtok: number;
  readonly baseUsdPerMtok: number;
  readonly swing: number;
}

/** One strategy from compute purchased to useful work, and on to cash where something is sold. */
export interface Waterfall {
  readonly strategy: string;
  /** Why there are no bars (an API's leaks are inside its price); null when there are. */
  readonly reason: string | null;
  /** Present value of all cost but toil; it is what the bars begin with. */
  readonly purchasedUsd: number;
  /** In the order in which they were removed. */
  readonly bars: readonly WaterfallBar[];
  /** Cost of a firm without these leaks that delivers the same work. */
  readonly usefulUsd: number;
  /** Accepted tokens of all kinds over the horizon, discounted, millions. */
  readonly mtok: number;
  /** Developer toil beside it; null where the scenario does not count it. */
  readonly toilUsd: number | null;
  /** Present value of sales; null where nothing is sold. */
  readonly revenueUsd: number | null;
  readonly attribution: readonly AttributedPart[];
  /** The same cost read off the leaner map that the bars are made with, over what it is. */
  readonly mapRatio: number | null;
  /** Costs evaluated, and replications behind each. */
  readonly evaluations: number;
  readonly replications: number;
  /** What its cost hangs on, the largest swing first; absent = not asked for. */
  readonly drivers?: readonly Driver[];
  /** What the counterfactuals assume beyond the strategy's own inputs. */
  readonly assumptions: readonly Assumption[];
}
