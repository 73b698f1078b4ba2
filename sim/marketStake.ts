import type { DemandCurve, MarketFirm, MarketRules } from "./marketPlan.ts";

/**
 * What a scenario says of the market in which its strategy sells: the market itself, its own standing
 * in it, and rivals that are like it but for a factor. What a fleet costs and delivers is read off its
 * operating map.
 */
export interface MarketStake {
  readonly months: number;
  readonly demand: DemandCurve;
  readonly rules: MarketRules;
  readonly firm: FirmStake;
  readonly rivals: readonly RivalStake[];
}

/** What a firm's strategy says about it. */
type ReadOff =
  | "id"
  | "curve"
  | "avoidableShare"
  | "capacityMtokPerMonth"
  | "capitalUsdPerMtokPerMonth"
  | "ratePerYear"
  | "cashUsd"
  | "madeMtok";

export interface FirmStake extends Omit<MarketFirm, ReadOff> {
  /** null = the part of its ledger that stops when it stops selling. */
  readonly avoidableShare: number | null;
  /** null = what its strategy's own fleet delivers at the promise. */
  readonly capacityMtokPerMonth: number | null;
  /** null = `cashMonths` of what its full fleet costs. */
  readonly cashUsd: number | null;
  readonly cashMonths: number;
  /** Months of its full fleet that it made before the first month. */
  readonly madeMonths: number;
}

/** A rival that does what the strategy does at a factor of its cost: an older engine, a dearer chip. */
export interface RivalStake {
  readonly name: string;
  readonly costFactor: number;
  readonly firm: FirmStake;
}
