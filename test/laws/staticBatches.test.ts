import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAUSES, CHIP_STATES, type Physical } from "../../sim/physical.ts";
import type { FleetPlan, PoolPlan } from "../../sim/plan.ts";
import { Streams } from "../../sim/random/streams.ts";
import { simulateFleet } from "../../sim/simulate.ts";
import { between, type ServingScenario, servingScenario } from "../sim/serving/servingScenarios.ts";
import { EVERYTHING } from "../sim/serving/stackAllowed.ts";
import { stackScenario } from "../sim/serving/stackScenarios.ts";
import { impatient, run } from "../sim/serving/staticOnPaper.ts";
import { StaticTwin } from "../sim/serving/staticTwin.ts";

/** Relative difference allowed between sums taken in another order. */
const TOLERANCE = 1e-9;
const RUNS = { seed: 20_260_411, numRuns: 120 };

/** One replica with static batches, sometimes with clients that lose their patience. */
const staticScenario: fc.Arbitrary<ServingScenario> = fc
  .record({
    base: servingScenario,
    requestsPerS: between(0.8, 2.3).map((exponent) => 10 ** exponent),
    batchWaitS: fc.oneof(fc.constant(0), between(0.001, 0.3)),
    patience: fc.oneof(
      fc.constant(null),
      fc.record({
        patienceS: between(0.02, 1),
        maxTries: fc.integer({ min: 1, max: 3 }),
        retryDelayS: between(0.001, 0.2),
      }),
    ),
  })
  .map(({ base, requestsPerS, batchWaitS, patience }) => {
    const { plan, fleet, shape } = base;
    const alone: FleetPlan = {
      ...fleet,
      replicas: 1,
      engine: { ...fleet.engine, policy: "static", batchWaitS },
      faults: {
        ...fleet.faults,
        failuresPerChipS: fleet.faults.failuresPerChipS * fleet.replicas,
        forced: fleet.faults.forced.map(({ atS }) => ({ atS, replica: 0 })),
      },
      power: {
        ...fleet.power,
        caps: fleet.power.caps.map(({ fromS, capWatts }) => ({
          fromS,
          capWatts: capWatts / fleet.replicas,
        })),
      },
    };
    const { ttftS } = plan.promise;
    const classes =
      patience === null
        ? {}
        : {
            classes: [
              impatient(patience.patienceS, patience.maxTries, patience.retryDelayS, ttftS),
            ],
          };
    const demand = {
      ...plan.demand,
      arrivals: { kind: "poisson" as const, requestsPerS },
      ...classes,
    };
    return { ...base, plan: { ...plan, demand, supply: alone }, fleet: alone, shape };
  });

