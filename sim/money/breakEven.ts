import { capitalRecoveryFactor, discountFactor } from "./finance.ts";

/**
 * Where producing tokens starts to pay: closed forms for a strategist's napkin and as oracles of the
 * simulated search. Yearly payments fall at the ends of years.
 */

export interface ProducerCost {
  /** Bought at the start, USD, and what it fetches at the end of its life. */
  readonly capexUsd: number;
  readonly residualUsd: number;
  readonly fixedUsdPerYear: number;
  /** Cost of one more million tokens. */
  readonly variableUsdPerMtok: number;
  readonly lifeYears: number;
  readonly ratePerYear: number;
}

/** Capital charge plus fixed costs, USD per year: K' x CRF + f, the residual's value taken off. */
export function fixedChargeUsdPerYear(producer: ProducerCost): number {
  const { capexUsd, residualUsd, ratePerYear, lifeYears, fixedUsdPerYear } = producer;
  const netUsd = capexUsd - residualUsd * discountFactor(ratePerYear, lifeYears);
  return netUsd * capitalRecoveryFactor(ratePerYear, lifeYears) + fixedUsdPerYear;
}

/**
 * Yearly volume above which producing is cheaper than buying: (K x CRF + f) / (p - v), Mtok.
 *
 * @returns null when no volume is: the API costs no more than one more token of one's own
 */
export function breakEvenMtokPerYear(producer: ProducerCost, apiUsdPerMtok: number): number | null {
  const marginUsdPerMtok = apiUsdPerMtok - producer.variableUsdPerMtok;
  return marginUsdPerMtok > 0 ? fixedChargeUsdPerYear(producer) / marginUsdPerMtok : null;
}

/** Utilisation above which producing beats the API: cost at full load over price. Above 1 = never. */
export function breakEvenUtilisation(fullLoadUsdPerMtok: number, apiUsdPerMtok: number): number {
  return fullLoadUsdPerMtok / apiUsdPerMtok;
}

/** Used share of its hours above which an owned chip beats one rented only when used. */
export function ownVersusRentUtilisation(
  ownUsdPerChipHour: number,
  rentUsdPerChipHour: number,
): number {
  return ownUsdPerChipHour / rentUsdPerChipHour;
}

/** Used share of its hours above which a reserved chip beats one on demand. */
export function reservedVersusOnDemandUtilisation(
  reservedUsdPerHour: number,
  onDemandUsdPerHour: number,
): number {
  return reservedUsdPerHour / onDemandUsdPerHour;
}

/**
 * Present value of a payment of 1 at the ends of years 1..n that falls by `declinePerYear`:
 * sum of q^t with q = (1-d)/(1+r).
 */
export function decliningAnnuity(
  declinePerYear: number,
  ratePerYear: number,
  years: number,
): number {
  const ratio = (1 - declinePerYear) * discountFactor(ratePerYear, 1);
  if (Math.abs(1 - ratio) < 1e-12) return years;
  return (ratio * (1 - ratio ** years)) / (1 - ratio);
}

export interface PriceDecline {
  readonly mtokPerYear: number;
  /** API price today and its fall per year. */
  readonly apiUsdPerMtok: number;
  readonly apiDeclinePerYear: number;
  /** Fall of one's own variable cost per year (better software on the same chips). */
  readonly variableDeclinePerYear: number;
}

/** What producing is worth over buying at a falling price and constant volume, USD of today. */
export function producerNpvUsd(producer: ProducerCost, market: PriceDecline): number {
  return apiBillUsd(producer, market) - producerBillUsd(producer, market);
}

/**
 * Latest start, years from today, at which producing still pays although the API price keeps
 * falling and chips keep their price.
 *
 * @returns null when it does not pay even today; Infinity when it always will
 */
export function latestStartYears(producer: ProducerCost, market: PriceDecline): number | null {
  const apiUsd = apiBillUsd(producer, market);
  const ownUsd = producerBillUsd(producer, market);
  if (apiUsd < ownUsd) return null;
  if (market.apiDeclinePerYear <= 0 || ownUsd <= 0) return Number.POSITIVE_INFINITY;
  return Math.log(ownUsd / apiUsd) / Math.log1p(-market.apiDeclinePerYear);
}

function apiBillUsd(producer: ProducerCost, market: PriceDecline): number {
  const { ratePerYear, lifeYears } = producer;
  const priceSum = decliningAnnuity(market.apiDeclinePerYear, ratePerYear, lifeYears);
  return market.mtokPerYear * market.apiUsdPerMtok * priceSum;
}

function producerBillUsd(producer: ProducerCost, market: PriceDecline): number {
  const { ratePerYear, lifeYears } = producer;
  const variableSum = decliningAnnuity(market.variableDeclinePerYear, ratePerYear, lifeYears);
  return (
    producer.capexUsd -
    producer.residualUsd * discountFactor(ratePerYear, lifeYears) +
    producer.fixedUsdPerYear * decliningAnnuity(0, ratePerYear, lifeYears) +
    market.mtokPerYear * producer.variableUsdPerMtok * variableSum
  );
}

/**
 * First month from which one cumulative cost stays below the other to the end.
 *
 * @param ownUsd cumulative cost at the ends of months 0, 1, ... (as `Outcome.cumulativeUsd`)
 * @returns null when it ends at or above the other
 * @throws RangeError when the curves differ in length
 */
export function crossoverMonth(
  ownUsd: readonly number[],
  otherUsd: readonly number[],
): number | null {
  if (ownUsd.length !== otherUsd.length) {
    throw new RangeError(
      `cumulative costs of ${ownUsd.length} and ${otherUsd.length} months; expected equal lengths`,
    );
  }
  let month: number | null = null;
  for (let i = ownUsd.length - 1; i >= 0; i -= 1) {
    const own = ownUsd[i];
    const other = otherUsd[i];
    if (own === undefined || other === undefined || own >= other) break;
    month = i;
  }
  return month;
}
