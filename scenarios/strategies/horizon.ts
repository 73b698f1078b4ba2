import { type DayCurve, dayCurve, levels } from "../../sim/dayCurve.ts";
import type { DemandRise, HorizonPlan, ScalingPlan } from "../../sim/strategy.ts";
import { HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../../sim/units.ts";
import { catalogRow } from "../catalog/catalog.ts";
import { DAY_CURVES } from "../presets/dayCurves.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import type { Inputs } from "./inputs.ts";
import { meanRate, rateOfServices } from "./rate.ts";
import { yearsOfHorizon } from "./years.ts";

/** How the window becomes years: months, growth, and the typical week. */

type Demand = ScenarioConfig["demand"];

export function horizonPlan(scenario: Scenario, inputs: Inputs): HorizonPlan {
  const { demand, economics, fleet, supply } = scenario.config;
  const followsTheHour =
    supply === "rented" && ["on-demand", "spot", "managed"].includes(fleet.contract);
  const curve = curveOf(demand);
  const week = levels(curve);
  const mean = week.reduce((sum, level) => sum + level.factor * level.hoursPerWeek, 0) / 168;
  return {
    months: monthsOf(economics.horizon.value),
    ...yearsOfHorizon(scenario, inputs),
    meanRequestsPerS: meanRate(scenario) + rateOfServices(demand),
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

export function curveOf(demand: Demand): DayCurve {
  const { diurnal, weekend_factor: weekend } = demand;
  const curve = Array.isArray(diurnal)
    ? dayCurve("own curve", diurnal, 1, 1, "stated in the scenario")
    : DAY_CURVES[diurnal];
  if (weekend === undefined) return curve;
  return { ...curve, weekdayFactor: 1, weekendFactor: weekend };
}
