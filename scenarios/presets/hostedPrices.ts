import type { ScenarioInput } from "../scenario.ts";

type Revenue = NonNullable<NonNullable<ScenarioInput["economics"]>["revenue"]>;

const SOURCE = "hosted Llama-3.1-70B, cheapest to dearest (catalogue: api_prices, 2024-12)";

/** What hosts of open weights ask for a prompt token and for an answer token. */
export const HOSTED_PRICES = {
  input: {
    value: "0.6 USD/Mtok",
    range: "0.23 to 0.99 USD/Mtok",
    source: SOURCE,
    grade: "C",
  },
  output: {
    value: "0.9 USD/Mtok",
    range: "0.4 to 0.99 USD/Mtok",
    source: SOURCE,
    grade: "C",
  },
} as const satisfies Revenue["token_price"];
