import { describe, expect, it } from "vitest";
import { breakEvenSvg, demandUnit } from "../../reports/charts/breakEvenChart.ts";
import { breakEvenAnswer } from "../../reports/html/BreakEven.tsx";
import { costAt, everCheapest, leadChanges } from "../../reports/views/leadChanges.ts";
import type { BreakEven } from "../../sim/comparison.ts";
import { PER_TOKEN } from "../../sim/experiment/decision.ts";

const RATES = [1, 2, 4, 8, 16, 32];

/** Costs of four strategies: c and d are dear throughout and change places between themselves. */
function data(crossings: BreakEven["crossings"] = CROSSINGS): BreakEven {
  const curve = (name: string, costs: readonly number[]) => ({
    name,
    usdPerMtok: costs.map((usd) => [usd, usd, usd] as const),
    replicas: costs.map(() => 1),
  });
  return {
    requestsPerS: RATES,
    tokensPerDay: RATES.map((rate) => rate * 1e6),
    curves: [
      curve("a", [1, 1, 1, 1, 1, 1]),
      curve("b", [4, 2, 1.2, 0.8, 0.6, 0.5]),
      curve("c", [8, 8, 8, 8, 8, 8]),
      curve("d", [16, 14, 12, 6, 5, 4]),
    ],
    todayRequestsPerS: 4,
    crossings,
  };
}

const at = (from: string, to: string, requestsPerS: number) => ({
  ...{ from, to, requestsPerS },
  ...{ low: requestsPerS, high: requestsPerS },
});
const CROSSINGS = [at("c", "d", 6), at("a", "b", 5.7)];
const demand = demandUnit(data(), PER_TOKEN);

describe("changes of place", () => {
  it("that lead to no new cheapest strategy are noise", () => {
    expect(leadChanges(data(), null)).toEqual([CROSSINGS[1]]);
    const answer = breakEvenAnswer(data(), demand, null);
    expect(answer).toContain("b becomes cheaper than a from 5.7M tokens a day on");
    expect(answer).not.toContain("d becomes cheaper");
    expect(answer).toMatch(/Nowhere between 1M and 32M tokens a day are c and d the cheapest\./);
    expect(answer).toMatch(/Today's demand is 4M tokens a day\.$/);
  });

  it("of the winner are told, wherever it stands, in the order of demand", () => {
    const both = leadChanges(data(), "d");
    expect(both.map(({ requestsPerS }) => requestsPerS)).toEqual([5.7, 6]);
    expect(breakEvenAnswer(data(), demand, "d")).toContain("d becomes cheaper than c");
  });

  it("of two strategies back and forth are one sentence", () => {
    const twice = data([at("a", "b", 5), at("b", "a", 12)]);
    expect(breakEvenAnswer(twice, demand, "a")).toContain(
      "b is cheaper than a between 5M and 12M tokens a day.",
    );
    const often = data([at("a", "b", 5), at("b", "a", 6), at("a", "b", 7)]);
    expect(breakEvenAnswer(often, demand, "a")).toContain(
      "b and a change places 3 times between 5M and 7M tokens a day, as fleets grow by whole " +
        "replicas; from there on b is cheaper.",
    );
  });

  it("that do not happen leave one strategy the cheapest", () => {
    const curves = data().curves.filter(({ name }) => name !== "b");
    const answer = breakEvenAnswer({ ...data([]), curves }, demand, "a");
    expect(answer).toContain("a is the cheapest at every demand between 1M and 32M tokens a day.");
    expect([...everCheapest(data())]).toEqual(["a", "b"]);
  });

  it("cost between two points what the straight line on both logarithms does", () => {
    expect(costAt(data(), "b", 2)).toBe(2);
    expect(costAt(data(), "b", Math.sqrt(2))).toBeCloseTo(Math.sqrt(8), 9);
    expect(costAt(data(), "b", 1)).toBe(4);
    expect(costAt(data(), "b", 0.5)).toBe(Infinity);
    expect(costAt(data(), "b", 99)).toBe(Infinity);
  });
});

describe("the picture of break-even", () => {
  it.each([340, 720])("has no words of crossings over each other at %i px", (widthPx) => {
    const crowd = data(Array.from({ length: 12 }, (_, i) => at("a", "b", 4 * 1.04 ** i)));
    const text = { id: "x", title: "t", description: "d" };
    const svg = breakEvenSvg(text, crowd, PER_TOKEN, () => 0, widthPx);
    expect(svg.match(/class="crossing"/g)).toHaveLength(12);
    const words = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>break-even</g)];
    const places = words.map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
    expect(places.length).toBeGreaterThanOrEqual(2);
    expect(places.length).toBeLessThan(12);
    for (const [i, one] of places.entries()) {
      for (const other of places.slice(i + 1)) {
        if (one.y === other.y) expect(Math.abs(one.x - other.x)).toBeGreaterThan(70);
      }
    }
  });
});
