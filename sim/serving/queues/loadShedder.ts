import type { AdmissionPlan } from "../../stackPlan.ts";

/** Turns whole classes away while the fleet holds too much for them. */
export class LoadShedder {
  readonly #shedAbove: Float64Array;

  /** @throws RangeError unless there is one limit >= 0 for each class */
  constructor({ shedAbove }: AdmissionPlan, classes: number) {
    if (shedAbove.length !== classes) {
      throw new RangeError(
        `${shedAbove.length} limits of load shedding; expected ${classes}, one per class`,
      );
    }
    for (const limit of shedAbove) {
      if (!(limit >= 0)) {
        throw new RangeError(`load shedding above ${limit} requests per replica; expected >= 0`);
      }
    }
    this.#shedAbove = Float64Array.from(shedAbove);
  }

  /**
   * Whether a request may enter. With no replica up the limit of one replica holds, so that the
   * first requests can wake a fleet that is scaled to zero.
   *
   * @param outstanding requests in service or waiting, without this one
   */
  admits(classIndex: number, outstanding: number, replicasUp: number): boolean {
    return outstanding <= this.#shedAbove[classIndex]! * Math.max(1, replicasUp);
  }
}
