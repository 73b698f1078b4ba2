import { describe, expect, it } from "vitest";
import { summaryText } from "../../reports/summary.ts";
import { comparisonFixture } from "./fixture.ts";
import { stackFixture } from "./fixtureStack.ts";

const paths = {
  report: "out/compare-7f3a.html",
  data: "out/compare-7f3a/runs.csv",
  repeat: "costmoat repro out/compare-7f3a.html",
};

describe("the comparison as text", () => {
  it("reads like the screen that it was drawn after", async () => {
    const screens = [
      comparisonFixture(),
      comparisonFixture({ roles: ["consumer", "producer"] }),
      comparisonFixture({ replications: 1 }),
      comparisonFixture({ unstable: true }),
    ].map((comparison) => summaryText(comparison, paths));
    await expect(screens.join("----\n")).toMatchFileSnapshot("expected/summary.txt");
  });

  it("the verdict comes first, at least five metrics carry an interval, three lines say where", () => {
    const lines = summaryText(comparisonFixture(), paths).split("\n");
    expect(lines[0]).toMatch(/^PRODUCER is cheaper/);
    expect(lines.filter((line) => /\+- \d/.test(line)).length).toBeGreaterThanOrEqual(5);
    for (const start of ["Report: ", "Data: ", "Repeat: costmoat repro "]) {
      expect(lines.filter((line) => line.startsWith(start))).toHaveLength(1);
    }
  });

  it("two or three strategies fit 100 columns, in plain ASCII", () => {
    for (const options of [{}, { roles: ["consumer", "producer"] as const }, { unstable: true }]) {
      for (const line of summaryText(comparisonFixture(options), paths).split("\n")) {
        expect(line.length, line).toBeLessThanOrEqual(100);
        expect(line).toMatch(/^[\x20-\x7e]*$/);
      }
    }
  });

  it("the figures of the serving stack are there only where its levers are used", async () => {
    const text = summaryText(stackFixture(), paths);
    await expect(text).toMatchFileSnapshot("expected/summary-stack.txt");
    for (const line of text.split("\n").slice(4)) {
      expect(line).toMatch(/^[\x20-\x7e]*$/);
    }
    const plain = summaryText(comparisonFixture(), paths);
    for (const words of ["cost per video minute", "cost per task-hour", "prefix cache hits"]) {
      expect(text).toContain(words);
      expect(plain).not.toContain(words);
    }
    expect(text).toMatch(/^cost per accepted answer .*-\$0\.00025 \+- 0\.00001$/m);
  });

  it("an unstable strategy shows no average and says when it was overloaded", () => {
    const text = summaryText(comparisonFixture({ unstable: true }), paths);
    expect(text).toMatch(/^UNSTABLE/);
    expect(text).toContain("grows from 312 s on");
    expect(text).toMatch(/p99 time to first tok .* unstable/);
  });

  it("one replication prints no interval", () => {
    const text = summaryText(comparisonFixture({ replications: 1 }), paths);
    expect(text).not.toContain("+-");
    expect(text).toContain("n = 1");
  });

  it("says where the time of chips went that were not busy, with starting beside down", () => {
    const text = summaryText(comparisonFixture({ roles: ["consumer", "producer"] }), paths);
    expect(text).toContain("\nChips not busy: producer idle 58 %, down or starting 1 %.\n");
    expect(text).not.toContain("rest:");
    expect(summaryText(comparisonFixture({ roles: ["producer"] }), paths)).toContain("idle 58 %");
    expect(summaryText(comparisonFixture({ unstable: true }), paths)).not.toContain("idle");
  });

  it("a promise that is missed by no more than chance may be missed", () => {
    const plain = comparisonFixture();
    const told = (share: number, halfWidth: number): string => {
      const results = plain.results.map((result) => {
        const goodput_share = { ...result.metrics.goodput_share, value: share, halfWidth };
        return { ...result, metrics: { ...result.metrics, goodput_share } };
      });
      return summaryText({ ...plain, results }, paths);
    };
    expect(told(0.94, 0.01)).toContain("! producer misses its promise: 94 % +- 1 on time, 99 % ");
    expect(told(0.98, 0.03)).toContain("! producer may miss its promise: 98 % +- 3 on time, 99 % ");
    expect(told(0.995, 0.001)).not.toContain("promise:");
  });

  it("lines without a place are left out", () => {
    const text = summaryText(comparisonFixture(), { report: null, data: null, repeat: null });
    expect(text).not.toMatch(/^(Report|Data|Repeat):/m);
  });
});

describe("costs of accepted answers in the verdict", () => {
  it("are said with three digits, each with its member", () => {
    const stack = stackFixture();
    const sentence =
      "PRODUCER is cheaper.  cost per accepted answer: renter $0.00092 (88 % accepted), producer $0.00067 (93 % accepted); 5 points apart.";
    const text = summaryText({ ...stack, verdict: { ...stack.verdict, sentence } }, paths);
    expect(text.replace(/\s+/g, " ")).toMatch(
      /renter \$0\.0009\d\d \(88 % accepted\), producer \$0\.0006\d\d \(93 %/,
    );
  });
});

describe("the cost of a lone strategy", () => {
  it("is said with the figures of its table, however large", () => {
    const one = comparisonFixture({ roles: ["producer"] });
    const [only] = one.results;
    if (only === undefined) throw new Error("no strategy");
    const { metrics } = only;
    const lcot = { ...metrics.lcot_usd_per_mtok, value: 648_601.24, halfWidth: 117_114.54 };
    const large = { ...only, metrics: { ...metrics, lcot_usd_per_mtok: lcot } };
    const sentence =
      "PRODUCER costs $648601.24 +- 117114.54 per 1M tokens; nothing to compare it with.";
    const verdict = { ...one.verdict, winner: null, runnerUp: null, sentence };
    const text = summaryText({ ...one, results: [large], pairs: [], verdict }, paths);
    expect(text).toMatch(
      /^PRODUCER costs \$649k \+- 117k per 1M tokens;|^PRODUCER costs \$\d+k \+- \d+k per/,
    );
    expect(text).not.toContain("648601");
  });
});
