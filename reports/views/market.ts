import type { Comparison } from "../../sim/comparison.ts";
import type {
  FirmMonth,
  FirmSummary,
  MarketEvent,
  MarketOutcome,
  MarketSeller,
} from "../../sim/marketOutcome.ts";
import type { MonthCurve, MonthPanel, MonthPin } from "../charts/monthsChart.ts";
import { formatPlain, formatUsdTick, formatValue } from "../format.ts";

/** The market of a comparison in words and series: where sellers stand, what happened, and when. */

/** Hues that there are; further sellers take turns. */
const SERIES = 5;
const MOST_PINS = 12;
/** Sellers whose names fit beside their curves. */
const MOST_NAMES = 4;
/** Sellers whose survival the answer sentence tells, shortest first, and events. */
const MOST_NAMED = 3;
const MOST_TOLD = 4;
const USD_PER_MTOK = "USD/1e6 tok";

const EVENT_WORDS: Readonly<Record<MarketEvent["kind"], string>> = {
  warBegan: "begins a price war",
  warEnded: "ends its price war",
  freeTierCut: "cuts its free tier",
  premiumDoubled: "doubles the price of its paid plan",
  entered: "decides to enter",
  opened: "opens",
  bought: "is bought",
  closed: "closes",
};

/** A row of the table of events. */
export interface EventRow {
  readonly mark: string;
  readonly month: number;
  readonly firm: string;
  readonly words: string;
  readonly why: string;
}

export function eventRows({ path }: MarketOutcome): readonly EventRow[] {
  return path.events.map(({ month, kind, firm, why, buyer, priceUsd }, i) => {
    const by = buyer === undefined ? "" : ` by ${buyer} for ${formatValue(priceUsd ?? 0, "USD")}`;
    return { mark: String(i + 1), month: month + 1, firm, words: `${EVENT_WORDS[kind]}${by}`, why };
  });
}

export function eventPins(market: MarketOutcome): readonly MonthPin[] {
  return eventRows(market)
    .slice(0, MOST_PINS)
    .map(({ mark, month, firm, words }) => ({
      month: month - 1,
      mark,
      words: `${firm} ${words}`,
    }));
}

/** The figures of one seller, as text. */
export interface StandingRow {
  readonly seller: MarketSeller;
  /** Null for one that waits outside at the start. */
  readonly summary: FirmSummary | null;
  readonly cells: Readonly<Record<StandingKey, string>>;
}

export const STANDING_COLUMNS = [
  ["full", "cost of a full fleet", "full cost"],
  ["avoidable", "stops selling below", "stops below"],
  ["survival", "months it survives being undercut", "survives"],
  ["attack", "what that earns its attacker a month", "attacker"],
  ["free", "free users that one paying user carries", "free users"],
  ["moat", "cost lead over the cheapest other, first and last month", "lead"],
  ["halfLife", "months until half of the lead is gone", "half-life"],
  ["npv", "what the lead is worth (NPV)", "worth"],
  ["share", "market share, first and last month", "share"],
  ["margin", "margin, first and last month", "margin"],
  ["cash", "cash at the end", "cash"],
] as const;
export type StandingKey = (typeof STANDING_COLUMNS)[number][0];

const NONE = "n/a";

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

function monthsText(months: number): string {
  return Number.isFinite(months) ? formatPlain(months) : "as long as it likes";
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
  const share = (value: number | null): string =>
    value === null ? NONE : value < -10 ? "below -1000 %" : formatValue(value, "share");
  return first === null && last === null ? NONE : `${share(first)} to ${share(last)}`;
}

/** One sentence: who can cut furthest, how long the others last, and who is left. */
export function marketAnswer(market: MarketOutcome): string {
  const rows = standingRows(market).filter(({ summary }) => summary !== null);
  const byCost = rows.toSorted(
    (a, b) =>
      (a.summary?.floor.fullLoadUsdPerMtok ?? 0) - (b.summary?.floor.fullLoadUsdPerMtok ?? 0),
  );
  const [cheapest, ...others] = byCost;
  if (cheapest === undefined) return "";
  const { id } = cheapest.seller.firm;
  const floor = `${id} can cut to ${cheapest.cells.full} per million tokens and still pay for its fleet`;
  const starved = others.toSorted(
    (a, b) => (a.summary?.survivalMonths ?? 0) - (b.summary?.survivalMonths ?? 0),
  );
  const lasting = starved
    .slice(0, MOST_NAMED)
    .map(({ seller, summary }) =>
      Number.isFinite(summary?.survivalMonths)
        ? `${seller.firm.id} survives being undercut for ${monthsText(summary?.survivalMonths ?? 0)} months`
        : `${seller.firm.id} is not starved by being undercut`,
    );
  if (starved.length > MOST_NAMED) lasting.push("the others longer");
  const end = market.path.months.at(-1)?.firms ?? [];
  const leader = end.toSorted((a, b) => b.share - a.share)[0];
  const ended =
    leader === undefined
      ? ""
      : `. After ${market.path.months.length} months ${leader.id} sells ${formatValue(leader.share, "share")} of the tokens`;
  return `${[floor, ...lasting].join("; ")}${ended}.${happened(market)}`;
}

/** What happened to each seller, the first time of each kind. */
function happened(market: MarketOutcome): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  for (const { firm, words, month } of eventRows(market)) {
    const first = words.split(" by ")[0] ?? words;
    if (seen.has(`${firm} ${first}`)) continue;
    seen.add(`${firm} ${first}`);
    parts.push(`${firm} ${words} in month ${month}`);
  }
  const [one, ...more] = parts.slice(0, MOST_TOLD);
  return one === undefined ? "" : ` ${[one, ...more].join(", ")}.`;
}

/** Beside its curve a seller has its name, or a letter where there is no room for names. */
export function curveName({ sellers }: MarketOutcome, at: number): string {
  if (sellers.length > MOST_NAMES) return String.fromCharCode("A".charCodeAt(0) + (at % 26));
  return sellers[at]?.firm.id ?? "";
}

export function marketPanels(market: MarketOutcome): readonly MonthPanel[] {
  const curve = (of: (row: FirmMonth) => number | null): readonly MonthCurve[] =>
    market.sellers.map((_, at) => ({
      name: curveName(market, at),
      series: at % SERIES,
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
        formatValue(row.share, "share"),
        formatPlain(row.soldMtok),
        row.marginShare === null ? NONE : formatValue(row.marginShare, "share"),
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
