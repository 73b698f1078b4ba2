import { describe, expect, it } from "vitest";
import { loadScenario, loadScenarios } from "../../scenarios/load.ts";
import { questionOf } from "../../ui/question.ts";

describe("the question of a command", () => {
  it("is that of the comparison it names, or of its only scenario", async () => {
    const members = await loadScenarios(["firm-2000"]);
    expect(questionOf(["firm-2000"], members)).toMatch(
      /^At what volume should a 2,000-person firm/,
    );
    const producer = await loadScenario("producer");
    expect(questionOf(["producer"], [producer])).toBe(producer.config.question);
    expect(producer.config.question).toMatch(/\?$/);
  });

  it("is nobody's where several are set side by side", async () => {
    const pair = await loadScenarios(["renter", "producer"]);
    expect(questionOf(["renter", "producer"], pair)).toBeUndefined();
  });
});
