import { price } from "../../price.ts";
import type { BaseSize, HorizonPlan, RateBand, Source, Strategy } from "../../strategy.ts";
import { replicasFor } from "../fleetNeed.ts";
import {
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
  withBands,
} from "./splitting.ts";

/** Sizes of the base that are priced at first, at most; then those around the best. */
const MOST_SIZES = 24;
/** A smaller fleet evens out less: the size is looked for again with what it was found to carry. */
const MOST_ROUNDS = 2;
/** Replications on which sizes are ranked. */
const RANKING_REPLICATIONS = 3;

/** Up to where the base serves: a rate, or a part of each month's peak, in steps of whole replicas. */
type Limit =
  | { readonly requestsPerS: number }
  | { readonly peakShare: number; readonly stepRequestsPerS?: number };

interface Pair {
  readonly strategy: Strategy;
  readonly base: Source;
  readonly burst: Source;
  readonly replications: number;
  readonly evaluateSource: EvaluateSource;
}

/**
 * A base that serves every hour up to a limit and a burst that serves what is above. A base that
 * would serve nothing, or all, is no base: then one source is all there is.
 */
export async function splitBaseBurst(
  pair: Pair,
  size: BaseSize,
): Promise<Splitting | SplitFailure> {
  return size === "auto" ? cheapestSplit(pair) : splitAt(pair, size);
}

/** Requests/s up to which the base serves in each month. */
export function limitsAt(limit: Limit, horizon: HorizonPlan, multiple: number): readonly number[] {
  if ("requestsPerS" in limit) {
    return Array.from({ length: horizon.months }, () => limit.requestsPerS);
  }
  const { peakShare, stepRequestsPerS: step } = limit;
  let most = 0;
  return monthlyPeaks(horizon, multiple).map((peak) => {
    // What was bought for more demand than there is now still serves.
    most = Math.max(most, peak);
    const rate = peakShare * most;
    return step === undefined ? rate : step * Math.ceil((rate / step) * (1 - 1e-9));
  });
}

function bandsOf(
  pair: Pair,
  limit: Limit,
  multiple: number,
): { readonly base: readonly RateBand[]; readonly burst: readonly RateBand[] } {
  const limits = limitsAt(limit, pair.strategy.horizon, multiple);
  const { base, burst } = pair;
  return {
    base: limits.map((rate) => ({ fromRequestsPerS: 0, toRequestsPerS: rate / base.copies })),
    burst: limits.map((rate) => ({
      fromRequestsPerS: rate / burst.copies,
      toRequestsPerS: Number.POSITIVE_INFINITY,
    })),
  };
}

/** One copy of a source on the whole demand, or on its bands of it. */
function sourceOf({ strategy, copies }: Source, bands?: readonly RateBand[]): Strategy {
  const part = partOf(strategy, 1 / copies);
  return bands === undefined ? part : withBands(part, bands);
}

async function splitAt(pair: Pair, limit: Limit): Promise<Splitting | SplitFailure> {
  const { base, burst, evaluateSource } = pair;
  const today = bandsOf(pair, limit, 1);
  const serves = (source: Source, bands: readonly RateBand[]): boolean =>
    servesAnything({ horizon: sourceOf(source, bands).horizon }, 1);
  if (!serves(base, today.base)) return aloneOf(pair, burst);
  const baseRun = await runSource(base, sourceOf(base, today.base), evaluateSource);
  if (isFailure(baseRun)) return baseRun;
  // Today's demand may leave the burst nothing, and a larger one more than that.
  const whole = !serves(burst, today.burst);
  const burstRun = await runSource(
    burst,
    whole ? sourceOf(burst) : sourceOf(burst, today.burst),
    evaluateSource,
  );
  if (isFailure(burstRun)) return burstRun;
  return pairOf(pair, limit, baseRun, burstRun);
}

function pairOf(pair: Pair, limit: Limit, base: SourceRun, burst: SourceRun): Splitting {
  return {
    runs: [base, burst],
    bandsAt: (multiple) => {
      const bands = bandsOf(pair, limit, multiple);
      return [bands.base, bands.burst];
    },
  };
}

