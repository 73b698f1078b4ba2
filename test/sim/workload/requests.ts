import type { ArrivalPlan, DemandPlan, TraceColumns } from "../../../sim/plan.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { requestSource } from "../../../sim/workload/openSource.ts";

export const FIXED = { kind: "fixed", inputTokens: 100, outputTokens: 10 } as const;

export function demandOf(arrivals: ArrivalPlan, other: Partial<DemandPlan> = {}): DemandPlan {
  return { arrivals, lengths: FIXED, rateScale: 1, cachedShare: 0, ...other };
}

export interface Request {
  readonly arrivalS: number;
  readonly input: number;
  readonly output: number;
  readonly cached: number;
}

/** All requests of one replication. */
export function requestsOf(
  demand: DemandPlan,
  windowS: number,
  replication = 0,
  seed = "test",
): Request[] {
  const streams = new Streams(`${seed}/rep-${replication}`);
  const source = requestSource(demand, windowS, streams, replication);
  const requests: Request[] = [];
  while (source.advance()) {
    requests.push({
      arrivalS: source.arrivalS,
      input: source.inputTokens,
      output: source.outputTokens,
      cached: source.cachedTokens,
    });
  }
  return requests;
}

/** Variance over mean of the number of arrivals per window of `lengthS`: 1 for Poisson. */
export function dispersion(requests: readonly Request[], lengthS: number, windowS: number): number {
  const counts = new Array<number>(Math.floor(windowS / lengthS)).fill(0);
  for (const { arrivalS } of requests) {
    const window = Math.floor(arrivalS / lengthS);
    if (window < counts.length) counts[window]! += 1;
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length / mean;
}

/** A trace whose input length tells the row: row i has i + 1 prompt tokens. */
export function traceOf(
  arrivalS: readonly number[],
  cachedTokens: readonly number[] = [],
): TraceColumns {
  const lastS = arrivalS.at(-1) ?? 0;
  return {
    name: "trace",
    format: "csv",
    arrivalS: Float64Array.from(arrivalS),
    inputTokens: Int32Array.from(arrivalS, (_, i) => i + 1),
    outputTokens: Int32Array.from(arrivalS, () => 7),
    cachedTokens: Int32Array.from(arrivalS, (_, i) => cachedTokens[i] ?? 0),
    spanS: lastS + (arrivalS.length > 1 ? lastS / (arrivalS.length - 1) : 1),
    sha256: "",
  };
}
