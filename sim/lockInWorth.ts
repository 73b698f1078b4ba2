/** What a supplier holds over a strategy, and what the right to leave it is worth. USD of year 0. */
export interface LockInWorth {
  readonly strategy: string;
  /** First term, and each renewal. */
  readonly termMonths: number;
  /** What leaving at the end of the first term costs, by what it is for. */
  readonly parts: readonly { readonly what: string; readonly usd: number }[];
  /** S: the sum of the parts. */
  readonly switchingUsd: number;
  /** Paid to the supplier a year, by the first term. */
  readonly spendUsdPerYear: number;
  /** S over a year's spend; null without spend. */
  readonly index: number | null;
  /** Rise over the market price that the supplier can ask at renewal. */
  readonly riseShare: number;
  /** Present value of it over the horizon. */
  readonly heldUpUsd: number;
  /** Present value of all costs but the hold-up. */
  readonly marketCostUsd: number;
  /** Worth of the right to move to another supplier at the first renewal; null = not valued. */
  readonly option: SwitchOption | null;
  /** Against the strategy that is hardest to leave; null for that one, or where it stands alone. */
  readonly portability: Portability | null;
}

/**
 * Margrabe's option to exchange what is still to be paid here for what it would cost elsewhere, once,
 * when the first term ends. Elsewhere costs the same today, plus S.
 */
export interface SwitchOption {
  /** C2, present value of what the supplier is paid after the first term, at market prices. */
  readonly presentCostUsd: number;
  /** C1: the same and the present value of S. */
  readonly otherCostUsd: number;
  readonly years: number;
  /** By the low, the stated and the high volatility of the ratio of the two. */
  readonly volatility: readonly [low: number, value: number, high: number];
  readonly usd: readonly [low: number, value: number, high: number];
}

/** Present values; what it takes to be easier to leave, and what that brings. */
export interface Portability {
  readonly against: string;
  /** More paid at market prices: slower kernels, more chips. */
  readonly costUsd: number;
  /** Less held up at renewals. */
  readonly heldUpUsd: number;
  /** A right to leave that is worth more. */
  readonly optionUsd: number;
  /** Of the two less the first. */
  readonly netUsd: number;
}
