import { expect, it } from "vitest";
import { runFigures } from "../../reports/runFigures.ts";
import { chipTimes } from "../../reports/views/chipTime.ts";
import type { Comparison } from "../../sim/comparison.ts";
import { comparisonFixture } from "./fixture.ts";

/** The same comparison with as much chip time switched off as there was in all. */
function scaled(comparison: Comparison): Comparison {
  const results = comparison.results.map((result) => ({
    ...result,
    months: result.months.map((rows) =>
      rows.map((row) => ({
        ...row,
        chipTimeS: {
          ...row.chipTimeS,
          off: Object.values(row.chipTimeS).reduce((sum, s) => sum + s, 0),
        },
      })),
    ),
  }));
  return { ...comparison, results };
}

it("switched-off chips are shown only where some fleet has them", () => {
  const plain = comparisonFixture();
  const states = (comparison: Comparison) =>
    chipTimes(comparison).map((view) => view.states.map(({ state }) => state));
  for (const shown of states(plain)) expect(shown).not.toContain("off");
  for (const shown of states(scaled(plain))) expect(shown.at(-1)).toBe("off");
  const [before, after] = [plain, scaled(plain)].map((comparison) => chipTimes(comparison)[0]);
  const share = (view: typeof before, name: string) =>
    view?.states.find(({ state }) => state === name)?.share.value ?? Number.NaN;
  expect(share(after, "off")).toBeCloseTo(0.5, 9);
  expect(share(after, "idle")).toBeCloseTo(share(before, "idle") / 2, 9);
});

it("the live view's busy share leaves out what is switched off", () => {
  const runs = comparisonFixture().results.flatMap(({ peak }) => peak);
  const promise = { ttftS: 1, tpotS: 0.05, quantile: 0.99 };
  const half = runs.map((run) => {
    const allS = Object.values(run.chipTimeS).reduce((sum, s) => sum + s, 0);
    return { ...run, chipTimeS: { ...run.chipTimeS, off: allS } };
  });
  const busy = runFigures(promise, runs).busyShare;
  expect(busy).toBeGreaterThan(0.1);
  expect(runFigures(promise, half).busyShare).toBeCloseTo(busy ?? Number.NaN, 9);
});
