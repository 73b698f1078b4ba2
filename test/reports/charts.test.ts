import { describe, expect, it } from "vitest";
import { breakEvenSvg } from "../../reports/charts/breakEvenChart.ts";
import { cashSvg } from "../../reports/charts/cashChart.ts";
import { type ClassWaits, classSvg } from "../../reports/charts/classChart.ts";
import { dayCurveSvg } from "../../reports/charts/dayCurveChart.ts";
import { latencySvg } from "../../reports/charts/latencyChart.ts";
import { segmentClass } from "../../reports/charts/palette.ts";
import { seriesSvg } from "../../reports/charts/seriesChart.ts";
import { sizingSvg } from "../../reports/charts/sizingChart.ts";
import { type StackBarsOptions, stackBarsSvg } from "../../reports/charts/stackBars.ts";
import { spreadLabels } from "../../reports/charts/svg.ts";
import { tornadoSvg } from "../../reports/charts/tornadoChart.ts";
import { formatUsdTick } from "../../reports/format.ts";
import { cacheBars } from "../../reports/html/PrefixCaches.tsx";
import { cashCurves } from "../../reports/views/cash.ts";
import { costStacks } from "../../reports/views/costStack.ts";
import { latencyCurves } from "../../reports/views/latency.ts";
import { incidentRows, pinsOf, seriesPanels } from "../../reports/views/overTime.ts";
import { cacheViews } from "../../reports/views/prefixCache.ts";
import { PER_TOKEN } from "../../sim/experiment/decision.ts";
import { comparisonFixture } from "./fixture.ts";
import { stackFixture } from "./fixtureStack.ts";

const text = { id: "chart", title: "A question?", description: "What it shows & <why>" };
const comparison = comparisonFixture();
const names = comparison.results.map(({ strategy }) => strategy.name);
const [consumer] = comparison.results;
const producer = comparison.results.at(-1);
if (consumer === undefined || producer?.sizing == null || comparison.breakEven === null) {
  throw new Error("the fixture lacks what the charts show");
}
const { breakEven } = comparison;
const { sizing } = producer;

const stack: StackBarsOptions = {
  bars: costStacks(comparison).map(({ name, total, categories, parts }) => ({
    label: name,
    total,
    segments: categories.map((part) => ({
      name: part.name,
      className: segmentClass(`cost ${part.name}`),
      value: part.mean.value,
    })),
    parts: parts.map((part) => ({
      name: part.name,
      className: segmentClass(`state ${part.state}`),
      value: part.mean.value,
    })),
  })),
  axisTitle: "USD per 1M tokens",
  format: (value) => formatUsdTick(Number(value.toPrecision(3))),
  limit: null,
};

/** A class that waits under its promise and one far beyond it, an interval that can be seen. */
const waits: readonly ClassWaits[] = [
  {
    name: "paid",
    rows: [
      wait("renter", 1, 0.2, 0.01, 0.9, 0.3, 1),
      wait("producer <b>", 2, 0.15, null, 0.4, null, 3),
    ],
  },
  { name: "free", rows: [wait("producer <b>", 2, 2, 0.5, 40, 60, null)] },
];

function wait(
  strategy: string,
  series: number,
  median: number,
  medianHalf: number | null,
  p95: number,
  p95Half: number | null,
  promiseS: number | null,
): ClassWaits["rows"][number] {
  return {
    strategy,
    series,
    promiseS,
    median: { value: median, half: medianHalf },
    p95: { value: p95, half: p95Half },
  };
}

const CHARTS: readonly (readonly [name: string, draw: (widthPx: number) => string])[] = [
  ["cost-stack", (w) => stackBarsSvg(text, stack, w)],
  ["break-even", (w) => breakEvenSvg(text, breakEven, PER_TOKEN, (name) => names.indexOf(name), w)],
  ["cash", (w) => cashSvg(text, cashCurves(comparison), 19, w)],
  ["classes", (w) => classSvg(text, waits, w)],
  ["prefix-cache", (w) => stackBarsSvg(text, cacheBars(cacheViews(stackFixture())), w)],
  ["tornado", (w) => tornadoSvg(text, comparison.tornado, "USD per 1M tokens", w)],
  [
    "latency",
    (w) => latencySvg(text, latencyCurves(comparison), consumer.strategy.plan.promise, w),
  ],
  [
    "time-series",
    (w) =>
      seriesSvg(
        text,
        seriesPanels(comparison),
        { warmupS: 600, endS: 3600 },
        pinsOf(incidentRows(comparison)),
        w,
      ),
  ],
  ["day-curve", (w) => dayCurveSvg(text, consumer.strategy.horizon.hourlyFactors, w)],
  ["sizing", (w) => sizingSvg(text, sizing, 0.99, w)],
];

