/**
 * Threefry-2x32 with 20 rounds: two 32-bit words that look random, from a key and a counter.
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011).
 */
const PARITY = 0x1bd11bda;
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** Writes the two words of block (counter0, counter1) under key (key0, key1) to `out`. */
export function threefry2x32(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  out: Uint32Array,
): void {
  const key2 = PARITY ^ key0 ^ key1;
  let x0 = (counter0 + key0) | 0;
  let x1 = (counter1 + key1) | 0;
  for (let group = 0; group < 5; group++) {
    const firstRotation = (group & 1) * 4;
    for (let round = 0; round < 4; round++) {
      const bits = ROTATIONS[firstRotation + round]!;
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << bits) | (x1 >>> (32 - bits))) ^ x0;
    }
    const after = (group + 1) % 3;
    x0 = (x0 + (after === 0 ? key0 : after === 1 ? key1 : key2)) | 0;
    x1 = (x1 + (after === 0 ? key1 : after === 1 ? key2 : key0) + group + 1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
}
