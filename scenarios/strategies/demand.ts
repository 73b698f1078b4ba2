import { type DayCurve, dayCurve, levels } from "../../sim/dayCurve.ts";
import type { ArrivalPlan, DemandPlan, LengthPlan, TraceColumns } from "../../sim/plan.ts";
import type { DemandRise, HorizonPlan, ScalingPlan } from "../../sim/strategy.ts";
import { HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../../sim/units.ts";
import { catalogRow } from "../catalog/catalog.ts";
import { DAY_CURVES } from "../presets/dayCurves.ts";
import { BURSTS, WORKLOADS } from "../presets/workloads.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import { DEFAULT_RATE_PER_S, DEFAULT_WORKLOAD } from "../schema/demand.ts";
import { AUTO_WARMUP_SHARE, DEFAULT_WINDOW_S, LONGEST_AUTO_WARMUP_S } from "../schema/run.ts";
import { tickOf } from "../traces/tick.ts";
import type { Inputs } from "./inputs.ts";

/** The demand of a scenario: requests in the window, and how the window becomes years. */

type Demand = ScenarioConfig["demand"];

/** Mean requests/s over the typical week in month 1. */
export function meanRate({ config, trace }: Pick<Scenario, "config" | "trace">): number {
  if (config.demand.rate) return config.demand.rate.value;
  return trace ? traceRate(trace) : DEFAULT_RATE_PER_S;
}

/** Length of the simulated window and of its unmeasured start, seconds. */
export function windowOf(scenario: Pick<Scenario, "config" | "trace">): {
  windowS: number;
  warmupS: number;
} {
  const { config, trace } = scenario;
  const wholeS = trace ? (trace.spanS * traceRate(trace)) / meanRate(scenario) : DEFAULT_WINDOW_S;
  const stated = config.run.window;
  const windowS = stated === undefined ? wholeS : trace ? Math.min(stated, wholeS) : stated;
  const { warmup } = config.run;
  const autoS = Math.min(windowS * AUTO_WARMUP_SHARE, LONGEST_AUTO_WARMUP_S);
  return { windowS, warmupS: warmup === "auto" ? autoS : warmup };
}

export function demandPlan(scenario: Scenario, inputs: Inputs): DemandPlan {
  const { config, trace } = scenario;
  const { demand } = config;
  const requestsPerS = meanRate(scenario);
  noteDemand(scenario, inputs, requestsPerS);
  const cachedShare = demand.cached_share;
  if (trace && demand.trace) {
    const { block, spread_ticks: spread } = demand.trace;
    const tickS = spread === true ? (tickOf(trace.arrivalS) ?? 0) : spread === false ? 0 : spread;
    return {
      arrivals: { kind: "replay", trace, blockS: block, spreadTickS: tickS },
      lengths: meanLengths(trace),
      rateScale: requestsPerS / traceRate(trace),
      cachedShare,
    };
  }
  const arrivals = arrivalPlan(demand, requestsPerS);
  return { arrivals, lengths: lengthPlan(demand), rateScale: 1, cachedShare };
}

export function horizonPlan(scenario: Scenario, inputs: Inputs): HorizonPlan {
  const { demand, economics, fleet, supply } = scenario.config;
  const followsTheHour = supply === "rented" && fleet.contract === "on-demand";
  const curve = curveOf(demand);
  const week = levels(curve);
  const mean = week.reduce((sum, level) => sum + level.factor * level.hoursPerWeek, 0) / 168;
  return {
    months: monthsOf(economics.horizon.value),
    growthPerMonth: demand.growth.value,
    meanRequestsPerS: meanRate(scenario),
    levels: week.map(({ factor, hoursPerWeek }) => ({
      factor: factor / mean,
      hoursPerWeek,
    })),
    curveLabel: week.length === 1 ? "flat: no day curve" : `${curve.name}: ${curve.source}`,
    hourlyFactors: curve.hourly.map((factor) => (factor * curve.weekdayFactor) / mean),
    followsTheHour,
    ...(followsTheHour ? { scaling: scalingPlan(scenario, curve, mean, inputs) } : {}),
  };
}

/** The rises of a week of hours, Monday to Sunday and round again, by size. */
function scalingPlan(
  { catalog }: Scenario,
  curve: DayCurve,
  mean: number,
  inputs: Inputs,
): ScalingPlan {
  const start = catalogRow(catalog, "failures", "start_hours");
  inputs.row(start, "catalog.failures.start_hours", "start of a rented replica");
  const week = Array.from({ length: 7 }, (_, day) =>
    curve.hourly.map(
      (factor) => (factor * (day < 5 ? curve.weekdayFactor : curve.weekendFactor)) / mean,
    ),
  ).flat();
  const rises = new Map<string, DemandRise>();
  for (const [hour, fromFactor] of week.entries()) {
    const toFactor = week[(hour + 1) % week.length] ?? fromFactor;
    if (toFactor <= fromFactor) continue;
    const key = `${fromFactor} ${toFactor}`;
    const perWeek = (rises.get(key)?.perWeek ?? 0) + 1;
    rises.set(key, { fromFactor, toFactor, perWeek });
  }
  return { startS: start.value * SECONDS_PER_HOUR, rises: [...rises.values()] };
}

export function monthsOf(seconds: number): number {
  return Math.round(seconds / (HOURS_PER_MONTH * SECONDS_PER_HOUR));
}

function curveOf(demand: Demand): DayCurve {
  const { diurnal, weekend_factor: weekend } = demand;
  const curve = Array.isArray(diurnal)
    ? dayCurve("own curve", diurnal, 1, 1, "stated in the scenario")
    : DAY_CURVES[diurnal];
  if (weekend === undefined) return curve;
  return { ...curve, weekdayFactor: 1, weekendFactor: weekend };
}

function traceRate(trace: TraceColumns): number {
  return trace.arrivalS.length / trace.spanS;
}

function workloadOf(demand: Demand) {
  return WORKLOADS[demand.workload ?? DEFAULT_WORKLOAD];
}

function arrivalPlan(demand: Demand, requestsPerS: number): ArrivalPlan {
  const arrivals = demand.arrivals ?? (demand.lengths ? "poisson" : "preset");
  if (arrivals === "preset") return { ...workloadOf(demand).arrivals, requestsPerS };
  if (arrivals === "poisson" || arrivals === "constant") return { kind: arrivals, requestsPerS };
  if (arrivals === "mild-bursts" || arrivals === "strong-bursts") {
    return { ...BURSTS[arrivals], requestsPerS };
  }
  const { gamma, ar1, gamma_rate: gammaRate, cascade } = arrivals;
  if (gamma) return { kind: "gamma", requestsPerS, cv: gamma.cv };
  if (ar1) {
    const { period: periodS, correlation, sigma } = ar1;
    const modulation = { kind: "ar1", periodS, correlation, sigma } as const;
    return { kind: "modulated", requestsPerS, modulation };
  }
  if (gammaRate) {
    const { period: periodS, shape } = gammaRate;
    return { kind: "modulated", requestsPerS, modulation: { kind: "gammaRate", periodS, shape } };
  }
  if (!cascade) throw new RangeError("arrivals without a process; expected one");
  const modulation = {
    kind: "cascade",
    onProbability: cascade.on_probability,
    stickiness: cascade.stickiness,
    minuteShape: cascade.minute_shape,
    tenSecondShape: cascade.ten_second_shape,
    secondShape: cascade.second_shape,
  } as const;
  return { kind: "modulated", requestsPerS, modulation };
}

type Length = NonNullable<Demand["lengths"]>["input"];

function lengthPlan(demand: Demand): LengthPlan {
  if (!demand.lengths) return workloadOf(demand).lengths;
  const { input, output } = demand.lengths;
  if (typeof input === "number" && typeof output === "number") {
    return { kind: "fixed", inputTokens: input, outputTokens: output };
  }
  return { kind: "lognormal", input: lognormal(input), output: lognormal(output) };
}

/** A fixed length beside a lognormal one is a lognormal without spread. */
function lognormal(length: Length) {
  if (typeof length === "number") {
    return { mu: Math.log(length), sigma: 0, minTokens: length, maxTokens: length };
  }
  const { median, sigma, min, max } = length;
  return { mu: Math.log(median), sigma, minTokens: min, maxTokens: max };
}

/** A replay takes lengths from its rows; these stand for them where only a mean is wanted. */
function meanLengths(trace: TraceColumns): LengthPlan {
  const mean = (column: Int32Array): number => {
    let sum = 0;
    for (let i = 0; i < column.length; i++) sum += column[i]!;
    return Math.max(1, Math.round(sum / Math.max(1, column.length)));
  };
  return {
    kind: "fixed",
    inputTokens: mean(trace.inputTokens),
    outputTokens: mean(trace.outputTokens),
  };
}

function noteDemand(scenario: Scenario, inputs: Inputs, requestsPerS: number): void {
  const { config, trace } = scenario;
  const { demand } = config;
  const role = "uncertainty";
  if (trace && demand.trace) {
    const rows = `${trace.arrivalS.length} requests in ${Math.round(trace.spanS)} s`;
    const words = `${trace.name} (${trace.format}, ${rows}, SHA-256 ${trace.sha256.slice(0, 12)})`;
    inputs.chosen("demand.trace.file", "requests replayed", words, "", "constant");
    const tick = demand.trace.spread_ticks;
    inputs.chosen("demand.trace.spread_ticks", "ticks spread", String(tick), "", "constant");
    inputs.chosen("demand.trace.block", "resampled block", demand.trace.block, "s", "constant");
  } else if (demand.lengths) {
    const { input, output } = demand.lengths;
    inputs.chosen("demand.lengths.input", "prompt length", lengthWords(input), "tokens", role);
    inputs.chosen("demand.lengths.output", "output length", lengthWords(output), "tokens", role);
  } else {
    const { name, about, source } = workloadOf(demand);
    inputs.list.push({
      ...{ path: "demand.workload", label: "workload", value: `${name}: ${about}` },
      ...{
        low: null,
        high: null,
        unit: "",
        source,
        asOf: "-",
        grade: "A",
        role: "constant",
        term: null,
      },
    });
  }
  if (!trace) {
    const arrivals = demand.arrivals ?? (demand.lengths ? "poisson" : "preset");
    const words = typeof arrivals === "string" ? arrivals : JSON.stringify(arrivals);
    inputs.chosen("demand.arrivals", "arrival process", words, "", role);
  }
  if (demand.rate) {
    inputs.stated("demand.rate", "mean request rate", demand.rate, "requests/s", role);
  } else if (trace) {
    const source = `the trace's own: ${trace.name}`;
    inputs.list.push({
      ...{
        path: "demand.rate",
        label: "mean request rate",
        value: requestsPerS,
        unit: "requests/s",
      },
      ...{ low: null, high: null, source, asOf: "-", grade: "A", role, term: null },
    });
  } else {
    inputs.chosen("demand.rate", "mean request rate", requestsPerS, "requests/s", role);
  }
  const curve = curveOf(demand);
  inputs.list.push({
    ...{ path: "demand.diurnal", label: "curve of the day", value: curve.name },
    ...{ low: null, high: null, unit: "", source: curve.source, asOf: "-" },
    ...{
      grade: curve.name === "servegen" || curve.name === "burstgpt" ? "A" : "D",
      role,
      term: null,
    },
  });
  const weekend = curve.weekendFactor / curve.weekdayFactor;
  if (demand.weekend_factor === undefined) {
    inputs.list.push({
      ...{ path: "demand.weekend_factor", label: "weekend over weekday", value: weekend },
      ...{ low: null, high: null, unit: "ratio", source: curve.source, asOf: "-" },
      ...{ grade: "D", role, term: null },
    });
  } else inputs.chosen("demand.weekend_factor", "weekend over weekday", weekend, "ratio", role);
  inputs.stated("demand.growth", "growth of demand", demand.growth, "share/month", role);
  inputs.chosen("demand.cached_share", "prompt share in cache", demand.cached_share, "share", role);
}

function lengthWords(length: Length): string | number {
  if (typeof length === "number") return length;
  const { median, sigma, min, max } = length;
  return `lognormal, median ${median}, sigma ${sigma}, ${min} to ${max}`;
}
