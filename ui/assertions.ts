import type { Problem } from "../reports/envelope.ts";
import { nearestWords } from "../scenarios/schema/words.ts";
import type { Comparison, StrategyResult } from "../sim/comparison.ts";
import { METRICS, type MetricName } from "../sim/metrics.ts";
import { CliError, cliProblem, didYouMean, usageError } from "./cliError.ts";
import { isMetric } from "./precision.ts";

/** `metric < value`, or `metric(scenario) < value` for one scenario of several. */
export interface Assertion {
  readonly text: string;
  readonly metric: MetricName;
  readonly scenario: string | null;
  readonly relation: "<" | "<=" | ">" | ">=" | "=";
  readonly bound: number;
}

const RELATIONS = ["<=", ">=", "<", ">", "="] as const;

/**
 * Reads every `--assert`, so that a slip shows before anything runs.
 *
 * @throws CliError: usage for the form, config for a metric or scenario that does not exist
 */
export function parseAssertions(
  texts: readonly string[],
  scenarios: readonly string[],
): readonly Assertion[] {
  return texts.map((text) => {
    const match =
      /^\s*([A-Za-z0-9_]+)\s*(?:\(\s*(.+?)\s*\))?\s*(<=|>=|==?|<|>)\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*(%?)\s*$/.exec(
        text,
      );
    const [, metric = "", scenario, sign = "", number = "", percent] = match ?? [];
    const bound = Number(number) / (percent === "%" ? 100 : 1);
    const relation = RELATIONS.find((known) => known === sign.replace("==", "="));
    if (match === null || relation === undefined || !Number.isFinite(bound)) {
      throw usageError(
        "CM-E0004",
        `--assert "${text}"; expected METRIC < NUMBER, for example "p99_ttft_s < 2"`,
      );
    }
    if (!isMetric(metric)) throw unknownMetric(metric, `--assert "${text}"`);
    if (scenario !== undefined && !scenarios.includes(scenario)) {
      const near = nearestWords(scenario, scenarios);
      const message = `no scenario "${scenario}" in --assert "${text}"${didYouMean(near)}`;
      const fix = `scenarios here: ${scenarios.join(", ")}`;
      throw new CliError("config", [cliProblem("CM-E0005", message, fix, { suggestions: near })]);
    }
    return { text, metric, scenario: scenario ?? null, relation, bound };
  });
}

/** The error for a metric that does not exist. */
export function unknownMetric(name: string, where: string): CliError {
  const near = nearestWords(
    name,
    METRICS.map((metric) => metric.name),
  );
  const message = `unknown metric "${name}" in ${where}${didYouMean(near)}`;
  return new CliError("config", [
    cliProblem("CM-E0501", message, "costmoat list metrics", { suggestions: near }),
  ]);
}

/** The assertions that do not hold, each with what was expected, what came out and its interval. */
export function failedAssertions(
  assertions: readonly Assertion[],
  { results, level }: Comparison,
): Problem[] {
  return assertions.flatMap((assertion) =>
    results
      .filter(({ strategy }) => assertion.scenario === null || assertion.scenario === strategy.name)
      .flatMap((result) => problemOf(assertion, result, level)),
  );
}

function problemOf(
  { text, metric, relation, bound }: Assertion,
  { metrics, strategy }: StrategyResult,
  level: number,
): Problem[] {
  const { value, halfWidth, reason, n } = metrics[metric];
  if (value !== null && holds(value, relation, bound)) return [];
  const unit = METRICS.find(({ name }) => name === metric)?.unit ?? "";
  const interval =
    value === null || halfWidth === null
      ? "no interval"
      : `${100 * level} % interval ${number(value - halfWidth)} to ${number(value + halfWidth)}`;
  const got =
    value === null
      ? `n/a (${reason ?? "unknown"})`
      : `${number(value)} ${unit} (${interval}, n = ${n})`;
  const expected = `${relation} ${bound} ${unit}`;
  const message = `assertion "${text}" does not hold for ${strategy.name}`;
  return [cliProblem("CM-E0502", message, "", { expected, got })];
}

function holds(value: number, relation: Assertion["relation"], bound: number): boolean {
  switch (relation) {
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    case "=":
      return value === bound;
  }
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
