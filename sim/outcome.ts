import type { CostCategory } from "./costCategories.ts";
import type { InputLaw } from "./monteCarlo.ts";
import type { Statement } from "./statement.ts";

/** What it cost: the ledger of one strategy and the figures that follow from it. */

/** One dated line: quantity x unit price. Costs are positive, a resale is negative. */
export interface LedgerEntry {
  /** 0 = before the first month of service, else the month (1-based) in which it is paid. */
  readonly month: number;
  readonly category: CostCategory;
  readonly kind: "capex" | "opex" | "residual";
  readonly quantity: number;
  readonly unit: string;
  readonly unitPriceUsd: number;
  readonly usd: number;
  /** Key of `Terms` whose price it is: the assumption with that `term` says where it comes from. */
  readonly source?: string;
  /** Price before a discount for paying ahead, where there is one. */
  readonly listUnitPriceUsd?: number;
  /** Months that a payment made ahead covers, from the next one on. */
  readonly coversMonths?: number;
  /** Name of the source that it is paid for, where a strategy has several. */
  readonly of?: string;
}

export interface CashYear {
  /** 0 = before service; year y holds ledger months 12(y-1)+1 to 12y. */
  readonly year: number;
  readonly capexUsd: number;
  readonly opexUsd: number;
  readonly residualUsd: number;
  /** Straight-line write-off of what was bought; not cash. */
  readonly depreciationUsd: number;
  /** capex + opex + residual: the cash that leaves. */
  readonly cashUsd: number;
  /** Tokens delivered on time in the year. */
  readonly inputMtok: number;
  readonly cachedMtok: number;
  readonly outputMtok: number;
  /** Chips in service at the end of the year; 0 for an API. */
  readonly chips: number;
}

export interface Outcome {
  readonly ledger: readonly LedgerEntry[];
  readonly years: readonly CashYear[];
  /** Undiscounted cost paid up to the end of each month; index 0 = before service. */
  readonly cumulativeUsd: readonly number[];
  /** Present value of all cash, USD; negative: a cost. */
  readonly npvUsd: number;
  readonly capexUsd: number;
  /**
   * Present value of cost over present value of delivered on-time tokens (input + cached + output).
   * Infinity when nothing was delivered on time (null in JSON); the figures per token below that
   * may be null are null then, and the stack is empty.
   */
  readonly lcotUsdPerMtok: number;
  /**
   * Cost of one million tokens of each kind over the horizon, levelised, split by chip time;
   * Infinity (cached: null) where no token of that kind was delivered on time.
   */
  readonly costPerMtokInputUsd: number;
  readonly costPerMtokCachedUsd: number | null;
  readonly costPerMtokOutputUsd: number;
  /** Levelised cost by category per million tokens of all kinds; sums to `lcotUsdPerMtok`. */
  readonly stackUsdPerMtok: Readonly<Partial<Record<CostCategory, number>>>;
  /** Part of the levelised cost that idle chips carry; null for an API. */
  readonly idleUsdPerMtok: number | null;
  readonly wastedUsdPerMtok: number | null;
  readonly downUsdPerMtok: number | null;
  /** Present value of cost over present value of requests answered on time; null without any. */
  readonly usdPerRequest: number | null;
  /** The same over acceptable answers given on time; null where quality is not counted. */
  readonly usdPerAcceptedAnswer: number | null;
  /** The same over sessions that ended, and over session-hours; null without sessions. */
  readonly usdPerTask: number | null;
  readonly usdPerTaskHour: number | null;
  /** The same over the strategy's unit of work, on time; null where it names none. */
  readonly usdPerUnit: number | null;
  readonly energyKwhPerMtok: number | null;
  readonly co2KgPerMtok: number | null;
  /** Revenue, tax, debt and what they make of it; only where the terms state finance or revenue. */
  readonly statement?: Statement;
}

/** How sure a number is: A measured or primary, B quoted or secondary, C published estimate, D guess. */
export type Grade = "A" | "B" | "C" | "D";

/** One input of a strategy with where it comes from; the assumptions table is made of these. */
export interface Assumption {
  /** Scenario path (`economics.electricity`), the name people use to change it. */
  readonly path: string;
  readonly label: string;
  readonly value: number | string;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
  readonly source: string;
  readonly asOf: string;
  readonly grade: Grade;
  readonly role: "lever" | "uncertainty" | "constant";
  /** How low and high are read; absent = the ends of a 90 % interval around the value. */
  readonly law?: InputLaw;
  /**
   * Key of `Terms` that this input prices, when it does: moving it re-prices, simulates nothing. A
   * key inside another goes by its path: `finance.taxRate`.
   */
  readonly term: string | null;
}
