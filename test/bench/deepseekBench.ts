import { loadScenario } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import type { Plan } from "../../sim/plan.ts";
import { simulate } from "../../sim/simulate.ts";
import { SECONDS_PER_HOUR } from "../../sim/units.ts";
import { inlineMore } from "../../ui/inlining.ts";

/**
 * A process of its own: simulates an average hour of DeepSeek's day on the fleet of the preset, or
 * the day with its hours, every step of the engine, and prints what it took as JSON. Seconds are
 * those of the wall clock; `cpuS` says what they would be on a machine that does nothing else.
 */
const SECONDS = Number(process.argv[2]);
inlineMore();
const { plan, horizon } = toStrategy(await loadScenario("deepseek-day"));
const run = SECONDS > SECONDS_PER_HOUR ? throughTheDay(plan, horizon.hourlyFactors) : plan;
const startCpu = process.cpuUsage();
const startMs = performance.now();
const {
  requests,
  iterations,
  pools = [],
} = simulate({ ...run, windowS: SECONDS, warmupS: SECONDS / 6 }, 0);
const tookS = (performance.now() - startMs) / 1000;
const cpuS = process.cpuUsage(startCpu).user / 1e6;
const { arrived, waiting } = requests;
if (waiting > 0.01 * arrived) {
  throw new Error(`${waiting} of ${arrived} requests wait; expected a fleet that keeps up`);
}
const figures = {
  ...{ arrived, iterations, tookS, cpuS },
  requestsPerS: arrived / tookS,
  peakResidentBytes: process.resourceUsage().maxRSS * 1024,
  decodedTokens: pools.reduce((sum, pool) => sum + pool.decodedTokens, 0),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

function throughTheDay(of: Plan, hourlyFactors: readonly number[]): Plan {
  const { arrivals } = of.demand;
  if (arrivals.kind !== "poisson") throw new Error(`${arrivals.kind} arrivals; expected poisson`);
  const modulation = { kind: "cycle", periodS: SECONDS_PER_HOUR, factors: hourlyFactors } as const;
  const { requestsPerS } = arrivals;
  return {
    ...of,
    demand: { ...of.demand, arrivals: { kind: "modulated", requestsPerS, modulation } },
  };
}
