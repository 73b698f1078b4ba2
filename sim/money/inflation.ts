/**
 * Real and nominal: one inflation rate moves between USD of year 0 and the dollars of their day.
 * Real flows at the real rate and nominal flows at the nominal rate have the same present value.
 */

/** (1 + real) x (1 + inflation) - 1. */
export function nominalRatePerYear(realPerYear: number, inflationPerYear: number): number {
  return (1 + realPerYear) * (1 + inflationPerYear) - 1;
}

/** (1 + nominal) / (1 + inflation) - 1. */
export function realRatePerYear(nominalPerYear: number, inflationPerYear: number): number {
  return (1 + nominalPerYear) / (1 + inflationPerYear) - 1;
}

/** What a price of today is called after `years` of inflation. */
export function nominalUsd(realUsd: number, inflationPerYear: number, years: number): number {
  return realUsd * (1 + inflationPerYear) ** years;
}

/** What a sum paid after `years` is in dollars of today. */
export function realUsd(nominal: number, inflationPerYear: number, years: number): number {
  return nominal * (1 + inflationPerYear) ** -years;
}
