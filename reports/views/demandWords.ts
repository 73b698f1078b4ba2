import type { ArrivalPlan, LengthPlan } from "../../sim/plan.ts";
import type { Law } from "../../sim/workPlan.ts";
import { formatPlain, formatValue } from "../format.ts";

/** A law in a few words: `12`, `mean 8, geometric`, `median 40 (p10 5, p90 300)`. */
export function lawWords(law: Law, unit: "" | "s"): string {
  const text = (value: number): string =>
    unit === "s" ? formatValue(value, "s") : formatPlain(Number(value.toPrecision(3)));
  switch (law.kind) {
    case "fixed":
      return text(law.value);
    case "geometric":
      return `mean ${text(law.mean)}, geometric`;
    case "table": {
      const at = (level: number): string => text(tableAt(law.levels, law.values, level));
      return `median ${at(0.5)} (p10 ${at(0.1)}, p90 ${at(0.9)})`;
    }
    case "lognormals": {
      const total = law.parts.reduce((sum, { weight }) => sum + weight, 0);
      const parts = law.parts.map(({ weight, mu }) => {
        const median = Math.min(Math.max(Math.exp(mu), law.min), law.max);
        const share = law.parts.length > 1 ? ` (${formatValue(weight / total, "share")})` : "";
        return `${text(median)}${share}`;
      });
      const most = Number.isFinite(law.max) ? `, at most ${text(law.max)}` : "";
      return `median ${parts.join(" or ")}, lognormal${most}`;
    }
  }
}

/** How requests of a service come: `8 requests/s`, `0.4 sessions/s`. */
export function arrivalWords(arrivals: ArrivalPlan, rateScale: number): string {
  switch (arrivals.kind) {
    case "sessions":
      return `${formatPlain(arrivals.sessionsPerS * rateScale)} sessions/s`;
    case "sessionReplay":
      return `${formatPlain(arrivals.sessionsPerS * rateScale)} sessions/s of ${arrivals.trace.name}`;
    case "replay": {
      const { trace } = arrivals;
      const perS = (trace.arrivalS.length / trace.spanS) * rateScale;
      return `${formatPlain(perS)} requests/s as in ${trace.name}`;
    }
    case "closedLoop":
      return `${formatPlain(arrivals.concurrency)} clients, one request at a time`;
    case "poisson":
    case "constant":
    case "gamma":
    case "modulated":
      return `${formatPlain(arrivals.requestsPerS * rateScale)} requests/s`;
  }
}

/** Tokens of prompts and answers: `1155, 211`, or where they come from. */
export function lengthWords(arrivals: ArrivalPlan, lengths: LengthPlan): string {
  if (arrivals.kind === "sessions") return "as the session grows";
  if (arrivals.kind === "replay" || arrivals.kind === "sessionReplay") return "as in the trace";
  switch (lengths.kind) {
    case "fixed":
      return `${formatPlain(lengths.inputTokens)}, ${formatPlain(lengths.outputTokens)}`;
    case "lognormal": {
      const { input, output } = lengths;
      return `median ${formatPlain(Math.round(Math.exp(input.mu)))}, ${formatPlain(Math.round(Math.exp(output.mu)))}`;
    }
    case "table": {
      const [input, output] = [lengths.input, lengths.output].map(({ levels, values }) =>
        formatPlain(Math.round(tableAt(levels, values, 0.5))),
      );
      return `median ${input}, ${output}`;
    }
  }
}

/** Inverse distribution at a probability, linear between its points. */
function tableAt(levels: readonly number[], values: readonly number[], level: number): number {
  const next = levels.findIndex((known) => known >= level);
  if (next <= 0) return values[next === 0 ? 0 : values.length - 1] ?? Number.NaN;
  const [x0 = 0, x1 = 1] = [levels[next - 1], levels[next]];
  const [y0 = 0, y1 = 0] = [values[next - 1], values[next]];
  return x1 > x0 ? y0 + ((y1 - y0) * (level - x0)) / (x1 - x0) : y1;
}
