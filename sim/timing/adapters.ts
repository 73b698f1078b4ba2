import { BYTES_PER_VALUE } from "../hardware/chip.ts";
import { adapterParameters } from "../models/adapter.ts";
import type { PoolPlan } from "../plan.ts";
import type { AdaptersPlan } from "../stackPlan.ts";
import { chipSplit, type SplitPlan } from "./chipSplit.ts";

/** One adapter of a pool that serves variants by adapters. */
export interface Adapter {
  readonly parameters: number;
  /** Of one copy, on all chips of a replica together. */
  readonly bytes: number;
}

/** How a pool serves variants with adapters; null where it does not. */
export function adaptersOf({ variants }: Pick<PoolPlan, "variants">): AdaptersPlan | null {
  return variants?.serve.kind === "adapters" ? variants.serve : null;
}

/** Parameters and bytes of one adapter, from its rank or as stated. */
export function adapterOf({ size, format }: AdaptersPlan, model: PoolPlan["model"]): Adapter {
  const perValue = BYTES_PER_VALUE[format];
  if ("bytes" in size) return { parameters: size.bytes / perValue, bytes: size.bytes };
  const parameters = adapterParameters(model, size.rank);
  return { parameters, bytes: parameters * perValue };
}

/** Bytes that a chip keeps free for adapters: every slot, cut as the dense weights are. */
export function adapterBytesOnChip(plan: SplitPlan & Pick<PoolPlan, "variants">): number {
  const adapters = adaptersOf(plan);
  if (adapters === null) return 0;
  const { tensor, stageShare } = chipSplit(plan);
  return (adapters.slots * adapterOf(adapters, plan.model).bytes * stageShare) / tensor;
}
