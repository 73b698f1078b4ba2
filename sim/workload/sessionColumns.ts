import type { TraceColumns } from "../plan.ts";
import type { SessionColumns } from "../workPlan.ts";

/**
 * The sessions of a trace.
 *
 * @throws RangeError when it has none, or when they do not cut its rows into runs of at least one
 */
export function sessionColumns(trace: TraceColumns): SessionColumns {
  const { sessions, name } = trace;
  if (sessions === undefined) {
    throw new RangeError(`trace ${name} without sessions; expected a format that has them`);
  }
  const { begins, waitS } = sessions;
  const rows = trace.inputTokens.length;
  const count = begins.length - 1;
  let rises = count >= 1 && begins[0] === 0 && begins[count] === rows && waitS.length === rows;
  for (let i = 0; rises && i < count; i++) rises = begins[i + 1]! > begins[i]!;
  if (!rises) {
    throw new RangeError(
      `${count} sessions over ${rows} rows of trace ${name}; expected first rows that rise from 0 to ${rows}`,
    );
  }
  const wrong = waitS.findIndex((wait) => !(wait >= 0 && wait < Infinity));
  if (wrong >= 0) {
    throw new RangeError(`wait of ${waitS[wrong]} s at row ${wrong}; expected a finite time >= 0`);
  }
  return sessions;
}
