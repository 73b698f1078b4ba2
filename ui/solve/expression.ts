import { parseQuantity } from "../../scenarios/schema/parseQuantity.ts";
import { nearestWords } from "../../scenarios/schema/words.ts";
import { DIMENSIONS, type Dimension } from "../../scenarios/units.ts";
import {
  SOLVE_STATES,
  type SolveCondition,
  type SolveSide,
} from "../../sim/experiment/solveCondition.ts";
import { METRICS, type MetricName } from "../../sim/metrics.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { CliError, cliProblem, didYouMean, usageError } from "../cliError.ts";

/** `--until` as it is written, before it is known which scenarios there are. */
export type Written =
  | { readonly kind: "wins"; readonly word: string; readonly scenario: string | null }
  | { readonly kind: "state"; readonly word: string; readonly scenario: string | null }
  | {
      readonly kind: "metrics";
      readonly left: WrittenSide;
      readonly relation: "=" | "<=" | ">=";
      readonly right: WrittenSide;
    };

export type WrittenSide =
  | { readonly kind: "metric"; readonly metric: MetricName; readonly scenario: string | null }
  | { readonly kind: "number"; readonly text: string };

const EXAMPLES =
  '"npv(producer) = npv(consumer)", "lcot <= 0.5", "p99_ttft_s(producer) <= 2 s", "stable", "promise", "feasible" or "wins(producer)"';

/** Words that stand for one metric of several that they could begin. */
const SHORT_NAMES: Readonly<Record<string, MetricName>> = {
  cost: "lcot_usd_per_mtok",
  cost_per_mtok: "lcot_usd_per_mtok",
  lcot: "lcot_usd_per_mtok",
  npv: "npv_usd",
  ttft: "p99_ttft_s",
  tpot: "p99_tpot_s",
  e2e: "p99_e2e_s",
  latency: "p99_ttft_s",
  utilisation: "busy_share",
  utilization: "busy_share",
  cost_per_unit: "usd_per_unit",
  irr: "irr_per_year",
  payback: "payback_months",
};

/** @throws CliError: usage for the form, config for a metric that does not exist */
export function parseUntil(text: string): Written {
  const sides = text.split(/<=|>=|==|=|<|>/);
  const [relation] = /<=|>=|==|=|<|>/.exec(text) ?? [];
  if (sides.length === 1) return parseWord(text);
  const [left = "", right = ""] = sides.map((side) => side.trim());
  if (sides.length > 2 || left === "" || right === "") throw wrongForm(text);
  const read = { left: parseSide(left, text), right: parseSide(right, text) };
  if (read.left.kind === "number" && read.right.kind === "number") {
    throw usageError(
      "CM-E0004",
      `--until "${text}": a number on both sides; expected a metric`,
      `for example ${EXAMPLES}`,
    );
  }
  const sign = relation?.startsWith("<") ? "<=" : relation?.startsWith(">") ? ">=" : "=";
  return { kind: "metrics", ...read, relation: sign };
}

/** Names of scenarios that it speaks of, in order. */
export function scenariosIn(written: Written): string[] {
  if (written.kind !== "metrics") return written.scenario === null ? [] : [written.scenario];
  return [written.left, written.right].flatMap((side) =>
    side.kind === "metric" && side.scenario !== null ? [side.scenario] : [],
  );
}

/**
 * The strategy that a word means: by name, or by a role that one of them alone has.
 *
 * @returns undefined for none
 */
export function strategyNamed(word: string, strategies: readonly Strategy[]): Strategy | undefined {
  const byName = strategies.find(({ name }) => name === word);
  const inRole = strategies.filter(({ role }) => role === word);
  return byName ?? (inRole.length === 1 ? inRole[0] : undefined);
}

/** @throws CliError where a scenario is unknown or left open, or units do not go together */
export function resolveUntil(
  written: Written,
  text: string,
  strategies: readonly Strategy[],
): SolveCondition {
  const nameOf = (word: string | null, what: string): string => {
    if (word !== null) return known(word, text, strategies);
    const [only, second] = strategies;
    if (only !== undefined && second === undefined) return only.name;
    const choices = strategies.map(({ name }) => `${what}(${name})`).join(", ");
    throw usageError("CM-E0004", `--until "${text}": ${what} of which scenario?`, choices);
  };
  if (written.kind === "wins") {
    const strategy = nameOf(written.scenario, "wins");
    if (strategies.length > 1) return { kind: "wins", strategy };
    const fix = "name two scenarios, or compare with a number";
    throw usageError("CM-E0004", `--until "${text}": nothing to win against`, fix);
  }
  if (written.kind === "state") {
    const strategy = written.scenario === null ? null : known(written.scenario, text, strategies);
    const word = SOLVE_STATES.find((state) => state === written.word) ?? "stable";
    return { kind: "state", word, strategy };
  }
  const metrics = [written.left, written.right].flatMap((side) =>
    side.kind === "metric" ? [side.metric] : [],
  );
  const [unit = "", other = unit] = metrics.map(unitOf);
  if (unit !== other) {
    const [a = "", b = ""] = metrics;
    throw usageError(
      "CM-E0004",
      `--until "${text}": ${a} is in ${unitWords(unit)} and ${b} in ${unitWords(other)}`,
      "compare two figures in one unit, or a figure with a number",
    );
  }
  const sideOf = (side: WrittenSide): SolveSide =>
    side.kind === "metric"
      ? { kind: "metric", metric: side.metric, strategy: nameOf(side.scenario, side.metric) }
      : { kind: "number", value: numberIn(side.text, unit, metrics[0] ?? "", text) };
  const [left, right] = [sideOf(written.left), sideOf(written.right)];
  return { kind: "metrics", left, relation: written.relation, right, unit };
}

