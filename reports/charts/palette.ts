import { COST_CATEGORIES } from "../../sim/costCategories.ts";
import { CHIP_STATES, type ChipState } from "../../sim/physical.ts";

/** Colours of one theme; text colours stand 4.5:1 or more from the paper, marks 3:1 or more. */
export interface Theme {
  readonly paper: string;
  readonly panel: string;
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly accent: string;
  readonly warn: string;
  /** One per strategy in the order of the comparison; told apart by dashes and labels too. */
  readonly series: readonly string[];
}

export const LIGHT: Theme = {
  paper: "#ffffff",
  panel: "#f6f5f1",
  ink: "#1a1c20",
  soft: "#565b63",
  rule: "#dcdad3",
  accent: "#0f4c5c",
  warn: "#a3320b",
  series: [
    ...["#1f5fae", "#ad5300", "#0a4a40", "#7b3fa3", "#555b63"],
    ...["#d40f7d", "#16008f", "#00801f", "#5c1a0a"],
  ],
};

export const DARK: Theme = {
  paper: "#121417",
  panel: "#1b1e23",
  ink: "#eceae4",
  soft: "#a9afb8",
  rule: "#343941",
  accent: "#8fd3e0",
  warn: "#ff9d76",
  series: [
    ...["#82b7f5", "#f2a65e", "#a5f5e2", "#cfa3f0", "#b5bbc4"],
    ...["#ff5fb0", "#8e6ffb", "#009342", "#f1f217"],
  ],
};

/** One for each hue, so that paper without colours tells them apart as well. */
const DASHES = ["7 4", "2 3.5", "none", "11 3 2 3", "1 4", "4 2", "14 5", "8 3 2 3 2 3", "5 6"];
/** Hues come round once, with the dash of another; further strategies look like the first. */
const ROUNDS = 2;
const DASH_STEP = 4;

/** Strategies and sellers that look different from each other. */
export const SERIES_LOOKS = LIGHT.series.length * ROUNDS;

/** Style rules of every strategy's line, band, text and dot: `.s0`, `.s0-fill`, `.s0-text`, `.s0-dot`. */
export function seriesCss(): string {
  const hues = LIGHT.series.length;
  return Array.from({ length: SERIES_LOOKS }, (_, i) => {
    const hue = `var(--s${i % hues})`;
    const dash = DASHES[(i + DASH_STEP * Math.floor(i / hues)) % DASHES.length];
    return (
      `.s${i}{stroke:${hue};stroke-dasharray:${dash}}.s${i}-fill{fill:${hue}}` +
      `.s${i}-text{fill:${hue}}.s${i}-dot{background:${hue}}`
    );
  }).join("\n");
}

/** Fill of a stacked segment and the ink that can be read on it, the same in both themes. */
export interface SegmentColour {
  readonly fill: string;
  readonly ink: string;
}

const WHITE = "#ffffff";
const BLACK = "#111111";

/** Dark and light take turns, so that neighbours differ in lightness whatever the eye. */
export const CATEGORY_COLOURS: Readonly<Record<(typeof COST_CATEGORIES)[number], SegmentColour>> = {
  "api tokens": { fill: "#2f5d8c", ink: WHITE },
  "chip rent": { fill: "#97500f", ink: WHITE },
  "rent extras": { fill: "#e6b983", ink: BLACK },
  servers: { fill: "#1b675f", ink: WHITE },
  lease: { fill: "#bfe3d2", ink: BLACK },
  network: { fill: "#93cbc1", ink: BLACK },
  facility: { fill: "#57478a", ink: WHITE },
  colocation: { fill: "#6f5fb0", ink: WHITE },
  power: { fill: "#8a6d00", ink: WHITE },
  maintenance: { fill: "#dcc46a", ink: BLACK },
  staff: { fill: "#484d55", ink: WHITE },
  egress: { fill: "#a9c4e4", ink: BLACK },
  "audit and drift": { fill: "#7d4a6b", ink: WHITE },
  "expected loss": { fill: "#e3a3a3", ink: BLACK },
  switching: { fill: "#9c3030", ink: WHITE },
  toil: { fill: "#d9b8d0", ink: BLACK },
  licence: { fill: "#355f2b", ink: WHITE },
  "broker take": { fill: "#d8a13a", ink: BLACK },
  prepayment: { fill: "#e8c9a8", ink: BLACK },
  "residual value": { fill: "#a9cf8f", ink: BLACK },
};

export const STATE_COLOURS: Readonly<Record<ChipState, SegmentColour>> = {
  arithmetic: { fill: "#1b675f", ink: WHITE },
  memory: { fill: "#93cbc1", ink: BLACK },
  network: { fill: "#2f5d8c", ink: WHITE },
  overhead: { fill: "#a9c4e4", ink: BLACK },
  throttled: { fill: "#8a6d00", ink: WHITE },
  wasted: { fill: "#9c3030", ink: WHITE },
  idle: { fill: "#d3d6db", ink: BLACK },
  restart: { fill: "#8d939c", ink: BLACK },
  down: { fill: "#454a52", ink: WHITE },
  off: { fill: "#f3f1ea", ink: BLACK },
};

/** Where prompt tokens were found, the nearest place first. */
export const PLACE_COLOURS = {
  hbm: { fill: "#1b675f", ink: WHITE },
  host: { fill: "#a9c4e4", ink: BLACK },
  ssd: { fill: "#9a6fc0", ink: BLACK },
  remote: { fill: "#e0b43c", ink: BLACK },
  computed: { fill: "#e4e2dc", ink: BLACK },
} as const satisfies Readonly<Record<string, SegmentColour>>;

/** Class of a segment: `seg-rent-extras`. */
export function segmentClass(name: string): string {
  return `seg-${name.replace(/[^a-z]+/g, "-")}`;
}

/** Style rules of every segment, once for the whole page. */
export function segmentCss(): string {
  const rules = new Map<string, SegmentColour>();
  for (const name of COST_CATEGORIES) rules.set(`cost ${name}`, CATEGORY_COLOURS[name]);
  for (const state of CHIP_STATES) rules.set(`state ${state}`, STATE_COLOURS[state]);
  for (const [place, colour] of Object.entries(PLACE_COLOURS)) rules.set(`cache ${place}`, colour);
  return [...rules]
    .map(([name, { fill, ink }]) => {
      const selector = `.${segmentClass(name)}`;
      return `${selector}{fill:${fill};background:${fill}}${selector}-ink{fill:${ink}}`;
    })
    .join("\n");
}
