import type { ModelFacts } from "../../sim/facts.ts";
import type { LengthPlan, LognormalLength, QuantileTable, TraceColumns } from "../../sim/plan.ts";
import { SECONDS_PER_DAY } from "../../sim/units.ts";
import { lengthPlan, type RequestDemand } from "./arrivals.ts";

/** Requests and tokens as two words for one demand. */

/** Mean requests/s of a demand that is stated in tokens per day. */
export function volumeRate(tokensPerDay: number, demand: RequestDemand, model: ModelFacts): number {
  return tokensPerDay / SECONDS_PER_DAY / tokensPerRequest(lengthPlan(demand, model));
}

/** Tokens of one request, prompt and answer, in the mean of their laws. */
export function tokensPerRequest(lengths: LengthPlan): number {
  if (lengths.kind === "fixed") return lengths.inputTokens + lengths.outputTokens;
  return meanLength(lengths.input) + meanLength(lengths.output);
}

/** Tokens of one request of a trace, prompt and answer. */
export function tokensPerTraceRequest(trace: TraceColumns): number {
  let tokens = 0;
  for (let i = 0; i < trace.inputTokens.length; i++) {
    tokens += trace.inputTokens[i]! + trace.outputTokens[i]!;
  }
  return tokens / Math.max(1, trace.inputTokens.length);
}

function meanLength(length: QuantileTable | LognormalLength): number {
  return "levels" in length ? tableMean(length) : lognormalMean(length);
}

/** Linear between its levels, flat outside them. */
function tableMean({ levels, values }: QuantileTable): number {
  const first = (levels[0] ?? 0) * (values[0] ?? 0);
  const last = (1 - (levels.at(-1) ?? 1)) * (values.at(-1) ?? 0);
  return levels.slice(1).reduce((sum, level, i) => {
    const share = level - (levels[i] ?? 0);
    return sum + (share * ((values[i] ?? 0) + (values[i + 1] ?? 0))) / 2;
  }, first + last);
}

/** Standard deviations to each side that are summed, and steps over them. */
const REACH = 9;
const STEPS = 4000;

/** A lognormal moved to its clips: the sum of its values over the normal density. */
function lognormalMean({ mu, sigma, minTokens, maxTokens }: LognormalLength): number {
  const clipped = (z: number): number =>
    Math.min(maxTokens, Math.max(minTokens, Math.exp(mu + sigma * z)));
  if (sigma === 0) return clipped(0);
  const width = (2 * REACH) / STEPS;
  let sum = 0;
  for (let step = 0; step < STEPS; step++) {
    const z = -REACH + (step + 0.5) * width;
    sum += clipped(z) * Math.exp(-(z ** 2) / 2);
  }
  return (sum * width) / Math.sqrt(2 * Math.PI);
}
