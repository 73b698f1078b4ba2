import { z } from "zod";
import { TIME_UNITS, TRACE_FORMATS } from "../traces/traceReport.ts";
import { DIMENSIONS } from "../units.ts";
import { arrivals, lengths } from "./arrivals.ts";
import { classesSchema, MOST_SERVICES, rights } from "./classes.ts";
import { parseRange } from "./parseQuantity.ts";
import { quantity, sourced } from "./quantity.ts";
import { SESSION_WORKLOADS, sessionSchema } from "./session.ts";
import { residencySchema } from "./trust.ts";
import { growthSchema, seasonsSchema } from "./years.ts";

/** Who asks for what, when: workload or trace, rate, day curve, growth. */

const about = (description: string) => ({ description });

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
      about: "Length of blocks that later replications resample; all, if a cache is simulated",
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

/** The workloads by name; what each asks for is in presets/workload.ts. */
export const WORKLOADS = [
  ...[
    "code",
    "conv",
    "longchat",
    "agentic",
    "reasoning",
    "toolagent",
    "retrieval",
    "batch",
    "deepseek",
  ],
  ...SESSION_WORKLOADS,
  ...["image", "video", "speech", "embedding", "recommend"],
] as const;
export const DAY_CURVES = ["flat", "office", "servegen", "burstgpt"] as const;

/** Synthetic demand where the file states none; a trace brings its own. */
export const DEFAULT_WORKLOAD = "conv";
export const DEFAULT_RATE_PER_S = 5;
const DEFAULT_RATE = `${DEFAULT_RATE_PER_S}/s`;

const sessions = (what: string) =>
  sourced("sessionRate", { about: what, above: 0, max: 1e7 }).optional();
const sharedPrefix = (what: string) => quantity("share", { about: what, min: 0, max: 1 });

const servicesSchema = z
  .array(
    z.strictObject({
      ...rights,
      workload: z
        .enum(WORKLOADS)
        .optional()
        .meta(about("Lengths and arrivals of a measured service, or a session workload")),
      lengths: lengths.optional().meta(about("Own lengths, in place of a workload")),
      arrivals,
      rate: sourced("requestRate", {
        about: "Mean requests over the typical week, month 1",
        above: 0,
        max: 1e7,
      }).optional(),
      sessions: sessions("Sessions that begin, in place of a rate (session workloads)"),
      session: sessionSchema.optional(),
      cached_share: sharedPrefix("Share of each prompt found in a prefix cache").prefault(0),
    }),
  )
  .max(MOST_SERVICES)
  .optional()
  .meta(
    about(
      "Further services on the same fleet: list of {name, workload | lengths | session, rate | sessions, arrivals, cached_share, priority, weight, ttft, tpot, patience, tries, retry_delay, quota, burst}",
    ),
  );
export type StatedService = NonNullable<z.output<typeof servicesSchema>>[number];

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
    tokens_per_day: sourced("tokensPerDay", {
      about:
        "Tokens of all requests (prompts with what is cached of them, and answers), in place of a rate: mean over the typical week, month 1",
      above: 0,
      max: 1e18,
    }).optional(),
    sessions: sessions("Sessions that begin, in place of a rate; of a session workload or trace"),
    session: sessionSchema.optional(),
    arrivals,
    trace: trace.optional(),
    classes: classesSchema,
    services: servicesSchema,
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
    growth: growthSchema,
    seasons: seasonsSchema,
    cached_share: quantity("share", {
      about: "Share of each prompt found in a prefix cache; a trace with block ids counts its own",
      min: 0,
      max: 1,
    }).prefault(0),
    cached_requests: quantity("share", {
      about:
        "Requests that find anything there, each cached_share over this of its prompt; all where left out",
      above: 0,
      max: 1,
    }).optional(),
    residency: residencySchema,
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
    unit: quantity("time", {
      about: "Time that the passes of one image or clip take once begun, in place of tpot",
      above: 0,
      max: 1e6,
    }).optional(),
    quantile: quantity("share", {
      about: "Share of requests that must be on time; sizing holds it",
      above: 0,
      below: 1,
    }).prefault(0.99),
  })
  .meta(about("What the service promises each request; later than this is late"));
