import { describe, expect, it } from "vitest";
import { iterationTime } from "../../../sim/timing/iterationTime.ts";
import { busyS, lastMean, meanOf, runPreset } from "./fleetRun.ts";

describe("presets of schedulers", () => {
  it("serve one by one at the pace of one sequence, and many at once at a tenth of the chips", async () => {
    const alone = await runPreset("one-by-one", { fleet: { replicas: 25 } });
    const { run, shape } = alone;
    // A sequence of some 1,300 tokens alone in its steps.
    const work = { prefillTokens: 0, prefillPairs: 0, priorTokens: 0, samples: 0 };
    const step = (sequences: number): number =>
      iterationTime({ ...work, sequences, contextTokens: 1300 * sequences }, shape.cost).seconds;
    expect(meanOf(run.itl) / step(1)).toBeGreaterThan(0.97);
    expect(meanOf(run.itl) / step(1)).toBeLessThan(1.03);
    // Replicas busy = rate x time of service: prompt and answer of one request.
    const perRequestS =
      (run.tokens.input / run.measuredFinished) * shape.cost.denseComputeSPerToken +
      (run.tokens.output / run.measuredFinished) * step(1);
    const busyReplicas = busyS(run) / run.measuredS / 4;
    const rate = run.measuredFinished / run.measuredS;
    expect(busyReplicas / (rate * perRequestS)).toBeGreaterThan(0.9);
    expect(busyReplicas / (rate * perRequestS)).toBeLessThan(1.25);
    // A step of 64 sequences takes less than four times as long as a step of one.
    expect(64 / (step(64) / step(1))).toBeGreaterThan(16);
    const together = await runPreset("continuous-batching", { fleet: { replicas: 2 } });
    expect(together.run.measuredFinished).toBeGreaterThan(0.95 * run.measuredFinished);
  });

  it("make running answers wait for prompts where these go first, and prompts where answers do", async () => {
    const sets = ["run.window=4 min"];
    const [mixed, prompts, answers] = await Promise.all(
      ["chunked-prompts", "prompts-first", "answers-first"].map((name) =>
        runPreset(name, { sets }),
      ),
    );
    if (!mixed || !prompts || !answers) throw new RangeError("no run");
    // On paper: 10/3 prompts/s of 3,500 x e^(0.5^2/2) tokens keep a replica busy for 62 %.
    const tokensPerS = (10 / 3) * 3500 * Math.exp(0.125);
    const promptShare = tokensPerS * (prompts.shape.prefillSPerToken ?? Number.NaN);
    const { causeS } = prompts.run;
    const shown = causeS.input / (causeS.input + causeS.output);
    expect(shown / promptShare).toBeGreaterThan(0.88);
    expect(shown / promptShare).toBeLessThan(1.12);
    // Answers move in what is left: a step of the running batch, stretched by 1 / (1 - share).
    const running = lastMean(prompts.run.series.running, 60) / 3;
    const work = { prefillTokens: 0, prefillPairs: 0, priorTokens: 0, samples: 0 };
    const step = { ...work, sequences: running, contextTokens: 4000 * running };
    const gapS = iterationTime(step, prompts.shape.cost).seconds / (1 - shown);
    expect(meanOf(prompts.run.itl) / gapS).toBeGreaterThan(0.8);
    expect(meanOf(prompts.run.itl) / gapS).toBeLessThan(1.2);
    // Chunks bound the longest gap by one step of 2,048 tokens; whole prompts add up.
    expect(mixed.run.itl.max).toBeLessThan(0.15);
    expect(prompts.run.itl.max).toBeGreaterThan(1);
    expect(meanOf(prompts.run.ttft)).toBeLessThan(1.05 * meanOf(mixed.run.ttft));
    expect(meanOf(answers.run.ttft)).toBeGreaterThan(5 * meanOf(mixed.run.ttft));
  });

  it("hold as many sequences as their pages leave room for", async () => {
    const crowd = { sets: ["demand.rate=30/s", "fleet.count=1"] };
    const reserved = await runPreset("reserved-memory", crowd);
    const paged = await runPreset("paged-memory", crowd);
    const tokens = paged.shape.kvBlocks * paged.shape.blockTokens;
    // One slab of 4,096 tokens each, or 1,000 tokens of prompt and half of 1,000 of answer.
    expect(lastMean(reserved.run.series.running)).toBeCloseTo(Math.floor(tokens / 4096), 0);
    const held = lastMean(paged.run.series.running, 40) / (tokens / 1500);
    expect(held).toBeGreaterThan(0.85);
    expect(held).toBeLessThan(1.1);
  });

  it("compute preempted prompts again, or not at all where memory is swapped", async () => {
    const again = await runPreset("preempt-recompute");
    const swapped = await runPreset("preempt-swap");
    expect(again.run.requests.preemptions).toBeGreaterThan(100);
    expect(swapped.run.wastedS.recomputed).toBe(0);
    // Every preempted request had 500 tokens of prompt and up to 12,000 of answer.
    const { recomputed } = again.run.wastedS;
    const perPreemptionS = recomputed / 2 / again.run.requests.preemptions;
    const tokens = perPreemptionS / (again.shape.prefillSPerToken ?? Number.NaN);
    expect(tokens).toBeGreaterThan(500);
    expect(tokens).toBeLessThan(4000);
    expect(meanOf(swapped.run.e2e)).toBeLessThan(meanOf(again.run.e2e));
  });
});
