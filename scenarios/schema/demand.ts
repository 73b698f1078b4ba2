import { z } from "zod";
import { TIME_UNITS, TRACE_FORMATS } from "../traces/traceReport.ts";
import { DIMENSIONS } from "../units.ts";
import { parseRange } from "./parseQuantity.ts";
import { quantity, sourced } from "./quantity.ts";

/** Who asks for what, when: workload or trace, rate, day curve, growth. */

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

const lengths = z
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
};

const arrivalObject = z
  .strictObject(ARRIVAL_PROCESSES)
  .refine((given) => Object.values(given).filter((process) => process !== undefined).length === 1, {
    error: "exactly one arrival process is expected: gamma, ar1, gamma_rate or cascade",
  });

const arrivals = z
  .union([z.enum(["preset", "poisson", "constant", "mild-bursts", "strong-bursts"]), arrivalObject])
  .optional()
  .meta(
    about(
      "Arrival process: preset (the workload's own), poisson, constant, mild-bursts, strong-bursts, or {gamma: {cv}}, {ar1: ...}, {gamma_rate: ...}, {cascade: ...}",
    ),
  );

const traceWindow = z.string().transform((text, ctx): { fromS: number; toS: number } => {
  const range = parseRange(text, DIMENSIONS.time);
  if (range.ok && range.low >= 0 && range.low < range.high) {
    return { fromS: range.low, toS: range.high };
  }
  const problem = range.ok
    ? { code: "CM-E0119" as const, message: `"${text}" is no window` }
    : range.problem;
  const params = {
    code: problem.code,
    expected: 'two times joined by "to", for example "0 s to 600 s"',
    suggestions: [],
  };
  ctx.issues.push({ code: "custom", message: problem.message, params, input: text });
  return { fromS: 0, toS: 0 };
});

const column = (what: string) => z.string().min(1).max(200).meta(about(what));

const trace = z
  .strictObject({
    file: z.string().min(1).max(4096).meta(about("Trace file, relative to this scenario file")),
    format: z
      .enum(TRACE_FORMATS)
      .optional()
      .meta(about("Format of the trace; recognised from its header when left out")),
    columns: z
      .strictObject({
        arrival: column("Column of arrival times"),
        input: column("Column of prompt tokens"),
        output: column("Column of output tokens"),
        cached: column("Column of prompt tokens found in a prefix cache").optional(),
      })
      .optional()
      .meta(about("Columns of a generic csv or jsonl trace")),
    time_unit: z
      .enum(TIME_UNITS)
      .optional()
      .meta(about("Unit of the arrival column of a generic csv or jsonl trace")),
    spread_ticks: z
      .union([z.boolean(), quantity("time", { about: "Length of a tick", above: 0, max: 3600 })])
      .prefault(false)
      .meta(about("Spread requests that share a coarse timestamp over its tick")),
    window: traceWindow.optional().meta(about("Part of the trace to use: `0 s to 600 s`")),
    output_zero: z
      .enum(["drop", "keep"])
      .optional()
      .meta(about("What happens to rows without output tokens")),
    max_rows: quantity("count", {
      about: "Reading stops after this many kept rows",
      min: 1,
      max: 1e9,
      whole: true,
    }).optional(),
    block: quantity("time", {
      about: "Length of the blocks that later replications resample",
      above: 0,
      max: 86_400,
    }).prefault("60 s"),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, { error: "expected 64 hexadecimal digits" })
      .optional()
      .meta(about("Digest that the file must have; another file is refused")),
  })
  .meta(about("Recorded requests to replay, in place of a workload"));

/** The workloads by name; lengths and arrivals of each are in presets/workloads.ts. */
export const WORKLOADS = ["code", "conv", "longchat", "agentic"] as const;
export const DAY_CURVES = ["flat", "office", "servegen", "burstgpt"] as const;

/** Synthetic demand where the file states none; a trace brings its own. */
export const DEFAULT_WORKLOAD = "conv";
export const DEFAULT_RATE_PER_S = 5;
const DEFAULT_RATE = `${DEFAULT_RATE_PER_S}/s`;

export const demandSchema = z
  .strictObject({
    workload: z.enum(WORKLOADS).optional().meta({
      description: "Lengths and arrivals of a measured service",
      "x-default": DEFAULT_WORKLOAD,
    }),
    lengths: lengths.optional().meta(about("Own lengths, in place of a workload")),
    rate: sourced("requestRate", {
      about: "Mean requests over the typical week, month 1; a trace's own rate where left out",
      above: 0,
      max: 1e7,
    })
      .optional()
      .meta({
        description:
          'Mean requests over the typical week in month 1 (a request rate > 0, for example "6/s"); a trace keeps its own rate where this is left out',
        "x-default": DEFAULT_RATE,
      }),
    arrivals,
    trace: trace.optional(),
    diurnal: z
      .union([
        z.enum(DAY_CURVES),
        z.array(z.number().min(0).max(1000)).length(24, { error: "expected 24 hourly factors" }),
      ])
      .prefault("servegen")
      .meta(about("Curve of the day: a named curve or 24 hourly factors (scaled to mean 1)")),
    weekend_factor: quantity("ratio", {
      about: "Weekend level over weekday level; the curve's own where left out",
      min: 0,
      max: 100,
    }).optional(),
    growth: sourced("growthPerMonth", { about: "Growth of demand", min: -0.5, max: 1 }).prefault(0),
    cached_share: quantity("share", {
      about: "Share of each prompt found in a prefix cache; a trace with block ids counts its own",
      min: 0,
      max: 1,
    }).prefault(0),
  })
  .meta(about("Who asks for what, when; the same for every strategy compared"));

export const promiseSchema = z
  .strictObject({
    ttft: quantity("time", { about: "Time to first token", above: 0, max: 1e6 }).prefault("2 s"),
    tpot: quantity("time", {
      about: "Time per output token after the first, mean over the request",
      above: 0,
      max: 1e6,
    }).prefault("100 ms"),
    quantile: quantity("share", {
      about: "Share of requests that must be on time; sizing holds it",
      above: 0,
      below: 1,
    }).prefault(0.99),
  })
  .meta(about("What the service promises each request; later than this is late"));
