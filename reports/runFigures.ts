import { CHIP_STATES, type Physical } from "../sim/physical.ts";
import type { PromisePlan } from "../sim/plan.ts";
import { meanInterval } from "../sim/stats/interval.ts";
import { LogHistogram } from "../sim/stats/logHistogram.ts";

/** What a few simulations showed, pooled: the figures of the live view. */
export interface RunFigures {
  /** The promised quantile of the time to first token against the promise. */
  readonly ttft: {
    readonly quantile: number;
    readonly seconds: number;
    readonly promiseS: number;
  } | null;
  /** What was simulated: sizing and map try loads on purpose that miss the promise. */
  readonly tried: { readonly requestsPerS: number; readonly replicas: number } | null;
  /** Shares of chip time, largest first; empty for an API. */
  readonly chipTime: readonly { readonly state: string; readonly share: number }[];
  readonly busyShare: number | null;
}

const NOT_BUSY: ReadonlySet<string> = new Set(["idle", "restart", "down", "off"]);

/** Pools simulations of one batch: all of them face the same promise. */
export function runFigures(
  { quantile, ttftS: promiseS }: PromisePlan,
  runs: readonly Physical[],
): RunFigures {
  const waits = new LogHistogram();
  for (const run of runs) waits.merge(LogHistogram.fromSnapshot(run.ttft));
  const seconds = runs.some(({ ttft }) => ttft.count > 0) ? waits.quantile(quantile) : null;
  const total = (of: (run: Physical) => number): number =>
    runs.reduce((sum, run) => sum + of(run), 0);
  const states = CHIP_STATES.map((state) => ({
    state,
    chipS: total((run) => run.chipTimeS[state]),
  }));
  const allS = states.reduce((sum, { chipS }) => sum + chipS, 0);
  const shares = states.map(({ state, chipS }) => ({ state, share: allS > 0 ? chipS / allS : 0 }));
  const shareOf = (of: (state: string) => boolean): number =>
    shares.reduce((sum, { state, share }) => sum + (of(state) ? share : 0), 0);
  // Chips that are switched off offer no capacity that could be busy.
  const offeredShare = 1 - shareOf((state) => state === "off");
  const measuredS = total((run) => run.measuredS);
  return {
    ttft: seconds === null ? null : { quantile, seconds, promiseS },
    tried: {
      requestsPerS: measuredS > 0 ? total((run) => run.measuredArrivals) / measuredS : 0,
      replicas: allS > 0 ? (runs[0]?.replicas ?? 0) : 0,
    },
    chipTime: allS > 0 ? shares.toSorted((a, b) => b.share - a.share) : [],
    busyShare:
      allS > 0 && offeredShare > 0
        ? (1 - shareOf((state) => NOT_BUSY.has(state))) / offeredShare
        : null,
  };
}

/** Mean and 95 % half-width of a cost over replications. */
export function costFigure(usdPerMtok: readonly number[]): {
  readonly mean: number;
  readonly halfWidth: number | null;
  readonly n: number;
} {
  return meanInterval(usdPerMtok);
}
