/**
 * How often a long job should save its work, and what failures then cost it: closed forms for
 * failures that come at random (exponential times between them). Sources: J. W. Young,
 * Communications of the ACM 17 (1974); J. T. Daly, Future Generation Computer Systems 22 (2006).
 */

/** What a failure and a checkpoint cost a job, seconds. */
export interface CheckpointCosts {
  /** Time that the job stands still while it saves, s. */
  readonly checkpointS: number;
  /** From a failure until the job computes again, s. */
  readonly restartS: number;
  /** Mean time between failures that stop the job, s. */
  readonly mttfS: number;
}

/**
 * Young's interval of computing between two checkpoints, s: sqrt(2 d M).
 *
 * @throws RangeError when a checkpoint takes no time or failures have no mean time
 */
export function youngIntervalS(checkpointS: number, mttfS: number): number {
  checkTimes(checkpointS, mttfS);
  return Math.sqrt(2 * checkpointS * mttfS);
}

/**
 * Daly's interval, s: Young's with the next two terms, less the checkpoint itself. A checkpoint of
 * more than two mean times between failures is never worth more than one mean time.
 *
 * @throws RangeError when a checkpoint takes no time or failures have no mean time
 */
export function dalyIntervalS(checkpointS: number, mttfS: number): number {
  checkTimes(checkpointS, mttfS);
  if (checkpointS >= 2 * mttfS) return mttfS;
  const ratio = checkpointS / (2 * mttfS);
  return Math.sqrt(2 * checkpointS * mttfS) * (1 + Math.sqrt(ratio) / 3 + ratio / 9) - checkpointS;
}

/**
 * Share of time lost to saving, to work done again and to restarts, to first order in the interval
 * over the mean time between failures: d/t + t/(2M) + R/M. Above 1 where that is not small.
 *
 * @param intervalS computing between two checkpoints, s, above 0
 * @throws RangeError when a time is out of range
 */
export function firstOrderWasteShare(intervalS: number, costs: CheckpointCosts): number {
  const { checkpointS, restartS, mttfS } = checked(intervalS, costs);
  return checkpointS / intervalS + intervalS / (2 * mttfS) + restartS / mttfS;
}

/**
 * Share of time that is progress (0..1), exact for exponential failures that may also strike while
 * the job saves or restarts: t / (M e^(R/M) (e^((t+d)/M) - 1)).
 *
 * @param intervalS computing between two checkpoints, s, above 0
 * @throws RangeError when a time is out of range
 */
export function exactEfficiencyShare(intervalS: number, costs: CheckpointCosts): number {
  const { checkpointS, restartS, mttfS } = checked(intervalS, costs);
  const spent = Math.exp(restartS / mttfS) * Math.expm1((intervalS + checkpointS) / mttfS);
  return intervalS / (mttfS * spent);
}

function checked(intervalS: number, costs: CheckpointCosts): CheckpointCosts {
  const { checkpointS, restartS, mttfS } = costs;
  if (!(intervalS > 0)) throw new RangeError(`interval of ${intervalS} s; expected above 0`);
  if (!(checkpointS >= 0)) throw new RangeError(`checkpoint of ${checkpointS} s; expected >= 0`);
  if (!(restartS >= 0)) throw new RangeError(`restart of ${restartS} s; expected >= 0`);
  checkMttf(mttfS);
  return costs;
}

function checkTimes(checkpointS: number, mttfS: number): void {
  if (!(checkpointS > 0)) throw new RangeError(`checkpoint of ${checkpointS} s; expected above 0`);
  checkMttf(mttfS);
}

function checkMttf(mttfS: number): void {
  if (!(mttfS > 0)) throw new RangeError(`mean time to failure of ${mttfS} s; expected above 0`);
}
