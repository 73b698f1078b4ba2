import {
  CHIP_STATES,
  type ChipState,
  type ChipTime,
  type HistogramSnapshot,
  type MonthPhysical,
  type Physical,
  type TokenCounts,
} from "../../sim/physical.ts";
import { LogHistogram } from "../../sim/stats/logHistogram.ts";
import type { Role } from "./fixture.ts";

/** Uniforms of a fixed recurrence: the fixture has no simulator to draw from. */
function uniforms(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

const SHARES: ChipTime = {
  arithmetic: 0.11,
  memory: 0.21,
  network: 0.04,
  overhead: 0.035,
  throttled: 0.003,
  wasted: 0.012,
  idle: 0.58,
  restart: 0.003,
  down: 0.007,
  off: 0,
};

function chipTime(totalS: number, rep: number): ChipTime {
  const shares = { ...SHARES, idle: SHARES.idle * (1 + 0.01 * Math.sin(rep * 3 + 1)) };
  const sum = CHIP_STATES.reduce((total, state) => total + shares[state], 0);
  const entries = CHIP_STATES.map((state) => [state, (shares[state] / sum) * totalS]);
  return Object.fromEntries(entries) as Record<ChipState, number>;
}

export function latencies(rep: number, median: number, sigma: number): HistogramSnapshot {
  const draw = uniforms(rep + 17);
  const histogram = new LogHistogram();
  for (let i = 0; i < 3000; i++) {
    const normal = Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw());
    histogram.add(median * Math.exp(sigma * normal));
  }
  return histogram.snapshot();
}

function always(value: number): HistogramSnapshot {
  const histogram = new LogHistogram();
  histogram.addWeighted(value, 3000);
  return histogram.snapshot();
}

function tokens(mtok: number): TokenCounts {
  const input = mtok * 1e6 * 0.8455;
  const output = mtok * 1e6 * 0.1545;
  return {
    input,
    cached: 0,
    output,
    onTimeInput: input * 0.993,
    onTimeCached: 0,
    onTimeOutput: output * 0.993,
  };
}

/** The peak hour of one replication. */
export function peakOf(role: Role, rep: number, unstable: boolean): Physical {
  const fleet = role !== "consumer";
  const chips = fleet ? 28 : 0;
  const measuredS = 3000;
  const seen = role === "renter" ? rep + 100 : rep;
  const time = chipTime(chips * measuredS, rep);
  const part = chips * measuredS * 0.4;
  return {
    replication: rep,
    measuredS,
    warmupS: 600,
    chips,
    replicas: fleet ? 7 : 0,
    chipTimeS: time,
    causeS: { input: part * 0.42, cached: 0, output: part * 0.55, wasted: part * 0.03 },
    wastedS: { late: time.wasted * 0.7, lost: time.wasted * 0.2, recomputed: time.wasted * 0.1 },
    flops: { offered: 1e20, done: 1.2e19, wasted: 1e17 },
    itJoules: fleet ? 6.1e7 : 0,
    peakItWatts: fleet ? 28_000 : 0,
    requests: {
      arrived: 51_000,
      finished: 50_900,
      onTime: 50_600,
      waiting: unstable ? 9000 : 2,
      running: 98,
      retrying: 0,
      rejected: 0,
      lost: 0,
      capped: 0,
      preemptions: 12,
      retries: 9,
    },
    measuredArrivals: 42_000,
    measuredFinished: 41_900,
    measuredDecided: 41_900,
    measuredOnTime: 41_600,
    tokens: tokens(57),
    ttft: fleet ? latencies(seen, 0.21, 0.88) : always(0.6),
    itl: fleet ? latencies(seen + 1, 0.019, 0.25) : always(0.02),
    tpot: fleet ? latencies(seen + 2, 0.021, 0.18) : always(0.02),
    e2e: fleet ? latencies(seen + 3, 4.5, 0.5) : always(4.8),
    iterations: 900_000,
    series: seriesOf(fleet, seen, unstable),
    incidents:
      fleet && rep === 0
        ? [
            { atS: 1490, kind: "replicaFailed", replica: 3, requestsLost: 41 },
            { atS: 2210, kind: "replicaRepaired", replica: 3, requestsLost: 0 },
            { atS: 2390, kind: "replicaReturned", replica: 3, requestsLost: 0 },
          ]
        : [],
    stability: {
      stable: !unstable,
      overloadedFromS: unstable ? 312 : null,
      queueGrowthPerS: unstable ? 5.9 : 0,
    },
  };
}

function seriesOf(fleet: boolean, rep: number, unstable: boolean): Physical["series"] {
  const draw = uniforms(rep + 5);
  const bins = Array.from({ length: 60 }, (_, i) => i);
  const noise = bins.map(() => 0.8 + 0.4 * draw());
  const failed = (i: number) => (rep === 0 && i >= 25 && i < 40 ? 1 : 0);
  const chips = (value: (i: number) => number) => bins.map((i) => (fleet ? value(i) : 0));
  return {
    binS: 60,
    arrivalsPerS: bins.map((i) => 14.2 * (noise[i] ?? 1)),
    finishedPerS: bins.map((i) => 14.1 * (noise[i - 1] ?? 0.6)),
    waiting: chips((i) => (unstable ? i * 150 : (noise[i] ?? 1) * 1.5 + failed(i) * 11)),
    running: chips((i) => 90 * (noise[i] ?? 1) * Math.min(1, (i + 1) / 4)),
    busyShare: chips((i) => Math.min(1, 0.74 * (noise[i] ?? 1)) * (1 - 0.1 * failed(i))),
    kvShare: chips((i) => Math.min(1, 0.38 * (noise[i] ?? 1) + 0.06 * failed(i))),
    watts: chips((i) => 22_500 * (0.6 + 0.4 * (noise[i] ?? 1)) - 2500 * failed(i)),
  };
}

/** 36 months whose fleet grows with demand. */
export function monthsOf(role: Role, rep: number): MonthPhysical[] {
  return Array.from({ length: 36 }, (_, i) => {
    const growth = 1.02 ** i;
    const replicas = role === "consumer" ? 0 : Math.ceil(7 * growth);
    const chips = replicas * 4;
    const mtok = 28_700 * growth * (1 + 0.004 * Math.sin(rep + i));
    const time = chipTime(chips * 730 * 3600, rep);
    return {
      month: i + 1,
      hours: 730,
      replicas,
      chips,
      chipTimeS: time,
      causeS: {
        input: time.arithmetic + time.network,
        cached: 0,
        output: time.memory + time.overhead + time.throttled,
        wasted: time.wasted,
      },
      itKwh: chips * 730 * 0.55,
      peakItWatts: chips * 1000,
      requests: (mtok * 1e6) / 1366,
      onTimeRequests: ((mtok * 1e6) / 1366) * 0.993,
      tokens: tokens(mtok),
      doneFlops: 1,
      offeredFlops: 8,
    };
  });
}
