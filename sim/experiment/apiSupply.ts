import type { OperatingMap } from "../comparison.ts";
import type { Physical } from "../physical.ts";
import type { ApiPlan } from "../plan.ts";
import type { Strategy } from "../strategy.ts";
import { NO_FAILURES } from "./failureModel.ts";
import { sizingRequestsPerS } from "./fleetNeed.ts";
import { judge } from "./fleetSizing.ts";
import type { HorizonSource } from "./horizonSource.ts";
import { MapReader } from "./mapReader.ts";
import { countedIn } from "./monthCounts.ts";
import { MAP_TOLERANCE } from "./operatingMap.ts";
import { isClosedLoop, planAt } from "./planAt.ts";
import { replicate } from "./replicate.ts";
import type { Runner } from "./runner.ts";

/** Arrivals of one simulated window of a consumer, at most. */
const API_REQUESTS = 100_000;
/** Rates that are simulated where a limit applies, against the peak hour of the first month. */
const LIMITED_MULTIPLES = [0.25, 0.5, 1, 2];
/** The same where provisioned throughput covers a part that bends with the rate. */
const COVERED_MULTIPLES = [0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1, 1.5, 2, 4];
export interface ApiSupply {
  readonly peak: readonly Physical[];
  readonly map: OperatingMap;
  readonly source: HorizonSource;
  readonly problem: string | null;
}

/**
 * A consumer's window becomes months by scaling: without a rate limit tokens grow with demand, so the
 * peak hour is all that is run; with one, what waits depends on the rate, so several are.
 */
export async function apiSupply(
  strategy: Strategy,
  api: ApiPlan,
  replications: number,
  runner: Runner,
): Promise<ApiSupply> {
  const { horizon, plan } = strategy;
  const peakRequestsPerS = sizingRequestsPerS(horizon);
  const limited = Number.isFinite(api.tokensPerMinute) || Number.isFinite(api.requestsPerMinute);
  const runAt = (requestsPerS: number): Promise<readonly Physical[]> => {
    const change = { requestsPerS, baseRequestsPerS: horizon.meanRequestsPerS };
    return replicate(planAt(plan, { ...change, mostRequests: API_REQUESTS }), replications, runner);
  };
  const peak = await runAt(peakRequestsPerS);
  const points = [];
  const multiples = api.provisioned ? COVERED_MULTIPLES : limited ? LIMITED_MULTIPLES : [1];
  for (const multiple of multiples) {
    const requestsPerSPerReplica = peakRequestsPerS * multiple;
    const runs = multiple === 1 ? peak : await runAt(requestsPerSPerReplica);
    points.push({ requestsPerSPerReplica, runs });
  }
  const map: OperatingMap = { podReplicas: 1, points, worstError: 0, tolerance: MAP_TOLERANCE };
  return {
    peak,
    map,
    problem: apiProblem(peak, api, plan.promise),
    source: {
      horizon: { ...horizon, followsTheHour: false },
      reader: new MapReader(map, plan, limited ? "full" : "unlimited"),
      failures: NO_FAILURES,
      fleet: { replicas: 1, fixed: true, promiseLoad: Number.POSITIVE_INFINITY },
      chipsPerUnit: 0,
      replicasPerUnit: 1,
      peakWattsPerUnit: 0,
      offeredFlopsPerUnitS: 0,
      counted: peak[0] === undefined ? [] : countedIn(peak[0], plan),
      ...(isClosedLoop(plan) ? { closedLoop: true } : {}),
      ...(strategy.unit === undefined ? {} : { unit: strategy.unit }),
    },
  };
}

/** A promise that is missed by assumption, or in the queue before the rate limit. */
function apiProblem(
  peak: readonly Physical[],
  api: ApiPlan,
  promise: Strategy["plan"]["promise"],
): string | null {
  const { ttftS, tpotS } = promise;
  if (api.assumedTtftS > ttftS || api.assumedTpotS > tpotS) {
    return (
      `misses the promise: first token after ${api.assumedTtftS} s, promised ${ttftS} s; ` +
      `${api.assumedTpotS} s per token, promised ${tpotS} s (latencies of the API are assumed)`
    );
  }
  const { onTimeShare, holds } = judge(peak, promise.quantile);
  if (holds || onTimeShare >= promise.quantile) return null;
  const late = (100 * (1 - onTimeShare)).toPrecision(2);
  return `exceeds the rate limit: ${late} % of requests are late in the peak hour`;
}
