import { describe, expect, it } from "vitest";
import {
  atLoad,
  type Delivery,
  delivered,
  deliveryOf,
  loadFactor,
  mayWaitShare,
} from "../../../sim/experiment/delivery.ts";
import { evaluate } from "../../../sim/experiment/evaluate.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import type { ApiPlan } from "../../../sim/plan.ts";
import { simulate } from "../../../sim/simulate.ts";
import type { Strategy } from "../../../sim/strategy.ts";
import type { ClassPlan } from "../../../sim/workPlan.ts";
import { monthOf } from "../money/months.ts";
import { apiPlan, consumerOf, planOf } from "./strategies.ts";

const DAY_S = 86_400;
const ALL: Delivery = { servedShare: 1, monitoringShare: 0, batchShare: 0, batchOnTimeShare: 1 };

/** Four requests/s of 1,000 and 200 tokens, two by night and six by day. */
const consumer = (change: Partial<ApiPlan> = {}): Strategy =>
  consumerOf(4, { plan: planOf({ ...apiPlan, ...change }, 4) });

function classOf(name: string, share: number, ttftS: number): ClassPlan {
  return {
    ...{ name, share, ttftS, tpotS: 1, priority: 0, weight: 1, patienceS: Infinity, maxTries: 1 },
    ...{ retryDelayS: 0, quotaTokensPerS: Infinity, quotaBurstTokens: Infinity },
  };
}

const options = {
  replications: 1,
  runner: inlineRunner(simulate),
  warmup: "plan" as const,
  onStage: () => undefined,
};

