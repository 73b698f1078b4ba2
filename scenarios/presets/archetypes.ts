import type { ScenarioInput } from "../scenario.ts";
import type { ComparisonRow } from "./lever.ts";
import { assumed, B200, fleetOf, LEARNING, MARKET_DEMAND, SELLER } from "./markets.ts";

/**
 * Eight kinds of firm that sell the same tokens, each with the economics it is known for: chips,
 * contract, cost of capital, staff, cash and customers. What is disclosed is in the catalogue
 * (`disclosures`, `discount_rate_per_year`, `staff`); the rest is a guess with a range.
 */

const MARKET = { demand: MARKET_DEMAND, learning: LEARNING } as const;
const catalogued = (value: string, range: string, source: string) =>
  ({ value, range, source: `catalogue: ${source}`, grade: "D" }) as const;

const HYPERSCALER_RATE = catalogued(
  "8.5 %/year",
  "7 to 10 %/year",
  "discount_rate_per_year, hyperscaler",
);
const NEOCLOUD_RATE = catalogued(
  "12 %/year",
  "10 to 16 %/year",
  "discount_rate_per_year, neocloud",
);
const STARTUP_RATE = catalogued("20 %/year", "15 to 30 %/year", "discount_rate_per_year, startup");
const HYPERSCALE_STAFF = catalogued("0.25 FTE/MW", "0.1 to 0.5 FTE/MW", "staff, hyperscale");

const H100 = { gpu: "h100", precision: "fp8", tp: 4 } as const;

const sovereign = {
  ...SELLER,
  name: "infrastructure-sovereign",
  question: "What do tokens cost a firm that owns land, power, halls and chips?",
  supply: "owned",
  fleet: { ...B200, site: "own-facility" },
  economics: {
    ...SELLER.economics,
    discount_rate: HYPERSCALER_RATE,
    staff_per_mw: HYPERSCALE_STAFF,
  },
  market: {
    ...MARKET,
    firm: {
      ...fleetOf(20, "two fifths of the market"),
      cash: assumed("2000 M USD", "500 M USD to 10000 M USD", "a small part of its capex"),
      reinvest: assumed("10 %", "5 to 20 %", "engineers of its serving stack"),
    },
  },
} satisfies ScenarioInput;

const armsDealer = {
  ...SELLER,
  name: "arms-dealer",
  question: "What would tokens cost the one who makes the chips?",
  supply: "owned",
  fleet: B200,
  economics: {
    ...SELLER.economics,
    discount_rate: HYPERSCALER_RATE,
    gpu_price: {
      value: "27000 USD",
      range: "24000 to 36000 USD",
      source:
        "a server of 60,625 USD a chip of which some 45,000 is the chip's own price, made at a quarter of it (catalogue: disclosures, nvidia_gross_margin 0.75)",
      grade: "C",
    },
  },
  market: {
    ...MARKET,
    firm: {
      ...fleetOf(5, "chips of its own that it does not sell"),
      appeal: assumed("0.3", "0.1 to 1", "its customers are its rivals: it sells few tokens"),
      cash: assumed("2000 M USD", "500 M USD to 10000 M USD", "a small part of its profit"),
    },
  },
} satisfies ScenarioInput;

const modelMaker = {
  ...SELLER,
  name: "capital-heavy-model-maker",
  question: "Can a firm that rents its chips and pays hundreds of researchers live on tokens?",
  supply: "rented",
  fleet: { ...H100, contract: "reserved-3y" },
  economics: {
    ...SELLER.economics,
    discount_rate: NEOCLOUD_RATE,
  },
  market: {
    ...MARKET,
    firm: {
      ...fleetOf(20, "two fifths of the market"),
      appeal: assumed("4", "2 to 10", "the model that others are compared with"),
      cash: assumed("500 M USD", "100 M USD to 5000 M USD", "a round of funding"),
      reinvest: assumed(
        "50 %",
        "30 to 100 %",
        "expenses of 2.16 USD per dollar earned (catalogue: disclosures): all goes back",
      ),
      users: {
        count: assumed("3000000", "1000000 to 20000000", "an assistant of its own"),
        paying: assumed("5 %", "2 to 8 %", "about one user in twenty"),
        price: {
          value: "20 USD/user-month",
          source: "list price of the usual paid plans",
          grade: "B",
        },
        paid_use: assumed("20000000", "5000000 to 100000000", "heavy chat"),
        free_use: assumed("1500000", "300000 to 5000000", "a conversation a day"),
      },
    },
  },
} satisfies ScenarioInput;

