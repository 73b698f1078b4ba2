import { z } from "zod";
import { quantity, sourced } from "./quantity.ts";

/** The stations that a request passes, and what stands in front of them. */

const about = (description: string) => ({ description });

/** Name of the pool that the fleet's own fields describe. */
export const MAIN_POOL = "main";
const pool = (what: string) => z.string().min(1).max(40).optional().meta(about(what));

export const FLOWS = ["direct", "disaggregated", "encoded", "cascade"] as const;
/** Fields of each kind of flow, `!` where it must be stated. */
export const FLOW_FIELDS = {
  direct: ["pool"],
  disaggregated: ["prefill", "decode!", "local_below", "nic_bandwidth", "nic_latency"],
  encoded: ["encoder!", "share", "encoder_tokens!", "pool"],
  cascade: ["tiers!", "start", "score_error"],
} as const satisfies Record<(typeof FLOWS)[number], readonly string[]>;

const cascadeTier = z.strictObject({
  pool: z.string().min(1).max(40).meta(about("Pool of this tier")),
  quality: sourced("share", {
    about: "Requests that it can answer acceptably, by difficulty",
    above: 0,
    max: 1,
  }),
  caught: sourced("share", {
    about: "Unacceptable answers that are noticed and sent on",
    min: 0,
    max: 1,
  }).prefault(1),
  false_alarms: sourced("share", {
    about: "Acceptable answers that are sent on, too",
    min: 0,
    max: 1,
  }).prefault(0),
});

export const flowSchema = z.strictObject({
  kind: z
    .enum(FLOWS)
    .meta(
      about("direct, disaggregated (prefill and decode pools), encoded (encoder first) or cascade"),
    ),
  pool: pool("Pool that answers (direct, encoded); main where left out"),
  prefill: pool("Pool that computes prompts (disaggregated); main where left out"),
  decode: pool("Pool that writes answers (disaggregated)"),
  local_below: quantity("tokens", {
    about: "Prompts with fewer new tokens are computed where they are answered (disaggregated)",
    min: 0,
    max: 1e8,
    whole: true,
  }).prefault(0),
  nic_bandwidth: sourced("bandwidth", {
    about: "Network cards of one replica, one direction (disaggregated)",
    above: 0,
    max: 1e15,
  }).optional(),
  nic_latency: sourced("time", {
    about: "Latency of a KV transfer (disaggregated)",
    min: 0,
    max: 60,
  }).optional(),
  encoder: pool("Pool of the encoder (encoded)"),
  share: sourced("share", {
    about: "Requests with something to encode (encoded)",
    min: 0,
    max: 1,
  }).prefault(1),
  encoder_tokens: quantity("tokens", {
    about: "Tokens that the encoder works on and that join the prompt (encoded)",
    min: 1,
    max: 1e7,
    whole: true,
  }).optional(),
  tiers: z
    .array(cascadeTier)
    .min(2)
    .max(8)
    .optional()
    .meta(
      about("Pools from small to large (cascade): list of {pool, quality, caught, false_alarms}"),
    ),
  start: z
    .enum(["smallest", "by-score"])
    .prefault("smallest")
    .meta(
      about("Where a request starts (cascade): at the smallest, or by a score of its difficulty"),
    ),
  score_error: sourced("share", {
    about: "Standard deviation of the score's error (start: by-score)",
    min: 0,
    max: 1,
  }).prefault(0),
});

export type StatedFlow = z.output<typeof flowSchema>;

export const frontFields = {
  flow: flowSchema.optional().meta(about("What a request passes; the main pool where left out")),
  service_flows: z
    .record(z.string(), flowSchema)
    .optional()
    .meta(about("Flows of services with one of their own, by name: {service: {kind, ...}}")),
  response_cache: z
    .strictObject({
      hits: sourced("share", { about: "Requests answered from it", min: 0, max: 1 }),
      stale: sourced("share", {
        about: "Answers from it that are out of date",
        min: 0,
        max: 1,
      }).prefault(0),
      latency: sourced("time", { about: "Time of an answer from it", min: 0, max: 60 }).prefault(
        "50 ms",
      ),
    })
    .optional()
    .meta(about("Answers kept for equal or similar questions, in front of every pool")),
  shed_above: z
    .union([
      quantity("ratio", { about: "Requests per replica", above: 0, max: 1e9 }),
      z.record(
        z.string(),
        z.union([
          z.literal("none"),
          quantity("ratio", { about: "Requests per replica", above: 0, max: 1e9 }),
        ]),
      ),
    ])
    .optional()
    .meta(
      about(
        "Requests per replica in service above which new ones are turned away: a number, or by class {free: 32}",
      ),
    ),
};
