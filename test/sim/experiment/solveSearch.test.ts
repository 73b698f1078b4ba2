import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type SearchEffort,
  type SearchSpan,
  type SolveProbe,
  searchValue,
} from "../../../sim/experiment/solveSearch.ts";

const EFFORT: SearchEffort = { mostProbes: 200, widthShare: 1e-7, ladder: 8, everyStep: false };
const span = (more: Partial<SearchSpan>): SearchSpan => ({
  ...{ start: 1, low: 0.01, high: 100, log: true, whole: false, least: false, hints: [] },
  ...more,
});

/** A condition that a function of the value states: 0 or less holds. */
function probing(gapAt: (x: number) => number | null, tried: number[] = []) {
  return async (x: number): Promise<SolveProbe> => {
    tried.push(x);
    const gap = gapAt(x);
    return { x, gap, side: gap === null ? null : gap <= 0 ? -1 : 1, slack: 0 };
  };
}

describe("a search for one number", () => {
  it("finds the roots of known functions", async () => {
    const cases: readonly (readonly [(x: number) => number, number])[] = [
      [(x) => x - 7, 7],
      [(x) => 3 - x, 3],
      [(x) => x ** 3 - 0.001, 0.1],
      [(x) => Math.log(x) - 4, Math.exp(4)],
      [(x) => Math.exp(x / 10) - 20, 10 * Math.log(20)],
    ];
    for (const [gapAt, root] of cases) {
      const { best } = await searchValue(probing(gapAt), true, span({}), EFFORT);
      expect((best?.x ?? 0) / root).toBeCloseTo(1, 4);
    }
  });

  it("finds any crossing of a line on either side of the start, within 40 values", async () => {
    const root = fc.double({ min: -90, max: 90, noNaN: true });
    const slope = fc.constantFrom(-3, 0.01, 5);
    await fc.assert(
      fc.asyncProperty(root, slope, async (at, steep) => {
        const tried: number[] = [];
        const line = span({ start: 0, low: -100, high: 100, log: false });
        const gapAt = (x: number): number => steep * (x - at);
        const { best } = await searchValue(probing(gapAt, tried), true, line, EFFORT);
        expect(Math.abs((best?.x ?? 1e9) - at)).toBeLessThan(1e-3);
        expect(tried.length).toBeLessThan(40);
        expect(new Set(tried).size).toBe(tried.length);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it("answers an inequality on the side that holds, whatever the distances are", async () => {
    for (const gapAt of [(x: number) => x - 42, (x: number) => (x < 42 ? -1 : 1)]) {
      const { best, other } = await searchValue(probing(gapAt), false, span({}), EFFORT);
      expect(best?.side).toBe(-1);
      expect(best?.x).toBeLessThanOrEqual(42);
      expect(best?.x).toBeCloseTo(42, 2);
      expect(other?.x).toBeCloseTo(42, 2);
    }
  });

  it("names both edges of a step that skips the exact value", async () => {
    const gapAt = (x: number): number => (x < 20 ? -5 : 3);
    const { best, other } = await searchValue(probing(gapAt), true, span({}), EFFORT);
    expect([best?.gap, other?.gap]).toEqual([3, -5]);
    expect(best?.x).toBeCloseTo(20, 3);
  });

  it("has no answer where nothing changes, and shows both ends", async () => {
    const { best, probes } = await searchValue(
      probing((x) => x + 1),
      true,
      span({}),
      EFFORT,
    );
    expect([best, probes[0]?.x, probes.at(-1)?.x]).toEqual([null, 0.01, 100]);
  });

  it("takes the crossing nearest to the start and counts the others when it looks everywhere", async () => {
    const wave = (x: number): number => (x - 2) * (x - 10) * (x - 60);
    const effort = { ...EFFORT, everyStep: true, ladder: 12 };
    const { best, changes } = await searchValue(probing(wave), true, span({}), effort);
    expect(best?.x).toBeCloseTo(2, 4);
    expect(changes).toBe(3);
  });

  it("looks up to the last value that can be judged", async () => {
    const gapAt = (x: number): number | null => (x > 30 ? null : x - 29);
    const { best } = await searchValue(probing(gapAt), true, span({}), EFFORT);
    expect(best?.x).toBeCloseTo(29, 3);
  });

  it("tries a hint first and stops at an exact hit", async () => {
    const tried: number[] = [];
    const hinted = span({ hints: [8] });
    const { best } = await searchValue(
      probing((x) => x - 8, tried),
      true,
      hinted,
      EFFORT,
    );
    expect([best?.x, tried]).toEqual([8, [1, 8]]);
  });

  it("finds the least whole number that holds and its neighbour that does not", async () => {
    const whole = span({ start: 3, low: 1, high: 1000, whole: true, least: true });
    for (const least of [2, 3, 4, 17, 999, 1000]) {
      const state = async (x: number): Promise<SolveProbe> => ({
        ...{ x, gap: null, side: x >= least ? -1 : 1, slack: 0 },
      });
      const { best, other } = await searchValue(state, false, whole, EFFORT);
      expect([best?.x, other?.x]).toEqual([least, least - 1]);
    }
    const always = async (x: number): Promise<SolveProbe> => ({ x, gap: null, side: -1, slack: 0 });
    expect((await searchValue(always, false, whole, EFFORT)).best?.x).toBe(1);
    const months = { ...whole, least: false };
    expect((await searchValue(always, false, months, EFFORT)).best).toBeNull();
  });

  it("refuses a start outside its span", async () => {
    const outside = span({ start: 500 });
    await expect(
      searchValue(
        probing((x) => x),
        true,
        outside,
        EFFORT,
      ),
    ).rejects.toThrow("start at 500; expected 0.01 to 100");
  });
});
