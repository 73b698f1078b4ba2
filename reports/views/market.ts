import type { Comparison } from "../../sim/comparison.ts";
import type {
  FirmMonth,
  FirmSummary,
  MarketOutcome,
  MarketSeller,
} from "../../sim/marketOutcome.ts";
import { shortNames } from "../charts/lines.ts";
import type { MonthCurve, MonthPanel } from "../charts/monthsChart.ts";
import { SERIES_LOOKS } from "../charts/palette.ts";
import { formatPlain, formatUsdTick, formatValue } from "../format.ts";

/** The market of a comparison in words and series: where sellers stand, what happened, and when. */

/** Sellers whose names fit beside their curves. */
const MOST_NAMES = 4;
const MOST_LETTERS = 12;
const USD_PER_MTOK = "USD/1e6 tok";

/** The figures of one seller, as text. */
export interface StandingRow {
  readonly seller: MarketSeller;
  /** Null for one that waits outside at the start. */
  readonly summary: FirmSummary | null;
  readonly cells: Readonly<Record<StandingKey, string>>;
}

export const STANDING_COLUMNS = [
  ["volume", "what its fleet makes when full, Mtok a month, first month", "full fleet"],
  ["full", "cost of that full fleet per 1M tokens", "full cost"],
  ["avoidable", "stops selling below, first month", "stops below"],
  ["survival", "months it survives being undercut, on its first cash", "survives"],
  ["attack", "its attacker's profit a month meanwhile", "attacker"],
  ["free", "free users that one paying user carries", "free users"],
  [
    "moat",
    "cost lead over the cheapest other, first and last month (below 0: it costs more)",
    "lead",
  ],
  ["halfLife", "months until half of the lead is gone", "half-life"],
  ["npv", "what the lead is worth (NPV)", "worth"],
  ["share", "market share, first and last month", "share"],
  ["margin", "margin, first and last month", "margin"],
  ["cash", "cash at the end", "cash"],
] as const;
export type StandingKey = (typeof STANDING_COLUMNS)[number][0];

const NONE = "n/a";
const MOST_MONTHS = 240;
/** Shares beyond these are told as beyond. */
const LEAST_SHARE = -10;
const SMALLEST_SHARE = 1e-4;

export function standingRows({ sellers, path, rules }: MarketOutcome): readonly StandingRow[] {
  const last = path.months.length - 1;
  return sellers.map((seller, at) => {
    const { firm } = seller;
    const summary = path.firms.find(({ id }) => id === firm.id) ?? null;
    const seen = path.months.map(({ firms }) => firms[at]);
    const first = seen.find((row) => row?.floor != null);
    const end = seen[last];
    const floor = summary?.floor ?? first?.floor ?? null;
    const usd = (value: number | null | undefined): string =>
      value == null ? NONE : formatValue(value, USD_PER_MTOK);
    return {
      seller,
      summary,
      cells: {
        volume: countText((first ?? seen[0])?.capacityMtokPerMonth ?? null),
        full: usd(floor?.fullLoadUsdPerMtok),
        avoidable: usd(floor?.avoidableUsdPerMtok),
        survival: summary === null ? NONE : monthsText(summary.survivalMonths),
        attack: moneyText(summary?.attackerUsdPerMonth ?? null),
        free: countText(summary?.freeUsersPerPayingUser ?? null),
        moat: pairText(summary?.firstMoatShare ?? null, summary?.lastMoatShare ?? null),
        halfLife: halfLifeText(summary, rules.learning.leakPerYear),
        npv: moneyText(summary?.moatNpvUsd ?? null),
        share: pairText(seen[0]?.share ?? null, end?.share ?? null),
        margin: pairText(first?.marginShare ?? null, lastKnown(seen)),
        cash: moneyText(end?.cashUsd ?? null),
      },
    };
  });
}

function lastKnown(rows: readonly (FirmMonth | undefined)[]): number | null {
  return rows.findLast((row) => row?.marginShare != null)?.marginShare ?? null;
}

/** Months up to twenty years: beyond them no forecast of months says more. */
export function monthsText(months: number, unit = ""): string {
  if (!Number.isFinite(months)) return "as long as it likes";
  if (months > MOST_MONTHS) return "over 20 years";
  return `${formatPlain(Number(months.toFixed(months < 10 ? 1 : 0)))}${unit}`;
}

/** A seller that has no lead has none to lose. */
function halfLifeText(summary: FirmSummary | null, leakPerYear: number): string {
  if (summary === null || !((summary.firstMoatShare ?? 0) > 0)) return NONE;
  const { moatHalfLifeMonths } = summary;
  if (moatHalfLifeMonths !== null) return formatPlain(moatHalfLifeMonths);
  return leakPerYear > 0 ? "not within the market's months" : "never";
}

