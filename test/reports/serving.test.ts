import { describe, expect, it } from "vitest";
import { servingParts } from "../../reports/html/Serving.tsx";
import { metricLabel, reversedByWork } from "../../reports/metricWords.ts";
import { wasteRows } from "../../reports/views/chipTime.ts";
import { classAnswer, classRows } from "../../reports/views/classes.ts";
import { arrivalWords, lawWords } from "../../reports/views/demandWords.ts";
import { ownersOf } from "../../reports/views/drivers.ts";
import { sharedPromise } from "../../reports/views/latency.ts";
import { poolRows } from "../../reports/views/pools.ts";
import { cacheAnswer, cacheViews } from "../../reports/views/prefixCache.ts";
import { adapterRows, draftRows, taskRows } from "../../reports/views/work.ts";
import type { Comparison } from "../../sim/comparison.ts";
import { comparisonFixture } from "./fixture.ts";
import { STACK_DEMAND, stackFixture } from "./fixtureStack.ts";

const stack = stackFixture();

describe("what lies between requests and chips", () => {
  it("a plain fleet has nothing to show", () => {
    const plain = comparisonFixture();
    expect(poolRows(plain)).toEqual([]);
    expect(cacheViews(plain)).toEqual([]);
    expect(classRows(plain)).toEqual([]);
    expect(draftRows(plain)).toEqual([]);
    expect(adapterRows(plain)).toEqual([]);
    expect(taskRows(plain)).toEqual([]);
    expect(wasteRows(plain)).toEqual([]);
  });

  it("an unstable strategy has no steady state to show", () => {
    const results = stack.results.map((result) => ({ ...result, state: "unstable" as const }));
    const none: Comparison = { ...stack, results };
    for (const view of [poolRows, cacheViews, classRows, draftRows, taskRows, wasteRows]) {
      expect(view(none)).toEqual([]);
    }
  });

  it("adapters are found, loaded and waited for, strategy by strategy", () => {
    const [first, ...others] = stack.results;
    if (first === undefined) throw new RangeError("no results");
    const adapters = { lookedUp: 1000, found: 900, loads: 50, waitedS: 20 };
    const peak = first.peak.map((run) => ({ ...run, measuredS: 100, adapters }));
    const loaded: Comparison = { ...stack, results: [{ ...first, peak }, ...others] };
    const rows = adapterRows(loaded);
    expect(rows.map(({ name }) => name)).toEqual([first.strategy.name]);
    expect(rows[0]?.foundShare.value).toBeCloseTo(0.9, 12);
    expect(rows[0]?.loadsPerS.value).toBeCloseTo(0.5, 12);
    expect(rows[0]?.waitS.value).toBeCloseTo(0.02, 12);
    expect(servingParts(loaded).map(({ id }) => id)).toContain("serving-adapters");
  });

  it("pools are named by what the flows use them for", () => {
    const rows = poolRows(stack);
    expect(rows.map(({ strategy, role }) => `${strategy} ${role}`)).toEqual([
      "renter tier 1",
      "renter tier 2",
      "producer prefill",
      "producer decode",
    ]);
    const decode = rows.at(-1);
    expect(decode?.prefillTokensPerS.value).toBe(0);
    expect(decode?.decodedTokensPerS.value).toBeCloseTo(8e6 / 3000, -2);
    for (const { busyShare, mfu } of rows) {
      expect(busyShare.value).toBeGreaterThan(0);
      expect(busyShare.value).toBeLessThan(1);
      expect(mfu.half).not.toBeNull();
    }
  });

  it("pools of a cascade are listed as requests pass them, by tier and model", () => {
    const results = stack.results.map((result) => {
      const { strategy } = result;
      const { supply } = strategy.plan;
      const flow = supply.kind === "fleet" ? supply.flows?.[0] : undefined;
      if (supply.kind !== "fleet" || flow?.kind !== "cascade") return result;
      const flows = [{ ...flow, tiers: flow.tiers.toReversed() }];
      const turned = { ...supply, model: { ...supply.model, id: "large" }, flows };
      return { ...result, strategy: { ...strategy, plan: { ...strategy.plan, supply: turned } } };
    });
    const rows = poolRows({ ...stack, results }).filter(({ strategy }) => strategy === "renter");
    expect(rows.map(({ name }) => name)).toEqual(["tier 1 llama-3.1-70b", "tier 2 large"]);
    expect(rows.map(({ machine }) => machine.split("\n")[0])).toEqual(["llama-3.1-70b", "large"]);
  });

  it("one promise is drawn only where every request of every member has it", () => {
    const { strategy } = stack.results[0] ?? {};
    expect(sharedPromise(comparisonFixture())).toEqual(
      comparisonFixture().results[0]?.strategy.plan.promise,
    );
    expect(strategy?.plan.demand.classes).toHaveLength(2);
    expect(sharedPromise(stack)).toMatch(/^Each class of requests has its own promise/);
    const [first, ...others] = comparisonFixture().results;
    if (first === undefined) throw new Error("no strategy");
    const { plan } = first.strategy;
    const promise = { ...plan.promise, ttftS: 9 };
    const odd = { ...first, strategy: { ...first.strategy, plan: { ...plan, promise } } };
    expect(sharedPromise({ ...stack, results: [odd, ...others] })).toMatch(/^The members promise/);
  });

  it("an input that every member shares names nobody", () => {
    const [bar] = stack.tornado;
    if (bar === undefined) throw new Error("no bar");
    expect(ownersOf(stack, bar)).toBe(bar.strategy);
    const all = stack.results.map(({ strategy }) => strategy.name).join(" + ");
    expect(ownersOf(stack, { ...bar, strategy: all })).toBeNull();
  });

  it("prompt tokens are found in one place or computed: the shares add up to one", () => {
    const views = cacheViews(stack);
    expect(views.map(({ places }) => places.map(({ place }) => place))).toEqual([
      ["hbm", "computed"],
      ["hbm", "host", "remote", "computed"],
    ]);
    for (const { places, hitShare } of views) {
      expect(places.reduce((sum, { share }) => sum + share.value, 0)).toBeCloseTo(1, 12);
      expect(1 - hitShare.value).toBeCloseTo(places.at(-1)?.share.value ?? 0, 12);
    }
    expect(cacheAnswer(views)).toMatch(/producer finds .* in host memory, .* in the shared store/);
  });

  it("classes carry their promise, and who was sent away is said", () => {
    const rows = classRows(stack);
    expect(rows).toHaveLength(6);
    expect(rows.map(({ promiseS }) => promiseS)).toEqual([1, 1, 4, 4, 3600, 3600]);
    for (const { median, p95 } of rows) {
      expect(median?.value ?? 1).toBeLessThan(p95?.value ?? 0);
    }
    const answer = classAnswer(rows);
    expect(answer).toMatch(/^The least served class is free at /);
    expect(answer).toMatch(/refuses 4\.4\d\s%.* of free and loses 1\.1\d?\s%.* to impatience/);
    expect(classAnswer(rows.filter(({ name }) => name === "paid"))).toContain("Nobody is refused");
  });

  it("turns and hours of a task are over those that ended", () => {
    const [renter] = taskRows(stack);
    expect(renter?.turnsPerTask?.value).toBeCloseTo(24_000 / 1192, 3);
    expect(renter?.hoursPerTask?.value).toBeCloseTo(161 / 1192, 2);
    expect(draftRows(stack).map(({ name }) => name)).toEqual(["producer"]);
  });

  it("wasted work by reason adds up to the wasted chip time", () => {
    const rows = wasteRows(stack).filter(({ name }) => name === "producer");
    expect(rows.map(({ reason }) => reason)).toEqual([
      "late",
      "lost",
      "recomputed",
      "abandoned",
      "padding",
    ]);
    const peak = stack.results.at(-1)?.peak ?? [];
    const shares = peak.map(({ chipTimeS }) => {
      const total = Object.values(chipTimeS).reduce((sum, s) => sum + s, 0);
      return chipTimeS.wasted / total;
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(rows.reduce((sum, { share }) => sum + share.value, 0)).toBeCloseTo(mean, 12);
  });
});

describe("the winner per token", () => {
  it("is contradicted where it is not the cheapest per unit of work, and only there", () => {
    expect(reversedByWork(stack)).toEqual([]);
    expect(reversedByWork(comparisonFixture())).toEqual([]);
    const verdict = { ...stack.verdict, winner: "renter" };
    expect(reversedByWork({ ...stack, verdict })).toEqual([
      "Per video minute PRODUCER is cheaper: $17.19 against $22.91 for renter.",
      "Per task PRODUCER is cheaper: $0.0124 against $0.0171 for renter.",
    ]);
    const noisy = stack.pairs.map((pair) => ({ ...pair, halfWidth: 100 }));
    expect(reversedByWork({ ...stack, verdict, pairs: noisy })).toEqual([]);
  });
});

describe("demand in words", () => {
  it("a unit of work goes by its name", () => {
    expect(metricLabel(stack, "usd_per_unit")).toBe("cost per video minute");
    expect(metricLabel(comparisonFixture(), "usd_per_unit")).toBe("cost per unit of work");
    const [first, ...rest] = stack.results;
    if (first === undefined) throw new Error("no strategy");
    const strategy = { ...first.strategy, unit: { name: "image", perRequest: 1 } };
    const mixed = { ...stack, results: [{ ...first, strategy }, ...rest] };
    expect(metricLabel(mixed, "usd_per_unit")).toBe("cost per unit of work (image, video minute)");
  });

  it.each([
    [{ kind: "fixed", value: 12 }, "", "12"],
    [{ kind: "geometric", mean: 8.25 }, "", "mean 8.25, geometric"],
    [{ kind: "table", levels: [0, 1], values: [0, 100] }, "", "median 50 (p10 10, p90 90)"],
    [
      { kind: "lognormals", parts: [{ weight: 2, mu: 0, sigma: 1 }], min: 0, max: Infinity },
      "s",
      "median 1 s, lognormal",
    ],
  ] as const)("a law reads in a few words: %j", (law, unit, words) => {
    expect(lawWords(law, unit)).toBe(words);
  });

  it("arrivals are counted as people count them", () => {
    expect(arrivalWords(STACK_DEMAND.arrivals, 1)).toBe("0.4 sessions/s");
    expect(arrivalWords({ kind: "gamma", requestsPerS: 8, cv: 2 }, 1.5)).toBe("12 requests/s");
  });
});
