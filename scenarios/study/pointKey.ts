import type { TraceColumns } from "../../sim/plan.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { sha256Hex } from "../loadDigest.ts";

/** What decides the results of a point, as digests: which part differs says why it must run. */
export interface PointKey {
  /** Digest of everything below: names the result. */
  readonly key: string;
  readonly physics: string;
  readonly money: string;
}

/**
 * The key of a resolved scenario. Comments, names, sources, the order of fields and the way a
 * number is written do not count; a changed catalogue value, trace or engine does.
 *
 * @param semantics version of the engine's results
 */
export function pointKey(strategy: Strategy, replications: number, semantics: string): PointKey {
  const { name: _, plan, terms, horizon, replicas, role, modelLabel, portfolio } = strategy;
  const { name: __, ...window } = plan;
  const sources = portfolio?.sources.map(({ strategy: source, ...rest }) => ({
    ...rest,
    ...pointKey(source, replications, semantics),
  }));
  const several = portfolio === undefined ? {} : { sources, split: portfolio.split };
  const physics = sha256Hex(canonical({ window, replicas, ...several }));
  const money = sha256Hex(canonical({ terms, horizon, role, modelLabel }));
  const key = sha256Hex(canonical({ physics, money, replications, semantics }));
  return { key, physics, money };
}

/** Equal for equal values whatever the order of their fields; a trace counts by its digest. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) {
    // Words of numbers keep Infinity apart from null; -0 is 0.
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  }
  if (isTrace(value)) {
    const { sha256, format, arrivalS, spanS } = value;
    return canonical({ sha256, format, rows: arrivalS.length, first: arrivalS[0] ?? 0, spanS });
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${name}:${canonical(field)}`).join(",")}}`;
}

function isTrace(value: object): value is TraceColumns {
  return "sha256" in value && "arrivalS" in value;
}
