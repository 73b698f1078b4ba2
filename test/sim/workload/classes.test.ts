import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Streams } from "../../../sim/random/streams.ts";
import { classPlans, RequestClasses } from "../../../sim/workload/classes.ts";
import type { ClassPlan } from "../../../sim/workPlan.ts";
import { demandOf, FIXED } from "./requests.ts";

const PROMISE = { ttftS: 1, tpotS: 0.05, quantile: 0.9 };
const ARRIVALS = { kind: "poisson", requestsPerS: 1 } as const;

function classed(name: string, share: number): ClassPlan {
  return { ...classPlans(demandOf(ARRIVALS), PROMISE)[0]!, name, share };
}

function drawn(shares: readonly number[], count: number): number[] {
  const plans = shares.map((share, i) => classed(`${i}`, share));
  const classes = new RequestClasses(plans, new Streams("classes/rep-0"));
  return Array.from({ length: count }, (_, ordinal) => classes.classOf(ordinal));
}

describe("the classes of requests", () => {
  it("come in their shares, whatever the order of asking", () => {
    const count = 20_000;
    const places = drawn([0.2, 0, 0.5, 0.3], count);
    for (const [place, share] of [0.2, 0, 0.5, 0.3].entries()) {
      const found = places.filter((drawnPlace) => drawnPlace === place).length / count;
      const widest = 3.3 * Math.sqrt((share * (1 - share)) / count);
      expect(Math.abs(found - share)).toBeLessThanOrEqual(widest);
    }
    const plans = [classed("a", 0.5), classed("b", 0.5)];
    const classes = new RequestClasses(plans, new Streams("classes/rep-0"));
    const forth = drawn([0.5, 0.5], 100);
    for (let ordinal = 99; ordinal >= 0; ordinal--) {
      expect(classes.classOf(ordinal)).toBe(forth[ordinal]);
    }
  });

  it("are places in the plan for all shares that sum to 1", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        (parts, ordinal) => {
          const total = parts.reduce((sum, part) => sum + part, 0);
          fc.pre(total > 0);
          const plans = parts.map((part, i) => classed(`${i}`, part / total));
          const place = new RequestClasses(plans, new Streams("c/rep-0")).classOf(ordinal);
          expect(parts[place]).toBeGreaterThan(0);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });

  it("are refused when their shares are none or do not sum to 1", () => {
    expect(() => drawn([0.5, 0.4], 1)).toThrow(/sum to 0.9; expected 1/);
    expect(() => drawn([], 1)).toThrow(/sum to 0/);
    expect(() => drawn([1.5, -0.5], 1)).toThrow(/class 0 with a share of 1.5/);
    expect(() => drawn([Number.NaN], 1)).toThrow(/share of NaN/);
  });

  it("are numbered through the services; a plain demand has one with the plan's promise", () => {
    const [plain, ...none] = classPlans(demandOf(ARRIVALS), PROMISE);
    expect(none).toEqual([]);
    expect(plain).toMatchObject({ ttftS: 1, tpotS: 0.05, patienceS: Infinity, share: 1 });
    const service = {
      arrivals: ARRIVALS,
      lengths: FIXED,
      cachedShare: 0,
      requestClass: classed("batch", 1),
    };
    const classes = [classed("paid", 0.3), classed("free", 0.7)];
    const all = classPlans(demandOf(ARRIVALS, { classes, services: [service] }), PROMISE);
    expect(all.map(({ name }) => name)).toEqual(["paid", "free", "batch"]);
  });
});