describe("a latency that is the same as another", () => {
  it("names the curve that it lies on, and has no band of its own", () => {
    const [, renter] = latencyCurves(comparison);
    if (renter === undefined) throw new Error("the fixture lacks a renter");
    const twin = { ...renter, name: "twin", series: 5 };
    const other = {
      ...twin,
      name: "other",
      points: renter.points.map((point) => ({ ...point, low: 0.5, y: 0.5, high: 0.5 })),
    };
    const svg = latencySvg(text, [renter, twin], null, 720);
    expect(svg).toContain(">twin (as above)<");
    expect(latencySvg(text, [renter, other, twin], null, 720)).toContain(
      `>twin (as ${renter.name})<`,
    );
    expect(svg).toContain('class="curve s5"');
    expect(svg.match(/class="band /g)).toHaveLength(1);
  });
});

describe("a share above its axis", () => {
  it("stays inside its panel", () => {
    const points = [50, 226].map((y, i) => ({ x: i * 600, y, low: y, high: y + 10 }));
    const panel = { label: "busy", unit: "%", top: 100, curves: [{ series: 0, points }] };
    const svg = seriesSvg(text, [panel], { warmupS: 0, endS: 600 }, [], 720);
    const roof = Number(/y1="([\d.]+)"[^>]*class="grid"/.exec(svg)?.[1]);
    const drawn = [...svg.matchAll(/ d="([^"]*)"/g)].flatMap(([, path = ""]) =>
      [...path.matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y)),
    );
    expect(drawn.length).toBeGreaterThan(3);
    expect(Math.min(...drawn)).toBe(roof);
  });
});

describe("charts", () => {
  it.each(CHARTS)("%s looks as it did", async (name, draw) => {
    await expect(draw(720)).toMatchFileSnapshot(`expected/${name}.svg`);
  });

  it.each(CHARTS)(
    "%s announces itself, is well formed and has only finite coordinates",
    (_, draw) => {
      for (const widthPx of [340, 720]) {
        const svg = draw(widthPx);
        expect(svg).toContain('role="img"');
        expect(svg).toContain('aria-labelledby="chart-title chart-desc"');
        expect(svg).toContain("What it shows &amp; &lt;why&gt;");
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        expect(openTags(svg)).toEqual([]);
      }
    },
  );

  it("nothing to draw is refused by name", () => {
    expect(() => tornadoSvg(text, [], "USD", 720)).toThrow("tornado");
    expect(() => cashSvg(text, [], null, 720)).toThrow("cash chart");
    expect(() => dayCurveSvg(text, [], 720)).toThrow("day curve");
    expect(() => classSvg(text, [], 720)).toThrow("class chart");
    expect(() => stackBarsSvg(text, { ...stack, bars: [] }, 720)).toThrow("stacked bars");
  });

  it("a stack with a part left of zero is marked at its total, clear of the words", () => {
    const bar = {
      label: "own",
      segments: [
        { name: "resale", className: "a", value: -2 },
        { name: "servers", className: "b", value: 10 },
      ],
      total: { value: 8, half: 0.001, text: "$8" },
      parts: [],
    };
    const svg = stackBarsSvg(text, { ...stack, bars: [bar] }, 720);
    const right = Number(/x="([\d.]+)"[^>]*segment b"/.exec(svg)?.[1]);
    const width = Number(/width="([\d.]+)"[^>]*segment b"/.exec(svg)?.[1]);
    const marks = [
      ...svg.matchAll(/x1="([\d.]+)" y1="([\d.]+)" x2="[\d.]+" y2="([\d.]+)" class="whisker"/g),
    ];
    const words = Number(/y="([\d.]+)"[^>]*segment-text b-ink/.exec(svg)?.[1]);
    expect(marks).toHaveLength(3);
    for (const [, x, top, bottom] of marks) {
      expect(Number(x)).toBeCloseTo(right + 0.8 * width, 0);
      // Capitals are about 9 px high.
      expect(Number(bottom) <= words - 9 || Number(top) >= words + 1).toBe(true);
    }
    expect(svg).toContain("at the mark");
  });

  it("the segments of a stack are as wide as their values", () => {
    const options = { ...stack, bars: stack.bars.slice(0, 1), limit: 1 };
    const widths = [...stackBarsSvg(text, options, 720).matchAll(/width="([\d.]+)" height="34"/g)];
    const values = stack.bars[0]?.segments.map(({ value }) => value) ?? [];
    expect(widths).toHaveLength(values.length);
    const perUsd = Number(widths[0]?.[1]) / (values[0] ?? Number.NaN);
    for (const [i, value] of values.entries()) {
      expect(Number(widths[i]?.[1])).toBeCloseTo(value * perUsd, 1);
    }
  });

  it("labels move apart, keep their order and stay inside", () => {
    const placed = spreadLabels([50, 51, 49, 200], 15, 0, 200);
    const sorted = [...placed].sort((a, b) => a - b);
    for (let i = 1; i < sorted.length; i++) {
      expect((sorted[i] ?? 0) - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9);
    }
    expect(Math.max(...placed)).toBeLessThanOrEqual(200);
    expect((placed[2] ?? 0) < (placed[0] ?? 0) && (placed[0] ?? 0) < (placed[1] ?? 0)).toBe(true);
  });
});

/** Elements that were opened and never closed. */
function openTags(svg: string): string[] {
  const open: string[] = [];
  for (const [, close, name, rest] of svg.matchAll(/<(\/?)([a-z]+)((?:"[^"]*"|[^">])*)>/g)) {
    if (close === "/") expect(open.pop()).toBe(name);
    else if (!rest?.endsWith("/")) open.push(name ?? "");
  }
  return open;
}
