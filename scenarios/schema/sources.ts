import { z } from "zod";
import { quantity, sourced } from "./quantity.ts";
import { SUPPLIES } from "./supply.ts";

/** Several sources that serve one demand, and how it is split over them. */

const about = (description: string) => ({ description });
const NAME = /^[A-Za-z][\w-]{0,39}$/;
const name = z.string().regex(NAME, {
  error: "expected a name of letters, digits, _ and -",
});
const copies = (what: string) =>
  quantity("count", { about: what, min: 1, max: 100_000, whole: true })
    .optional()
    .meta(about(`${what} (a whole number >= 1), each on an equal part of the demand`));

const source = z
  .looseObject({
    supply: z.enum(SUPPLIES).optional().meta(about("How this source gets its tokens")),
    copies: copies("Independent copies of this source"),
    capacity: quantity("requestRate", {
      about: "Most that this offer takes (split.kind: cheapest); any rate where left out",
      above: 0,
      max: 1e9,
    }).optional(),
  })
  .meta(about("What is different from the scenario: supply, fleet, api, economics, faults, model"));

export const sourcesSchema = z
  .record(name, source)
  .optional()
  .meta(
    about(
      "Sources that serve the demand together, by name; each is the scenario with these settings on top",
    ),
  );

const size = z
  .union(
    [
      z.literal("auto"),
      quantity("requestRate", { about: "A rate", min: 0, max: 1e9 }).transform((requestsPerS) => ({
        requestsPerS,
      })),
      quantity("share", { about: "A share of each month's peak hour", min: 0, max: 1 }).transform(
        (peakShare) => ({ peakShare }),
      ),
    ],
    { error: () => 'expected auto, a rate such as "40/s", or a share of the peak such as "60 %"' },
  )
  .optional()
  .meta(
    about(
      "Up to where the base serves: auto (cheapest, in whole replicas), 40/s, or 60 % of the peak",
    ),
  );

const share = (what: string) => sourced("share", { about: what, min: 0, max: 1 }).optional();

export const splitSchema = z
  .discriminatedUnion("kind", [
    z
      .strictObject({
        kind: z
          .literal("base-burst")
          .meta(about("How the demand is split: base-burst, shares or cheapest")),
        base: name.meta(about("Source that serves first")),
        burst: name.meta(about("Source that serves what is above")),
        size,
      })
      .meta(about("The base serves up to a rate, the burst what is above, hour by hour")),
    z
      .strictObject({
        kind: z.literal("shares"),
        shares: z
          .record(name, quantity("share", { about: "Share of every hour", min: 0, max: 1 }))
          .meta(about("Share of the demand by source; they sum to 100 %")),
      })
      .meta(about("Every source has a constant share of every hour")),
    z
      .strictObject({
        kind: z.literal("cheapest"),
        incumbent: name.meta(about("Source that would serve all without a broker")),
        take: share("Share of the saving that the broker keeps"),
        closing: share("How far prices have met once brokers route all of the market; 0 = not"),
        brokered: share("Share of the market that brokers route in the first month"),
        brokered_at_end: share("The same in the last month; as in the first where left out"),
        carbon_price: sourced("usdPerTonne", {
          about: "What routing counts a tonne of carbon at",
          min: 0,
          max: 1e6,
        }).optional(),
        waiting_price: sourced("usdPerSecond", {
          about: "What routing counts a second to the first token at, for each request",
          min: 0,
          max: 1e3,
        }).optional(),
      })
      .meta(about("Each month goes to the cheapest offer, what it cannot take to the next")),
  ])
  .optional()
  .meta(about("How the demand is split over the sources: base-burst, shares or cheapest"));

export const copiesSchema = copies("Independent copies of the whole");

/** What all sources share: a source that says otherwise would serve another demand. */
export const OF_WHOLE = [
  ...["schema", "extends", "name", "question", "demand", "promise", "run", "catalog", "market"],
  ...["uncertainty", "leaks", "sources", "split"],
] as const;
export const ECONOMICS_OF_WHOLE = ["horizon", "discount_rate", "finance", "revenue"] as const;
