import { expect } from "vitest";
import type { HistogramSnapshot, Physical } from "../../../sim/physical.ts";
import type { FleetPlan } from "../../../sim/plan.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { simulateFleet } from "../../../sim/simulate.ts";
import type { ServingScenario } from "./servingScenarios.ts";
import { StepTwin } from "./stepTwin.ts";
import type { TwinTotals } from "./twinLedger.ts";
import type { Served, Tally } from "./twinLog.ts";
import type { TwinHits } from "./twinReplica.ts";

/** Relative difference allowed between sums taken in another order. */
const TOLERANCE = 1e-9;

/** Runs the engine and hands back what it counted and what its clients saw. */
export function runEngine(scenario: ServingScenario): {
  readonly physical: Physical;
  readonly served: Served[];
} {
  const { plan, fleet, shape, replication } = scenario;
  const served: Served[] = [];
  const streams = new Streams(`${plan.seed}/rep-${replication}`);
  const physical = simulateFleet(
    plan,
    fleet,
    shape,
    streams,
    replication,
    undefined,
    (what, arrivalS, nowS) => served.push({ what, arrivalS, nowS }),
  );
  return { physical, served };
}

/** Fails unless engine and twin agree on everything both know; returns what the twin met. */
export function expectTwins(scenario: ServingScenario): TwinHits {
  const { plan, fleet, shape, replication } = scenario;
  const twin = new StepTwin(plan, fleet, shape, replication);
  const totals = twin.run();
  const { log } = twin;
  const { physical, served } = runEngine(scenario);
  const { waiting, running } = twin.held();

  sameServed(served, log.served);
  const { live, ...counts } = log.counts;
  expect(physical.requests).toEqual({
    ...counts,
    waiting,
    running,
    retrying: live - waiting - running,
    capped: log.capped,
    preemptions: log.preemptions,
    retries: log.retries,
  });
  const measuredS = twin.endS - plan.warmupS;
  expect(Math.abs(physical.measuredS - measuredS), "measured seconds").toBeLessThan(1e-8);
  expect(physical.iterations, "iterations").toBe(log.iterations);
  expect(physical.tokens).toEqual(log.tokens);
  expect(physical.measuredArrivals).toBe(log.measured.arrivals);
  expect(physical.measuredFinished).toBe(log.measured.finished);
  expect(physical.measuredOnTime).toBe(log.measured.onTime);

  sameAccounts(physical, totals, fleet, shape.chips);
  sameTally(physical.ttft, log.ttft, "ttft");
  sameTally(physical.itl, log.itl, "itl");
  sameTally(physical.tpot, log.tpot, "tpot");
  sameTally(physical.e2e, log.e2e, "e2e");
  const sameSeries = (got: readonly number[], expected: readonly number[], what: string): void => {
    for (const [bin, mean] of expected.entries()) {
      if (bin >= got.length) return;
      const said = `${what} in bin ${bin}: engine ${got[bin]}, twin ${mean}`;
      expect(Math.abs((got[bin] ?? Number.NaN) - mean), said).toBeLessThan(1e-7);
    }
  };
  const per = (means: readonly number[], whole: number): number[] => means.map((m) => m / whole);
  sameSeries(physical.series.running, log.means("running", twin.endS), "running");
  sameSeries(physical.series.busyShare, per(log.means("busy", twin.endS), fleet.replicas), "busy");
  // The engine spreads the blocks that decoding takes in a jump evenly over it: right on average.
  const blocks = fleet.replicas * shape.kvBlocks;
  const sum = (means: readonly number[]): number => means.reduce((total, mean) => total + mean, 0);
  const twinShare = sum(log.means("blocks", twin.endS)) / blocks;
  const offBy = Math.abs(sum(physical.series.kvShare) - twinShare);
  expect(offBy, "KV blocks in use").toBeLessThan(0.3 * twinShare + 0.05);
  return twin.hits;
}

/** States, causes, wasted work, FLOPs and joules of the measured part. */
function sameAccounts(
  physical: Physical,
  { states, wasted, used, flops }: TwinTotals,
  fleet: FleetPlan,
  chips: number,
): void {
  const allS = fleet.replicas * physical.measuredS;
  const close = (got: number, expected: number, what: string, whole: number): void => {
    const said = `${what}: engine ${got}, twin ${expected}`;
    expect(Math.abs(got - expected), said).toBeLessThanOrEqual(TOLERANCE * whole);
  };
  const { chipTimeS, causeS, wastedS } = physical;
  for (const state of ["idle", "restart", "down"] as const) {
    close(chipTimeS[state] / chips, states[state], state, allS);
  }
  const drawingS = states.arithmetic + states.memory + states.network + states.overhead;
  const busyS = drawingS + states.throttled;
  const engineBusyS = causeS.input + causeS.cached + causeS.output + causeS.wasted;
  close(engineBusyS / chips, busyS, "busy", allS);
  const { idleWatts, busyWatts } = fleet.chip;
  const poweredS = allS - states.down;
  const joules = chips * (poweredS * idleWatts + drawingS * (busyWatts - idleWatts));
  close(physical.itJoules, joules, "joules", joules);
  for (const reason of ["late", "lost", "recomputed"] as const) {
    close(wastedS[reason] / chips, wasted[reason], `wasted ${reason}`, allS);
  }
  close(causeS.input / chips, used.input, "cause input", allS);
  close(causeS.cached / chips, used.cached, "cause cached", allS);
  close(causeS.output / chips, used.output, "cause output", allS);
  close(physical.flops.done, flops.done, "FLOPs done", flops.done);
  close(physical.flops.wasted, flops.wasted, "FLOPs wasted", flops.done);
}

function sameServed(got: readonly Served[], expected: readonly Served[]): void {
  const inOrder = (list: readonly Served[]): Served[] =>
    list.toSorted(
      (a, b) => a.arrivalS - b.arrivalS || a.what.localeCompare(b.what, "en") || a.nowS - b.nowS,
    );
  const said = (s: Served | undefined): string => `${s?.what} at ${s?.nowS} of ${s?.arrivalS}`;
  const sorted = inOrder(got);
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE * Math.max(a, b);
  for (const [i, twin] of inOrder(expected).entries()) {
    const engine = sorted[i];
    const same =
      engine !== undefined &&
      engine.what === twin.what &&
      near(engine.arrivalS, twin.arrivalS) &&
      near(engine.nowS, twin.nowS);
    if (!same) expect.fail(`event ${i}: engine ${said(engine)}, twin ${said(twin)}`);
  }
  expect(got.length, "events that clients saw").toBe(expected.length);
}

function sameTally(got: HistogramSnapshot, expected: Tally, what: string): void {
  expect(got.count, `${what} count`).toBe(expected.count);
  if (expected.count === 0) return;
  const ends = [got.sum, got.min, got.max];
  const twins = [expected.sum, expected.min, expected.max];
  for (const [i, value] of ends.entries()) {
    const twin = twins[i] ?? Number.NaN;
    const said = `${what} sum, min or max: engine ${value}, twin ${twin}`;
    expect(Math.abs(value - twin), said).toBeLessThanOrEqual(1e-8 * Math.max(twin, 1e-3));
  }
}
