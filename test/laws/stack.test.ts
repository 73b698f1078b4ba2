import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Physical } from "../../sim/physical.ts";
import type { Plan } from "../../sim/plan.ts";
import { Streams } from "../../sim/random/streams.ts";
import { simulateFleet } from "../../sim/simulate.ts";
import { World } from "../../sim/world.ts";
import { EVERYTHING, VARIANTS } from "../sim/serving/stackAllowed.ts";
import { type StackScenario, stackScenario } from "../sim/serving/stackScenarios.ts";

/** Sums of the same seconds in another order. */
const TOLERANCE = 1e-9;

function run({ plan, fleet, shapes, replication }: StackScenario): Physical {
  const streams = new Streams(`${plan.seed}/rep-${replication}`);
  return simulateFleet(plan, fleet, shapes, streams, replication);
}

/** Fine-tuned variants go with few other levers: they are met in a mix of their own. */
const MIXES = [EVERYTHING, { ...VARIANTS, scaling: true }];

/** A law that random fleets with any mix of levers keep. */
function holds(law: (scenario: StackScenario, physical: Physical) => void, runs = 60): void {
  for (const mix of MIXES) {
    const property = fc.property(stackScenario(mix), (scenario) => law(scenario, run(scenario)));
    fc.assert(property, { seed: 20_260_301, numRuns: runs });
  }
}

/**
 * Seconds that may move from one account to another at the start of the measured part: what is
 * under way then counts as useful, and may turn out wasted.
 */
const recounted = ({ warmupS }: Plan): number => (warmupS === 0 ? 0 : Infinity);

const sum = (values: Iterable<number>): number => [...values].reduce((all, one) => all + one, 0);

