import { z } from "zod";
import type { UncertaintyPlan } from "../../sim/monteCarlo.ts";
import { quantity } from "./quantity.ts";

/** What is done about inputs that have a range: how many worlds are drawn, and what moves together. */

const about = (description: string) => ({ description });

export const SAMPLINGS = ["latin-hypercube", "plain"] as const;

const correlation = z.tuple(
  [
    z.string().min(1).max(200).meta(about("Path of an input: economics.rent")),
    z.string().min(1).max(200).meta(about("Path of another input")),
    z.number().min(-1).max(1).meta(about("Correlation of the two, -1 to 1")),
  ],
  {
    error:
      'expected [PATH, PATH, NUMBER], for example ["economics.rent", "economics.electricity", 0.5]',
  },
);

/** No defaults here: a scenario without this section is written as it always was. */
export const uncertaintySchema = z
  .strictObject({
    samples: quantity("count", {
      about: "Worlds drawn from the ranges of the inputs (--monte-carlo); none where left out",
      min: 2,
      max: 100_000,
      whole: true,
    }).optional(),
    sampling: z
      .enum(SAMPLINGS)
      .optional()
      .meta(about("How the ranges are covered; latin-hypercube where left out")),
    correlate: z
      .array(correlation)
      .max(200)
      .optional()
      .meta(
        about(
          "Inputs that move together (Gaussian copula): list of [PATH, PATH, CORRELATION]; a path with itself joins what differs between strategies",
        ),
      ),
  })
  .optional()
  .meta(about("Inputs that have a range, drawn many times"));

/** As the simulation reads it; undefined where the scenario says nothing. */
export function uncertaintyPlan(
  stated: z.output<typeof uncertaintySchema>,
): UncertaintyPlan | undefined {
  if (stated === undefined) return undefined;
  const { samples, sampling, correlate } = stated;
  return {
    ...(samples === undefined ? {} : { samples }),
    ...(sampling === undefined ? {} : { sampling }),
    ...(correlate === undefined ? {} : { correlate }),
  };
}
