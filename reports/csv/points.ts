import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import { METRICS } from "../../sim/metrics.ts";
import { type Column, column } from "./column.ts";
import { leverColumns, type OfStrategy } from "./levers.ts";
import { idColumns, statusColumns } from "./runs.ts";

/** One strategy over all its replications. */
export interface Point extends OfStrategy {
  readonly result: StrategyResult;
}

export const POINT_COLUMNS: readonly Column<Point>[] = [
  ...idColumns<Point>(),
  ...statusColumns<Point>(),
  ...leverColumns<Point>(),
  ...METRICS.flatMap(({ name, unit, description, formula }) => [
    column<Point>(
      {
        name,
        type: "number",
        description: `Mean over replications. ${description}`,
        value: ({ result }) => result.metrics[name].value,
      },
      { unit, formula, nullMeaning: "does not apply; see the _reason column" },
    ),
    column<Point>(
      {
        name: `${name}_half_width`,
        type: "number",
        description: `Half-width of the confidence interval of ${name}.`,
        value: ({ result }) => result.metrics[name].halfWidth,
      },
      { unit, nullMeaning: "nothing random was left, or one replication" },
    ),
    column<Point>({
      name: `${name}_n`,
      type: "integer",
      description: `Replications behind ${name}.`,
      value: ({ result }) => result.metrics[name].n,
    }),
    column<Point>({
      name: `${name}_kind`,
      type: "string",
      description: `Whether ${name} is simulated, assumed or derived.`,
      value: ({ result }) => result.metrics[name].kind,
    }),
    column<Point>(
      {
        name: `${name}_reason`,
        type: "string",
        description: `Why ${name} is empty.`,
        value: ({ result }) => result.metrics[name].reason,
      },
      { nullMeaning: "the value is there", freeText: true },
    ),
  ]),
];

/** One row per strategy. */
export function pointRows(comparison: Comparison): Point[] {
  return comparison.results.map((result) => ({ result, strategy: result.strategy }));
}
