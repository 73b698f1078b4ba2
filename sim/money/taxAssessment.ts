import type { FinanceTerms } from "../financeTerms.ts";
import type { Asset } from "./asset.ts";
import { deliveredMonth } from "./bookValue.ts";
import { bonusSchedule, macrs5Schedule } from "./depreciation.ts";

/** Tax by year of the comparison: year 1 holds what came before service too. */

/** The tax year that a ledger month falls in. */
export function taxYear(month: number): number {
  return Math.max(1, Math.ceil(month / 12));
}

export interface AssetTax {
  /** Write-off and gain on sale (sale price over what is not written off) in years 1, 2, ... */
  readonly depreciationUsd: readonly number[];
  readonly gainUsd: readonly number[];
}

/**
 * What the tax office lets go for one asset. Servers and network by the stated method from the year
 * in which they enter service; a facility, and everything under "straightLine", by the month over its
 * tax life. In the year of sale the rest is set against the price.
 *
 * @param costUsd nominal price, and `resaleUsd` what it fetched, nominal
 */
export function assetTax(
  asset: Pick<Asset, "category" | "boughtMonth" | "deliveredMonth" | "lifeMonths" | "soldMonth">,
  costUsd: number,
  resaleUsd: number,
  finance: Pick<FinanceTerms, "taxDepreciation" | "bonusShare" | "facilityTaxYears">,
  years: number,
): AssetTax {
  const depreciationUsd = new Array<number>(years).fill(0);
  const gainUsd = new Array<number>(years).fill(0);
  const sold = taxYear(asset.soldMonth);
  let leftUsd = costUsd;
  for (let year = taxYear(deliveredMonth(asset) + 1); year <= Math.min(sold, years); year += 1) {
    const usd = Math.min(leftUsd, writtenUsd(asset, costUsd, finance, year));
    depreciationUsd[year - 1] = usd;
    leftUsd -= usd;
  }
  if (sold <= years) gainUsd[sold - 1] = resaleUsd - leftUsd;
  return { depreciationUsd, gainUsd };
}

function writtenUsd(
  asset: Pick<Asset, "category" | "boughtMonth" | "deliveredMonth" | "lifeMonths" | "soldMonth">,
  costUsd: number,
  { taxDepreciation, bonusShare, facilityTaxYears }: Parameters<typeof assetTax>[3],
  year: number,
): number {
  const isFacility = asset.category === "facility";
  if (!isFacility && taxDepreciation !== "straightLine") {
    const schedule =
      taxDepreciation === "macrs5" ? macrs5Schedule(costUsd) : bonusSchedule(costUsd, bonusShare);
    return schedule[year - taxYear(deliveredMonth(asset) + 1)] ?? 0;
  }
  const lifeMonths = isFacility ? facilityTaxYears * 12 : asset.lifeMonths;
  const from = Math.max(deliveredMonth(asset), 12 * (year - 1));
  const to = Math.min(12 * year, asset.soldMonth, deliveredMonth(asset) + lifeMonths);
  return (costUsd * Math.max(0, to - from)) / lifeMonths;
}

export interface Assessment {
  /** After losses brought forward. */
  readonly taxableUsd: readonly number[];
  /** Negative where a loss lowers the tax on other income. */
  readonly taxUsd: readonly number[];
}

/**
 * Tax on the profits of years 1, 2, ...; a loss is used at once, or carried forward for as long as it
 * takes.
 *
 * @param useShare share of a year's profit that losses brought forward may take away, 0..1: 1 = all
 *   of it; 0.8 for losses of US companies since 2018 (26 U.S.C. 172)
 */
export function assess(
  profitUsd: readonly number[],
  taxRate: number,
  losses: FinanceTerms["losses"],
  useShare = 1,
): Assessment {
  let carriedUsd = 0;
  const taxableUsd = profitUsd.map((usd) => {
    if (losses === "otherIncome") return usd;
    const used = Math.min(Math.max(0, usd) * useShare, carriedUsd);
    carriedUsd += Math.max(0, -usd) - used;
    return Math.max(0, usd) - used;
  });
  return { taxableUsd, taxUsd: taxableUsd.map((usd) => usd * taxRate) };
}
