/** Sovereignty and trust: demand that a way of deploying may serve, and what it stands to lose. */

/** A number that is known only roughly. */
export interface Estimate {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

/** Ways of deploying, by who can see the data. */
export type TrustMode =
  | "publicApi"
  | "dedicatedCloud"
  | "governedOnPremises"
  | "ungovernedOnPremises";

/**
 * How often data is lost, as a multiple of a public API. On premises without governance is worse
 * than none: the governance mirage.
 * Grade D: an estimate, no study measured it (economics notes, 2026); hence the ranges.
 */
export const LOSS_FREQUENCY_BY_MODE: Readonly<Record<TrustMode, Estimate>> = {
  publicApi: { low: 1, value: 1, high: 1 },
  dedicatedCloud: { low: 0.4, value: 0.6, high: 0.9 },
  governedOnPremises: { low: 0.2, value: 0.4, high: 0.7 },
  ungovernedOnPremises: { low: 0.8, value: 1.2, high: 2 },
};

/** Premium that regulated customers pay for a sovereign deployment. Grade D: an estimate. */
export const TRUST_PREMIUM_SHARE: Estimate = { low: 0.1, value: 0.2, high: 0.3 };

/** Tokens spent on watching drift and quality, over those served. Grade D: an estimate. */
export const MONITORING_TOKEN_SHARE: Estimate = { low: 0.02, value: 0.05, high: 0.1 };

/**
 * Mean cost of one data breach worldwide, USD. Source: IBM, Cost of a Data Breach Report 2025
 * (4.44 million); the range is an estimate.
 */
export const BREACH_USD: Estimate = { low: 1e6, value: 4.44e6, high: 10.22e6 };

/** Something that may go wrong: a breach, a fine, a leak of secrets. */
export interface TrustRisk {
  /** Events per year at a public API. */
  readonly perYear: Estimate;
  readonly severityUsd: Estimate;
  /** Share of the severity that this firm's data and turnover expose it to, 0..1. */
  readonly exposureShare: number;
}

/**
 * Annualised loss expectancy of a mode, USD per year: sum of frequency x severity x exposure, with
 * all lows together and all highs together.
 */
export function expectedLossUsdPerYear(mode: TrustMode, risks: readonly TrustRisk[]): Estimate {
  const factor = LOSS_FREQUENCY_BY_MODE[mode];
  const at = (end: keyof Estimate): number =>
    risks.reduce(
      (sum, { perYear, severityUsd, exposureShare }) =>
        sum + factor[end] * perYear[end] * severityUsd[end] * exposureShare,
      0,
    );
  return { low: at("low"), value: at("value"), high: at("high") };
}

export interface TrustCase {
  readonly mode: TrustMode;
  /** Margin per year on all demand, were every customer free to buy. */
  readonly marginUsdPerYear: number;
  /** Share of demand that only sovereign modes may serve, and whether this one is. */
  readonly boundShare: number;
  readonly servesBound: boolean;
  /** Revenue per year from bound customers, on which the premium is paid. */
  readonly boundRevenueUsdPerYear: number;
  readonly premiumShare: Estimate;
  readonly risks: readonly TrustRisk[];
  readonly complianceUsdPerYear: number;
  readonly auditUsdPerWorkloadYear: number;
  readonly workloads: number;
}

export interface TrustValue {
  /** Margin on bound demand that this mode may serve. */
  readonly accessUsdPerYear: Estimate;
  readonly premiumUsdPerYear: Estimate;
  readonly expectedLossUsdPerYear: Estimate;
  readonly complianceUsdPerYear: Estimate;
  readonly totalUsdPerYear: Estimate;
}

/** Access + premium - expected loss - compliance, USD per year, with its worst and its best case. */
export function trustValue(trust: TrustCase): TrustValue {
  const access = trust.servesBound ? trust.boundShare * trust.marginUsdPerYear : 0;
  const premiumBaseUsd = trust.servesBound ? trust.boundRevenueUsdPerYear : 0;
  const premium = scaled(trust.premiumShare, premiumBaseUsd);
  const loss = expectedLossUsdPerYear(trust.mode, trust.risks);
  const compliance = trust.complianceUsdPerYear + trust.auditUsdPerWorkloadYear * trust.workloads;
  const certain = access - compliance;
  return {
    accessUsdPerYear: scaled({ low: 1, value: 1, high: 1 }, access),
    premiumUsdPerYear: premium,
    expectedLossUsdPerYear: loss,
    complianceUsdPerYear: scaled({ low: 1, value: 1, high: 1 }, compliance),
    totalUsdPerYear: {
      low: certain + premium.low - loss.high,
      value: certain + premium.value - loss.value,
      high: certain + premium.high - loss.low,
    },
  };
}

function scaled(estimate: Estimate, factor: number): Estimate {
  return {
    low: estimate.low * factor,
    value: estimate.value * factor,
    high: estimate.high * factor,
  };
}
