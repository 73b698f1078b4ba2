/**
 * Take or pay: a contract under which at least a share of the contracted quantity is billed whether
 * it is used or not (power: 85 % over 12-14 years).
 */

export interface TakeOrPay {
  readonly contractedQuantity: number;
  /** Least share of it that is billed, 0..1. */
  readonly minimumShare: number;
  readonly usdPerUnit: number;
  /** Price of what is used above the contract; absent = the contract's. */
  readonly excessUsdPerUnit?: number;
}

/** Quantity billed at the contract's price in one period. */
export function billedQuantity(used: number, contract: TakeOrPay): number {
  const { contractedQuantity, minimumShare } = contract;
  return Math.max(Math.min(used, contractedQuantity), minimumShare * contractedQuantity);
}

/** Bill of one period, USD. */
export function takeOrPayUsd(used: number, contract: TakeOrPay): number {
  const { contractedQuantity, usdPerUnit, excessUsdPerUnit = usdPerUnit } = contract;
  const excess = Math.max(0, used - contractedQuantity);
  return billedQuantity(used, contract) * usdPerUnit + excess * excessUsdPerUnit;
}

/** Part of the bill for what was not used, USD. */
export function unusedUsd(used: number, contract: TakeOrPay): number {
  return Math.max(0, billedQuantity(used, contract) - used) * contract.usdPerUnit;
}

/** Price of one unit that was used; Infinity where none was. */
export function usdPerUsedUnit(used: number, contract: TakeOrPay): number {
  return used > 0 ? takeOrPayUsd(used, contract) / used : Number.POSITIVE_INFINITY;
}
