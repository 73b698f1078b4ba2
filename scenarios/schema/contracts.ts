import { z } from "zod";
import { quantity, sourced } from "./quantity.ts";

/** How an API is bought, who rents out chips, how far the users are, and what leaving costs. */

const about = (description: string) => ({ description });
const price = { min: 0, max: 1e12 } as const;

export const API_TIERS = ["standard", "priority", "flex"] as const;
/** From the users to the supply, by name; any other distance is stated as a time. */
export const DISTANCES = ["edge", "metro", "region", "continent", "cross-continent"] as const;

export const distance = z
  .union([
    z.enum(DISTANCES),
    sourced("time", { about: "Round trip between users and supply", min: 0, max: 10 }),
  ])
  .optional()
  .meta(
    about(
      "How far the users are: a round trip is added to the time to the first token. edge, metro, region, continent, cross-continent or a time; left out: not counted",
    ),
  );

export const apiContractFields = {
  tier: z
    .enum(API_TIERS)
    .optional()
    .meta(about("Service tier: priority is dearer and begins sooner, flex cheaper and later")),
  tier_price: sourced("ratio", {
    about: "Price of the tier over the standard price; the catalogue's where left out",
    above: 0,
    max: 100,
  }).optional(),
  guarantee: z
    .strictObject({
      ttft: quantity("time", { about: "Promised time to first token", above: 0, max: 1e4 }),
      price: sourced("ratio", {
        about: "Price with this promise over the price without",
        min: 1,
        max: 100,
      }).optional(),
    })
    .optional()
    .meta(about("Contract with a bound on the time to the first token")),
  batch: z
    .strictObject({
      share: quantity("share", {
        about: "Share of the work that is sent as batch",
        min: 0,
        below: 1,
        example: "30 %",
      }),
      within: quantity("time", {
        about: "Time within which its answers come",
        above: 0,
        max: 1e7,
      }).prefault("24 h"),
      price: sourced("share", {
        about: "Price of batch over the price at once; the catalogue's where left out",
        min: 0,
        max: 1,
      }).optional(),
    })
    .optional()
    .meta(
      about(
        "Work sent as batch: cheaper, outside the rate limit, answered within hours. On time as far as classes (or the promise) leave that much time to the first token",
      ),
    ),
  commitment: z
    .strictObject({
      spend: sourced("usdPerYear", { about: "Yearly spend that is billed in any case", ...price }),
      discount: sourced("share", {
        about: "Discount on every price; the catalogue's where left out",
        min: 0,
        below: 1,
      }).optional(),
    })
    .optional()
    .meta(about("Committed spend: a discount, and what is not spent is billed (take or pay)")),
  provisioned: z
    .strictObject({
      units: quantity("count", { about: "Units", min: 1, max: 1e6, whole: true, example: "15" }),
      price: sourced("usdPerHour", {
        about: "Price of a unit, around the clock",
        ...price,
      }).optional(),
      term: z
        .enum(["none", "1-month", "1-year"])
        .prefault("none")
        .meta(about("Commitment to the units, which makes them cheaper")),
      discount: sourced("share", {
        about: "Discount for the term; the catalogue's where left out",
        min: 0,
        below: 1,
      }).optional(),
      tokens_per_minute: sourced("tokensPerMinute", {
        about: "Tokens of input that one unit takes",
        above: 0,
        max: 1e12,
      }).optional(),
      output_ratio: sourced("ratio", {
        about: "Tokens of input that one of output counts as",
        above: 0,
        max: 1000,
      }).optional(),
    })
    .optional()
    .meta(
      about(
        "Provisioned throughput, billed around the clock; what it does not cover is bought at list",
      ),
    ),
  distance,
};

export const VENDOR_NAMES = ["specialised", "hyperscaler"] as const;

export const fleetContractFields = {
  vendor: z
    .enum(VENDOR_NAMES)
    .optional()
    .meta(about("Who rents out the chips: a specialised AI cloud (default) or a hyperscaler")),
  kernels: z
    .enum(["single-vendor", "portable"])
    .optional()
    .meta(
      about(
        "Written for one family of chips (default), or compiled for several: somewhat slower, cheap to move",
      ),
    ),
  portability_loss: sourced("share", {
    about: "Speed that portable kernels lose; the catalogue's where left out",
    min: 0,
    below: 1,
  }).optional(),
  distance,
};

