import { RENT_HISTORY_USD_PER_HOUR } from "../catalog/marketFacts.ts";
import type { ScenarioInput } from "../scenario.ts";
import { HOSTED_PRICES } from "./hostedPrices.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS } from "./lever.ts";

/**
 * What the years do to a fleet: purchases that take their time, power that comes late, chips that
 * age, software that learns, rents that fall and rise. One service of 120 requests/s that grows, on
 * owned H100 for five years; the chips are the catalogue's, people and prices too.
 */
const GROWING = {
  workload: "conv",
  rate: "120/s",
  arrivals: "poisson",
  diurnal: "flat",
  growth: "2 %/month",
} as const satisfies ScenarioInput["demand"];

const OWNED = {
  ...LEVER,
  demand: GROWING,
  supply: "owned",
  fleet: LEVER_CHIPS,
  economics: { horizon: "60 months" },
} as const satisfies ScenarioInput;

/** Tokens sold at what hosted open models ask for them, so that work not done is money not earned. */
const SOLD = {
  token_price: HOSTED_PRICES,
  token_price_decline: {
    value: "15 %/year",
    range: "0 to 40 %/year",
    source: "assumed: as API prices fall",
    grade: "D",
  },
} as const satisfies NonNullable<ScenarioInput["economics"]>["revenue"];

const TAXED = { depreciation: "macrs-5" } as const;

// --- lead time -------------------------------------------------------------------------------

const WAITING = {
  ...OWNED,
  economics: { horizon: "60 months", finance: TAXED, revenue: SOLD },
} as const satisfies ScenarioInput;

const chipsNow = {
  ...WAITING,
  name: "chips-now",
  question: "What do tokens cost when servers are there when they are needed?",
} satisfies ScenarioInput;

const chipsOrdered = {
  ...WAITING,
  name: "chips-ordered",
  question: "What do tokens cost when the first servers come 40 weeks after the decision?",
  fleet: {
    ...LEVER_CHIPS,
    purchase: { lead: "40 weeks", first: "ordered", deposit: "30 %" },
  },
} satisfies ScenarioInput;

const chipsBehind = {
  ...WAITING,
  name: "chips-behind",
  question: "What do tokens cost when orders are placed on today's demand, 40 weeks ahead?",
  fleet: {
    ...LEVER_CHIPS,
    purchase: { lead: "40 weeks", deposit: "30 %", expected_growth: "0 %/month" },
  },
} satisfies ScenarioInput;

// --- power -----------------------------------------------------------------------------------

/** A fifth of what five years need at once, the rest when the substation stands. */
const LATE_POWER = [
  { from: "0 months", power: "30 kW" },
  { from: "18 months", power: "1 MW" },
] as const;

const powerThere = {
  ...WAITING,
  name: "power-there",
  question: "What do tokens cost on a site with power for every chip?",
} satisfies ScenarioInput;

const powerDark = {
  ...WAITING,
  name: "power-late-dark",
  question: "What do tokens cost when the servers are there and the power comes 18 months later?",
  fleet: { ...LEVER_CHIPS, power_available: [...LATE_POWER] },
} satisfies ScenarioInput;

const powerWaited = {
  ...WAITING,
  name: "power-late-waited",
  question: "What do tokens cost when servers are bought only as the power comes?",
  fleet: {
    ...LEVER_CHIPS,
    purchase: { lead: "0 months", waits_for_power: true },
    power_available: [...LATE_POWER],
  },
} satisfies ScenarioInput;

// --- the next generation ---------------------------------------------------------------------

const LAUNCH = { at: "24 months" } as const;
const AGEING = {
  ...OWNED,
  economics: { horizon: "60 months", chip_launch: LAUNCH },
} as const satisfies ScenarioInput;

const refreshNever = {
  ...AGEING,
  name: "refresh-never",
  question: "What do tokens cost from H100 that stay for their whole life?",
} satisfies ScenarioInput;

const refreshAt24 = {
  ...AGEING,
  name: "refresh-at-24",
  question: "What do tokens cost when B200 replace the H100 after two years?",
  fleet: { ...LEVER_CHIPS, refresh: { to: "b200", after: "24 months", over: "6 months" } },
} satisfies ScenarioInput;

const refreshAt42 = {
  ...AGEING,
  name: "refresh-at-42",
  question: "What do tokens cost when B200 replace the H100 after three years and a half?",
  fleet: { ...LEVER_CHIPS, refresh: { to: "b200", after: "42 months", over: "6 months" } },
} satisfies ScenarioInput;

