import { describe, expect, it } from "vitest";
import { kvBytesPerToken } from "../../../sim/models/attention.ts";
import { stepCost } from "../../../sim/timing/stepCost.ts";
import { metricOf, poolOfPreset, resultOfPreset } from "../../scenarios/presets/resultOfPreset.ts";

/** Half the presets' window, in the seconds that a test may take. */
const BRIEF = ["run.window=30 s"];
const STAFFLESS = ["economics.staff=0"];

/** Seconds of a replica per prompt token, context aside. */
async function promptTokenS(name: string): Promise<number> {
  const cost = stepCost(await poolOfPreset(name));
  return cost.denseComputeSPerToken + cost.expertComputeSPerToken + cost.networkSPerToken;
}

async function usdPerRequest(name: string, sets: readonly string[] = []): Promise<number> {
  return metricOf(await resultOfPreset(name, [...STAFFLESS, ...sets]), "usd_per_request");
}

describe("architectures of one class", () => {
  it("differ in FLOPs by what works on a token, in memory by what is kept of it", async () => {
    const of = async (name: string) => {
      const pool = await poolOfPreset(name);
      const { flopsPerToken } = stepCost(pool);
      return [Math.round(flopsPerToken / 1e9), kvBytesPerToken(pool.model, 1)];
    };
    // Twice the 402, 32, 36 and 15.5 thousand million parameters at work; in fp8: 126 layers x 2 x
    // 8 heads x 128; 92 x 2 x 8 x 128; 61 x (512 + 64); 15 layers of 60 x 2 x 2 x 256.
    expect(await of("dense-model")).toEqual([803, 126 * 2 * 8 * 128]);
    expect(await of("expert-model")).toEqual([64, 92 * 2 * 8 * 128]);
    expect(await of("latent-model")).toEqual([71, 61 * 576]);
    expect(await of("hybrid-model")).toEqual([31, 15 * 2 * 2 * 256]);
  });

  it("cost less the fewer parameters work, but less so than FLOPs alone say", async () => {
    const [dense, expert, latent, hybrid] = [
      await usdPerRequest("dense-model", BRIEF),
      await usdPerRequest("expert-model", BRIEF),
      await usdPerRequest("latent-model", BRIEF),
      await usdPerRequest("hybrid-model", BRIEF),
    ];
    // FLOPs: 803 / 71 = 11.3. Small products of experts reach 0.42 of what large ones do, and tokens
    // travel to their experts: 138 against 23 us per prompt token = 6.0; decoding reads weights.
    const paper = (await promptTokenS("dense-model")) / (await promptTokenS("latent-model"));
    expect(paper).toBeCloseTo(6, 0);
    expect(dense / latent).toBeGreaterThan(paper * 0.65);
    expect(dense / latent).toBeLessThan(paper * 1.1);
    expect(expert).toBeLessThan(latent * 1.1);
    expect(hybrid).toBeLessThan(expert);
    const state = (await promptTokenS("hybrid-model")) / (await promptTokenS("latent-model"));
    expect(state).toBeCloseTo(0.475, 1);
    expect(hybrid / latent).toBeGreaterThan(state);
  }, 60_000);

  it("cost more when the busiest experts have twice the load, less than twice as much", async () => {
    // Per prompt token: 3.7 dense + 11.8 experts + 7.5 us on the way; skewed 3.7 + 23.6 + 10.5 =
    // 1.65 times. Decoding reads the same weights.
    const paper = (await promptTokenS("skewed-experts")) / (await promptTokenS("latent-model"));
    expect(paper).toBeCloseTo(1.65, 2);
    const dearer =
      (await usdPerRequest("skewed-experts", BRIEF)) / (await usdPerRequest("latent-model", BRIEF));
    expect(dearer).toBeGreaterThan(1.1);
    expect(dearer).toBeLessThan(paper);
  }, 60_000);
});

describe("a state in place of context", () => {
  const SHORT = [
    "demand.lengths={input: 2000, output: 500}",
    "demand.rate=20/s",
    "run.window=5 min",
  ];

  it("halves the cost of 100,000 tokens, and saves little at 2,000", async () => {
    const [attention, hybrid, state] = [
      await usdPerRequest("long-context-attention"),
      await usdPerRequest("long-context-hybrid"),
      await usdPerRequest("long-context-state"),
    ];
    // Prompt of 100,000: 5.0e9 pairs. Attention in 64 layers: 3.03 s of products + 5.10 s of pairs +
    // 0.36 s of all-reduces = 8.5 s; in 16: 2.38 + 0.96 + 0.36 = 3.7 s; in none: 2.40 + 0.36 = 2.8 s.
    const paper = { hybrid: 8.49 / 3.7, state: 8.49 / 2.77 };
    expect(attention / hybrid).toBeGreaterThan(paper.hybrid * 0.8);
    expect(attention / hybrid).toBeLessThan(paper.hybrid * 1.2);
    expect(attention / state).toBeGreaterThan(paper.state * 0.8);
    expect(attention / state).toBeLessThan(paper.state * 1.2);
    // 2,000 tokens have 2.0e6 pairs: 2 of 70 ms. What is left are 32.8 against 27 thousand million
    // parameters, and contexts of 131,072 against 32,768 bytes a token while answers are written: 1.27 at most, and both
    // need three pairs of chips.
    const short =
      (await usdPerRequest("long-context-attention", SHORT)) /
      (await usdPerRequest("long-context-hybrid", SHORT));
    expect(short).toBeGreaterThan(0.9);
    expect(short).toBeLessThan(1.35);
  }, 60_000);

  it("holds more readers at once: 0.16 GB a sequence and a quarter of the keys", async () => {
    const bytes = async (name: string) =>
      kvBytesPerToken((await poolOfPreset(name)).model, 1) * 1e5;
    // 64 x 2 x 8 x 128 = 131,072 bytes a token: 13.1 GB at 100,000; 16 x 2 x 4 x 256: 3.3 GB; none.
    expect(await bytes("long-context-attention")).toBe(13_107_200_000);
    expect(await bytes("long-context-hybrid")).toBe(3_276_800_000);
    expect(await bytes("long-context-state")).toBe(0);
  });
});
