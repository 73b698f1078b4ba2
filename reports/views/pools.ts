import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import type { ChipTime, PoolCounts } from "../../sim/physical.ts";
import { CHIP_STATES } from "../../sim/physical.ts";
import type { FleetPlan, PoolPlan } from "../../sim/plan.ts";
import type { FlowPlan } from "../../sim/stackPlan.ts";
import { type Mean, meanOf } from "./costStack.ts";

/** What one pool of a strategy did in the peak hour, over replications. */
export interface PoolRow {
  readonly strategy: string;
  readonly role: string;
  /** The role, of a tier also its model: `tier 1 llama-3.1-8b`. */
  readonly name: string;
  /** Model and chips, one below the other: `llama-3.1-70b`, `4 × h100`. */
  readonly machine: string;
  /** Mean replicas that were paid for. */
  readonly replicas: Mean;
  readonly busyShare: Mean;
  readonly mfu: Mean;
  readonly prefillTokensPerS: Mean;
  readonly decodedTokensPerS: Mean;
}

/** Pools of every strategy that has several, in the order in which requests pass them. */
export function poolRows({ results, level }: Comparison): PoolRow[] {
  return results.flatMap((result) => {
    const plans = poolPlans(result);
    if (result.state !== "ok" || plans.length < 2) return [];
    return poolOrder(result).flatMap((i) => {
      const plan = plans[i];
      const runs = result.peak.flatMap(({ pools, measuredS }) => {
        const counts = pools?.[i];
        return counts === undefined ? [] : [{ counts, measuredS }];
      });
      if (plan === undefined || runs.length === 0) return [];
      const mean = (of: (counts: PoolCounts, measuredS: number) => number, unit: string): Mean =>
        meanOf(
          runs.map(({ counts, measuredS }) => of(counts, measuredS)),
          level,
          unit,
        );
      return [
        {
          strategy: result.strategy.name,
          role: poolRole(result, i),
          name: poolName(result, i),
          machine: `${plan.model.id}\n${plan.chipsPerReplica} × ${plan.chip.id}`,
          replicas: mean(({ meanReplicas }) => Number(meanReplicas.toFixed(6)), "count"),
          busyShare: mean(({ chipTimeS }) => busyShareOf(chipTimeS), "share"),
          mfu: mean(({ flops }) => mfuOf(flops), "share"),
          prefillTokensPerS: mean((c, s) => c.prefillTokens / s, "count"),
          decodedTokensPerS: mean((c, s) => c.decodedTokens / s, "count"),
        },
      ];
    });
  });
}

/** Pools of a strategy's fleet in the order of the plan; none for an API. */
export function poolPlans({ strategy }: StrategyResult): readonly PoolPlan[] {
  const { supply } = strategy.plan;
  return supply.kind === "fleet" ? [supply, ...(supply.pools ?? [])] : [];
}

/** What a pool is for, from the flows through it: `prefill`, `decode`, `encoder`, `tier 1`. */
export function poolRole({ strategy }: StrategyResult, pool: number): string {
  const { supply } = strategy.plan;
  const roles =
    supply.kind === "fleet" ? flowsOf(supply).flatMap((flow) => roleIn(flow, pool)) : [];
  const known = [...new Set(roles)];
  return known.length === 0 ? `pool ${pool + 1}` : known.join(", ");
}

/** A pool as people tell it from the others: tiers differ by their model. */
export function poolName(result: StrategyResult, pool: number): string {
  const role = poolRole(result, pool);
  const model = poolPlans(result)[pool]?.model.id;
  return role.startsWith("tier ") && model !== undefined ? `${role} ${model}` : role;
}

/** Indices of the pools in the order in which requests pass them; unused ones come last. */
export function poolOrder(result: StrategyResult): number[] {
  const { supply } = result.strategy.plan;
  const passed = supply.kind === "fleet" ? flowsOf(supply).flatMap(poolsOf) : [];
  return [...new Set([...passed, ...poolPlans(result).keys()])];
}

function poolsOf(flow: FlowPlan): number[] {
  switch (flow.kind) {
    case "direct":
      return [flow.pool];
    case "disaggregated":
      return [flow.prefill, flow.decode];
    case "encoded":
      return [flow.encoder, flow.pool];
    case "cascade":
      return flow.tiers.map(({ pool }) => pool);
  }
}

function flowsOf({ flows }: FleetPlan): readonly FlowPlan[] {
  return flows ?? [{ kind: "direct", pool: 0 }];
}

function roleIn(flow: FlowPlan, pool: number): string[] {
  switch (flow.kind) {
    case "direct":
      return flow.pool === pool ? ["whole requests"] : [];
    case "disaggregated":
      return [
        ...(flow.prefill === pool ? ["prefill"] : []),
        ...(flow.decode === pool ? ["decode"] : []),
      ];
    case "encoded":
      return [
        ...(flow.encoder === pool ? ["encoder"] : []),
        ...(flow.pool === pool ? ["model"] : []),
      ];
    case "cascade":
      return flow.tiers.flatMap((tier, i) => (tier.pool === pool ? [`tier ${i + 1}`] : []));
  }
}

/** Chip time with a step under way over all that was switched on, 0..1. */
export function busyShareOf(time: ChipTime): number {
  const offeredS = CHIP_STATES.reduce((sum, state) => sum + time[state], 0) - time.off;
  return offeredS > 0 ? (offeredS - time.idle - time.restart - time.down) / offeredS : 0;
}

export function mfuOf({ offered, done }: PoolCounts["flops"]): number {
  return offered > 0 ? done / offered : 0;
}

export function poolAnswer(rows: readonly PoolRow[]): string {
  const names = [...new Set(rows.map(({ strategy }) => strategy))];
  return names
    .map((name) => {
      const pools = rows.filter(({ strategy }) => strategy === name);
      const words = pools.map((pool) => `${pool.name} ${pool.busyShare.text}`);
      return `Pools of ${name} were busy: ${words.join(", ")}.`;
    })
    .join(" ");
}
