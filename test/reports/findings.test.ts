import { describe, expect, it } from "vitest";
import { findingsOf, firstSentences } from "../../reports/views/findings.ts";

describe("findings at the top of a report", () => {
  it("are those of the sections that have one, in their order", () => {
    const sections = [
      { id: "key-numbers", name: "Key numbers" },
      { id: "break-even", name: "Break-even", finding: "They cross at 4 requests/s." },
      { id: "years", name: "Over the years", finding: "" },
      { id: "market", name: "Moat and market", finding: "One is left." },
    ];
    expect(findingsOf(sections)).toEqual([
      { id: "break-even", name: "Break-even", text: "They cross at 4 requests/s." },
      { id: "market", name: "Moat and market", text: "One is left." },
    ]);
  });

  it("end with a whole sentence, the first one however long", () => {
    const long = `${"long ".repeat(100)}end.`;
    expect(firstSentences(`${long} More.`)).toBe(long);
    const short = "One costs $1.14 a token. Two cost more.";
    expect(firstSentences(`${short} ${long}`)).toBe(short);
    expect(firstSentences("")).toBe("");
  });
});
