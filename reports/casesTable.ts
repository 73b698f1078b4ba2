import type { CasesReport } from "../sim/validation.ts";
import { alignedColumns } from "./alignedColumns.ts";

/** The report of `validate --cases` as the object that `--json` prints. */
export function casesJson(report: CasesReport): {
  readonly cases: readonly object[];
  readonly skipped: readonly object[];
  readonly summary: readonly object[];
} {
  return {
    cases: report.cases.map(({ caseId, family, metric, observed, predicted }) => ({
      case_id: caseId,
      family,
      metric,
      observed,
      predicted,
    })),
    skipped: report.skipped.map(({ caseId, reason }) => ({ case_id: caseId, reason })),
    summary: report.summary.map(({ family, metric, n, medianApe, p90Ape, bias }) => ({
      family,
      metric,
      n,
      medianApe,
      p90Ape,
      bias,
    })),
  };
}

/** Metrics that no model should be judged on: their spread between repeats exceeds any error. */
const NOT_JUDGED = new Set(["ttft_p99_ms"]);

/** The report as plain text: errors by family and metric, then the skipped rows by reason. */
export function casesText(report: CasesReport, options: { readonly rows?: boolean } = {}): string {
  const header = ["family", "metric", "n", "median error", "p90 error", "bias"];
  const lines = report.summary.map((s) => [
    s.family,
    NOT_JUDGED.has(s.metric) ? `${s.metric} *` : s.metric,
    String(s.n),
    percent(s.medianApe),
    percent(s.p90Ape),
    signed(s.bias),
  ]);
  const parts = [alignedColumns([header, ...lines], 2)];
  if (report.summary.some(({ metric }) => NOT_JUDGED.has(metric))) {
    parts.push("* repeats of one run differ by 75 to 253 ms here: shown, not judged\n");
  }
  if (options.rows === true) parts.push(rowsText(report));
  parts.push(skippedText(report));
  return parts.join("\n");
}

function rowsText(report: CasesReport): string {
  const header = ["case", "metric", "observed", "predicted", "error"];
  const lines = report.cases.map((c) => [
    c.caseId,
    c.metric,
    number(c.observed),
    number(c.predicted),
    signed(c.predicted / c.observed - 1),
  ]);
  return alignedColumns([header, ...lines], 2);
}

function skippedText(report: CasesReport): string {
  const counts = new Map<string, number>();
  for (const { reason } of report.skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const replayed = new Set(report.cases.map(({ caseId }) => caseId)).size;
  const reasons = [...counts].map(([reason, count]) => [String(count), reason]);
  const total = report.skipped.length;
  const lead = `${replayed} rows replayed, ${report.cases.length} values compared; ${total} skipped`;
  return reasons.length === 0 ? `${lead}\n` : `${lead}:\n${alignedColumns(reasons, 2)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function signed(share: number): string {
  return `${share < 0 ? "-" : "+"}${percent(Math.abs(share))}`;
}

function number(value: number): string {
  return value.toPrecision(4).replace(/e\+?/, "e");
}
