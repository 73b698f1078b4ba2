import { z } from "zod";
import { egressSchema, leavingSchema, lockInSchema, switchSchema } from "./contracts.ts";
import { financeSchema } from "./finance.ts";
import { sourced } from "./quantity.ts";
import { revenueSchema } from "./revenue.ts";
import { stackSchema, toilSchema } from "./toil.ts";
import { trustSchema } from "./trust.ts";
import { economicsYearsFields, type YearsTable } from "./years.ts";

/**
 * What things cost. Every price is optional: what a file leaves out comes from the catalogue with
 * its source and range. `ECONOMICS_TERMS` maps the fields to the keys of `Terms`.
 */

const about = (description: string) => ({ description });
const price = { min: 0, max: 1e12 } as const;

export const economicsSchema = z
  .strictObject({
    horizon: sourced("time", {
      about: "Length of the comparison, whole months",
      min: 2_628_000,
      max: 2_628_000 * 360,
      example: "36 months",
    }).prefault("36 months"),
    discount_rate: sourced("sharePerYear", {
      about: "Real discount rate",
      min: 0,
      max: 1,
    }).optional(),
    carbon: sourced("carbon", { about: "Grid carbon intensity", min: 0, max: 10 }).optional(),
    api_price: z
      .strictObject({
        input: sourced("usdPerMtok", { about: "Price of prompt tokens", ...price }).optional(),
        cached: sourced("usdPerMtok", {
          about: "Price of prompt tokens found in the provider's cache",
          ...price,
        }).optional(),
        output: sourced("usdPerMtok", { about: "Price of output tokens", ...price }).optional(),
      })
      .optional()
      .meta(about("Token prices of the API (supply: api)")),
    api_price_decline: sourced("declinePerYear", {
      about: "Fall of API prices; negative = they rise",
      min: -1,
      below: 1,
    }).optional(),
    rent: sourced("usdPerHour", { about: "Rent of one chip", ...price }).optional(),
    rent_decline: sourced("declinePerYear", {
      about: "Fall of rents; negative = they rise",
      min: -1,
      below: 1,
    }).optional(),
    rent_extras: sourced("share", {
      about: "Network, storage and support on top of the rent",
      min: 0,
      max: 10,
    }).optional(),
    gpu_price: sourced("usd", {
      about: "Server with its chips, per chip, without cluster network",
      ...price,
    }).optional(),
    network_share: sourced("share", {
      about: "Cluster network and storage as a share of the server price",
      min: 0,
      max: 10,
    }).optional(),
    facility_cost: sourced("usdPerWatt", {
      about: "Shell, power and cooling of an own facility per watt of IT load",
      ...price,
    }).optional(),
    facility_life: sourced("time", {
      about: "Write-off time of the facility",
      above: 0,
      max: 3.2e9,
      example: "15 years",
    }).optional(),
    colocation_rent: sourced("usdPerKwMonth", {
      about: "Colocation rent of contracted IT power, power apart",
      ...price,
    }).optional(),
    electricity: sourced("usdPerKwh", {
      about: "Price of electricity; negative prices are real",
      min: -10,
      max: 1000,
    }).optional(),
    pue: sourced("ratio", {
      about: "Facility energy over IT energy",
      min: 1,
      max: 10,
    }).optional(),
    server_life: sourced("time", {
      about: "Service life of a server",
      above: 0,
      max: 3.2e9,
      example: "5 years",
    }).optional(),
    residual_share: sourced("share", {
      about: "Resale value of a server when new, as a share of its price",
      min: 0,
      max: 1,
    }).optional(),
    residual_decline: sourced("declinePerYear", {
      about: "Fall of the resale value",
      min: 0,
      max: 1,
    }).optional(),
    maintenance: sourced("sharePerYear", {
      about: "Repair and support contracts as a share of the server price",
      min: 0,
      max: 10,
    }).optional(),
    staff: sourced("staff", { about: "Engineers, full-time", min: 0, max: 1e6 }).optional(),
    staff_per_mw: sourced("staffPerMw", {
      about: "Operators on top, per MW of IT power",
      min: 0,
      max: 1e4,
    }).optional(),
    staff_cost: sourced("usdPerYear", { about: "Full cost of one engineer", ...price }).optional(),
    ...economicsYearsFields,
    finance: financeSchema,
    revenue: revenueSchema,
    egress: egressSchema,
    trust: trustSchema,
    leaving: leavingSchema,
    lock_in: lockInSchema,
    switch: switchSchema,
    toil: toilSchema,
    stack: stackSchema,
  })
  .meta(about("Prices and finance; what is left out comes from the catalogue"));

export type Economics = z.output<typeof economicsSchema>;
/** Fields of `economics` that hold one number each; the others are tables of their own. */
export type EconomicsField = Exclude<
  keyof Economics,
  | YearsTable
  | "api_price"
  | "egress"
  | "trust"
  | "leaving"
  | "lock_in"
  | "switch"
  | "finance"
  | "revenue"
  | "toil"
  | "stack"
>;
