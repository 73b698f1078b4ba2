import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAUSES, CHIP_STATES, type Physical } from "../../sim/physical.ts";
import type { FaultPlan, FleetPlan } from "../../sim/plan.ts";
import { Streams } from "../../sim/random/streams.ts";
import { simulateFleet } from "../../sim/simulate.ts";
import { type ServingScenario, servingScenario } from "../sim/serving/servingScenarios.ts";

const RUNS = { seed: 20_260_103, numRuns: 60 };

function run(scenario: ServingScenario): Physical {
  const { plan, fleet, shape, replication } = scenario;
  const streams = new Streams(`${plan.seed}/rep-${replication}`);
  return simulateFleet(plan, fleet, shape, streams, replication);
}

function holdsFor(law: (scenario: ServingScenario, physical: Physical) => void): void {
  fc.assert(
    fc.property(servingScenario, (scenario) => law(scenario, run(scenario))),
    RUNS,
  );
}

function withFleet(scenario: ServingScenario, change: Partial<FleetPlan>): ServingScenario {
  return { ...scenario, fleet: { ...scenario.fleet, ...change } };
}

function withFaults(scenario: ServingScenario, change: Partial<FaultPlan>): ServingScenario {
  return withFleet(scenario, { faults: { ...scenario.fleet.faults, ...change } });
}

