import type { YearsRow } from "../views/years.ts";
import { type Column, column } from "./column.ts";

type Amount = Exclude<keyof YearsRow, "strategy" | "replication" | "month" | "priceUnit">;

const AMOUNTS: readonly (readonly [
  name: string,
  key: Amount,
  unit: string,
  description: string,
])[] = [
  ["requests_per_s", "requestsPerS", "1/s", "Demand, mean over the month."],
  ["turned_away_share", "turnedAwayShare", "share", "Requests that no chip was there for."],
  ["on_time_share", "onTimeShare", "share", "Requests answered inside the promise."],
  ["chips", "chips", "chips", "Chips at hand, those without power included."],
  ["wanted_chips", "wantedChips", "chips", "Chips that the month's demand asks for."],
  ["dark_chips", "darkChips", "chips", "Chips without power."],
  ["next_chips", "nextChips", "chips", "Chips of the next generation."],
  ["software_factor", "softwareFactor", "", "Tokens per chip-second over the first month's."],
  ["it_kw", "itKw", "kW", "Highest IT power drawn."],
  ["power_limit_kw", "powerLimitKw", "kW", "Most IT power at the site."],
  ["purchases_usd", "purchasesUsd", "USD", "Paid for purchases; month 1 with what came before."],
  ["price_usd", "priceUsd", "USD", "Price of what was bought in the month, in price_unit."],
];

const EMPTY: Readonly<Partial<Record<Amount, string>>> = {
  powerLimitKw: "no limit",
  priceUsd: "nothing bought, or paid in parts",
};

export const YEARS_COLUMNS: readonly Column<YearsRow>[] = [
  column(
    {
      name: "strategy",
      type: "string",
      description: "Name of the strategy.",
      value: ({ strategy }) => strategy,
    },
    { freeText: true },
  ),
  ...(["replication", "month"] as const).map((name) =>
    column<YearsRow>({
      name,
      type: "integer",
      description: name === "month" ? "Month of service, from 1." : "Replication, from 0.",
      value: (row) => row[name],
    }),
  ),
  ...AMOUNTS.map(([name, key, unit, description]) =>
    column<YearsRow>(
      { name, type: "number", description, value: (row) => row[key] },
      { unit, nullMeaning: EMPTY[key] ?? "" },
    ),
  ),
  column<YearsRow>({
    name: "price_unit",
    type: "string",
    description: "What price_usd is paid for.",
    value: ({ priceUnit }) => priceUnit,
  }),
];
