import { z } from "zod";
import { apiContractFields, fleetContractFields, spotSchema } from "./contracts.ts";
import { contextPolicy, schedulerFields, shapeFields } from "./engine.ts";
import { frontFields } from "./flows.ts";
import { levers } from "./levers.ts";
import { poolsSchema } from "./pools.ts";
import { quantity, sourced } from "./quantity.ts";
import { variantsSchema } from "./variants.ts";
import { fleetYearsFields } from "./years.ts";

/** How tokens are supplied: an API, or a fleet of rented or owned chips. */

const about = (description: string) => ({ description });

export const SUPPLIES = ["api", "rented", "owned"] as const;

const rateLimit = (dimension: "tokensPerMinute" | "requestsPerMinute", what: string) =>
  z
    .union([
      z.literal("none"),
      quantity(dimension, { about: `Rate limit on ${what}`, above: 0, max: 1e15 }),
    ])
    .optional()
    .meta(about(`Rate limit on ${what}, or none; the catalogue's where left out`));

export const apiSchema = z
  .strictObject({
    ttft: sourced("time", { about: "Assumed time to first token", above: 0, max: 1e4 }).optional(),
    tpot: sourced("time", {
      about: "Assumed time per output token after the first",
      above: 0,
      max: 1e4,
    }).optional(),
    tokens_per_minute: rateLimit("tokensPerMinute", "input and output tokens together"),
    requests_per_minute: rateLimit("requestsPerMinute", "requests"),
    context: quantity("tokens", {
      about: "Longest context; the model's own where left out",
      min: 1,
      max: 1e8,
      whole: true,
    }).optional(),
    context_policy: contextPolicy,
    ...apiContractFields,
  })
  .meta(about("A remote API: assumed latency and limits (supply: api)"));

export const fleetSchema = z
  .strictObject({
    gpu: z.string().min(1).max(100).prefault("h100").meta(about("Chip, by catalogue name")),
    ...shapeFields,
    count: z
      .union([
        z.literal("auto"),
        quantity("count", { about: "Replicas", min: 1, max: 1_000_000, whole: true }),
      ])
      .prefault("auto")
      .meta(about("Replicas (chips = count x tp); auto = the fewest that hold the promise")),
    ...schedulerFields,
    contract: z
      .enum(["on-demand", "reserved-1y", "reserved-3y", "spot", "managed", "capacity-block"])
      .prefault("on-demand")
      .meta(about("Contract of rented chips (supply: rented)")),
    site: z
      .enum(["colocation", "own-facility"])
      .prefault("colocation")
      .meta(about("Where owned chips stand (supply: owned)")),
    region: z
      .string()
      .min(1)
      .max(100)
      .prefault("us-average")
      .meta(about("Region of power price and carbon intensity, by catalogue name")),
    ...fleetContractFields,
    ...fleetYearsFields,
    ...levers,
    variants: variantsSchema,
    pools: poolsSchema,
    main_replicas: quantity("count", {
      about:
        "Replicas of the main pool in one unit of the fleet (count: auto with pools); 1 where left out",
      min: 1,
      max: 1_000_000,
      whole: true,
    }).optional(),
    ...frontFields,
  })
  .meta(about("Chips that serve the model (supply: rented or owned)"));

const onOff = z.union([z.enum(["on", "off"]), z.boolean()]);

export const faultsSchema = z
  .strictObject({
    replicas: z
      .union([
        onOff,
        z.strictObject({
          mtbf: sourced("time", {
            about: "Mean powered time of one chip between failures that take its replica down",
            above: 0,
          }).optional(),
          repair: sourced("time", { about: "Median repair time", above: 0, max: 3.2e7 }).optional(),
          repair_sigma: sourced("ratio", {
            about: "Spread of the repair time: sigma of the logarithm",
            min: 0,
            max: 5,
          }).optional(),
          reload: sourced("time", {
            about: "Time to load the model and rejoin",
            min: 0,
            max: 1e6,
          }).optional(),
        }),
      ])
      .prefault("on")
      .meta(about("Replicas die and are repaired: on (catalogue rates), off, or own figures")),
    stalls: z
      .union([
        onOff,
        z.strictObject({
          probability: sourced("share", {
            about: "Probability that an engine step is held up by a stalled all-reduce",
            min: 0,
            max: 1,
          }).optional(),
          length: sourced("time", { about: "Length of a stall", above: 0, max: 3600 }).optional(),
        }),
      ])
      .prefault("on")
      .meta(about("All-reduces stall: on (catalogue figures), off, or own figures")),
    power_cap: z
      .union([
        z.union([z.enum(["none", "off"]), z.literal(false)]).transform(() => "none" as const),
        quantity("power", { about: "Facility power cap", above: 0 }),
        z
          .array(
            z.strictObject({
              from: quantity("time", { about: "Start of this cap", min: 0 }),
              cap: z.union([
                z.literal("none"),
                quantity("power", { about: "Facility power from then on", above: 0 }),
              ]),
            }),
          )
          .max(10_000),
      ])
      .prefault("none")
      .meta(
        about("Cap on the fleet's facility power: none (or off), a power, or steps [{from, cap}]"),
      ),
    spot: spotSchema,
    retry_delay: sourced("time", {
      about: "Client's wait before it sends a lost request again",
      min: 0,
      max: 86_400,
    }).optional(),
    max_tries: sourced("count", {
      about: "How often a client tries in all",
      min: 1,
      max: 100,
      whole: true,
    }).optional(),
    forced: z
      .array(
        z.strictObject({
          at: quantity("time", { about: "When the failure happens", min: 0 }),
          replica: quantity("count", {
            about: "Number of the replica, from 0",
            min: 0,
            max: 1e6,
            whole: true,
          }),
        }),
      )
      .max(10_000)
      .prefault([])
      .meta(about("Failures that happen for certain, on top of the random ones")),
  })
  .meta(about("What goes wrong; every mechanism can be switched off"));
