import { describe, expect, it } from "vitest";
import { compareStrategies, type Progress } from "../../../sim/experiment/compare.ts";
import { inlineRunner, type Job, memoRunner } from "../../../sim/experiment/runner.ts";
import { METRICS } from "../../../sim/metrics.ts";
import { price } from "../../../sim/price.ts";
import { simulate } from "../../../sim/simulate.ts";
import type { Strategy } from "../../../sim/strategy.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import {
  apiPlan,
  apiTerms,
  consumerOf,
  fleetPlan,
  inputOf,
  owningTerms,
  planOf,
  producerOf,
} from "./strategies.ts";

const world = { ...fakeWorld, noise: 0.01 };
const apiPrice = inputOf({
  term: "outputUsdPerMtok",
  path: "economics.api_output",
  label: "API price",
  value: 3,
  low: 2,
  high: 4,
  unit: "USD/Mtok",
});
const server = inputOf({
  term: "serverUsdPerChip",
  label: "server price",
  value: 40_000,
  low: 10_000,
  high: 60_000,
  unit: "USD/chip",
  grade: "C",
});
const discount = inputOf({
  term: "discountRatePerYear",
  label: "discount rate",
  value: 9,
  low: 6,
  high: 12,
  unit: "%/year",
});
const consumer = (rate: number): Strategy =>
  consumerOf(rate, {
    terms: { ...apiTerms, inputUsdPerMtok: 1, outputUsdPerMtok: 3 },
    assumptions: [apiPrice, discount],
  });
const producer = (rate: number, change: Partial<Strategy> = {}): Strategy =>
  producerOf(rate, { assumptions: [server, discount], ...change });

function compare(strategies: readonly Strategy[], replications = 5) {
  const runner = memoRunner(inlineRunner(fakeSimulate(world)));
  return compareStrategies(strategies, { replications, runner });
}

