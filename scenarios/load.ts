import { basename, resolve as resolvePath } from "node:path";
import type { TraceColumns } from "../sim/plan.ts";
import { CATALOG, type Catalog } from "./catalog/catalog.ts";
import { ConfigError, type Issue } from "./issues.ts";
import { Chain, plainIssue } from "./loadChain.ts";
import { readModelFiles } from "./loadModel.ts";
import { resolveNext } from "./loadNext.ts";
import { type LoadedRequests, requestsOf } from "./loadRequests.ts";
import { isForOtherSources, type ResolvedSource, resolveSources } from "./loadSources.ts";
import { findPreset } from "./presets/presets.ts";
import { ROLES, type Scenario, type ScenarioConfig } from "./scenario.ts";
import { setLayer } from "./schema/applySets.ts";
import { type Layer, LayeredTree, type Path, pathKey } from "./schema/layers.ts";
import { resolve } from "./schema/resolve.ts";
import { traceFindings } from "./schema/traceContradictions.ts";
import { windowOf } from "./strategies/demand.ts";
import { splitTraceArgument } from "./traces/formats.ts";

/** Presets and files -> resolved scenarios; every problem of all of them at once. */

export interface LoadOptions {
  /** Texts of `--set path=value`, applied in order to the merged tree. */
  readonly sets?: readonly string[] | undefined;
  /** Folder that relative targets start from; the current one where left out. */
  readonly baseDir?: string | undefined;
  /** `FILE[:format]`: requests to replay in place of the scenario's own demand. */
  readonly trace?: string | undefined;
  /** The requests of `demand.trace` where the file is not at hand (a report embeds them). */
  readonly traceColumns?: TraceColumns | undefined;
  /** Where the file of `demand.trace` lies now; window, format and digest stay as stated. */
  readonly traceFile?: string | undefined;
  readonly catalog?: Catalog | undefined;
}

/**
 * Loads one preset or scenario file.
 *
 * @throws ConfigError with every issue; IoError when a file cannot be read
 */
export async function loadScenario(target: string, options: LoadOptions = {}): Promise<Scenario> {
  const preset = findPreset(target);
  if (preset?.kind === "comparison") {
    const members = preset.members.join(" ");
    const message = `"${target}" compares several scenarios; expected one`;
    const issue = plainIssue("CM-E0111", message, target);
    throw new ConfigError([{ ...issue, fix: `costmoat compare ${members}` }]);
  }
  const chain = await chainOf(target, options);
  return only(await finish([await attempt(chain, target, options)], options));
}

/**
 * Loads several scenarios, comparison presets unfolded. A `--set` must have an effect in at least
 * one of them; equal names are told apart by a number.
 *
 * @throws ConfigError with every issue of all of them; IoError when a file cannot be read
 */
export async function loadScenarios(
  targets: readonly string[],
  options: LoadOptions = {},
): Promise<Scenario[]> {
  const singles = targets.flatMap((target) => {
    const preset = findPreset(target);
    return preset?.kind === "comparison" ? preset.members : [target];
  });
  const tried: Attempt[] = [];
  for (const target of singles) {
    const spared = new Set<string>();
    tried.push(await attempt(await chainOf(target, options), target, options, spared));
  }
  const useless = [...(tried[0]?.spared ?? [])].filter((set) =>
    tried.every((attempted) => attempted.spared.has(set)),
  );
  const [first] = tried;
  if (useless.length > 0 && first) {
    const strict = await attempt(first.chain, first.target, { ...options, sets: useless });
    tried[0] = { ...first, issues: [...first.issues, ...strict.issues] };
  }
  return withUniqueNames(await finish(tried, options));
}

/**
 * Loads a scenario from text, such as the config that a report embeds.
 *
 * @param name stands for the file in messages
 */
export async function loadScenarioText(
  text: string,
  name: string,
  options: LoadOptions = {},
): Promise<Scenario> {
  const chain = new Chain();
  await chain.addText(text, name, resolvePath(options.baseDir ?? "."), []);
  return only(await finish([await attempt(chain, name, options)], options));
}

/** One target, merged and checked. */
interface Attempt {
  readonly target: string;
  readonly chain: Chain;
  readonly layered: LayeredTree;
  readonly config: ScenarioConfig | null;
  readonly sources: readonly ResolvedSource[];
  readonly next: ResolvedSource | null;
  readonly catalog: Catalog;
  readonly issues: readonly Issue[];
  /** Texts of the `--set` that touch only settings without effect here. */
  readonly spared: ReadonlySet<string>;
}

async function chainOf(target: string, options: LoadOptions): Promise<Chain> {
  const chain = new Chain();
  await chain.addTarget(target, resolvePath(options.baseDir ?? "."));
  return chain;
}

