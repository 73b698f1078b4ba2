import type { HistogramSnapshot, Physical } from "../../../sim/physical.ts";
import type { Plan } from "../../../sim/plan.ts";
import { LogHistogram } from "../../../sim/stats/logHistogram.ts";
import { erlangC } from "../../oracles/erlang.ts";

/** A world in closed form: each replica is ten servers of an M/M/c queue, chip time is linear. */
export interface FakeWorld {
  /** Requests/s that fill one replica. */
  readonly capacity: number;
  /** Longest wait that is on time, in mean service times. */
  readonly patience: number;
  /** Relative spread of the on-time share over replications. */
  readonly noise: number;
}

export const fakeWorld: FakeWorld = { capacity: 10, patience: 0.5, noise: 0 };

const SERVERS = 10;
const BINS = 120;
const BUSY_WATTS = 1275;
const IDLE_WATTS = 300;

/** Like `simulate`, without randomness but for a fixed deviation per replication. */
export function fakeSimulate(world: FakeWorld): (plan: Plan, replication: number) => Physical {
  return (plan, replication) => {
    const { arrivals, rateScale, lengths } = plan.demand;
    if (arrivals.kind !== "poisson" || lengths.kind !== "fixed") {
      throw new RangeError("the fake world knows Poisson arrivals of fixed length");
    }
    const { supply } = plan;
    const replicas = supply.kind === "fleet" ? supply.replicas : 0;
    // Requests are served in pool 0; the others only have chips.
    const pools = supply.kind === "fleet" ? [supply, ...(supply.pools ?? [])] : [];
    const chips = pools.reduce((sum, pool) => sum + pool.replicas * pool.chipsPerReplica, 0);
    const rate = arrivals.requestsPerS * rateScale;
    const offered = replicas === 0 ? 0 : rate / (replicas * world.capacity);
    const stable = offered < 1;
    const kept = stable ? 1 : 1 / offered;
    const deviation = world.noise * (((replication * 7) % 5) / 5 - 0.4);
    const onTime = stable ? Math.min(1, onTimeShareOf(world, replicas, offered) + deviation) : 0;
    const measuredS = plan.windowS - plan.warmupS;
    const busyS = chips * measuredS * Math.min(1, offered);
    const arrived = rate * measuredS;
    const finished = arrived * kept;
    const input = finished * lengths.inputTokens;
    const output = finished * lengths.outputTokens;
    const flat = (value: number): number[] => new Array<number>(BINS).fill(value);
    const latency = histogramOf(0.5);
    return {
      replication,
      measuredS,
      warmupS: plan.warmupS,
      chips,
      replicas,
      chipTimeS: {
        arithmetic: 0.3 * busyS,
        memory: 0.5 * busyS,
        network: 0.1 * busyS,
        overhead: 0.1 * busyS,
        throttled: 0,
        wasted: 0,
        idle: chips * measuredS - busyS,
        restart: 0,
        down: 0,
        off: 0,
      },
      causeS: { input: 0.4 * busyS, cached: 0, output: 0.6 * busyS, wasted: 0 },
      wastedS: { late: 0, lost: 0, recomputed: 0 },
      flops: { offered: 1e15 * chips * measuredS, done: 3e14 * busyS, wasted: 0 },
      itJoules: chips * measuredS * IDLE_WATTS + busyS * (BUSY_WATTS - IDLE_WATTS),
      peakItWatts: chips * BUSY_WATTS,
      requests: {
        arrived: rate * plan.windowS,
        finished: rate * plan.windowS * kept,
        onTime: rate * plan.windowS * kept * onTime,
        waiting: 0,
        running: 0,
        retrying: 0,
        rejected: 0,
        lost: 0,
        capped: 0,
        preemptions: 0,
        retries: 0,
      },
      measuredArrivals: arrived,
      measuredFinished: finished,
      measuredDecided: arrived,
      measuredOnTime: finished * onTime,
      tokens: {
        input,
        cached: 0,
        output,
        onTimeInput: input * onTime,
        onTimeCached: 0,
        onTimeOutput: output * onTime,
      },
      ttft: latency,
      itl: latency,
      tpot: latency,
      e2e: latency,
      iterations: 1,
      series: {
        binS: plan.windowS / BINS,
        arrivalsPerS: flat(rate),
        finishedPerS: flat(rate * kept),
        waiting: flat(0),
        running: flat(Math.min(1, offered) * SERVERS * replicas),
        busyShare: flat(Math.min(1, offered)),
        kvShare: flat(0),
        watts: flat(0),
      },
      incidents: [],
      stability: {
        stable,
        overloadedFromS: stable ? null : 0,
        queueGrowthPerS: stable ? 0 : rate * (1 - kept),
      },
    };
  };
}

/** Share of requests that wait no longer than the patience: 1 - C(c, a) e^(-(c - a) patience). */
export function onTimeShareOf(world: FakeWorld, replicas: number, offered: number): number {
  if (replicas === 0) return 1;
  const servers = replicas * SERVERS;
  const erlangs = servers * offered;
  return 1 - erlangC(servers, erlangs) * Math.exp(-(servers - erlangs) * world.patience);
}

function histogramOf(value: number): HistogramSnapshot {
  const histogram = new LogHistogram();
  histogram.add(value);
  return histogram.snapshot();
}
