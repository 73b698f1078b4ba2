import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import { CHIP_STATES, type PoolCounts } from "../../sim/physical.ts";
import type { PoolPlan } from "../../sim/plan.ts";
import { busyShareOf, mfuOf, poolPlans, poolRole } from "../views/pools.ts";
import { type Column, column } from "./column.ts";
import type { OfStrategy } from "./levers.ts";
import { idColumns, runId } from "./runs.ts";

/** One pool in the peak hour of one replication. */
export interface PoolLine extends OfStrategy {
  readonly replication: number;
  readonly pool: number;
  readonly role: string;
  readonly plan: PoolPlan;
  readonly measuredS: number;
  readonly counts: PoolCounts;
}

type Cell = readonly [name: string, unit: string, of: (line: PoolLine) => number, words: string];

const NUMBERS: readonly Cell[] = [
  ["measured_s", "s", (l) => l.measuredS, "Measured part of the peak hour."],
  ["chips", "", (l) => l.counts.chips, "Chips of the pool."],
  ["replicas", "", (l) => l.counts.replicas, "Replicas of the pool."],
  ["mean_replicas", "", (l) => l.counts.meanReplicas, "Mean replicas that were paid for."],
  ["busy_share", "share", (l) => busyShareOf(l.counts.chipTimeS), "Busy over offered chip time."],
  ["mfu", "share", (l) => mfuOf(l.counts.flops), "FLOPs done over the dense peak."],
  ["prefill_tokens", "tok", (l) => l.counts.prefillTokens, "Prompt tokens computed here."],
  ["decoded_tokens", "tok", (l) => l.counts.decodedTokens, "Tokens generated here."],
  ...CHIP_STATES.map(
    (state): Cell => [
      `${state}_chip_s`,
      "chip-s",
      (l) => l.counts.chipTimeS[state],
      `Chip-seconds in the state ${state}.`,
    ],
  ),
];

export const POOL_COLUMNS: readonly Column<PoolLine>[] = [
  column({
    name: "run_id",
    type: "string",
    description: "Strategy and replication.",
    value: ({ strategy, replication }) => runId(strategy.name, replication),
  }),
  ...idColumns<PoolLine>(),
  column({
    name: "replication",
    type: "integer",
    description: "Replication, from 0; equal numbers met the same arrivals.",
    value: ({ replication }) => replication,
  }),
  column({
    name: "pool",
    type: "integer",
    description: "Place of the pool in the fleet, from 0.",
    value: ({ pool }) => pool,
  }),
  column({
    name: "pool_role",
    type: "string",
    description: "What the pool is for: prefill, decode, encoder, a tier of a cascade.",
    value: ({ role }) => role,
  }),
  column({
    name: "pool_model",
    type: "string",
    description: "Model that the pool serves.",
    value: ({ plan }) => plan.model.id,
  }),
  column({
    name: "pool_chip",
    type: "string",
    description: "Chip of the pool.",
    value: ({ plan }) => plan.chip.id,
  }),
  ...NUMBERS.map(([name, unit, of, description]) =>
    column<PoolLine>({ name, type: "number", description, value: of }, { unit }),
  ),
];

/** Empty where every fleet is one pool. */
export function poolRows({ results }: Comparison): PoolLine[] {
  return results.flatMap((result) => linesOf(result));
}

function linesOf(result: StrategyResult): PoolLine[] {
  const { strategy, peak } = result;
  const plans = poolPlans(result);
  if (plans.length < 2) return [];
  return peak.flatMap(({ pools = [], measuredS, replication }) =>
    pools.flatMap((counts, pool) => {
      const plan = plans[pool];
      if (plan === undefined) return [];
      const role = poolRole(result, pool);
      return [{ strategy, replication, pool, role, plan, measuredS, counts }];
    }),
  );
}
