import { z } from "zod";
import { quantity, sourced } from "./quantity.ts";

/**
 * The market in which the compared strategies sell, month by month. `months`, `demand`, `rules` and
 * what else belongs to everybody is the same for all of them; `firm` and `rivals` are each one's own.
 */

const about = (description: string) => ({ description });
const MONTH_S = 2_628_000;
const share = { min: 0, max: 1 } as const;
const usd = { min: 0, max: 1e13 } as const;

const usersSchema = z
  .strictObject({
    count: sourced("count", { about: "Users in the first month", min: 0, max: 1e11 }),
    paying: sourced("share", { about: "Share of them who pay", ...share, example: "5 %" }),
    price: sourced("usdPerUserMonth", { about: "Price of the paid plan", ...usd }),
    paid_use: sourced("tokens", {
      about: "Tokens of a paying user a month",
      above: 0,
      max: 1e15,
      example: "2000000",
    }),
    free_use: sourced("tokens", {
      about: "Tokens of a free user a month",
      above: 0,
      max: 1e15,
      example: "300000",
    }),
    least_free_use: sourced("share", {
      about: "Part of the free use below which the quota is never cut",
      ...share,
      example: "20 %",
    }).optional(),
    growth: sourced("growthPerMonth", { about: "Growth of users", above: -1, max: 10 }).optional(),
    usage_growth: sourced("growthPerMonth", {
      about: "Growth of the tokens of one user",
      above: -1,
      max: 10,
    }).optional(),
    elasticity: sourced("ratio", {
      about: "Percent of paying users lost per percent of price",
      min: 0,
      max: 20,
    }).optional(),
  })
  .optional()
  .meta(about("Users of its own product, some of whom pay; beside what it sells by the token"));

const firmFields = {
  appeal: sourced("ratio", {
    about: "Customers it draws at one price, over a plain seller of the same tokens",
    above: 0,
    max: 1e4,
    example: "1.5",
  }).optional(),
  capacity: sourced("mtokPerMonth", {
    about: "What its fleet delivers; left out: that of the scenario's own fleet at its promise",
    above: 0,
    max: 1e15,
  }).optional(),
  avoidable: sourced("share", {
    about: "Part of its cost that stops when it stops selling; left out: read off its ledger",
    above: 0,
    max: 1,
    example: "15 %",
  }).optional(),
  cash: sourced("usd", { about: "Cash at the start", ...usd, example: "500 M USD" }).optional(),
  lead: sourced("time", {
    about: "Time from ordering capacity to having it, whole months",
    min: 0,
    max: 120 * MONTH_S,
    example: "10 months",
  }).optional(),
  expansion: sourced("share", {
    about: "Most capacity ordered in a month, over what it has",
    min: 0,
    max: 10,
    example: "10 %",
  }).optional(),
  retention: sourced("share", {
    about: "Share of its customers who do not look around in a month",
    ...share,
    example: "90 %",
  }).optional(),
  reinvest: sourced("share", {
    about: "Share of its profit spent on efficiency",
    ...share,
    example: "20 %",
  }).optional(),
  engine: sourced("ratio", {
    about: "Cost with its software over cost with that of the scenario; this lead leaks to rivals",
    above: 0,
    max: 1e3,
    example: "1.5",
  }).optional(),
  users: usersSchema,
  entry: z
    .strictObject({
      sunk: sourced("usd", { about: "Spent to get in", ...usd, example: "20 M USD" }).optional(),
      payback: sourced("time", {
        about: "Time within which that must come back",
        above: 0,
        max: 600 * MONTH_S,
        example: "3 years",
      }).optional(),
      busy: sourced("share", {
        about: "Share of its fleet that it expects to fill",
        above: 0,
        max: 1,
        example: "60 %",
      }).optional(),
    })
    .optional()
    .meta(about("It waits outside until the price pays for coming in; left out: it sells at once")),
};

