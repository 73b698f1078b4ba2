import type { ScenarioInput } from "../scenario.ts";
import type { ComparisonRow } from "./lever.ts";
import { SHARED, SHARED_FLEET } from "./shared.ts";

/**
 * One demand around the clock for five years, bought, rented, reserved or owned, with every range
 * that the catalogue knows drawn two hundred times. Rents of chips, prices of tokens and the price of
 * servers follow the same scarcity, so that they move together.
 */
const UNSURE = {
  ...SHARED,
  demand: {
    ...SHARED.demand,
    diurnal: "flat",
    rate: {
      range: "45 to 180/s",
      source: "assumed: a service that may be half or twice as large",
      grade: "D",
    },
    growth: {
      value: "1 %/month",
      range: "-0.5 to 2.5 %/month",
      source: "assumed: it may also shrink",
      grade: "D",
    },
  },
  economics: { horizon: "60 months" },
  run: { window: "5 min", reps: 4 },
  uncertainty: {
    samples: 200,
    correlate: [
      ["economics.rent", "economics.api_price.output", 0.6],
      ["economics.rent", "economics.api_price.input", 0.6],
      ["economics.api_price.input", "economics.api_price.output", 0.8],
      ["economics.rent", "economics.gpu_price", 0.5],
      ["economics.rent", "economics.rent", 0.8],
      ["economics.rent_decline", "economics.api_price_decline", 0.5],
    ],
  },
} satisfies Partial<ScenarioInput>;

const bought = {
  ...UNSURE,
  name: "unsure-bought",
  question: "What may tokens from an API cost over five years?",
  supply: "api",
} satisfies ScenarioInput;

const rented = {
  ...UNSURE,
  name: "unsure-rented",
  question: "What may chips by the hour cost over five years?",
  supply: "rented",
  fleet: { ...SHARED_FLEET, contract: "on-demand" },
} satisfies ScenarioInput;

const reserved = {
  ...UNSURE,
  name: "unsure-reserved",
  question: "What may chips reserved by the year cost over five years?",
  supply: "rented",
  fleet: { ...SHARED_FLEET, contract: "reserved-1y" },
} satisfies ScenarioInput;

const owned = {
  ...UNSURE,
  name: "unsure-owned",
  question: "What may chips of one's own cost over five years?",
  supply: "owned",
  fleet: { ...SHARED_FLEET, site: "colocation" },
} satisfies ScenarioInput;

export const HOW_SURE: readonly ScenarioInput[] = [bought, rented, reserved, owned];

export const HOW_SURE_COMPARISONS: readonly ComparisonRow[] = [
  [
    "how-sure",
    "How sure is it that owning wins, over everything that we do not know?",
    ["unsure-bought", "unsure-rented", "unsure-reserved", "unsure-owned"],
  ],
];
