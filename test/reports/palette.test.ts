import { describe, expect, it } from "vitest";
import {
  CATEGORY_COLOURS,
  DARK,
  LIGHT,
  PLACE_COLOURS,
  SERIES_LOOKS,
  STATE_COLOURS,
  seriesCss,
  type Theme,
} from "../../reports/charts/palette.ts";

type Rgb = readonly [number, number, number];

function linear(hex: string): Rgb {
  const part = (from: number) => {
    const value = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast of two colours, 1..21. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/** Machado, Oliveira and Fernandes 2009, severity 1. */
const EYES: readonly (readonly [name: string, matrix: readonly number[]])[] = [
  ["full", [1, 0, 0, 0, 1, 0, 0, 0, 1]],
  [
    "protan",
    [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  ],
  [
    "deutan",
    [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  ],
  [
    "tritan",
    [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
  ],
];

/** Distance in Oklab: 0.02 is just noticeable. */
function distance(a: string, b: string, matrix: readonly number[]): number {
  const [x, y] = [oklab(seen(linear(a), matrix)), oklab(seen(linear(b), matrix))];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

function seen([r, g, b]: Rgb, m: readonly number[]): Rgb {
  const row = (i: number) =>
    Math.max(0, (m[i] ?? 0) * r + (m[i + 1] ?? 0) * g + (m[i + 2] ?? 0) * b);
  return [row(0), row(3), row(6)];
}

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

describe.each([
  ["light", LIGHT],
  ["dark", DARK],
] as const)("colours of the %s theme", (_, theme: Theme) => {
  it("every text colour stands 4.5:1 from the paper", () => {
    const { paper, ink, soft, accent, warn, series } = theme;
    for (const colour of [ink, soft, accent, warn, ...series]) {
      expect(contrast(colour, paper), colour).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("any two of nine strategies differ for a full eye", () => {
    expect(theme.series).toHaveLength(9);
    const [[, full = []] = []] = EYES;
    for (const [i, a] of theme.series.entries()) {
      for (const b of theme.series.slice(i + 1)) {
        expect(distance(a, b, full), `${a} ${b}`).toBeGreaterThan(0.08);
      }
    }
  });

  it.each(EYES)("the first three strategies differ for a %s eye", (_eye, matrix) => {
    const hues = theme.series.slice(0, 3);
    for (const a of hues) {
      for (const b of hues) {
        if (a !== b) expect(distance(a, b, matrix), `${a} ${b}`).toBeGreaterThan(0.08);
      }
    }
  });
});

it("a strategy beyond the hues has the hue of another, and another dash", () => {
  const looks = seriesCss()
    .split("\n")
    .map((line) => /stroke:(.*?);stroke-dasharray:(.*?)\}/.exec(line)?.slice(1).join());
  expect(looks).toHaveLength(SERIES_LOOKS);
  expect(new Set(looks).size).toBe(SERIES_LOOKS);
  expect(SERIES_LOOKS).toBeGreaterThan(9);
});

it("text on a segment stands 4.5:1 from its fill", () => {
  for (const colours of [CATEGORY_COLOURS, STATE_COLOURS, PLACE_COLOURS]) {
    for (const [name, { fill, ink }] of Object.entries(colours)) {
      expect(contrast(fill, ink), name).toBeGreaterThanOrEqual(4.5);
    }
  }
});

/** Categories in the order in which they follow each other in a bar. */
const STACKS: readonly (readonly (keyof typeof CATEGORY_COLOURS)[])[] = [
  ["api tokens", "staff"],
  ["chip rent", "rent extras", "staff"],
  ["servers", "network", "colocation", "power", "maintenance", "staff"],
  ["servers", "network", "facility", "power", "maintenance", "staff"],
];

it("segments that lie side by side can be told apart by every eye", () => {
  const stacks = [
    ...STACKS.map((names) => names.map((name) => CATEGORY_COLOURS[name].fill)),
    Object.values(STATE_COLOURS).map(({ fill }) => fill),
  ];
  for (const fills of stacks) {
    for (const [i, fill] of fills.slice(1).entries()) {
      for (const [eye, matrix] of EYES) {
        const before = fills[i] ?? "";
        expect(distance(before, fill, matrix), `${before} ${fill} ${eye}`).toBeGreaterThan(0.08);
      }
    }
  }
});

it("any two places of cached tokens can be told apart: a cache may skip tiers", () => {
  const fills = Object.values(PLACE_COLOURS).map(({ fill }) => fill);
  for (const [i, a] of fills.entries()) {
    for (const b of fills.slice(i + 1)) {
      for (const [eye, matrix] of EYES) {
        expect(distance(a, b, matrix), `${a} ${b} ${eye}`).toBeGreaterThan(0.08);
      }
    }
  }
});
