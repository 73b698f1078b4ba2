import { z } from "zod";
import { quantity, sourced } from "./quantity.ts";

/** Classes of users, each with a promise and rights of its own, and what else a client does. */

const about = (description: string) => ({ description });

/** Longest lists of classes and services. */
const MOST_CLASSES = 16;

/** What both a class and a service of its own state. */
export const rights = {
  name: z
    .string()
    .regex(/^[A-Za-z][\w-]{0,39}$/, { error: "expected a name of letters, digits, _ and -" })
    .meta(about("Name in results and in fleet.shed_above")),
  priority: quantity("count", {
    about: "Higher goes first (fleet.queue: priority)",
    min: -1000,
    max: 1000,
    whole: true,
  }).prefault(0),
  weight: quantity("ratio", {
    about: "Part of the service that a fair queue gives it, relative to the others",
    above: 0,
    max: 1e6,
  }).prefault(1),
  ttft: quantity("time", {
    about: "Its own promised time to first token; the promise's where left out",
    above: 0,
    max: 1e6,
  }).optional(),
  tpot: quantity("time", {
    about: "Its own promised time per output token; the promise's where left out",
    above: 0,
    max: 1e6,
  }).optional(),
  patience: z
    .union([
      z.literal("none"),
      quantity("time", { about: "Longest wait for the first token", above: 0, max: 1e7 }),
    ])
    .prefault("none")
    .meta(about("A client gives up when its first token has not come by then: a time, or none")),
  tries: sourced("count", {
    about: "Tries in all after a refusal or a time-out; as faults.max_tries where left out",
    min: 1,
    max: 100,
    whole: true,
  }).optional(),
  retry_delay: sourced("time", {
    about: "Client's wait before it tries again; as faults.retry_delay where left out",
    min: 0,
    max: 86_400,
  }).optional(),
  quota: quantity("tokensPerMinute", {
    about: "Tokens (prompt and answer) it may use per minute; none where left out",
    above: 0,
    max: 1e15,
  }).optional(),
  burst: quantity("tokens", {
    about: "Most tokens of the quota that can be saved up",
    min: 1,
    max: 1e12,
  }).optional(),
};

export const classesSchema = z
  .array(
    z.strictObject({
      ...rights,
      share: quantity("share", {
        about: "Share of the requests; all shares sum to 100 %",
        min: 0,
        max: 1,
      }),
    }),
  )
  .min(1)
  .max(MOST_CLASSES)
  .optional()
  .meta(
    about(
      "Classes of requests: list of {name, share, priority, weight, ttft, tpot, patience, tries, retry_delay, quota, burst}",
    ),
  );

export type StatedClass = NonNullable<z.output<typeof classesSchema>>[number];
export const MOST_SERVICES = MOST_CLASSES;
