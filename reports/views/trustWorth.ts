import type { Comparison } from "../../sim/comparison.ts";
import type { TrustWorth } from "../../sim/trustWorth.ts";
import { formatValue } from "../format.ts";

/** What trust is worth to each strategy, as rows of text. USD of year 0 a year, over the horizon. */

export const TRUST_COLUMNS = [
  "demand it may not serve",
  "sales it may not make",
  "bound demand in its sales",
  "margin on bound sales",
  "premium",
  "expected loss",
  "audits and drift checks",
  "worth of trust",
] as const;

const NONE = "n/a";

export function trustRows({ trust = [] }: Comparison): readonly (readonly string[])[] {
  return trust.map((one) => {
    const { usdPerYear, unservedShare, boundShare } = one;
    const sold = (value: number): string => (sells(one) ? usd(value) : NONE);
    return [
      one.strategy,
      formatValue(unservedShare, "share"),
      sold(usdPerYear.lostSales),
      boundShare > 0 ? `${sold(usdPerYear.boundSales)}` : sold(0),
      sold(one.accessUsdPerYear ?? 0),
      sold(usdPerYear.premium),
      usd(usdPerYear.expectedLoss),
      usd(usdPerYear.auditAndDrift),
      sold(one.worthUsdPerYear ?? 0),
    ];
  });
}

export function trustAnswer({ trust = [] }: Comparison): string {
  return trust.flatMap((one) => sentenceOf(one) ?? []).join(" ");
}

function sentenceOf(one: TrustWorth): string | null {
  const { strategy, usdPerYear, unservedShare, boundShare } = one;
  const { boundSales, premium, lostSales, expectedLoss, auditAndDrift } = usdPerYear;
  const governed = expectedLoss + auditAndDrift;
  const costs =
    governed > 0 ? ` Losses, audits and drift checks take ${usd(governed)} a year.` : "";
  if (unservedShare > 0) {
    const lost = sells(one) ? `, ${usd(lostSales)} of sales a year` : "";
    return `${strategy} may not serve ${formatValue(unservedShare, "share")} of the demand${lost}.${costs}`;
  }
  if (boundShare > 0) {
    return `${strategy} sells ${usd(boundSales)} a year to customers with bound demand, who pay ${usd(premium)} more for it.${costs}`;
  }
  return governed > 0
    ? `${strategy} loses ${usd(expectedLoss)} a year to breaches, as expected, and pays ${usd(auditAndDrift)} for audits and drift checks.`
    : null;
}

function sells({ accessUsdPerYear }: TrustWorth): boolean {
  return accessUsdPerYear !== null;
}

function usd(value: number): string {
  return formatValue(value, "USD");
}
