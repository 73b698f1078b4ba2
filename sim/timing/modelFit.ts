import { BYTES_PER_VALUE } from "../hardware/chip.ts";
import { kvBytesPerToken, kvShareOfChip, windowKvBytes } from "../models/attention.ts";
import type { FleetPlan } from "../plan.ts";
import { weightBytesOfChip } from "./weights.ts";

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
  /** Weights, activations and the KV cache of one short sequence, and what the engine may use. */
  readonly needBytes: number;
  readonly haveBytes: number;
  /** Bytes of one chip that are left for KV cache; negative when the weights do not fit. */
  readonly kvBytes: number;
  /** Fewest chips per replica that fit at this precision; 0 when no allowed number does. */
  readonly leastChips: number;
}

/** The parts of a fleet that decide whether its model fits. */
export type FitPlan = Pick<
  FleetPlan,
  "chip" | "model" | "weightFormat" | "kvFormat" | "chipsPerReplica" | "engine"
>;

/** Checks a replica's memory, its link domain and the split of its attention heads. */
export function modelFit(fleet: FitPlan): ModelFit {
  const { chip, model, chipsPerReplica: chips } = fleet;
  const memory = memoryOfChip(fleet, chips);
  const leastChips = fewestChips(fleet);
  const problem =
    chips > chip.linkDomainChips
      ? `${chips} chips per replica of ${chip.id}; expected at most ${chip.linkDomainChips}, the chips that share its scale-up link`
      : model.heads % chips !== 0
        ? `${chips} chips per replica for ${model.id}; expected a divisor of its ${model.heads} attention heads`
        : memory.missingBytesPerChip > 0
          ? `${model.id} in ${fleet.weightFormat} lacks ${gigabytes(memory.missingBytesPerChip)} GB on each of ${chips} x ${chip.id}; expected ${leastChips > 0 ? `at least ${leastChips} chips per replica` : "a smaller model, a narrower format or a larger chip"}`
          : "";
  return { ...memory, fits: problem === "", problem, leastChips };
}

/** Bytes of KV cache that one token of context takes on one chip of the replica. */
export function kvBytesPerTokenOfChip(fleet: FitPlan, chips: number): number {
  const { model } = fleet;
  const bytes = BYTES_PER_VALUE[fleet.kvFormat];
  // A sequence holds at most one window in its windowed layers: spread over the longest context.
  const contextTokens = Math.min(fleet.engine.contextTokens, model.contextTokens);
  const windowShare = Math.min(1, model.windowTokens / contextTokens);
  const windowed =
    model.windowTokens > 0 ? (windowKvBytes(model, bytes) / model.windowTokens) * windowShare : 0;
  return (kvBytesPerToken(model, bytes) + windowed) * kvShareOfChip(model, chips);
}

function memoryOfChip(
  fleet: FitPlan,
  chips: number,
): Pick<ModelFit, "missingBytesPerChip" | "needBytes" | "haveBytes" | "kvBytes"> {
  const { chip, model, engine } = fleet;
  const haveBytes = chip.memoryBytes * engine.memoryShare;
  const fixedBytes =
    weightBytesOfChip(model, fleet.weightFormat, chips).total + chip.memoryBytes * ACTIVATION_SHARE;
  const leastTokens = Math.min(LEAST_CONTEXT_TOKENS, engine.contextTokens, model.contextTokens);
  const needBytes = fixedBytes + leastTokens * kvBytesPerTokenOfChip(fleet, chips);
  return {
    needBytes,
    haveBytes,
    missingBytesPerChip: Math.max(0, needBytes - haveBytes),
    kvBytes: haveBytes - fixedBytes,
  };
}

function fewestChips(fleet: FitPlan): number {
  const { chip, model } = fleet;
  for (let chips = 1; chips <= chip.linkDomainChips; chips++) {
    if (model.heads % chips !== 0) continue;
    if (memoryOfChip(fleet, chips).missingBytesPerChip === 0) return chips;
  }
  return 0;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toPrecision(3);
}
