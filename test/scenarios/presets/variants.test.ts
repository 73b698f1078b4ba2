import { describe, expect, it } from "vitest";
import { adapterOf } from "../../../sim/timing/adapters.ts";
import { variantShares } from "../../../sim/workload/variants.ts";
import { busyS, runPreset } from "./fleetRun.ts";
import { metricOf, resultOfPreset } from "./resultOfPreset.ts";

/** A minute of 40 requests/s is enough to tell 20 chips from two. */
const SHORT = ["run.window=1 min"];

/**
 * On paper. Zipf's law with exponent 1 over 20 variants: the harmonic number H(20) = 3.598, so the
 * most popular gets 27.8 % of 40 requests/s = 11.1/s and the least 1.4 % = 0.56/s. A full H100 of
 * this model answers more than 20 conversations a second, so no variant needs two chips and all of
 * them together need two: twenty clusters are 20 chips, one fleet with adapters 2 or 3.
 */
describe("presets of fine-tuned variants", () => {
  it("need a chip for each variant, or two for all of them with adapters", async () => {
    const clusters = await resultOfPreset("variant-clusters", SHORT);
    const adapters = await resultOfPreset("variant-adapters", SHORT);
    expect(clusters.sizing?.replicas).toBe(20);
    const shared = adapters.sizing?.replicas ?? 0;
    expect(shared).toBeGreaterThanOrEqual(2);
    expect(shared).toBeLessThanOrEqual(3);
    // Chips are the smaller part of a small bill: people do not grow with them.
    const ratio = metricOf(clusters, "lcot_usd_per_mtok") / metricOf(adapters, "lcot_usd_per_mtok");
    expect(ratio).toBeGreaterThan(2);
    expect(ratio).toBeLessThan(20 / shared);
  });

  it("strand what the small clusters do not use", async () => {
    const fleet = await runPreset("variant-clusters", { sets: ["fleet.count=20"] });
    const pooled = await runPreset("variant-adapters", { sets: ["fleet.count=3"] });
    const busy = ({ run }: typeof fleet): number => busyS(run) / (run.chips * run.measuredS);
    // Twenty chips with the work of two, though a step with few requests in it wastes its reads.
    expect(busy(fleet)).toBeLessThan(0.75);
    expect(busy(pooled)).toBeGreaterThan(busy(fleet));
    expect(fleet.run.flops.done / fleet.run.flops.offered).toBeLessThan(
      (pooled.run.flops.done / pooled.run.flops.offered) * 0.25,
    );
  });

  it("add adapters of 84 MB: 0.6 % more FLOPs for each token, 2.7 % less KV memory", async () => {
    const { fleet, shape, run } = await runPreset("variant-adapters", { sets: ["fleet.count=3"] });
    const plain = await runPreset("variant-clusters", { sets: ["fleet.count=20"] });
    const serve = fleet.variants?.serve;
    if (serve?.kind !== "adapters") throw new RangeError("no adapters");
    // Rank 16 on every linear layer: 41.9 million parameters of two bytes.
    expect(adapterOf(serve, fleet.model).bytes).toBe(2 * 41_943_040);
    // 2 x 41.9 M against 2 x 6.98 G of the layers: 0.6 %.
    const more = shape.cost.flopsPerToken / plain.shape.cost.flopsPerToken - 1;
    expect(more).toBeCloseTo(41.94e6 / 6.98e9, 4);
    // Twenty slots are 1.7 of 62 GB that the cache had.
    expect(1 - shape.kvBlocks / plain.shape.kvBlocks).toBeCloseTo((20 * 83.9e6) / 62.3e9, 2);
    // All fit: every request finds its adapter.
    expect(run.adapters).toMatchObject({ loads: 0 });
  });

  it("ask for the same variants at the same moments, whatever serves them", async () => {
    const clusters = await runPreset("variant-clusters", { sets: ["fleet.count=20"] });
    const adapters = await runPreset("variant-adapters", { sets: ["fleet.count=3"] });
    expect(adapters.run.series.arrivalsPerS).toEqual(clusters.run.series.arrivalsPerS);
    const plan = clusters.fleet.variants;
    if (plan === undefined) throw new RangeError("no variants");
    expect(variantShares(plan)[0]).toBeCloseTo(1 / 3.5977, 4);
  });

  it("load where slots are few: less with requests that follow the adapters", async () => {
    const few = ["fleet.count=3", "demand.rate=4/s"];
    const follows = await runPreset("variant-adapters-few-slots", { sets: few });
    const spread = await runPreset("variant-adapters-few-slots", {
      sets: [...few, "fleet.router=least-outstanding"],
    });
    // 3 x 8 slots hold 20 adapters, but 8 slots do not.
    const found = ({ run }: typeof follows): number =>
      (run.adapters?.found ?? 0) / (run.adapters?.lookedUp ?? 1);
    expect(found(follows)).toBeGreaterThan(0.97);
    expect(found(spread)).toBeLessThan(0.95);
    // 84 MB at 52.5 GB/s are 1.6 ms.
    const { loads = 0, waitedS = 0 } = spread.run.adapters ?? {};
    expect(waitedS / loads).toBeGreaterThan(0.0015);
  });

  it("show the time to load an adapter in the time to the first token", async () => {
    const sets = ["fleet.count=3", "demand.rate=4/s", "fleet.router=least-outstanding"];
    const fast = await runPreset("variant-adapters-few-slots", { sets });
    const slow = await runPreset("variant-adapters-few-slots", {
      sets: [...sets, "fleet.variants.load=adapter"],
    });
    const waitS = (slow.run.adapters?.waitedS ?? 0) / (slow.run.adapters?.lookedUp ?? 1);
    const ttftS = ({ run }: typeof fast): number => run.ttft.sum / run.ttft.count;
    expect(waitS).toBeGreaterThan(0.1);
    expect(ttftS(slow) - ttftS(fast)).toBeGreaterThan(waitS * 0.9);
  });

  it("overflow where one variant is too popular for its chip, however idle the others are", async () => {
    // At 100/s the first of 20 gets 5/s of an even demand, and 45 % with an exponent of 1.5.
    const at = (spread: number) =>
      runPreset("variant-clusters", {
        sets: ["fleet.count=20", "demand.rate=100/s", `fleet.variants.spread=${spread}`],
      });
    const even = await at(0);
    const uneven = await at(1.5);
    expect(even.run.stability.stable).toBe(true);
    expect(uneven.run.stability.stable).toBe(false);
    expect(uneven.run.chipTimeS.idle / (20 * uneven.run.measuredS)).toBeGreaterThan(0.2);
    // With as many more as it takes there is no queue: they all go to the first ones.
    const sized = await runPreset("variant-clusters", {
      sets: ["fleet.count=26", "demand.rate=100/s", "fleet.variants.spread=1.5"],
    });
    expect(sized.run.stability.stable).toBe(true);
  });
});
