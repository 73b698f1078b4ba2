import type { ScenarioInput } from "../scenario.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS } from "./lever.ts";

/** Demand that is bound to a place, distance and traffic, and what governance costs. */

/** A seller of answers; part of its customers may not use a foreign API (share of the catalogue). */
const BOUND = {
  ...LEVER,
  run: { window: "3 min", reps: 4 },
  demand: {
    workload: "conv",
    rate: "20/s",
    arrivals: "poisson",
    diurnal: "office",
    residency: {},
  },
  economics: {
    horizon: "36 months",
    revenue: {
      token_price: {
        input: {
          value: "1 USD/Mtok",
          range: "0.6 to 2 USD/Mtok",
          source: "assumed: a small margin over hosted open-weights models",
          grade: "D",
        },
        output: {
          value: "2 USD/Mtok",
          range: "1.2 to 4 USD/Mtok",
          source: "assumed: twice the price of prompts",
          grade: "D",
        },
      },
      bound_premium: {},
    },
    egress: {},
  },
} as const satisfies Partial<ScenarioInput>;

const publicApi = {
  demand: BOUND.demand,
  model: BOUND.model,
  promise: BOUND.promise,
  run: BOUND.run,
  economics: BOUND.economics,
  name: "bound-public-api",
  question: "What is left to sell when bound customers may not be served by a public API?",
  supply: "api",
  api: { distance: "cross-continent" },
} satisfies ScenarioInput;

const dedicated = {
  ...BOUND,
  name: "bound-dedicated",
  question: "What does it cost to serve bound customers on dedicated chips of a cloud?",
  supply: "rented",
  fleet: { ...LEVER_CHIPS, distance: "region" },
} satisfies ScenarioInput;

const onPremises = {
  ...BOUND,
  name: "bound-on-premises",
  question: "What does it cost to serve bound customers on chips in their own country?",
  supply: "owned",
  fleet: { ...LEVER_CHIPS, distance: "metro" },
} satisfies ScenarioInput;

/** Chips at home for what is bound, a public API for all else. */
const split = {
  demand: BOUND.demand,
  model: BOUND.model,
  promise: BOUND.promise,
  run: BOUND.run,
  economics: BOUND.economics,
  name: "bound-split",
  question: "What does it cost to serve bound customers at home and all others from a public API?",
  supply: "rented",
  sources: {
    abroad: { supply: "api", api: { distance: "cross-continent" } },
    home: { supply: "rented", fleet: { ...LEVER_CHIPS, distance: "region" } },
  },
  split: { kind: "shares", shares: { abroad: "80 %", home: "20 %" } },
} satisfies ScenarioInput;

/** Audits, drift checks and expected losses beside the chips. */
const GOVERNED = {
  ...LEVER,
  run: { window: "3 min", reps: 4 },
  demand: { workload: "conv", rate: "20/s", arrivals: "poisson", diurnal: "office" },
  economics: { horizon: "36 months", trust: {} },
} as const satisfies Partial<ScenarioInput>;

const governedApi = {
  demand: GOVERNED.demand,
  model: GOVERNED.model,
  promise: GOVERNED.promise,
  run: GOVERNED.run,
  economics: GOVERNED.economics,
  name: "governed-public-api",
  question: "What do tokens of a public API cost with audits, drift checks and expected losses?",
  supply: "api",
} satisfies ScenarioInput;

const governedDedicated = {
  ...GOVERNED,
  name: "governed-dedicated",
  question: "What do dedicated chips cost with audits, drift checks and expected losses?",
  supply: "rented",
  fleet: LEVER_CHIPS,
} satisfies ScenarioInput;

const governedOnPremises = {
  ...GOVERNED,
  name: "governed-on-premises",
  question: "What do owned chips cost with audits, drift checks and expected losses?",
  supply: "owned",
  fleet: LEVER_CHIPS,
} satisfies ScenarioInput;

/** The governance mirage: on premises, and nobody looks. */
const ungoverned = {
  ...GOVERNED,
  name: "ungoverned-on-premises",
  question: "What do owned chips cost when nobody audits them or watches drift?",
  supply: "owned",
  fleet: LEVER_CHIPS,
  economics: {
    ...GOVERNED.economics,
    trust: { mode: "ungoverned", audit: "0 USD/year", drift: "0 %" },
  },
} satisfies ScenarioInput;

export const TRUST: readonly ScenarioInput[] = [
  ...[publicApi, dedicated, onPremises, split],
  ...[governedApi, governedDedicated, governedOnPremises, ungoverned],
];

export const TRUST_COMPARISONS: readonly ComparisonRow[] = [
  [
    "sovereignty",
    "What is demand worth that only some deployments may serve?",
    ["bound-public-api", "bound-dedicated", "bound-on-premises", "bound-split"],
  ],
  [
    "governance",
    "What do audits, drift checks and expected losses add to each way of deploying?",
    [
      ...["governed-public-api", "governed-dedicated"],
      ...["governed-on-premises", "ungoverned-on-premises"],
    ],
  ],
];
