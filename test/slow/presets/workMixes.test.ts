import { describe, expect, it } from "vitest";
import { DAY_CURVES } from "../../../scenarios/presets/dayCurves.ts";
import { RATE_MODULATIONS } from "../../../scenarios/presets/workloads.ts";
import { simulate } from "../../../sim/simulate.ts";
import { LogHistogram } from "../../../sim/stats/logHistogram.ts";
import { metric, near, planOf, priced } from "./pricedPreset.ts";

/**
 * Llama-3.1-70B: 70.6e9 weights, 80 layers, 64 heads of 128. FLOPs of a prompt of n tokens: 2 x 70.6e9
 * x n + 80 x 4 x 8,192 x n^2 / 2 (causal); an output token costs 2 x 70.6e9.
 */
const WEIGHTS = 70.6e9;
const flops = (mean: number, meanSquare: number, output: number): number =>
  2 * WEIGHTS * (mean + output) + (80 * 4 * 8192 * meanSquare) / 2;

/** Shorter windows than the presets have, in the seconds that a test may take. */
const SHORT = "run.window=2 min";
const BURSTS = "run.window=3 min";

describe("kinds of work", () => {
  it("cost per request as the FLOPs of their prompts and answers", async () => {
    // Mean prompt, mean square, mean answer: length tables and the lognormals of `retrieval`
    // (3,500 e^(0.5^2/2), squared e^(0.5^2); 180 e^(0.6^2/2)).
    const chat = flops(1155, 1155 ** 2 * 1.9, 211);
    const onPaper = {
      "work-code": flops(2048, 2048 ** 2 * 1.9, 28) / chat,
      "work-retrieval": flops(3966, 3966 ** 2 * 1.28, 215) / chat,
      "work-long-documents": flops(12_035, 12_035 ** 2 * 2.8, 343) / chat,
    };
    const base = metric(await priced("work-chat", SHORT), "usd_per_request");
    for (const [preset, ratio] of Object.entries(onPaper)) {
      const usd = metric(await priced(preset, SHORT), "usd_per_request");
      // Whole replicas, and long prompts that hold up answers: within 40 %.
      near(usd / base, ratio, 0.4);
    }
    // 1.5, 3.2 and 12: the order of the kinds does not hang on the tolerance.
    expect(Object.values(onPaper)).toEqual(Object.values(onPaper).toSorted((a, b) => a - b));
  });

  it("in bursts need the chips of the rate that a request meets, not of the mean", async () => {
    // A gamma factor of shape k weighs requests with 1 + 1/k, minutes that are on with 1/p:
    // 1.27 x 1.37 x 2.03 x 1.63 = 5.8 times the mean rate around a request in the mean.
    const { onProbability, minuteShape, tenSecondShape, secondShape } = RATE_MODULATIONS.code;
    const weight = (shape: number): number => 1 + 1 / shape;
    const met =
      (weight(minuteShape) * weight(tenSecondShape) * weight(secondShape)) / onProbability;
    expect(met).toBeCloseTo(5.75, 1);
    const evenly = metric(await priced("code-evenly", BURSTS), "usd_per_request");
    const inBursts = metric(await priced("code-in-bursts", BURSTS), "usd_per_request");
    near(inBursts / evenly, met, 0.4);
  });

  it("in office hours pay owned chips for the highest hour of the week", async () => {
    const { hourly, weekendFactor } = DAY_CURVES.office;
    const mean = hourly.reduce((sum, factor) => sum + factor, 0) / 24;
    // 2.0 over a mean of 0.97 x (5 + 2 x 0.32) / 7 = 0.78: 2.6 times the chips.
    const peak = Math.max(...hourly) / (mean * ((5 + 2 * weekendFactor) / 7));
    expect(peak).toBeCloseTo(2.56, 1);
    const even = await priced("chat-even-day", SHORT);
    const office = await priced("chat-office-day", SHORT);
    near(metric(office, "chips") / metric(even, "chips"), peak, 0.25);
    // Power for idle hours is less, people are the same: the cost grows a little less than chips do.
    const dearer = metric(office, "usd_per_request") / metric(even, "usd_per_request");
    expect(dearer).toBeGreaterThan(0.7 * peak);
    expect(dearer).toBeLessThan(1.05 * peak);
  });

  it("in a closed loop come as fast as they are read and answered", async () => {
    const plan = await planOf("chat-closed-loop", 2);
    const { e2e, measuredArrivals, measuredS } = simulate(plan, 0);
    // Little: 300 clients over 20 s of reading and the mean answer; some 10 requests/s.
    const answerS = LogHistogram.fromSnapshot(e2e).mean;
    near(measuredArrivals / measuredS, 300 / (20 + answerS), 0.05);
    expect(answerS).toBeGreaterThan(2);
    expect(answerS).toBeLessThan(15);
  });

  it("in conversations live as long as their waits and answers", async () => {
    const result = await priced("chat-conversations", "run.window=20 min");
    const perTask = metric(result, "usd_per_task");
    // 1.5625 questions in the mean.
    near(perTask / metric(result, "usd_per_request"), 1.5625, 0.1);
    // 0.5625 waits of e^(4.878 + 0.979^2/2) = 212 s, and 1.5625 answers of some 10 s: 135 s.
    near((3600 * perTask) / metric(result, "usd_per_task_hour"), 135, 0.15);
    // At most the questions after a first one find their beginning: 0.36 of the prompts.
    const hits = metric(result, "cache_hit_share");
    expect(hits).toBeGreaterThan(0.1);
    expect(hits).toBeLessThan(0.4);
  });
});