const broker = {
  ...SELLER,
  name: "compute-broker",
  question: "What do tokens cost a firm that owns nothing and follows the hour?",
  supply: "rented",
  fleet: { ...H100, contract: "on-demand" },
  economics: {
    ...SELLER.economics,
    discount_rate: NEOCLOUD_RATE,
    rent: {
      value: "2.2 USD/h",
      range: "1.7 to 3 USD/h",
      source: "assumed: the cheapest of many vendors' H100, on demand",
      grade: "C",
    },
    rent_extras: assumed("10 %", "5 to 30 %", "marketplaces sell bare chips"),
  },
  market: {
    ...MARKET,
    firm: {
      ...fleetOf(5, "a tenth of the market"),
      lead: assumed("0 months", "0 to 2 months", "chips by the hour are there, or are waited for"),
      expansion: assumed("50 %", "10 to 100 %", "as much as vendors have left in a month"),
    },
  },
} satisfies ScenarioInput;

const openHost = {
  ...SELLER,
  name: "open-source-host",
  question: "What is left to a host of open weights that anybody may serve?",
  supply: "owned",
  fleet: { ...H100, site: "colocation" },
  economics: { ...SELLER.economics, discount_rate: NEOCLOUD_RATE },
  market: {
    ...MARKET,
    firm: {
      ...fleetOf(10, "a fifth of the market"),
      retention: assumed("60 %", "30 to 80 %", "a change of one line of code"),
    },
  },
} satisfies ScenarioInput;

const startup = {
  ...SELLER,
  name: "startup-under-100m",
  question: "What can a start-up with less than $100M sell tokens for?",
  supply: "rented",
  fleet: { ...H100, contract: "reserved-1y" },
  economics: { ...SELLER.economics, discount_rate: STARTUP_RATE },
  market: {
    ...MARKET,
    firm: {
      ...fleetOf(2, "a twenty-fifth of the market"),
      cash: assumed("30 M USD", "5 M USD to 100 M USD", "what is left of a round"),
    },
  },
} satisfies ScenarioInput;

/** An API has no replicas that fail. */
const { faults: _, ...BUYER } = SELLER;

const integrator = {
  ...BUYER,
  name: "integrator-with-distribution",
  question: "What do bought tokens earn when they are added to a product that everybody has?",
  supply: "api",
  economics: {
    ...SELLER.economics,
    discount_rate: HYPERSCALER_RATE,
    revenue: {
      installed_base: {
        users: assumed("1000000", "200000 to 5000000", "seats of an office suite"),
        attach: assumed("3 %", "1 to 10 %", "share of them that takes the addition"),
        price: {
          value: "30 USD/user-month",
          source: "list price of the usual office assistant",
          grade: "B",
        },
      },
    },
  },
  market: {
    ...MARKET,
    firm: {
      ...fleetOf(2, "what its seats may come to ask for"),
      appeal: assumed("3", "1 to 10", "it is there already"),
      retention: assumed("98 %", "95 to 99 %", "contracts by the year"),
    },
  },
} satisfies ScenarioInput;

const adFunded = {
  ...SELLER,
  name: "ad-funded",
  question: "Do advertisements carry users who never pay?",
  supply: "owned",
  fleet: B200,
  economics: {
    ...SELLER.economics,
    discount_rate: HYPERSCALER_RATE,
    revenue: {
      seats: {
        users: assumed("200000", "50000 to 500000", "360,000 tokens a user a month"),
        paying: "0 %",
        price: "0 USD/user-month",
        advertising: assumed(
          "0.5 USD/user-month",
          "0.1 to 2 USD/user-month",
          "a fifth of what search earns on a user",
        ),
      },
    },
  },
  market: {
    ...MARKET,
    firm: {
      ...fleetOf(10, "a fifth of the market, kept for its own product"),
      appeal: assumed("0.3", "0.1 to 1", "its own product comes first"),
      cash: assumed("1000 M USD", "200 M USD to 5000 M USD", "a small part of what it earns"),
    },
  },
} satisfies ScenarioInput;

export const ARCHETYPES: readonly ScenarioInput[] = [
  ...[sovereign, armsDealer, modelMaker, broker, openHost, startup, integrator, adFunded],
];

export const ARCHETYPE_COMPARISONS: readonly ComparisonRow[] = [
  [
    "firm-archetypes",
    "Eight kinds of firm sell the same tokens: who has the moat, and who is left?",
    ARCHETYPES.map(({ name }) => name ?? ""),
  ],
];
