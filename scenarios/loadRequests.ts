import type { TraceColumns } from "../sim/plan.ts";
import { ConfigError, IoError, type Issue } from "./issues.ts";
import { plainIssue } from "./loadChain.ts";
import type { ScenarioConfig } from "./scenario.ts";
import { loadTrace } from "./traces/loadTrace.ts";
import { TraceError } from "./traces/traceError.ts";
import {
  TRACE_FORMATS,
  type LoadOptions as TraceOptions,
  traceSummary,
} from "./traces/traceReport.ts";

/** The requests of a trace and what its loader says of them. */
export interface LoadedRequests {
  readonly trace: TraceColumns | null;
  readonly notes: readonly string[];
}

/**
 * Reads the trace that a scenario names; null where its demand is synthetic.
 *
 * @param path where the file lies
 * @param given the requests themselves, where they are at hand
 * @param traces what was read before, by path and options
 * @throws ConfigError when the file cannot be used as asked; IoError when it cannot be opened
 */
export async function requestsOf(
  { demand }: ScenarioConfig,
  path: string,
  given: TraceColumns | undefined,
  traces: Map<string, LoadedRequests>,
): Promise<LoadedRequests> {
  const { trace } = demand;
  if (trace === undefined) return { trace: null, notes: [] };
  const wrong = (code: Issue["code"], message: string, fix: string) =>
    new ConfigError([{ ...plainIssue(code, message, trace.file), path: "demand.trace.file", fix }]);
  if (given !== undefined) {
    if (trace.sha256 === undefined || trace.sha256 === given.sha256)
      return { trace: given, notes: [] };
    throw wrong("CM-E0401", `${trace.file}: another trace than the scenario names`, DIGEST_FIX);
  }
  const asked: TraceOptions = {
    format: trace.format,
    columns: trace.columns,
    timeUnit: trace.time_unit,
    fromS: trace.window?.fromS,
    toS: trace.window?.toS,
    maxRows: trace.max_rows,
    outputZero: trace.output_zero,
  };
  const key = JSON.stringify([path, asked]);
  const known = traces.get(key);
  if (known) return known;
  try {
    const { trace: columns, report } = await loadTrace(path, asked);
    if (trace.sha256 !== undefined && trace.sha256 !== columns.sha256) {
      throw wrong(
        "CM-E0401",
        `${trace.file}: SHA-256 is ${columns.sha256}, not as stated`,
        DIGEST_FIX,
      );
    }
    const notes = [`${trace.file}: ${traceSummary(report)}`, ...report.warnings];
    const loaded = { trace: columns, notes };
    traces.set(key, loaded);
    return loaded;
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    const message = error.message.replaceAll(path, trace.file);
    if (error.code === "CM-E0402") throw new IoError(trace.file, message + formatHint(trace.file));
    throw wrong(error.code, message, error.fix);
  }
}

/** What `day.csv:azur` may mean: a file of that name is rarer than a slip in the format. */
function formatHint(file: string): string {
  const suffix = /[^:/\\]:([\w-]+)$/.exec(file)?.[1];
  if (suffix === undefined) return "";
  return `; "${suffix}" is no format either (${TRACE_FORMATS.join(", ")})`;
}

const DIGEST_FIX = "use the file that the scenario was made with, or drop demand.trace.sha256";