function moneyText(usd: number | null): string {
  return usd === null ? NONE : formatValue(usd, "USD");
}

function countText(count: number | null): string {
  return count === null ? NONE : count <= 0 ? "none" : formatPlain(count);
}

function pairText(first: number | null, last: number | null): string {
  return first === null && last === null ? NONE : `${shareText(first)} to ${shareText(last)}`;
}

function shareText(share: number | null): string {
  if (share === null) return NONE;
  if (share < LEAST_SHARE) return "below -1000 %";
  return share > 0 && share < SMALLEST_SHARE ? "below 0.01 %" : formatValue(share, "share");
}

/** Beside its curve a seller has its name, or a letter where there is no room for names. */
export function curveName({ sellers }: MarketOutcome, at: number): string {
  const ids = sellers.map(({ firm }) => firm.id);
  const names = shortNames(ids, MOST_LETTERS);
  if (ids.length > MOST_NAMES || names.some((name, i) => !ids[i]?.endsWith(name))) {
    return String.fromCharCode("A".charCodeAt(0) + (at % 26));
  }
  return names[at] ?? "";
}

export function marketPanels(market: MarketOutcome): readonly MonthPanel[] {
  const curve = (of: (row: FirmMonth) => number | null): readonly MonthCurve[] =>
    market.sellers.map((_, at) => ({
      name: curveName(market, at),
      series: at % SERIES_LOOKS,
      pieces: piecesOf(market, at, of),
    }));
  const whole = (value: number): string => String(Math.round(value));
  return [
    {
      ...{ label: "share of tokens sold", unit: "%", scale: "linear", low: 0, high: 100 },
      ...{ tick: whole, curves: curve(({ standing, share }) => sold(standing, 100 * share)) },
    },
    {
      ...{ label: "price", unit: "USD/Mtok", scale: "log", tick: formatUsdTick },
      curves: curve(({ usdPerMtok }) => usdPerMtok),
    },
    {
      ...{ label: "margin", unit: "% of revenue", scale: "linear", tick: whole },
      curves: curve(({ marginShare }) =>
        // Deep losses would flatten everything else; the table has them.
        marginShare === null ? null : Math.max(-100, 100 * marginShare),
      ),
    },
    {
      ...{ label: "cost of a full fleet", unit: "USD/Mtok", scale: "log", tick: formatUsdTick },
      curves: curve(({ floor }) => floor?.fullLoadUsdPerMtok ?? null),
    },
    {
      ...{ label: "cash", unit: "USD", scale: "linear", tick: formatUsdTick },
      curves: curve(({ standing, cashUsd }) => (standing === "gone" ? null : cashUsd)),
    },
    {
      ...{ label: "capacity", unit: "M tokens a month", scale: "log", tick: formatPlain },
      curves: curve(({ standing, capacityMtokPerMonth }) => sold(standing, capacityMtokPerMonth)),
    },
  ];
}

function sold(standing: FirmMonth["standing"], value: number): number | null {
  return standing === "active" ? value : null;
}

function piecesOf(
  { path }: MarketOutcome,
  at: number,
  of: (row: FirmMonth) => number | null,
): MonthCurve["pieces"] {
  const pieces: { month: number; y: number }[][] = [];
  let open = false;
  for (const { month, firms } of path.months) {
    const row = firms[at];
    const y = row === undefined ? null : of(row);
    if (y === null || !Number.isFinite(y)) {
      open = false;
      continue;
    }
    if (!open) pieces.push([]);
    open = true;
    pieces.at(-1)?.push({ month, y });
  }
  return pieces;
}

/** Every twelfth month and the last: price, share, margin and cash of each seller. */
export function yearRows({ path, sellers }: MarketOutcome): readonly (readonly string[])[] {
  const last = path.months.length - 1;
  return path.months
    .filter(({ month }) => month % 12 === 0 || month === last)
    .flatMap(({ month, firms }) =>
      firms.map((row, at) => [
        String(month + 1),
        sellers[at]?.firm.id ?? row.id,
        row.standing,
        row.usdPerMtok === null ? NONE : formatValue(row.usdPerMtok, USD_PER_MTOK),
        shareText(row.share),
        formatPlain(row.soldMtok),
        shareText(row.marginShare),
        row.floor === null ? NONE : formatValue(row.floor.fullLoadUsdPerMtok, USD_PER_MTOK),
        formatValue(row.cashUsd, "USD"),
      ]),
    );
}

export function hasMarket(
  comparison: Comparison,
): comparison is Comparison & { readonly market: MarketOutcome } {
  return comparison.market !== undefined;
}
