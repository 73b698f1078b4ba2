/** What being trusted with bound demand is worth to one strategy; means over replications. */
export interface TrustWorth {
  readonly strategy: string;
  /** Part of the requests that it may not serve, 0..1. */
  readonly unservedShare: number;
  /** Part of what it serves that is bound to deployments such as this, 0..1. */
  readonly boundShare: number;
  /** USD of year 0 a year, mean over the horizon; the first three are 0 where nothing is sold. */
  readonly usdPerYear: {
    /** Sales to customers with bound demand, at the price that all pay. */
    readonly boundSales: number;
    /** What they pay on top. */
    readonly premium: number;
    /** Sales that it may not make: at its own sales for each request that it serves. */
    readonly lostSales: number;
    readonly expectedLoss: number;
    readonly auditAndDrift: number;
  };
  /** Access + premium - expected loss - audits and drift checks; null where nothing is sold. */
  readonly worthUsdPerYear: number | null;
  /** Of it the margin on bound sales: its part of sales less costs, those of trust apart. */
  readonly accessUsdPerYear: number | null;
}
