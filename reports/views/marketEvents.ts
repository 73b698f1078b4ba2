import type { MarketEvent, MarketOutcome } from "../../sim/marketOutcome.ts";
import type { MarketReason, ReasonFigure } from "../../sim/marketReason.ts";
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

/** Why something happened, with its figures as people write them. */
function whyWords(why: MarketReason): string {
  return why.map((part) => (typeof part === "string" ? part : figureWords(part))).join("");
}

function figureWords({ value, unit }: ReasonFigure): string {
  if (unit === "Mtok") return `${formatPlain(value)} Mtok`;
  return unit === "USD"
    ? formatValue(value, "USD")
    : `${formatValue(value, "USD/1e6 tok")} per million tokens`;
}
