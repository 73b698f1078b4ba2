import { describe, expect, it } from "vitest";
import { LENGTH_LEVELS, WORKLOADS } from "../../../scenarios/presets/workloads.ts";
import { metric, near, priced } from "./pricedPreset.ts";

/** Mean of the largest of n lengths drawn from a table; straight lines between its knots. */
function meanOfLargest(values: readonly number[], n: number): number {
  let mean = 0;
  for (let i = 1; i < values.length; i++) {
    const share = (LENGTH_LEVELS[i] ?? 1) ** n - (LENGTH_LEVELS[i - 1] ?? 0) ** n;
    mean += (share * ((values[i] ?? 0) + (values[i - 1] ?? 0))) / 2;
  }
  return mean;
}

describe("a static engine", () => {
  const { input, output } = WORKLOADS.conv.lengths;
  const padded = (values: readonly number[], batch: number): number =>
    1 - meanOfLargest(values, 1) / meanOfLargest(values, batch);

  it("pads prompts and answers to the longest of their batch", async () => {
    for (const [preset, batch] of [
      ["engine-static-small", 8],
      ["engine-static", 32],
    ] as const) {
      const inputs = padded(input.values, batch);
      const outputs = padded(output.values, batch);
      // 8: 0.5 of the answers and 0.7 of the prompts; 32: 0.6 and 0.7. Chip time lies between.
      const wasted = metric(await priced(preset), "wasted_share");
      expect(wasted).toBeGreaterThan(Math.min(inputs, outputs) - 0.03);
      expect(wasted).toBeLessThan(Math.max(inputs, outputs) + 0.03);
    }
  });

  it("costs several times a modern one, the more so the smaller its batches", async () => {
    const [small, large, modern] = await Promise.all(
      ["engine-static-small", "engine-static", "engine-modern"].map((preset) => priced(preset)),
    );
    if (!small || !large || !modern) throw new Error("three results expected");
    const chips = [small, large, modern].map((result) => metric(result, "chips"));
    const [smallChips = 0, largeChips = 0, modernChips = 1] = chips;
    // On paper, per step of b answers: 70.6 GB at 4 x 3.35 TB/s = 5.3 ms for the weights and
    // 2 x 70.6e9 / (4 x 1,978.9e12) = 0.018 ms for each; a prompt of 1,155 tokens 20.6 ms.
    const stepMs = (batch: number): number => 5.3 + batch * (0.018 + 0.017);
    const requestMs = (batch: number, prompts: number, answers: number): number =>
      20.6 * prompts + ((211 * stepMs(batch)) / batch) * answers;
    const largest = (values: readonly number[], n: number): number =>
      meanOfLargest(values, n) / meanOfLargest(values, 1);
    const onPaper = (batch: number): number =>
      requestMs(batch, largest(input.values, batch), largest(output.values, batch)) /
      requestMs(256, 1, 1);
    // Steps take more than this bound on either side: within 40 %.
    near(largeChips / modernChips, onPaper(32), 0.4);
    near(smallChips / modernChips, onPaper(8), 0.4);
    expect(smallChips).toBeGreaterThan(1.3 * largeChips);
    // A year of the chips that the modern engine saves: 2.95 USD an hour and 40 % extras, falling
    // by 20 % a year and discounted: 0.86 of the first day's price in the mean.
    const worthUsd = metric(modern, "npv_usd") - metric(large, "npv_usd");
    near(worthUsd, (largeChips - modernChips) * 2.95 * 1.4 * 8760 * 0.86, 0.1);
  });
});
