import { offerPrices } from "../../brokerLines.ts";
import { bestOffer, type Offer } from "../../market/broker.ts";
import { price } from "../../price.ts";
import { LogHistogram } from "../../stats/logHistogram.ts";
import type { RateBand, Source, SplitPlan, Strategy } from "../../strategy.ts";
import type { SourceTerms } from "../../terms.ts";
import { monthsOf } from "../horizon.ts";
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
  withBands,
} from "./splitting.ts";

type Weights = Extract<SplitPlan, { kind: "cheapest" }>;

/** Nothing is saved on the way: a request that is lost is sent again (`faults.max_tries`). */
const NO_CHECKPOINTS = { everyS: 1, writeS: 0, restartS: 0 };
/** Replications whose mean decides a route: it must not hang on a lucky draw. */
const ROUTING_REPLICATIONS = 3;

/**
 * A broker's routing: each month the offer of the lowest score serves first, up to what it takes,
 * then the next. The score is what the offer charges per million tokens on the whole demand, and
 * what carbon and waiting count. Offers that cannot keep the promise are not offers. Of a demand
 * above what all of them take, the rest is turned away.
 */
export async function splitCheapest(
  strategy: Strategy,
  sources: readonly Source[],
  weights: Weights,
  incumbent: string | undefined,
  replications: number,
  evaluateSource: EvaluateSource,
): Promise<Splitting | SplitFailure> {
  const runs: SourceRun[] = [];
  const failures: SplitFailure[] = [];
  for (const source of sources) {
    const run = await runSource(source, offerOf(source), evaluateSource);
    if (isFailure(run)) failures.push(run);
    else runs.push(run);
    if (isFailure(run) && source.name === incumbent) return run;
  }
  const [failure] = failures;
  if (runs.length === 0 && failure !== undefined) return failure;
  const capacities = runs.map(({ name }) => {
    const source = sources.find((one) => one.name === name);
    return source?.mostRequestsPerS ?? Number.POSITIVE_INFINITY;
  });
  const most = capacities.reduce((sum, rate) => sum + rate, 0);
  const peak = Math.max(...monthlyPeaks(strategy.horizon, 1));
  if (most < peak) {
    const reason = `its offers take ${most} requests/s; ${peak.toPrecision(3)} come in the busiest hour`;
    return { state: "infeasible", reason };
  }
  const count = Math.min(ROUTING_REPLICATIONS, replications);
  const routesAt = (multiple: number): readonly (readonly RateBand[])[] => {
    const scores = runs.map((run) => scoresOf(run, strategy, multiple, count));
    return routes(scores, capacities, runs, strategy.horizon.months, weights);
  };
  const known = new Map<number, ReturnType<typeof routesAt>>();
  return {
    runs,
    withOffers: true,
    ...(Number.isFinite(most) && { most: { requestsPerS: most, of: strategy.horizon } }),
    bandsAt: (multiple) => {
      const bands = known.get(multiple) ?? routesAt(multiple);
      known.set(multiple, bands);
      return bands;
    },
  };
}

/** An offer on all demand, or on as much of it as it takes; one copy. */
function offerOf({ strategy, copies, mostRequestsPerS }: Source): Strategy {
  const part = partOf(strategy, 1 / copies);
  if (mostRequestsPerS === undefined) return part;
  const band = { fromRequestsPerS: 0, toRequestsPerS: mostRequestsPerS / copies };
  return withBands(
    part,
    Array.from({ length: part.horizon.months }, () => band),
  );
}

/** What an offer scores in each month, as the fields of a broker's offer, per million tokens. */
function scoresOf(
  run: SourceRun,
  { terms }: Strategy,
  multiple: number,
  count: number,
): readonly Offer[] {
  const own = terms.kind === "portfolio" ? terms.sources[run.name] : undefined;
  if (own === undefined) throw new RangeError(`offer "${run.name}" without terms`);
  const { discountRatePerYear, horizonMonths } = terms;
  const priced: SourceTerms = { ...own, discountRatePerYear, horizonMonths };
  const waitedS = meanWaitS(run);
  const sums = Array.from({ length: horizonMonths }, () => ({ usd: 0, kg: 0, requests: 0 }));
  for (let replication = 0; replication < count; replication++) {
    const rows = monthsOf(banded(run.source, undefined), multiple, replication);
    const offers = rows.map((month) => ({
      ...month,
      offers: [{ name: run.name, copies: 1, month }],
    }));
    const usd = offerPrices(offers, (months) => price(months, priced).ledger).get(run.name) ?? [];
    for (const [i, sum] of sums.entries()) {
      const row = rows[i];
      if (row === undefined) continue;
      const { onTimeInput, onTimeCached, onTimeOutput } = row.tokens;
      const mtok = (onTimeInput + onTimeCached + onTimeOutput) / 1e6;
      const kwh = row.itKwh * ("pue" in own ? own.pue : 1);
      sum.usd += (usd[i] ?? 0) / count;
      sum.kg += (kwh * own.carbonKgPerKwh) / mtok / count;
      sum.requests += row.onTimeRequests / mtok / count;
    }
  }
  return sums.map(({ usd, kg, requests }) => ({
    id: run.name,
    usdPerHour: usd,
    hours: 1,
    egressUsd: 0,
    carbonKg: kg,
    lateS: waitedS * requests,
    portUsd: 0,
    interruptionsPerHour: 0,
  }));
}

/** Mean seconds to the first token in the peak hour. */
function meanWaitS({ evaluation }: SourceRun): number {
  const means = evaluation.peak
    .map((run) => LogHistogram.fromSnapshot(run.ttft).mean)
    .filter((mean) => Number.isFinite(mean));
  return means.length > 0 ? means.reduce((sum, mean) => sum + mean, 0) / means.length : 0;
}

/** Bands of every run by month: the cheapest from the bottom, the next on top of what it takes. */
function routes(
  scores: readonly (readonly Offer[])[],
  capacities: readonly number[],
  runs: readonly SourceRun[],
  months: number,
  { usdPerKgCarbon, usdPerWaitedS }: Weights,
): RateBand[][] {
  const weights = { usdPerKgCarbon, usdPerLateS: usdPerWaitedS };
  const bands: RateBand[][] = runs.map(() => []);
  for (let month = 0; month < months; month++) {
    let left = runs.map((_, i) => i);
    let from = 0;
    while (left.length > 0) {
      const offers = left.flatMap((i) => scores[i]?.[month] ?? []);
      const best = bestOffer(offers, NO_CHECKPOINTS, weights);
      const i = left[offers.indexOf(best.offer)] ?? 0;
      const to = from + (capacities[i] ?? 0);
      const copies = runs[i]?.copies ?? 1;
      bands[i]?.push({ fromRequestsPerS: from / copies, toRequestsPerS: to / copies });
      from = to;
      left = left.filter((other) => other !== i);
    }
  }
  return bands;
}
