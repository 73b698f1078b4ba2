import type { ScenarioInput } from "../scenario.ts";
import type { ComparisonRow } from "./lever.ts";

/**
 * Sellers of one model's tokens in one market. Cost curves come from simulated fleets of the chips
 * named; the market is five years of 50 million Mtok a month (30 million USD) at today's hosted price.
 */

/** A conversation service over an office day, from which every seller's cost curve is read. */
export const SELLER = {
  model: "llama-3.1-70b",
  demand: { workload: "conv", rate: "20/s", arrivals: "poisson", diurnal: "office" },
  promise: { ttft: "2 s", tpot: "100 ms", quantile: "99 %" },
  economics: { horizon: "36 months" },
  faults: { replicas: "off", stalls: "off" },
  run: { window: "5 min", reps: 4 },
} as const satisfies Partial<ScenarioInput>;

export const assumed = (value: string, range: string, what: string) =>
  ({ value, range, source: `assumed: ${what}`, grade: "D" }) as const;

export const MARKET_DEMAND = {
  volume: assumed(
    "50 M Mtok/month",
    "10 M Mtok/month to 200 M Mtok/month",
    "about twice DeepSeek's day",
  ),
  price: {
    value: "0.6 USD/Mtok",
    range: "0.23 to 0.99 USD/Mtok",
    source: "hosted prices of Llama-3.1-70B, December 2024 (catalogue: api_prices)",
    grade: "B",
  },
  growth: assumed("30 %/year", "0 to 200 %/year", "tokens bought at one price; fleets can follow"),
} as const;

export const LEARNING = {
  wright: assumed("0.1", "0 to 0.32", "what practice adds to the public gains beside it"),
} as const;

/** Models grow as fast as engines get better: only chips make a token cheaper. */
const FRONTIER = {
  ...LEARNING,
  algorithms: assumed("0 %/year", "0 to 40 %/year", "quality is raised instead of cost cut"),
} as const;

export const B200 = { gpu: "b200", precision: "fp8", tp: 2, site: "colocation" } as const;
const H100 = { gpu: "h100", precision: "fp8", tp: 4, contract: "reserved-1y" } as const;
/** A fleet that the seller is taken to have: nobody publishes theirs. */
export const fleetOf = (million: number, what: string) =>
  ({
    capacity: assumed(
      `${million} M Mtok/month`,
      `${million / 2} M Mtok/month to ${million * 2} M Mtok/month`,
      what,
    ),
  }) as const;

const CAPACITY = fleetOf(20, "two fifths of the market's first month");

/** Owner of the newest chips: the low-cost producer of each single-scenario market below. */
export const OWNER = { ...SELLER, supply: "owned", fleet: B200 } as const;
const RENTER = { ...SELLER, supply: "rented", fleet: H100 } as const;

const behind = (value: string, what: string) => assumed(value, "1.1 to 2", what);
const TUNED = assumed("0.8", "0.6 to 1", "a tuned engine of its own");

const MOAT = {
  demand: MARKET_DEMAND,
  learning: LEARNING,
  undercut: assumed("30 %", "10 to 50 %", "how far an attacker goes below a rival's cost"),
} as const;

const moatOwner = {
  ...OWNER,
  name: "moat-b200-owner",
  question: "What does a token cost on the newest chips, bought and kept full?",
  market: { ...MOAT, firm: { ...CAPACITY, engine: TUNED } },
} satisfies ScenarioInput;

const moatRenter = {
  ...RENTER,
  name: "moat-h100-renter",
  question: "What does a token cost on last generation's chips, rented by the year?",
  market: {
    ...MOAT,
    firm: CAPACITY,
    rivals: {
      "late-engine": { cost: behind("1.4", "an engine a year behind"), ...CAPACITY },
    },
  },
} satisfies ScenarioInput;

const WAR = {
  demand: MARKET_DEMAND,
  learning: LEARNING,
  undercut: assumed("40 %", "20 to 60 %", "half-way between the two costs"),
  war: { aggressor: "war-b200-owner", from: "6 months", length: "36 months" },
} as const;

const warOwner = {
  ...OWNER,
  name: "war-b200-owner",
  question: "What does a price war cost the one who begins it?",
  market: { ...WAR, firm: CAPACITY },
} satisfies ScenarioInput;

const warRenter = {
  ...RENTER,
  name: "war-h100-renter",
  question: "How long does a renter bear a price below its cost?",
  market: {
    ...WAR,
    firm: {
      ...CAPACITY,
      cash: assumed("40 M USD", "10 M USD to 200 M USD", "four months of rent"),
    },
  },
} satisfies ScenarioInput;

/** Users of an assistant beside an API business that pays its own way. */
const USERS = {
  count: assumed("4000000", "1000000 to 20000000", "a middling assistant"),
  paying: assumed("5 %", "2 to 8 %", "about one user in twenty pays for an assistant"),
  price: { value: "20 USD/user-month", source: "list price of the usual paid plans", grade: "B" },
  paid_use: assumed("30000000", "5000000 to 100000000", "heavy chat with long contexts"),
  free_use: assumed("2000000", "300000 to 5000000", "some thirty conversations a month"),
} as const;

/** A rival that serves whoever comes. */
const RIVAL = {
  "plain-rival": {
    cost: behind("1.2", "an engine half a year behind"),
    ...fleetOf(60, "room for the whole of the market's first month and more"),
  },
} as const;

