import type { LengthPlan, QuantileTable, TraceColumns } from "../../sim/plan.ts";
import { LENGTH_LEVELS } from "../presets/workloads.ts";

/** The lengths of a trace as inverse distribution tables, for arrivals that do not come from it. */
export function lengthTables(trace: TraceColumns): Extract<LengthPlan, { kind: "table" }> {
  return { kind: "table", input: table(trace.inputTokens), output: table(trace.outputTokens) };
}

function table(tokens: Int32Array): QuantileTable {
  if (tokens.length === 0) throw new RangeError("trace without rows; expected at least one");
  const sorted = Int32Array.from(tokens).sort();
  const last = sorted.length - 1;
  const values = LENGTH_LEVELS.map((level) => sorted[Math.round(level * last)]!);
  return { levels: LENGTH_LEVELS, values };
}
