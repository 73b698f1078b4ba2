import type { Comparison, StrategyResult } from "../sim/comparison.ts";
import { METRICS, type Metric, type MetricName } from "../sim/metrics.ts";
import {
  formatDifference,
  formatDifferenceInterval,
  formatEstimate,
  formatValue,
} from "./format.ts";
import { lockInBlock, trustBlock } from "./leavingText.ts";
import { marketBlock, returnBlock } from "./marketText.ts";
import { metricLabel, reversedByWork } from "./metricWords.ts";
import {
  type Contest,
  contestOf,
  differenceOf,
  flipConditions,
  sentenceParts,
  spokenSentence,
} from "./pairing.ts";
import { servedShareOf } from "./servedShare.ts";
import { uncertaintyLines } from "./uncertaintyLines.ts";
import { sourceRows, sourceSentences } from "./views/sources.ts";

/** Where the report and the data lie and the command that repeats them; null leaves a line out. */
export interface SummaryPaths {
  readonly report: string | null;
  readonly data: string | null;
  readonly repeat: string | null;
}

const COLUMNS = 100;
/** The rows of the table with the words that fit it. */
const ROWS: readonly (readonly [name: MetricName, words: string])[] = [
  ["lcot_usd_per_mtok", "cost per 1M tok (LCOT)"],
  ["cost_per_mtok_output_usd", "cost per 1M output tok"],
  ["cost_per_mtok_input_usd", "cost per 1M input tok"],
  ["npv_usd", "NPV of cost"],
  ["lcot_after_tax_usd_per_mtok", "cost per 1M tok after tax"],
  ["npv_after_tax_usd", "NPV after tax"],
  ["npv_equity_usd", "NPV to the owners"],
  ["irr_per_year", "internal rate of return"],
  ["payback_months", "payback"],
  ["min_dscr", "least debt coverage"],
  ["return_on_compute_cash", "cash return on compute"],
  ["gross_margin", "gross margin"],
  ["p99_ttft_s", "p99 time to first tok"],
  ["goodput_share", "goodput (on time)"],
  ["busy_share", "utilisation (busy)"],
  ["energy_kwh_per_mtok", "energy per 1M tok, kWh"],
];

/** Rows of levers and of work that is not counted in tokens; only where some strategy has them. */
const WORK_ROWS: readonly (readonly [name: MetricName, words: string])[] = [
  ["usd_per_unit", "cost per unit of work"],
  ["usd_per_accepted_answer", "cost per accepted answer"],
  ["usd_per_task", "cost per task"],
  ["usd_per_task_hour", "cost per task-hour"],
  ["accepted_share", "accepted answers"],
  ["escalated_share", "escalated"],
  ["response_cache_share", "from response cache"],
  ["cache_hit_share", "prefix cache hits"],
  ["draft_acceptance_share", "accepted drafts"],
  ["adapter_hit_share", "adapters found"],
  ["refused_share", "refused"],
  ["abandoned_share", "given up by clients"],
  ["mean_replicas_paid", "mean replicas on"],
];

/** The comparison as plain text for a terminal: verdict first, then one row per metric. */
export function summaryText(comparison: Comparison, paths: SummaryPaths): string {
  const contest = contestOf(comparison);
  const lines = [
    ...verdictLines(spokenSentence(comparison)),
    ...reversedByWork(comparison).flatMap((line) => wrap(line, "  ")),
    ...uncertaintyLines(comparison, wrap),
    ...metricTable(comparison, contest),
    ...sourceLines(comparison),
    ...stateLines(comparison),
    ...promiseLines(comparison),
    ...replicationLine(comparison),
    ...otherPairs(comparison),
    ...marketBlock(comparison),
    ...returnBlock(comparison),
    ...lockInBlock(comparison),
    ...trustBlock(comparison),
  ];
  const flips = flipConditions(comparison.verdict.flips);
  if (flips.length > 0) lines.push(...wrap(`Verdict flips if ${flips.join("  or  ")}.`, "  "));
  if (paths.report !== null) lines.push(`Report: ${paths.report}`);
  if (paths.data !== null) lines.push(`Data:   ${paths.data}`);
  if (paths.repeat !== null) lines.push(`Repeat: ${paths.repeat}`);
  return `${lines.join("\n")}\n`;
}

/** The answer with its confidence, then each further note on a line of its own. */
function verdictLines(sentence: string): string[] {
  const [answer = "", ...rest] = sentenceParts(sentence);
  const sure = rest[0]?.startsWith("Confidence") ? rest.shift() : undefined;
  const first = sure === undefined ? answer : `${answer}  ${sure}`;
  return [...wrap(first, ""), ...rest.flatMap((note) => wrap(note, "  "))];
}

function metricTable(comparison: Comparison, contest: Contest | null): string[] {
  const full = tableRows(comparison, contest, true);
  // A head alone says nothing.
  if (full.length === 1) return [];
  const wide = layOut(full);
  if (wide.every((line) => line.length <= COLUMNS)) return wide;
  const narrow = tableRows(comparison, contest, false);
  const lines = layOut(narrow);
  const [head] = narrow;
  if (contest === null || head === undefined || lines.every((line) => line.length <= COLUMNS)) {
    return lines;
  }
  // Long names stand below the table instead of in its head.
  const said = `difference = ${contest.base} - ${contest.other}`;
  return [...layOut([[...head.slice(0, -1), "difference"], ...narrow.slice(1)]), said];
}

