import { z } from "zod";
import { lawOf } from "./law.ts";
import { quantity } from "./quantity.ts";

/** Number of replicas as a function of load, or of the clock. */

const about = (description: string) => ({ description });
const replicas = (what: string, min: number) =>
  quantity("count", { about: what, min, max: 1_000_000, whole: true });

export const SIGNALS = ["queue", "kv", "latency", "schedule"] as const;

/** What each signal is steered to where a file states no target. */
export const DEFAULT_TARGETS = { queue: 8, kv: 0.7, latency: 0.8, schedule: 1 } as const;

export const scalingSchema = z
  .strictObject({
    signal: z
      .enum(SIGNALS)
      .prefault("queue")
      .meta(
        about(
          "queue: requests held per replica, kv: share of KV blocks in use, latency: p90 time to first token over its promise, schedule: the clock",
        ),
      ),
    target: quantity("ratio", {
      about:
        "Value of the signal that is held: 8 requests, 0.7 of the blocks, 0.8 of the promise where left out",
      above: 0,
      max: 1e6,
    }).optional(),
    min: replicas("Fewest replicas; 0 = scale to zero", 0).prefault(1),
    max: replicas("Most replicas; fleet.count where left out", 1).optional(),
    every: quantity("time", { about: "Time between decisions", min: 0.1, max: 86_400 }).prefault(
      "15 s",
    ),
    down_after: quantity("time", {
      about: "How long load must stay low before a replica goes",
      min: 0,
      max: 86_400,
    }).prefault("5 min"),
    provision: lawOf("time", {
      about: "From the order of a replica to its boot; 15 min median where left out",
      min: 0,
      max: 1e6,
    }).optional(),
    load: z
      .union(
        [
          z.enum(["base-model", "adapter"]),
          lawOf("time", { about: "Time to load the model", min: 0, max: 1e6 }),
        ],
        { error: () => "expected base-model, adapter, a time, {median, sigma} or {parts}" },
      )
      .prefault("base-model")
      .meta(
        about(
          "Time to load the model: base-model or adapter (measured laws), a time, {median, sigma} or {parts}",
        ),
      ),
    schedule: z
      .array(
        z.strictObject({
          from: quantity("time", { about: "Start of this number", min: 0, max: 3.2e9 }),
          replicas: replicas("Replicas from then on", 0),
        }),
      )
      .min(1)
      .max(10_000)
      .optional()
      .meta(about("Replicas by the clock (signal: schedule): list of {from, replicas}")),
  })
  .optional()
  .meta(about("Replicas come and go with the load"));

export type StatedScaling = NonNullable<z.output<typeof scalingSchema>>;
