import { describe, expect, it } from "vitest";
import { busyS, runPreset } from "./fleetRun.ts";

describe("presets of cascades", () => {
  it("send on, accept and cost what the shares on paper say", async () => {
    const sets = ["fleet.count=8", "run.window=4 min"];
    const small = ["fleet.count=4", "fleet.pools.small.replicas=4", "run.window=4 min"];
    const flat = await runPreset("large-model-alone", { sets });
    const cascade = await runPreset("small-model-first", { sets: small });
    const kept = await runPreset("small-model-and-kept-answers", {
      sets: small,
    });
    const given = ({ run }: typeof flat): number => run.answers?.given ?? Number.NaN;
    const accepted = (of: typeof flat): number => (of.run.answers?.accepted ?? 0) / given(of);
    const sentOn = (of: typeof flat): number => (of.run.answers?.escalated[0] ?? 0) / given(of);
    // Bad answers of the small model (30 %) noticed with 80 %, good ones refused with 5 %.
    const noticed = 0.3 * 0.8;
    const refused = 0.7 * 0.05;
    const large = (0.95 - 0.7) / 0.3;
    const quality = 0.7 - refused + noticed * large + refused;
    expect(Math.abs(sentOn(cascade) - (noticed + refused))).toBeLessThan(0.015);
    expect(Math.abs(accepted(cascade) - quality)).toBeLessThan(0.01);
    expect(Math.abs(accepted(flat) - 0.95)).toBeLessThan(0.01);
    // A fifth is answered from before, a twentieth of that badly.
    expect(Math.abs(accepted(kept) - (0.2 * 0.95 + 0.8 * quality))).toBeLessThan(0.012);
    expect(Math.abs(sentOn(kept) - 0.8 * (noticed + refused))).toBeLessThan(0.015);
    // Tokens of the large model: its share of the requests.
    const decoded = (of: typeof flat, pool: number): number =>
      of.run.pools?.[pool]?.decodedTokens ?? Number.NaN;
    const all = decoded(flat, 0);
    expect(decoded(cascade, 0) / all).toBeGreaterThan(0.255);
    expect(decoded(cascade, 0) / all).toBeLessThan(0.305);
    expect(decoded(cascade, 1) / all).toBeGreaterThan(0.95);
    expect(decoded(kept, 1) / all).toBeGreaterThan(0.76);
    expect(decoded(kept, 1) / all).toBeLessThan(0.84);
    // FLOPs: 8.03 of 70.6 billion parameters for all, and the large model for those sent on.
    const done = ({ run }: typeof flat): number => run.flops.done;
    const paper = 8.03 / 70.6 + noticed + refused;
    expect(done(cascade) / done(flat)).toBeGreaterThan(0.9 * paper);
    expect(done(cascade) / done(flat)).toBeLessThan(1.1 * paper);
    expect(busyS(cascade.run)).toBeLessThan(busyS(flat.run));
  });

  it("escalate more as the small model gets worse", async () => {
    const at = async (quality: string): Promise<number> => {
      const tiers = `[{"pool":"small","quality":"${quality}","caught":"80 %"},{"pool":"main","quality":"95 %"}]`;
      const { run } = await runPreset("small-model-first", {
        sets: [
          "fleet.count=6",
          "fleet.pools.small.replicas=4",
          "run.window=2 min",
          `fleet.flow.tiers=${tiers}`,
        ],
      });
      return (run.answers?.escalated[0] ?? 0) / (run.answers?.given ?? 1);
    };
    expect(Math.abs((await at("50 %")) - 0.4)).toBeLessThan(0.03);
    expect(Math.abs((await at("80 %")) - 0.16)).toBeLessThan(0.03);
  });
});
