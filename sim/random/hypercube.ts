import type { UniformSource } from "./streams.ts";

/**
 * One column of a Latin hypercube: a uniform draw from each of n equal strata, in random order, so
 * that n samples cover the whole law. 2n - 1 draws of the stream.
 */
export function stratifiedColumn(samples: number, uniform: UniformSource): Float64Array {
  const column = new Float64Array(samples);
  for (let k = 0; k < samples; k++) column[k] = (k + uniform()) / samples;
  // Fisher and Yates: every order is equally likely.
  for (let last = samples - 1; last > 0; last--) {
    const other = Math.min(last, Math.floor(uniform() * (last + 1)));
    const kept = column[last]!;
    column[last] = column[other]!;
    column[other] = kept;
  }
  return column;
}

/** n independent uniform draws. */
export function plainColumn(samples: number, uniform: UniformSource): Float64Array {
  return Float64Array.from({ length: samples }, uniform);
}
