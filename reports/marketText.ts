import type { Comparison } from "../sim/comparison.ts";
import { alignedLines } from "./alignedColumns.ts";
import { returnAnswer, returnViews, userRows } from "./views/computeReturn.ts";
import { STANDING_COLUMNS, type StandingRow, standingRows } from "./views/market.ts";
import { marketAnswer } from "./views/marketAnswer.ts";
import { eventRows } from "./views/marketEvents.ts";
import { wrapped } from "./wrapped.ts";

/** The blocks "Moat and market" and "Return on compute" of a terminal; nothing where there is none. */

const MOST_EVENTS = 12;
const FULL_FLEET =
  "Costs are those of full fleets of these volumes, the engineers spread over them; the levelised cost is that of the fleet that serves today's demand.";

export function marketBlock({ market }: Comparison, columns: number): readonly string[] {
  if (market === undefined) return [];
  const rows = standingRows(market);
  const events = eventRows(market);
  const more = events.length - MOST_EVENTS;
  return [
    "Moat and market",
    ...wrapped(marketAnswer(market), columns, "  ", "    "),
    ...tables(rows, columns),
    ...wrapped(FULL_FLEET, columns, "  ", "    "),
    ...events
      .slice(0, MOST_EVENTS)
      .flatMap(({ month, firm, words, why }) =>
        wrapped(`month ${month}: ${firm} ${words} (${why})`, columns, "  ", "    "),
      ),
    ...(more > 0 ? [`  ... and ${more} further events in market_events.csv`] : []),
  ];
}

/** The figures of all sellers, as many side by side as fit. */
function tables(rows: readonly StandingRow[], columns: number): readonly string[] {
  for (let count = rows.length; count > 1; count--) {
    const lines = alignedLines(tableOf(rows.slice(0, count)));
    if (lines.every((line) => line.length <= columns)) {
      return count === rows.length ? lines : [...lines, ...tables(rows.slice(count), columns)];
    }
  }
  const [first, ...rest] = rows;
  if (first === undefined) return [];
  const lines = alignedLines(tableOf([first]));
  const fits = lines.every((line) => line.length <= columns);
  return [...(fits ? lines : listed(first, columns)), ...tables(rest, columns)];
}

/** One seller where there is no room for a table. */
function listed(row: StandingRow, columns: number): readonly string[] {
  const [[, name = ""] = [], ...figures] = tableOf([row]);
  return [
    ...wrapped(name, columns, "  ", "  "),
    ...figures.flatMap(([words = "", cell]) =>
      wrapped(`${words.trim()}: ${cell}`, columns, "    ", "      "),
    ),
  ];
}

function tableOf(rows: readonly StandingRow[]): readonly (readonly string[])[] {
  return [
    ["", ...rows.map(({ seller }) => seller.firm.id)],
    ...STANDING_COLUMNS.map(([key, , short]) => [
      `  ${SHORT_WITH_UNIT[key] ?? short}`,
      ...rows.map(({ cells }) => cells[key]),
    ]),
  ];
}

/** Units that the cells do not carry. */
const SHORT_WITH_UNIT: Readonly<Record<string, string>> = {
  volume: "full fleet, Mtok/month",
  full: "its cost per 1M tok",
  avoidable: "stops selling below",
  survival: "months it survives",
  attack: "attacker's profit/month",
  free: "free users per payer",
  moat: "cost lead",
  halfLife: "half-life, months",
  npv: "worth of the lead",
};

export function returnBlock(comparison: Comparison, columns: number): readonly string[] {
  const views = returnViews(comparison);
  if (views.length === 0) return [];
  const plain = (text: string): string =>
    text.replaceAll("\u00a0±\u00a0", " +- ").replaceAll("\u00a0", " ").replaceAll("−\u2060", "-");
  const collapses = userRows(views).map(
    ([name, cost, brings, , , , , collapse]) =>
      `${name}: a user costs ${cost} and brings ${brings} a month; collapse: ${collapse}`,
  );
  return [
    "Return on compute",
    ...wrapped(plain(returnAnswer(views, comparison.verdict.winner)), columns, "  ", "    "),
    ...collapses.flatMap((line) => wrapped(line, columns, "  ", "    ")),
  ];
}
