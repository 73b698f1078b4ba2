import type { ValidationSummary } from "./html/input.ts";

/**
 * How far predictions lie from published measurements: printed by `costmoat validate --cases
 * cases_dev.csv --json` on 2026-11-21 and kept here, so that every report can say it without the
 * file. A test recomputes it where the file is at hand.
 */

type SummaryRow = ValidationSummary["rows"][number];

/** What is quoted of every family; medians only where a source has no means. */
const QUOTED = ["out_tok_s", "ttft_mean_ms", "tpot_mean_ms", "e2e_mean_ms"] as const;
const INSTEAD = { ttft_p50_ms: "ttft_mean_ms", tpot_p50_ms: "tpot_mean_ms" } as const;
const DIGITS = 2;

/** The rows of a validation that a report quotes, to two digits. */
export function quotedRows(summary: readonly SummaryRow[]): SummaryRow[] {
  const has = (family: string, metric: string): boolean =>
    summary.some((row) => row.family === family && row.metric === metric);
  return summary
    .filter(({ family, metric }) => {
      const mean = Object.entries(INSTEAD).find(([median]) => median === metric)?.[1];
      return mean === undefined ? QUOTED.some((name) => name === metric) : !has(family, mean);
    })
    .map(({ family, metric, n, medianApe, p90Ape, bias }) => ({
      ...{ family, metric, n },
      medianApe: rounded(medianApe),
      p90Ape: rounded(p90Ape),
      bias: rounded(bias),
    }));
}

function rounded(share: number): number {
  return Number(share.toPrecision(DIGITS));
}

/** Kind and source of the measurements, metric, rows, median and p90 error, bias. */
const ROWS: readonly (readonly [string, string, number, number, number, number])[] = [
  ["serving:blis", "out_tok_s", 20, 0.0044, 0.0076, 0.0043],
  ["serving:blis", "ttft_mean_ms", 59, 0.09, 0.31, -0.056],
  ["serving:blis", "tpot_mean_ms", 59, 0.079, 0.23, -0.0086],
  ["serving:blis", "e2e_mean_ms", 59, 0.061, 0.21, -0.0021],
  ["offline_throughput:mlperf51", "out_tok_s", 20, 0.18, 0.36, -0.076],
  ["serving:mlperf51", "out_tok_s", 22, 0.028, 0.32, -0.02],
  ["serving:mlperf51", "ttft_mean_ms", 22, 0.9, 1.8, -0.37],
  ["serving:mlperf51", "tpot_mean_ms", 22, 0.49, 0.83, -0.41],
  ["serving:mlperf51", "e2e_mean_ms", 22, 0.49, 0.85, -0.46],
  ["serving:aicsil", "ttft_p50_ms", 75, 0.42, 0.74, -0.42],
  ["serving:aicsil", "tpot_p50_ms", 75, 0.11, 0.22, -0.069],
  ["offline_throughput:trtllm", "out_tok_s", 38, 0.06, 0.13, -0.014],
  ["serving:llmss", "out_tok_s", 2, 0.2, 0.26, 0.2],
  ["serving:llmss", "ttft_mean_ms", 2, 0.22, 0.23, -0.22],
  ["serving:llmss", "tpot_mean_ms", 2, 0.16, 0.21, -0.16],
  ["serving:llmss", "e2e_mean_ms", 2, 0.18, 0.22, -0.18],
  ["serving:apex", "ttft_mean_ms", 7, 0.098, 0.15, -0.094],
  ["serving:apex", "tpot_mean_ms", 7, 0.12, 0.23, -0.12],
  ["iteration:splitwise", "ttft_mean_ms", 42, 0.25, 0.55, -0.25],
  ["iteration:splitwise", "tpot_mean_ms", 42, 0.54, 0.62, -0.54],
  ["iteration:splitwise", "e2e_mean_ms", 42, 0.54, 0.6, -0.54],
];

export const VALIDATION_SUMMARY: ValidationSummary = {
  note:
    "An honest prior, not a calibration: a few shares and overheads per chip family, the same for " +
    "every model and row. They were fitted to published measurements, some of which stand in this " +
    "table, so it shows how well they fit, not how well they foretell other chips. 265 rows " +
    "replayed on 2026-11-21, 162 skipped (kernels, training, no load stated, pipelines). The same " +
    "table for measurements of your own: costmoat validate --cases FILE.csv",
  rows: ROWS.map(([family, metric, n, medianApe, p90Ape, bias]) => ({
    ...{ family, metric, n, medianApe, p90Ape, bias },
  })),
};