function tableRows(comparison: Comparison, contest: Contest | null, interval: boolean): string[][] {
  const { results } = comparison;
  const level = Math.round(comparison.level * 100);
  const head = ["", ...results.map((result) => result.strategy.name)];
  if (contest !== null) {
    const sides = results.length > 2 ? `${contest.base} - ${contest.other}` : "difference";
    const random = interval && comparison.replications > 1;
    head.push(random ? `${sides} (paired, ${level} % CI)` : sides);
  }
  const rows = [head];
  const decides = ([name]: (typeof ROWS)[number]) => name === comparison.decision.metric;
  const all = [...ROWS, ...WORK_ROWS];
  for (const [name, words] of [...all.filter(decides), ...all.filter((row) => !decides(row))]) {
    const metric: Metric | undefined = METRICS.find((entry) => entry.name === name);
    if (metric === undefined || results.every(({ metrics }) => metrics[name].value === null))
      continue;
    const said = name === "usd_per_unit" ? metricLabel(comparison, name) : words;
    const row = [interval ? `  ${said}` : said];
    for (const result of results) row.push(cell(result, name, metric.unit));
    if (contest !== null) row.push(differenceCell(comparison, contest, metric, name, interval));
    rows.push(row);
  }
  return rows;
}

function cell(result: StrategyResult, name: MetricName, unit: string): string {
  const { value, halfWidth, kind } = result.metrics[name];
  if (value === null) return result.state === "ok" ? "-" : result.state;
  const text = formatEstimate(value, halfWidth, inCell(unit));
  if (kind === "assumed") return `${text.value} (assumed)`;
  return text.half === null ? text.value : `${text.value} +- ${text.half}`;
}

function differenceCell(
  comparison: Comparison,
  contest: Contest,
  metric: Metric,
  name: MetricName,
  interval: boolean,
): string {
  const pair = differenceOf(comparison, contest, name);
  if (pair === null) return name === "busy_share" ? otherStates(comparison, contest.base) : "";
  const shown = formatDifference(pair.mean, pair.halfWidth, inCell(metric.unit));
  if (pair.halfWidth === null) return shown;
  if (!interval) {
    const { half } = formatEstimate(pair.mean, pair.halfWidth, inCell(metric.unit));
    return `${shown} +- ${half}`;
  }
  return `${shown}  ${formatDifferenceInterval(pair.mean, pair.halfWidth, inCell(metric.unit))}`;
}

/** Unit inside a cell: that of energy stands in the row's name. */
function inCell(unit: string): string {
  return unit === "kWh/1e6 tok" ? "" : unit;
}

/** Where the chip time went that was not busy: `rest: idle 55 %, down 4 %`. */
function otherStates(comparison: Comparison, name: string): string {
  const metrics = comparison.results.find((result) => result.strategy.name === name)?.metrics;
  const busy = metrics?.busy_share.value ?? null;
  const down = metrics?.down_share.value ?? null;
  if (busy === null || down === null) return "";
  const idle = Math.max(0, 1 - busy - down);
  return `rest: idle ${Math.round(idle * 100)} %, down ${Math.round(down * 100)} %`;
}

/** Who serves which part, where a strategy has several sources. */
function sourceLines(comparison: Comparison): string[] {
  const plain = (text: string) => text.replaceAll("\u00a0", " ").replaceAll("±", "+-");
  return sourceSentences(sourceRows(comparison)).flatMap((line) => wrap(plain(line), "  "));
}

/** Why a strategy is out, unless the verdict has said so. */
function stateLines({ results, verdict }: Comparison): string[] {
  return results.flatMap(({ state, strategy, reason }) =>
    state === "ok" || (reason !== null && verdict.sentence.includes(reason))
      ? []
      : wrap(`${state.toUpperCase()} ${strategy.name}: ${reason ?? ""}`, "  "),
  );
}

/** Strategies whose on-time share lies below what they promise. */
function promiseLines({ results }: Comparison): string[] {
  return results.flatMap(({ strategy, metrics, months }) => {
    const { promise } = strategy.plan;
    const share = metrics.goodput_share.value;
    const served = servedShareOf({ months });
    if (share === null || share >= promise.quantile * served) return [];
    const got = formatValue(share, "share");
    const asked = formatValue(promise.quantile, "share");
    const { classes, services } = strategy.plan.demand;
    const single = (classes ?? []).length + (services ?? []).length < 2;
    const limits = !single
      ? "each class its own limits"
      : `first token ${formatValue(promise.ttftS, "s")}, then ${formatValue(promise.tpotS, "s")} a token`;
    return wrap(
      `! ${strategy.name} misses its promise: ${got} on time, ${asked} promised (${limits})`,
      "  ",
    );
  });
}

/** What stands behind the figures; nothing where there are none. */
function replicationLine(comparison: Comparison): string[] {
  const { replications, level, pairs, results } = comparison;
  if (results.every(({ state }) => state !== "ok")) return [];
  const paired = pairs.length > 0 ? "; differences are paired" : "";
  if (replications === 1) return ["n = 1: a single replication has no interval."];
  const width = `+- is the ${Math.round(level * 100)} % half-width${paired}.`;
  return [`n = ${replications} replications; ${width}`];
}

/** Where the differences stand that the table has no column for. */
function otherPairs({ pairs }: Comparison): string[] {
  const base = pairs[0]?.base;
  if (base === undefined || pairs.every(({ other }) => other === pairs[0]?.other)) return [];
  return wrap(`Differences of ${base} from every other member are in the report.`, "  ");
}

function layOut(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** Breaks a sentence at spaces so that no line passes 100 columns; what has no space stays whole. */
function wrap(sentence: string, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of sentence.split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > COLUMNS) {
      lines.push(line.trimEnd());
      line = `${indent}${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line.trim() !== "") lines.push(line.trimEnd());
  return lines;
}
