import type { TraceReport } from "./traceReport.ts";

/** What was made of rows that lack something. */
const NOTED: Readonly<Record<string, string>> = {
  "output 0": "kept for their prefill",
  "think_time missing": "taken as 0 s",
  "think_time unusable": "taken as 0 s",
  "session without requests": "left out",
};

/**
 * What a reader of the trace should know before trusting it, one line each.
 *
 * @param full reading stopped at the number of rows asked for
 */
export function traceWarnings(facts: Omit<TraceReport, "warnings">, full: boolean): string[] {
  const found: string[] = [];
  const { inversions, duplicateHeaders, dropped, tickS, spanS, kept } = facts;
  if (full) found.push(`stopped after ${kept} kept rows, as asked; the rest was not read`);
  if (inversions > 0)
    found.push(
      `${inversions} ${inversions === 1 ? "row" : "rows"} earlier than the row before: rows sorted`,
    );
  if (duplicateHeaders > 0)
    found.push(
      `the header is repeated ${duplicateHeaders === 1 ? "once" : `${duplicateHeaders} times`} inside`,
    );
  if ("last line cut off" in dropped) found.push("the last line is cut off: is the file whole?");
  for (const [what, count] of Object.entries(facts.noted)) {
    found.push(`${what}: ${count}${NOTED[what] === undefined ? "" : `; ${NOTED[what]}`}`);
  }
  const { recurringBlocks = 0 } = facts;
  if (recurringBlocks > 0) {
    found.push(
      `${recurringBlocks} blocks have an id that also stands behind another beginning: counted as other blocks`,
    );
  }
  if (facts.assumedUtc) found.push("times without a zone: UTC assumed");
  if (facts.extraColumns.includes("NumImages")) {
    found.push("NumImages is not simulated: only the tokens that the trace counts are");
  }
  if (tickS !== null) {
    found.push(
      `times are ticks of ${tickS} s: replayed as they are, requests arrive in bursts that may not be real; spreading the ticks avoids it`,
    );
  }
  if (
    facts.firstTime !== null &&
    facts.sessions === undefined &&
    kept > 1 &&
    (spanS > 5 * 365 * 86_400 || kept / spanS > 1e5)
  ) {
    found.push(`${kept} requests in ${spanS.toPrecision(3)} s: is the unit of time right?`);
  }
  return found;
}
