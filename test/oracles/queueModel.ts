import { expect } from "vitest";
import { MEASURING_STARTED, REQUEST_ARRIVED, STEP_FINISHED } from "../../sim/engine/ranks.ts";
import { Simulation } from "../../sim/engine/simulation.ts";
import { type Distribution, exponential, sample } from "../../sim/random/distributions.ts";
import { Streams, type UniformSource } from "../../sim/random/streams.ts";
import { holds, meanInterval } from "../../sim/stats/interval.ts";
import { LogHistogram } from "../../sim/stats/logHistogram.ts";
import { TimeAverage } from "../../sim/stats/timeAverage.ts";

const CUSTOMER_ARRIVED = 0;
const SERVICE_FINISHED = 1;
const MEASURING_BEGUN = 2;
/** Confidence of every comparison with theory. */
const LEVEL = 0.999;

export interface QueuePlan {
  readonly servers: number;
  /** Places in the system, those in service included; an arrival that finds none is lost. */
  readonly places: number;
  readonly arrivalsPerS: number;
  readonly service: Distribution;
  readonly warmupS: number;
  readonly windowS: number;
}

export interface QueueOutcome {
  /** Means over customers that arrived in the measured part and were served. */
  readonly waitS: number;
  readonly sojournP99S: number;
  readonly waitedShare: number;
  readonly lostShare: number;
  readonly inSystem: number;
  /** Both over the whole run, which ends empty. */
  readonly inSystemSeconds: number;
  readonly sojournSeconds: number;
}

/** A queue of the textbook: Poisson arrivals, one line, equal servers, first come first served. */
export function simulateQueue(
  plan: QueuePlan,
  gaps: UniformSource,
  services: UniformSource,
): QueueOutcome {
  const gap = exponential(1 / plan.arrivalsPerS);
  const sim = new Simulation();
  const arrivedS: number[] = [];
  const free: number[] = [];
  const line: number[] = [];
  const inSystem = new TimeAverage();
  const sojourns = new LogHistogram();
  let lineHead = 0;
  let busy = 0;
  let present = 0;
  let arrivals = 0;
  let lost = 0;
  let served = 0;
  let waited = 0;
  let waitSum = 0;
  let sojournSeconds = 0;
  let integralAtWarmup = 0;
  let inSystemMean = 0;

  const serve = (customer: number): void => {
    const waitS = sim.nowS - arrivedS[customer]!;
    if (arrivedS[customer]! >= plan.warmupS) {
      served++;
      waitSum += waitS;
      if (waitS > 0) waited++;
    }
    busy++;
    sim.after(sample(plan.service, services), STEP_FINISHED, SERVICE_FINISHED, customer);
  };
  sim.on(CUSTOMER_ARRIVED, "customerArrived", () => {
    const nextS = sim.nowS + sample(gap, gaps);
    if (nextS < plan.windowS) sim.at(nextS, REQUEST_ARRIVED, CUSTOMER_ARRIVED, 0);
    else {
      const measured = inSystem.integral(sim.nowS) - integralAtWarmup;
      inSystemMean = measured / (sim.nowS - plan.warmupS);
    }
    const measured = sim.nowS >= plan.warmupS;
    if (measured) arrivals++;
    if (present >= plan.places) {
      if (measured) lost++;
      return;
    }
    present++;
    inSystem.change(sim.nowS, 1);
    const customer = free.pop() ?? arrivedS.length;
    arrivedS[customer] = sim.nowS;
    if (busy < plan.servers) serve(customer);
    else line.push(customer);
  });
  sim.on(SERVICE_FINISHED, "serviceFinished", (customer) => {
    const sojournS = sim.nowS - arrivedS[customer]!;
    sojournSeconds += sojournS;
    if (arrivedS[customer]! >= plan.warmupS) sojourns.add(sojournS);
    busy--;
    present--;
    inSystem.change(sim.nowS, -1);
    free.push(customer);
    if (lineHead < line.length) {
      serve(line[lineHead++]!);
      if (lineHead > 1024 && lineHead * 2 > line.length) {
        line.splice(0, lineHead);
        lineHead = 0;
      }
    }
  });
  sim.on(MEASURING_BEGUN, "measuringStarted", () => {
    integralAtWarmup = inSystem.integral(sim.nowS);
  });
  sim.at(plan.warmupS, MEASURING_STARTED, MEASURING_BEGUN, 0);
  sim.at(sample(gap, gaps), REQUEST_ARRIVED, CUSTOMER_ARRIVED, 0);
  sim.run(Infinity);
  return {
    waitS: waitSum / served,
    sojournP99S: sojourns.quantile(0.99),
    waitedShare: waited / served,
    lostShare: lost / arrivals,
    inSystem: inSystemMean,
    inSystemSeconds: inSystem.integral(sim.nowS),
    sojournSeconds,
  };
}

/**
 * Independent replications, each the mean of two runs on mirrored draws (u and 1 - u): busy in
 * one is quiet in the other, so that their mean is nearer the truth.
 */
export function replicateQueue(
  plan: QueuePlan,
  replications: number,
  seed: string,
): QueueOutcome[] {
  return Array.from({ length: replications }, (_, i) => {
    const run = (mirror: (u: UniformSource) => UniformSource): QueueOutcome => {
      const streams = new Streams(`${seed}/rep-${i}`);
      return simulateQueue(
        plan,
        mirror(streams.stream("arrivals/customers")),
        mirror(streams.stream("service/all")),
      );
    };
    const one = run((u) => u);
    const other = run((u) => () => 1 - u());
    const mean = (read: (outcome: QueueOutcome) => number): number => (read(one) + read(other)) / 2;
    return {
      waitS: mean((o) => o.waitS),
      sojournP99S: mean((o) => o.sojournP99S),
      waitedShare: mean((o) => o.waitedShare),
      lostShare: mean((o) => o.lostShare),
      inSystem: mean((o) => o.inSystem),
      inSystemSeconds: mean((o) => o.inSystemSeconds),
      sojournSeconds: mean((o) => o.sojournSeconds),
    };
  });
}

/** Theory lies inside the 99.9 % interval, and the interval is narrow enough to say something. */
export function expectTheory(
  values: readonly number[],
  theory: number,
  relativeHalfWidth: number,
): void {
  const interval = meanInterval(values, LEVEL);
  const said = `${interval.mean} +- ${interval.halfWidth} against ${theory}`;
  expect(holds(interval, theory), said).toBe(true);
  expect(interval.halfWidth, said).toBeLessThan(relativeHalfWidth * theory);
}
