import type { Strategy } from "../../sim/strategy.ts";
import { ConfigError, type Issue } from "../issues.ts";
import { type LoadOptions, loadScenario } from "../load.ts";
import { plainIssue } from "../loadChain.ts";
import { sha256Hex } from "../loadDigest.ts";
import type { Scenario } from "../scenario.ts";
import { toStrategy } from "../strategy.ts";
import { type DesignPoint, designPoints } from "./design.ts";
import { type PointKey, pointKey } from "./pointKey.ts";
import { axisIssue, baseIssue, type Study } from "./study.ts";

/** A point of the design with what it means, or why it means nothing. */
export interface StudyPoint extends DesignPoint, PointKey {
  /** Null where the settings are no valid scenario. */
  readonly strategy: Strategy | null;
  readonly issues: readonly Issue[];
}

export interface ResolvedStudy {
  readonly study: Study;
  readonly points: readonly StudyPoint[];
  readonly replications: number;
  readonly semantics: string;
  /** Names the study's results: a digest of its points in order. */
  readonly digest: string;
  /** What the trace loader says of a trace that all points replay. */
  readonly traceNotes: readonly string[];
}

export interface ResolveOptions extends LoadOptions {
  /** Replications asked for on the command line. */
  readonly replications?: number | undefined;
  readonly semantics: string;
}

/**
 * Resolves every point. A point with invalid settings is kept with its issues.
 *
 * @throws ConfigError when no point is valid: then the study itself is wrong
 */
export async function resolvePoints(study: Study, options: ResolveOptions): Promise<ResolvedStudy> {
  const { semantics, replications: asked, sets = [], ...load } = options;
  const baseOptions = { ...load, baseDir: study.baseDir };
  const { shared, traceNotes } = await sharedTrace(study, baseOptions, sets);
  let replications = asked ?? study.replications ?? undefined;
  const design = designPoints(study);
  const sources = new Map<string, string>(study.file ? [[study.file.name, study.file.text]] : []);
  const points: StudyPoint[] = [];
  for (const point of design) {
    try {
      const scenario = await loadScenario(study.base, {
        ...baseOptions,
        ...shared,
        sets: [...sets, ...point.sets],
      });
      const strategy = strategyOf(scenario);
      replications ??= scenario.config.run.reps;
      points.push({
        ...point,
        ...pointKey(strategy, replications, semantics),
        strategy,
        issues: [],
      });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const [file, text] of error.sources) sources.set(file, text);
      const issues = error.issues.map((issue) => placed(study, point, issue));
      const key = sha256Hex(`invalid ${point.sets.join("\n")}`);
      points.push({ ...point, key, physics: key, money: key, strategy: null, issues });
    }
  }
  if (points.every(({ strategy }) => strategy === null)) {
    throw new ConfigError(distinct(points.flatMap(({ issues }) => issues)), sources);
  }
  const digest = sha256Hex(points.map(({ key }) => key).join("\n"));
  return { study, points, replications: replications ?? 1, semantics, digest, traceNotes };
}

/** @throws ConfigError where values that are each in order cannot be combined */
function strategyOf(scenario: Scenario): Strategy {
  try {
    return toStrategy(scenario);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "CatalogError") throw error;
    throw new ConfigError([plainIssue("CM-E0304", error.message, scenario.target)]);
  }
}

interface SharedTrace {
  readonly shared: Pick<LoadOptions, "traceColumns">;
  readonly traceNotes: readonly string[];
}

/** A trace that no point changes is read once. */
async function sharedTrace(
  study: Study,
  options: LoadOptions,
  sets: readonly string[],
): Promise<SharedTrace> {
  const none = { shared: {}, traceNotes: [] };
  const moves = /^(demand($|\.(trace|workload|lengths))|supply$)/;
  if (options.traceColumns !== undefined || study.axes.some(({ path }) => moves.test(path))) {
    return none;
  }
  try {
    const { trace, traceNotes } = await loadScenario(study.base, { ...options, sets });
    return trace === null ? none : { shared: { traceColumns: trace }, traceNotes };
  } catch (error) {
    // The base alone need not be valid: each point says what is wrong with it.
    if (error instanceof ConfigError) return none;
    throw error;
  }
}

/** Points at the value in the study, or at its setting, rather than at the flag that it became. */
function placed(study: Study, point: DesignPoint, issue: Issue): Issue {
  if (issue.code === "CM-E0111" && issue.file === study.base) return baseIssue(study, issue);
  const at = point.sets.findIndex((set) => issue.file === `--set ${set}`);
  const axis = study.axes[at];
  if (axis === undefined) return issue;
  const aboutName = issue.code === "CM-E0204" || issue.code === "CM-E0205";
  const [near] = issue.suggestions;
  const word = near !== undefined && aboutName ? axis.path.replace(/[^.]+$/, near) : near;
  const fix =
    word !== undefined ? `write ${word}` : issue.fix?.startsWith("--set") ? null : issue.fix;
  const said = { ...issue, file: `--vary ${axis.path}`, fix };
  return axisIssue(study, axis, aboutName ? null : (point.places[at] ?? 0), said);
}

function distinct(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ code, file, line, col, message }) => {
    const key = [code, file, line, col, message].join("\n");
    return !seen.has(key) && seen.add(key);
  });
}
