import { normalCdf } from "./normalCdf.ts";

/**
 * Worth of the right to swap one stack for another: what a portable, compiler-driven stack is worth
 * over one tied to a vendor. With C2 the cost of the present stack and C1 that of the other (both
 * present values), V = C2 N(d1) - C1 N(d2), d1 = [ln(C2/C1) + s^2 T/2] / (s sqrt T), d2 = d1 - s sqrt T.
 * At C1 = C2 = 100, s = 0.4, T = 3 years it is 27.1.
 *
 * @param presentCostUsd C2, present value of going on
 * @param otherCostUsd C1, present value after the swap, its price included
 * @param volatility s, of the ratio of the two costs, per square root of a year
 * @param years T, in which the swap may be made (once, at the end)
 * @returns USD; max(0, C2 - C1) without time or movement
 * @throws RangeError when a cost, the volatility or the time is negative
 * Source: Margrabe, "The value of an option to exchange one asset for another" (1978)
 */
export function exchangeOptionUsd(
  presentCostUsd: number,
  otherCostUsd: number,
  volatility: number,
  years: number,
): number {
  for (const [thing, value] of [
    ["present cost", presentCostUsd],
    ["other cost", otherCostUsd],
    ["volatility", volatility],
    ["time", years],
  ] as const) {
    if (!(value >= 0)) throw new RangeError(`${thing} of ${value}; expected a number >= 0`);
  }
  const spread = volatility * Math.sqrt(years);
  if (spread === 0 || presentCostUsd === 0 || otherCostUsd === 0) {
    return Math.max(0, presentCostUsd - otherCostUsd);
  }
  const d1 = Math.log(presentCostUsd / otherCostUsd) / spread + spread / 2;
  return presentCostUsd * normalCdf(d1) - otherCostUsd * normalCdf(d1 - spread);
}

/** Volatility of the ratio of two costs that move together: sqrt(s1^2 + s2^2 - 2 rho s1 s2). */
export function ratioVolatility(
  volatility1: number,
  volatility2: number,
  correlation: number,
): number {
  // Rounding may take a difference of equals below 0.
  return Math.sqrt(
    Math.max(0, volatility1 ** 2 + volatility2 ** 2 - 2 * correlation * volatility1 * volatility2),
  );
}
