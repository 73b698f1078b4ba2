import { describe, expect, it } from "vitest";
import { meanOf, runPreset } from "./fleetRun.ts";

describe("presets of routing and admission", () => {
  it("find at home what rotation finds by luck: one time in eight, and older turns", async () => {
    const share = async (name: string): Promise<{ hits: number; ttftS: number }> => {
      const { run } = await runPreset(name, { sets: ["run.window=20 min"] });
      const { found = [], lookedUp = 1 } = run.cache ?? {};
      return { hits: (found[0] ?? 0) / lookedUp, ttftS: meanOf(run.ttft) };
    };
    const home = await share("route-to-own-session");
    const turn = await share("route-in-rotation");
    // Turn k finds the last of k earlier ones with 1/8, any of them with 1 - (7/8)^k; a further turn
    // follows with 0.36: weights 0.36^k.
    const q = 0.36;
    const any = 1 - (0.875 * q * (1 - q)) / ((1 - 0.875 * q) * q);
    expect(turn.hits / home.hits).toBeGreaterThan(0.08);
    expect(turn.hits / home.hits).toBeLessThan(any);
    expect(home.ttftS).toBeLessThan(turn.ttftS);
    // No more than an infinite cache: 37 %.
    expect(home.hits).toBeGreaterThan(0.15);
    expect(home.hits).toBeLessThan(0.38);
  });

  it("let no more in than the door holds, and answer those in time", async () => {
    const promise = { plan: { promise: { ttftS: 1, tpotS: 0.04, quantile: 0.9 } } };
    const open = await runPreset("open-door", promise);
    const bounded = await runPreset("bounded-door", promise);
    const held = ({ run }: typeof open): number =>
      Math.max(...run.series.running.map((running, i) => running + (run.series.waiting[i] ?? 0)));
    expect(held(bounded)).toBeLessThanOrEqual(5 * 160 + 1e-6);
    expect(held(open)).toBeGreaterThan(5 * 160);
    const { arrived, shed = 0 } = bounded.run.requests;
    expect(bounded.run.requests.rejected).toBe(shed);
    expect(shed / arrived).toBeGreaterThan(0.005);
    expect(shed / arrived).toBeLessThan(0.2);
    expect(bounded.run.measuredOnTime).toBeGreaterThan(open.run.measuredOnTime);
    expect(meanOf(bounded.run.ttft)).toBeLessThan(0.5 * meanOf(open.run.ttft));
  });
});
