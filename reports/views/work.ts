import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import type { DraftCounts, Physical, TaskCounts } from "../../sim/physical.ts";
import { type Mean, meanOf } from "./costStack.ts";

/** Sessions of one strategy in the peak hour, over replications. */
export interface TaskRow {
  readonly name: string;
  readonly ended: Mean;
  /** Turns and hours of all sessions over those that ended; null where none did. */
  readonly turnsPerTask: Mean | null;
  readonly hoursPerTask: Mean | null;
  /** KV memory held for sessions that wait, gigabytes. */
  readonly heldGb: Mean;
}

export function taskRows({ results, level }: Comparison): TaskRow[] {
  return results.flatMap((result) => {
    const runs = partsOf(result, ({ tasks }) => tasks);
    if (runs.length === 0) return [];
    const mean = (of: (tasks: TaskCounts) => number, unit: string): Mean =>
      meanOf(runs.map(of), level, unit);
    const over = runs.every(({ ended }) => ended > 0);
    return [
      {
        name: result.strategy.name,
        ended: mean(({ ended }) => ended, "count"),
        turnsPerTask: over ? mean(({ turns, ended }) => turns / ended, "") : null,
        hoursPerTask: over ? mean(({ hours, ended }) => hours / ended, "") : null,
        heldGb: mean(({ heldBytes }) => heldBytes / 1e9, ""),
      },
    ];
  });
}

/** Speculative decoding of one strategy in the peak hour, over replications. */
export interface DraftRow {
  readonly name: string;
  readonly draftedMtok: Mean;
  readonly acceptedShare: Mean;
}

export function draftRows({ results, level }: Comparison): DraftRow[] {
  return results.flatMap((result) => {
    const runs = partsOf(result, ({ drafts }) => drafts).filter(({ drafted }) => drafted > 0);
    if (runs.length === 0) return [];
    const mean = (of: (drafts: DraftCounts) => number, unit: string): Mean =>
      meanOf(runs.map(of), level, unit);
    return [
      {
        name: result.strategy.name,
        draftedMtok: mean(({ drafted }) => drafted / 1e6, ""),
        acceptedShare: mean(({ drafted, accepted }) => accepted / drafted, "share"),
      },
    ];
  });
}

/** Adapters of fine-tuned variants of one strategy in the peak hour, over replications. */
export interface AdapterRow {
  readonly name: string;
  readonly foundShare: Mean;
  readonly loadsPerS: Mean;
  /** Wait for a load, spread over all requests. */
  readonly waitS: Mean;
}

export function adapterRows({ results, level }: Comparison): AdapterRow[] {
  return results.flatMap((result) => {
    const runs = partsOf(
      result,
      ({ adapters, measuredS }) => adapters && { ...adapters, measuredS },
    );
    if (!runs.some(({ lookedUp }) => lookedUp > 0)) return [];
    const mean = (of: (run: (typeof runs)[number]) => number, unit: string): Mean =>
      meanOf(runs.map(of), level, unit);
    return [
      {
        name: result.strategy.name,
        foundShare: mean(({ found, lookedUp }) => found / Math.max(1, lookedUp), "share"),
        loadsPerS: mean(({ loads, measuredS }) => loads / measuredS, ""),
        waitS: mean(({ waitedS, lookedUp }) => waitedS / Math.max(1, lookedUp), "s"),
      },
    ];
  });
}

/** A part of every replication's peak hour; none where there is no steady state. */
function partsOf<Part>(
  { state, peak }: StrategyResult,
  of: (run: Physical) => Part | undefined,
): Part[] {
  return state === "ok" ? peak.flatMap((run) => of(run) ?? []) : [];
}
