import type { Strategy } from "../../sim/strategy.ts";
import type { ApiTerms, OwnTerms, RentTerms } from "../../sim/terms.ts";
import type { PriceClock, PurchaseTerms } from "../../sim/yearTerms.ts";
import { type Column, column } from "./column.ts";
import { financeColumns } from "./financeLevers.ts";

/** A row that knows which strategy it belongs to. */
export interface OfStrategy {
  readonly strategy: Strategy;
}

type TermKey = Exclude<
  keyof ApiTerms | keyof RentTerms | keyof OwnTerms,
  | "kind"
  | "poolPriceFactors"
  | "finance"
  | "revenue"
  | "extraCosts"
  | "buying"
  | "lockIn"
  | "switchTo"
  | "toil"
  | keyof PriceClock
  | keyof PurchaseTerms
  | "pricePath"
  | "rentPath"
>;

/** Every price and rate of every kind of terms, with its unit and what it is. */
const TERMS = {
  horizonMonths: ["months", "Months of service that are compared."],
  discountRatePerYear: ["1/year", "Real discount rate."],
  carbonKgPerKwh: ["kg/kWh", "Grid carbon intensity."],
  inputUsdPerMtok: ["USD/1e6 tok", "API price of computed prompt tokens."],
  cachedUsdPerMtok: ["USD/1e6 tok", "API price of cached prompt tokens."],
  outputUsdPerMtok: ["USD/1e6 tok", "API price of generated tokens."],
  priceDeclinePerYear: ["1/year", "Rate at which API prices fall."],
  contract: ["", "Rental contract."],
  rentUsdPerChipHour: ["USD/chip-hour", "Rent of one chip."],
  rentDeclinePerYear: ["1/year", "Rate at which rents fall."],
  extrasShare: ["share", "Network, storage and support on top of the rent."],
  site: ["", "Colocation or own facility."],
  chipsPerServer: ["chips", "Chips in one server, the unit that is bought."],
  serverUsdPerChip: ["USD/chip", "Price of the server, per chip in it."],
  serverPriceDeclinePerYear: ["1/year", "Rate at which the price of new servers falls."],
  networkShare: ["share", "Network and storage as a share of the server price."],
  facilityUsdPerWatt: ["USD/W", "Own facility per watt of critical IT load."],
  facilityLifeYears: ["years", "Time over which the facility is written off."],
  colocationUsdPerKwMonth: ["USD/kW-month", "Colocation rent, power apart."],
  electricityUsdPerKwh: ["USD/kWh", "Price of electricity."],
  pue: ["", "Facility energy over IT energy."],
  serverLifeYears: ["years", "Time over which servers are written off."],
  residualShare: ["share", "Resale value of a new server."],
  residualDeclinePerYear: ["1/year", "Rate at which resale value falls."],
  maintenanceSharePerYear: ["1/year", "Repair and support as a share of the server price."],
  staffFte: ["FTE", "Engineers, whatever the size of the fleet."],
  staffFtePerMw: ["FTE/MW", "Operators on top, by IT power."],
  staffUsdPerYear: ["USD/year", "Cost of one engineer."],
} as const satisfies Record<TermKey, readonly [unit: string, description: string]>;

/** snake_case of a camelCase key. */
export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function termColumns<Row extends OfStrategy>(): Column<Row>[] {
  return Object.entries(TERMS).map(([key, [unit, description]]) => {
    const words = key === "contract" || key === "site";
    return column<Row>(
      {
        name: snakeCase(key),
        type: words ? "string" : "number",
        description,
        value: ({ strategy }) => {
          const held: unknown = Object.entries(strategy.terms).find(([name]) => name === key)?.[1];
          return typeof held === "number" || typeof held === "string" ? held : null;
        },
      },
      { unit, nullMeaning: "not an input of this kind of strategy" },
    );
  });
}

const noFleet = { nullMeaning: "an API has no fleet of ours" };