describe("compareStrategies", () => {
  it("finds the API cheaper at little demand and chips at much", async () => {
    expect((await compare([consumer(0.5), producer(0.5)])).verdict.winner).toBe("consumer");
    const much = await compare([consumer(100), producer(100)]);
    expect(much.verdict).toMatchObject({ kind: "winner", winner: "producer" });
    const [crossing] = much.breakEven?.crossings ?? [];
    expect(crossing).toMatchObject({ from: "consumer", to: "producer" });
    expect(crossing?.requestsPerS).toBeLessThan(100);
    expect(crossing?.low).toBeLessThanOrEqual(crossing?.requestsPerS ?? 0);
  });

  it("costs the same on both sides of a crossing, to a replica", async () => {
    const { breakEven } = await compare([consumer(40), producer(40)]);
    const curve = breakEven?.curves.find((line) => line.name === "producer");
    const flat =
      breakEven?.curves.find((line) => line.name === "consumer")?.usdPerMtok[0]?.[0] ?? 0;
    const at = breakEven?.crossings[0]?.requestsPerS ?? 0;
    const sides = breakEven?.requestsPerS.map((rate, i) => {
      const cheaper = (curve?.usdPerMtok[i]?.[0] ?? 0) < flat;
      return rate < at !== cheaper;
    });
    expect(sides?.every(Boolean)).toBe(true);
    expect(breakEven?.requestsPerS).toHaveLength(13);
    expect(breakEven?.requestsPerS[6]).toBeCloseTo(40, 9);
    expect(breakEven?.tokensPerDay[6]).toBeCloseTo(40 * 86_400 * 1200, 0);
  });

  it("reads today's cost on the break-even curve as the cost of the strategy", async () => {
    const { breakEven, results } = await compare([consumer(40), producer(40)]);
    for (const [i, { metrics }] of results.entries()) {
      const today = breakEven?.curves[i]?.usdPerMtok[6]?.[0];
      expect(today).toBeCloseTo(metrics.lcot_usd_per_mtok.value ?? Number.NaN, 9);
    }
  });

  it("differs by the same amount whichever strategy comes first", async () => {
    const there = await compare([consumer(40), producer(40)]);
    const back = await compare([producer(40), consumer(40)]);
    expect(back.verdict.sentence).toBe(there.verdict.sentence);
    expect(back.pairs).toEqual(there.pairs);
    const [pair] = there.pairs.filter((row) => row.metric === "lcot_usd_per_mtok");
    const costs = new Map(
      there.results.map((row) => [row.strategy.name, row.metrics.lcot_usd_per_mtok.value ?? 0]),
    );
    const expected = (costs.get(pair?.base ?? "") ?? 0) - (costs.get(pair?.other ?? "") ?? 0);
    expect(pair?.mean).toBeCloseTo(expected, 9);
  });

  it("gives every metric a value or a reason, and moats against the next best", async () => {
    const { results } = await compare([consumer(40), producer(40)]);
    for (const { metrics } of results) {
      for (const { name } of METRICS) {
        const { value, reason, n, values } = metrics[name];
        expect(value === null).toBe(reason !== null);
        expect(values).toHaveLength(value === null ? 0 : n);
      }
    }
    const [a, b] = results.map(({ metrics }) => metrics.lcot_usd_per_mtok.value ?? 0);
    expect(results[0]?.metrics.moat_share.value).toBeCloseTo(1 - (a ?? 0) / (b ?? 1), 3);
    expect(results[0]?.metrics.busy_share.reason).toBe("the provider's chips are not visible");
    expect(results[0]?.metrics.p99_ttft_s).toMatchObject({ kind: "assumed", halfWidth: null });
    expect(results[1]?.metrics.p99_ttft_s.kind).toBe("simulated");
  });

  it("sorts the priced inputs by swing and finds the value that flips each", async () => {
    const { tornado, results } = await compare([consumer(40), producer(40)]);
    const swings = tornado.map((bar) => bar.swing);
    expect(swings).toEqual(swings.toSorted((a, b) => b - a));
    const bar = tornado.find((row) => row.assumption.label === "server price");
    const value = bar?.breakEvenValue ?? Number.NaN;
    const terms = { ...owningTerms, serverUsdPerChip: value };
    const own = results[1]!.months.map((rows) => price(rows, terms).lcotUsdPerMtok);
    const other = results[0]!.outcomes.map((outcome) => outcome.lcotUsdPerMtok);
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / 5;
    expect(mean(own) / mean(other)).toBeCloseTo(1, 3);
  });

  it("moves an input that both share in both, in the unit of its own", async () => {
    const { tornado, results } = await compare([consumer(40), producer(40)]);
    const bars = tornado.filter((row) => row.assumption.label === "discount rate");
    expect(bars.map((bar) => bar.strategy)).toEqual(["consumer + producer"]);
    const at = (rate: number): number => {
      const [api, own] = results.map(({ months, strategy }) => {
        const terms = { ...strategy.terms, discountRatePerYear: rate };
        const costs = months.map((rows) => price(rows, terms).lcotUsdPerMtok);
        return costs.reduce((a, b) => a + b, 0) / costs.length;
      });
      return (own ?? 0) - (api ?? 0);
    };
    const sign = bars[0]!.baseUsdPerMtok / at(0.09);
    expect(Math.abs(sign)).toBeCloseTo(1, 9);
    expect(bars[0]?.atHighUsdPerMtok).toBeCloseTo(sign * at(0.12), 9);
  });

  describe("with a unit of work that all deliver", () => {
    // Dear per token and cheap per image: five times the images of the same requests.
    const images = (perRequest: number) => ({ unit: { name: "image", perRequest } });
    const many = consumerOf(40, {
      ...images(1),
      terms: { ...apiTerms, inputUsdPerMtok: 1, outputUsdPerMtok: 3 },
      assumptions: [apiPrice, discount],
      name: "many",
    });
    const few = consumerOf(40, {
      ...images(5),
      terms: { ...apiTerms, inputUsdPerMtok: 2, outputUsdPerMtok: 6 },
      assumptions: [apiPrice, discount],
      name: "few",
    });

    it("decides by its cost in verdict, pairs, moats, break-even and sensitivity", async () => {
      const { decision, verdict, pairs, results, breakEven, tornado } = await compare([many, few]);
      expect(decision).toEqual({ metric: "usd_per_unit", label: "cost per image", unit: "image" });
      expect(verdict).toMatchObject({ winner: "few", metric: "usd_per_unit" });
      const [ofMany, ofFew] = results.map(({ metrics }) => ({
        token: metrics.lcot_usd_per_mtok.value ?? Number.NaN,
        image: metrics.usd_per_unit.value ?? Number.NaN,
      }));
      expect(ofMany?.token).toBeLessThan(ofFew?.token ?? 0);
      const apart = (ofFew?.image ?? 0) - (ofMany?.image ?? 0);
      expect(pairs[0]).toMatchObject({ base: "few", other: "many", metric: "usd_per_unit" });
      expect(pairs[0]?.mean).toBeCloseTo(apart, 9);
      expect(new Set(pairs.map(({ metric }) => metric)).size).toBe(pairs.length);
      expect(results[1]?.metrics.moat_share.value).toBeCloseTo(0.6, 9);
      const today = breakEven?.curves.map(({ usdPerMtok }) => usdPerMtok[6]?.[0] ?? Number.NaN);
      expect(today?.[0]).toBeCloseTo(ofMany?.image ?? Number.NaN, 9);
      expect(today?.[1]).toBeCloseTo(ofFew?.image ?? Number.NaN, 9);
      expect(breakEven?.crossings).toEqual([]);
      expect(tornado.length).toBeGreaterThan(0);
      for (const bar of tornado) expect(bar.baseUsdPerMtok).toBeCloseTo(apart, 9);
    });

    it("decides by the token where one delivers another unit, or none", async () => {
      const pages = { ...few, unit: { name: "page", perRequest: 5 } };
      const { unit: _, ...none } = few;
      for (const other of [pages, none]) {
        const { decision, verdict, pairs } = await compare([many, other]);
        expect(decision.unit).toBe("1M tokens");
        expect(verdict).toMatchObject({ winner: "many", metric: "lcot_usd_per_mtok" });
        expect(pairs[0]?.metric).toBe("lcot_usd_per_mtok");
      }
    });

    it("says what one unit costs where there is nothing to compare", async () => {
      const { verdict } = await compare([few]);
      expect(verdict.sentence).toMatch(/^FEW costs \$0\.00\d+ .*per image; nothing to compare/);
    });
  });

  it("runs the physics of equal fleets once", async () => {
    let ran = 0;
    const fake = fakeSimulate(world);
    const runner = memoRunner(
      inlineRunner((plan, replication) => {
        ran += 1;
        return fake(plan, replication);
      }),
    );
    await compareStrategies([producer(40)], { replications: 3, runner });
    const once = ran;
    await compareStrategies([producer(40, { name: "renter" })], { replications: 3, runner });
    expect(ran).toBe(once);
  });

  it("calls an overloaded fixed fleet unstable and a model without room infeasible", async () => {
    const small = await compare([consumer(40), producer(40, { replicas: 2 })]);
    expect(small.verdict.kind).toBe("unstable");
    expect(small.verdict.sentence).toMatch(
      /^PRODUCER IS UNSTABLE: 2 replicas are overloaded 0 s into the peak hour of 60 requests\/s/,
    );
    expect(small.results[1]?.outcomes).toEqual([]);
    expect(small.results[1]?.metrics.lcot_usd_per_mtok.reason).toContain("no steady state");
    expect(small.breakEven).toBeNull();

    const tight = planOf({ ...fleetPlan, chipsPerReplica: 1, weightFormat: "bf16" }, 40);
    const unfit = await compare([consumer(40), producer(40, { plan: tight })]);
    expect(unfit.verdict).toMatchObject({ kind: "infeasible", winner: "consumer" });
    expect(unfit.verdict.sentence).toMatch(/^PRODUCER IS INFEASIBLE: does not fit: .* lacks/);
  });

  it("has nothing to compare with one strategy, and no interval with one replication", async () => {
    const one = await compare([producer(40)]);
    expect(one.verdict.kind).toBe("none");
    expect(one.pairs).toEqual([]);
    const point = await compare([consumer(40), producer(40)], 1);
    expect(point.verdict.kind).toBe("point");
    expect(point.results[1]?.metrics.lcot_usd_per_mtok.halfWidth).toBeNull();
  });

  it("says the same whatever order the work is done in", async () => {
    const straight = await compare([consumer(40), producer(40)]);
    const fake = fakeSimulate(world);
    const backwards = {
      run: async (jobs: readonly Job[]) =>
        jobs
          .toReversed()
          .map((job) => fake(job.plan, job.replication))
          .toReversed(),
    };
    const options = { replications: 5, runner: backwards };
    const turned = await compareStrategies([consumer(40), producer(40)], options);
    expect(JSON.stringify(turned)).toBe(JSON.stringify(straight));
  });

  it("calls an API infeasible whose rate limit makes requests late", async () => {
    const limited = planOf({ ...apiPlan, requestsPerMinute: 120 }, 4);
    const api = consumerOf(4, { plan: { ...limited, windowS: 600 } });
    const runner = inlineRunner(simulate);
    const { verdict } = await compareStrategies([api], { replications: 2, runner });
    expect(verdict.kind).toBe("infeasible");
    expect(verdict.sentence).toMatch(
      /^CONSUMER IS INFEASIBLE: exceeds the rate limit: \d+ % of requests are late in the peak hour\.$/,
    );
  });

  it("tells how far it is, never backwards", async () => {
    const seen: Progress[] = [];
    const runner = inlineRunner(fakeSimulate(world));
    const onProgress = (progress: Progress): void => {
      seen.push(progress);
    };
    await compareStrategies([consumer(4), producer(4)], { replications: 2, runner, onProgress });
    const done = seen.map((progress) => progress.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ stage: "done", done: 8, total: 8 });
    expect(seen.map((progress) => progress.stage)).toContain("producer: operating map");
  });

  it("decides the size of a fleet apart from the replications asked for", async () => {
    // So noisy that a bound over two replications would ask for a larger fleet than one over twelve.
    const noisy = fakeSimulate({ ...fakeWorld, noise: 0.05 });
    const sizes = await Promise.all(
      [2, 5, 12].map(async (replications) => {
        const runner = memoRunner(inlineRunner(noisy));
        const { results } = await compareStrategies([producer(20)], { replications, runner });
        expect(results[0]?.state).toBe("ok");
        return results[0]?.sizing?.replicas;
      }),
    );
    expect(new Set(sizes).size).toBe(1);
    expect(sizes[0]).toBeGreaterThan(1);
  });

  it("says at once that every request is too long, and for what", async () => {
    const strategy = producer(20);
    const engine = { ...fleetPlan.engine, contextTokens: 512 };
    const tooSmall = { ...strategy, plan: planOf({ ...fleetPlan, engine }, 20) };
    const jobs: Job[] = [];
    const inline = inlineRunner(simulate);
    const runner = {
      run: (asked: readonly Job[]) => {
        jobs.push(...asked);
        return inline.run(asked);
      },
    };
    const { results } = await compareStrategies([tooSmall], { replications: 3, runner });
    expect(results[0]?.state).toBe("infeasible");
    expect(results[0]?.reason).toMatch(/every request is longer than the context of 512 tokens/);
    expect(jobs.length).toBeLessThan(10);
  });
});
