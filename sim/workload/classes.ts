import type { DemandPlan, PromisePlan } from "../plan.ts";
import type { KeyedUniform, Streams } from "../random/streams.ts";
import type { ClassPlan } from "../workPlan.ts";

/** Shares may miss a sum of 1 by as much as their printed digits do. */
const SHARE_ERROR = 1e-6;

/**
 * All classes of a demand: the main service's, then one for each further service. A main service
 * without classes has one, with the plan's promise and no rights of its own.
 */
export function classPlans(demand: DemandPlan, promise: PromisePlan): readonly ClassPlan[] {
  const main = demand.classes ?? [plainClass(promise)];
  return [...main, ...(demand.services ?? []).map((service) => service.requestClass)];
}

/** Requests that are all alike: never impatient, sent once, without a quota. */
function plainClass(promise: PromisePlan): ClassPlan {
  return {
    name: "all",
    share: 1,
    priority: 0,
    weight: 1,
    ttftS: promise.ttftS,
    tpotS: promise.tpotS,
    patienceS: Infinity,
    maxTries: 1,
    retryDelayS: 0,
    quotaTokensPerS: Infinity,
    quotaBurstTokens: Infinity,
  };
}

/** Draws which class of the main service each request is of; the same under every strategy. */
export class RequestClasses {
  /** Upper ends of the classes' shares, the last one left out. */
  readonly #ends: Float64Array;
  readonly #uniform: KeyedUniform | null;

  /**
   * @param classes of one service
   * @throws RangeError unless the shares lie in 0..1 and sum to 1
   */
  constructor(classes: readonly ClassPlan[], streams: Streams) {
    let total = 0;
    const ends: number[] = [];
    for (const { name, share } of classes) {
      if (!(share >= 0 && share <= 1)) {
        throw new RangeError(`class ${name} with a share of ${share}; expected 0..1`);
      }
      total += share;
      ends.push(total);
    }
    if (!(Math.abs(total - 1) <= SHARE_ERROR)) {
      throw new RangeError(`class shares that sum to ${total}; expected 1`);
    }
    this.#ends = Float64Array.from(ends.slice(0, -1), (end) => end / total);
    this.#uniform = classes.length > 1 ? streams.keyed("classes") : null;
  }

  /**
   * Place of the class in the plan.
   *
   * @param ordinal of the request; of its task where requests are turns, so that a task has one class
   */
  classOf(ordinal: number): number {
    if (this.#uniform === null) return 0;
    const u = this.#uniform(ordinal, 0);
    let place = 0;
    while (place < this.#ends.length && u >= this.#ends[place]!) place += 1;
    return place;
  }
}