function planColumns<Row extends OfStrategy>(): Column<Row>[] {
  const fleet = ({ strategy }: Row) =>
    strategy.plan.supply.kind === "fleet" ? strategy.plan.supply : null;
  return [
    column({
      name: "seed",
      type: "string",
      description: "Seed of every random stream.",
      value: (r) => r.strategy.plan.seed,
    }),
    column(
      {
        name: "served_model",
        type: "string",
        description: "Model and precision.",
        value: (r) => r.strategy.modelLabel,
      },
      { freeText: true },
    ),
    column(
      {
        name: "chip",
        type: "string",
        description: "Chip of the fleet.",
        value: (r) => fleet(r)?.chip.id ?? null,
      },
      noFleet,
    ),
    column(
      {
        name: "weight_format",
        type: "string",
        description: "Number format of weights and arithmetic.",
        value: (r) => fleet(r)?.weightFormat ?? null,
      },
      noFleet,
    ),
    column(
      {
        name: "kv_format",
        type: "string",
        description: "Number format of the KV cache.",
        value: (r) => fleet(r)?.kvFormat ?? null,
      },
      noFleet,
    ),
    column(
      {
        name: "chips_per_replica",
        type: "integer",
        description: "Tensor-parallel chips of one replica.",
        value: (r) => fleet(r)?.chipsPerReplica ?? null,
      },
      noFleet,
    ),
    column(
      {
        name: "replicas_asked",
        type: "string",
        description: "Fixed number of replicas, or auto.",
        value: (r) => (fleet(r) === null ? null : String(r.strategy.replicas)),
      },
      noFleet,
    ),
    column(
      {
        name: "router",
        type: "string",
        description: "How requests are spread over replicas.",
        value: (r) => fleet(r)?.router ?? null,
      },
      noFleet,
    ),
    column(
      {
        name: "max_batch",
        type: "integer",
        description: "Most sequences that run at once on a replica.",
        value: (r) => fleet(r)?.engine.maxBatch ?? null,
      },
      noFleet,
    ),
    column(
      {
        name: "token_budget",
        type: "integer",
        description: "Tokens that one engine step may process.",
        value: (r) => fleet(r)?.engine.tokenBudget ?? null,
      },
      noFleet,
    ),
    column(
      {
        name: "failures_per_chip_s",
        type: "number",
        description: "Failure rate of one chip.",
        value: (r) => fleet(r)?.faults.failuresPerChipS ?? null,
      },
      { ...noFleet, unit: "1/s" },
    ),
    column(
      {
        name: "stall_probability",
        type: "number",
        description: "Probability that an engine step is held up by a stalled all-reduce.",
        value: (r) => fleet(r)?.faults.stallProbability ?? null,
      },
      noFleet,
    ),
    column({
      name: "arrivals",
      type: "string",
      description: "Kind of arrival process.",
      value: (r) => r.strategy.plan.demand.arrivals.kind,
    }),
    column({
      name: "rate_scale",
      type: "number",
      description: "Factor on the arrival rate.",
      value: (r) => r.strategy.plan.demand.rateScale,
    }),
    column(
      {
        name: "cached_share",
        type: "number",
        description: "Share of each prompt found in a cache, where the trace does not count it.",
        value: (r) => r.strategy.plan.demand.cachedShare,
      },
      { unit: "share" },
    ),
    column(
      {
        name: "mean_requests_per_s",
        type: "number",
        description: "Mean arrival rate of the typical week, month 1.",
        value: (r) => r.strategy.horizon.meanRequestsPerS,
      },
      { unit: "1/s" },
    ),
    column(
      {
        name: "growth_per_month",
        type: "number",
        description: "Growth of demand.",
        value: (r) => r.strategy.horizon.growthPerMonth,
      },
      { unit: "1/month" },
    ),
    column(
      {
        name: "window_s",
        type: "number",
        description: "Length of a simulated window.",
        value: (r) => r.strategy.plan.windowS,
      },
      { unit: "s" },
    ),
    column(
      {
        name: "warmup_s",
        type: "number",
        description: "Start of the window that is not measured.",
        value: (r) => r.strategy.plan.warmupS,
      },
      { unit: "s" },
    ),
    column(
      {
        name: "promise_ttft_s",
        type: "number",
        description: "Promised time to first token.",
        value: (r) => r.strategy.plan.promise.ttftS,
      },
      { unit: "s" },
    ),
    column(
      {
        name: "promise_tpot_s",
        type: "number",
        description: "Promised time per output token.",
        value: (r) => r.strategy.plan.promise.tpotS,
      },
      { unit: "s" },
    ),
    column(
      {
        name: "promise_quantile",
        type: "number",
        description: "Share of requests that must be on time.",
        value: (r) => r.strategy.plan.promise.quantile,
      },
      { unit: "share" },
    ),
  ];
}

/** What was chosen and what it is priced at: the same columns for every strategy. */
export function leverColumns<Row extends OfStrategy>(): Column<Row>[] {
  return [...planColumns<Row>(), ...termColumns<Row>(), ...financeColumns<Row>()];
}
