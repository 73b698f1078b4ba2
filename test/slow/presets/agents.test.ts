import { describe, expect, it } from "vitest";
import { simulate } from "../../../sim/simulate.ts";
import { metric, near, planOf, priced } from "./pricedPreset.ts";

/**
 * Coding agents on Qwen3-Coder-480B-A35B: 35e9 active weights, 62 layers, 96 heads of 128, 8 of them
 * with keys and values. Means of the laws of the workload `agent`: 68 turns, 2,530 new tokens and an
 * answer of 427 tokens a turn, waits of 0.605 e^(1.969 + 0.532^2/2) + 0.395 e^(4.209 + 1.672^2/2) =
 * 113 s. Prompts of 105,000 tokens in the mean follow from them (context 200,000).
 */
const TURNS = 68;
const WAIT_S = 113;
const PROMPT = 105_000;
const ANSWER = 427;
/** Turns an hour: a wait and an answer of some 8 s (427 tokens at 20 ms). */
const TURNS_PER_HOUR = 3600 / (WAIT_S + 8);
const ALIVE_HOURS = TURNS / TURNS_PER_HOUR;

/**
 * What a fleet costs an hour. A chip: 3.50 USD, 40 % extras, falling by 20 % a year: 0.9 in the mean;
 * a fifth of an engineer of 280,000 USD a year.
 */
const usdPerHour = (replicas: number): number =>
  replicas * 8 * 3.5 * 1.4 * 0.9 + (0.2 * 280_000) / 8760;

/** Replicas that sizing finds for each; given, they are priced in a fifth of the time. */
const kept = () => priced("agents", "fleet.count=2");
const forgotten = () => priced("agents-forgotten", "fleet.count=7");
const unattended = () => priced("agents-unattended", "fleet.count=1");

describe("an agent", () => {
  it("costs what its share of the fleet costs, below the claim of 2 to 10 USD an hour", async () => {
    const result = await kept();
    const perHour = metric(result, "usd_per_task_hour");
    near(metric(result, "usd_per_task") / perHour, ALIVE_HOURS, 0.15);
    // 48 sessions an hour of 2.3 hours: 110 alive.
    near(perHour, usdPerHour(2) / (48 * ALIVE_HOURS), 0.15);
    expect(perHour).toBeGreaterThan(0.5);
    expect(perHour).toBeLessThan(2);
  });

  it("that computes its context again at every turn pays for the FLOPs of it", async () => {
    const plan = await planOf("agents-forgotten", 6);
    const { flops, measuredFinished } = simulate(plan, 0);
    // 2 x 35e9 x n + 62 x 4 x 96 x 128 x n^2 / 2, of prompts with a coefficient of variation of 0.5.
    const paper = 7e10 * PROMPT + (62 * 4 * 96 * 128 * PROMPT ** 2 * 1.25) / 2;
    near(flops.done / measuredFinished, paper, 0.1);
    const dearer =
      metric(await forgotten(), "usd_per_task_hour") / metric(await kept(), "usd_per_task_hour");
    // 2.8e16 FLOP at a third of 8 x 1,978.9e12 are 5 s of a replica; an answer of 427 steps of 20 ms
    // shared by some four sequences takes 2 s with a cache and without: 7 s against 2 to 3 s.
    expect(dearer).toBeGreaterThan(1.5);
    expect(dearer).toBeLessThan(3.5);
  });

  it("that waits for nobody costs more an hour and less a task", async () => {
    const attended = await kept();
    const alone = await unattended();
    // Waits of 7.16 e^(0.532^2/2) = 8.2 s in place of 113 s: 7.5 times the turns an hour.
    const faster = (WAIT_S + 8) / (8.2 + 8);
    const perHour = metric(alone, "usd_per_task_hour") / metric(attended, "usd_per_task_hour");
    // 48 sessions an hour of a third of an hour: 15 alive, on one replica where 110 take two.
    near(perHour, (faster * usdPerHour(1)) / usdPerHour(2), 0.15);
    const perTask = metric(alone, "usd_per_task") / metric(attended, "usd_per_task");
    expect(perTask).toBeLessThan(1.05);
    expect(metric(alone, "cache_hit_share")).toBeGreaterThan(metric(attended, "cache_hit_share"));
    // Such an agent is what the claim of 2 to 10 USD an hour fits, at its lower end.
    near(metric(alone, "usd_per_task_hour"), (faster * usdPerHour(1)) / (48 * ALIVE_HOURS), 0.15);
  });

  it("bought by the token costs its prompts at the price of cached input", async () => {
    // Prices that fall by 15 % a year: 0.93 of the first day's; a fifth of an engineer is a fifth of
    // a cent a turn. 105,000 x (0.04 x 2 + 0.96 x 0.2) + 427 x 10 USD per million: 3.3 cents a turn.
    const staff = (0.2 * 280_000) / (48 * TURNS * 8760);
    const onPaper = (cached: number): number =>
      (0.93 * (PROMPT * ((1 - cached) * 2 + cached * 0.2) + ANSWER * 10)) / 1e6 + staff;
    const bought = await priced("agents-on-api");
    near(metric(bought, "usd_per_request"), onPaper(0.96), 0.05);
    // Some 30 turns an hour: 0.97 USD.
    near(metric(bought, "usd_per_task_hour"), onPaper(0.96) * TURNS_PER_HOUR, 0.1);
    // Without the provider's cache: 6 USD an hour, inside the claim.
    const uncached = await priced("agents-on-api", "demand.cached_share=0 %");
    near(metric(uncached, "usd_per_task_hour"), onPaper(0) * TURNS_PER_HOUR, 0.1);
    expect(metric(uncached, "usd_per_task_hour")).toBeGreaterThan(5);
  });
});

describe("the memory of agents", () => {
  /** Two replicas: 53 sessions alive on each, and room for 45 contexts. */
  const found = async (preset: string) => {
    const physical = simulate(await planOf(preset, 2), 0);
    const { cache, tokens, measuredFinished } = physical;
    if (cache === undefined) throw new Error(`${preset} keeps no cache`);
    const shares = cache.found.map((part) => part / cache.lookedUp);
    return {
      hbm: shares[0] ?? 0,
      all: shares.reduce((sum, share) => sum + share, 0),
      prompt: (tokens.input + tokens.cached) / measuredFinished,
    };
  };

  it("is found again but for what is new, where the server's memory backs the chips'", async () => {
    // New: 2,530 tokens a turn and 92,000 of a first prompt over 68 turns: 3,900 of 105,000.
    const endless = 1 - (2530 + 92_000 / TURNS) / PROMPT;
    const backed = await found("agents-in-host-memory");
    near(backed.prompt, PROMPT, 0.03);
    near(backed.all, endless, 0.01);
    // 8 x 136 GB less 480 GB of weights, over 127 kB a token: 45 contexts for 53 agents.
    const alone = await found("agents");
    expect(alone.all).toBeLessThan(backed.all - 0.01);
    expect(backed.all - backed.hbm).toBeGreaterThan(0.005);
  });

  it("is less where contexts are compacted earlier, and so is the hour's cost of reading it", async () => {
    const brief = await found("agents-compacted");
    expect(brief.prompt).toBeGreaterThan(30_000);
    expect(brief.prompt).toBeLessThan(64_000);
  });

  it("that is held keeps what waits and lets newcomers wait", async () => {
    const held = await found("agents-held");
    const released = await found("agents");
    expect(held.all).toBeGreaterThan(released.all + 0.005);
  });
});
