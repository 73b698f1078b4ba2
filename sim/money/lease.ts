import { capitalRecoveryFactor, discountFactor } from "./finance.ts";
import { monthlyRate } from "./loan.ts";

/** Using without owning: level rent for a term, then hand back or buy. */

export interface Lease {
  readonly usdPerMonth: number;
  readonly months: number;
  /** Price at which the lessee buys at the end; 0 = handed back, or a dollar. */
  readonly buyOutUsd: number;
  /** "advance": paid at the start of each month; "arrears": at its end. */
  readonly paid: "advance" | "arrears";
}

/**
 * Level payment by which a lessor recovers the price at a rate, the buy-out taken off.
 *
 * @returns USD per month
 */
export function leaseUsdPerMonth(
  priceUsd: number,
  ratePerYear: number,
  { months, buyOutUsd, paid }: Omit<Lease, "usdPerMonth">,
): number {
  const netUsd = priceUsd - buyOutUsd * discountFactor(ratePerYear, months / 12);
  const arrears = netUsd * capitalRecoveryFactor(monthlyRate(ratePerYear), months);
  return paid === "arrears" ? arrears : arrears / (1 + monthlyRate(ratePerYear));
}

/**
 * What leaves in months 0, 1, ... of the lease.
 *
 * @param buys whether the lessee takes the buy-out at the end
 */
export function leaseCashUsd(lease: Lease, buys: boolean): readonly number[] {
  const { usdPerMonth, months, buyOutUsd, paid } = lease;
  const first = paid === "advance" ? 0 : 1;
  return Array.from({ length: months + 1 }, (_, month) => {
    const rent = month >= first && month < first + months ? usdPerMonth : 0;
    return rent + (buys && month === months ? buyOutUsd : 0);
  });
}

/** Present value of the payments, USD: against the price of buying today. */
export function leasePresentUsd(lease: Lease, buys: boolean, ratePerYear: number): number {
  return leaseCashUsd(lease, buys).reduce(
    (sum, usd, month) => sum + usd * discountFactor(ratePerYear, month / 12),
    0,
  );
}

/** Buying beats handing back when the thing is worth more than its buy-out price. */
export function takesBuyOut(marketUsd: number, buyOutUsd: number): boolean {
  return marketUsd > buyOutUsd;
}
