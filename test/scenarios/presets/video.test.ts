import { describe, expect, it } from "vitest";
import { CATALOG } from "../../../scenarios/catalog/catalog.ts";
import { unitFlops } from "../../../sim/models/flops.ts";
import { metricOf, rentedHourUsd, resultOfPreset } from "./resultOfPreset.ts";

const PETA = 1e15;
/** 989.4 dense bf16 TFLOP/s of an H100, of which 58 % are reached. */
const H100_FLOPS_PER_S = 989.4e12 * 0.58;
/** 0.2 engineers of $280,000 over the clips of a year. */
const staffUsdPerMinute = (minutesPerS: number) => (0.2 * 280_000) / (minutesPerS * 8760 * 3600);

describe("a minute of generated video", () => {
  it("costs what its FLOPs and the rent of the chips say, and lies in the essays' $15 to $50", async () => {
    // HunyuanVideo: 603 PFLOP for 129 frames at 24 a second. A minute is 11.16 clips = 6,736 PFLOP.
    const facts = CATALOG.models["hunyuanvideo-13b"]?.facts;
    const petaFlops = facts === undefined ? 0 : unitFlops(facts) / PETA;
    expect(petaFlops).toBeCloseTo(603.4, 0);
    const clipsPerMinute = 60 / (129 / 24);
    // / 573.9 TFLOP/s = 11,737 chip-seconds of arithmetic.
    const mathS = (petaFlops * PETA * clipsPerMinute) / H100_FLOPS_PER_S;
    expect(mathS).toBeCloseTo(11_737, -1);
    // Eight chips share a clip: 120 all-reduces a pass, ring 2 x 7/8 x 119,056 tokens x 3,072 x 2
    // bytes over 450 GB/s x 80 %: 0.427 s beside 2.629 s of arithmetic, x 1.162.
    const passS = (120 * 1.75 * (118_800 + 256) * 3072 * 2) / (450e9 * 0.8);
    const chipS = mathS + passS * 8 * 50 * clipsPerMinute;
    expect(chipS / mathS).toBeCloseTo(1.162, 2);
    // 3.79 chip-hours x $3.74 = $14.2 were every chip always at work.
    const fullUsd = (chipS / 3600) * rentedHourUsd(2.95);

    const result = await resultOfPreset("video-minute");
    const usd = metricOf(result, "usd_per_unit");
    const busy = metricOf(result, "busy_share");
    const paper = fullUsd / busy + staffUsdPerMinute(0.05 / clipsPerMinute);
    expect(Math.abs(usd / paper - 1)).toBeLessThan(0.03);
    expect(busy).toBeGreaterThan(0.76);
    expect(usd).toBeGreaterThan(15);
    expect(usd).toBeLessThan(20);
    expect(metricOf(result, "goodput_share")).toBeGreaterThan(0.99);
    // MFU is what the arithmetic leaves: 58 % reached, 86 % of it beside all-reduces, when busy.
    expect(metricOf(result, "mfu") / busy).toBeCloseTo(0.58 / 1.164, 2);
  });

  it("falls and rises with the rent alone over the whole range of the essays", async () => {
    const at = async (rent: number) =>
      metricOf(
        await resultOfPreset("video-minute", [`economics.rent=${rent} USD/h`]),
        "usd_per_unit",
      );
    const [low, middle, high] = [await at(1.99), await at(2.95), await at(6.88)];
    const staff = staffUsdPerMinute((0.05 * 129) / 24 / 60);
    expect((low - staff) / (middle - staff)).toBeCloseTo(1.99 / 2.95, 2);
    expect((high - staff) / (middle - staff)).toBeCloseTo(6.88 / 2.95, 2);
    // The cheapest neoclouds stay below $15, list prices of a hyperscaler come near $40.
    expect(low).toBeLessThan(15);
    expect(high).toBeGreaterThan(35);
    expect(high).toBeLessThan(50);
  });

  it("costs as much less as it takes fewer steps", async () => {
    const cost = async (name: string) => {
      const result = await resultOfPreset(name);
      const staff = staffUsdPerMinute((0.05 * 129) / 24 / 60);
      return (metricOf(result, "usd_per_unit") - staff) * metricOf(result, "busy_share");
    };
    // Chip time at work: 50 / 8 = 6.25.
    const ratio = (await cost("video-minute")) / (await cost("video-few-steps"));
    expect(Math.abs(ratio / 6.25 - 1)).toBeLessThan(0.03);
  });

  it("costs half on B200 in fp8: 3.6 x the speed at 1.9 x the rent", async () => {
    // Arithmetic: 2.629 s x 573.9 / (4,500 x 0.52) = 0.645 s; all-reduces over twice the link 0.213 s
    // less; so a pass takes 0.84 s instead of 3.06.
    const [old, next] = [
      await resultOfPreset("video-minute"),
      await resultOfPreset("video-new-chips"),
    ];
    const staff = staffUsdPerMinute((0.05 * 129) / 24 / 60);
    const cost = (result: typeof old) =>
      (metricOf(result, "usd_per_unit") - staff) * metricOf(result, "busy_share");
    const speed = 3.062 / 0.84;
    expect(Math.abs(cost(old) / cost(next) / (speed * (2.95 / 5.5)) - 1)).toBeLessThan(0.04);
  });

  it("grows faster than its pixels, and with its frames in proportion", async () => {
    const minute = async (name: string) => {
      const result = await resultOfPreset(name, ["economics.staff=0"]);
      const usd = metricOf(result, "usd_per_unit");
      return { usd, work: usd * metricOf(result, "busy_share") };
    };
    const [small, middle, large, fast] = [
      await minute("video-480p"),
      await minute("video-720p"),
      await minute("video-1080p"),
      await minute("video-30fps"),
    ];
    // 32,760 -> 75,600 -> 171,360 tokens: x 2.31 and x 2.27. FLOPs: 168 -> 652 -> 2,823 PFLOP, x 3.89
    // and x 4.33; all-reduces grow with the tokens only, so chip time x 3.46 and x 3.96.
    expect(Math.abs(middle.work / small.work / 3.46 - 1)).toBeLessThan(0.03);
    expect(Math.abs(large.work / middle.work / 3.96 - 1)).toBeLessThan(0.03);
    // The same 81 frames are 5.06 s at 16 frames a second and 2.7 s at 30.
    expect(fast.usd / middle.usd).toBeCloseTo(81 / 16 / 2.7, 6);
    // 480p at 16 frames to 1080p span the essays' range and more.
    expect(small.usd).toBeLessThan(15);
    expect(large.usd).toBeGreaterThan(50);
  });
});

