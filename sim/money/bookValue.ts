import type { Asset } from "./asset.ts";

/** What the books make of a purchase: straight line over its life, the rest against its sale. */

/** Ledger month from which an asset is written off: what is paid ahead waits for its delivery. */
export function deliveredMonth(asset: Pick<Asset, "boughtMonth" | "deliveredMonth">): number {
  return asset.deliveredMonth ?? asset.boughtMonth;
}

/** Book write-off of a month: equal parts over the life, from the month after the purchase. */
export function bookDepreciationUsd(asset: Asset, month: number): number {
  const { lifeMonths, soldMonth, usd } = asset;
  const from = deliveredMonth(asset);
  const inUse = month > from && month <= Math.min(soldMonth, from + lifeMonths);
  return inUse ? usd / lifeMonths : 0;
}

/** What the books still hold when it is sold. */
export function bookValueAtSaleUsd(asset: Asset): number {
  const used = Math.min(asset.soldMonth - deliveredMonth(asset), asset.lifeMonths);
  return used === asset.lifeMonths ? 0 : asset.usd * (1 - used / asset.lifeMonths);
}
