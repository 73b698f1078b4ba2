import { describe, expect, it } from "vitest";
import { compareStrategies } from "../../../sim/experiment/compare.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import { METRICS, type MetricName } from "../../../sim/metrics.ts";
import type { CachePlan } from "../../../sim/stackPlan.ts";
import type { Strategy } from "../../../sim/strategy.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import { withCounts } from "./levers.ts";
import { fleetPlan, planOf, producerOf } from "./strategies.ts";

const tier = {
  name: "host",
  scope: "replica",
  capacityBytes: 1e12,
  bytesPerS: 1e10,
  storeBytesPerS: 1e10,
  latencyS: 0,
  bytesRatio: 1,
} as const;
const cache: CachePlan = {
  blockTokens: 16,
  eviction: "lru",
  tiers: [tier],
  write: "back",
  betweenTurns: "release",
};
const responseCache = { hitShare: 0.1, staleShare: 0.01, latencyS: 0.01 };
const unit = { name: "video minute", perRequest: 0.5 };

async function resultsOf(strategies: readonly Strategy[], simulate = withCounts()) {
  return compareStrategies(strategies, { replications: 3, runner: inlineRunner(simulate) });
}

const NEW: readonly MetricName[] = METRICS.slice(
  METRICS.findIndex(({ name }) => name === "moat_share") + 1,
).map(({ name }) => name);

describe("metrics of work", () => {
  const plan = planOf({ ...fleetPlan, cache, responseCache }, 40);
  const patient = { name: "paid", share: 0.5, priority: 0, weight: 1, ttftS: 2, tpotS: 0.06 };
  const unlimited = { quotaTokensPerS: Number.POSITIVE_INFINITY, quotaBurstTokens: 0 };
  const paid = { ...patient, ...unlimited, patienceS: 30, maxTries: 1, retryDelayS: 0 };
  const classes = [paid, { ...paid, name: "free" }];
  const full = producerOf(40, { plan: { ...plan, demand: { ...plan.demand, classes } }, unit });

  it("say that no session ended, where there were some", async () => {
    const counting = withCounts();
    const { results } = await resultsOf([full], (of, replication) => {
      const run = counting(of, replication);
      return run.tasks === undefined ? run : { ...run, tasks: { ...run.tasks, ended: 0 } };
    });
    const { usd_per_task: perTask, usd_per_task_hour: perHour } = results[0]!.metrics;
    expect(perTask.value).toBeNull();
    expect(perTask.reason).toContain("no session ended");
    expect(perHour.value).toBeGreaterThan(0);
  });

  it("count what the levers counted, over the whole horizon", async () => {
    const { results } = await resultsOf([full]);
    const { metrics, outcomes } = results[0]!;
    const expected: Partial<Record<MetricName, number>> = {
      accepted_share: 0.9,
      escalated_share: 0.3,
      response_cache_share: 0.1,
      cache_hit_share: 0.5,
      cache_hit_hbm_share: 0.3,
      cache_hit_lower_share: 0.2,
      draft_acceptance_share: 0.7,
      adapter_hit_share: 0.8,
      refused_share: 0.04,
      abandoned_share: 0.02,
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(metrics[name as MetricName].value).toBeCloseTo(value, 9);
    }
    const usdPerRequest = outcomes[0]?.usdPerRequest ?? Number.NaN;
    // 1,200 tokens a request, all of them on time or none.
    expect(usdPerRequest / (outcomes[0]!.lcotUsdPerMtok * 1.2e-3)).toBeCloseTo(1, 9);
    expect(outcomes[0]?.usdPerAcceptedAnswer).toBeCloseTo(usdPerRequest / 0.9, 12);
    expect(outcomes[0]?.usdPerUnit).toBeCloseTo(usdPerRequest / 0.5, 12);
    // A task is ten requests, late ones too, and a quarter of an hour.
    const onTime = metrics.goodput_share.values[0] ?? 0;
    expect(outcomes[0]!.usdPerTask! / (10 * usdPerRequest * onTime)).toBeCloseTo(1, 6);
    expect(outcomes[0]!.usdPerTaskHour! / outcomes[0]!.usdPerTask!).toBeCloseTo(4, 9);
  });

  it("are absent with a reason, never 0, where the plan does not use the lever", async () => {
    const { results } = await resultsOf([producerOf(40)], fakeSimulate(fakeWorld));
    const { metrics, outcomes } = results[0]!;
    for (const name of NEW.filter((metric) => metric !== "usd_per_request")) {
      expect(metrics[name]).toMatchObject({ value: null, n: 0, values: [] });
      expect(metrics[name].reason).toBeTruthy();
    }
    expect(metrics.usd_per_request.value).toBeGreaterThan(0);
    expect(outcomes[0]).toMatchObject({ usdPerTask: null, usdPerUnit: null });
    const [row] = results[0]!.months[0]!;
    for (const part of [
      "answers",
      "tasks",
      "cache",
      "drafts",
      "adapters",
      "workUnits",
      "poolChips",
    ]) {
      expect(row).not.toHaveProperty(part);
    }
  });

  it("say why there is no lower tier and no response cache", async () => {
    const plan = planOf({ ...fleetPlan, cache: { ...cache, tiers: [] } }, 40);
    const { results } = await resultsOf([producerOf(40, { plan })]);
    const { metrics } = results[0]!;
    expect(metrics.cache_hit_hbm_share.value).toBeCloseTo(0.3, 9);
    expect(metrics.cache_hit_lower_share.reason).toBe("no tier below the chips' memory");
    expect(metrics.response_cache_share.reason).toBe("no response cache");
    expect(metrics.refused_share.reason).toMatch(/^nobody is refused: no quota/);
  });

  it("counts a unit by output tokens, too", async () => {
    const { results } = await resultsOf([
      producerOf(40, { unit: { name: "spoken minute", perOutputToken: 1 / 200 } }),
    ]);
    const { outcomes } = results[0]!;
    expect(outcomes[0]!.usdPerUnit! / outcomes[0]!.usdPerRequest!).toBeCloseTo(1, 9);
  });

  it("are paired with intervals between strategies that both have them", async () => {
    const noisy = withCounts(fakeSimulate({ ...fakeWorld, noise: 0.01 }));
    const dear = { ...full, name: "dear", replicas: 12 } as const;
    const { pairs, verdict } = await resultsOf([full, dear], noisy);
    for (const name of ["usd_per_accepted_answer", "usd_per_task_hour", "cache_hit_share"]) {
      const pair = pairs.find(({ metric }) => metric === name);
      expect(pair?.n).toBe(3);
      expect(pair?.halfWidth).not.toBeNull();
    }
    expect(pairs.some(({ metric }) => metric === "mean_replicas_paid")).toBe(false);
    expect(verdict.sentence).toMatch(
      /cost per accepted answer: producer \$[\d.]+ \(90 % accepted\), dear \$[\d.]+ \(90 % accepted\); 0 points apart\.$/,
    );
  });
});
