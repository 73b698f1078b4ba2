import { describe, expect, it } from "vitest";
import { alignedLines, linesWithin } from "../../reports/alignedColumns.ts";
import { wrapped } from "../../reports/wrapped.ts";

describe("a wrapped sentence", () => {
  it("breaks at spaces, with its own beginning for further lines", () => {
    expect(wrapped("one two three four", 10, "", "  ")).toEqual(["one two", "  three", "  four"]);
  });

  it("never parts a number from its per cent or from its half-width", () => {
    expect(wrapped("idle is 12 % or 4.9 x +- 0.1 here", 11, "", "")).toEqual([
      "idle is",
      "12 % or 4.9",
      "x +- 0.1",
      "here",
    ]);
  });

  it("is no wider than 100 columns on a wide terminal, and leaves long words whole", () => {
    for (const line of wrapped("word ".repeat(80).trim(), 200, "", "  ")) {
      expect(line.length).toBeLessThanOrEqual(100);
    }
    expect(wrapped("supercalifragilistic", 5, "", "")).toEqual(["supercalifragilistic"]);
    expect(wrapped("", 40, "", "")).toEqual([]);
  });
});

describe("aligned lines", () => {
  const rows = [
    ["name", "usd", "share"],
    ["a", "1", "20 %"],
  ];

  it("put words to the left and figures to the right", () => {
    expect(alignedLines(rows, 1)).toEqual(["name  usd  share", "a       1   20 %"]);
    expect(alignedLines(rows)).toEqual(["name  usd  share", "a     1    20 %"]);
  });

  it("lose the columns that may go, only as many as they must", () => {
    expect(linesWithin(rows, 16, [1, 2], 1)).toEqual(alignedLines(rows, 1));
    expect(linesWithin(rows, 12, [1, 2], 1)).toEqual(["name  share", "a      20 %"]);
    expect(linesWithin(rows, 5, [1, 2], 1)).toEqual(["name", "a"]);
  });
});
