import { z } from "zod";
import { lawOf } from "./law.ts";
import { NUMBER_FORMATS } from "./levers.ts";
import { quantity, sourced } from "./quantity.ts";

/** Many fine-tuned variants of the model, and how one fleet serves them all. */

const about = (description: string) => ({ description });

export const variantsSchema = z
  .strictObject({
    count: quantity("count", { about: "Fine-tuned variants", min: 2, max: 10_000, whole: true }),
    spread: sourced("ratio", {
      about:
        "How unlike their popularity is: the exponent of Zipf's law, 0 = all alike; 1 where left out",
      min: 0,
      max: 4,
    }).optional(),
    serve: z
      .enum(["clusters", "adapters"])
      .meta(
        about(
          "clusters: each variant has replicas of its own with merged weights; adapters: every replica holds the model once and adapters beside it",
        ),
      ),
    slots: quantity("count", {
      about:
        "Adapters that a replica holds in the chips' memory; as many as there are variants where left out (serve: adapters)",
      min: 1,
      max: 10_000,
      whole: true,
    }).optional(),
    rank: sourced("count", {
      about:
        "Rank of the adapters, on every attention projection and dense FFN matrix; 16 where left out (serve: adapters)",
      min: 1,
      max: 4096,
      whole: true,
    }).optional(),
    size: sourced("bytes", {
      about: "Bytes of one adapter, instead of its rank (serve: adapters)",
      above: 0,
      max: 1e13,
    }).optional(),
    precision: z
      .enum(NUMBER_FORMATS)
      .prefault("bf16")
      .meta(about("Format of the adapters (serve: adapters)")),
    load: z
      .union(
        [
          z.enum(["adapter", "host"]),
          lawOf("time", { about: "Time to load an adapter", min: 0, max: 1e6 }),
        ],
        { error: () => "expected adapter, host, a time, {median, sigma} or {parts}" },
      )
      .prefault("adapter")
      .meta(
        about(
          "Time to load an adapter: adapter (a measured law, median 4.4 s), host (its bytes over the link to host memory), a time, {median, sigma} or {parts}",
        ),
      ),
    bandwidth: sourced("bandwidth", {
      about: "To host memory, per replica (load: host)",
      above: 0,
      max: 1e15,
    }).optional(),
  })
  .optional()
  .meta(about("Fine-tuned variants of the model: each request asks for one of them"));

export type StatedVariants = NonNullable<z.output<typeof variantsSchema>>;
