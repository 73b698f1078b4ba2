import { z } from "zod";
import { schedulerFields, shapeFields } from "./engine.ts";
import { levers } from "./levers.ts";
import { quantity } from "./quantity.ts";

/** Pools beside the main one: what they leave out of shape and scheduler is the fleet's own. */

const about = (description: string) => ({ description });

/** A field of the fleet without its default: the fleet's value stands where a pool leaves it out. */
function inherited<T extends z.ZodType>(field: z.ZodPrefault<T>): z.ZodOptional<T> {
  const inner = field.unwrap();
  const words = field.meta()?.description ?? inner.meta()?.description ?? "";
  return inner.optional().meta(about(`${words}; the fleet's where left out`));
}

const pool = z.strictObject({
  model: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta(about("Model of this pool, by catalogue name; the scenario's where left out")),
  replicas: quantity("count", {
    about: "Replicas of this pool; with fleet.count: auto those in one unit of the fleet",
    min: 1,
    max: 1_000_000,
    whole: true,
  }).prefault(1),
  precision: inherited(shapeFields.precision),
  kv_precision: shapeFields.kv_precision,
  tp: inherited(shapeFields.tp),
  router: schedulerFields.router,
  max_batch: inherited(schedulerFields.max_batch),
  token_budget: inherited(schedulerFields.token_budget),
  block_tokens: inherited(schedulerFields.block_tokens),
  memory_share: inherited(schedulerFields.memory_share),
  context: schedulerFields.context,
  context_policy: inherited(schedulerFields.context_policy),
  ...levers,
});

export type StatedPool = z.output<typeof pool>;

export const poolsSchema = z
  .record(
    z.string().regex(/^[A-Za-z][\w-]{0,39}$/, {
      error: "expected a name of letters, digits, _ and -",
    }),
    pool,
  )
  .optional()
  .meta(
    about(
      "Further pools by name, each with model, replicas and the fields of the fleet: {small: {model, replicas, tp, ...}}",
    ),
  );