describe("live video at 30 frames a second", () => {
  // Wan 2.1 of 1.3 billion parameters at 480p: 28.3 PFLOP for 81 frames, shown in 2.7 s.
  const PETA_FLOPS = 28.3;

  it("is beyond four H100 at fifty steps: they take 15 s for 2.7 s", async () => {
    const facts = CATALOG.models["wan2.1-1.3b"]?.facts;
    expect(facts === undefined ? 0 : unitFlops(facts) / PETA).toBeCloseTo(PETA_FLOPS, 1);
    // 10.5 PFLOP/s for one stream: 18 H100 at least, more than two servers.
    expect((PETA_FLOPS * PETA) / 2.7 / H100_FLOPS_PER_S).toBeCloseTo(18.3, 1);
    const { state, reason } = await resultOfPreset("live-video");
    expect(state).toBe("infeasible");
    expect(reason).toMatch(/time per token 0\.30 s, promised 0\.055 s/);
  });

  it("takes less than two chips a stream when four steps do, and about half a chip of the next", async () => {
    // 4 of 50 steps: 1.45 chip-seconds a second and stream of arithmetic, all-reduces x 1.21: a
    // replica of four takes 1.20 s a clip. 20 streams x 1.20 / 2.7 = 8.9 replicas.
    const old = await resultOfPreset("live-video-few-steps");
    const next = await resultOfPreset("live-video-new-chips");
    const busyReplicas = (result: typeof old) =>
      (result.sizing?.replicas ?? 0) * metricOf(result, "busy_share");
    expect(Math.abs(busyReplicas(old) / 8.88 - 1)).toBeLessThan(0.02);
    expect(old.sizing?.replicas).toBeGreaterThanOrEqual(9);
    expect(old.sizing?.chips).toBeLessThanOrEqual(44);
    // B200 in fp8: 0.343 s a clip, 20 x 0.343 / 2.7 = 2.54 replicas.
    expect(Math.abs(busyReplicas(next) / 2.54 - 1)).toBeLessThan(0.02);
    expect(next.sizing?.chips).toBe(12);
    const [oldUsd, nextUsd] = [metricOf(old, "usd_per_unit"), metricOf(next, "usd_per_unit")];
    expect(oldUsd).toBeGreaterThan(nextUsd);
    // Far below what a minute of high quality costs.
    expect(oldUsd).toBeLessThan(0.2);
  });
});
