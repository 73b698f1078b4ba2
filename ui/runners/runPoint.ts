import type { Column } from "../../reports/csv/column.ts";
import { POINT_COLUMNS, pointRows } from "../../reports/csv/points.ts";
import { RUN_COLUMNS, runRows } from "../../reports/csv/runs.ts";
import type { Row } from "../../scenarios/store/pointStore.ts";
import { compareStrategies } from "../../sim/experiment/compare.ts";
import { inlineRunner, memoRunner } from "../../sim/experiment/runner.ts";
import { simulate } from "../../sim/simulate.ts";
import type { Strategy } from "../../sim/strategy.ts";

/** The lines that one point adds to the tables. */
export interface PointTables {
  readonly runs: readonly Row[];
  readonly point: Row;
}

/**
 * Runs one strategy on its own, in this thread, from simulation to the lines of the tables.
 *
 * @throws RangeError when it cannot be simulated
 */
export async function runPoint(strategy: Strategy, replications: number): Promise<PointTables> {
  const runner = memoRunner(inlineRunner((plan, replication) => simulate(plan, replication)));
  const comparison = await compareStrategies([strategy], { replications, runner });
  const [point] = pointRows(comparison);
  if (point === undefined) throw new RangeError("a comparison without a point; expected one");
  return {
    runs: runRows(comparison).map((run) => cells(RUN_COLUMNS, run)),
    point: cells(POINT_COLUMNS, point),
  };
}

/** Numbers that are not finite are empty cells. */
function cells<Line>(columns: readonly Column<Line>[], line: Line): Row {
  return Object.fromEntries(
    columns.map(({ name, value }) => {
      const cell = value(line);
      return [name, typeof cell === "number" && !Number.isFinite(cell) ? null : cell];
    }),
  );
}
