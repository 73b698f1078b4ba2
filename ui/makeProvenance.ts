import type { TextFile } from "../reports/dataFiles.ts";
import type { ConfigRecord, Provenance, TraceRecord } from "../reports/provenance.ts";
import { sha256Of } from "../reports/write.ts";
import { canonicalConfig } from "../scenarios/canonical.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { MOST_PACKED_REQUESTS, packTrace } from "../scenarios/traces/packTrace.ts";
import type { Comparison } from "../sim/comparison.ts";
import { planKey } from "../sim/experiment/planKey.ts";
import type { TraceColumns } from "../sim/plan.ts";
import type { Strategy } from "../sim/strategy.ts";
import { originRecords } from "./originRecords.ts";
import { ENGINE_SEMANTICS, VERSION } from "./version.ts";

const USUAL_LEVEL = 0.95;
const FIELD_DIGITS = 12;

/** Everything needed to run a comparison again, and the digest that it must give. */
export function makeProvenance(
  scenarios: readonly Scenario[],
  strategies: readonly Strategy[],
  comparison: Comparison,
  tables: readonly TextFile[],
  command: string,
  question?: string,
): Provenance {
  const { level, replications } = comparison;
  return {
    tool: "costmoat",
    version: VERSION,
    semantics: ENGINE_SEMANTICS,
    seed: strategies[0]?.plan.seed ?? "",
    replications,
    ...(level === USUAL_LEVEL ? {} : { level }),
    ...waterfallPart(comparison),
    ...(question === undefined ? {} : { question }),
    command,
    configs: scenarios.map(configRecord),
    traces: traceRecords(scenarios),
    ...inputDigests(strategies),
    digest: resultDigest(comparison, tables, scenarios),
  };
}

function waterfallPart({ waterfalls = [] }: Comparison): Pick<Provenance, "waterfall"> {
  const bars = waterfalls.flatMap((waterfall) => waterfall.bars);
  if (waterfalls.length === 0) return {};
  return {
    waterfall: bars.some(({ shapleyUsd }) => shapleyUsd !== null) ? "all orders" : "ordered",
  };
}

/** Digests of what is simulated and of what it costs, catalogue values included. */
export function inputDigests(
  strategies: readonly Strategy[],
): Pick<Provenance, "physicsSha256" | "termsSha256"> {
  const physics = strategies.map(
    ({ plan, replicas, horizon }) => `${planKey(plan)} ${replicas} ${JSON.stringify(horizon)}`,
  );
  return {
    physicsSha256: sha256Of(physics.join("\n")),
    termsSha256: sha256Of(strategies.map(({ terms }) => JSON.stringify(terms)).join("\n")),
  };
}

/**
 * Digest of the scenarios, of all tables of numbers and of the verdict; not of the words that
 * explain columns. Scenarios that end alike (nothing fits) stay apart by it.
 */
function resultDigest(
  comparison: Comparison,
  tables: readonly TextFile[],
  scenarios: readonly Scenario[],
): string {
  const numbers = tables.filter(({ name }) => !name.startsWith("dictionary."));
  const parts = numbers.map(({ name, text }) => `${name} ${sha256Of(text)}`);
  const inputs = scenarios.map((scenario) => sha256Of(canonicalConfig(scenario)));
  return sha256Of([...inputs, ...parts, comparison.verdict.sentence].join("\n"));
}

/** Digest of each field of a canonical config, by its path. */
export function fieldDigests(config: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (value: unknown, path: string): void => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [field, inner] of Object.entries(value)) {
        visit(inner, path === "" ? field : `${path}.${field}`);
      }
    } else found[path] = sha256Of(JSON.stringify(value)).slice(0, FIELD_DIGITS);
  };
  visit(JSON.parse(config), "");
  return found;
}

function configRecord(scenario: Scenario): ConfigRecord {
  const config = canonicalConfig(scenario);
  return {
    name: scenario.name,
    config,
    sha256: sha256Of(config),
    fields: fieldDigests(config),
    origins: originRecords(scenario.origins),
  };
}

function traceRecords(scenarios: readonly Scenario[]): TraceRecord[] {
  const traces = new Map<string, TraceColumns>();
  for (const { trace } of scenarios) if (trace !== null) traces.set(trace.sha256, trace);
  return [...traces.values()].map((trace) => {
    const rows = trace.arrivalS.length;
    const packed = rows <= MOST_PACKED_REQUESTS ? packTrace(trace) : null;
    return { name: trace.name, format: trace.format, sha256: trace.sha256, rows, packed };
  });
}
