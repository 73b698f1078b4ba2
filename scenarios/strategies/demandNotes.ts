import type { ModelFacts } from "../../sim/facts.ts";
import type { Scenario } from "../scenario.ts";
import { arrivalsOf, lengthWords, workloadOf } from "./arrivals.ts";
import { curveOf } from "./horizon.ts";
import type { Inputs } from "./inputs.ts";
import { resampledBlockS, servedTokens, simulatesCache } from "./served.ts";
import { isMadeOfSessions, noteSession, sessionPlan } from "./sessions.ts";
import { noteGrowth } from "./years.ts";

/** Every input of the demand with its source. */
export function noteDemand(
  scenario: Scenario,
  inputs: Inputs,
  requestsPerS: number,
  model: ModelFacts,
): void {
  const { config, trace } = scenario;
  const { demand } = config;
  const role = "uncertainty";
  if (trace && demand.trace) {
    const rows = `${trace.arrivalS.length} requests in ${Math.round(trace.spanS)} s`;
    const words = `${trace.name} (${trace.format}, ${rows}, SHA-256 ${trace.sha256.slice(0, 12)})`;
    inputs.chosen("demand.trace.file", "requests replayed", words, "", "constant");
    const tick = demand.trace.spread_ticks;
    inputs.chosen("demand.trace.spread_ticks", "ticks spread", String(tick), "", "constant");
    const blockS = resampledBlockS(scenario, trace);
    inputs.chosen("demand.trace.block", "resampled block", blockS, "s", "constant");
  } else if (demand.lengths) {
    const { input, output } = demand.lengths;
    inputs.chosen("demand.lengths.input", "prompt length", lengthWords(input), "tokens", role);
    inputs.chosen("demand.lengths.output", "output length", lengthWords(output), "tokens", role);
  } else if (isMadeOfSessions(demand)) {
    noteSession(demand, sessionPlan(demand, servedTokens(scenario)), inputs, "demand");
  } else {
    const { name, about, source, grade } = workloadOf(demand, model);
    inputs.list.push({
      ...{ path: "demand.workload", label: "workload", value: `${name}: ${about}` },
      ...{
        low: null,
        high: null,
        unit: "",
        source,
        asOf: "-",
        grade,
        role: "constant",
        term: null,
      },
    });
  }
  if (!trace && !isMadeOfSessions(demand)) {
    const arrivals = arrivalsOf(demand);
    const words = typeof arrivals === "string" ? arrivals : JSON.stringify(arrivals);
    inputs.chosen("demand.arrivals", "arrival process", words, "", role);
  }
  if (demand.sessions) {
    const { sessions } = demand;
    inputs.stated("demand.sessions", "sessions that begin", sessions, "sessions/s", role);
  } else if (demand.tokens_per_day) {
    const { tokens_per_day: volume } = demand;
    inputs.stated("demand.tokens_per_day", "tokens asked for", volume, "tokens/day", role);
    const source = "tokens asked for over the tokens of a mean request";
    inputs.list.push({
      ...{ path: "demand.rate", label: "mean request rate", value: requestsPerS },
      ...{ unit: "requests/s", low: null, high: null, source, asOf: "-", grade: "A" },
      ...{ role: "constant", term: null },
    });
  } else if (demand.rate) {
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
      role: "lever",
      term: null,
    },
  });
  const weekend = curve.weekendFactor / curve.weekdayFactor;
  if (demand.weekend_factor === undefined) {
    inputs.list.push({
      ...{ path: "demand.weekend_factor", label: "weekend over weekday", value: weekend },
      ...{ low: null, high: null, unit: "ratio", source: curve.source, asOf: "-" },
      ...{ grade: "D", role: "lever", term: null },
    });
  } else inputs.chosen("demand.weekend_factor", "weekend over weekday", weekend, "ratio", role);
  noteGrowth(demand.growth, inputs);
  if (!simulatesCache(config)) {
    const { cached_share: share } = demand;
    inputs.chosen("demand.cached_share", "prompt share in cache", share, "share", role);
    const { cached_requests: finding } = demand;
    if (finding !== undefined) {
      inputs.chosen("demand.cached_requests", "requests that find any", finding, "share", role);
    }
  }
}
