import { describe, expect, it } from "vitest";
import { loadScenario } from "../../../scenarios/load.ts";
import { toStrategy } from "../../../scenarios/strategy.ts";
import { runPreset } from "./fleetRun.ts";

describe("presets of distillation", () => {
  it("do the work of 8.03 of 70.6 billion parameters, at the stated quality", async () => {
    const teacher = await runPreset("teacher-model", { sets: ["fleet.count=3"] });
    const student = await runPreset("distilled-model", { sets: ["fleet.count=3"] });
    const perToken = ({ run }: typeof teacher): number => run.flops.done / run.tokens.output;
    const ratio = perToken(student) / perToken(teacher);
    expect(ratio / (8.03 / 70.6)).toBeGreaterThan(0.9);
    expect(ratio / (8.03 / 70.6)).toBeLessThan(1.15);
    const accepted = ({ run }: typeof teacher): number =>
      (run.answers?.accepted ?? 0) / (run.answers?.given ?? 1);
    expect(Math.abs(accepted(teacher) - 0.95)).toBeLessThan(0.015);
    expect(Math.abs(accepted(student) - 0.88)).toBeLessThan(0.02);
  });

  it("carry what teaching costs once as engineers of the year", async () => {
    const { terms } = toStrategy(await loadScenario("distilled-model"));
    const alone = toStrategy(await loadScenario("teacher-model")).terms;
    if (terms.kind !== "rent" || alone.kind !== "rent") throw new RangeError("not rented");
    expect(terms.staffFte - alone.staffFte).toBeCloseTo(0.3, 9);
    // 0.3 engineer-years: more than 300 chip-hours at 3 dollars.
    expect(0.3 * terms.staffUsdPerYear).toBeGreaterThan(300 * 3);
  });
});
