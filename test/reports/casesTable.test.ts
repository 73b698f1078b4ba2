import { describe, expect, it } from "vitest";
import { casesJson, casesText } from "../../reports/casesTable.ts";
import type { CasesReport } from "../../sim/validation.ts";

const report: CasesReport = {
  cases: [
    { caseId: "a", family: "serving:x", metric: "ttft_p99_ms", observed: 100, predicted: 80 },
  ],
  skipped: [
    { caseId: "b", reason: "no load stated" },
    { caseId: "c", reason: "no load stated" },
  ],
  summary: [
    { family: "serving:x", metric: "ttft_p99_ms", n: 1, medianApe: 0.2, p90Ape: 0.2, bias: -0.2 },
  ],
};

describe("casesJson", () => {
  it("prints the columns' own names", () => {
    expect(JSON.parse(JSON.stringify(casesJson(report)))).toEqual({
      cases: [
        { case_id: "a", family: "serving:x", metric: "ttft_p99_ms", observed: 100, predicted: 80 },
      ],
      skipped: [
        { case_id: "b", reason: "no load stated" },
        { case_id: "c", reason: "no load stated" },
      ],
      summary: [
        {
          family: "serving:x",
          metric: "ttft_p99_ms",
          n: 1,
          medianApe: 0.2,
          p90Ape: 0.2,
          bias: -0.2,
        },
      ],
    });
  });
});

describe("casesText", () => {
  it("shows errors by family, marks what is not judged, and counts skipped rows by reason", () => {
    expect(casesText(report)).toBe(
      [
        "family     metric         n  median error  p90 error     bias",
        "serving:x  ttft_p99_ms *  1        20.0 %     20.0 %  -20.0 %",
        "",
        "* repeats of one run differ by 75 to 253 ms here: shown, not judged",
        "",
        "1 rows replayed, 1 values compared; 2 skipped:",
        "2  no load stated",
        "",
      ].join("\n"),
    );
  });

  it("lists every value on request", () => {
    expect(casesText(report, { rows: true })).toContain(
      "a     ttft_p99_ms     100.0      80.00  -20.0 %",
    );
  });
});
