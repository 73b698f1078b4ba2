import { describe, expect, it } from "vitest";
import { stepCost } from "../../../sim/timing/stepCost.ts";
import {
  metricOf,
  poolOfPreset,
  resultOfPreset,
  strategyOfPreset,
} from "../../scenarios/presets/resultOfPreset.ts";

const STAFFLESS = ["economics.staff=0"];
/** Mean samples of a page: lognormal of median 270 and sigma 0.4, cut at 100 and 700. */
const SAMPLES = 290;
/** Pages that a replica scores in a second when every step is full. */
async function fullPagesPerS(name: string): Promise<number> {
  const pool = await poolOfPreset(name);
  const cost = stepCost(pool);
  const perSampleS =
    cost.denseComputeSPerToken + (cost.gatherSPerToken ?? 0) + cost.networkSPerToken;
  const stepS = cost.overheadS + cost.networkS + pool.engine.tokenBudget * perSampleS;
  return pool.engine.tokenBudget / SAMPLES / stepS;
}

describe("recommendations", () => {
  it("gather rows from memory longer than they compute", async () => {
    const cost = stepCost(await poolOfPreset("recommender"));
    // 214 rows x 128 x 4 bytes = 109,568 bytes at half of 2 x 3.35 TB/s x 86 %: 38 ns a sample;
    // 25 MFLOP at 2 x 573.9 TFLOP/s: 22 ns.
    expect((cost.gatherSPerToken ?? 0) * 1e9).toBeCloseTo(109_568 / (3.35e3 * 0.86), 1);
    expect(cost.denseComputeSPerToken * 1e9).toBeCloseTo(21.8, 1);
  });

  it("do not fit one H100, and fit one H200", async () => {
    // 204 million rows x 128 x 4 bytes = 97.4 GiB.
    const { state, reason } = await resultOfPreset("recommender", ["fleet.tp=1"], 1);
    expect(state).toBe("infeasible");
    expect(reason).toMatch(/fit|GiB|memory/);
    expect((await resultOfPreset("recommender-more-memory", STAFFLESS)).state).toBe("ok");
  });

  it("leave a chip for arithmetic idle in the midst of work: MFU of a few percent", async () => {
    const result = await resultOfPreset("recommender", STAFFLESS);
    // 20,000 pages x 290 samples x 25 MFLOP = 145 TFLOP/s; 4 chips offer 3,958: 3.7 %.
    expect(result.sizing?.chips).toBe(4);
    const paper = (20_000 * SAMPLES * 25e6) / (4 * 989.4e12);
    expect(Math.abs(metricOf(result, "mfu") / paper - 1)).toBeLessThan(0.05);
    expect(metricOf(result, "busy_share")).toBeGreaterThan(0.95);
  });

  it("need as many replicas as the pages of full steps say, fewer with larger steps", async () => {
    for (const name of ["recommender", "recommender-small-steps", "recommender-more-memory"]) {
      const { replicas = 0 } = (await resultOfPreset(name, STAFFLESS)).sizing ?? {};
      const full = await fullPagesPerS(name);
      expect(replicas, name).toBeGreaterThanOrEqual(Math.ceil(20_000 / full));
      // Arrivals and the 60 ms of the promise leave no fleet more than half empty.
      expect(replicas, name).toBeLessThanOrEqual(Math.ceil(20_000 / full) * 2);
    }
    // Steps of 65,536 samples take 6 ms; those of 2,048 take 1.4 ms, of which 1.2 are the host's.
    const gain =
      (await fullPagesPerS("recommender")) / (await fullPagesPerS("recommender-small-steps"));
    expect(gain).toBeGreaterThan(7);
    expect(gain).toBeLessThan(10);
  });

  it("cost half on the same chip with more memory, and more on the wrong one", async () => {
    const usd = async (name: string) =>
      metricOf(await resultOfPreset(name, STAFFLESS), "usd_per_unit");
    const [two, one, slow] = [
      await usd("recommender"),
      await usd("recommender-more-memory"),
      await usd("recommender-slow-memory"),
    ];
    // 4 x $2.95 against 1 x $3.50, and 16 x $1.55: 3.4 and 7.1 times the H200's.
    expect(two / one).toBeCloseTo((4 * 2.95) / 3.5, 1);
    expect(slow / one).toBeGreaterThan(5);
    expect(slow / one).toBeLessThan(8);
  });

  it("are counted in thousands of pages", async () => {
    const { unit } = await strategyOfPreset("recommender");
    expect(unit).toEqual({ name: "1,000 pages", perRequest: 0.001 });
  });
});
