import { describe, expect, it } from "vitest";
import { loadScenario } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import type { StrategyResult } from "../../sim/comparison.ts";
import { compareStrategies } from "../../sim/experiment/compare.ts";
import { inlineRunner, memoRunner } from "../../sim/experiment/runner.ts";
import type { ChipState, MonthPhysical } from "../../sim/physical.ts";
import { simulate } from "../../sim/simulate.ts";

/**
 * What one change does to the flagship scenarios, against arithmetic on paper. Demand is even
 * (Poisson, 100 requests/s around the clock, no growth), so that paper can follow it; each fleet is
 * sized anew. Chip: H100 at 1,978.9 (fp8) and 989.4 (bf16) TFLOP/s, 3.35 TB/s, 38,750 USD.
 */

const runner = memoRunner(inlineRunner(simulate));
const EVEN = [
  "demand.arrivals=poisson",
  "demand.diurnal=flat",
  "demand.growth=0 %/month",
  "demand.rate=100/s",
  "run.window=3 min",
];

async function run(preset: string, ...sets: string[]): Promise<StrategyResult> {
  const strategy = toStrategy(await loadScenario(preset, { sets: [...EVEN, ...sets] }));
  const { results } = await compareStrategies([strategy], { replications: 2, runner });
  const [result] = results;
  if (result?.state !== "ok") throw new Error(`${preset} ${sets}: ${result?.reason}`);
  return result;
}

/** Enough requests for their mean length; an API takes no time to simulate. */
const LONG = "run.window=30 min";

const base = run("producer");

/** USD per million tokens: all of it, and by category. */
function usd(result: StrategyResult) {
  const outcome = result.outcomes[0]!;
  return { ...outcome.stackUsdPerMtok, all: outcome.lcotUsdPerMtok };
}

const monthOf = (result: StrategyResult): MonthPhysical => result.months[0]![0]!;
const chipsBought = (result: StrategyResult): number => result.outcomes[0]!.years[1]!.chips;
const replicas = (result: StrategyResult): number => result.sizing!.replicas;
/** Without those that stand in for replicas under repair. */
const needed = (result: StrategyResult): number => replicas(result) - (result.sizing!.spares ?? 0);

function shareOf(result: StrategyResult, state: ChipState): number {
  const { chipTimeS } = monthOf(result);
  return chipTimeS[state] / Object.values(chipTimeS).reduce((sum, s) => sum + s, 0);
}

/** The value lies within this share of what paper says. */
function near(value: number, paper: number, share: number): void {
  expect(Math.abs(value / paper - 1), `${value}, on paper ${paper}`).toBeLessThan(share);
}

