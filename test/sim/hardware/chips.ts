import type { ChipFacts, TimingCoefficients } from "../../../sim/facts.ts";

/** An H100 SXM by its data sheet, for tests with arithmetic on paper. */
export const h100: ChipFacts = {
  id: "H100-80-SXM",
  vendor: "NVIDIA",
  family: "hopper",
  peakFlopsPerS: { fp32: 67e12, bf16: 989e12, fp8: 1979e12, int8: 1979e12 },
  memoryBytes: 80 * 2 ** 30,
  memoryBytesPerS: 3.35e12,
  linkBytesPerS: 450e9,
  linkLatencyS: 1e-6,
  linkEfficiency: 0.8,
  linkDomainChips: 8,
  busyWatts: 1275,
  idleWatts: 300,
  chipsPerServer: 8,
};

/** Sheet values reached in full and no overhead: what remains is the roofline itself. */
export const ideal: TimingCoefficients = {
  computeShare: { bf16: 1, fp8: 1, fp4: 1 },
  expertComputeFactor: 1,
  memoryShare: 1,
  allReduceLatencyS: 0,
  stepOverheadS: 0,
  layerOverheadS: 0,
  sequenceOverheadS: 0,
  requestOverheadS: 0,
};

/** Shares and overheads of the size that real engines have. */
export const realistic: TimingCoefficients = {
  computeShare: { bf16: 0.6, fp8: 0.45, fp4: 0.3 },
  expertComputeFactor: 0.5,
  memoryShare: 0.85,
  allReduceLatencyS: 5e-6,
  stepOverheadS: 1e-3,
  layerOverheadS: 1e-5,
  sequenceOverheadS: 1e-5,
  requestOverheadS: 0.015,
};
