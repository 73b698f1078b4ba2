import type { Plan, TraceColumns } from "../plan.ts";

/**
 * Canonical words for a plan: equal for plans that simulate the same, whatever the order of their
 * fields and whatever they are called. A trace counts by its digest, format and extent, not by its
 * rows.
 */
export function planKey(plan: Plan): string {
  const { name: _, ...rest } = plan;
  return canonical(rest);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    if (isTrace(value)) return traceKey(value);
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${key}:${canonical(field)}`).join(",")}}`;
  }
  // Number words keep Infinity apart from null, and -0 is 0.
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function isTrace(value: object): value is TraceColumns {
  return "sha256" in value && "arrivalS" in value;
}

function traceKey(trace: TraceColumns): string {
  const rows = trace.arrivalS.length;
  const first = trace.arrivalS[0] ?? 0;
  return `trace(${trace.sha256},${trace.format},${rows},${first},${trace.spanS})`;
}
