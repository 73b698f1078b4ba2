/** Contracts beyond a price: what an API sells beside tokens on demand, and what leaving costs. */

/** How a consumer buys: tier, batch, commitment, provisioned throughput. */
export interface ApiContract {
  /** Price of the tier and of a promise of latency over the list price; 1 = standard. */
  readonly priceFactor: number;
  readonly batch?: {
    /** Share of the work sent as batch, 0..1, and its price over the list price. */
    readonly share: number;
    readonly priceShare: number;
  };
  /** A yearly spend that is billed whether it is used or not, at a discount on every price. */
  readonly commitment?: { readonly usdPerYear: number; readonly discountShare: number };
  /** Throughput billed around the clock; what it does not cover is bought at the list price. */
  readonly provisioned?: { readonly units: number; readonly usdPerUnitHour: number };
}

/** What leaving a supplier takes, apart from the fees of the contract itself. */
export interface LeavingTerms {
  readonly engineerMonths: number;
  readonly usdPerEngineerMonth: number;
  /** Tests, safety review and certification of the new stack. */
  readonly requalificationUsd: number;
  readonly egressGb: number;
  readonly egressUsdPerGb: number;
  /** Both run side by side for this long. */
  readonly parallelMonths: number;
}

/** A supplier who knows what leaving costs asks for part of it at renewal. */
export interface LockInTerms {
  readonly leaving: LeavingTerms;
  /** Months of the first term, and of each renewal. */
  readonly termMonths: number;
  /** Part of the cost of leaving that the supplier gets, 0..1. */
  readonly bargainingShare: number;
  /** Largest rise over the market price, as a share. */
  readonly capShare: number;
  /**
   * Movement of the ratio of this supplier's cost and another's, per square root of a year: what the
   * right to leave is worth by. No price follows it; absent = that right is not valued.
   */
  readonly costVolatility?: CostVolatility;
}

export interface CostVolatility {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}
