import type { FaultPlan } from "../plan.ts";

/**
 * The window correction for failures: an operating map holds none, because they are too rare for its
 * windows. Replicas fail independently, so the number that is down at an instant is binomial, and the
 * others carry the load; the work in flight on a failed replica is lost and done again, late.
 *
 * Of several pools the one that has lost the largest part is what the others wait for: the fleet is
 * worth as many units as that pool still makes, and what the others have beyond that is idle.
 */
export interface FailureModel {
  /** Share of the time that one replica is down or reloading, 0..1; of several pools, of the first. */
  readonly unavailability: number;
  /** The pools of one unit, where there are several. */
  readonly pools?: readonly FailingPool[];
  /** Part of that time spent under repair; the rest reloads the model. */
  readonly repairPart: number;
  /** Failures that a request meets per second of service: those of the replica it is on. */
  readonly failuresPerS: number;
  /** The same of machines that are taken back, and their notice, seconds; absent = none. */
  readonly noticedPerS?: number;
  readonly noticeS?: number;
  /** Chips of one unit. */
  readonly chipsPerUnit: number;
  /** Power of a unit that reloads its model, watts; under repair it is off. */
  readonly reloadWatts: number;
  /** What a client has left for a second try within the promised first token, seconds. */
  readonly retrySlackS: number;
}

/** One pool of a unit. */
export interface FailingPool {
  readonly replicas: number;
  readonly chipsPerReplica: number;
  /** Share of the time that one of its replicas is away, 0..1. */
  readonly unavailability: number;
}

/** @param pools replicas and chips of each, where there are several */
export function failureModel(
  faults: FaultPlan,
  chipsPerUnit: number,
  reloadWatts: number,
  promisedTtftS: number,
  pools: readonly Omit<FailingPool, "unavailability">[] = [],
): FailureModel {
  // Mean of a lognormal from its median and the sigma of its logarithm.
  const repairS = faults.repairMedianS * Math.exp(faults.repairSigma ** 2 / 2);
  const { interruptions } = faults;
  // Machines that are taken back: another one comes after a while and loads the model, too.
  const elsewhereS =
    interruptions === undefined
      ? 0
      : interruptions.awayMedianS * Math.exp(interruptions.awaySigma ** 2 / 2);
  const takenPerS = (chips: number): number =>
    interruptions === undefined
      ? 0
      : interruptions.perMachineS * Math.ceil(chips / interruptions.chipsPerMachine);
  const awayShare = (chips: number): number => {
    const perCycle =
      faults.failuresPerChipS * chips * (repairS + faults.reloadS) +
      takenPerS(chips) * (elsewhereS + faults.reloadS);
    return perCycle / (1 + perCycle);
  };
  const several = pools.length > 1;
  // A request is on chips in proportion: the mean replica, each counted by its chips.
  const chipsMet = several
    ? pools.reduce((sum, pool) => sum + pool.replicas * pool.chipsPerReplica ** 2, 0) / chipsPerUnit
    : chipsPerUnit;
  const failing = faults.failuresPerChipS * chipsMet;
  const taken = takenPerS(chipsMet);
  const goneS =
    failing + taken > 0 ? (failing * repairS + taken * elsewhereS) / (failing + taken) : repairS;
  return {
    unavailability: awayShare(pools[0]?.chipsPerReplica ?? chipsPerUnit),
    ...(several
      ? { pools: pools.map((p) => ({ ...p, unavailability: awayShare(p.chipsPerReplica) })) }
      : {}),
    repairPart: goneS + faults.reloadS > 0 ? goneS / (goneS + faults.reloadS) : 1,
    failuresPerS: failing,
    ...(taken > 0 ? { noticedPerS: taken, noticeS: interruptions?.noticeS ?? 0 } : {}),
    chipsPerUnit,
    reloadWatts,
    retrySlackS: promisedTtftS - faults.retryDelayS,
  };
}

/** Nothing fails, or what fails is in the simulated window. */
export const NO_FAILURES: FailureModel = {
  unavailability: 0,
  repairPart: 1,
  failuresPerS: 0,
  chipsPerUnit: 0,
  reloadWatts: 0,
  retrySlackS: 0,
};
