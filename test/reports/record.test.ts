import { describe, expect, it } from "vitest";
import { readRecord, recordElement } from "../../reports/record.ts";
import { renderReport } from "../../reports/renderReport.tsx";
import { comparisonFixture, provenanceFixture } from "./fixture.ts";

describe("the record inside a report", () => {
  it("comes back whole from the page", () => {
    const html = renderReport(comparisonFixture({ hostile: true }), provenanceFixture());
    expect(readRecord(html).provenance).toEqual(provenanceFixture());
  });

  it("nothing in it can close its element or break a line of script", () => {
    const seed = "a</script><!--\u2028\u2029";
    const element = recordElement(provenanceFixture({ seed }));
    expect(element.match(/<\/script>/g)).toHaveLength(1);
    expect(element).not.toMatch(/<!--|\u2028|\u2029/);
    expect(readRecord(element).provenance.seed).toBe(seed);
  });

  it("heads the page with what was asked, in words alone", () => {
    const question = "At what volume should a firm <b>stop</b> buying?";
    const asked = renderReport(comparisonFixture(), provenanceFixture({ question }));
    expect(asked).toContain("At what volume should a firm &lt;b&gt;stop&lt;/b&gt; buying?</h2>");
    expect(asked).not.toContain("Which is the better deal?");
    expect(renderReport(comparisonFixture(), provenanceFixture())).toContain(
      "Which is the better deal?",
    );
    const hostile = { ...provenanceFixture(), question: { type: "b" } } as never;
    expect(() => readRecord(recordElement(hostile))).toThrow(/costmoat.record\/1/);
  });

  it.each([
    ["<html></html>", /expected a costmoat HTML report/],
    ['<script type="application/json" id="costmoat-record">{"schema"', /cut short/],
    ['<script type="application/json" id="costmoat-record">{oops</script>', /not JSON/],
    ['<script type="application/json" id="costmoat-record">{}</script>', /costmoat.record\/1/],
  ])("what is no record is refused: %s", (html, message) => {
    expect(() => readRecord(html)).toThrow(message);
  });
});