function known(word: string, text: string, strategies: readonly Strategy[]): string {
  const found = strategyNamed(word, strategies);
  if (found !== undefined) return found.name;
  const names = strategies.map(({ name }) => name);
  const near = nearestWords(word, [...new Set([...names, ...strategies.map(({ role }) => role)])]);
  const message = `no scenario "${word}" in --until "${text}"${didYouMean(near)}`;
  const fix = `scenarios here: ${names.join(", ")}`;
  throw new CliError("config", [cliProblem("CM-E0005", message, fix, { suggestions: near })]);
}

function parseWord(text: string): Written {
  const match = /^\s*([A-Za-z_]+)\s*(?:\(\s*(.+?)\s*\))?\s*$/.exec(text);
  const [, word = "", scenario = null] = match ?? [];
  if (word === "wins") return { kind: "wins", word, scenario };
  if ((SOLVE_STATES as readonly string[]).includes(word)) return { kind: "state", word, scenario };
  if (match !== null && metricNamed(word) !== undefined) {
    const example = scenario === null ? word : `${word}(${scenario})`;
    throw usageError("CM-E0004", `--until "${text}" has no bound`, `"${example} <= NUMBER"`);
  }
  const near = nearestWords(word, ["wins", ...SOLVE_STATES]);
  if (match === null) throw wrongForm(text);
  const message = `unknown condition "${word}" in --until "${text}"${didYouMean(near)}`;
  throw usageError("CM-E0004", message, `for example ${EXAMPLES}`, near);
}

function wrongForm(text: string): Error {
  return usageError("CM-E0004", `--until "${text}" is no condition`, `for example ${EXAMPLES}`);
}

function parseSide(side: string, text: string): WrittenSide {
  if (/^[-+]?\s*[$.\d]/.test(side)) return { kind: "number", text: side };
  const match = /^([A-Za-z0-9_]+)\s*(?:\(\s*(.+?)\s*\))?$/.exec(side);
  const [, word = "", scenario = null] = match ?? [];
  if (match === null) throw wrongForm(text);
  const metric = metricNamed(word);
  if (metric !== undefined) return { kind: "metric", metric, scenario };
  const names = [...METRICS.map(({ name }) => name), ...Object.keys(SHORT_NAMES)];
  const near = nearestWords(word, names);
  const message = `unknown metric "${word}" in --until "${text}"${didYouMean(near)}`;
  throw new CliError("config", [
    cliProblem("CM-E0501", message, "costmoat list metrics", { suggestions: near }),
  ]);
}

/** By its name, a short name, or the only one that a word begins. */
function metricNamed(word: string): MetricName | undefined {
  const lower = word.toLowerCase();
  const exact = METRICS.find(({ name }) => name === lower)?.name;
  if (exact !== undefined) return exact;
  if (Object.hasOwn(SHORT_NAMES, lower)) return SHORT_NAMES[lower];
  const begun = METRICS.filter(({ name }) => name.startsWith(`${lower}_`));
  return begun.length === 1 ? begun[0]?.name : undefined;
}

function unitOf(metric: MetricName): string {
  return METRICS.find(({ name }) => name === metric)?.unit ?? "";
}

function unitWords(unit: string): string {
  return unit === "" || unit === "x" ? "no unit" : unit;
}

const DIMENSION_OF: Readonly<Record<string, Dimension>> = {
  USD: DIMENSIONS.usd,
  "USD/1e6 tok": DIMENSIONS.usdPerMtok,
  s: DIMENSIONS.time,
  share: DIMENSIONS.share,
  count: DIMENSIONS.count,
  x: DIMENSIONS.ratio,
};

const BARE = /^[-+]?(\d[\d,_]*\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** A bare number is in the metric's own unit; any other must be of its kind. */
function numberIn(written: string, unit: string, metric: string, text: string): number {
  if (BARE.test(written)) return Number(written.replace(/[,_]/g, ""));
  const dimension = DIMENSION_OF[unit];
  const bare = /^(.*?)\s*([^\d\s].*)$/.exec(written);
  if (dimension === undefined && bare?.[2] === unit && BARE.test(bare[1] ?? "")) {
    return Number(bare[1]);
  }
  const parsed = dimension === undefined ? null : parseQuantity(written, dimension);
  if (parsed?.ok) return parsed.value;
  const why = parsed === null ? `"${written}" is no number` : parsed.problem.message;
  throw usageError(
    "CM-E0004",
    `--until "${text}": ${why}, and ${metric} is in ${unitWords(unit)}`,
    `write a number alone (${unitWords(unit)}), or with a unit of this kind`,
  );
}
