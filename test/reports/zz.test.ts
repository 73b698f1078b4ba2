import { writeFileSync } from "node:fs";
import { it } from "vitest";
import { summaryText } from "../../reports/summary.ts";
import { comparisonFixture } from "./fixture.ts";

it("x", () => {
  const p = {
    report: "out/compare-7f3a.html",
    data: "out/compare-7f3a/runs.csv",
    repeat: "costmoat repro out/compare-7f3a.html",
  };
  writeFileSync(
    "/tmp/w/s.txt",
    [
      comparisonFixture(),
      comparisonFixture({ roles: ["consumer", "producer"] }),
      comparisonFixture({ replications: 1 }),
      comparisonFixture({ unstable: true }),
    ]
      .map((c) => summaryText(c, p))
      .join("\n=====\n"),
  );
});