describe("a replica with static batches", () => {
  it("does what a plain reference does step by step, through failures, caps and impatience", () => {
    const met = { padding: 0, lost: 0, abandoned: 0, throttled: 0, late: 0 };
    fc.assert(
      fc.property(staticScenario, (scenario) => {
        const twin = new StaticTwin(scenario);
        const totals = twin.run();
        const { physical, seen } = run(scenario);
        expect(seen.map(({ what, arrivalS }) => ({ what, arrivalS }))).toEqual(
          twin.served.map(({ what, arrivalS }) => ({ what, arrivalS })),
        );
        for (const [i, { nowS }] of seen.entries()) {
          expect(Math.abs(nowS - twin.served[i]!.nowS)).toBeLessThan(1e-9);
        }
        const { abandoned, ...counts } = twin.counts;
        expect(physical.requests).toMatchObject({
          ...counts,
          ...(scenario.plan.demand.classes === undefined ? {} : { abandoned }),
          waiting: twin.waiting.length,
          running: twin.batch.length,
          capped: twin.capped,
          retries: twin.retries,
          preemptions: 0,
        });
        expect(physical.iterations).toBe(twin.iterations);
        const { chips } = scenario.shape;
        const wholeS = physical.measuredS * chips;
        for (const [name, got] of Object.entries(secondsOf(physical))) {
          const said = `${name}: ${got}, expected ${totals[name]! * chips}`;
          expect(Math.abs(got - totals[name]! * chips), said).toBeLessThanOrEqual(
            TOLERANCE * wholeS,
          );
        }
        const { done, wasted } = physical.flops;
        expect(Math.abs(done - totals["flops done"]!)).toBeLessThanOrEqual(TOLERANCE * done);
        expect(Math.abs(wasted - totals["flops wasted"]!)).toBeLessThanOrEqual(
          TOLERANCE * (done + Math.abs(wasted)),
        );
        if ((physical.wastedS.padding ?? 0) > 1e-6) met.padding++;
        if (physical.wastedS.lost > 1e-6) met.lost++;
        if ((physical.wastedS.abandoned ?? 0) > 1e-6) met.abandoned++;
        if (physical.wastedS.late > 1e-6) met.late++;
        if (physical.chipTimeS.throttled > 1e-6) met.throttled++;
      }),
      RUNS,
    );
    for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(10);
  });

  it("has every chip-second in one state and of one cause, and loses no request", () => {
    fc.assert(
      fc.property(staticScenario, (scenario) => {
        const { chipTimeS, causeS, wastedS, chips, measuredS, requests } = run(scenario).physical;
        const wholeS = chips * measuredS;
        const close = (got: number, expected: number): void =>
          expect(Math.abs(got - expected)).toBeLessThanOrEqual(TOLERANCE * wholeS);
        close(total(CHIP_STATES.map((state) => chipTimeS[state])), wholeS);
        const { idle, down, restart } = chipTimeS;
        close(total(CAUSES.map((cause) => causeS[cause])) + idle + down + restart, wholeS);
        close(total(Object.values(wastedS)), chipTimeS.wasted);
        close(causeS.cached, 0);
        const { arrived, finished, rejected, lost, waiting, running, retrying } = requests;
        const over = finished + rejected + lost + (requests.abandoned ?? 0);
        expect(over + waiting + running + retrying).toBe(arrived);
        expect(retrying).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it("never holds more memory or requests than there is room for", () => {
    fc.assert(
      fc.property(staticScenario, (scenario) => {
        const { series } = run(scenario).physical;
        for (const share of series.kvShare) expect(share).toBeLessThanOrEqual(1 + TOLERANCE);
        for (const running of series.running) {
          expect(running).toBeLessThanOrEqual(scenario.fleet.engine.maxBatch + TOLERANCE);
        }
      }),
      { ...RUNS, numRuns: 40 },
    );
  });
});

describe("pools with static batches among the levers of the stack", () => {
  it("keeps every account and request through flows, queues, scaling and fair shares", () => {
    const met = { padding: 0, abandoned: 0, escalated: 0, off: 0 };
    const levers = stackScenario({
      ...EVERYTHING,
      flows: ["direct", "encoded", "cascade"],
      cache: false,
      tiers: false,
      speculation: false,
      swap: false,
    });
    fc.assert(
      fc.property(levers, between(0, 0.2), (scenario, batchWaitS) => {
        const { plan, shapes, replication } = scenario;
        const inBatches = <Pool extends PoolPlan>(pool: Pool): Pool => ({
          ...pool,
          engine: { ...pool.engine, policy: "static", batchWaitS },
        });
        const { pools } = scenario.fleet;
        const alone = inBatches(scenario.fleet);
        const fleet = pools === undefined ? alone : { ...alone, pools: pools.map(inBatches) };
        const streams = new Streams(`${plan.seed}/rep-${replication}`);
        const physical = simulateFleet(plan, fleet, shapes, streams, replication);
        const { chipTimeS, causeS, wastedS, chips, measuredS, requests } = physical;
        const wholeS = chips * measuredS;
        const close = (got: number, expected: number): void =>
          expect(Math.abs(got - expected)).toBeLessThanOrEqual(TOLERANCE * wholeS);
        close(total(CHIP_STATES.map((state) => chipTimeS[state])), wholeS);
        // Late work of a batch that began in the warm-up is waste of the measured part.
        for (const state of plan.warmupS === 0 ? CHIP_STATES : []) {
          expect(chipTimeS[state], state).toBeGreaterThanOrEqual(-TOLERANCE * wholeS);
        }
        const { idle, down, restart, off } = chipTimeS;
        close(total(CAUSES.map((cause) => causeS[cause])) + idle + down + restart + off, wholeS);
        close(total(Object.values(wastedS)), chipTimeS.wasted);
        const { arrived, finished, rejected, lost, waiting, running, retrying } = requests;
        const { abandoned = 0, travelling = 0 } = requests;
        const over = finished + rejected + lost + abandoned;
        expect(over + waiting + running + retrying + travelling).toBe(arrived);
        expect(retrying).toBeGreaterThanOrEqual(0);
        if ((wastedS.padding ?? 0) > 1e-6) met.padding++;
        if ((wastedS.abandoned ?? 0) > 1e-6) met.abandoned++;
        if ((wastedS.escalated ?? 0) > 1e-6) met.escalated++;
        if (off > 1e-6) met.off++;
      }),
      { ...RUNS, numRuns: 150 },
    );
    for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(5);
  });
});

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function secondsOf({ chipTimeS, causeS, wastedS }: Physical): Record<string, number> {
  const { off: _, ...states } = chipTimeS;
  return {
    ...states,
    "wasted late": wastedS.late,
    "wasted lost": wastedS.lost,
    "wasted abandoned": wastedS.abandoned ?? 0,
    "wasted padding": wastedS.padding ?? 0,
    "used input": causeS.input,
    "used output": causeS.output,
  };
}
