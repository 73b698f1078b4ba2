import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { waterfallSvg } from "../../reports/charts/waterfallChart.ts";
import { claimSentence, claimsText, claimWord } from "../../reports/claimsTable.ts";
import { dataFiles } from "../../reports/dataFiles.ts";
import { renderReport } from "../../reports/renderReport.tsx";
import { stepUsd, waterfallAnswer, waterfallSteps } from "../../reports/views/waterfall.ts";
import { waterfallMarkdown, waterfallText } from "../../reports/waterfallText.ts";
import { comparisonFixture, provenanceFixture } from "./fixture.ts";
import { WATERFALL, waterfallFixture } from "./fixtureWaterfall.ts";

const steps = waterfallSteps(WATERFALL);
const text = { id: "chart", title: "A question?", description: "What it shows & <why>" };
const draw = (widthPx: number): string =>
  waterfallSvg(
    text,
    steps.map(({ label, fromUsd, toUsd, colour }) => ({
      ...{ label, texts: [`${toUsd} ${label} `.repeat(3), String(toUsd)], from: fromUsd },
      ...{ to: toUsd, colour },
    })),
    "USD",
    String,
    widthPx,
  );

describe("the steps of a waterfall", () => {
  it("hang where the last one ended, and meet every total", () => {
    let endUsd = 0;
    for (const step of steps) {
      if (step.kind === "step") expect(step.fromUsd).toBeCloseTo(endUsd, 6);
      else if (step !== steps[0]) expect(step.toUsd).toBeCloseTo(endUsd, 6);
      endUsd = step.toUsd;
    }
    expect(steps.map(({ label }) => label)).toEqual([
      ...["compute and toil", "developer toil", "bloated model", "wrong tool", "data traffic jam"],
      ...["idle silicon: waiting", "idle silicon: no work", "reliability", "quality and promise"],
      ...["useful work", "price over useful work", "revenue", "compute and what goes with it"],
      "cash before tax",
    ]);
    expect(steps.at(-1)?.toUsd).toBe(1_500_000 - 1_120_000);
  });

  it("end with useful work where nothing is sold, and begin with compute where toil is not counted", () => {
    const plain = waterfallSteps({ ...WATERFALL, revenueUsd: null, toilUsd: null });
    expect([plain[0]?.label, plain.at(-1)?.label]).toEqual(["compute purchased", "useful work"]);
    const changes = plain.filter(({ kind }) => kind === "step").map(stepUsd);
    expect(changes.reduce((a, b) => a + b, 1_000_000)).toBeCloseTo(400_000, 6);
  });

  it("are said in a sentence", () => {
    expect(waterfallAnswer(WATERFALL)).toBe(
      "Of $1.12M that producer <b> spends on compute and toil, $400k (35.7 %) would deliver the " +
        "same accepted work without leaks; sold for $1.50M, it leaves $380k before tax. Mended " +
        "alone, the largest leak is idle silicon: no work: $480k (42.9 %); the order matters: $290k " +
        "once those above it are gone. A chip-hour costs $4.90, one with work $9.80 (50.0 % of the " +
        "time; arithmetic: 50.0 %).",
    );
    // The jam costs 170,000 alone, and mending it is worth nothing once others are mended.
    const jam = waterfallAnswer({
      ...{ ...WATERFALL, toilUsd: null, revenueUsd: null, attribution: [] },
      bars: WATERFALL.bars.map((bar) => (bar.lever === "idle" ? { ...bar, usd: 470_000 } : bar)),
    });
    expect(jam).toContain("The order matters: data traffic jam is $170k alone, -$10.0k once");
    const calm = {
      ...WATERFALL,
      bars: WATERFALL.bars.filter(({ aloneUsd, usd }) => aloneUsd === usd),
    };
    expect(waterfallAnswer(calm)).not.toContain("order");
    const bought = { ...WATERFALL, reason: "buys tokens" };
    expect(waterfallAnswer(bought)).toBe("producer <b> has no waterfall: it buys tokens.");
  });
});