describe("on paper and simulated", () => {
  it("twice the demand needs twice the chips and spreads the staff over twice the tokens", async () => {
    const one = await base;
    const two = await run("producer", "demand.rate=200/s");
    // Whole replicas and shared spares: a little less than twice as many.
    expect(needed(two) / needed(one)).toBeGreaterThan(1.6);
    expect(needed(two) / needed(one)).toBeLessThanOrEqual(2);
    // 1.5 engineers and 0.8 per MW: 420,000 USD a year over twice the tokens; operators grow along.
    near(usd(two).staff!, usd(one).staff! / 2, 0.05);
    // Bought by the server of 8, housed and fed by the replica; repair goes with the purchase.
    const bought = chipsBought(two) / chipsBought(one) / 2;
    const housed = replicas(two) / replicas(one) / 2;
    near(usd(two).servers!, usd(one).servers! * bought, 0.02);
    near(usd(two).maintenance!, usd(one).maintenance! * bought, 0.02);
    near(usd(two).colocation!, usd(one).colocation! * housed, 0.02);
    expect(usd(two).all).toBeLessThan(0.85 * usd(one).all);
  });

  it("half the API price halves the bill and leaves the staff", async () => {
    const full = await run("consumer", LONG);
    const prices = ["input", "cached", "output"].map(
      (kind) => `economics.api_price.${kind}=0.375 USD/Mtok`,
    );
    const half = await run("consumer", LONG, ...prices);
    // 0.75 falling by 15 % a year over three years, discounted at 9 % with its tokens:
    // 0.75 x (mean of 0.85^(t/12) over months 0..35, nearer months weigh more) = 0.75 x 0.80.
    near(usd(full)["api tokens"]!, 0.75 * 0.8, 0.01);
    near(usd(half)["api tokens"]!, usd(full)["api tokens"]! / 2, 1e-9);
    near(usd(half).staff!, usd(full).staff!, 1e-9);
    // 0.25 x 280,000 USD a year over 100/s x 1,460 tokens x 31.5 Ms = 4.6 million Mtok.
    near(usd(full).staff!, 70_000 / 4.6e6, 0.02);
  });

  it("B200 for H100 halves the fleet: 2.27x the arithmetic, 2.3x the memory, 2x the links", async () => {
    const h100 = await base;
    const b200 = await run("producer", "fleet.gpu=b200");
    // All-reduce latency and host work do not shrink, so the gain is below 2.3 and above 1.6.
    const gain = needed(h100) / needed(b200);
    expect(gain).toBeGreaterThan(1.6);
    expect(gain).toBeLessThanOrEqual(2.3);
    // A chip costs 60,625 USD in its server instead of 38,750.
    const spent = (chipsBought(b200) * 60_625) / (chipsBought(h100) * 38_750);
    near(usd(b200).servers!, usd(h100).servers! * spent, 0.02);
    expect(usd(b200).all).toBeLessThan(usd(h100).all);
    // Replicas that never idle draw 4 x 1,300 W instead of 4 x 969 W.
    const watts = (replicas(b200) * 1300) / (replicas(h100) * 969);
    near(usd(b200).power!, usd(h100).power! * watts, 0.02);
  });

  it("bf16 for fp8: arithmetic takes 1.79x, memory 2x, links and host as before", async () => {
    const fp8 = await base;
    const bf16 = await run("producer", "fleet.precision=bf16");
    // 1978.9 x 0.52 over 989.4 x 0.58 = 1.79. Parts of a replica's time, most of it arithmetic:
    const slower =
      1.79 * shareOf(fp8, "arithmetic") +
      2 * shareOf(fp8, "memory") +
      shareOf(fp8, "network") +
      shareOf(fp8, "overhead");
    expect(slower).toBeGreaterThan(1.3);
    near(needed(bf16) / needed(fp8), slower, 0.2);
    // What is bought, housed and fed grows with the replicas; the staff stays.
    near(usd(bf16).power!, usd(fp8).power! * (replicas(bf16) / replicas(fp8)), 0.02);
    near(usd(bf16).staff!, usd(fp8).staff!, 0.03);
    expect(usd(bf16).all).toBeGreaterThan(1.2 * usd(fp8).all);
  });

  it("8 chips a replica for 4: half the work each, but longer all-reduces", async () => {
    const four = await base;
    const eight = await run("producer", "fleet.tp=8");
    // Latency 13 us x log2(8) instead of log2(4), x1.5; bytes 2 x 7/8 instead of 2 x 3/4, x1.17.
    const work = (shareOf(four, "arithmetic") + shareOf(four, "memory")) / 2;
    const links = shareOf(four, "network");
    const host = shareOf(four, "overhead");
    const fastest = work + 1.17 * links + host;
    const slowest = work + 1.5 * links + host;
    // Chips = replicas x 8: more of them, because a replica gains less than 2x.
    const chips = (needed(eight) * 8) / (needed(four) * 4);
    expect(chips).toBeGreaterThan(2 * fastest * 0.85);
    expect(chips).toBeLessThan(2 * slowest * 1.15);
    expect(shareOf(eight, "network")).toBeGreaterThan(links + 0.1);
    expect(usd(eight).all).toBeGreaterThan(1.1 * usd(four).all);
  });

  it("failures take 1 % of the chip time of an owner, and some spares", async () => {
    const on = await base;
    const off = await run("producer", "faults.replicas=off");
    // 1.973e-5 failures per chip-hour x 4 chips x 20.39 h x e^(1.94^2/2) = 133.9 h each.
    const cycle = 1.973e-5 * 4 * (20.39 * Math.exp(1.94 ** 2 / 2) + 300 / 3600);
    const away = cycle / (1 + cycle);
    expect(shareOf(off, "down")).toBe(0);
    near(shareOf(on, "down") + shareOf(on, "restart"), away, 0.01);
    near(on.outcomes[0]!.downUsdPerMtok!, away * usd(on).all, 0.01);
    // Ten replicas have one away a tenth of the time: one more is kept, and no promise is broken.
    expect(off.sizing!.spares).toBe(0);
    expect(on.sizing!.spares).toBeGreaterThanOrEqual(1);
    expect(usd(on).all).toBeGreaterThan(usd(off).all);
    expect(usd(on).all).toBeLessThan(1.2 * usd(off).all);
    expect(on.metrics.goodput_share.value).toBeGreaterThan(0.99);
    // A renter gets another node within 0.34 h on average (0.25 h x e^(0.8^2/2)): no spare.
    const renter = await run("renter");
    expect(renter.sizing!.spares).toBe(0);
    near(shareOf(renter, "down"), 1.973e-5 * 4 * 0.25 * Math.exp(0.8 ** 2 / 2), 0.01);
  });

  it("stalls of 0.2 s in two steps of 10,000 are time on the network", async () => {
    const on = await run("producer", "fleet.count=12");
    const off = await run("producer", "fleet.count=12", "faults.stalls=off");
    const { iterations, measuredS, warmupS } = on.peak[0]!;
    const paper = (iterations * 2e-4 * 0.2) / (12 * (measuredS + warmupS));
    expect(paper).toBeGreaterThan(0.001);
    // Replicas never idle here: stalled time is made up by fewer, larger steps.
    const lost = shareOf(on, "network") - shareOf(off, "network");
    expect(lost).toBeGreaterThan(0.4 * paper);
    expect(lost).toBeLessThan(1.3 * paper);
  });

  it("a power cap stretches steps until it is met, which costs only where room runs out", async () => {
    const free = await run("producer", "fleet.count=12");
    // 12 x 4 x 969 W x PUE 1.42 = 66 kW: a cap above it changes nothing, to the last bit.
    const wide = await run("producer", "fleet.count=12", "faults.power_cap=70 kW");
    expect(wide.outcomes).toEqual(free.outcomes);
    const capped = await run("producer", "fleet.count=12", "faults.power_cap=60 kW");
    // The replicas that are up (98.95 %) draw the cap around the clock.
    const up = 1 - shareOf(capped, "down") - shareOf(capped, "restart");
    near((monthOf(capped).itKwh * 1.42) / 730, 60 * up, 0.01);
    // A step needs the same joules above idle (236 W): 969 - 236 W over 880 - 236 W = 1.138 as long.
    const stretch = (969 - 235.875) / (60_000 / 1.42 / 48 - 235.875);
    near(shareOf(capped, "throttled"), (1 - 1 / stretch) * up, 0.05);
    expect(usd(capped).power!).toBeLessThan(0.93 * usd(free).power!);
    // About 12.5 requests/s a replica, 12 of them, stretched: 132 a second are room enough for 100.
    near(usd(capped).all, usd(free).all, 0.01);
    // 50 kW stretch steps to 1.47: 102 a second are not, once one is away (one hour in eight).
    const choked = await run("producer", "fleet.count=12", "faults.power_cap=50 kW");
    expect(choked.metrics.goodput_share.value).toBeLessThan(0.97);
    expect(usd(choked).all).toBeGreaterThan(1.03 * usd(free).all);
  });
});
