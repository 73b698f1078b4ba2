import { adapterBytesOnChip } from "./adapters.ts";
import {
  contextLimit,
  type MemoryPlan,
  sequenceBytesOnChip,
  tokenBytesOnChip,
  weightBytesOnChip,
} from "./chipMemory.ts";
import { splitProblem } from "./chipSplit.ts";

/** Share of HBM kept for activations, graphs and communication buffers. From general knowledge. */
export const ACTIVATION_SHARE = 0.02;
/** A replica that cannot hold one sequence of this many tokens is of no use. */
const LEAST_CONTEXT_TOKENS = 2048;

/** Whether one copy of the model, and some context, fits its chips. Bytes are those of one chip. */
export interface ModelFit {
  readonly fits: boolean;
  /** Why not, in words; empty when it fits. */
  readonly problem: string;
  readonly missingBytesPerChip: number;
  /** Weights, adapters, activations and the KV cache of one short sequence, and what the engine may use. */
  readonly needBytes: number;
  readonly haveBytes: number;
  /** Bytes of one chip that are left for KV cache; negative when the weights do not fit. */
  readonly kvBytes: number;
  /**
   * Fewest chips per replica that fit at this precision; 0 when no allowed number does, and where
   * the plan says how the chips share the model.
   */
  readonly leastChips: number;
}

/** The parts of a pool that decide whether its model fits. */
export type FitPlan = MemoryPlan;

/** Checks how the chips of a replica share the model, and the memory of the fullest of them. */
export function modelFit(plan: FitPlan): ModelFit {
  const split = splitProblem(plan);
  const memory = memoryOfChip(plan);
  const leastChips = fewestChips(plan);
  const problem = split !== "" ? split : memoryProblem(plan, memory, leastChips);
  return { ...memory, fits: problem === "", problem, leastChips };
}

type ChipMemory = Pick<ModelFit, "missingBytesPerChip" | "needBytes" | "haveBytes" | "kvBytes">;

function memoryProblem(plan: FitPlan, memory: ChipMemory, leastChips: number): string {
  if (memory.missingBytesPerChip === 0) return "";
  const { chip, model, chipsPerReplica: chips } = plan;
  const cure =
    leastChips > 0
      ? `at least ${leastChips} chips per replica`
      : plan.parallel !== undefined
        ? "a wider split (tensor, pipeline or expert), a narrower format or a larger chip"
        : "a smaller model, a narrower format or a larger chip";
  return `${model.id} in ${plan.weightFormat} lacks ${gigabytes(memory.missingBytesPerChip)} GB on each of ${chips} x ${chip.id}; expected ${cure}`;
}

function memoryOfChip(plan: FitPlan): ChipMemory {
  const { chip, engine } = plan;
  const haveBytes = chip.memoryBytes * engine.memoryShare;
  const fixedBytes =
    weightBytesOnChip(plan) + adapterBytesOnChip(plan) + chip.memoryBytes * ACTIVATION_SHARE;
  const leastTokens = Math.min(LEAST_CONTEXT_TOKENS, contextLimit(plan));
  // A sequence is held by one data rank as a whole.
  const ranks = plan.parallel?.data ?? 1;
  const sequence = leastTokens * tokenBytesOnChip(plan) + sequenceBytesOnChip(plan);
  const needBytes = fixedBytes + sequence * ranks;
  return {
    needBytes,
    haveBytes,
    missingBytesPerChip: Math.max(0, needBytes - haveBytes),
    kvBytes: haveBytes - fixedBytes,
  };
}

function fewestChips(plan: FitPlan): number {
  if (plan.parallel !== undefined) return 0;
  const { chip, model } = plan;
  for (let chips = 1; chips <= chip.linkDomainChips; chips++) {
    if (model.heads % chips !== 0) continue;
    if (memoryOfChip({ ...plan, chipsPerReplica: chips }).missingBytesPerChip === 0) return chips;
  }
  return 0;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toPrecision(3);
}
