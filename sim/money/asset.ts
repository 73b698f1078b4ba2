/** One thing bought, until it is sold or given up; USD of year 0. */
export interface Asset {
  readonly category: "servers" | "network" | "facility";
  /** Ledger month of the payment; in service from the next one. */
  readonly boughtMonth: number;
  /** Ledger month before its first of service, where it is paid earlier than that. */
  readonly deliveredMonth?: number;
  /** In the books. */
  readonly lifeMonths: number;
  /** Ledger month in which it leaves: its life in use or the horizon ends. */
  readonly soldMonth: number;
  readonly usd: number;
  /** Fetched then, >= 0. */
  readonly resaleUsd: number;
}
