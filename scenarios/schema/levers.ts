import { z } from "zod";
import { cacheSchema } from "./cache.ts";
import { shareRange } from "./law.ts";
import { quantity, sourced } from "./quantity.ts";
import { scalingSchema } from "./scaling.ts";

/** Levers of the serving stack that a fleet and each pool of it may pull; left out = off. */

const about = (description: string) => ({ description });
export const NUMBER_FORMATS = ["fp32", "bf16", "fp8", "int8", "fp4"] as const;
const degree = (what: string) =>
  quantity("count", { about: what, min: 1, max: 4096, whole: true }).prefault(1);

export const ROUTERS = [
  ...["least-outstanding", "round-robin", "least-kv", "power-of-two"],
  ...["prefix-affinity", "session-affinity", "adapter-affinity", "weighted"],
] as const;

const parallel = z
  .strictObject({
    pipeline: degree("Pipeline stages of one replica"),
    data: degree("Copies of the attention layers, each with sequences of its own"),
    expert: degree("Chips that the routed experts are spread over; divides tp x data"),
    micro_batches: quantity("count", {
      about: "Parts that a pipeline splits its batch into; as many as stages where left out",
      min: 1,
      max: 4096,
      whole: true,
    }).optional(),
    expert_skew: sourced("ratio", {
      about: "Load of the busiest expert rank over the mean; 1 = even",
      min: 1,
      max: 100,
    }).optional(),
    overlap: z
      .boolean()
      .prefault(false)
      .meta(about("Two half batches take turns, so that collectives hide behind arithmetic")),
  })
  .optional()
  .meta(about("How the chips of one replica share the model: chips = tp x pipeline x data"));

const speculation = z
  .strictObject({
    draft: z
      .string()
      .min(1)
      .max(100)
      .prefault("heads")
      .meta(
        about("Who drafts: heads (multi-token prediction), or a small model by catalogue name"),
      ),
    precision: z
      .enum(NUMBER_FORMATS)
      .optional()
      .meta(about("Format of the draft model's weights; the fleet's where left out")),
    tokens: quantity("count", {
      about: "Tokens drafted per step and sequence",
      min: 1,
      max: 64,
      whole: true,
    }).prefault(3),
    acceptance: shareRange(
      "Probability that a draft is accepted after those before it, uniform by request",
    ).optional(),
  })
  .optional()
  .meta(about("Speculative decoding: drafted tokens that the model verifies together"));

export const levers = {
  policy: z
    .enum(["mixed", "prefill-first", "decode-first", "static"])
    .optional()
    .meta(
      about(
        "What a step holds: decodes, then prompt chunks (mixed), prompts first, decodes until the batch is empty, or a static batch",
      ),
    ),
  batch_wait: quantity("time", {
    about: "Longest wait for a static batch to fill (policy: static)",
    min: 0,
    max: 3600,
  }).optional(),
  queue: z
    .enum(["fcfs", "priority", "fair"])
    .optional()
    .meta(
      about("Who goes first: in order of arrival (fcfs), by class priority, or fair by weight"),
    ),
  preemption: z
    .enum(["recompute", "swap"])
    .optional()
    .meta(
      about("Memory of a preempted request: computed again (recompute), or swapped to the host"),
    ),
  swap_bandwidth: sourced("bandwidth", {
    about: "To host memory, per replica (preemption: swap)",
    above: 0,
    max: 1e15,
  }).optional(),
  router_signal: z
    .array(
      z.strictObject({
        from: quantity("time", { about: "Start of these weights", min: 0, max: 3.2e9 }),
        weights: z
          .array(z.number().min(0).max(1e9))
          .min(1)
          .max(100_000)
          .meta(about("Weight of each replica; one is chosen in proportion")),
      }),
    )
    .min(1)
    .max(10_000)
    .optional()
    .meta(about("Price or carbon signal (router: weighted): list of {from, weights}")),
  parallel,
  cache: cacheSchema,
  kv_compression: z
    .strictObject({
      bytes: quantity("share", { about: "KV bytes kept per byte computed", above: 0, below: 1 }),
      quality_loss: sourced("share", {
        about: "Answers that become unacceptable",
        min: 0,
        max: 1,
      }).prefault(0),
    })
    .optional()
    .meta(about("KV cache kept in fewer bytes, at a price in quality")),
  speculation,
  scaling: scalingSchema,
  quality: sourced("share", {
    about: "Answers that are accepted; all where left out",
    above: 0,
    max: 1,
  }).optional(),
};

export type StatedParallel = NonNullable<z.output<typeof parallel>>;
export type StatedSpeculation = NonNullable<z.output<typeof speculation>>;
