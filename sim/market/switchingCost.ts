/**
 * What leaving a supplier costs. Moving the data is the small part: 50 TB at 0.09 USD per GB is
 * 4,500 USD, re-engineering about 113,000. In the EU the supplier may charge nothing for switching
 * from 12 January 2027 (Data Act, Regulation 2023/2854).
 */
export interface Switching {
  readonly egressGb: number;
  readonly egressUsdPerGb: number;
  readonly engineerMonths: number;
  readonly usdPerEngineerMonth: number;
  /** Tests, safety review, certification of the new stack. */
  readonly requalificationUsd: number;
  /** Both run side by side for a while, at what one costs. */
  readonly parallelMonths: number;
  readonly runUsdPerMonth: number;
  readonly forfeitedCommitmentsUsd: number;
  readonly retrainingUsd: number;
  readonly expectedQualityLossUsd: number;
}

export interface SwitchingCost {
  readonly egressUsd: number;
  readonly engineeringUsd: number;
  readonly requalificationUsd: number;
  readonly parallelRunUsd: number;
  readonly forfeitedCommitmentsUsd: number;
  readonly retrainingUsd: number;
  readonly qualityLossUsd: number;
  readonly totalUsd: number;
}

/** Each part of S and their sum, USD. */
export function switchingCost(switching: Switching): SwitchingCost {
  const parts = {
    egressUsd: switching.egressGb * switching.egressUsdPerGb,
    engineeringUsd: switching.engineerMonths * switching.usdPerEngineerMonth,
    requalificationUsd: switching.requalificationUsd,
    parallelRunUsd: switching.parallelMonths * switching.runUsdPerMonth,
    forfeitedCommitmentsUsd: switching.forfeitedCommitmentsUsd,
    retrainingUsd: switching.retrainingUsd,
    qualityLossUsd: switching.expectedQualityLossUsd,
  };
  return { ...parts, totalUsd: Object.values(parts).reduce((sum, usd) => sum + usd, 0) };
}

/** Lock-in index: switching cost over a year's spend; 1 = a year of bills. */
export function lockInIndex(switchingUsd: number, spendUsdPerYear: number): number {
  if (!(spendUsdPerYear > 0)) {
    throw new RangeError(`spend of ${spendUsdPerYear} USD a year; expected above 0`);
  }
  return switchingUsd / spendUsdPerYear;
}

/** What a supplier can ask at renewal. */
export interface Renewal {
  readonly marketUsdPerMtok: number;
  readonly switchingUsd: number;
  readonly spendUsdPerYear: number;
  readonly termYears: number;
  /** Part of the customer's switching cost that the supplier gets in bargaining, 0..1. */
  readonly bargainingShare: number;
  /** Largest rise over the market that a contract or the law allows, as a share. */
  readonly capShare: number;
}

/** Hold-up price, USD per Mtok: p (1 + theta min(S / (spend x term), cap)). */
export function holdUpUsdPerMtok(renewal: Renewal): number {
  const { bargainingShare, capShare, termYears } = renewal;
  if (!(bargainingShare >= 0 && bargainingShare <= 1)) {
    throw new RangeError(`bargaining share of ${bargainingShare}; expected 0..1`);
  }
  const pressure = lockInIndex(renewal.switchingUsd, renewal.spendUsdPerYear) / termYears;
  return renewal.marketUsdPerMtok * (1 + bargainingShare * Math.min(pressure, capShare));
}

/** A vendor or region that may be cut off: export control, allocation, a flood. */
export interface SupplyShock {
  readonly shocksPerYear: number;
  readonly durationYears: number;
  /** Margin lost on what cannot be served meanwhile, and extra paid for the rest, per year of shock. */
  readonly unservedMarginUsdPerYear: number;
  readonly spotPremiumUsdPerYear: number;
}

/** Expected loss, USD per year: lambda d (unserved margin + spot premium). */
export function supplyShockUsdPerYear(shock: SupplyShock): number {
  return (
    shock.shocksPerYear *
    shock.durationYears *
    (shock.unservedMarginUsdPerYear + shock.spotPremiumUsdPerYear)
  );
}
