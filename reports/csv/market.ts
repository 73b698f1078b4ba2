import type { Comparison } from "../../sim/comparison.ts";
import type { FirmMonth, MarketEvent } from "../../sim/marketOutcome.ts";
import { reasonText } from "../../sim/marketReason.ts";
import { type Column, column } from "./column.ts";

/** One seller in one month of the market. */
export interface MarketLine {
  readonly month: number;
  readonly row: FirmMonth;
}

const MTOK = "Mtok/month";

function amount(
  name: string,
  unit: string,
  description: string,
  value: (row: FirmMonth) => number | null,
  nullMeaning = "",
): Column<MarketLine> {
  return column(
    { name, type: "number", description, value: ({ row }) => value(row) },
    { unit, nullMeaning },
  );
}

const MONTH = {
  name: "month",
  type: "integer",
  description: "Month of the market, from 1.",
} as const;
const FIRM = { name: "firm", type: "string", description: "Name of the seller." } as const;
const NOT_RUNNING = "it has no running fleet";

export const MARKET_COLUMNS: readonly Column<MarketLine>[] = [
  column({ ...MONTH, value: ({ month }) => month + 1 }),
  column({ ...FIRM, value: ({ row }) => row.id }, { freeText: true }),
  column({
    name: "standing",
    type: "string",
    description: "waiting, building, active or gone.",
    value: ({ row }) => row.standing,
  }),
  amount(
    "price_usd_per_mtok",
    "USD/1e6 tok",
    "Price of tokens sold by the token.",
    (row) => row.usdPerMtok,
    "it sold none",
  ),
  amount("share", "share", "Of all tokens sold by the token.", (row) => row.share),
  amount("sold_mtok", MTOK, "Sold by the token.", (row) => row.soldMtok),
  amount("paid_user_mtok", MTOK, "Made for paying users.", (row) => row.paidUserMtok),
  amount("free_user_mtok", MTOK, "Made for free users.", (row) => row.freeUserMtok),
  amount(
    "free_served_share",
    "share",
    "Part of the free use asked for that was served.",
    (row) => row.freeServedShare,
  ),
  amount("capacity_mtok", MTOK, "What its fleet can deliver.", (row) => row.capacityMtokPerMonth),
  amount("sales_usd", "USD", "Earned by the token.", (row) => row.salesUsd),
  amount("subscriptions_usd", "USD", "Earned by the month.", (row) => row.subscriptionsUsd),
  amount("cost_usd", "USD", "The whole fleet and what is on order.", (row) => row.costUsd),
  amount("reinvested_usd", "USD", "Spent on efficiency.", (row) => row.reinvestedUsd),
  amount("profit_usd", "USD", "Earned less cost.", (row) => row.profitUsd),
  amount("margin", "share", "Profit over revenue.", (row) => row.marginShare, "no revenue"),
  amount("cash_usd", "USD", "Cash at the end of the month.", (row) => row.cashUsd),
  amount(
    "avoidable_usd_per_mtok",
    "USD/1e6 tok",
    "Cost that stops with the last token sold.",
    (row) => row.floor?.avoidableUsdPerMtok ?? null,
    NOT_RUNNING,
  ),
  amount(
    "average_usd_per_mtok",
    "USD/1e6 tok",
    "All-in cost at the volume made.",
    (row) => row.floor?.averageUsdPerMtok ?? null,
    `${NOT_RUNNING}, or made nothing`,
  ),
  amount(
    "full_load_usd_per_mtok",
    "USD/1e6 tok",
    "All-in cost of the full fleet.",
    (row) => row.floor?.fullLoadUsdPerMtok ?? null,
    NOT_RUNNING,
  ),
];

export const MARKET_EVENT_COLUMNS: readonly Column<MarketEvent>[] = [
  column({ ...MONTH, value: ({ month }) => month + 1 }),
  column({ ...FIRM, value: ({ firm }) => firm }, { freeText: true }),
  column({
    name: "event",
    type: "string",
    description:
      "warBegan, warEnded, freeTierCut, premiumDoubled, entered, opened, bought or closed.",
    value: ({ kind }) => kind,
  }),
  column(
    {
      name: "buyer",
      type: "string",
      description: "Who bought it.",
      value: ({ buyer }) => buyer ?? null,
    },
    { freeText: true, nullMeaning: "nobody" },
  ),
  column(
    {
      name: "price_usd",
      type: "number",
      description: "What the buyer paid.",
      value: ({ priceUsd }) => priceUsd ?? null,
    },
    { unit: "USD", nullMeaning: "nothing was bought" },
  ),
  column(
    {
      name: "why",
      type: "string",
      description: "The reason with its numbers.",
      value: ({ why }) => reasonText(why),
    },
    { freeText: true },
  ),
];

/** Every seller in every month; empty where no strategy states a market. */
export function marketLines({ market }: Comparison): MarketLine[] {
  return (market?.path.months ?? []).flatMap(({ month, firms }) =>
    firms.map((row) => ({ month, row })),
  );
}

export function marketEvents({ market }: Comparison): readonly MarketEvent[] {
  return market?.path.events ?? [];
}
