/** What a strategy's compute brings, in three registers that answer three questions. */
export interface ComputeReturn {
  readonly strategy: string;
  /** Earned by model over the horizon, undiscounted: `seats`, `advertising`; means over replications. */
  readonly earnedByModel: readonly { readonly model: string; readonly usd: number }[];
  /**
   * Does it pay its bill? (revenue - other variable cost) / compute, present values, by replication;
   * people are in neither.
   */
  readonly cash: readonly number[];
  /** The same with people and all else that is fixed paid first. */
  readonly cashAfterPeople: readonly number[];
  /** Is it worth it to everybody? (revenue + consumer surplus) / compute; null without a market. */
  readonly value: readonly number[] | null;
  /** Does the next dollar pay? Fitted to readings of the map at half to double the demand. */
  readonly marginal: {
    /** Value along the demand curve; null without a market. */
    readonly value: readonly number[] | null;
    /** Revenue when the customers come at posted prices. */
    readonly cashAtPrices: readonly number[];
    /** Revenue when a lower price must win them; null without a market. */
    readonly cashByPrice: readonly number[] | null;
  };
  /** Of V = A C^beta through these readings, by replication; null without a market. */
  readonly beta: readonly number[] | null;
  /** All compute together pays, the next dollar does not; null without a market. */
  readonly inTrap: boolean | null;
  /** Compute at which the next dollar brings just a dollar of value, present value; null = none. */
  readonly bestComputeUsd: number | null;
  /** Present values at multiples of the demand, means over replications. */
  readonly readings: readonly ReturnReading[];
  /** What demand was taken to do, from the scenario's market; null without one. */
  readonly demand: { readonly elasticity: number; readonly ceilingUsdPerMtok: number } | null;
  /** One user against what the user brings; null without seats. */
  readonly users: UserReturn | null;
}

export interface ReturnReading {
  readonly multiple: number;
  readonly computeUsd: number;
  /** At posted prices. */
  readonly revenueUsd: number;
  /** Along the demand curve; null without a market. */
  readonly valueUsd: number | null;
}

export interface UserReturn {
  readonly users: number;
  readonly mtokPerUserMonth: number;
  /** What the user's tokens cost and what the user brings in the first month; what is bought, levelised. */
  readonly costUsdPerUserMonth: number;
  readonly revenueUsdPerUserMonth: number;
  readonly payingShare: number;
  /** phi*: share of users who must pay so that all are carried; above 1 = no share is enough. */
  readonly breakEvenPayingShare: number;
  readonly usageGrowthPerYear: number;
  readonly costChangePerYear: number;
  /** (1 + usage growth)(1 + cost change) above 1: use outruns the flat price of a seat. */
  readonly outruns: boolean;
  /** Until a user costs what the user brings; Infinity = never, 0 = now. */
  readonly collapseYears: number;
}