async function aloneOf(
  { evaluateSource }: Pair,
  source: Source,
): Promise<Splitting | SplitFailure> {
  const run = await runSource(source, sourceOf(source), evaluateSource);
  return isFailure(run) ? run : { runs: [run], bandsAt: null };
}

/**
 * The base size of least cost: every whole number of replicas is priced off the operating maps of
 * both sources on the whole demand; the best is then run at its own size, and either source alone
 * stands against it.
 */
async function cheapestSplit(pair: Pair): Promise<Splitting | SplitFailure> {
  const { base, burst, strategy } = pair;
  const baseAlone = await aloneOf(pair, base);
  if (isFailure(baseAlone)) return baseAlone;
  const burstAlone = await aloneOf(pair, burst);
  if (isFailure(burstAlone)) return burstAlone;
  const [wholeBase] = baseAlone.runs;
  const [wholeBurst] = burstAlone.runs;
  if (wholeBase === undefined || wholeBurst === undefined) return burstAlone;

  const [peak = 0] = monthlyPeaks(strategy.horizon, 1);
  const loadOf = (run: SourceRun): number => run.source.fleet.promiseLoad * base.copies;
  const limitOf = (replicas: number, load: number): Limit => ({
    peakShare: (replicas * load) / peak,
    stepRequestsPerS: load,
  });
  const all = replicasFor(peak, loadOf(wholeBase));
  const bestFor = (run: SourceRun): number => {
    const load = loadOf(run);
    const most = replicasFor(peak, load);
    const best = cheapestOf(most, (replicas) => {
      if (replicas === 0) return costOf(pair, burstAlone);
      if (replicas === most) return costOf(pair, baseAlone);
      return costOf(pair, pairOf(pair, limitOf(replicas, load), run, wholeBurst));
    });
    return best === most ? all : best;
  };

  const options: Splitting[] = [burstAlone, baseAlone];
  const found = new Set([0, all]);
  let run = wholeBase;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const best = bestFor(run);
    if (found.has(best)) break;
    const asked = bandsOf(pair, limitOf(best, loadOf(run)), 1);
    const baseRun = await runSource(base, sourceOf(base, asked.base), pair.evaluateSource);
    if (isFailure(baseRun)) return baseRun;
    const { sizing } = baseRun.evaluation;
    const needed = (sizing?.replicas ?? best) - (sizing?.spares ?? 0);
    found.add(needed);
    const limit = limitOf(needed, loadOf(baseRun));
    const above = sourceOf(burst, bandsOf(pair, limit, 1).burst);
    const burstRun = await runSource(burst, above, pair.evaluateSource);
    if (!isFailure(burstRun)) options.push(pairOf(pair, limit, baseRun, burstRun));
    run = baseRun;
  }
  const priced = options.map((option) => ({ option, usd: costOf(pair, option) }));
  return priced.reduce((a, b) => (b.usd < a.usd ? b : a)).option;
}

/** Levelised cost of a split at today's demand, mean over a few replications. */
function costOf({ strategy, replications }: Pair, splitting: Splitting): number {
  const count = Math.min(RANKING_REPLICATIONS, replications);
  let sum = 0;
  for (let replication = 0; replication < count; replication++) {
    const outcome = price(splitMonths(splitting, 1, replication), strategy.terms);
    sum += outcome.lcotUsdPerMtok / count;
  }
  return sum;
}

/** The whole number 0..all of least cost: coarse steps first, then ever finer around the best. */
export function cheapestOf(all: number, costOfSize: (size: number) => number): number {
  const known = new Map<number, number>();
  const costAt = (size: number): number => {
    const usd = known.get(size) ?? costOfSize(size);
    known.set(size, usd);
    return usd;
  };
  let step = Math.max(1, Math.ceil(all / MOST_SIZES));
  const first = Array.from({ length: Math.floor(all / step) + 1 }, (_, i) => i * step);
  let best = 0;
  const tryAll = (sizes: readonly number[]): void => {
    for (const size of sizes) if (costAt(size) < costAt(best)) best = size;
  };
  tryAll([...first, all]);
  while (step > 1) {
    step = Math.ceil(step / 2);
    const around = [best - step, best + step].filter((size) => size >= 0 && size <= all);
    tryAll(around);
    if (step === 1) break;
  }
  return best;
}
