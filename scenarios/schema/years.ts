import { z } from "zod";
import { NUMBER_FORMATS } from "./levers.ts";
import { quantity, sourced } from "./quantity.ts";

/** What changes over the years: demand, the fleet that follows it, prices and contracts. */

const about = (description: string) => ({ description });
const MONTH_S = 2_628_000;
const LONGEST_S = 360 * MONTH_S;
const price = { min: 0, max: 1e12 } as const;

const fromMonth = (what: string) =>
  quantity("time", { about: what, min: 0, max: LONGEST_S, example: "18 months" });

/** A rate per month for ever, or growth that levels off. */
export const growthSchema = z
  .union([
    sourced("growthPerMonth", { about: "Growth of demand", min: -0.5, max: 1 }),
    z.strictObject({
      kind: z.literal("logistic").meta(about("Growth that levels off")),
      limit: sourced("ratio", {
        about: "Demand in the end over that of the first month",
        above: 2,
        max: 1e6,
        example: "10x",
      }),
      midpoint: sourced("time", {
        about: "When half of the limit is reached",
        min: MONTH_S,
        max: LONGEST_S,
        example: "18 months",
      }),
    }),
  ])
  .prefault(0);
export type Growth = z.output<typeof growthSchema>;

export const seasonsSchema = z
  .array(z.number().min(0).max(1000))
  .length(12, { error: "expected 12 monthly factors" })
  .optional()
  .meta(about("Demand of the twelve months of a year against its trend (scaled to mean 1)"));

export const fleetYearsFields = {
  purchase: z
    .strictObject({
      lead: sourced("time", {
        about: "From the order of servers to their service, begun months counted whole",
        min: 0,
        max: LONGEST_S,
        example: "40 weeks",
      }).optional(),
      deposit: sourced("share", {
        about: "Share of the price paid with the order, the rest on delivery",
        min: 0,
        below: 1,
        example: "30 %",
      }).optional(),
      first: z
        .enum(["in-service", "ordered"])
        .prefault("in-service")
        .meta(
          about(
            "The first fleet stands when service starts, large enough until a reorder can come, or is ordered then",
          ),
        ),
      expected_growth: sourced("growthPerMonth", {
        about: "Growth that orders are placed on; left out: what comes is known",
        min: -0.5,
        max: 1,
      }).optional(),
      waits_for_power: z
        .boolean()
        .prefault(false)
        .meta(about("Servers are bought only when there is power for them (power_available)")),
    })
    .optional()
    .meta(about("How servers are bought as demand grows; left out: what a month needs is there")),
  power_available: z
    .array(
      z.strictObject({
        from: fromMonth("Time of service after which there is this power"),
        power: quantity("power", {
          about: "Power of the site, cooling included",
          min: 0,
          max: 1e12,
          example: "5 MW",
        }),
      }),
    )
    .min(1)
    .max(360)
    .optional()
    .meta(
      about("Power of the site over the years: list of {from, power}; none before the first step"),
    ),
  software_gain: sourced("sharePerYear", {
    about: "Tokens per chip-second gained by better software; fades after three years",
    min: 0,
    max: 10,
    example: "20 %/year",
  }).optional(),
  refresh: z
    .strictObject({
      to: z.string().min(1).max(100).meta(about("The next chip, by catalogue name")),
      after: quantity("time", {
        about: "Time that the first chips serve alone",
        min: MONTH_S,
        max: LONGEST_S,
        example: "24 months",
      }),
      over: quantity("time", {
        about: "Time that the change takes",
        min: MONTH_S,
        max: LONGEST_S,
        example: "6 months",
      }).prefault("3 months"),
      precision: z
        .enum(NUMBER_FORMATS)
        .optional()
        .meta(about("Weights and arithmetic on it; those of the first chip where left out")),
      tp: quantity("count", {
        about: "Chips per replica on it; as on the first chip where left out",
        min: 1,
        max: 4096,
        whole: true,
      }).optional(),
      price: sourced("usd", {
        about: "Server with its chips today, per chip",
        ...price,
      }).optional(),
    })
    .optional()
    .meta(about("The next generation of chips takes over; those it replaces are sold")),
};

const pathSchema = (what: string) =>
  z
    .array(
      z.strictObject({
        from: fromMonth("Time from today"),
        change: sourced("sharePerYear", {
          about: "Change from then on; fades after three years",
          above: -1,
          max: 100,
          example: "-30 %/year",
        }).prefault("0 %/year"),
        step: sourced("share", {
          about: "Change at once",
          above: -1,
          max: 100,
          example: "38 %",
        }).prefault(0),
      }),
    )
    .min(1)
    .max(100)
    .optional()
    .meta(about(what));

export const economicsYearsFields = {
  start: sourced("time", {
    about: "Time from today, when chips, rents and API prices are quoted, to the first month",
    min: 0,
    max: LONGEST_S,
    example: "18 months",
  }).optional(),
  fade_after: sourced("time", {
    about:
      "Trends of prices fade after this time; left out: stated rates never do, paths after 3 years",
    min: MONTH_S,
    max: LONGEST_S,
    example: "3 years",
  }).optional(),
  api_price_path: pathSchema(
    "API prices over the years, in place of one rate: {from, change, step}",
  ),
  rent_path: pathSchema("Rents over the years, in place of one rate: list of {from, change, step}"),
  book_life: sourced("time", {
    about: "Life of a server in the books, where it differs from server_life",
    min: MONTH_S,
    max: LONGEST_S,
    example: "6 years",
  }).optional(),
  chip_launch: z
    .strictObject({
      at: fromMonth("Time from today to the launch of the next chip"),
      drop: sourced("share", {
        about: "Share of their resale value that older chips lose at once",
        min: 0,
        below: 1,
        example: "25 %",
      }).optional(),
    })
    .optional()
    .meta(about("A new chip comes and older ones sell for less")),
  lease: z
    .strictObject({
      term: quantity("time", {
        about: "Term of the lease, whole months",
        min: MONTH_S,
        max: LONGEST_S,
        example: "36 months",
      }),
      rate: sourced("sharePerYear", {
        about: "What the lessor earns on the price of the servers",
        min: 0,
        max: 1,
        example: "10 %/year",
      }).optional(),
      buy_out: sourced("share", {
        about: "Share of the price at which the servers may be bought at the end",
        min: 0,
        max: 1,
        example: "10 %",
      }).optional(),
      paid: z
        .enum(["advance", "arrears"])
        .prefault("advance")
        .meta(about("At the start or at the end of each month")),
    })
    .optional()
    .meta(about("Servers and their network leased instead of bought")),
  power_contract: z
    .strictObject({
      power: quantity("power", {
        about: "Power contracted at the meter of the site",
        above: 0,
        max: 1e12,
        example: "2 MW",
      }),
      price: sourced("usdPerKwh", { about: "Price under the contract", min: 0, max: 1000 }),
      minimum: sourced("share", {
        about: "Share of it that is billed whether drawn or not",
        min: 0,
        max: 1,
        example: "85 %",
      }).optional(),
      term: quantity("time", {
        about: "Time that it runs, up to the end of the comparison",
        min: MONTH_S,
        max: LONGEST_S,
        example: "12 years",
      }).prefault("12 years"),
    })
    .optional()
    .meta(about("Power by take-or-pay; beyond it, and after it, the price of electricity holds")),
};
/** Of these, the tables. */
export type YearsTable =
  | "api_price_path"
  | "rent_path"
  | "chip_launch"
  | "lease"
  | "power_contract";