export const marketSchema = z
  .strictObject({
    months: quantity("time", {
      about: "How long the market is followed, whole months",
      min: MONTH_S,
      max: 360 * MONTH_S,
      example: "60 months",
    }).prefault("60 months"),
    demand: z
      .strictObject({
        volume: sourced("mtokPerMonth", {
          about: "Tokens bought by the token in the first month, at `price`",
          above: 0,
          max: 1e15,
        }),
        price: sourced("usdPerMtok", {
          about: "Price at which that volume was observed, of all kinds of tokens together",
          above: 0,
          max: 1e9,
        }),
        elasticity: sourced("ratio", {
          about: "Percent of volume lost per percent of price",
          min: 0,
          max: 10,
        }).optional(),
        growth: sourced("sharePerYear", {
          about: "Growth of the volume bought at one price",
          above: -1,
          max: 100,
          example: "100 %/year",
        }).optional(),
        ceiling: sourced("usdPerMtok", {
          about: "Price beyond which customers make their own tokens, or go without",
          above: 0,
          max: 1e9,
        }).optional(),
        ceiling_decline: sourced("declinePerYear", {
          about: "Fall of the ceiling",
          min: -1,
          below: 1,
        }).optional(),
      })
      .meta(about("What customers buy")),
    choice: z
      .strictObject({
        elasticity: sourced("ratio", {
          about: "Percent of customers lost per percent of price",
          above: 0,
          max: 1e3,
        }).optional(),
        per_usd: sourced("ratio", {
          about: "Weight of a dollar per Mtok, whatever the level of prices, in units of utility",
          above: 0,
          max: 1e6,
        }).optional(),
      })
      .optional()
      .meta(about("How customers choose between sellers; left out: by percent")),
    pricing: z
      .enum(["full-cost", "avoidable-cost"])
      .prefault("full-cost")
      .meta(about("What sellers add their margin to")),
    learning: z
      .strictObject({
        hardware: sourced("sharePerYear", {
          about: "Cost that newer chips take off for everybody",
          min: 0,
          below: 1,
        }).optional(),
        algorithms: sourced("sharePerYear", {
          about: "Cost that public engines and algorithms take off for everybody",
          min: 0,
          below: 1,
        }).optional(),
        fade_after: sourced("time", {
          about: "Time after which both gains fade",
          above: 0,
          max: 600 * MONTH_S,
          example: "3 years",
        }).optional(),
        wright: sourced("ratio", {
          about: "Exponent of learning by making: 0.32 = 20 % per doubling",
          min: 0,
          max: 3,
        }).optional(),
        leak: sourced("sharePerYear", {
          about: "Share of the best software lead that rivals take over",
          min: 0,
          max: 1,
        }).optional(),
        reinvestment: z
          .strictObject({
            gain: sourced("sharePerYear", {
              about: "Cost that the reference spend takes off",
              min: 0,
              below: 1,
            }).optional(),
            reference: sourced("usdPerYear", {
              about: "Reference spend on efficiency",
              above: 0,
              max: 1e13,
            }).optional(),
            exponent: sourced("ratio", {
              about: "The gain goes with spend to this power",
              above: 0,
              max: 2,
            }).optional(),
          })
          .optional()
          .meta(about("What spending on efficiency buys")),
      })
      .optional()
      .meta(about("How the cost of tokens falls")),
    target_busy: sourced("share", {
      about: "Busy share at which sellers aim when they order capacity",
      above: 0,
      max: 1,
    }).optional(),
    reckoning: sourced("time", {
      about: "A seller that loses money acts on its free tier when its cash lasts less",
      min: 0,
      max: 600 * MONTH_S,
      example: "12 months",
    }).optional(),
    patience: sourced("time", {
      about: "Time for which a price below avoidable cost is borne, whole months",
      min: MONTH_S,
      max: 600 * MONTH_S,
      example: "6 months",
    }).optional(),
    salvage: sourced("share", {
      about: "What a failed seller's fleet fetches, over its price new",
      ...share,
    }).optional(),
    undercut: sourced("share", {
      about: "How far an attacker goes below a rival's cost, in the war and in the survival test",
      min: 0,
      below: 1,
    }).optional(),
    war: z
      .strictObject({
        aggressor: z.string().min(1).max(100).meta(about("Name of the seller that begins it")),
        from: quantity("time", {
          about: "Time of its first month, whole months from the start",
          min: 0,
          max: 360 * MONTH_S,
          example: "12 months",
        }).prefault("0 months"),
        length: quantity("time", {
          about: "How long it lasts at most, whole months",
          min: MONTH_S,
          max: 360 * MONTH_S,
          example: "24 months",
        }),
      })
      .optional()
      .meta(about("One seller undercuts the cheapest of its rivals")),
    firm: z
      .strictObject(firmFields)
      .prefault({})
      .meta(about("The scenario's own standing in the market")),
    rivals: z
      .record(
        z.string().min(1).max(100),
        z.strictObject({
          cost: sourced("ratio", {
            about: "Its cost over that of the scenario: an older engine, a dearer chip",
            above: 0,
            max: 1e3,
            example: "1.4",
          }),
          ...firmFields,
        }),
      )
      .optional()
      .meta(about("Further sellers, by name, at a factor of the scenario's cost curve")),
  })
  .optional()
  .meta(about("The market in which the compared strategies sell; left out: costs alone"));

export type MarketConfig = NonNullable<z.output<typeof marketSchema>>;
export type FirmConfig = MarketConfig["firm"];