describe("what becomes of the demand", () => {
  it("is nothing to speak of where all is served at once and nobody watches", () => {
    expect(deliveryOf(consumer())).toBeNull();
    const reach = { servedShare: 1, monitoringShare: 0 };
    expect(deliveryOf({ ...consumer(), reach })).toBeNull();
  });

  it("is 0.8 x 1.05 x 0.6 = 0.504 of it where a fifth is bound, 5 % watched and 40 % batch", () => {
    const delivery = { ...ALL, servedShare: 0.8, monitoringShare: 0.05, batchShare: 0.4 };
    expect(loadFactor(delivery)).toBeCloseTo(0.504, 12);
    const { plan, horizon } = atLoad(consumer(), delivery);
    const { plan: whole, horizon: all } = consumer();
    expect(horizon.meanRequestsPerS / all.meanRequestsPerS).toBeCloseTo(0.504, 12);
    expect(plan.demand.rateScale / whole.demand.rateScale).toBeCloseTo(0.504, 12);
  });

  it("counts bound requests as asked for and not served", () => {
    const row = monthOf(1, { inputTokens: 8e6, outputTokens: 2e6 });
    const month = delivered(row, { ...ALL, servedShare: 0.8 }, undefined);
    expect(month.requests).toBeCloseTo(1250, 9);
    expect(month.unserved).toBeCloseTo(250, 9);
    expect(month.onTimeRequests).toBeCloseTo(1000, 9);
    expect(month.tokens).toEqual(row.tokens);
  });

  it("delivers what is asked for, and pays for what watches beside it", () => {
    const row = monthOf(1, { inputTokens: 8e6, outputTokens: 2e6 });
    const month = delivered(row, { ...ALL, monitoringShare: 0.25 }, undefined);
    expect(month.requests).toBeCloseTo(800, 9);
    expect(month.tokens.output).toBe(2e6);
    expect(month.tokens.onTimeOutput).toBeCloseTo(1.6e6, 6);
    expect(month.monitoringShare).toBeCloseTo(0.2, 12);
  });

  it("counts batch as on time as far as there is work that may wait", () => {
    const row = monthOf(1, { inputTokens: 6e6, outputTokens: 3e6, onTimeShare: 0.9 });
    const all = delivered(row, { ...ALL, batchShare: 0.4 }, undefined);
    // 1,000 requests are six tenths of 1,667: 900 of them and all 667 of the batch come in time.
    expect(all.requests).toBeCloseTo(1000 / 0.6, 9);
    expect(all.onTimeRequests).toBeCloseTo(900 + 1000 / 1.5, 9);
    expect(all.tokens.input).toBeCloseTo(10e6, 3);
    expect(all.tokens.onTimeInput).toBeCloseTo(0.9 * 6e6 + 4e6, 3);
    const half = delivered(row, { ...ALL, batchShare: 0.4, batchOnTimeShare: 0.5 }, undefined);
    expect(half.tokens.onTimeInput).toBeCloseTo(0.9 * 6e6 + 2e6, 3);
    expect(half.tokens.input).toBeCloseTo(10e6, 3);
  });

  it("knows the work that may wait by its promise", () => {
    const { plan } = consumer();
    expect(mayWaitShare(plan, DAY_S)).toBe(0);
    expect(mayWaitShare({ ...plan, promise: { ...plan.promise, ttftS: DAY_S } }, DAY_S)).toBe(1);
    const classes = [classOf("now", 0.7, 2), classOf("overnight", 0.3, DAY_S)];
    const tiers = { ...plan, demand: { ...plan.demand, classes } };
    expect(mayWaitShare(tiers, DAY_S)).toBeCloseTo(0.3, 12);
  });

  it("sends the work that may wait to batch first, and keeps the mix of the others", () => {
    const classes = [
      classOf("now", 0.5, 2),
      classOf("soon", 0.2, 10),
      classOf("overnight", 0.3, DAY_S),
    ];
    const base = consumer({ batch: { share: 0.4, withinS: DAY_S } });
    const strategy: Strategy = {
      ...base,
      plan: { ...base.plan, demand: { ...base.plan.demand, classes } },
    };
    const delivery = deliveryOf(strategy);
    expect(delivery?.batchOnTimeShare).toBeCloseTo(0.75, 12);
    const left = atLoad(strategy, delivery ?? ALL).plan.demand.classes ?? [];
    expect(left.map(({ share }) => share)).toEqual([
      expect.closeTo(5 / 7, 12),
      expect.closeTo(2 / 7, 12),
      expect.closeTo(0, 12),
    ]);
  });

  it("is nothing that can be run where all of it is bound elsewhere", async () => {
    const reach = { servedShare: 0, monitoringShare: 0 };
    const { state, reason } = await evaluate({ ...consumer(), reach }, options);
    expect(state).toBe("infeasible");
    expect(reason).toContain("bound to other deployments");
  });

  it("marks what is bound to deployments such as this, and changes nothing else", async () => {
    const reach = { servedShare: 1, monitoringShare: 0 };
    const plain = await evaluate(consumer(), options);
    const bound = await evaluate({ ...consumer(), reach: { ...reach, boundShare: 0.3 } }, options);
    const marked = plain.months.map((rows) => rows.map((row) => ({ ...row, boundShare: 0.3 })));
    expect(bound.months).toEqual(marked);
    expect(bound.outcomes).toEqual(plain.outcomes);
    const watched = { servedShare: 1, monitoringShare: 0.05, boundShare: 0.3 };
    const { months } = await evaluate({ ...consumer(), reach: watched }, options);
    expect(months[0]?.[0]?.boundShare).toBe(0.3);
  });

  it("leaves the cost of a token at an API as it is where part of the demand is bound", async () => {
    const whole = await evaluate(consumer(), options);
    const reach = { servedShare: 0.5, monitoringShare: 0 };
    const half = await evaluate({ ...consumer(), reach }, options);
    const [all] = whole.months[0] ?? [];
    const [part] = half.months[0] ?? [];
    expect(part?.requests).toBeCloseTo(all?.requests ?? 0, 3);
    expect(part?.unserved).toBeCloseTo((all?.requests ?? 0) / 2, 3);
    const tokens = (part?.tokens.output ?? 0) / (all?.tokens.output ?? 1);
    expect(tokens).toBeCloseTo(0.5, 2);
  });

  it("covers with provisioned units what fits, and the rest at list", async () => {
    // A request counts as 1,000 + 4 x 200 tokens: 216,000 a minute by night, all of which fits, and
    // 648,000 by day, of which a third does: (2 + 6/3) of 8.
    const unlimited = { tokensPerMinute: 1e12, requestsPerMinute: 1e12 };
    const half = { tokensPerMinute: 216_000, outputRatio: 4 };
    const { months } = await evaluate(consumer({ ...unlimited, provisioned: half }), options);
    const [month] = months[0] ?? [];
    const share = (month?.provisioned?.output ?? 0) / (month?.tokens.output ?? 1);
    expect(share).toBeGreaterThan(0.46);
    expect(share).toBeLessThanOrEqual(0.52);
    expect(apiPlan).not.toHaveProperty("provisioned");
  });
});
