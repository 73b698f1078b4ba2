import { HOURS_PER_YEAR, SECONDS_PER_HOUR } from "../units.ts";

/**
 * A serving calculator as web pages have it: one roofline, one share for everything else, and
 * 1/sqrt(n) for several chips. It knows no queue, promise, failure or length of context: a model to
 * compare with, not one to trust. Source: Cliff Center, inference-economics calculator (2026).
 */

export interface NapkinServer {
  readonly chips: number;
  /** Of one chip, dense, FLOP/s and bytes/s. */
  readonly flopsPerSPerChip: number;
  readonly memoryBytesPerSPerChip: number;
  readonly activeParams: number;
  readonly bytesPerParam: number;
}

/** Tokens per second of all chips if arithmetic were the only bound, at any batch. */
export function computeBoundTokensPerS(server: NapkinServer): number {
  return (server.chips * server.flopsPerSPerChip) / (2 * server.activeParams);
}

/** Tokens per second of all chips for one sequence, if reading the weights were the only bound. */
export function weightReadsPerS(server: NapkinServer): number {
  const weightBytes = server.activeParams * server.bytesPerParam;
  return (server.chips * server.memoryBytesPerSPerChip) / weightBytes;
}

/** Sequences at which arithmetic takes as long as reading the weights. */
export function balancedBatch(server: NapkinServer): number {
  return computeBoundTokensPerS(server) / weightReadsPerS(server);
}

/**
 * Tokens per second of the server: T_c x b/(b + b*) x efficiency / sqrt(chips).
 *
 * @param batch sequences at a time, above 0
 * @param efficiencyShare everything else, 0..1
 * @throws RangeError when the batch is not above 0
 */
export function napkinTokensPerS(
  server: NapkinServer,
  batch: number,
  efficiencyShare: number,
): number {
  if (!(batch > 0)) throw new RangeError(`batch of ${batch}; expected above 0`);
  const filledShare = batch / (batch + balancedBatch(server));
  const perServer = computeBoundTokensPerS(server) * filledShare;
  return (perServer * efficiencyShare) / Math.sqrt(server.chips);
}

/** Tokens of a year of instances that work a share of the time. */
export function tokensPerYear(
  tokensPerSPerInstance: number,
  instances: number,
  dutyShare: number,
): number {
  return tokensPerSPerInstance * instances * dutyShare * HOURS_PER_YEAR * SECONDS_PER_HOUR;
}
