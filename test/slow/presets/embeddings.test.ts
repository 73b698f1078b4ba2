import { describe, expect, it } from "vitest";
import {
  metricOf,
  rentedHourUsd,
  resultOfPreset,
  strategyOfPreset,
} from "../../scenarios/presets/resultOfPreset.ts";

const SECONDS_PER_YEAR = 8760 * 3600;
const REACHED = 989.4e12 * 0.58;

/** Chip-seconds at work per document, where the fleet follows its load. */
const chipSOf = (result: Awaited<ReturnType<typeof resultOfPreset>>): number =>
  ((result.sizing?.chips ?? 0) * metricOf(result, "busy_share")) / 2000;

describe("embeddings", () => {
  it("take the chip time of their FLOPs: 2,000 documents a second fill one H100 and more", async () => {
    // BGE-large: 2 x 302 million x 500 tokens + 196,608 FLOP x 125,250 pairs = 327 GFLOP; / 573.9
    // TFLOP/s = 0.57 ms; 2,000/s = 1.14 chips, and steps of 64 documents or 16,384 tokens add little.
    const flops = 603_979_776 * 500 + 196_608 * ((500 * 501) / 2);
    const chips = (2000 * flops) / REACHED;
    expect(chips).toBeCloseTo(1.14, 2);
    const result = await resultOfPreset("embeddings");
    expect(result.sizing?.chips).toBe(2);
    // 2 x 0.334 x 989 TFLOP/s is the work: MFU does not hang on what is called busy.
    expect((2 * metricOf(result, "mfu")) / 0.58).toBeCloseTo(chips, 1);
  });

  it("cost what the chips of a year cost", async () => {
    // 2 x 8,760 h x $3.74 = $65,500 and $56,000 of people over 63 thousand million documents.
    const thousands = (2000 * SECONDS_PER_YEAR) / 1000;
    const paper = (2 * 8760 * rentedHourUsd(2.95) + 0.2 * 280_000) / thousands;
    const usd = metricOf(await resultOfPreset("embeddings"), "usd_per_unit");
    expect(Math.abs(usd / paper - 1)).toBeLessThan(0.05);
  });

  it("cost in proportion to the parameters of the model", async () => {
    // E5-Mistral: 2 x 6.98 thousand million x 500 + 1,048,576 x 125,250 = 7.11 TFLOP: 21.7 times.
    const [small, large] = [
      await resultOfPreset("embeddings"),
      await resultOfPreset("embeddings-large-model"),
    ];
    const work = ({ sizing, metrics }: typeof small) =>
      (sizing?.chips ?? 0) * (metrics.mfu.value ?? 0);
    expect(Math.abs(work(large) / work(small) / (7.11 / 0.327) - 1)).toBeLessThan(0.04);
    // Steps of the large model are all arithmetic, so that it needs 25 chips instead of 2.
    expect(large.sizing?.chips).toBeGreaterThanOrEqual(25);
    expect(large.sizing?.chips).toBeLessThanOrEqual(27);
  });

  it("lose to overheads when documents go one by one", async () => {
    // A step of one document: 0.57 ms of arithmetic and 1.3 ms of the host: 3.3 times the chip time.
    const oneByOne = await resultOfPreset("embeddings-one-by-one");
    expect(chipSOf(oneByOne) * 1e3).toBeGreaterThan(0.57 + 1.25);
    expect(chipSOf(oneByOne) * 1e3).toBeLessThan(0.57 + 1.45);
    expect(oneByOne.sizing?.chips).toBe(4);
  });

  it("do not get cheaper on L4: an eighth of the arithmetic at a quarter of the rent", async () => {
    const [h100, l4] = [
      await resultOfPreset("embeddings", ["economics.staff=0"]),
      await resultOfPreset("embeddings-small-chip", ["economics.staff=0"]),
    ];
    // 9.3 chips at work by the sheets; whole chips: 10 x $0.805 against 2 x $2.95 = 1.36.
    expect(l4.sizing?.chips).toBe(10);
    const ratio = metricOf(l4, "usd_per_unit") / metricOf(h100, "usd_per_unit");
    expect(ratio).toBeCloseTo((10 * 0.805) / (2 * 2.95), 1);
    expect((await strategyOfPreset("embeddings")).unit?.name).toBe("1,000 documents");
  });
});
