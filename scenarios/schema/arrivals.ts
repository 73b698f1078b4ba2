import { z } from "zod";
import { quantity } from "./quantity.ts";

/** Lengths of synthetic requests, and the process that they arrive by. */

const about = (description: string) => ({ description });

const lognormalLength = z
  .strictObject({
    median: quantity("tokens", { about: "Median length", min: 1, max: 1e7 }),
    sigma: quantity("ratio", { about: "Spread: sigma of the logarithm", min: 0, max: 5 }),
    min: quantity("tokens", { about: "Shortest length", min: 1, max: 1e7, whole: true }).prefault(
      1,
    ),
    max: quantity("tokens", { about: "Longest length", min: 1, max: 1e7, whole: true }).prefault(
      131_072,
    ),
  })
  .refine((length) => length.min <= length.max, { error: "min is longer than max", path: ["min"] });

const length = (what: string) =>
  z
    .union(
      [
        quantity("tokens", { about: `Fixed ${what}`, min: 1, max: 1e7, whole: true }),
        lognormalLength,
      ],
      { error: () => "expected a number of tokens, or {median, sigma, min, max}" },
    )
    .meta(about(`${what}: a fixed number of tokens, or a lognormal {median, sigma, min, max}`));

export const lengths = z
  .strictObject({
    input: length("prompt length"),
    output: length("output length"),
  })
  .meta(about("Lengths of synthetic requests, in place of a workload preset"));

const shapeOf = (what: string) => quantity("ratio", { about: what, above: 0, max: 1e6 });
const probability = (what: string) => quantity("share", { about: what, min: 0, max: 1 });
const period = quantity("time", { about: "Length of one period", min: 1, max: 86_400 });

const ARRIVAL_PROCESSES = {
  gamma: z
    .strictObject({
      cv: quantity("ratio", { about: "Coefficient of variation of gaps", above: 0, max: 100 }),
    })
    .optional()
    .meta(about("Gamma gaps: local burstiness; cv 1 is Poisson")),
  ar1: z
    .strictObject({
      period: period.prefault("60 s"),
      correlation: quantity("ratio", {
        about: "Correlation of one period with the next",
        min: 0,
        below: 1,
      }),
      sigma: quantity("ratio", { about: "Spread of the log-rate", min: 0, max: 5 }),
    })
    .optional()
    .meta(about("Log-rate per period follows an AR(1) process, Poisson inside")),
  gamma_rate: z
    .strictObject({ period: period.prefault("60 s"), shape: shapeOf("Shape of the gamma rate") })
    .optional()
    .meta(about("Gamma distributed rate per period, Poisson inside")),
  cascade: z
    .strictObject({
      on_probability: probability("Share of minutes with any request"),
      stickiness: probability("Share of minutes that copy the state of the last one"),
      minute_shape: shapeOf("Gamma shape per minute"),
      ten_second_shape: shapeOf("Gamma shape per 10 s"),
      second_shape: shapeOf("Gamma shape per second"),
    })
    .optional()
    .meta(about("On/off minutes times gamma factors: bursts of a coding assistant")),
  closed_loop: z
    .strictObject({
      clients: quantity("count", { about: "Clients", min: 1, max: 1e6, whole: true }),
      requests: quantity("count", {
        about: "Requests of all clients together, after which they stop",
        min: 1,
        max: 1e9,
        whole: true,
      }).prefault(1e9),
      think: quantity("time", {
        about: "Mean time from an answer to the client's next request (exponential)",
        min: 0,
        max: 1e6,
      }).prefault(0),
    })
    .optional()
    .meta(about("Clients that each send their next request when the last one is answered")),
};

const arrivalObject = z
  .strictObject(ARRIVAL_PROCESSES)
  .refine((given) => Object.values(given).filter((process) => process !== undefined).length === 1, {
    error:
      "exactly one arrival process is expected: gamma, ar1, gamma_rate, cascade or closed_loop",
  });

export const arrivals = z
  .union([z.enum(["preset", "poisson", "constant", "mild-bursts", "strong-bursts"]), arrivalObject])
  .optional()
  .meta(
    about(
      "Arrival process: preset (the workload's own), poisson, constant, mild-bursts, strong-bursts, or {gamma: {cv}}, {ar1: ...}, {gamma_rate: ...}, {cascade: ...}, {closed_loop: {clients, think}}",
    ),
  );