/** @param spared collects the flags without effect here instead of reporting them */
async function attempt(
  chain: Chain,
  target: string,
  options: LoadOptions,
  spared?: Set<string>,
): Promise<Attempt> {
  const layered = new LayeredTree();
  const issues = [...chain.issues];
  const layers = [...chain.layers];
  if (options.trace !== undefined) layers.push(traceLayer(options.trace));
  for (const layer of layers) layered.add(layer);
  const setOf = new Map<string, string>();
  for (const set of options.sets ?? []) {
    const layer = setLayer(set, layered.tree);
    if ("code" in layer) issues.push(layer);
    else if (spared !== undefined && isForOtherSources(layer.tree, layered.tree)) spared.add(set);
    else {
      layered.add(layer);
      layers.push(layer);
      setOf.set(layer.name, set);
    }
  }
  const isSpared = (path: Path): boolean => {
    const set = setOf.get(layered.origins.get(pathKey(path))?.source ?? "");
    if (set === undefined || spared === undefined) return false;
    spared.add(set);
    return true;
  };
  const baseDir = resolvePath(options.baseDir ?? ".");
  const unread = [...chain.issues, ...(await readModelFiles(layered, chain.dirs, baseDir))];
  issues.push(...unread.slice(chain.issues.length));
  // A file that could not be read says enough: its half-read fields would only add noise.
  const resolved = unread.length > 0 ? null : resolve(layered, target, options.catalog, isSpared);
  const { config = null } = resolved ?? {};
  const catalog = options.catalog;
  const common = { layers, layered, target, dirs: chain.dirs, baseDir, catalog, isSpared };
  const found = resolved === null ? null : await resolveSources({ ...common, config });
  const later = config === null ? null : resolveNext(common);
  return {
    target,
    chain,
    layered,
    config,
    next: later?.next ?? null,
    sources: found?.sources ?? [],
    catalog: resolved?.catalog ?? CATALOG,
    issues: inFileOrder([
      ...issues,
      ...(resolved?.issues ?? []),
      ...(found?.issues ?? []),
      ...(later?.issues ?? []),
    ]),
    spared: spared ?? new Set(),
  };
}

function traceLayer(argument: string): Layer {
  const { path, format } = splitTraceArgument(argument);
  const trace = { file: path, ...(format === undefined ? {} : { format }) };
  return {
    kind: "flag",
    name: `--trace ${argument}`,
    tree: { demand: { trace } },
    places: new Map(),
  };
}

function inFileOrder(issues: readonly Issue[]): Issue[] {
  const files = [...new Set(issues.map((issue) => issue.file))];
  return [...issues].sort(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.col ?? 0) - (b.col ?? 0),
  );
}

/** Traces read and scenarios made, or every issue thrown. The same issue of two targets is one. */
async function finish(tried: readonly Attempt[], options: LoadOptions): Promise<Scenario[]> {
  const sources = new Map(tried.flatMap(({ chain }) => [...chain.sources]));
  const seen = new Set<string>();
  const issues = tried
    .flatMap((attempted) => attempted.issues)
    .filter((issue) => {
      const key = [issue.code, issue.file, issue.line, issue.path, issue.message].join("\n");
      return !seen.has(key) && seen.add(key);
    });
  const made: Scenario[] = [];
  const traces = new Map<string, LoadedRequests>();
  for (const attempted of issues.length > 0 ? [] : tried) {
    try {
      made.push(await scenarioOf(attempted, options, traces));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      issues.push(
        ...error.issues.filter((issue) => issues.every((old) => old.message !== issue.message)),
      );
    }
  }
  if (issues.length > 0) throw new ConfigError(issues, sources);
  return made;
}

async function scenarioOf(
  { target, config, sources, next, layered, chain, catalog }: Attempt,
  options: LoadOptions,
  traces: Map<string, LoadedRequests>,
): Promise<Scenario> {
  if (config === null) throw new ConfigError([plainIssue("CM-E0105", "not a scenario", target)]);
  const origin = layered.originOf(["demand", "trace", "file"]);
  const dir = chain.dirs.get(origin?.source ?? "") ?? resolvePath(options.baseDir ?? ".");
  const path = options.traceFile ?? resolvePath(dir, config.demand.trace?.file ?? "");
  const requests = await requestsOf(config, path, options.traceColumns, traces);
  const useless =
    requests.trace === null ? [] : traceFindings(config, requests.trace, layered.tree);
  if (useless.length > 0) {
    throw new ConfigError(
      useless.map(({ message, path: at }) => ({
        ...plainIssue("CM-E0301", message, target),
        path: at,
      })),
    );
  }
  const { windowS, warmupS } = windowOf({ config, trace: requests.trace });
  if (!(warmupS < windowS)) {
    const message = `a warm-up of ${warmupS} s leaves nothing of the trace's ${windowS.toFixed(0)} s`;
    throw new ConfigError([{ ...plainIssue("CM-E0304", message, target), path: "run.warmup" }]);
  }
  const stem = basename(target).replace(/\.(ya?ml|json)$/i, "");
  const alone: Scenario = {
    name: config.name ?? stem,
    target,
    role: ROLES[config.supply],
    config,
    tree: layered.tree,
    origins: layered.origins,
    catalog,
    trace: requests.trace,
    traceNotes: requests.notes,
    sources: [],
  };
  const partOf = (source: ResolvedSource): Scenario => ({
    ...alone,
    name: `${alone.name}: ${source.name}`,
    role: ROLES[source.config.supply],
    config: source.config,
    tree: source.layered.tree,
    origins: source.layered.origins,
    catalog: source.catalog,
  });
  const scenario = next === null ? alone : { ...alone, next: partOf(next) };
  if (sources.length === 0) return scenario;
  return {
    ...scenario,
    role: "portfolio",
    sources: sources.map((source) => ({ name: source.name, scenario: partOf(source) })),
  };
}

function withUniqueNames(scenarios: readonly Scenario[]): Scenario[] {
  const seen = new Map<string, number>();
  return scenarios.map((scenario) => {
    const count = (seen.get(scenario.name) ?? 0) + 1;
    seen.set(scenario.name, count);
    return count === 1 ? scenario : { ...scenario, name: `${scenario.name} (${count})` };
  });
}

function only(scenarios: readonly Scenario[]): Scenario {
  const [scenario] = scenarios;
  if (scenario === undefined) throw new RangeError("no scenario loaded; expected one");
  return scenario;
}
