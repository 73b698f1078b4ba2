import type { Sizing } from "../../comparison.ts";
import type { Portfolio, Strategy } from "../../strategy.ts";
import type { Evaluation } from "../evaluation.ts";
import { servedRequestsPerS } from "../fleetNeed.ts";
import { startReplicas } from "../horizon.ts";
import { splitBaseBurst } from "./baseBurst.ts";
import { splitCheapest } from "./cheapest.ts";
import { mixedPeaks } from "./mixedPeaks.ts";
import {
  banded,
  type EvaluateSource,
  isFailure,
  monthlyPeaks,
  partOf,
  runSource,
  type SourceRun,
  type SplitFailure,
  type Splitting,
  servesAnything,
  splitMonths,
} from "./splitting.ts";

/**
 * Runs every source of a portfolio on its part of the demand and reads them as one. What overflows
 * is decided hour by hour, not request by request; copies meet the same draws, so the interval
 * around many of them is wider than theirs would be.
 */
export async function evaluatePortfolio(
  strategy: Strategy,
  portfolio: Portfolio,
  replications: number,
  evaluateSource: EvaluateSource,
): Promise<Omit<Evaluation, "months" | "outcomes">> {
  const found = await splittingOf(strategy, portfolio, replications, evaluateSource);
  if (isFailure(found)) {
    const { state, reason } = found;
    return { strategy, state, reason, sizing: null, peak: [], map: null, source: null };
  }
  const serving = servingRuns(found);
  const lead = serving.find(({ source }) => source.chipsPerUnit > 0) ?? serving[0];
  if (lead === undefined) throw new RangeError("portfolio that serves nothing; expected a source");
  return {
    ...{ strategy, state: "ok", reason: null },
    sizing: sizingOf(strategy, serving),
    peak: mixedPeaks(
      lead,
      serving.map((run) => ({ run, requestsPerS: peakOf(run) })),
    ),
    map: null,
    source: {
      ...lead.source,
      horizon: strategy.horizon,
      replicasPerUnit: 1,
      portfolio: {
        monthsAt: (multiple, replication) => splitMonths(found, multiple, replication),
        replicasAt: (multiple) => replicasAt(found, multiple),
        ...(found.most !== undefined && {
          mostMultiple: found.most.requestsPerS / Math.max(...monthlyPeaks(strategy.horizon, 1)),
        }),
      },
    },
  };
}

function splittingOf(
  strategy: Strategy,
  { sources, split }: Portfolio,
  replications: number,
  evaluateSource: EvaluateSource,
): Promise<Splitting | SplitFailure> {
  switch (split.kind) {
    case "shares":
      return splitShares(sources, split.shares, evaluateSource);
    case "baseBurst": {
      const base = sources.find(({ name }) => name === split.base);
      const burst = sources.find(({ name }) => name === split.burst);
      if (base === undefined || burst === undefined) {
        throw new RangeError(`no sources "${split.base}" and "${split.burst}"; expected both`);
      }
      return splitBaseBurst({ strategy, base, burst, replications, evaluateSource }, split.size);
    }
    case "cheapest": {
      const { terms } = strategy;
      const incumbent = terms.kind === "portfolio" ? terms.broker?.incumbent : undefined;
      const rest = [replications, evaluateSource] as const;
      return splitCheapest(strategy, sources, split, incumbent, ...rest);
    }
  }
}

async function splitShares(
  sources: Portfolio["sources"],
  shares: readonly number[],
  evaluateSource: EvaluateSource,
): Promise<Splitting | SplitFailure> {
  const runs: SourceRun[] = [];
  for (const [i, source] of sources.entries()) {
    const share = shares[i] ?? 0;
    if (share === 0) continue;
    const part = partOf(source.strategy, share / source.copies);
    const run = await runSource(source, part, evaluateSource, false);
    if (isFailure(run)) return run;
    runs.push(run);
  }
  return { runs, bandsAt: null };
}

/** The runs that serve anything at today's demand, each with its bands. */
function servingRuns({ runs, bandsAt }: Splitting): readonly SourceRun[] {
  const bands = bandsAt?.(1);
  return runs
    .map((run, i) => (bands === undefined ? run : { ...run, source: banded(run.source, bands[i]) }))
    .filter(({ source }) => servesAnything(source, 1));
}

/** Requests/s of a run's copies in the busiest hour of the first month, or of the first it serves. */
function peakOf({ source: { horizon }, copies }: SourceRun): number {
  const peaks = monthlyPeaks(horizon, 1);
  const served = peaks.map((peak, i) => servedRequestsPerS(horizon, i + 1, peak));
  return copies * (served.find((rate) => rate > 0) ?? 0);
}

function replicasAt({ runs, bandsAt }: Splitting, multiple: number): number {
  const bands = bandsAt?.(multiple);
  return runs.reduce((sum, { source, copies }, i) => {
    const read = bands === undefined ? source : banded(source, bands[i]);
    if (read.chipsPerUnit === 0 || !servesAnything(read, multiple)) return sum;
    return sum + copies * read.replicasPerUnit * startReplicas(read, multiple);
  }, 0);
}

/** What all sources have together, and each by itself. */
function sizingOf({ horizon }: Strategy, runs: readonly SourceRun[]): Sizing | null {
  const sized = runs.flatMap(({ copies, evaluation }) =>
    evaluation.sizing === null ? [] : [{ copies, sizing: evaluation.sizing }],
  );
  if (sized.length === 0) return null;
  const sum = (of: (sizing: Sizing) => number): number =>
    sized.reduce((total, { copies, sizing }) => total + copies * of(sizing), 0);
  return {
    replicas: sum((sizing) => sizing.replicas),
    spares: sum((sizing) => sizing.spares ?? 0),
    chips: sum((sizing) => sizing.chips),
    peakRequestsPerS: monthlyPeaks(horizon, 1)[0] ?? 0,
    how: sized.every(({ sizing }) => sizing.how === "fixed") ? "fixed" : "sized",
    candidates: [],
    sources: runs.map(({ name, copies, evaluation }) => ({
      name,
      copies,
      sizing: evaluation.sizing,
    })),
  };
}
