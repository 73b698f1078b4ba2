import { describe, expect, it } from "vitest";
import { meanOf, runPreset } from "./fleetRun.ts";

describe("presets of autoscaling", () => {
  it("keep as many replicas as requests are held, over the target", async () => {
    const target = 12;
    const sets = [`fleet.scaling.target=${target}`, "fleet.count=20"];
    const { run } = await runPreset("scaled-warm-fleet", { sets });
    const held = (run.measuredArrivals / run.measuredS) * meanOf(run.e2e);
    const replicas = run.pools?.[0]?.meanReplicas ?? Number.NaN;
    // Rounded up, and for five minutes the number of the busiest moment: two standard deviations.
    expect(replicas).toBeGreaterThan(held / target);
    expect(replicas).toBeLessThan((held + 3 * Math.sqrt(held)) / target + 1.5);
  });

  it("pay for a late replica with late answers", async () => {
    const promise = { plan: { promise: { ttftS: 2, tpotS: 0.1, quantile: 0.99 } } };
    const late = await runPreset("scaled-fleet", promise);
    const warm = await runPreset("scaled-warm-fleet", promise);
    const onTime = ({ run }: typeof late): number => run.measuredOnTime / run.measuredDecided;
    expect(onTime(warm)).toBeGreaterThan(0.99);
    expect(onTime(late)).toBeLessThan(onTime(warm) - 0.02);
  });

  it("follow the load: twice the requests, about twice the replicas", async () => {
    const at = async (rate: string): Promise<number> => {
      const sets = ["fleet.scaling.target=12", "fleet.count=30", `demand.rate=${rate}`];
      const { run } = await runPreset("scaled-warm-fleet", { sets });
      return run.pools?.[0]?.meanReplicas ?? Number.NaN;
    };
    const ratio = (await at("40/s")) / (await at("20/s"));
    expect(ratio).toBeGreaterThan(1.6);
    expect(ratio).toBeLessThan(2.2);
  });
});