describe("a fleet with any levers of the serving stack", () => {
  it("has every chip in one state at any time", () => {
    holds(({ plan, shapes, fleet }, { chipTimeS, chips, measuredS, pools }) => {
      const wholeS = chips * measuredS;
      const close = (got: number, whole: number): void => {
        expect(Math.abs(got - whole)).toBeLessThanOrEqual(TOLERANCE * wholeS);
      };
      close(sum(Object.values(chipTimeS)), wholeS);
      for (const seconds of Object.values(chipTimeS)) {
        expect(seconds).toBeGreaterThanOrEqual(-TOLERANCE * wholeS - recounted(plan));
      }
      for (const pool of pools ?? [])
        close(sum(Object.values(pool.chipTimeS)), pool.chips * measuredS);
      expect(pools?.length ?? 1).toBe(shapes.length);
      expect(shapes.length).toBe(1 + (fleet.pools?.length ?? 0));
    });
  });

  it("knows what caused every busy second, and why every wasted one was", () => {
    holds(({ plan }, { chipTimeS, causeS, wastedS, chips, measuredS, pools }) => {
      const wholeS = chips * measuredS;
      const { idle, restart, down, off, wasted } = chipTimeS;
      const caused = sum(Object.values(causeS)) + idle + restart + down + off;
      expect(Math.abs(caused - wholeS)).toBeLessThanOrEqual(TOLERANCE * wholeS);
      const reasons = sum(Object.values(wastedS));
      expect(Math.abs(reasons - wasted)).toBeLessThanOrEqual(TOLERANCE * wholeS);
      expect(causeS.wasted).toBeCloseTo(wasted, 9);
      for (const seconds of [...Object.values(causeS), ...Object.values(wastedS)]) {
        expect(seconds).toBeGreaterThanOrEqual(-TOLERANCE * wholeS - recounted(plan));
      }
      for (const state of ["idle", "restart", "down", "off"] as const) {
        const ofPools = sum((pools ?? []).map((pool) => pool.chipTimeS[state]));
        if (pools !== undefined) expect(ofPools).toBeCloseTo(chipTimeS[state], 9);
      }
    });
  });

  it("loses no request", () => {
    holds((_, { requests, measuredArrivals, measuredDecided, measuredOnTime }) => {
      const { arrived, finished, waiting, running, retrying, rejected, lost } = requests;
      const { abandoned = 0, travelling = 0 } = requests;
      const fates = [finished, waiting, running, retrying, rejected, lost, abandoned, travelling];
      expect(sum(fates)).toBe(arrived);
      for (const count of fates) expect(count).toBeGreaterThanOrEqual(0);
      expect(requests.onTime).toBeLessThanOrEqual(finished);
      expect(measuredDecided).toBeLessThanOrEqual(measuredArrivals);
      expect(measuredOnTime).toBeLessThanOrEqual(measuredDecided);
    });
  });

  it("counts every request in one class", () => {
    holds((_, { classes = [], measuredArrivals, measuredFinished, measuredOnTime, ...of }) => {
      if (classes.length === 0) return;
      expect(sum(classes.map(({ arrived }) => arrived))).toBe(measuredArrivals);
      expect(sum(classes.map(({ finished }) => finished))).toBe(measuredFinished);
      expect(sum(classes.map(({ onTime }) => onTime))).toBe(measuredOnTime);
      expect(sum(classes.map(({ ttft }) => ttft.count))).toBe(measuredFinished);
      expect(sum(classes.map(({ tpot }) => tpot.count))).toBe(of.tpot.count);
      if (of.warmupS === 0) {
        const abandoned = sum(classes.map((counts) => counts.abandoned));
        expect(abandoned).toBe(of.requests.abandoned);
        const refused = sum(classes.map((counts) => counts.refused));
        expect(refused).toBeLessThanOrEqual(of.requests.rejected);
      }
    });
  });

  it("finds no more of a prompt than it looks up, and moves what it fetches", () => {
    holds(({ fleet }, { cache, drafts, adapters, answers, tasks, requests }) => {
      const pools = [fleet, ...(fleet.pools ?? [])];
      expect(cache === undefined).toBe(pools.every((pool) => pool.cache === undefined));
      if (cache !== undefined) {
        expect(sum(cache.found)).toBeLessThanOrEqual(cache.lookedUp);
        for (const tokens of cache.found) expect(tokens).toBeGreaterThanOrEqual(0);
        for (const [tier, seconds] of cache.transferS.entries()) {
          expect(seconds).toBeGreaterThanOrEqual(0);
          if (cache.transferBytes[tier] === 0)
            expect(cache.found[tier] === 0 || tier === 0).toBe(true);
        }
        expect(cache.evictedTokens).toBeGreaterThanOrEqual(0);
      }
      if (drafts !== undefined) {
        expect(drafts.accepted).toBeLessThanOrEqual(drafts.drafted + 1e-6);
        expect(drafts.accepted).toBeGreaterThanOrEqual(-1e-6);
      }
      if (answers !== undefined) {
        expect(answers.accepted).toBeLessThanOrEqual(answers.given);
        expect(answers.fromCache).toBeLessThanOrEqual(answers.given);
        expect(answers.given).toBeLessThanOrEqual(requests.finished);
      }
      expect(adapters !== undefined).toBe(fleet.variants?.serve.kind === "adapters");
      if (adapters !== undefined) {
        const { lookedUp, found, loads, waitedS } = adapters;
        expect(found + loads).toBeLessThanOrEqual(lookedUp);
        expect(Math.min(found, loads, waitedS)).toBeGreaterThanOrEqual(0);
      }
      if (tasks !== undefined) expect(tasks.turns).toBeLessThanOrEqual(requests.finished);
    });
  });

  it("holds as much memory as its requests and its caches need, never more than there is", () => {
    const property = fc.property(
      fc.oneof(...MIXES.map(stackScenario)),
      ({ plan, fleet, shapes, replication }) => {
        const streams = new Streams(`${plan.seed}/rep-${replication}`);
        const world = new World(plan, fleet, shapes, streams, replication);
        world.run();
        for (const { replicas, shape } of world.pools) {
          for (const { blocks, held } of replicas) {
            expect(blocks.used).toBeGreaterThan(-1e-6);
            expect(blocks.used).toBeLessThan(shape.kvBlocks + 1e-6);
            expect(blocks.pinned).toBeLessThanOrEqual(blocks.stored);
            if (world.requests.live === 0) {
              expect(blocks.used).toBeCloseTo(0, 6);
              expect(held).toBe(0);
            }
          }
        }
      },
    );
    fc.assert(property, { seed: 20_260_302, numRuns: 60 });
  });

  it("gives everything back when a closed loop has been served", () => {
    const closed = MIXES.map((mix) => ({ ...mix, arrivals: ["closedLoop" as const] }));
    let drained = 0;
    const anyMix = fc.oneof(...closed.map(stackScenario));
    const property = fc.property(anyMix, ({ plan, fleet, shapes, replication }) => {
      const long = { ...plan, windowS: 1000 };
      const { services: __, ...alone } = plan.demand;
      const { admission: ___, flows = [], ...rest } = fleet;
      const open = { ...rest, ...(flows.length === 0 ? {} : { flows: flows.slice(0, 1) }) };
      const calm = { ...open, faults: { ...fleet.faults, failuresPerChipS: 0, forced: [] } };
      const streams = new Streams(`${plan.seed}/rep-${replication}`);
      const world = new World({ ...long, demand: alone }, calm, shapes, streams, replication);
      world.run();
      expect(world.requests.live).toBe(0);
      drained++;
      for (const { blocks } of world.replicas) {
        expect(blocks.used).toBeCloseTo(0, 6);
        expect(blocks.pinned).toBe(0);
      }
    });
    fc.assert(property, { seed: 20_260_303, numRuns: 40 });
    expect(drained).toBe(40);
  });

  it("is the same to the last bit when it is run again", () => {
    holds((scenario, physical) => {
      expect(JSON.stringify(run(scenario))).toBe(JSON.stringify(physical));
    }, 20);
  });

  it("has the same arrivals whatever its levers", () => {
    const open = { ...EVERYTHING, arrivals: ["open" as const, "prefixes" as const] };
    const property = fc.property(stackScenario(open), (scenario) => {
      const { fleet } = scenario;
      const { engine, responseCache: _, admission: __, scaling: ___, cache: ____, ...rest } = fleet;
      const { policy: _____, queue: ______, ...plain } = engine;
      const without = {
        ...rest,
        engine: plain,
        replicas: fleet.scaling?.maxReplicas ?? fleet.replicas,
      };
      const before = run(scenario);
      const after = run({ ...scenario, fleet: without });
      expect(after.requests.arrived).toBe(before.requests.arrived);
      expect(after.series.arrivalsPerS).toEqual(before.series.arrivalsPerS);
    });
    fc.assert(property, { seed: 20_260_304, numRuns: 20 });
  });

  it("has the same arrivals and lengths with variants and without", () => {
    const open = { ...VARIANTS, arrivals: ["open" as const], classes: false, door: false };
    const property = fc.property(stackScenario(open), (scenario) => {
      const { variants: _, ...plain } = scenario.fleet;
      const calm = { ...plain.faults, failuresPerChipS: 0, forced: [] };
      const long = { ...scenario.plan, windowS: 3000 };
      const demand = { ...long.demand, arrivals: { ...long.demand.arrivals, requestsPerS: 0.05 } };
      const runOf = (fleet: StackScenario["fleet"]): Physical =>
        run({ ...scenario, plan: { ...long, demand } as Plan, fleet: { ...fleet, faults: calm } });
      const before = runOf(scenario.fleet);
      const after = runOf({ ...plain, router: "leastOutstanding" });
      expect(after.series.arrivalsPerS).toEqual(before.series.arrivalsPerS);
      // So few that all are answered: then the tokens are those of the same requests.
      expect(before.requests.finished).toBe(before.requests.arrived - before.requests.rejected);
      expect(after.tokens).toMatchObject({
        input: before.tokens.input,
        output: before.tokens.output,
      });
    });
    fc.assert(property, { seed: 20_260_305, numRuns: 20 });
  });
});
