import type { MarketEvent, MarketOutcome } from "../../sim/marketOutcome.ts";
import type { MonthPin } from "../charts/monthsChart.ts";
import { formatPlain, formatValue } from "../format.ts";

/** What happened in a market, in words. */

const MOST_PINS = 12;

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
    return {
      mark: String(i + 1),
      month: month + 1,
      firm,
      words: `${EVENT_WORDS[kind]}${by}`,
      why: whyWords(why),
    };
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

const NUMBER = "(-?[\\d.]+(?:e[+-]?\\d+)?)";
/** A figure as an event carries it, and how people say it. */
const SAID: readonly (readonly [RegExp, (...figures: number[]) => string])[] = [
  [
    new RegExp(`cash ran out \\(${NUMBER} USD\\)`),
    (usd = 0) => `cash ran out: ${formatValue(Math.abs(usd), "USD")} short`,
  ],
  [
    new RegExp(`price of ${NUMBER} above the ${NUMBER} USD per Mtok`),
    (price = 0, needed = 0) =>
      `price of ${perMtok(price)} above the ${perMtok(needed)} per million tokens`,
  ],
  [
    new RegExp(`from ${NUMBER} to ${NUMBER} USD a month`),
    (from = 0, to = 0) => `from ${formatValue(from, "USD")} to ${formatValue(to, "USD")} a month`,
  ],
  [new RegExp(`${NUMBER} USD per Mtok`), (usd = 0) => `${perMtok(usd)} per million tokens`],
  [new RegExp(`of ${NUMBER} Mtok`), (mtok = 0) => `of ${formatPlain(mtok)} Mtok`],
];

/** Why something happened, with its figures as people write them. */
export function whyWords(why: string): string {
  return SAID.reduce(
    (text, [pattern, said]) =>
      text.replace(pattern, (_, ...groups: unknown[]) =>
        // The last two are where it was found and the whole text.
        said(...groups.slice(0, -2).map(Number)),
      ),
    why,
  );
}

function perMtok(usd: number): string {
  return formatValue(usd, "USD/1e6 tok");
}
