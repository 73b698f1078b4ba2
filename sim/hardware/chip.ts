import type { ChipFacts, NumberFormat } from "../facts.ts";

/**
 * Bytes that one stored value takes. fp4 counts its block scales: 4 bits plus one 8-bit scale per
 * 32 values (MXFP4 0.531, NVFP4 0.5625 with its 16-value blocks).
 */
export const BYTES_PER_VALUE: Readonly<Record<NumberFormat, number>> = {
  fp32: 4,
  bf16: 2,
  fp8: 1,
  int8: 1,
  fp4: 0.53,
};

/**
 * The format in which a chip multiplies values stored in `format`. A chip without that arithmetic
 * reads the small values and multiplies in bf16 (weight-only quantisation), or in fp32 at last.
 *
 * @throws RangeError when the chip has no peak at all
 */
export function arithmeticFormat(chip: ChipFacts, format: NumberFormat): NumberFormat {
  const usable = [format, "bf16", "fp32"] as const;
  for (const candidate of usable) {
    if ((chip.peakFlopsPerS[candidate] ?? 0) > 0) return candidate;
  }
  throw new RangeError(
    `chip ${chip.id} has no peak for ${format}, bf16 or fp32; expected at least one dense peak`,
  );
}

/** Dense peak at which a chip multiplies values stored in `format`, FLOP/s. */
export function peakFlopsPerS(chip: ChipFacts, format: NumberFormat): number {
  return chip.peakFlopsPerS[arithmeticFormat(chip, format)] ?? 0;
}

/** Power of one chip that has a step under way for `busyShare` (0..1) of its time, watts. */
export function chipWatts(chip: ChipFacts, busyShare: number): number {
  return chip.idleWatts + (chip.busyWatts - chip.idleWatts) * busyShare;
}