describe("the picture of a waterfall", () => {
  it("looks as it did", async () => {
    await expect(draw(720)).toMatchFileSnapshot("expected/waterfall.svg");
  });

  it("says as much of a figure as fits", () => {
    expect(draw(720)).toContain(">400000 useful work 400000 useful work");
    expect(draw(340)).toContain(">400000<");
  });

  it("has bars as long as their figures, none outside", () => {
    for (const widthPx of [340, 720]) {
      const svg = draw(widthPx);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      const bars = [
        ...svg.matchAll(
          /<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="[\d.]+" class="segment/g,
        ),
      ];
      const widths = bars.map(([, , width]) => Number(width));
      expect(widths).toHaveLength(steps.length);
      const perUsd = (widths[0] ?? 0) / 1_120_000;
      for (const [i, step] of steps.entries()) {
        expect(widths[i]).toBeCloseTo(Math.max(1, Math.abs(stepUsd(step)) * perUsd), 0);
      }
      for (const [, x, width] of bars) expect(Number(x) + Number(width)).toBeLessThan(widthPx);
    }
    expect(() => waterfallSvg(text, [], "USD", String, 720)).toThrow("waterfall");
  });
});

describe("the waterfall in a report", () => {
  const page = renderReport(waterfallFixture(), provenanceFixture());

  it("is the third section: question, answer, picture, table, formula, states, assumptions", () => {
    const sections = [...page.matchAll(/<section class="block" id="([a-z-]+)"/g)].map(
      ([, id]) => id,
    );
    expect(sections.slice(0, 3)).toEqual(["verdict", "key-numbers", "waterfall"]);
    for (const words of [
      "How much of the compute that was purchased becomes useful work?",
      "consumer has no waterfall: it buys tokens.",
      "Compute-to-cashflow waterfall of producer &lt;b&gt;",
      "mean over all orders, USD",
      "links without latency or limit, and no stalled collectives",
      "Where chip time went, by state",
      "alone, all other leaks left as they are, USD",
      "100.4 % of what it does",
    ]) {
      expect(page).toContain(words);
    }
    expect(page).not.toContain("switched off");
  });

  it("is absent unless it was asked for", () => {
    expect(renderReport(comparisonFixture(), provenanceFixture())).not.toContain('id="waterfall"');
    expect(dataFiles(comparisonFixture()).map(({ name }) => name)).not.toContain("losses.csv");
  });

  it("is losses.csv, whose leaks and states each sum to what was spent", () => {
    const file = dataFiles(waterfallFixture()).find(({ name }) => name === "losses.csv");
    const rows: Record<string, string>[] = parse(file?.text ?? "", { columns: true });
    const sumOf = (view: string) =>
      rows
        .filter((row) => row["view"] === view && row["stage"] !== "toil")
        .reduce((sum, { usd }) => sum + Number(usd), 0);
    expect(sumOf("counterfactual")).toBe(1_000_000);
    expect(sumOf("attribution")).toBe(1_000_000);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ...["scenario", "view", "stage", "tax", "is_useful", "usd", "share", "flops", "joules"],
      ...["tokens", "chip_hours", "alone_usd", "shapley_usd", "instead"],
    ]);
  });

  it("is text and Markdown, too", async () => {
    const told = waterfallText(waterfallFixture());
    await expect(told).toMatchFileSnapshot("expected/waterfall.txt");
    for (const columns of [100, 80, 60]) {
      const lines = waterfallText(waterfallFixture(), columns).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
    const lines = waterfallMarkdown(waterfallFixture()).split("\n");
    expect(lines.filter((line) => line.startsWith("# "))).toHaveLength(2);
  });
});

describe("a claim", () => {
  const claim = { id: "c", claim: "5-7x", source: "essay", unit: "x", low: 5, high: 7 } as const;
  const at = (...values: number[]) => ({
    ...claim,
    figures: values.map((value, i) => ({ where: `case ${i + 1}`, value })),
  });

  it("is reproduced, refined or refuted, with the condition", () => {
    expect(claimSentence(at(5.5, 6))).toBe("reproduced: case 1 (5.5x); case 2 (6x)");
    expect(claimSentence(at(5.5, 1.25))).toBe(
      "refined: it holds for case 1 (5.5x); not for case 2 (1.25x)",
    );
    expect(claimSentence(at(2, 9))).toBe("refuted: case 1 (2x); case 2 (9x)");
    expect(claimWord(at(Number.NaN))).toBe("refuted");
    expect(claimsText([at(6)])).toContain("counts as the same: 5x to 7x");
  });
});
