import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderReport } from "../../reports/renderReport.tsx";
import { quotedRows, VALIDATION_SUMMARY } from "../../reports/validationSummary.ts";
import { readCases } from "../../scenarios/study/cases.ts";
import { inlineRunner } from "../../sim/experiment/runner.ts";
import { validateCases } from "../../sim/experiment/validateCases.ts";
import { simulate } from "../../sim/simulate.ts";
import { comparisonFixture, provenanceFixture } from "./fixture.ts";

const SHARED = "../shared/validation/cases_dev.csv";

describe("how far predictions lie from measurements", () => {
  it.skipIf(!existsSync(SHARED))("is quoted as the cases give it today", async () => {
    const { cases, skipped } = readCases(readFileSync(SHARED, "utf8"), SHARED);
    const report = await validateCases(cases, skipped, inlineRunner(simulate));
    expect(VALIDATION_SUMMARY.rows).toEqual(quotedRows(report.summary));
    const replayed = new Set(report.cases.map(({ caseId }) => caseId)).size;
    expect(VALIDATION_SUMMARY.note).toContain(`${replayed} rows replayed`);
    expect(VALIDATION_SUMMARY.note).toContain(`${report.skipped.length} skipped`);
  });

  it("quotes medians only where a source has no means, to two digits", () => {
    const row = { n: 3, medianApe: 0.1234, p90Ape: 1.555, bias: -0.0456 };
    const quoted = quotedRows([
      { ...row, family: "a", metric: "ttft_mean_ms" },
      { ...row, family: "a", metric: "ttft_p50_ms" },
      { ...row, family: "b", metric: "ttft_p50_ms" },
      { ...row, family: "b", metric: "ttft_p99_ms" },
    ]);
    const digits = { n: 3, medianApe: 0.12, p90Ape: 1.6, bias: -0.046 };
    expect(quoted).toEqual([
      { ...digits, family: "a", metric: "ttft_mean_ms" },
      { ...digits, family: "b", metric: "ttft_p50_ms" },
    ]);
  });

  it("stands in every report, with its date, limits and how to make it again", () => {
    const html = renderReport(comparisonFixture(), provenanceFixture());
    expect(html).toContain('id="validation-table"');
    expect(html).toContain("An honest prior, not a calibration");
    expect(html).toMatch(/replayed on \d{4}-\d\d-\d\d/);
    expect(html).toContain("costmoat validate --cases FILE.csv");
  });
});