function expectClose(got: number, expected: number, whole: number, what: string): void {
  const said = `${what}: ${got}, expected ${expected}`;
  expect(Math.abs(got - expected), said).toBeLessThanOrEqual(1e-9 * whole);
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe("the accounts of a serving fleet", () => {
  it("put every chip-second into one state: they sum to chips times measured time", () => {
    holdsFor((_, { chipTimeS, chips, measuredS }) => {
      const sum = total(CHIP_STATES.map((state) => chipTimeS[state]));
      expectClose(sum, chips * measuredS, chips * measuredS, "chip time");
    });
  });

  it("give all chip time to causes, idleness, repairs and reloads", () => {
    holdsFor((_, { chipTimeS, causeS, chips, measuredS }) => {
      const { idle, down, restart, off } = chipTimeS;
      const sum = total(CAUSES.map((cause) => causeS[cause])) + idle + down + restart + off;
      expectClose(sum, chips * measuredS, chips * measuredS, "causes and the rest");
    });
  });

  it("split wasted chip time into late, lost and recomputed work", () => {
    holdsFor((_, { chipTimeS, causeS, wastedS, chips, measuredS }) => {
      const sum = wastedS.late + wastedS.lost + wastedS.recomputed;
      expectClose(sum, chipTimeS.wasted, chips * measuredS, "reasons of waste");
      expectClose(causeS.wasted, chipTimeS.wasted, chips * measuredS, "wasted as a cause");
    });
  });

  it("have no negative entry in a window without a warm-up", () => {
    holdsFor((scenario) => {
      const whole = { ...scenario, plan: { ...scenario.plan, warmupS: 0 } };
      const { chipTimeS, causeS, wastedS, flops, chips, measuredS } = run(whole);
      for (const [name, seconds] of Object.entries({ ...chipTimeS, ...causeS, ...wastedS })) {
        expect(seconds, name).toBeGreaterThanOrEqual(-1e-9 * chips * measuredS);
      }
      expect(flops.wasted).toBeGreaterThanOrEqual(0);
    });
  });

  it("draw idle power while powered, and busy power while a step does its work", () => {
    holdsFor((scenario) => {
      const uncapped = withFleet(scenario, { power: { ...scenario.fleet.power, caps: [] } });
      const { chipTimeS, chips, measuredS, itJoules } = run(uncapped);
      const { idleWatts, busyWatts } = scenario.fleet.chip;
      const poweredS = chips * measuredS - chipTimeS.down;
      const busyS = poweredS - chipTimeS.idle - chipTimeS.restart;
      const joules = poweredS * idleWatts + busyS * (busyWatts - idleWatts);
      expectClose(itJoules, joules, chips * measuredS * busyWatts, "joules");
    });
  });

  it("add up when a window is cut in two", () => {
    holdsFor((scenario, later) => {
      const { warmupS } = scenario.plan;
      if (warmupS === 0) return;
      const part = (windowS: number): Physical =>
        run({ ...scenario, plan: { ...scenario.plan, windowS, warmupS: 0 } });
      const whole = part(scenario.plan.windowS);
      const earlier = part(warmupS);
      const allS = whole.chips * whole.measuredS;
      const sums = (one: Physical): Record<string, number> => ({
        ...one.chipTimeS,
        ...one.causeS,
        ...one.wastedS,
        joules: one.itJoules / scenario.fleet.chip.busyWatts,
        peta: (one.flops.done + one.flops.wasted) / 1e15,
      });
      const [first, second] = [sums(earlier), sums(later)];
      for (const [name, sum] of Object.entries(sums(whole))) {
        expectClose((first[name] ?? 0) + (second[name] ?? 0), sum, allS, name);
      }
      expect(earlier.iterations + later.iterations).toBe(whole.iterations);
      expect(earlier.tokens.output + later.tokens.output).toBe(whole.tokens.output);
      expect(earlier.itl.count + later.itl.count).toBe(whole.itl.count);
    });
  });
});

describe("the requests of a serving fleet", () => {
  it("are served, lost, rejected or still there: arrivals are conserved", () => {
    holdsFor((_, { requests, measuredArrivals, measuredDecided, measuredOnTime }) => {
      const { arrived, finished, onTime, rejected, lost, waiting, running, retrying } = requests;
      expect(finished + rejected + lost + waiting + running + retrying).toBe(arrived);
      for (const [name, count] of Object.entries(requests)) {
        expect(count, name).toBeGreaterThanOrEqual(0);
      }
      expect(onTime).toBeLessThanOrEqual(finished);
      expect(measuredOnTime).toBeLessThanOrEqual(measuredDecided);
      expect(measuredDecided).toBeLessThanOrEqual(measuredArrivals);
    });
  });

  it("wait for nothing but their own and others' tokens: with twice the time all takes twice", () => {
    holdsFor((scenario, physical) => {
      const { chipTimeS, requests, iterations } = run(slowed(scenario));
      const allS = physical.chips * physical.measuredS;
      for (const state of CHIP_STATES) {
        expectClose(chipTimeS[state] / 2, physical.chipTimeS[state], allS, state);
      }
      expect(requests).toEqual(physical.requests);
      expect(iterations).toBe(physical.iterations);
    });
  });
});

describe("a serving run", () => {
  const bytes = (scenario: ServingScenario): string => JSON.stringify(run(scenario));

  it("gives the same bytes for the same seed, and others for another", () => {
    const differing = new Set<string>();
    holdsFor((scenario, physical) => {
      const same = JSON.stringify(physical);
      expect(bytes(scenario)).toBe(same);
      const other = { ...scenario, plan: { ...scenario.plan, seed: `${scenario.plan.seed}x` } };
      if (bytes(other) !== same) differing.add(scenario.plan.seed);
    });
    expect(differing.size).toBeGreaterThan(RUNS.numRuns / 2);
  });

  it("does not notice a stream that nobody uses, a trace or an observer", () => {
    holdsFor((scenario, physical) => {
      const { plan, fleet, shape, replication } = scenario;
      const streams = new Streams(`${plan.seed}/rep-${replication}`);
      streams.stream("unused/stream")();
      let heard = 0;
      const hear = (): void => {
        heard++;
      };
      const watched = simulateFleet(plan, fleet, shape, streams, replication, hear, hear);
      expect(JSON.stringify(watched)).toBe(JSON.stringify(physical));
      expect(heard).toBeGreaterThan(0);
    });
  });

  it("is the same to the byte without a mechanism and with it switched off", () => {
    holdsFor((scenario) => {
      const still = withFaults(scenario, { stallProbability: 0 });
      expect(bytes(still)).toBe(bytes(withFaults(still, { stallS: 0 })));
      const steady = withFaults(still, { failuresPerChipS: 0, forced: [] });
      const mute = { repairMedianS: 1, repairSigma: 0, reloadS: 1, retryDelayS: 1, maxTries: 1 };
      expect(bytes(steady)).toBe(bytes(withFaults(steady, mute)));
      const never = { fromS: 2 * scenario.plan.windowS, capWatts: 1e9 };
      const uncapped = withFleet(steady, { power: { pue: 1, caps: [] } });
      expect(bytes(uncapped)).toBe(bytes(withFleet(steady, { power: { pue: 1, caps: [never] } })));
    });
  });
});

/** The same scenario with every duration doubled and every rate halved. */
function slowed(scenario: ServingScenario): ServingScenario {
  const { plan, fleet, shape } = scenario;
  const { arrivals } = plan.demand;
  const { faults, power } = fleet;
  const twice = <Row extends object>(row: Row): Row => {
    const entries = Object.entries(row).map(([name, value]) => [
      name,
      /S(Per[A-Z]\w*)?$/.test(name) && !name.startsWith("flops") ? 2 * value : value,
    ]);
    return Object.fromEntries(entries) as Row;
  };
  return {
    ...scenario,
    plan: {
      ...plan,
      windowS: 2 * plan.windowS,
      warmupS: 2 * plan.warmupS,
      promise: { ...twice(plan.promise) },
      demand: {
        ...plan.demand,
        arrivals:
          "requestsPerS" in arrivals
            ? { ...arrivals, requestsPerS: arrivals.requestsPerS / 2 }
            : arrivals,
      },
    },
    fleet: {
      ...fleet,
      timing: { ...fleet.timing, requestOverheadS: 2 * fleet.timing.requestOverheadS },
      faults: {
        ...faults,
        failuresPerChipS: faults.failuresPerChipS / 2,
        repairMedianS: 2 * faults.repairMedianS,
        reloadS: 2 * faults.reloadS,
        retryDelayS: 2 * faults.retryDelayS,
        stallS: 2 * faults.stallS,
        forced: faults.forced.map(twice),
      },
      power: { ...power, caps: power.caps.map(twice) },
    },
    shape: { ...shape, cost: twice(shape.cost) },
  };
}
