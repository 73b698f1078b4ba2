import type { ModelFacts } from "../../sim/facts.ts";
import type { ArrivalPlan, LengthPlan } from "../../sim/plan.ts";
import { type RequestWorkload, requestWorkload } from "../presets/workload.ts";
import { BURSTS } from "../presets/workloads.ts";
import type { ScenarioConfig } from "../scenario.ts";
import { DEFAULT_WORKLOAD } from "../schema/demand.ts";

/** Requests of a demand, or of a service beside it: lengths and the process they arrive by. */

type Demand = ScenarioConfig["demand"];
export type RequestDemand = Pick<Demand, "workload" | "lengths" | "arrivals">;

export function workloadOf({ workload }: RequestDemand, model: ModelFacts): RequestWorkload {
  return requestWorkload(workload ?? DEFAULT_WORKLOAD, model);
}

/** The process as a file names it, or the one that follows from what it leaves out. */
export function arrivalsOf(demand: RequestDemand): NonNullable<Demand["arrivals"]> {
  return demand.arrivals ?? (demand.lengths ? "poisson" : "preset");
}

export function arrivalPlan(
  demand: RequestDemand,
  requestsPerS: number,
  model: ModelFacts,
): ArrivalPlan {
  const arrivals = arrivalsOf(demand);
  if (arrivals === "preset") return { ...workloadOf(demand, model).arrivals, requestsPerS };
  if (arrivals === "poisson" || arrivals === "constant") return { kind: arrivals, requestsPerS };
  if (arrivals === "mild-bursts" || arrivals === "strong-bursts") {
    return { ...BURSTS[arrivals], requestsPerS };
  }
  const { gamma, ar1, gamma_rate: gammaRate, cascade, closed_loop: closed } = arrivals;
  if (closed) {
    const { clients: concurrency, requests, think: thinkS } = closed;
    return { kind: "closedLoop", concurrency, requests, ...(thinkS > 0 ? { thinkS } : {}) };
  }
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

export function lengthPlan(demand: RequestDemand, model: ModelFacts): LengthPlan {
  if (!demand.lengths) return workloadOf(demand, model).lengths;
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

/** Mean answer of a law of lengths, tokens, clipping left out. */
export function meanOutput(lengths: LengthPlan): number {
  switch (lengths.kind) {
    case "fixed":
      return lengths.outputTokens;
    case "lognormal": {
      const { mu, sigma, minTokens, maxTokens } = lengths.output;
      return Math.min(maxTokens, Math.max(minTokens, Math.exp(mu + sigma ** 2 / 2)));
    }
    case "table": {
      const { levels, values } = lengths.output;
      return levels.slice(1).reduce((sum, level, i) => {
        const share = level - (levels[i] ?? 0);
        return sum + (share * ((values[i] ?? 0) + (values[i + 1] ?? 0))) / 2;
      }, 0);
    }
  }
}

export function lengthWords(length: Length): string | number {
  if (typeof length === "number") return length;
  const { median, sigma, min, max } = length;
  return `lognormal, median ${median}, sigma ${sigma}, ${min} to ${max}`;
}
