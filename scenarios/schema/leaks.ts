import { z } from "zod";
import { quantity, sourced } from "./quantity.ts";

/** What `explain` may put in the place of what a scenario has. */

const about = (description: string) => ({ description });

export const leaksSchema = z
  .strictObject({
    quality_tolerance: sourced("share", {
      about: "Quality that may be lost to a lower precision; 1 % where left out",
      min: 0,
      max: 1,
      example: "0.5 %",
    }).optional(),
    smaller: z
      .strictObject({
        model: z
          .string()
          .min(1)
          .max(100)
          .meta(about("A smaller model whose answers would do, by catalogue name")),
        precision: z
          .enum(["fp32", "bf16", "fp8", "int8", "fp4"])
          .optional()
          .meta(about("Its precision; the fleet's where left out")),
        tp: quantity("count", {
          about: "Chips of one replica of it; the fewest that fit where left out",
          min: 1,
          max: 1024,
          whole: true,
        }).optional(),
        share: sourced("share", {
          about: "Requests that it may answer; all where left out",
          above: 0,
          max: 1,
          example: "80 %",
        }).optional(),
        escalated: sourced("share", {
          about: "Of those, sent on to the large model after all",
          min: 0,
          max: 1,
          example: "5 %",
        }).optional(),
      })
      .optional()
      .meta(about("A smaller model, or a route to one, that keeps the quality asked for")),
  })
  .optional()
  .meta(about("What costmoat explain may put in the place of what is there"));

export type StatedLeaks = NonNullable<z.output<typeof leaksSchema>>;
