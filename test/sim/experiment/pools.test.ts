import { describe, expect, it } from "vitest";
import { awayProbabilities, lackTerms } from "../../../sim/experiment/awayTerms.ts";
import { compareStrategies } from "../../../sim/experiment/compare.ts";
import { addFleetRates } from "../../../sim/experiment/failureCorrection.ts";
import { failureModel } from "../../../sim/experiment/failureModel.ts";
import { chipsPerUnit, fleetOfUnits, fleetWords } from "../../../sim/experiment/fleetUnit.ts";
import { MapReader } from "../../../sim/experiment/mapReader.ts";
import { operatingMap } from "../../../sim/experiment/operatingMap.ts";
import { RATES, STATE_AT } from "../../../sim/experiment/replicaRates.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import { CHIP_STATES } from "../../../sim/physical.ts";
import type { FleetPlan, Plan, PoolPlan } from "../../../sim/plan.ts";
import type { Strategy } from "../../../sim/strategy.ts";
import { h100 } from "../hardware/chips.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import { fleetPlan, noFaults, owningTerms, planOf, producerOf } from "./strategies.ts";

const fake = fakeSimulate(fakeWorld);
const { kind: _, faults: __, power: ___, ...decode } = { ...fleetPlan, chipsPerReplica: 8 };
/** Units of 2 replicas of 4 chips and 3 of 8. */
const split: FleetPlan = { ...fleetPlan, replicas: 2, pools: [{ ...decode, replicas: 3 }] };

function strategyOf(fleet: FleetPlan, change: Partial<Strategy> = {}): Strategy {
  return producerOf(60, { plan: planOf(fleet, 60), ...change });
}

async function resultOf(strategy: Strategy, seen: Plan[] = []) {
  const runner = inlineRunner((plan, replication) => {
    seen.push(plan);
    return fake(plan, replication);
  });
  const { results } = await compareStrategies([strategy], { replications: 2, runner });
  const [result] = results;
  if (result === undefined) throw new Error("no result");
  return result;
}

const poolsOf = ({ supply }: Plan): readonly PoolPlan[] =>
  supply.kind === "fleet" ? [supply, ...(supply.pools ?? [])] : [];

describe("a unit of several pools", () => {
  it("has the replicas of every pool, and n units n times as many", () => {
    expect(chipsPerUnit(split)).toBe(2 * 4 + 3 * 8);
    const three = fleetOfUnits(split, 3);
    expect([three.replicas, three.pools?.[0]?.replicas]).toEqual([6, 9]);
    expect(fleetWords(planOf(split, 4), 3)).toBe("3 units of 2 + 3 replicas");
    expect(fleetWords(planOf(fleetPlan, 4), 1)).toBe("1 replica");
  });

  it("is a replica where there is one pool, whatever the plan says", () => {
    expect(chipsPerUnit({ ...fleetPlan, replicas: 5 })).toBe(4);
    expect(fleetOfUnits({ ...fleetPlan, replicas: 5 }, 3).replicas).toBe(3);
  });
});

describe("a fleet of several pools", () => {
  it("is sized, mapped and grown as a whole, at the ratio of its plan", async () => {
    const seen: Plan[] = [];
    const { sizing, months, metrics, state } = await resultOf(strategyOf(split), seen);
    expect(state).toBe("ok");
    const ratios = seen.map((plan) => {
      const [first, second] = poolsOf(plan);
      return (second?.replicas ?? 0) / (first?.replicas ?? 1);
    });
    expect(new Set(ratios)).toEqual(new Set([1.5]));
    const units = sizing?.replicas ?? 0;
    expect(sizing?.pools).toEqual([
      { replicas: 2 * units, chips: 8 * units },
      { replicas: 3 * units, chips: 24 * units },
    ]);
    expect(sizing?.chips).toBe(32 * units);
    expect(metrics.replicas.value).toBe(5 * units);
    const row = months[0]?.[0];
    expect(row?.chips).toBe(32 * units);
    expect(row?.poolChips).toEqual([8 * units, 24 * units]);
    expect(row?.replicas).toBe(5 * units);
    const chipS = CHIP_STATES.reduce((sum, state) => sum + (row?.chipTimeS[state] ?? 0), 0);
    expect(chipS / (32 * units * 730 * 3600)).toBeCloseTo(1, 9);
  });

  it("carries what its pools carry: two replicas a unit need half the units", async () => {
    const single = await resultOf(strategyOf(fleetPlan, { replicas: 12 }));
    const double = await resultOf(strategyOf(split, { replicas: 12 }));
    const [a, b] = [single.months[0]?.[0], double.months[0]?.[0]];
    expect(b!.tokens.onTimeOutput / a!.tokens.onTimeOutput).toBeCloseTo(1, 4);
    expect(b!.requests).toBe(a!.requests);
    expect(b!.chips).toBe(4 * a!.chips);
  });

  it("costs exactly what a single pool costs when there are no further pools", async () => {
    const plain = await resultOf(strategyOf(fleetPlan));
    const empty = await resultOf(strategyOf({ ...fleetPlan, pools: [] }));
    expect(JSON.stringify(empty.outcomes)).toBe(JSON.stringify(plain.outcomes));
    expect(JSON.stringify(empty.months)).toBe(JSON.stringify(plain.months));
  });

  it("is fixed by the replicas of its first pool, in the smallest units of its ratio", async () => {
    const wide = { ...split, replicas: 12, pools: [{ ...decode, replicas: 18 }] };
    const small = await resultOf(strategyOf(split, { replicas: 12 }));
    const large = await resultOf(strategyOf(wide, { replicas: 12 }));
    expect(large.sizing?.pools).toEqual([
      { replicas: 12, chips: 48 },
      { replicas: 18, chips: 144 },
    ]);
    expect(JSON.stringify(large.outcomes)).toBe(JSON.stringify(small.outcomes));
    await expect(resultOf(strategyOf(split, { replicas: 3 }))).rejects.toThrow(
      /^3 replicas of the first of 2 pools; expected a multiple of 2/,
    );
  });

  it("names the pool whose model does not fit", async () => {
    const tight = { ...decode, chipsPerReplica: 1, weightFormat: "bf16" as const };
    const { state, reason } = await resultOf(strategyOf({ ...split, pools: [tight] }));
    expect(state).toBe("infeasible");
    expect(reason).toMatch(/^pool 1 does not fit: /);
  });
});

