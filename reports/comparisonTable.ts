import type { Comparison, StrategyResult } from "../sim/comparison.ts";
import type { Metric } from "../sim/metric.ts";
import { METRICS, type MetricName } from "../sim/metrics.ts";
import { alignedLines } from "./alignedColumns.ts";
import { formatDifference, formatDifferenceInterval, formatEstimate } from "./format.ts";
import { halfWidthNote } from "./halfWidthNote.ts";
import { metricLabel } from "./metricWords.ts";
import { type Contest, differenceOf } from "./pairing.ts";
import { wrapped } from "./wrapped.ts";

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
  ["return_on_compute_cash", "return on compute, before people"],
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

/** What a table of so many strategies still says at a glance without half-widths. */
const MOST_BARE = 3;

/** Which half-widths stand in the cells: with the ends of the difference, all, of the difference. */
type Detail = "interval" | "half" | "bare";

/**
 * One row per metric, one column per strategy, and the paired difference: with its interval, else
 * with its half-width, else under shorter words, else (of a few strategies) without the others'.
 *
 * @returns null where none of these fits
 */
export function comparisonTable(
  comparison: Comparison,
  contest: Contest | null,
  columns: number,
): string[] | null {
  const full = tableRows(comparison, contest, "interval");
  // A head alone says nothing.
  if (full.length === 1) return [];
  const half = tableRows(comparison, contest, "half");
  const bare = tableRows(comparison, contest, "bare");
  const layouts = [full, half].map((rows) => alignedLines(rows));
  for (const rows of [half, shortened(half)]) layouts.push(underTable(rows, contest));
  if (comparison.results.length <= MOST_BARE) {
    const shown = contest === null ? "none" : "difference";
    const notes = [
      ...(bare.flat().some((text) => text.endsWith("*")) ? ["* assumed, not simulated"] : []),
      ...halfWidthNote(comparison, shown).flatMap((note) => wrapped(note, columns, "", "  ")),
    ];
    for (const rows of [bare, shortened(bare)]) {
      layouts.push([...underTable(rows, contest), ...notes]);
    }
  }
  return layouts.find((lines) => lines.every((line) => line.length <= columns)) ?? null;
}

/** Long names stand below the table instead of in its head. */
function underTable(rows: readonly (readonly string[])[], contest: Contest | null): string[] {
  const [head = [], ...body] = rows;
  if (contest === null) return alignedLines(rows);
  const said = `difference = ${contest.base} - ${contest.other}`;
  return [...alignedLines([[...head.slice(0, -1), "difference"], ...body]), said];
}

function shortened(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return rows.map(([words = "", ...cells]) => [inShort(words), ...cells]);
}

function inShort(words: string): string {
  return words
    .replace(/^cost per /, "cost/")
    .replace("energy per 1M tok, kWh", "energy, kWh/1M tok")
    .replace("p99 time to first tok", "p99 to first tok");
}

function tableRows(comparison: Comparison, contest: Contest | null, detail: Detail): string[][] {
  const { results } = comparison;
  const interval = detail === "interval";
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
    for (const result of results) row.push(cell(result, name, metric.unit, detail));
    if (contest !== null) row.push(differenceCell(comparison, contest, metric, name, interval));
    rows.push(row);
  }
  return rows;
}

function cell(result: StrategyResult, name: MetricName, unit: string, detail: Detail): string {
  const { value, halfWidth, kind } = result.metrics[name];
  if (value === null) return result.state === "ok" ? "-" : result.state;
  const bare = detail === "bare";
  const text = formatEstimate(value, bare ? null : halfWidth, inCell(unit));
  if (kind === "assumed") return bare ? `${text.value}*` : `${text.value} (assumed)`;
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
  if (pair === null) return "";
  const unit = inCell(metric.unit);
  const shown = formatDifference(pair.mean, pair.halfWidth, unit);
  if (pair.halfWidth === null) return shown;
  const ends = formatDifferenceInterval(pair.mean, pair.halfWidth, unit);
  // Ends that read alike say less than how little they differ by.
  const [low, high] = ends.slice(1, -1).split(", ");
  if (interval && low !== high) return `${shown}  ${ends}`;
  return `${shown} +- ${formatEstimate(pair.mean, pair.halfWidth, unit).half}`;
}

/** Unit inside a cell: that of energy stands in the row's name. */
function inCell(unit: string): string {
  return unit === "kWh/1e6 tok" ? "" : unit;
}
