import { SECONDS_PER_HOUR } from "../units.ts";

/** One way to run a job: a vendor's chip in a region under some terms. */
export interface Offer {
  readonly id: string;
  readonly usdPerHour: number;
  /** Hours this job needs there without interruption. */
  readonly hours: number;
  readonly egressUsd: number;
  readonly carbonKg: number;
  /** Expected seconds over the promised latency; 0 = within. */
  readonly lateS: number;
  /** Cost of porting to the chip, spread over the jobs that use it. */
  readonly portUsd: number;
  /** Interruptions per hour (spot); 0 = none. */
  readonly interruptionsPerHour: number;
}

/** How a job saves its state: time between checkpoints, time to write one, time to start again. */
export interface Checkpointing {
  readonly everyS: number;
  readonly writeS: number;
  readonly restartS: number;
}

/** What carbon and lateness weigh in money. */
export interface BrokerWeights {
  readonly usdPerKgCarbon: number;
  readonly usdPerLateS: number;
}

/**
 * Hours a job takes where it may be interrupted: t (1 + h (tau/2 + R)/3600 + d/tau), h per hour, the
 * work since the last checkpoint lost each time.
 *
 * @throws RangeError when the time between checkpoints is not above 0
 */
export function effectiveHours(
  hours: number,
  interruptionsPerHour: number,
  checkpointing: Checkpointing,
): number {
  const { everyS, writeS, restartS } = checkpointing;
  if (!(everyS > 0)) throw new RangeError(`checkpoints every ${everyS} s; expected above 0`);
  const lostShare = (interruptionsPerHour * (everyS / 2 + restartS)) / SECONDS_PER_HOUR;
  return hours * (1 + lostShare + writeS / everyS);
}

/** Checkpoint interval that loses least, s: sqrt(2 d 3600/h) (Young, 1974). */
export function bestCheckpointS(interruptionsPerHour: number, writeS: number): number {
  return Math.sqrt((2 * writeS * SECONDS_PER_HOUR) / interruptionsPerHour);
}

/** What an offer costs a job in all, USD; without checkpoints where nothing interrupts. */
export function offerScoreUsd(
  offer: Offer,
  checkpointing: Checkpointing,
  weights: BrokerWeights,
): number {
  const hours =
    offer.interruptionsPerHour > 0
      ? effectiveHours(offer.hours, offer.interruptionsPerHour, checkpointing)
      : offer.hours;
  return (
    offer.usdPerHour * hours +
    offer.egressUsd +
    offer.portUsd +
    weights.usdPerKgCarbon * offer.carbonKg +
    weights.usdPerLateS * offer.lateS
  );
}

/** The offer of the lowest score; the first of equals. @throws RangeError without offers */
export function bestOffer(
  offers: readonly Offer[],
  checkpointing: Checkpointing,
  weights: BrokerWeights,
): { readonly offer: Offer; readonly scoreUsd: number } {
  let best: { offer: Offer; scoreUsd: number } | undefined;
  for (const offer of offers) {
    const scoreUsd = offerScoreUsd(offer, checkpointing, weights);
    if (best === undefined || scoreUsd < best.scoreUsd) best = { offer, scoreUsd };
  }
  if (best === undefined) throw new RangeError("job with no offers; expected at least one");
  return best;
}

/**
 * Saving over all jobs against staying with the present vendor, USD: sum of (incumbent - best). A
 * job whose best offer is no better stays, and saves nothing.
 */
export function grossArbitrageUsd(
  jobs: readonly { readonly incumbentUsd: number; readonly bestUsd: number }[],
): number {
  return jobs.reduce((sum, job) => sum + Math.max(0, job.incumbentUsd - job.bestUsd), 0);
}

/** What a broker keeps, 5 to 25 % of the saving, USD. */
export function brokerRevenueUsd(arbitrageUsd: number, takeShare: number): number {
  if (!(takeShare >= 0 && takeShare <= 1)) {
    throw new RangeError(`take of ${takeShare}; expected a share 0..1`);
  }
  return takeShare * Math.max(0, arbitrageUsd);
}

/** A customer joins when what is left of a year's saving exceeds the switching cost per year. */
export function adoptsBroker(
  arbitrageUsdPerYear: number,
  takeShare: number,
  switchingUsd: number,
  stayYears: number,
): boolean {
  return (1 - takeShare) * arbitrageUsdPerYear > switchingUsd / stayYears;
}

/** Spread that is left when brokers route a share of the market: spread_0 (1 - kappa b), >= 0. */
export function spreadUsdPerHour(
  firstUsdPerHour: number,
  closingFactor: number,
  brokeredShare: number,
): number {
  return firstUsdPerHour * Math.max(0, 1 - closingFactor * brokeredShare);
}

/**
 * Share of the market at which brokers earn most from a spread that closes with it, 0..1: b (1 - kappa b)
 * peaks at 1 / (2 kappa).
 */
export function bestBrokeredShare(closingFactor: number): number {
  return closingFactor > 0 ? Math.min(1, 1 / (2 * closingFactor)) : 1;
}
