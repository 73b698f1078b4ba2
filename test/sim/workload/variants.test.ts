import { describe, expect, it } from "vitest";
import { Streams } from "../../../sim/random/streams.ts";
import type { VariantsPlan } from "../../../sim/stackPlan.ts";
import { RequestVariants, variantShares } from "../../../sim/workload/variants.ts";

const plan = (count: number, zipfExponent: number): VariantsPlan => ({
  count,
  zipfExponent,
  serve: { kind: "clusters" },
});

describe("variants of a model", () => {
  it("share the requests by Zipf's law", () => {
    // 1 : 1/2 : 1/3 : 1/4 of 25/12.
    const expected = [12, 6, 4, 3].map((part) => part / 25);
    for (const [i, share] of variantShares(plan(4, 1)).entries()) {
      expect(share).toBeCloseTo(expected[i] ?? Number.NaN, 12);
    }
    expect([...variantShares(plan(5, 0))]).toEqual([0.2, 0.2, 0.2, 0.2, 0.2]);
  });

  it("are drawn in these shares, one for each request", () => {
    const variants = new RequestVariants(plan(4, 1), new Streams("a/rep-0"));
    const counts = [0, 0, 0, 0];
    const draws = 100_000;
    for (let task = 0; task < draws; task++) {
      const variant = variants.variantOf(0, task);
      counts[variant] = (counts[variant] ?? Number.NaN) + 1;
    }
    for (const [i, part] of [12, 6, 4, 3].entries()) {
      const share = part / 25;
      // 99.9 % of a binomial lie within 3.3 standard deviations.
      const sigma = Math.sqrt((share * (1 - share)) / draws);
      expect(Math.abs((counts[i] ?? 0) / draws - share)).toBeLessThan(3.3 * sigma);
    }
  });

  it("are the same whatever was asked before, and each service has its own", () => {
    const one = new RequestVariants(plan(20, 1), new Streams("a/rep-0"));
    const other = new RequestVariants(plan(20, 1), new Streams("a/rep-0"));
    const tasks = Array.from({ length: 200 }, (_, task) => task);
    const forwards = tasks.map((task) => one.variantOf(0, task));
    const backwards = tasks.toReversed().map((task) => other.variantOf(0, task));
    expect(backwards.toReversed()).toEqual(forwards);
    expect(tasks.map((task) => one.variantOf(1, task))).not.toEqual(forwards);
  });

  it("refuse what is no popularity", () => {
    expect(() => variantShares(plan(0, 1))).toThrow(/0 variants/);
    expect(() => variantShares(plan(3, -1))).toThrow(/exponent of -1/);
  });
});
