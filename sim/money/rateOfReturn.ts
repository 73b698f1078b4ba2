import { irr as newtonIrr } from "financial";
import { npvUsd } from "./finance.ts";

/** When a cash flow earns its money back, and at what rate. */

/** How often the sign of a cash flow changes, zeros left out. */
export function signChanges(cashUsd: readonly number[]): number {
  const signs = cashUsd.filter((usd) => usd !== 0).map(Math.sign);
  return signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length;
}

/**
 * Internal rate of return per period: the rate at which the cash flow is worth nothing.
 *
 * @returns null unless the sign changes exactly once: then no rate, or several, would do
 */
export function irrPerPeriod(givenUsd: readonly number[]): number | null {
  if (signChanges(givenUsd) !== 1) return null;
  // Waiting before the first payment changes no rate, but makes every high rate look like one.
  const cashUsd = givenUsd.slice(givenUsd.findIndex((usd) => usd !== 0));
  const rate = newtonIrr([...cashUsd], 0.1, 1e-12);
  const scaleUsd = cashUsd.reduce((sum, usd) => sum + Math.abs(usd), 0);
  const found = rate > -1 && Number.isFinite(rate);
  if (found && Math.abs(npvUsd(cashUsd, rate)) <= 1e-9 * scaleUsd) return rate;
  return irrByHalving(cashUsd);
}

/** The one root where Newton's method ran away: halves the range of v = 1/(1+r). */
function irrByHalving(cashUsd: readonly number[]): number | null {
  const valueAt = (v: number): number => cashUsd.reduceRight((sum, usd) => sum * v + usd, 0);
  const startSign = Math.sign(valueAt(0)) || Math.sign(cashUsd.find((usd) => usd !== 0) ?? 0);
  let low = 0;
  let high = 1;
  while (Math.sign(valueAt(high)) === startSign) {
    low = high;
    high *= 2;
    if (high > 1e12) return null;
  }
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (Math.sign(valueAt(middle)) === startSign) low = middle;
    else high = middle;
  }
  return 1 / ((low + high) / 2) - 1;
}

/**
 * Years until the running sum of yearly cash flows, once below zero, first reaches it again, linear
 * inside a year. What comes in before the first money is short pays nothing back.
 *
 * @returns null when it never does; 0 when it is never below zero
 */
export function paybackYears(cashUsd: readonly number[]): number | null {
  let sumUsd = 0;
  let isShort = false;
  for (const [year, usd] of cashUsd.entries()) {
    const beforeUsd = sumUsd;
    sumUsd += usd;
    if (beforeUsd < 0 && sumUsd >= 0) return year - 1 - beforeUsd / usd;
    isShort ||= sumUsd < 0;
  }
  return isShort ? null : 0;
}
