import type { KeyedUniform, Streams } from "../random/streams.ts";
import type { VariantsPlan } from "../stackPlan.ts";

/**
 * Share of the requests that each variant gets, the most popular first: the i-th in proportion to
 * 1 / i^exponent (Zipf's law).
 *
 * @throws RangeError unless there is a variant and the exponent is >= 0
 */
export function variantShares({
  count,
  zipfExponent,
}: Pick<VariantsPlan, "count" | "zipfExponent">): Float64Array {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`${count} variants; expected a whole number >= 1`);
  }
  if (!(zipfExponent >= 0 && zipfExponent < Infinity)) {
    throw new RangeError(`Zipf exponent of ${zipfExponent}; expected a finite number >= 0`);
  }
  const weights = Float64Array.from({ length: count }, (_, i) => (i + 1) ** -zipfExponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Draws which variant each request asks for; the same however the variants are served. */
export class RequestVariants {
  /** Upper ends of the variants' shares, the last one left out. */
  readonly #ends: Float64Array;
  readonly #uniform: KeyedUniform;

  constructor(plan: VariantsPlan, streams: Streams) {
    let total = 0;
    this.#ends = variantShares(plan)
      .slice(0, -1)
      .map((share) => {
        total += share;
        return total;
      });
    this.#uniform = streams.keyed("variants");
  }

  /** @param task ordinal of the request; of its task where requests are turns: one variant for all */
  variantOf(service: number, task: number): number {
    const u = this.#uniform(task, service);
    const ends = this.#ends;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! <= u) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
