import type { Asset } from "./ownCost.ts";

/** What the books make of a purchase: straight line over its life, the rest against its sale. */

/** Book write-off of a month: equal parts over the life, from the month after the purchase. */
export function bookDepreciationUsd(asset: Asset, month: number): number {
  const { boughtMonth, lifeMonths, soldMonth, usd } = asset;
  const inUse = month > boughtMonth && month <= Math.min(soldMonth, boughtMonth + lifeMonths);
  return inUse ? usd / lifeMonths : 0;
}

/** What the books still hold when it is sold. */
export function bookValueAtSaleUsd(asset: Asset): number {
  const used = Math.min(asset.soldMonth - asset.boughtMonth, asset.lifeMonths);
  return used === asset.lifeMonths ? 0 : asset.usd * (1 - used / asset.lifeMonths);
}