/** Of `faults`: machines that the vendor takes back. */
export const spotSchema = z
  .strictObject({
    between: sourced("time", {
      about: "Mean time between interruptions of one machine",
      above: 0,
      max: 1e9,
      example: "20 h",
    }).optional(),
    notice: sourced("time", {
      about: "Warning before a machine is taken back",
      min: 0,
      max: 1e5,
    }).optional(),
    away: sourced("time", {
      about: "Median time until another machine is found",
      above: 0,
      max: 1e7,
    }).optional(),
  })
  .optional()
  .meta(about("How spot machines are taken back (fleet.contract: spot)"));

const leavingFields = {
  engineering: sourced("engineerMonths", {
    about: "Work of moving to another supply; by kind of supply and stack where left out",
    min: 0,
    max: 1e6,
  }).optional(),
  requalification: sourced("usd", {
    about: "Tests, safety review and certification of the new stack",
    ...price,
  }).optional(),
  data: sourced("bytes", { about: "Data that moves along", min: 0, max: 1e18 }).optional(),
  egress: sourced("usdPerGb", { about: "Price of moving data out", ...price }).optional(),
  parallel: sourced("time", {
    about: "Time during which both supplies run side by side",
    min: 0,
    max: 2_628_000 * 36,
    example: "1 month",
  }).optional(),
};

export const leavingSchema = z
  .strictObject(leavingFields)
  .optional()
  .meta(about("What leaving the supplier costs; read by lock_in and switch"));
export type Leaving = NonNullable<z.output<typeof leavingSchema>>;

export const lockInSchema = z
  .strictObject({
    bargaining: sourced("share", {
      about: "Part of the cost of leaving that the supplier gets at renewal",
      min: 0,
      max: 1,
    }).optional(),
    cap: sourced("share", {
      about: "Largest rise over the market price",
      min: 0,
      max: 100,
    }).optional(),
    volatility: sourced("share", {
      about:
        "Movement of the ratio of this supplier's cost and another's, per square root of a year",
      min: 0,
      max: 10,
      example: "40 %",
    }).optional(),
    term: quantity("time", {
      about: "First term and each renewal; the contract's own, or a year, where left out",
      min: 2_628_000,
      max: 2_628_000 * 120,
      example: "12 months",
    }).optional(),
  })
  .optional()
  .meta(about("A supplier who knows what leaving costs raises the price at renewal"));
export type LockIn = NonNullable<z.output<typeof lockInSchema>>;

export const switchSchema = z
  .strictObject({
    month: z
      .int({ error: "expected a whole month, for example 12" })
      .min(1)
      .max(360)
      .meta(about("Last month of the supply described here")),
    to: z
      .union([z.string().min(1).max(100), z.record(z.string(), z.unknown())])
      .meta(
        about(
          "What supplies from then on: a preset's name (its supply, api, fleet, faults and prices), or the fields that change",
        ),
      ),
  })
  .optional()
  .meta(about("Another supply takes over mid-horizon, at the cost of leaving this one"));
export type StatedSwitch = NonNullable<z.output<typeof switchSchema>>;

export const egressSchema = z
  .strictObject({
    price: sourced("usdPerGb", {
      about:
        "Price of traffic out: of the cloud, or over the line of a hall with chips of one's own",
      ...price,
    }).optional(),
    bytes_per_token: sourced("bytes", {
      about: "Bytes that leave to the users for each token of an answer",
      min: 0,
      max: 1e9,
      example: "250 B",
    }).optional(),
    bytes_per_prompt_token: sourced("bytes", {
      about: "Bytes that leave to an API for each token of a prompt",
      min: 0,
      max: 1e9,
      example: "5 B",
    }).optional(),
  })
  .optional()
  .meta(about("Traffic between supply and users is billed; left out: not counted"));
