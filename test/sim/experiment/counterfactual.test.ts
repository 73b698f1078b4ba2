import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Counterfactuals } from "../../../sim/counterfactuals.ts";
import { waterfallOf } from "../../../sim/experiment/counterfactual.ts";
import { inlineRunner, memoRunner } from "../../../sim/experiment/runner.ts";
import type { Strategy } from "../../../sim/strategy.ts";
import { LEVERS, type Waterfall } from "../../../sim/waterfall.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import { consumerOf, fleetPlan, horizonOf, noFaults, planOf, producerOf } from "./strategies.ts";

/** A world in which chips, formats and links change nothing: no leak but idle time and failures. */
const runner = memoRunner(inlineRunner(fakeSimulate(fakeWorld)));
const NONE: Counterfactuals = { leaner: [], tools: [], assumptions: [] };

const explain = (strategy: Strategy, shapley = false, with_ = NONE): Promise<Waterfall> =>
  waterfallOf(strategy, with_, { replications: 2, runner, shapley });

const usdOf = ({ bars }: Waterfall, lever: string): number =>
  bars.find((bar) => bar.lever === lever)?.usd ?? Number.NaN;
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const failing = { ...noFaults, failuresPerChipS: 1 / (2000 * 3600), repairMedianS: 48 * 3600 };
const producerWith = (requestsPerS: number, faults = noFaults): Strategy =>
  producerOf(requestsPerS, { plan: planOf({ ...fleetPlan, faults }, requestsPerS) });

