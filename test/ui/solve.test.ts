import { describe, expect, it } from "vitest";
import { cli } from "./cli.ts";

describe("a slip in a solve", () => {
  const slips: readonly (readonly [string, string, string, number, string])[] = [
    ["producer", "demand.rat", "stable", 2, 'Did you mean "demand.rate"?'],
    ["producer", "fleet", "stable", 2, "it holds several numbers"],
    ["producer", "fleet.gpu", "stable", 2, "expected a number to search"],
    ["producer", "demand.rate", "stabel", 2, 'Did you mean "stable"?'],
    ["producer", "demand.rate", "npvv = 2", 3, 'Did you mean "npv"'],
    ["producer", "demand.rate", "1 = 2", 2, "a number on both sides"],
    ["producer", "demand.rate", "lcot", 2, "has no bound"],
    [
      "producer",
      "demand.rate",
      "lcot <= 2 s",
      2,
      '"2 s" is a time, and lcot_usd_per_mtok is in USD/1e6 tok',
    ],
    [
      "producer",
      "demand.rate",
      "npv = lcot",
      2,
      "npv_usd is in USD and lcot_usd_per_mtok in USD/1e6 tok",
    ],
    ["producer", "demand.rate", "lcot(prodcer) <= 2", 3, 'Did you mean "producer"?'],
    ["producer", "demand.rate", "wins(producer)", 2, "nothing to win against"],
    ["consumer-vs-producer", "demand.rate", "lcot <= 2", 2, "lcot_usd_per_mtok of which scenario?"],
    ["producer", "economics.rent", "lcot <= 2", 3, '"economics.rent" has no effect here'],
    ["nope", "demand.rate", "stable", 2, 'no preset and no file "nope"'],
  ];
  it.each(slips)("%s --find %s --until %s", async (target, find, until, code, said) => {
    const ended = await cli(["solve", target, "--find", find, "--until", until]);
    expect([ended.code, ended.out]).toEqual([code, ""]);
    expect(ended.err).toContain(said);
    expect(ended.err).toMatch(/^error\[CM-E\d{4}\]/);
  });

  it("is told before anything runs: what is missing, what excludes each other", async () => {
    for (const [words, said] of [
      ["solve", "solve without a scenario"],
      ["solve producer", "solve without --find PATH"],
      ["solve producer --find demand.rate", 'solve without --until "EXPR"'],
      ["solve producer --find demand.rate --until stable --reps auto", "a solve takes a number"],
      ["solve producer --find demand.rate --until stable --within 9..1", "not below the high one"],
      ["solve producer --find demand.rate --until stable --within -3..1", "lies between 0 and"],
      ["solve producer --find demand.rate --until stable --within 3", "expected LOW..HIGH"],
      ["run producer --find demand.rate", "--find has no effect on run; it works with solve"],
    ] as const) {
      const { code, err } = await cli(words.split(" "));
      expect([words, code]).toEqual([words, 2]);
      expect(err).toContain(said);
    }
  });
});
