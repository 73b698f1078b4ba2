import type { TraceColumns } from "../../sim/plan.ts";
import type { ScenarioConfig } from "../scenario.ts";
import { simulatesCache } from "../strategies/served.ts";
import { isMadeOfSessions } from "../strategies/sessions.ts";
import { type Path, pathText, type Tree, valueAt } from "./layers.ts";

/** Settings that a trace, once read, turns out to have no use for. */

export interface TraceFinding {
  readonly message: string;
  readonly path: string;
}

export function traceFindings(
  config: ScenarioConfig,
  trace: TraceColumns,
  tree: Tree,
): TraceFinding[] {
  const { demand, fleet, supply } = config;
  const hasSessions = trace.sessions !== undefined;
  const others = (demand.services ?? []).some(isMadeOfSessions);
  const found: TraceFinding[] = [];
  const refuse = (path: Path, why: string): void => {
    const at = pathText(path);
    found.push({ message: `"${at}" has no effect here: ${why}`, path: at });
  };
  if (!hasSessions && demand.sessions) {
    refuse(["demand", "sessions"], `${trace.name} has requests and no sessions; state demand.rate`);
  }
  if (hasSessions) {
    for (const field of ["block", "spread_ticks"]) {
      const path = ["demand", "trace", field];
      if (valueAt(tree, path) !== undefined) refuse(path, "sessions are replayed as a whole");
    }
  }
  if (supply === "api" || hasSessions || others) return found;
  if (trace.prefix === undefined && simulatesCache(config)) {
    refuse(["fleet", "cache"], `${trace.name} does not say which prompts begin alike`);
  }
  if (fleet.router === "session-affinity") {
    refuse(["fleet", "router"], `${trace.name} has no sessions for session-affinity`);
  }
  return found;
}
