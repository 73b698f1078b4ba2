import { describe, expect, it } from "vitest";
import {
  keyedSource,
  keyedUniform,
  Streams,
  type UniformSource,
  uniformSource,
} from "../../../sim/random/streams.ts";
import { threefry2x32 } from "../../../sim/random/threefry.ts";

function draws(uniform: UniformSource, count: number): number[] {
  return Array.from({ length: count }, () => uniform());
}

/** Pearson's statistic over 100 equal cells; its 0.01 % and 99.99 % points at 99 degrees are 53, 161. */
function chiSquare(values: readonly number[]): number {
  const cells = new Float64Array(100);
  for (const value of values) cells[Math.floor(value * 100)]!++;
  const expected = values.length / 100;
  return cells.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - 0.5) * (b[i]! - 0.5);
  return (12 * sum) / a.length;
}

describe("a named stream", () => {
  it("draws the same numbers for the same path and others for another", () => {
    const path = ["seed/rep-0", "arrivals/chat"] as const;
    const first = draws(new Streams(path[0]).stream(path[1]), 5);
    expect(draws(new Streams(path[0]).stream(path[1]), 5)).toEqual(first);
    expect(draws(uniformSource(path.join("/")), 5)).toEqual(first);
    expect(draws(new Streams("seed/rep-1").stream(path[1]), 5)).not.toEqual(first);
    expect(draws(new Streams(path[0]).stream("arrivals/code"), 5)).not.toEqual(first);
  });

  it("does not notice other streams", () => {
    const alone = draws(new Streams("seed/rep-0").stream("lengths/chat"), 5);
    const streams = new Streams("seed/rep-0");
    const other = streams.stream("failures/replica-3");
    streams.keyed("stalls")(1, 2);
    const beside = streams.stream("lengths/chat");
    expect(
      Array.from({ length: 5 }, () => {
        other();
        return beside();
      }),
    ).toEqual(alone);
  });

  it("keeps its numbers from version to version", () => {
    expect(draws(uniformSource("seed/rep-0/arrivals/chat"), 2)).toMatchInlineSnapshot(`
      [
        0.451650824115864,
        0.3427627565054736,
      ]
    `);
    expect(keyedUniform("seed/rep-0", "stalls", 3, 4)).toMatchInlineSnapshot(`0.32612180063995533`);
  });

  it("has one owner", () => {
    const streams = new Streams("seed/rep-0");
    streams.stream("arrivals/chat");
    expect(() => streams.stream("arrivals/chat")).toThrow('stream "arrivals/chat" asked for twice');
    expect(() => streams.stream("")).toThrow(RangeError);
    expect(() => new Streams("")).toThrow(RangeError);
  });

  it("is uniform inside (0, 1), with more than 32 bits", () => {
    const values = draws(uniformSource("uniformity"), 200_000);
    expect(values.every((value) => value > 0 && value < 1)).toBe(true);
    expect(chiSquare(values)).toBeGreaterThan(53);
    expect(chiSquare(values)).toBeLessThan(161);
    expect(values.some((value) => !Number.isInteger(value * 2 ** 32))).toBe(true);
  });

  it("is not correlated with its own past or with the streams of neighbours", () => {
    const count = 100_000;
    // Five standard deviations of the correlation of independent draws.
    const limit = 5 / Math.sqrt(count);
    const a = draws(uniformSource("seed/rep-0/failures/replica-1"), count);
    for (const path of ["seed/rep-1/failures/replica-1", "seed/rep-0/failures/replica-2"]) {
      expect(Math.abs(correlation(a, draws(uniformSource(path), count)))).toBeLessThan(limit);
    }
    expect(Math.abs(correlation(a.slice(1), a.slice(0, -1)))).toBeLessThan(limit);
  });

  it("begins anywhere, however alike the paths are", () => {
    const firsts = Array.from({ length: 20_000 }, (_, i) => uniformSource(`seed/rep-${i}/a`)());
    expect(chiSquare(firsts)).toBeLessThan(161);
    expect(new Set(firsts).size).toBe(firsts.length);
  });
});

describe("keyed draws", () => {
  it("rest on Threefry-2x32-20 as published", () => {
    const words = new Uint32Array(2);
    const block = (key0: number, key1: number, counter0: number, counter1: number): number[] => {
      threefry2x32(key0, key1, counter0, counter1, words);
      return [...words];
    };
    // Known answers of the Random123 library.
    expect(block(0, 0, 0, 0)).toEqual([0x6b200159, 0x99ba4efe]);
    expect(block(-1, -1, -1, -1)).toEqual([0x1cb996fc, 0xbb002be7]);
    expect(block(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3)).toEqual([0xc4923a9c, 0x483df7a0]);
  });

  it("depend on seed, cause, entity and number alone, in any order of asking", () => {
    const source = keyedSource("seed/rep-0", "failures");
    const later = source(7, 1);
    source(99, 0);
    expect(source(7, 1)).toBe(later);
    expect(keyedUniform("seed/rep-0", "failures", 7, 1)).toBe(later);
    const others = [source(1, 7), source(7, 2), keyedUniform("seed/rep-1", "failures", 7, 1)];
    expect(new Set([later, ...others, keyedUniform("seed/rep-0", "repairs", 7, 1)]).size).toBe(5);
  });

  it("are uniform over entities and over numbers, and not correlated", () => {
    const source = keyedSource("seed/rep-0", "failures");
    const count = 100_000;
    const overEntities = Array.from({ length: count }, (_, entity) => source(entity, 0));
    const overNumbers = Array.from({ length: count }, (_, k) => source(0, k));
    const next = Array.from({ length: count }, (_, entity) => source(entity, 1));
    for (const values of [overEntities, overNumbers, next]) {
      expect(values.every((value) => value > 0 && value < 1)).toBe(true);
      expect(chiSquare(values)).toBeGreaterThan(53);
      expect(chiSquare(values)).toBeLessThan(161);
    }
    const limit = 5 / Math.sqrt(count);
    expect(Math.abs(correlation(overEntities, next))).toBeLessThan(limit);
    expect(Math.abs(correlation(overEntities.slice(1), overEntities.slice(0, -1)))).toBeLessThan(
      limit,
    );
    expect(Math.abs(correlation(overEntities.slice(1), overNumbers.slice(1)))).toBeLessThan(limit);
  });

  it("refuse what is not a counter", () => {
    const source = keyedSource("seed/rep-0", "failures");
    for (const bad of [-1, 0.5, 2 ** 32, Number.NaN]) {
      expect(() => source(bad, 0)).toThrow(RangeError);
      expect(() => source(0, bad)).toThrow(RangeError);
    }
  });
});
