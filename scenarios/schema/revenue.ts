import { z } from "zod";
import { sourced } from "./quantity.ts";

/** What the served tokens earn: sold by the million, by the seat, or added to an installed base. */

const about = (description: string) => ({ description });
const price = { min: 0, max: 1e12 } as const;
const people = { min: 0, max: 1e11, example: "20000" } as const;

export const revenueSchema = z
  .strictObject({
    token_price: z
      .strictObject({
        input: sourced("usdPerMtok", { about: "Sales price of prompt tokens", ...price }),
        cached: sourced("usdPerMtok", {
          about: "Sales price of cached prompt tokens; that of prompt tokens where left out",
          ...price,
        }).optional(),
        output: sourced("usdPerMtok", { about: "Sales price of output tokens", ...price }),
      })
      .optional()
      .meta(about("Tokens sold by the million; those on time are paid")),
    token_price_decline: sourced("declinePerYear", {
      about: "Fall of the sales prices; negative = they rise",
      min: -1,
      below: 1,
    }).optional(),
    seats: z
      .strictObject({
        users: sourced("count", { about: "Users in the first month", ...people }).optional(),
        tokens_per_user: sourced("tokens", {
          about: "Tokens of one user in the first month; the demand then says how many users",
          above: 0,
          max: 1e15,
          example: "300000",
        }).optional(),
        usage_growth: sourced("growthPerMonth", {
          about: "Growth of the tokens of one user",
          above: -1,
          max: 10,
        }).optional(),
        paying: sourced("share", {
          about: "Share of the users who pay",
          min: 0,
          max: 1,
          example: "5 %",
        }),
        price: sourced("usdPerUserMonth", { about: "Price of a seat", ...price }),
        advertising: sourced("usdPerUserMonth", {
          about: "Advertising earned on every user, paying or not",
          ...price,
        }).optional(),
      })
      .optional()
      .meta(about("Users who pay by the month; the demand is theirs")),
    installed_base: z
      .strictObject({
        users: sourced("count", { about: "Users of the product that is added to", ...people }),
        attach: sourced("share", {
          about: "Share of them that takes the addition",
          min: 0,
          max: 1,
          example: "2 %",
        }),
        price: sourced("usdPerUserMonth", { about: "Price of the addition", ...price }),
      })
      .optional()
      .meta(about("An addition sold to the users of a product")),
    bound_premium: z
      .strictObject({
        share: sourced("share", {
          about: "Share of the price on top; the catalogue's where left out",
          min: 0,
          max: 10,
          example: "20 %",
        }).optional(),
      })
      .optional()
      .meta(
        about(
          "What customers with bound demand (demand.residency) pay beyond the price; left out: nothing",
        ),
      ),
  })
  .optional()
  .meta(about("What the tokens earn; left out: nothing is sold"));

export type Revenue = NonNullable<z.output<typeof revenueSchema>>;
