import { longestRequestTokens } from "../facts.ts";
import { type FleetFit, fleetFit } from "../fleetFit.ts";
import type { FleetPlan, Plan } from "../plan.ts";
import type { SizedFleet } from "./fleetSizing.ts";
import { fleetWords, unitPools } from "./fleetUnit.ts";
import { isSettled } from "./onTime.ts";

/** Why a fleet cannot serve: what a strategy that drops out says of itself. */

/** Why a pool cannot hold its model; null when all can. */
export function misfitOf(fleet: FleetPlan): string | null {
  const fits = fitsOf(fleet);
  const misfit = fits.findIndex(({ problem }) => problem !== "");
  if (misfit < 0) return null;
  const pool = fits.length > 1 ? `pool ${misfit} ` : "";
  return `${pool}does not fit: ${fits[misfit]?.problem ?? ""}`;
}

/** How the model of each pool fits its chips. */
function fitsOf(fleet: FleetPlan): readonly FleetFit[] {
  const { faults, power } = fleet;
  const pools = fleet.pools === undefined ? [fleet] : unitPools(fleet).map(({ pool }) => pool);
  return pools.map((pool) => fleetFit({ ...pool, kind: "fleet", faults, power }));
}

export function tooLongProblem(fleet: FleetPlan): string {
  const { pools: further = [] } = fleet;
  const tokens = Math.min(
    ...fitsOf(fleet).map(({ kvTokens }) => kvTokens),
    ...[fleet, ...further].flatMap(({ engine, model }) => [
      engine.contextTokens,
      longestRequestTokens(model),
    ]),
  );
  return `every request is longer than the context of ${tokens} tokens that a replica serves`;
}

/** The queue of the peak hour grows: when it began, and how fast. */
export function unstableProblem(sized: SizedFleet, plan: Plan): string | null {
  const growing = sized.judged.filter((run) => !isSettled(run));
  const [first] = growing;
  if (first === undefined || growing.length * 2 <= sized.judged.length) return null;
  const { overloadedFromS, queueGrowthPerS } = first.stability;
  const { replicas, peakRequestsPerS } = sized.sizing;
  return (
    `${fleetWords(plan, replicas)} ${replicas === 1 ? "is" : "are"} overloaded ` +
    `${Math.round(overloadedFromS ?? 0)} s into the peak hour of ` +
    `${Number(peakRequestsPerS.toPrecision(3))} requests/s; the queue grows by ` +
    `${Number(queueGrowthPerS.toPrecision(2))} requests/s`
  );
}
