import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isWithin } from "../../reports/publishedFigures.ts";
import { PUBLISHED_TOPICS } from "../../sim/published/results.ts";
import * as library from "../../ui/library.ts";
import { expectWithin } from "./within.ts";

const CASES = PUBLISHED_TOPICS.flatMap(({ cases }) => cases);
const FIGURES = CASES.flatMap(({ id, figures }) =>
  figures.map((figure) => [`${id}: ${figure.figure}`, figure] as const),
);

describe("a published figure is what a formula makes of its inputs", () => {
  it.each(FIGURES)("%s", (_name, { ours, published, relTol }) => {
    expectWithin(ours, published, relTol);
  });

  it.each(FIGURES)("%s would be missed by a formula that is off", (_name, figure) => {
    const off = 1 + 2 * Math.max(figure.relTol, 1e-9);
    expect(isWithin({ ...figure, ours: figure.published * off })).toBe(false);
    expect(isWithin({ ...figure, ours: Number.NaN })).toBe(false);
  });
});

describe("the published cases", () => {
  it("have each an id and every figure a name of its own", () => {
    const ids = CASES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, figures } of CASES) {
      const names = figures.map(({ figure }) => figure);
      expect([id, new Set(names).size]).toEqual([id, names.length]);
      expect(names.length).toBeGreaterThan(0);
    }
  });

  it("name source, date and inputs", () => {
    for (const { source, given, what } of CASES) {
      expect([source.title, source.dated, given, what]).not.toContain("");
    }
  });

  it("are counted in the README", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    expect(readme).toContain(`${FIGURES.length} figures of ${CASES.length} published results`);
  });

  it("name only formulas that the library hands out", () => {
    const groups = [library, library.queues, ...Object.values(library.money)];
    const formulas = [...groups, ...Object.values(library.reliability)].flatMap((group) =>
      Object.entries(group).flatMap(([name, value]) => (typeof value === "function" ? [name] : [])),
    );
    const named = FIGURES.map(([, { formula }]) => formula);
    expect(named.filter((name) => !formulas.includes(name))).toEqual([]);
  });
});

const REFERENCE = new URL("../../../shared/economics/published_results.json", import.meta.url);

interface Reference {
  readonly id: string;
  readonly relTol: number;
  readonly expected: object;
}

// Skipped where the collection of published results is not beside the checkout.
describe.skipIf(!existsSync(REFERENCE))("the collection of published results", () => {
  const reference = existsSync(REFERENCE)
    ? (JSON.parse(readFileSync(REFERENCE, "utf8")) as Reference[])
    : [];

  it("is covered, result for result", () => {
    expect(reference.length).toBeGreaterThan(0);
    expect(CASES.map(({ id }) => id).sort()).toEqual(reference.map(({ id }) => id).sort());
  });

  it.each(reference.map(({ id, ...rest }) => [id, rest] as const))(
    "states the same values and tolerance of %s, in the same order",
    (id, { expected, relTol }) => {
      const values = numbersIn(expected);
      const figures = CASES.find((one) => one.id === id)?.figures.slice(0, values.length) ?? [];
      expect(figures.map(({ published }) => published)).toEqual(values);
      expect(figures.map((figure) => figure.relTol)).toEqual(values.map(() => relTol));
    },
  );
});

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return Object.values(value as object).flatMap(numbersIn);
}
