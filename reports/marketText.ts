import type { Comparison } from "../sim/comparison.ts";
import { returnAnswer, returnViews, userRows } from "./views/computeReturn.ts";
import {
  eventRows,
  marketAnswer,
  STANDING_COLUMNS,
  type StandingRow,
  standingRows,
} from "./views/market.ts";

/** The blocks "Moat and market" and "Return on compute" of a terminal; nothing where there is none. */

const MOST_EVENTS = 12;
const COLUMNS = 100;

export function marketBlock({ market }: Comparison): readonly string[] {
  if (market === undefined) return [];
  const rows = standingRows(market);
  const events = eventRows(market);
  const more = events.length - MOST_EVENTS;
  return [
    "Moat and market",
    ...wrapped(marketAnswer(market), "  "),
    ...tables(rows),
    ...events
      .slice(0, MOST_EVENTS)
      .flatMap(({ month, firm, words, why }) =>
        wrapped(`month ${month}: ${firm} ${words} (${why})`, "  "),
      ),
    ...(more > 0 ? [`  ... and ${more} further events in market_events.csv`] : []),
  ];
}

/** The figures of all sellers, as many side by side as fit. */
function tables(rows: readonly StandingRow[]): readonly string[] {
  for (let count = rows.length; count > 1; count--) {
    const lines = laidOut(tableOf(rows.slice(0, count)));
    if (lines.every((line) => line.length <= COLUMNS)) {
      return count === rows.length ? lines : [...lines, ...tables(rows.slice(count))];
    }
  }
  const [first, ...rest] = rows;
  if (first === undefined) return [];
  return [...laidOut(tableOf([first])), ...tables(rest)];
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
  full: "full cost per 1M tok",
  avoidable: "stops selling below",
  survival: "months it survives",
  attack: "attacker, a month",
  free: "free users per payer",
  moat: "cost lead",
  halfLife: "half-life, months",
  npv: "worth of the lead",
};

export function returnBlock(comparison: Comparison): readonly string[] {
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
    ...wrapped(plain(returnAnswer(views)), "  "),
    ...collapses.flatMap((line) => wrapped(line, "  ")),
  ];
}

function laidOut(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A sentence in lines of at most 100 columns; further lines stand two columns in. */
export function wrapped(sentence: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of sentence.split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > COLUMNS) {
      lines.push(line.trimEnd());
      line = `${indent}  ${word}`;
    } else line = line.trim() === "" ? `${line}${word}` : `${line} ${word}`;
  }
  return [...lines, line.trimEnd()];
}