describe("pools of different chips", () => {
  const mixed: FleetPlan = {
    ...split,
    pools: [{ ...decode, replicas: 1, chip: { ...h100, id: "other" } }],
  };

  it("are refused at one price", async () => {
    await expect(resultOf(strategyOf(mixed))).rejects.toThrow(
      /^producer: pools of .* and .* at one price; expected terms with poolPriceFactors$/,
    );
    const terms = { ...owningTerms, poolPriceFactors: [1, 2, 3] };
    await expect(resultOf(strategyOf(mixed, { terms }))).rejects.toThrow(/3 .* for 2 pools/);
  });

  it("are bought at the price of each", async () => {
    // A unit is 2 x 4 chips at the first price and 1 x 8 at twice as much.
    const terms = { ...owningTerms, poolPriceFactors: [1, 2] };
    const { outcomes } = await resultOf(strategyOf(mixed, { terms, replicas: 12 }));
    const servers = outcomes[0]?.ledger.find((line) => line.category === "servers");
    expect(servers?.quantity).toBe(6 * 16);
    expect(servers?.unitPriceUsd).toBeCloseTo(1.5 * owningTerms.serverUsdPerChip, 6);
  });
});

describe("failures in several pools", () => {
  const faults = { ...noFaults, failuresPerChipS: 1e-6 };
  const pools = [
    { replicas: 2, chipsPerReplica: 4 },
    { replicas: 3, chipsPerReplica: 8 },
  ];
  const model = failureModel(faults, 32, 32 * 300, 2, pools);

  it("lack the units of the pool that lost most, with the chips of all that failed down", () => {
    const terms = lackTerms(model, 4);
    const sum = (of: (term: (typeof terms)[number]) => number): number =>
      terms.reduce((total, term) => total + of(term) * term.probability, 0);
    expect(sum(() => 1)).toBeCloseTo(1, 9);
    const meanDown = pools.reduce((total, { replicas, chipsPerReplica }, i) => {
      const away = (model.pools?.[i]?.unavailability ?? 0) * 4 * replicas;
      return total + (away * chipsPerReplica) / 32;
    }, 0);
    expect(sum((term) => term.down) / meanDown).toBeCloseTo(1, 4);
    expect(terms.every((term) => term.down <= term.away + 1e-12)).toBe(true);
    expect(terms.map((term) => term.away).slice(0, 3)).toEqual([0, 1 / 3, 1 / 2]);
  });

  it("of one pool are the binomial of its replicas", () => {
    const one = failureModel(faults, 4, 1200, 2, [{ replicas: 1, chipsPerReplica: 4 }]);
    const terms = awayProbabilities(7, one.unavailability);
    expect(lackTerms(one, 7)).toEqual(terms.map((term) => ({ ...term, down: term.away })));
  });

  it("keep all chip time", async () => {
    const plan = planOf({ ...split, faults }, 20);
    const at = { plan, baseRequestsPerS: 20, fleetReplicas: 4, peakLoad: 15, capacity: 20 };
    const runner = inlineRunner(fake);
    const map = await operatingMap({ ...at, warmupS: 0, replications: 1, runner });
    const sums = new Float64Array(RATES);
    const fleet = { replicas: 4, requestsPerS: 40, replication: 0 };
    addFleetRates(new MapReader(map, plan, "full"), model, fleet, 1, sums);
    const all = CHIP_STATES.reduce((total, __, i) => total + (sums[STATE_AT + i] ?? 0), 0);
    expect(all).toBeCloseTo(4 * 32, 6);
    const down = sums[STATE_AT + CHIP_STATES.indexOf("down")] ?? 0;
    expect(down).toBeGreaterThan(0);
  });
});
