import type { DemandPlan, TraceColumns } from "../plan.ts";
import { lengthLaw } from "./lengthSource.ts";
import { sessionColumns } from "./sessionColumns.ts";
import { sessionMeans } from "./sessionMeans.ts";

/**
 * Long-run arrival rate of a demand, requests per second.
 *
 * @throws RangeError for a closed loop: its rate is what the service makes of it
 */
export function meanRequestsPerS(demand: DemandPlan): number {
  const { arrivals, rateScale } = demand;
  switch (arrivals.kind) {
    case "replay":
      return (arrivals.trace.arrivalS.length / arrivals.trace.spanS) * rateScale;
    case "closedLoop":
      throw new RangeError("closed loop has no arrival rate; expected an open arrival process");
    case "sessions":
      return arrivals.sessionsPerS * sessionMeans(arrivals.session).requests * rateScale;
    case "sessionReplay":
      return (
        (arrivals.sessionsPerS * arrivals.trace.inputTokens.length * rateScale) /
        (sessionColumns(arrivals.trace).begins.length - 1)
      );
    default:
      return arrivals.requestsPerS * rateScale;
  }
}

/** Mean tokens per request, prompt and output, as the plan's laws or its trace give them. */
export function meanTokens(demand: DemandPlan): {
  readonly input: number;
  readonly output: number;
} {
  const { arrivals, lengths } = demand;
  if (arrivals.kind === "replay" || arrivals.kind === "sessionReplay") {
    return traceMeans(arrivals.trace);
  }
  if (arrivals.kind === "sessions") {
    const { input, output } = sessionMeans(arrivals.session);
    return { input, output };
  }
  if (lengths.kind === "fixed") return { input: lengths.inputTokens, output: lengths.outputTokens };
  return { input: lengthLaw(lengths.input).mean, output: lengthLaw(lengths.output).mean };
}

function traceMeans(trace: TraceColumns): { input: number; output: number } {
  const count = trace.inputTokens.length;
  let input = 0;
  let output = 0;
  for (let i = 0; i < count; i++) {
    input += trace.inputTokens[i]!;
    output += trace.outputTokens[i]!;
  }
  return { input: input / Math.max(1, count), output: output / Math.max(1, count) };
}
