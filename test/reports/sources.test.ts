import { describe, expect, it } from "vitest";
import { summaryText } from "../../reports/summary.ts";
import { sourceRows, sourceSentences } from "../../reports/views/sources.ts";
import { compareStrategies } from "../../sim/experiment/compare.ts";
import { inlineRunner } from "../../sim/experiment/runner.ts";
import { fakeSimulate, fakeWorld } from "../sim/experiment/fakeSimulate.ts";
import { portfolioOf, renterOf } from "../sim/experiment/portfolio/portfolios.ts";
import { consumerOf, producerOf } from "../sim/experiment/strategies.ts";

describe("the sources of a strategy", () => {
  const found = compareStrategies(
    [
      portfolioOf(
        [
          { name: "base", strategy: producerOf(40), copies: 2 },
          { name: "burst", strategy: renterOf(40) },
        ],
        { kind: "baseBurst", base: "base", burst: "burst", size: { requestsPerS: 30 } },
      ),
      consumerOf(40),
    ],
    { replications: 2, runner: inlineRunner(fakeSimulate(fakeWorld)) },
  );

  it("stand with what each serves and is paid, and sum to the whole", async () => {
    const comparison = await found;
    const rows = sourceRows(comparison);
    expect(rows.map(({ name, copies, months }) => [name, copies, months])).toEqual([
      ["base", 2, 12],
      ["burst", 1, 12],
    ]);
    // 20/s in half of the hours and 60/s in the other: 25/s of 40/s lie below 30/s.
    expect(rows[0]?.share.value).toBeCloseTo(25 / 40, 6);
    const paid = rows.reduce((sum, { usd }) => sum + usd.value, 0);
    const [outcome] = comparison.results[0]?.outcomes ?? [];
    expect(paid / (outcome?.cumulativeUsd.at(-1) ?? 0)).toBeCloseTo(1, 9);
    expect(rows[0]?.sizing?.peakRequestsPerS).toBe(15);
  });

  it("that are copies of one thing are told by its name and their number", async () => {
    const [row] = sourceRows(await found);
    if (row === undefined) throw new RangeError("no rows of sources");
    const pods = { ...row, strategy: "edge-pods", name: "edge-pod", copies: 20_000 };
    expect(sourceSentences([pods])).toEqual([
      "edge-pods: 20,000 edge-pods serve all requests, each on 8 chips.",
    ]);
  });

  it("are told in a sentence, in the report and on the terminal", async () => {
    const comparison = await found;
    const [sentence, ...others] = sourceSentences(sourceRows(comparison));
    expect(others).toEqual([]);
    expect(sentence).toMatch(
      /^portfolio: base serves 62\.5.%.* of the requests on 2 x 8 chips, burst 37\.5.%.* on 16 chips\.$/,
    );
    const text = summaryText(comparison, { report: null, data: null, repeat: null });
    expect(text).toMatch(/portfolio: base serves 62\.5 % .*of the requests on 2 x 8 chips/);
  });
});
