import { describe, expect, it } from "vitest";
import { plainColumn, stratifiedColumn } from "../../../sim/random/hypercube.ts";
import { uniformSource } from "../../../sim/random/streams.ts";

describe("columns of samples", () => {
  it("stratified: one draw in each of n equal parts", () => {
    const column = stratifiedColumn(50, uniformSource("test"));
    const parts = [...column].map((u) => Math.floor(50 * u)).sort((a, b) => a - b);
    expect(parts).toEqual(Array.from({ length: 50 }, (_, k) => k));
    expect([...column]).not.toEqual([...column].sort((a, b) => a - b));
  });

  it("plain: independent draws, some parts empty", () => {
    const column = plainColumn(50, uniformSource("test"));
    expect(new Set([...column].map((u) => Math.floor(50 * u))).size).toBeLessThan(45);
  });
});
