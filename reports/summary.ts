import type { Comparison } from "../sim/comparison.ts";
import { comparisonTable } from "./comparisonTable.ts";
import { formatEstimate, formatValue } from "./format.ts";
import { lockInBlock, trustBlock } from "./leavingText.ts";
import { marketBlock, returnBlock } from "./marketText.ts";
import { membersTable } from "./membersTable.ts";
import { reversedByWork } from "./metricWords.ts";
import {
  type Contest,
  contestOf,
  flipConditions,
  sentenceParts,
  spokenSentence,
} from "./pairing.ts";
import { servedShareOf } from "./servedShare.ts";
import { uncertaintyLines } from "./uncertaintyLines.ts";
import { onlyDifference } from "./views/onlyDifference.ts";
import { sourceRows, sourceSentences } from "./views/sources.ts";
import { wrapped } from "./wrapped.ts";

/** Where the report and the data lie and the command that repeats them; null leaves a line out. */
export interface SummaryPaths {
  readonly report: string | null;
  readonly data: string | null;
  readonly repeat: string | null;
}

/** Columns where no terminal says how wide it is: the same bytes wherever they go. */
const PIPE_COLUMNS = 100;
const PIPE_MEMBER_COLUMNS = 80;

/**
 * The comparison as plain text: verdict first, then one row per metric, or one per strategy where
 * those would be too wide.
 *
 * @param terminalColumns width of the terminal it is printed on; null = none, or not known
 */
export function summaryText(
  comparison: Comparison,
  paths: SummaryPaths,
  terminalColumns: number | null = null,
): string {
  const columns = terminalColumns ?? PIPE_COLUMNS;
  const contest = contestOf(comparison);
  const byMetric = comparisonTable(comparison, contest, columns);
  const table =
    byMetric ?? membersTable(comparison, contest, terminalColumns ?? PIPE_MEMBER_COLUMNS);
  const lines = [
    ...verdictLines(spokenSentence(comparison), columns),
    ...reversedByWork(comparison).flatMap((line) => wrapped(line, columns, "", "  ")),
    ...uncertaintyLines(comparison, columns),
    ...table,
    ...idleLines(comparison, contest, columns),
    ...onlyLines(comparison, columns),
    ...sourceLines(comparison, columns),
    ...stateLines(comparison, columns),
    ...promiseLines(comparison, columns),
    ...replicationLine(comparison, table, columns),
    ...(byMetric === null ? [] : otherPairs(comparison, columns)),
    ...marketBlock(comparison, columns),
    ...returnBlock(comparison, columns),
    ...lockInBlock(comparison, columns),
    ...trustBlock(comparison, columns),
  ];
  const flips = flipConditions(comparison.verdict.flips);
  if (flips.length > 0) {
    lines.push(...wrapped(`Verdict flips if ${flips.join("  or  ")}.`, columns, "", "  "));
  }
  if (paths.report !== null) lines.push(`Report: ${paths.report}`);
  if (paths.data !== null) lines.push(`Data:   ${paths.data}`);
  if (paths.repeat !== null) lines.push(`Repeat: ${paths.repeat}`);
  return `${lines.join("\n")}\n`;
}

/** That all bills but one or two are the same, where they are. */
function onlyLines(comparison: Comparison, columns: number): string[] {
  const only = onlyDifference(comparison);
  return only === "" ? [] : wrapped(only, columns, "", "  ");
}

/** The answer with its confidence, then each further note on a line of its own. */
function verdictLines(sentence: string, columns: number): string[] {
  const [answer = "", ...rest] = sentenceParts(sentence);
  const sure = rest[0]?.startsWith("Confidence") ? rest.shift() : undefined;
  const first = sure === undefined ? answer : `${answer}  ${sure}`;
  return [
    ...wrapped(first, columns, "", ""),
    ...rest.flatMap((note) => wrapped(note, columns, "", "  ")),
  ];
}