const freeTier = {
  ...OWNER,
  name: "free-tier",
  question: "When must the free tier be cut?",
  market: {
    demand: MARKET_DEMAND,
    learning: FRONTIER,
    firm: {
      ...fleetOf(24, "the 14 M that its users ask for, and room to grow"),
      appeal: assumed("0.001", "0.0001 to 0.01", "it hardly sells by the token"),
      cash: assumed("30 M USD", "10 M USD to 100 M USD", "a round of funding"),
      expansion: assumed("20 %", "10 to 30 %", "as fast as use grows"),
      users: {
        ...USERS,
        usage_growth: assumed("8 %/month", "5 to 20 %/month", "chat turns into agents"),
      },
    },
    rivals: RIVAL,
  },
} satisfies ScenarioInput;

const priceReckoning = {
  ...freeTier,
  name: "price-reckoning",
  question: "When must the paid plan double its price?",
  market: {
    ...freeTier.market,
    firm: {
      ...freeTier.market.firm,
      users: {
        ...freeTier.market.firm.users,
        paid_use: assumed("60000000", "5000000 to 200000000", "agents on a flat plan"),
        least_free_use: assumed("100 %", "50 to 100 %", "a free tier that may not be cut"),
      },
    },
  },
} satisfies ScenarioInput;

const entry = {
  ...OWNER,
  name: "entry",
  question: "Does it take a cluster of $100M to enter, and does anybody come?",
  market: {
    demand: {
      ...MARKET_DEMAND,
      growth: assumed("300 %/year", "100 to 400 %/year", "a boom: fleets come late"),
    },
    learning: LEARNING,
    firm: CAPACITY,
    rivals: {
      "second-seller": { cost: behind("1.2", "an engine half a year behind"), ...CAPACITY },
      newcomer: {
        cost: behind("1.2", "an engine half a year behind"),
        ...fleetOf(12, "a quarter of what is bought in the first month"),
        cash: assumed("150 M USD", "50 M USD to 500 M USD", "what it raises"),
        entry: {},
      },
    },
  },
} satisfies ScenarioInput;

const OVER = fleetOf(60, "half as much again as is bought: built for a growth that did not come");

const consolidation = {
  ...OWNER,
  name: "consolidation",
  question: "Who buys the seller that fails, and what becomes of prices?",
  market: {
    demand: {
      ...MARKET_DEMAND,
      volume: assumed("40 M Mtok/month", "5 M Mtok/month to 100 M Mtok/month", "too few buyers"),
      growth: assumed("0 %/year", "0 to 50 %/year", "a market that stands still"),
      ceiling: assumed("0.9 USD/Mtok", "0.7 to 3 USD/Mtok", "large customers can make their own"),
    },
    learning: LEARNING,
    choice: { elasticity: assumed("12", "6 to 20", "identical tokens behind one API") },
    firm: OVER,
    rivals: {
      "second-seller": { cost: behind("1.3", "an engine behind"), ...OVER },
      "thin-seller": {
        cost: assumed("2.2", "1.5 to 3", "last generation's chips"),
        ...fleetOf(20, "half of what is bought in the first month"),
        cash: assumed("15 M USD", "5 M USD to 50 M USD", "two months of its bill"),
      },
    },
  },
} satisfies ScenarioInput;

const SPENDS = assumed("20 %", "5 to 40 %", "profit spent on efficiency");

const reinvestment = {
  ...OWNER,
  name: "reinvestment",
  question: "Does a lead that is paid for with profit compound, or leak away?",
  market: {
    demand: MARKET_DEMAND,
    learning: LEARNING,
    firm: { ...CAPACITY, reinvest: SPENDS, engine: TUNED },
    rivals: { "keeps-its-profit": { cost: "1", ...CAPACITY } },
  },
} satisfies ScenarioInput;

const returnOnCompute = {
  ...OWNER,
  name: "return-on-compute",
  question: "What does a dollar of compute bring in cash, in value, and at the margin?",
  economics: {
    ...SELLER.economics,
    revenue: {
      token_price: { input: MARKET_DEMAND.price, output: MARKET_DEMAND.price },
    },
  },
  market: { demand: MARKET_DEMAND, learning: LEARNING, firm: CAPACITY, rivals: RIVAL },
} satisfies ScenarioInput;

const engagement = {
  ...OWNER,
  name: "engagement-outruns-monetisation",
  question: "When does what users use outgrow what they pay?",
  demand: { ...SELLER.demand, growth: "6 %/month" },
  economics: {
    ...SELLER.economics,
    revenue: {
      seats: {
        users: assumed("80000", "40000 to 200000", "0.9 million tokens a user a month"),
        usage_growth: "6 %/month",
        paying: USERS.paying,
        price: USERS.price,
      },
    },
  },
  market: {
    demand: MARKET_DEMAND,
    learning: FRONTIER,
    firm: CAPACITY,
    rivals: RIVAL,
  },
} satisfies ScenarioInput;

export const MARKETS: readonly ScenarioInput[] = [
  ...[moatOwner, moatRenter, warOwner, warRenter, freeTier, priceReckoning, entry],
  ...[consolidation, reinvestment, returnOnCompute, engagement],
];

export const MARKET_COMPARISONS: readonly ComparisonRow[] = [
  [
    "moat",
    "How far can the low-cost producer cut prices, and for how long do the others survive?",
    ["moat-b200-owner", "moat-h100-renter"],
  ],
  [
    "price-war",
    "Who is left after a price war, and what did it cost?",
    ["war-b200-owner", "war-h100-renter"],
  ],
];