describe("the waterfall of a strategy", () => {
  it("adds up to both ends at any demand, with and without failures", async () => {
    const worlds = fc.record({
      requestsPerS: fc.double({ min: 2, max: 200, noNaN: true }),
      fails: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(worlds, async ({ requestsPerS, fails }) => {
        const found = await explain(producerWith(requestsPerS, fails ? failing : noFaults));
        const { purchasedUsd, usefulUsd, bars } = found;
        expect(bars.map(({ lever }) => lever)).toEqual(LEVERS);
        const gap = sum(bars.map(({ usd }) => usd)) - (purchasedUsd - usefulUsd);
        expect(Math.abs(gap)).toBeLessThan(1e-6 * purchasedUsd);
        expect(Math.abs((found.mapRatio ?? 0) - 1)).toBeLessThan(0.06);
      }),
      { seed: 6, numRuns: 6 },
    );
  });

  it("says what each leak costs alone: the first bar's worth, and first in every order of its own", async () => {
    const strategy = producerWith(30, failing);
    const { bars, purchasedUsd } = await explain(strategy);
    expect(bars[0]?.aloneUsd).toBe(bars[0]?.usd);
    for (const { lever, aloneUsd } of bars) {
      const order = [lever];
      const options = { replications: 2, runner, order };
      const { bars: only } = await waterfallOf(strategy, NONE, options);
      expect(only).toMatchObject([
        { lever, usd: aloneUsd, aloneUsd, leftUsd: purchasedUsd - aloneUsd },
      ]);
    }
    // Chips away for repair cost more while idle spares stand by for them.
    const reliability = bars.find(({ lever }) => lever === "reliability");
    expect(reliability?.aloneUsd ?? 0).toBeGreaterThan(reliability?.usd ?? Number.NaN);
  });

  it("gives a leak that is absent exactly nothing", async () => {
    const found = await explain(producerWith(30));
    for (const lever of ["precision", "tool", "network", "memory", "reliability", "promise"]) {
      expect(usdOf(found, lever), lever).toBe(0);
    }
    expect(usdOf(found, "idle")).toBeGreaterThan(0);
    const failed = await explain(producerWith(30, failing));
    expect(usdOf(failed, "network")).toBe(0);
    // Chips away for repair are paid for, though only while busy: 144 h of 2,000 h and more.
    expect(usdOf(failed, "reliability")).toBeGreaterThan(0);
  });

  it("gives idle time what its chips cost: day and night, whole replicas, room for bursts", async () => {
    // Sized on hours at 1.5 of the mean, two thirds of the fleet are used; people, a contract for the
    // peak watts and chips bought by the piece stay: between that and half of the cost is left.
    const { purchasedUsd, usefulUsd, attribution } = await explain(producerWith(200));
    expect(usefulUsd / purchasedUsd).toBeLessThan(0.7);
    expect(usefulUsd / purchasedUsd).toBeGreaterThan(0.4);
    const idle = attribution.filter(({ stage }) => stage.startsWith("idle"));
    expect(sum(idle.map(({ usd }) => usd)) / purchasedUsd).toBeGreaterThan(0.25);
  });

  it("shares by all orders add up to what removing all of them saves", async () => {
    const { bars, purchasedUsd, usefulUsd, evaluations } = await explain(
      producerWith(30, failing),
      true,
    );
    expect(evaluations).toBe(2 ** LEVERS.length);
    const shares = sum(bars.map(({ shapleyUsd }) => shapleyUsd ?? Number.NaN));
    expect(Math.abs(shares - (purchasedUsd - usefulUsd))).toBeLessThan(1e-6 * purchasedUsd);
    const absent = bars.filter(({ lever }) => ["tool", "network", "memory"].includes(lever));
    expect(absent.map(({ shapleyUsd }) => shapleyUsd)).toEqual([0, 0, 0]);
    const idle = bars.find(({ lever }) => lever === "idle");
    const reliability = bars.find(({ lever }) => lever === "reliability");
    // Failures are dearer beside idle spares than after they are gone.
    expect(reliability?.shapleyUsd ?? 0).toBeGreaterThan(reliability?.usd ?? Number.NaN);
    expect(idle?.shapleyUsd ?? 0).toBeLessThan(idle?.usd ?? Number.NaN);
  });

  it("takes a cheaper chip where one is offered, and pays for the port", async () => {
    const strategy = producerWith(200);
    const { supply } = strategy.plan;
    if (supply.kind === "api" || strategy.terms.kind !== "own") throw new Error("no fleet");
    const option = {
      ...{ id: "cheap", label: "Cheap", chip: { ...supply.chip, id: "cheap" } },
      ...{ timing: supply.timing, usd: strategy.terms.serverUsdPerChip / 2, assumptions: [] },
      priceKind: "list price",
    };
    const cheap = await explain(strategy, false, { ...NONE, tools: [option] });
    expect(usdOf(cheap, "tool")).toBeGreaterThan(0.2 * cheap.purchasedUsd);
    expect(cheap.bars.find(({ lever }) => lever === "tool")?.instead).toMatch(/^Cheap x /);
    const port = { category: "switching", per: "once", unit: "months" } as const;
    const dear = { ...option, port: { ...port, quantity: 1, usdPerUnit: 1e9 } };
    const stays = await explain(strategy, false, { ...NONE, tools: [dear] });
    expect(usdOf(stays, "tool")).toBe(0);
  });

  it("moves to a leaner way of serving that takes part of the requests", async () => {
    // Two ways that are alike share the work: nothing is won, nothing but pooling is lost.
    const strategy = producerWith(200);
    const part = { strategy, requestShare: 0.5 };
    const leaner = [{ label: "halves", parts: [part, part] }];
    const found = await explain(strategy, false, { ...NONE, leaner });
    expect(Math.abs(usdOf(found, "precision"))).toBeLessThan(1e-6 * found.purchasedUsd);
    const free = { ...strategy, terms: { ...strategy.terms, serverUsdPerChip: 1 } as never };
    const cheaper = [{ label: "cheap", parts: [{ strategy: free, requestShare: 1 }] }];
    const won = await explain(strategy, false, { ...NONE, leaner: cheaper });
    expect(won.bars[0]).toMatchObject({ lever: "precision", instead: "cheap" });
    expect(won.bars[0]?.usd).toBeGreaterThan(0.2 * won.purchasedUsd);
  });

  it("has a reason instead of bars where nothing can be resized", async () => {
    const bought = await explain(consumerOf(5));
    expect(bought.reason).toContain("buys tokens");
    expect([bought.bars, bought.attribution]).toEqual([[], []]);
    expect(bought.usefulUsd).toBe(bought.purchasedUsd);
    const growing = horizonOf(5, { years: {} } as never);
    const later = await explain({ ...producerWith(5), horizon: growing });
    expect(later.reason === null || later.reason.includes("years")).toBe(true);
  });
});
