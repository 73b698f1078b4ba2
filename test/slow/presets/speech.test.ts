import { describe, expect, it } from "vitest";
import {
  metricOf,
  resultOfPreset,
  strategyOfPreset,
} from "../../scenarios/presets/resultOfPreset.ts";

/** A flat day: chips at work follow from 100 recordings/s alone. */
const FLAT = ["demand.diurnal=flat", "economics.staff=0"];
/** Chips that are paid for whether they work or not. */
const STANDING = [...FLAT, "fleet.contract=reserved-1y"];
const chipSOf = ({ sizing, metrics }: Awaited<ReturnType<typeof resultOfPreset>>): number =>
  ((sizing?.chips ?? 0) * (metrics.busy_share.value ?? 0)) / 100;

describe("speech", () => {
  it("takes a third of a second of a chip when recordings go one by one", async () => {
    // 1,500 frames: 1,500 x 2.56 us + 1,125,750 pairs x 0.57 ns = 4.5 ms. Each of 160 words: weights
    // read 0.58 + 0.05 ms, context 1,580 x 57 ns = 0.09 ms, host 1.33 ms = 2.05 ms. In all 0.33 s.
    const paper = 0.0045 + 0.0013 + 159 * 0.00205;
    const result = await resultOfPreset("speech-one-by-one", [...STANDING, "fleet.count=45"]);
    expect(Math.abs(chipSOf(result) / paper - 1)).toBeLessThan(0.1);
  });

  it("takes a sixth of that and less when a hundred recordings share a step", async () => {
    const [one, many] = [
      await resultOfPreset("speech-one-by-one", [...STANDING, "fleet.count=45"]),
      await resultOfPreset("speech", [...STANDING, "fleet.count=4"]),
    ];
    // Work that cannot be shared: frames 4.5 ms, contexts 159 x 0.09 ms, words 159 x 8 us: 20 ms.
    expect(chipSOf(many)).toBeGreaterThan(0.02);
    expect(chipSOf(one) / chipSOf(many)).toBeGreaterThan(6);
    expect(chipSOf(one) / chipSOf(many)).toBeLessThan(0.33 / 0.02);
  });

  it("costs a sixtieth of what an API asks for a minute, and is counted in minutes", async () => {
    const result = await resultOfPreset("speech");
    // 0.02 to 0.04 chip-seconds a recording of half a minute, at $3.7 an hour: $0.00004 to $0.00009,
    // people $0.00004. The API's $0.006 pays for idle chips, sales and profit.
    const usd = metricOf(result, "usd_per_unit");
    expect(usd).toBeGreaterThan(0.00006);
    expect(usd).toBeLessThan(0.00013);
    expect((await strategyOfPreset("speech")).unit).toEqual({
      name: "audio minute",
      perRequest: 0.5,
    });
  });

  it("costs more on L40S: a quarter of the bandwidth at half the rent", async () => {
    const usd = async (name: string) => metricOf(await resultOfPreset(name, FLAT), "usd_per_unit");
    const ratio = (await usd("speech-cheap-chips")) / (await usd("speech"));
    // Chip time grows by 2.7 (arithmetic) to 3.9 (memory) where the host does not decide, at 1.55 /
    // 2.95 of the rent: 1.4 to 2.0.
    expect(ratio).toBeGreaterThan(1.2);
    expect(ratio).toBeLessThan(2.1);
  });
});
