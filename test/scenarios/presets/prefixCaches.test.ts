import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { meanOf, runPreset } from "./fleetRun.ts";

const MOONCAKE = "../shared/traces/mooncake/conversation_trace.jsonl.gz";
const hits = (cache: { lookedUp: number; found: readonly number[] } | undefined): number =>
  (cache?.found ?? []).reduce((sum, tokens) => sum + tokens, 0) / (cache?.lookedUp ?? Number.NaN);

describe("presets of prefix caches", () => {
  it("find in a shared store what conversations repeat, and compute that much less", async () => {
    // Follow-ups come minutes after their answers: the first half of the window has too few.
    const sized = {
      sets: ["run.window=30 min"],
      fleet: { replicas: 5 },
      plan: { warmupS: 900 },
    };
    const [none, local, shared] = await Promise.all(
      ["no-prefix-cache", "local-prefix-cache", "shared-prefix-cache"].map((name) =>
        runPreset(name, sized),
      ),
    );
    if (!none || !local || !shared) throw new RangeError("no run");
    // On paper: a further turn follows with q = 0.36 and repeats prompt and answer of the last one.
    // First prompts of some 11,500 tokens, 350 of answer and 165 of question per turn.
    const q = 0.36;
    const grownTokens = (515 * q) / (1 - q);
    const repeated = (q * (11_500 + 350 + grownTokens)) / (11_500 + grownTokens);
    expect(hits(shared.run.cache)).toBeGreaterThan(repeated - 0.04);
    expect(hits(shared.run.cache)).toBeLessThan(repeated + 0.04);
    expect(hits(local.run.cache)).toBeLessThan(0.4 * hits(shared.run.cache));
    // What is found is not computed: tokens exactly, chip time but for attention to what came before.
    const found = hits(shared.run.cache);
    expect(shared.run.tokens.input / none.run.tokens.input).toBeCloseTo(1 - found, 1);
    const chipTime = shared.run.causeS.input / none.run.causeS.input;
    expect(chipTime).toBeGreaterThan(1 - found - 0.05);
    expect(chipTime).toBeLessThan(1 - found + 0.08);
    expect(meanOf(shared.run.ttft)).toBeLessThan(0.8 * meanOf(none.run.ttft));
    expect(meanOf(local.run.ttft)).toBeLessThan(meanOf(none.run.ttft));
  });

  it.skipIf(!existsSync(MOONCAKE))("find on Mooncake what an infinite cache finds", async () => {
    const trace = (file: string) => [
      `demand.trace.file=${process.cwd()}/${file}`,
      "demand.trace.spread_ticks=true",
      "run.window=3537 s",
      "run.warmup=0 s",
    ];
    const changes = { sets: trace(MOONCAKE), fleet: { replicas: 6 } };
    const shared = await runPreset("shared-prefix-cache", changes);
    const local = await runPreset("local-prefix-cache", changes);
    const none = await runPreset("no-prefix-cache", changes);
    // traces/README.md: 37.4 % of tokens with an infinite cache; requests that come before the
    // blocks of the prompt they repeat are written miss them.
    expect(hits(shared.run.cache)).toBeGreaterThan(0.36);
    expect(hits(shared.run.cache)).toBeLessThan(0.375);
    // LRU over 5,000 blocks finds 11 %, over 10,000 21 %; six replicas hold 2,700 blocks each less
    // what runs, and do not share.
    expect(hits(local.run.cache)).toBeGreaterThan(0.045);
    expect(hits(local.run.cache)).toBeLessThan(0.21);
    expect(none.run.tokens.cached).toBe(0);
    expect(meanOf(shared.run.ttft)).toBeLessThan(meanOf(none.run.ttft));
  });

  it("keep four times the users on a chip with a quarter of the KV cache", async () => {
    const crowd = { sets: ["demand.rate=3/s", "fleet.count=1"] };
    const whole = await runPreset("whole-kv", crowd);
    const kept = await runPreset("compressed-kv", crowd);
    const users = (run: typeof whole): number => run.run.series.running.at(-1) ?? 0;
    // A user holds 30,000 tokens and half an answer on average.
    const room = (whole.shape.kvBlocks * whole.shape.blockTokens) / 31_000;
    expect(users(whole)).toBeGreaterThan(room - 1.5);
    expect(users(whole)).toBeLessThan(room + 1);
    expect(users(kept) / users(whole)).toBeGreaterThan(3.7);
    expect(users(kept) / users(whole)).toBeLessThan(4.3);
    const { answers } = (await runPreset("compressed-kv", { sets: ["fleet.count=5"] })).run;
    const accepted = (answers?.accepted ?? 0) / (answers?.given ?? 1);
    expect(Math.abs(accepted - 0.98)).toBeLessThan(0.02);
  });
});
