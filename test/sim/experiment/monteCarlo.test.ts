import { describe, expect, it } from "vitest";
import { PER_TOKEN } from "../../../sim/experiment/decision.ts";
import type { Evaluation } from "../../../sim/experiment/evaluation.ts";
import { monteCarlo, uncertaintyOf } from "../../../sim/experiment/monteCarlo.ts";
import type { MonteCarlo, UncertaintyPlan } from "../../../sim/monteCarlo.ts";
import type { Assumption } from "../../../sim/outcome.ts";
import { price } from "../../../sim/price.ts";
import { normalCdf } from "../../../sim/random/normal.ts";
import type { Strategy } from "../../../sim/strategy.ts";
import { FINANCE, TOKEN_SALES } from "../money/financeTerms.ts";
import { flatMonths } from "../money/months.ts";
import { apiTerms, consumerOf, inputOf, owningTerms, producerOf } from "./strategies.ts";

/** Output tokens alone: an API's levelised cost is its price of output tokens. */
const rows = flatMonths(12, {
  ...{ chips: 8, itKwh: 3000, peakItWatts: 8000 },
  ...{ inputTokens: 0, cachedTokens: 0, outputTokens: 1e10 },
});

function evaluationOf(strategy: Strategy, months = [rows]): Evaluation {
  return {
    ...{ strategy, state: "ok", reason: null, sizing: null, peak: [], map: null, source: null },
    months,
    outcomes: months.map((own) => price(own, strategy.terms)),
  };
}

type Range = readonly [value: number, low: number, high: number];

/** An API that charges for output tokens only; its price is uncertain where a range is given. */
function api(
  name: string,
  [value, low, high]: Range,
  uncertainty: UncertaintyPlan,
  change: Partial<Assumption> = {},
): Evaluation {
  const term = "outputUsdPerMtok";
  const path = `${name}.price`;
  return evaluationOf(
    consumerOf(40, {
      ...{ name, uncertainty, terms: { ...apiTerms, outputUsdPerMtok: value } },
      assumptions: [{ ...inputOf({ term, value, low, high, path, label: path }), ...change }],
    }),
  );
}

function drawn(evaluations: readonly Evaluation[], base = "a"): MonteCarlo {
  const found = monteCarlo(evaluations, PER_TOKEN, base, null);
  if (found === null) throw new Error("no samples were drawn");
  return found;
}

const END = 1.6448536269514722;
const outcome = (found: MonteCarlo, name: string) => {
  const own = found.outcomes.find(({ strategy }) => strategy === name);
  if (own === undefined) throw new Error(`no outcome of ${name}`);
  return own;
};

