/** A stretch of the original, put at a time of the resample. */
export interface TimeBlock {
  /** Start in the original, seconds. */
  readonly fromS: number;
  readonly lengthS: number;
  /** Start in the resample, seconds. */
  readonly atS: number;
}

/**
 * A resample of a time series that keeps what happens within a block: moving blocks of `blockS`
 * from uniform starting points, laid end to end until they cover `spanS`. The original is bent
 * to a circle, so that every instant is as likely as any other; a block over its end comes as two.
 *
 * @param uniform draws in (0, 1), one per block
 * Source: Künsch (1989); Politis and Romano (1992) for the circle
 */
export function bootstrapTimeBlocks(
  spanS: number,
  blockS: number,
  uniform: () => number,
): TimeBlock[] {
  if (!(spanS > 0 && spanS < Infinity)) {
    throw new RangeError(`span of ${spanS} s; expected a finite time > 0`);
  }
  if (!(blockS > 0)) throw new RangeError(`block of ${blockS} s; expected a time > 0`);
  const blocks: TimeBlock[] = [];
  const count = Math.ceil(spanS / blockS);
  for (let block = 0; block < count; block++) {
    const atS = block * blockS;
    const lengthS = Math.min(blockS, spanS - atS);
    if (!(lengthS > 0)) break;
    const fromS = uniform() * spanS;
    const headS = Math.min(lengthS, spanS - fromS);
    if (headS > 0) blocks.push({ fromS, lengthS: headS, atS });
    if (lengthS > headS) blocks.push({ fromS: 0, lengthS: lengthS - headS, atS: atS + headS });
  }
  return blocks;
}

/**
 * The same for a series of `count` observations: which one stands at each place of the resample.
 *
 * @param blockLength whole number >= 1 of observations that stay together
 */
export function bootstrapIndices(
  count: number,
  blockLength: number,
  uniform: () => number,
): Int32Array {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`${count} observations; expected a whole number >= 1`);
  }
  if (!Number.isInteger(blockLength) || blockLength < 1) {
    throw new RangeError(`block of ${blockLength}; expected a whole number >= 1`);
  }
  const indices = new Int32Array(count);
  for (let at = 0, from = 0; at < count; at++) {
    from = at % blockLength === 0 ? Math.floor(uniform() * count) : (from + 1) % count;
    indices[at] = from;
  }
  return indices;
}
