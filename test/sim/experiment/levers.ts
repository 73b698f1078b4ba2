import type { HistogramSnapshot, Physical } from "../../../sim/physical.ts";
import type { Plan } from "../../../sim/plan.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";

type Simulate = (plan: Plan, replication: number) => Physical;
const none: HistogramSnapshot = { count: 0, sum: 0, min: 0, max: 0, bins: [], counts: [] };

/** The fake world with the counts of every lever: shares that a test can expect. */
export function withCounts(simulate: Simulate = fakeSimulate(fakeWorld)): Simulate {
  return (plan, replication) => {
    const run = simulate(plan, replication);
    const { measuredArrivals, measuredFinished } = run;
    const prompts = measuredFinished * 1000;
    return {
      ...run,
      answers: {
        given: measuredFinished,
        accepted: 0.9 * measuredFinished,
        escalated: [0.25 * measuredFinished, 0.05 * measuredFinished],
        fromCache: 0.1 * measuredFinished,
      },
      tasks: {
        begun: measuredArrivals / 8,
        ended: measuredArrivals / 10,
        turns: measuredArrivals,
        hours: measuredArrivals / 40,
        heldBytes: 0,
      },
      cache: {
        lookedUp: prompts,
        found: [0.3 * prompts, 0.15 * prompts, 0.05 * prompts],
        transferS: [],
        transferBytes: [],
        evictedTokens: 0,
      },
      drafts: { drafted: 1000, accepted: 700 },
      adapters: { lookedUp: 500, found: 400, loads: 60, waitedS: 10 },
      classes: ["paid", "free"].map((name) => ({
        name,
        arrived: measuredArrivals / 2,
        finished: measuredFinished / 2,
        onTime: measuredFinished / 2,
        refused: name === "free" ? 0.04 * measuredArrivals : 0,
        abandoned: 0.01 * measuredArrivals,
        tokens: 0,
        ttft: none,
        tpot: none,
      })),
    };
  };
}

/**
 * The fake world with a scaler in closed form: as many replicas as the rate needs at 80 % load,
 * between the fewest and the most; the others are off.
 */
export function withScaler(capacity = fakeWorld.capacity): Simulate {
  const fake = fakeSimulate(fakeWorld);
  return (plan, replication) => {
    const { supply, demand } = plan;
    const scaling = supply.kind === "fleet" ? supply.scaling : undefined;
    if (supply.kind !== "fleet" || scaling === undefined) return fake(plan, replication);
    const { arrivals, rateScale } = demand;
    const rate = arrivals.kind === "poisson" ? arrivals.requestsPerS * rateScale : 0;
    const wanted = Math.ceil(rate / (0.8 * capacity));
    const on = Math.max(scaling.minReplicas, Math.min(scaling.maxReplicas, wanted));
    const run = fake({ ...plan, supply: { ...supply, replicas: on } }, replication);
    const chips = scaling.maxReplicas * supply.chipsPerReplica;
    const off = (chips - run.chips) * run.measuredS;
    return {
      ...run,
      chips,
      replicas: scaling.maxReplicas,
      chipTimeS: { ...run.chipTimeS, off },
    };
  };
}
