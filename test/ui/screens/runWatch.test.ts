import { describe, expect, it } from "vitest";
import { loadScenario } from "../../../scenarios/load.ts";
import { toStrategy } from "../../../scenarios/strategy.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import { simulate } from "../../../sim/simulate.ts";
import { RunWatch } from "../../../ui/screens/runWatch.ts";

async function planOf(preset: string) {
  const { plan } = toStrategy(
    await loadScenario(preset, { sets: ["run.window=1min", "demand.rate=2/s"] }),
  );
  return plan;
}

function watchAt(times: readonly number[], signal = new AbortController().signal): RunWatch {
  const left = [...times];
  return new RunWatch("producer", () => left.shift() ?? 0, signal);
}

describe("a watch over a run", () => {
  it("passes on what the runner gives and knows latency, chip time and busy share afterwards", async () => {
    const plan = await planOf("producer");
    const watch = watchAt([10, 17]);
    watch.update({ stage: "producer: sizing", done: 1, total: 5 });
    const runs = await watch.over(inlineRunner(simulate)).run([{ plan, replication: 0 }]);
    expect(runs).toHaveLength(1);
    const seen = watch.snapshot;
    expect(seen).toMatchObject({
      stage: "producer: sizing",
      done: 1,
      total: 5,
      simulations: 1,
      elapsedS: 7,
    });
    const { measuredArrivals, measuredS } = runs[0] ?? { measuredArrivals: 0, measuredS: 1 };
    expect(seen.tried).toEqual({ requestsPerS: measuredArrivals / measuredS, replicas: 1 });
    expect(seen.batch).toEqual({ done: 1, total: 1 });
    expect(seen.ttft?.promiseS).toBe(plan.promise.ttftS);
    expect(seen.ttft?.seconds).toBeGreaterThan(0);
    expect(seen.chipTime.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    const idle = seen.chipTime.find(({ state }) => state === "idle")?.share ?? 0;
    expect(seen.busyShare).toBeCloseTo(1 - idle, 6);
  });

  it("shows no chip time of an API, and the last incident in words", async () => {
    const watch = watchAt([]);
    await watch
      .over(inlineRunner(simulate))
      .run([{ plan: await planOf("consumer"), replication: 0 }]);
    expect(watch.snapshot).toMatchObject({ chipTime: [], busyShare: null, incident: null });
    const plan = await planOf("producer");
    const failing = inlineRunner((of, replication) => ({
      ...simulate(of, replication),
      incidents: [{ atS: 3723.9, kind: "replicaFailed", replica: 4, requestsLost: 2 }],
    }));
    await watch.over(failing).run([{ plan, replication: 0 }]);
    expect(watch.snapshot.incident).toBe("01:02:03 replica 4 failed, 2 requests lost");
  });

  it("gives each priced strategy its mean and half-width, and says when it is stopping", () => {
    const stop = new AbortController();
    const watch = watchAt([], stop.signal);
    watch.priced("producer", [2, 4]);
    watch.priced("consumer", []);
    const { costs, state } = watch.snapshot;
    expect(costs).toHaveLength(1);
    expect(costs[0]).toMatchObject({ name: "producer", mean: 3, n: 2 });
    // Half-width of {2, 4} at 95 %: t(1) = 12.706 times 1.
    expect(costs[0]?.halfWidth).toBeCloseTo(12.706, 3);
    stop.abort("interrupted");
    expect([state, watch.snapshot.state]).toEqual(["RUNNING", "STOPPING"]);
  });
});