describe("Monte Carlo over the inputs", () => {
  it("without ranges gives today's outcome in every sample", () => {
    const noisy = [rows, flatMonths(12, { ...rows[0], outputTokens: 0.9e10, chips: 8 })];
    const plan = { samples: 20 };
    const producer = evaluationOf(producerOf(40, { uncertainty: plan }), noisy);
    const found = drawn([producer, api("a", [1, 1, 1], plan)], "producer");
    expect(found.inputs).toEqual([]);
    const { decisionUsd, npvUsd, todayUsd } = outcome(found, "producer");
    const mean = (of: (one: (typeof producer.outcomes)[number]) => number): number =>
      producer.outcomes.reduce((sum, one) => sum + of(one), 0) / 2;
    expect(todayUsd).toBe(mean((one) => one.lcotUsdPerMtok));
    for (const usd of decisionUsd) expect(usd).toBe(todayUsd);
    for (const usd of npvUsd)
      expect(usd).toBeCloseTo(
        mean((one) => one.npvUsd),
        6,
      );
    expect(found.perfectInformationUsd).toBe(0);
  });

  it("two lognormal prices: P(A cheaper) is that of the difference of normal logarithms", () => {
    const plan = { samples: 4000 };
    const found = drawn([api("a", [2, 1, 4], plan), api("b", [2.6, 2, 3.38], plan)]);
    const sigma = Math.hypot(Math.log(2), Math.log(1.3)) / END;
    const paper = normalCdf(Math.log(2.6 / 2) / sigma);
    // Four thousand draws: 99.9 % of such shares lie within 3.3 standard errors, 0.024.
    const [pair] = found.pairs;
    expect(Math.abs((pair?.probability ?? 0) - paper)).toBeLessThan(0.024);
    expect(outcome(found, "a").bestProbability).toBe(pair?.probability);
    expect(outcome(found, "a").decision.p50).toBeCloseTo(2, 2);
    expect(outcome(found, "a").decision.p90).toBeCloseTo(2 * 2 ** (1.2815516 / END), 1);
  });

  it("two normal prices: knowing them is worth theta phi(d) - delta Phi(-d) of each unit", () => {
    const plan = { samples: 4000 };
    const found = drawn([api("a", [1, -0.5, 2.5], plan), api("b", [1.5, -0.1, 3.1], plan)]);
    const theta = Math.hypot(1.5, 1.6) / END;
    const d = 0.5 / theta;
    const density = Math.exp(-(d ** 2) / 2) / Math.sqrt(2 * Math.PI);
    const perUnit = theta * density - 0.5 * normalCdf(-d);
    const units = rows.reduce((sum, { month }) => sum + 1e4 * 1.09 ** (-month / 12), 0);
    const paper = perUnit * units;
    // The regret of A is max(0, a - b): its standard error is 3 % of the figure, and 99.9 % are 3.3.
    expect(found.perfectInformationUsd / paper).toBeGreaterThan(0.9);
    expect(found.perfectInformationUsd / paper).toBeLessThan(1.1);
    // Worth of perfect information is the mean regret of the strategy that is best on average.
    expect(outcome(found, "a").meanRegretUsd).toBeCloseTo(found.perfectInformationUsd, 4);
    expect(outcome(found, "b").meanRegretUsd).toBeGreaterThan(found.perfectInformationUsd);
  });

  it("wider ranges never lower the spread", () => {
    const spread = (factor: number): number => {
      const plan = { samples: 300 };
      const range = [2, 2 / factor, 2 * factor] as const;
      const { p10, p90 } = outcome(drawn([api("a", range, plan)]), "a").decision;
      return p90 - p10;
    };
    const spreads = [1.1, 1.3, 1.7, 2.5, 4].map(spread);
    for (const [i, wide] of spreads.slice(1).entries()) {
      expect(wide).toBeGreaterThan(spreads[i] ?? 0);
    }
  });

  it("another order of the strategies is another order of the same results", () => {
    const plan = { samples: 100 };
    const a = api("a", [2, 1, 4], plan);
    const b = api("b", [2, 1, 3], plan, { path: "a.price" });
    const c = api("c", [3, 1, 5], plan);
    const [one, other] = [drawn([a, b, c]), drawn([c, b, a])];
    for (const name of ["a", "b", "c"]) expect(outcome(one, name)).toEqual(outcome(other, name));
    expect(one.perfectInformationUsd).toBe(other.perfectInformationUsd);
    expect(one.inputs).toEqual(other.inputs);
  });

  it("an input that two strategies share moves both alike and leaves their difference", () => {
    const plan = { samples: 50 };
    const same = { path: "economics.api_price.output" };
    const found = drawn([api("a", [2, 1, 4], plan, same), api("b", [2, 1, 4], plan, same)]);
    expect(found.inputs).toHaveLength(1);
    expect(found.inputs[0]?.strategies).toEqual(["a", "b"]);
    expect(outcome(found, "a").decisionUsd).toEqual(outcome(found, "b").decisionUsd);
    expect(found.perfectInformationUsd).toBe(0);
    // Another source is another belief: each has draws of its own.
    const apart = drawn([
      api("a", [2, 1, 4], plan, same),
      api("b", [2, 1, 4], plan, { ...same, source: "another" }),
    ]);
    expect(apart.inputs).toHaveLength(2);
    expect(outcome(apart, "a").decisionUsd).not.toEqual(outcome(apart, "b").decisionUsd);
  });

  it("draws uncertainties, never levers or constants, and lists what it cannot move", () => {
    const plan = { samples: 10 };
    const input = (path: string, change: Partial<Assumption>) => ({
      ...inputOf({ term: "outputUsdPerMtok", path, label: path, value: 0.9 }),
      ...change,
    });
    const strategy = consumerOf(40, {
      ...{ name: "a", uncertainty: plan },
      assumptions: [
        input("chosen", { role: "lever" }),
        input("known", { role: "constant" }),
        input("faults.mtbf", { term: null }),
      ],
    });
    const found = drawn([evaluationOf(strategy)]);
    expect(found.inputs).toEqual([]);
    expect(found.notMoved).toEqual([
      {
        ...{ path: "faults.mtbf", label: "faults.mtbf", strategies: ["a"] },
        reason: "it would have to be simulated again",
      },
    ]);
  });

  it("shares of variance follow the ranges, and what does nothing is grey", () => {
    const plan = { samples: 200 };
    const strategy = consumerOf(40, {
      ...{ name: "a", uncertainty: plan, terms: { ...apiTerms, staffFte: 1 } },
      assumptions: [
        inputOf({ term: "outputUsdPerMtok", value: 0.9, low: 0.3, high: 2.7, path: "p" }),
        inputOf({ term: "staffFte", value: 1, low: 0.9, high: 1.1, path: "s" }),
        inputOf({ term: "carbonKgPerKwh", value: 0.4, low: 0.1, high: 1, path: "c" }),
      ],
    });
    const { inputs } = drawn([evaluationOf(strategy)]);
    expect(inputs.map(({ path }) => path)[0]).toBe("p");
    expect(inputs[0]?.varianceShare).toBeGreaterThan(0.9);
    expect(inputs.find(({ path }) => path === "c")?.matters).toBe(false);
    expect(inputs[0]?.matters).toBe(true);
  });

  it("keeps stated correlations, and says what it made of impossible ones", () => {
    const three = (correlate: UncertaintyPlan["correlate"]) => {
      const plan = { samples: 200, ...(correlate && { correlate }) };
      return drawn(["a", "b", "c"].map((name) => api(name, [2, 1, 4], plan)));
    };
    const [kept] = three([["a.price", "b.price", 0.6]]).correlations;
    expect(kept?.used).toBe(0.6);
    expect(Math.abs((kept?.found ?? 0) - 0.6)).toBeLessThan(0.03);
    const impossible = three([
      ["a.price", "b.price", -0.9],
      ["b.price", "c.price", -0.9],
      ["a.price", "c.price", -0.9],
    ]).correlations;
    for (const { used, found } of impossible) {
      expect(used).toBeCloseTo(-0.5, 3);
      expect(Math.abs((found ?? 0) + 0.5)).toBeLessThan(0.05);
    }
    const [unused] = three([["a.price", "z.price", 0.5]]).correlations;
    expect(unused?.reason).toBe("z.price is no input here that is drawn");
  });

  it("correlated draws keep each law: the same values in another order", () => {
    const plan = { samples: 100 };
    const two = (correlate: UncertaintyPlan["correlate"]) =>
      drawn(
        ["a", "b"].map((name) =>
          api(name, [2, 1, 4], { ...plan, ...(correlate && { correlate }) }),
        ),
      );
    const [free, tied] = [two(undefined), two([["a.price", "b.price", 0.9]])];
    for (const name of ["a", "b"]) {
      const sorted = (found: MonteCarlo) => outcome(found, name).decisionUsd.toSorted();
      expect(sorted(tied)).toEqual(sorted(free));
    }
    expect(outcome(tied, "a").decisionUsd).toEqual(outcome(free, "a").decisionUsd);
    expect(tied.perfectInformationUsd).toBeLessThan(free.perfectInformationUsd);
  });

  it("a seller's probability of loss and worst twentieth are those of its NPV after tax", () => {
    const plan = { samples: 200 };
    const terms = { ...owningTerms, finance: FINANCE, revenue: TOKEN_SALES };
    const strategy = producerOf(40, {
      ...{ name: "a", uncertainty: plan, terms },
      assumptions: [
        inputOf({
          ...{ term: "serverUsdPerChip", path: "economics.gpu_price" },
          ...{ value: terms.serverUsdPerChip, low: terms.serverUsdPerChip / 4 },
          high: terms.serverUsdPerChip * 4,
        }),
      ],
    });
    const found = outcome(drawn([evaluationOf(strategy)]), "a");
    const worst = found.npvUsd.toSorted((a, b) => a - b);
    expect(found.lossProbability).toBe(worst.filter((usd) => usd < 0).length / 200);
    const ten = worst.slice(0, 10).reduce((sum, usd) => sum + usd, 0) / 10;
    expect(found.worstNpvUsd).toBeCloseTo(ten, 4);
    expect(outcome(drawn([api("a", [2, 1, 4], plan)]), "a").lossProbability).toBeNull();
  });

  it("strategies ask together: most samples, all correlations, none that contradict", () => {
    const asking = (uncertainty: UncertaintyPlan): Strategy => consumerOf(1, { uncertainty });
    const asked = uncertaintyOf([
      asking({ samples: 50, correlate: [["x", "y", 0.5]] }),
      asking({ samples: 200, correlate: [["y", "x", 0.5]], sampling: "plain" }),
      consumerOf(1),
    ]);
    expect(asked).toEqual({ samples: 200, sampling: "plain", correlate: [["x", "y", 0.5]] });
    expect(() =>
      uncertaintyOf([
        asking({ correlate: [["x", "y", 0.5]] }),
        asking({ correlate: [["y", "x", 0.4]] }),
      ]),
    ).toThrow("correlation of y with x of 0.5 and of 0.4");
    expect(monteCarlo([api("a", [2, 1, 4], {})], PER_TOKEN, "a", null)).toBeNull();
  });
});
