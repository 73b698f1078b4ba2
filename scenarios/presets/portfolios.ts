import { API_OFFERS, offersOn } from "../catalog/apiOffers.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { ScenarioInput } from "../scenario.ts";
import type { ComparisonRow } from "./lever.ts";

/**
 * Several sources behind one demand: a base that is owned with a burst on top, pods near the users,
 * a part on their devices, a broker over vendors, one platform or a fleet for each product group.
 */

const PROMISE = { ttft: "2 s", tpot: "100 ms", quantile: "99 %" } as const;
const RUN = { window: "5 min", reps: 4 } as const;
const MODEL = "llama-3.1-70b";

function assumed(value: number, range: string, source: string) {
  return { value, range, source: `assumed: ${source}`, grade: "D" } as const;
}

/** Own, rent, or both: a day that at its quietest asks for a twelfth of what it asks for at its peak. */
const HYBRID = {
  model: MODEL,
  demand: { workload: "conv", rate: "200/s", arrivals: "poisson", diurnal: "burstgpt" },
  promise: PROMISE,
  fleet: { gpu: "b200", precision: "fp8", tp: 2 },
  economics: {
    horizon: "36 months",
    staff: assumed(0.2, "0.1 to 1", "a fifth of an engineer for each way of supply"),
  },
  run: RUN,
} as const satisfies Partial<ScenarioInput>;

const ownAll = {
  ...HYBRID,
  name: "own-all",
  question: "What does it cost to own the chips of the busiest hour?",
  supply: "owned",
} satisfies ScenarioInput;

const rentAll = {
  ...HYBRID,
  name: "rent-all",
  question: "What does it cost to rent by the hour what each hour needs?",
  supply: "rented",
} satisfies ScenarioInput;

const hybridAuto = {
  ...HYBRID,
  name: "hybrid-auto",
  question: "What does it cost to own the base and rent what comes above it?",
  supply: "owned",
  sources: { base: { supply: "owned" }, burst: { supply: "rented" } },
  split: { kind: "base-burst", base: "base", burst: "burst", size: "auto" },
} satisfies ScenarioInput;

/** One site far away, or ten pods around the corner; the same chips, bought either way. */
const PLACES = {
  model: MODEL,
  demand: { workload: "conv", rate: "60/s", arrivals: "poisson", diurnal: "servegen" },
  promise: { ttft: "1 s", tpot: "100 ms", quantile: "99 %" },
  supply: "owned",
  run: RUN,
} as const satisfies Partial<ScenarioInput>;
const PLACE_FLEET = { gpu: "h100", precision: "fp8", tp: 4 } as const;

const centralSite = {
  ...PLACES,
  name: "central-site",
  question: "What does it cost to serve everyone from one site?",
  fleet: { ...PLACE_FLEET, distance: "continent" },
  economics: { horizon: "36 months", staff: assumed(1.5, "1 to 3", "one team at one site") },
} satisfies ScenarioInput;

const edgePods = {
  ...PLACES,
  name: "edge-pods",
  question: "What does it cost to serve each region from a pod of its own?",
  fleet: { ...PLACE_FLEET, distance: "metro" },
  economics: {
    horizon: "36 months",
    staff: assumed(0.25, "0.1 to 0.5", "a quarter of an engineer for each pod"),
  },
  copies: 10,
} satisfies ScenarioInput;

/** A small model that runs on the laptops people have, beside the same model in a data centre. */
const DEVICES = {
  model: "llama-3.1-8b",
  demand: { workload: "conv", rate: "100/s", arrivals: "poisson", diurnal: "flat" },
  promise: { ttft: "10 s", tpot: "200 ms", quantile: "95 %" },
  supply: "rented",
  fleet: { gpu: "h100", precision: "fp8", tp: 1 },
  run: RUN,
} as const satisfies Partial<ScenarioInput>;
const ONE_YEAR_OF_ONE = {
  horizon: "12 months",
  staff: assumed(0.2, "0.1 to 1", "one team runs five such services"),
} as const;
const USERS_OWN = { value: 0, source: "the user has the device and pays its power" } as const;

const deviceNone = {
  ...DEVICES,
  name: "device-none",
  question: "What does it cost to answer everyone from the data centre?",
  economics: ONE_YEAR_OF_ONE,
} satisfies ScenarioInput;

const deviceHalf = {
  ...DEVICES,
  name: "device-half",
  question: "What does it cost when half of the answers are made on people's laptops?",
  economics: ONE_YEAR_OF_ONE,
  sources: {
    centre: {
      economics: { staff: assumed(1.2, "0.7 to 3", "one engineer more, for the laptops") },
    },
    laptop: {
      supply: "owned",
      copies: 20_000,
      fleet: { gpu: "laptop-soc", precision: "int8", count: 1, max_batch: 1 },
      economics: {
        gpu_price: USERS_OWN,
        colocation_rent: USERS_OWN,
        electricity: USERS_OWN,
        staff: { value: 0, source: "counted at the centre" },
        staff_per_mw: 0,
      },
    },
  },
  split: { kind: "shares", shares: { centre: "50 %", laptop: "50 %" } },
} satisfies ScenarioInput;