// --- regimes of the rent ---------------------------------------------------------------------

const HIGH = RENT_HISTORY_USD_PER_HOUR["h100-2023h1"].value;
const LOW = RENT_HISTORY_USD_PER_HOUR["h100-2025h2"].value;
const REBOUND = RENT_HISTORY_USD_PER_HOUR["h100-2026h1"].value;
/** From mid 2023 to the trough of October 2025, and five months on. */
const FALL_MONTHS = 28;
const REBOUND_MONTHS = 5;

/** The rents of 2023 to 2026 come again, from today's level: they fall, lie still and rebound. */
const RENT_HISTORY_AGAIN = [
  {
    from: "0 months",
    change: {
      value: `${(100 * ((LOW / HIGH) ** (12 / FALL_MONTHS) - 1)).toFixed(1)} %/year`,
      range: "-60 to -20 %/year",
      source: "catalogue: rents of H100 from 8 USD in mid 2023 to 1.70 USD in October 2025",
      as_of: "2026",
      grade: "C",
    },
  },
  { from: `${FALL_MONTHS} months` },
  {
    from: `${FALL_MONTHS + REBOUND_MONTHS} months`,
    step: {
      value: `${(100 * (REBOUND / LOW - 1)).toFixed(1)} %`,
      source: "catalogue: 1.70 USD in October 2025 to 2.35 USD in March 2026",
      as_of: "2026",
      grade: "C",
    },
  },
] as const;

const STEADY_OWNED = {
  ...OWNED,
  economics: { horizon: "48 months" },
} as const satisfies ScenarioInput;
const RENTED = {
  ...LEVER,
  demand: GROWING,
  fleet: LEVER_CHIPS,
} as const satisfies Partial<ScenarioInput>;

const ownThrough = {
  ...STEADY_OWNED,
  name: "own-through",
  question: "What do tokens cost from owned chips, whatever rents do?",
} satisfies ScenarioInput;

const rentSteady = {
  ...RENTED,
  name: "rent-steady",
  question: "What do tokens cost from rented chips when rents fall at one rate?",
  economics: { horizon: "48 months" },
} satisfies ScenarioInput;

const rentThrough = {
  ...RENTED,
  name: "rent-through",
  question: "What do tokens cost from rented chips when rents fall and rebound as they did?",
  economics: { horizon: "48 months", rent_path: [...RENT_HISTORY_AGAIN] },
} satisfies ScenarioInput;

// --- the latest start ------------------------------------------------------------------------

/** API prices that halve each year for three years; a fleet that can be bought later, too. */
const LATE_START = { horizon: "36 months", start: "6 months" } as const;
const HALVING = {
  from: "0 months",
  change: {
    value: "-50 %/year",
    range: "-80 to -15 %/year",
    source: "assumed: between list prices of one model and of the same quality (catalogue)",
    grade: "D",
  },
} as const;

const { faults: _, ...BOUGHT } = LEVER;
const buyLate = {
  ...BOUGHT,
  supply: "api",
  api: { tokens_per_minute: "none", requests_per_minute: "none" },
  demand: GROWING,
  name: "buy-late",
  question: "What do tokens cost from an API, from six months on?",
  economics: { ...LATE_START, api_price_path: [HALVING] },
} satisfies ScenarioInput;

const ownLate = {
  ...OWNED,
  name: "own-late",
  question: "What do tokens cost from chips that are bought in six months?",
  economics: LATE_START,
} satisfies ScenarioInput;

export const YEARS: readonly ScenarioInput[] = [
  ...[chipsNow, chipsOrdered, chipsBehind],
  ...[powerThere, powerDark, powerWaited],
  ...[refreshNever, refreshAt24, refreshAt42],
  ...[ownThrough, rentSteady, rentThrough],
  ...[buyLate, ownLate],
];

export const YEARS_COMPARISONS: readonly ComparisonRow[] = [
  [
    "lead-time",
    "What does waiting 40 weeks for chips cost?",
    ["chips-now", "chips-ordered", "chips-behind"],
  ],
  [
    "power-late",
    "What do chips cost that wait for power?",
    ["power-there", "power-late-dark", "power-late-waited"],
  ],
  [
    "refresh",
    "When is the next chip generation worth the switch?",
    ["refresh-never", "refresh-at-24", "refresh-at-42"],
  ],
  [
    "price-regimes",
    "Is it better to own through a fall of rents and a rebound?",
    ["own-through", "rent-steady", "rent-through"],
  ],
  ["latest-start", "Until when is it still worth starting to own?", ["buy-late", "own-late"]],
];