/** Where the chip time went that was not busy, of those that the verdict is about. */
function idleLines({ results }: Comparison, contest: Contest | null, columns: number): string[] {
  const asked = contest === null ? results.slice(0, results.length === 1 ? 1 : 0) : results;
  const said = asked.flatMap(({ strategy: { name }, metrics, state }) => {
    const busy = metrics.busy_share.value;
    const down = metrics.down_share.value;
    if (busy === null || down === null || state !== "ok") return [];
    if (contest !== null && name !== contest.base && name !== contest.other) return [];
    const [idlePercent, downPercent] = [Math.max(0, 1 - busy - down), down].map((share) =>
      Math.round(100 * share),
    );
    if (idlePercent === 0 && downPercent === 0) return [];
    return [`${name} idle ${idlePercent} %, down or starting ${downPercent} %`];
  });
  if (said.length === 0) return [];
  return wrapped(`Chips not busy: ${said.join("; ")}.`, columns, "", "  ");
}

/** Who serves which part, where a strategy has several sources. */
function sourceLines(comparison: Comparison, columns: number): string[] {
  const plain = (text: string) => text.replaceAll("\u00a0", " ").replaceAll("±", "+-");
  return sourceSentences(sourceRows(comparison)).flatMap((line) =>
    wrapped(plain(line), columns, "", "  "),
  );
}

/** Why a strategy is out, unless the verdict has said so. */
function stateLines({ results, verdict }: Comparison, columns: number): string[] {
  return results.flatMap(({ state, strategy, reason }) =>
    state === "ok" || (reason !== null && verdict.sentence.includes(reason))
      ? []
      : wrapped(`${state.toUpperCase()} ${strategy.name}: ${reason ?? ""}`, columns, "", "  "),
  );
}

/** Strategies whose on-time share lies below what they promise. */
function promiseLines({ results }: Comparison, columns: number): string[] {
  return results.flatMap(({ strategy, metrics, months }) => {
    const { promise } = strategy.plan;
    const share = metrics.goodput_share.value;
    const served = servedShareOf({ months });
    if (share === null || share >= promise.quantile * served) return [];
    const { halfWidth } = metrics.goodput_share;
    const { value, half } = formatEstimate(share, halfWidth, "share");
    const got = half === null ? value : `${value} +- ${half}`;
    const may = share + (halfWidth ?? 0) >= promise.quantile * served ? "may miss" : "misses";
    const asked = formatValue(promise.quantile, "share");
    const { classes, services } = strategy.plan.demand;
    const single = (classes ?? []).length + (services ?? []).length < 2;
    const limits = !single
      ? "each class its own limits"
      : `first token ${formatValue(promise.ttftS, "s")}, then ${formatValue(promise.tpotS, "s")} a token`;
    return wrapped(
      `! ${strategy.name} ${may} its promise: ${got} on time, ${asked} promised (${limits})`,
      columns,
      "",
      "  ",
    );
  });
}

/** What stands behind the figures; nothing where there are none. */
function replicationLine(
  comparison: Comparison,
  table: readonly string[],
  columns: number,
): string[] {
  const { replications, level, pairs, results } = comparison;
  if (results.every(({ state }) => state !== "ok")) return [];
  if (replications === 1) {
    return wrapped("n = 1: a single replication has no interval.", columns, "", "  ");
  }
  const said = [
    `n = ${replications} replications`,
    ...(table.some((line) => line.includes("+-"))
      ? [`+- is the ${Math.round(level * 100)} % half-width`]
      : []),
    ...(pairs.length > 0 ? ["differences are paired"] : []),
  ];
  return wrapped(`${said.join("; ")}.`, columns, "", "  ");
}

/** Where the differences stand that the table has no column for. */
function otherPairs({ pairs }: Comparison, columns: number): string[] {
  const base = pairs[0]?.base;
  if (base === undefined || pairs.every(({ other }) => other === pairs[0]?.other)) return [];
  return wrapped(
    `Differences of ${base} from every other member are in the report.`,
    columns,
    "",
    "  ",
  );
}
