import type { ScalingLawPlan } from "../../stackPlan.ts";
import { PeakWindow } from "./peakWindow.ts";

/** A hair of slack: a load that meets its target is not rounded up to one replica more. */
const SLACK = 1e-9;

/**
 * How many replicas a pool should have. By load: current x signal / target, rounded up; more at
 * once, fewer only when no decision of the last `downAfterS` seconds wanted more. By the clock:
 * what the schedule says. Always between `minReplicas` and `maxReplicas`, and at least one while
 * something waits, which wakes a pool that was scaled to zero.
 * Source: the rule and the stabilisation window are those of the Kubernetes horizontal autoscaler
 */
export class ScalingLaw {
  /** Time of the decision, and requests that wait for any replica: set both before `wanted`. */
  nowS = 0;
  waiting = 0;
  readonly #plan: ScalingLawPlan;
  readonly #recent: PeakWindow;
  #decided = false;

  /** @throws RangeError when target, bounds, times or schedule are wrong */
  constructor(plan: ScalingLawPlan) {
    checkPlan(plan);
    this.#plan = plan;
    this.#recent = new PeakWindow(plan.downAfterS);
  }

  /**
   * @param signal in the unit of the target: requests or latency per replica; without replicas as
   *   if there were one. NaN = nothing seen: the number stays
   * @param current replicas ordered: those that start are counted
   */
  wanted(signal: number, current: number): number {
    const { minReplicas, maxReplicas } = this.#plan;
    const least = this.waiting > 0 ? Math.max(1, minReplicas) : minReplicas;
    const aim =
      this.#plan.signal === "schedule"
        ? this.#scheduled(current)
        : this.#tracked(signal, current, least);
    return Math.min(maxReplicas, Math.max(least, aim));
  }

  #tracked(signal: number, current: number, least: number): number {
    const { target, maxReplicas, periodS } = this.#plan;
    // One period before its first decision the pool was as large as it had to be.
    if (!this.#decided) this.#recent.add(this.nowS - periodS, current);
    this.#decided = true;
    const replicas = Number.isNaN(signal)
      ? current
      : Math.ceil(Math.max(1, current) * (signal / target) * (1 - SLACK));
    this.#recent.add(this.nowS, Math.min(maxReplicas, Math.max(least, replicas)));
    return replicas >= current ? replicas : Math.min(current, this.#recent.peak(this.nowS));
  }

  #scheduled(current: number): number {
    let replicas = current;
    for (const step of this.#plan.schedule) {
      if (step.fromS <= this.nowS) replicas = step.replicas;
    }
    return replicas;
  }
}

function checkPlan(plan: ScalingLawPlan): void {
  const { signal, target, minReplicas, maxReplicas, periodS, downAfterS, schedule } = plan;
  if (signal !== "schedule" && !(target > 0 && target < Infinity)) {
    throw new RangeError(`scaling target of ${target}; expected finite and > 0`);
  }
  if (!(minReplicas >= 0 && maxReplicas >= Math.max(1, minReplicas))) {
    throw new RangeError(`${minReplicas}..${maxReplicas} replicas; expected 0 <= min <= max >= 1`);
  }
  if (!(periodS > 0)) throw new RangeError(`scaling every ${periodS} s; expected > 0`);
  if (!(downAfterS >= 0)) throw new RangeError(`down after ${downAfterS} s; expected >= 0`);
  for (let i = 1; i < schedule.length; i++) {
    const { fromS } = schedule[i]!;
    const before = schedule[i - 1]!.fromS;
    if (!(fromS > before)) {
      throw new RangeError(`schedule at ${fromS} s behind ${before} s; expected later`);
    }
  }
}
