import type { Physical } from "../physical.ts";
import type { Plan } from "../plan.ts";
import { LogHistogram } from "../stats/logHistogram.ts";
import type { ReplicaCapacity } from "./capacity.ts";
import { fleetWords } from "./fleetUnit.ts";
import { finishedWhileMeasured, isSettled } from "./onTime.ts";

/** Why no size of a fleet holds its promise: what was measured, and what that lacks. */

/** The largest fleet that was tried. */
interface Tried {
  readonly replicas: number;
  readonly onTimeShare: number;
  readonly onTimeShareLower: number;
  readonly runs: readonly Physical[];
}

export function nearlyIdleProblem({ promise }: Plan, capacity: ReplicaCapacity): string {
  const { nearlyIdle } = capacity;
  const ttftS = LogHistogram.fromSnapshot(nearlyIdle.ttft).quantile(promise.quantile);
  const tpotS = LogHistogram.fromSnapshot(nearlyIdle.tpot).quantile(promise.quantile);
  const share = percent(capacity.nearlyIdleOnTimeShare);
  const wanted = percent(promise.quantile);
  return (
    `no fleet keeps its promise: on a nearly idle replica ${share} of requests are on time, ` +
    `promised ${wanted} (${wanted} quantile of first token ${seconds(ttftS)}, promised ` +
    `${seconds(promise.ttftS)}; of time per token ${seconds(tpotS)}, promised ${seconds(promise.tpotS)})`
  );
}

/** Says what was measured, and why it is not enough: runs without a steady state prove nothing. */
export function unreachableProblem(plan: Plan, peakRequestsPerS: number, best: Tried): string {
  const promised = `promised ${percent(plan.promise.quantile)}`;
  const head =
    `no fleet up to ${fleetWords(plan, best.replicas)} keeps its promise at ` +
    `${peakRequestsPerS.toPrecision(3)} requests/s: `;
  const { runs } = best;
  const restless = runs.filter((run) => !isSettled(run));
  const [first] = restless;
  const of = `${restless.length} of ${runs.length} ${runs.length === 1 ? "run" : "runs"}`;
  if (first === undefined) {
    const sure = runs.length === 1 ? "" : `, surely ${percent(best.onTimeShareLower)}`;
    return `${head}${percent(best.onTimeShare)} of requests are on time${sure}, ${promised}`;
  }
  if (!first.stability.stable) {
    const growth = Number(first.stability.queueGrowthPerS.toPrecision(2));
    return `${head}its queue still grows in ${of} (by ${growth} requests/s), ${promised} on time`;
  }
  const answered = Math.round(finishedWhileMeasured(first));
  return (
    `${head}${answered} of ${Math.round(first.measuredArrivals)} requests are answered within the measured ` +
    `${Number(first.measuredS.toPrecision(3))} s (${of} end like that), too few to tell how many ` +
    `are on time, ${promised}; expected a longer window or trace`
  );
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

function seconds(timeS: number): string {
  return Number.isFinite(timeS) ? `${timeS.toPrecision(2)} s` : "unknown";
}
