import type { LedgerEntry } from "../outcome.ts";
import type { OwnTerms } from "../terms.ts";
import type { LeaseTerms } from "../yearTerms.ts";
import type { Asset } from "./asset.ts";
import { leaseUsdPerMonth, takesBuyOut } from "./lease.ts";
import { entry, sumOf } from "./ledger.ts";
import type { ServerLot } from "./serverLots.ts";

export interface LeaseCost {
  readonly entries: readonly LedgerEntry[];
  readonly assets: readonly Asset[];
}

/**
 * Leased servers and their network: a level rent for the term, paid up to the horizon where that
 * comes first. At the end of the term the lessee takes the buy-out where the servers sell for more,
 * and sells them; else they go back.
 *
 * @param resaleUsdPerChip what a chip of the lot fetches at the end of its term
 */
export function leaseCost(
  lot: ServerLot,
  lease: LeaseTerms,
  terms: OwnTerms,
  resaleUsdPerChip: number,
  horizon: number,
): LeaseCost {
  const { quantity, firstMonth, lastMonth } = lot;
  const { usd, buyOutUsd } = rentOfLease(lot, lease, terms);
  const early = lease.paid === "advance" ? 1 : 0;
  const entries: LedgerEntry[] = [];
  for (let month = firstMonth; month <= Math.min(lastMonth, horizon); month += 1) {
    const source = "serverUsdPerChip";
    entries.push(entry(month - early, "lease", "opex", quantity, "chip-month", usd, source));
  }
  if (lastMonth > horizon || !takesBuyOut(resaleUsdPerChip, buyOutUsd)) {
    return { entries, assets: [] };
  }
  const resold = 0 - resaleUsdPerChip;
  const source = "lease.buyOutShare";
  entries.push(
    entry(lastMonth, "servers", "capex", quantity, "chip", buyOutUsd, source),
    entry(lastMonth, "residual value", "residual", quantity, "chip", resold, "residualShare"),
  );
  const bought: Asset = {
    category: "servers",
    boughtMonth: lastMonth,
    lifeMonths: 1,
    soldMonth: lastMonth,
    usd: quantity * buyOutUsd,
    resaleUsd: quantity * resaleUsdPerChip,
  };
  return { entries, assets: [bought] };
}

/** Level rent of a leased chip with its network, USD a month, and its price at the end of the term. */
function rentOfLease(
  lot: ServerLot,
  { months, ratePerYear, paid, buyOutShare }: LeaseTerms,
  { networkShare }: OwnTerms,
): { readonly usd: number; readonly buyOutUsd: number } {
  const priceUsd = lot.usdPerChip * (1 + networkShare);
  const buyOutUsd = priceUsd * buyOutShare;
  const usd = leaseUsdPerMonth(priceUsd, ratePerYear, { months, buyOutUsd, paid });
  return { usd, buyOutUsd };
}

/** Rent still owed on leased servers after a month, up to the end of their terms or another month. */
export function leaseLeftUsd(
  lots: readonly ServerLot[],
  lease: LeaseTerms,
  terms: OwnTerms,
  afterMonth: number,
  toMonth: number,
): number {
  return sumOf(
    lots.map((lot) => {
      const months = Math.max(0, Math.min(lot.lastMonth, toMonth) - afterMonth);
      return lot.quantity * rentOfLease(lot, lease, terms).usd * months;
    }),
  );
}