/** Sellers of one open model on one day; what each takes is assumed, what it asks is its list price. */
const OFFERS = offersOn(API_OFFERS, "2026-09-02", MODEL);
const INCUMBENT = "fireworks";
const MOST_OF_ONE = "80/s";

function sourceName(vendor: string): string {
  return vendor.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

function priceOf({ value, source, asOf, grade }: CatalogRow) {
  return { value: `${value} USD/Mtok`, source, as_of: asOf, grade } as const;
}

function pricesOf(rows: (typeof OFFERS)[number]["rows"]) {
  return {
    input: priceOf(rows.inputUsdPerMtok),
    cached: priceOf(rows.cachedUsdPerMtok),
    output: priceOf(rows.outputUsdPerMtok),
  };
}

const BROKERED = {
  model: MODEL,
  demand: { workload: "conv", rate: "60/s", arrivals: "poisson", diurnal: "office" },
  promise: PROMISE,
  supply: "api",
  run: RUN,
} as const satisfies Partial<ScenarioInput>;
const VENDOR_TEAM = assumed(0.05, "0.02 to 0.2", "a twentieth of an engineer for each seller");

const oneVendor = {
  ...BROKERED,
  name: "one-vendor",
  question: "What does it cost to buy everything from the seller at hand?",
  economics: {
    horizon: "36 months",
    staff: VENDOR_TEAM,
    ...OFFERS.filter(({ vendor }) => sourceName(vendor) === INCUMBENT).map(({ rows }) => ({
      api_price: pricesOf(rows),
    }))[0],
  },
} satisfies ScenarioInput;

const brokered = {
  ...BROKERED,
  name: "brokered",
  question: "What does it cost when a broker buys each month where it is cheapest?",
  economics: { horizon: "36 months", staff: VENDOR_TEAM },
  sources: Object.fromEntries(
    OFFERS.map(({ vendor, rows }) => [
      sourceName(vendor),
      { supply: "api", capacity: MOST_OF_ONE, economics: { api_price: pricesOf(rows) } } as const,
    ]),
  ),
  split: {
    kind: "cheapest",
    incumbent: INCUMBENT,
    closing: assumed(0.8, "0.4 to 1", "sellers who are compared every month give most of it up"),
    brokered: assumed(0.05, "0.01 to 0.1", "brokers begin with a twentieth of the market"),
    brokered_at_end: assumed(0.5, "0.2 to 0.8", "and route half of it after three years"),
  },
} satisfies ScenarioInput;

/** Eight products of one firm: one team and one fleet for all, or one for each. */
const FIRM = {
  model: MODEL,
  demand: { workload: "conv", rate: "64/s", arrivals: "poisson", diurnal: "servegen" },
  promise: PROMISE,
  supply: "rented",
  fleet: { gpu: "h100", precision: "fp8", tp: 4, contract: "reserved-1y" },
  run: RUN,
} as const satisfies Partial<ScenarioInput>;

const platformTeam = {
  ...FIRM,
  name: "platform-team",
  question: "What does it cost when one team runs one fleet for all products?",
  economics: {
    horizon: "12 months",
    staff: assumed(4, "3 to 8", "a team that serves eight groups, in place of one engineer each"),
  },
} satisfies ScenarioInput;

const productGroups = {
  ...FIRM,
  name: "product-groups",
  question: "What does it cost when every product group runs a fleet of its own?",
  economics: { horizon: "12 months" },
  copies: 8,
} satisfies ScenarioInput;

export const PORTFOLIOS: readonly ScenarioInput[] = [
  ...[ownAll, rentAll, hybridAuto],
  ...[centralSite, edgePods],
  ...[deviceNone, deviceHalf],
  ...[oneVendor, brokered],
  ...[platformTeam, productGroups],
];

export const PORTFOLIO_COMPARISONS: readonly ComparisonRow[] = [
  [
    "hybrid",
    "Own the base and burst above it, or one of both alone?",
    ["own-all", "rent-all", "hybrid-auto"],
  ],
  [
    "edge-or-central",
    "Pods near the users, or one site for all of them?",
    ["central-site", "edge-pods"],
  ],
  [
    "on-device-share",
    "Does it pay to let people's own devices answer?",
    ["device-none", "device-half"],
  ],
  [
    "broker",
    "Does a broker over many sellers pay, though its success closes the spread?",
    ["one-vendor", "brokered"],
  ],
  [
    "platform-or-groups",
    "One platform team for the firm, or a fleet for every product group?",
    ["platform-team", "product-groups"],
  ],
];
