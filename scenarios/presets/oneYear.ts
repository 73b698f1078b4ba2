import type { ScenarioInput } from "../scenario.ts";

/**
 * A year of one service that a team runs beside others, so that chips and not people decide what a
 * unit of work costs.
 */
export const ONE_YEAR = {
  horizon: "12 months",
  staff: {
    value: 0.2,
    range: "0.1 to 1",
    source: "assumed: one team runs five such services",
    grade: "D",
  },
} as const satisfies ScenarioInput["economics"];
