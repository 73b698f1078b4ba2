import { describe, expect, it } from "vitest";
import { comparisonOfPreset, metricOf, resultOfPreset } from "./resultOfPreset.ts";

/** Reached of 989.4 bf16 TFLOP/s of an H100. */
const H100_FLOPS_PER_S = 989.4e12 * 0.58;
/** 3 % of a year's demand is enough to see busy chips; sizing holds the peak hour all the same. */
const SHORT = ["run.window=10 min", "demand.diurnal=flat"];

/** Chips at work in the mean, of rented ones that stand all day. */
async function chipsAtWork(name: string, sets: readonly string[] = []) {
  const result = await resultOfPreset(name, [...SHORT, ...sets]);
  const chips = (result.sizing?.chips ?? 0) - (result.sizing?.spares ?? 0);
  return { atWork: chips * metricOf(result, "busy_share"), mfu: metricOf(result, "mfu"), result };
}

describe("an image", () => {
  it("takes the chip time that its FLOPs say: 5 a second keep 18 H100 at work", async () => {
    // FLUX.1-dev: 28 passes of 74.4 TFLOP = 2,082 TFLOP; / 573.9 TFLOP/s = 3.63 s; x 5/s = 18.1.
    const chips = (5 * 28 * 74.37e12) / H100_FLOPS_PER_S;
    expect(chips).toBeCloseTo(18.1, 1);
    const { atWork, mfu, result } = await chipsAtWork("image-service", ["fleet.count=26"]);
    expect(Math.abs(atWork / chips - 1)).toBeLessThan(0.05);
    // All arithmetic: busy chips reach what large matrix products reach.
    expect(mfu / metricOf(result, "busy_share")).toBeCloseTo(0.574, 1);
  }, 20_000);

  it("costs as much less as it takes fewer FLOPs: steps and size count alike", async () => {
    const [full, few, small] = [
      await chipsAtWork("image-service", ["fleet.count=26"]),
      await chipsAtWork("image-few-steps", ["fleet.count=5"]),
      await chipsAtWork("image-small-model", ["fleet.count=6"]),
    ];
    // 28 x 74.4 over 4 x 69.5 TFLOP (half the text) = 7.5, overheads of 1.4 ms a pass aside.
    expect(full.atWork / few.atWork).toBeCloseTo(7.5, 0);
    // SDXL: 30 steps x 2 passes x 5.98 TFLOP = 359: 5.8; its passes are short beside the overhead.
    expect(full.atWork / small.atWork).toBeGreaterThan(5);
    expect(full.atWork / small.atWork).toBeLessThan(6);
  }, 20_000);

  it("costs about a cent on chips of our own that stand by for the peak, less with fewer steps", async () => {
    const [full, few] = [
      await resultOfPreset("image-service", ["run.window=10 min", "fleet.count=48"]),
      await resultOfPreset("image-few-steps", ["run.window=10 min", "fleet.count=7"]),
    ];
    // 48 chips and their network $2.0 million over 5 years less resale, space, power, repair:
    // $25,000 to $29,000 a chip and year; 158 million images a year: $0.0076 to $0.0088.
    const usd = metricOf(full, "usd_per_unit");
    expect(usd).toBeGreaterThan(0.0076);
    expect(usd).toBeLessThan(0.0088);
    // 48 chips against 7, and a fifth of an engineer in both.
    const ratio = usd / metricOf(few, "usd_per_unit");
    expect(ratio).toBeGreaterThan(4.5);
    expect(ratio).toBeLessThan(7.5);
  }, 20_000);

  it("is cheaper with few steps than with a small model, whatever a step costs", async () => {
    const comparison = await comparisonOfPreset("image-steps-or-size", ["run.window=10 min"]);
    const { verdict, results } = comparison;
    expect(verdict).toMatchObject({ winner: "image-few-steps", metric: "usd_per_unit" });
    expect(verdict.sentence).toMatch(/^IMAGE-FEW-STEPS is cheaper/);
    // Of a token, which is a step, it is the dearest: seven times fewer of them for an image.
    const [full, few, small] = results.map((one) => metricOf(one, "lcot_usd_per_mtok"));
    expect(few).toBeGreaterThan(Math.max(full ?? 0, small ?? 0));
  }, 60_000);

  it("takes 2.7 times the chips on L40S, as the arithmetic of its sheet says", async () => {
    const [h100, l40s] = [
      await chipsAtWork("image-service", ["fleet.count=26"]),
      await chipsAtWork("image-cheap-chips", ["fleet.count=70"]),
    ];
    expect(l40s.atWork / h100.atWork).toBeCloseTo(989.4 / 362.05, 1);
  }, 20_000);
});
