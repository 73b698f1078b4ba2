import type { Journal } from "../../scenarios/store/journal.ts";
import type { PointStore } from "../../scenarios/store/pointStore.ts";
import type { Strategy } from "../../sim/strategy.ts";
import type { PointMachine } from "./pointThread.ts";

/** A point that has no result yet. */
export interface OpenPoint {
  readonly number: number;
  readonly key: string;
  readonly strategy: Strategy;
}

/** Why a point has no result though it was tried. */
export interface PointFailure {
  readonly code: string;
  readonly message: string;
}

export interface SweepOptions {
  readonly points: readonly OpenPoint[];
  readonly replications: number;
  readonly semantics: string;
  /** Points that run at the same time. */
  readonly jobs: number;
  readonly makeMachine: () => PointMachine;
  readonly store: PointStore;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  readonly onEvent: (
    key: string,
    state: "running" | "done" | "failed",
    failure?: PointFailure,
  ) => void;
}

/**
 * Runs the open points, each result kept the moment it is there. A point that fails stops no other;
 * an abort leaves at once: what was under way is run again next time.
 *
 * @returns failures by key
 */
export async function sweepPoints(options: SweepOptions): Promise<Map<string, PointFailure>> {
  const { points, journal, store, signal, onEvent, replications, semantics } = options;
  const failures = new Map<string, PointFailure>();
  const aborted = new Promise<"aborted">((resolve) => {
    if (signal.aborted) resolve("aborted");
    signal.addEventListener("abort", () => resolve("aborted"), { once: true });
  });
  let next = 0;

  const lane = async (): Promise<void> => {
    let machine: PointMachine | null = null;
    try {
      while (!signal.aborted) {
        const point = points[next++];
        if (point === undefined) return;
        const { number, key, strategy } = point;
        machine ??= options.makeMachine();
        journal.append({ ev: "started", point: number, key });
        onEvent(key, "running");
        const tables = await Promise.race([
          machine.run(strategy, replications).catch((error: unknown) => failureOf(error)),
          aborted,
        ]);
        if (tables === "aborted") return;
        if ("message" in tables) {
          failures.set(key, tables);
          journal.append({ ev: "failed", point: number, key, ...tables });
          onEvent(key, "failed", tables);
          await machine.close();
          machine = null;
          continue;
        }
        const { runs, point: means } = tables;
        store.write({
          schema: "costmoat.point/1",
          key,
          semantics,
          replications,
          runs,
          point: means,
        });
        journal.append({ ev: "done", point: number, key });
        onEvent(key, "done");
      }
    } finally {
      await machine?.close();
    }
  };
  const lanes = Math.max(1, Math.min(options.jobs, points.length));
  await Promise.all(Array.from({ length: lanes }, lane));
  if (signal.aborted) journal.append({ ev: "interrupted" });
  return failures;
}

/** A point that simulation refused (`RangeError`) or in which a law broke, or a thread that died. */
function failureOf(error: unknown): PointFailure {
  if (!(error instanceof Error)) return { code: "CM-E0900", message: String(error) };
  const code = error.name === "InvariantError" ? "CM-E0802" : "CM-E0900";
  return { code, message: error.message.split("\n")[0] ?? error.name };
}
