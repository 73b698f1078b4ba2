import type { Physical } from "../physical.ts";
import type { Plan } from "../plan.ts";
import { planKey } from "./planKey.ts";

/** One simulation to run: everything that decides its result. */
export interface Job {
  readonly plan: Plan;
  readonly replication: number;
}

/** Runs simulations: in this thread, on workers, on a queue. Results come in the order of the jobs. */
export interface Runner {
  run(jobs: readonly Job[]): Promise<readonly Physical[]>;
}

/** Runs each job in turn in this thread. */
export function inlineRunner(simulate: (plan: Plan, replication: number) => Physical): Runner {
  return {
    run: async (jobs) => jobs.map((job) => simulate(job.plan, job.replication)),
  };
}

/**
 * Runs equal jobs once: a renter and a producer of the same chips share their physics. What ran stays
 * in memory as long as the runner does.
 */
export function memoRunner(runner: Runner): Runner {
  const known = new Map<string, Promise<Physical>>();
  return {
    run: (jobs) => {
      const keys = jobs.map((job) => `${planKey(job.plan)}#${job.replication}`);
      const fresh = new Map<string, Job>();
      for (const [i, job] of jobs.entries()) {
        const key = keys[i] ?? "";
        if (!known.has(key)) fresh.set(key, job);
      }
      if (fresh.size > 0) {
        const started = runner.run([...fresh.values()]);
        for (const [i, key] of [...fresh.keys()].entries()) {
          known.set(
            key,
            started.then((physicals) => resultAt(physicals, i)),
          );
        }
      }
      return Promise.all(keys.map((key) => known.get(key) ?? missing(key)));
    },
  };
}

function resultAt(physicals: readonly Physical[], index: number): Physical {
  const physical = physicals[index];
  if (physical === undefined) {
    throw new RangeError(`${physicals.length} results of a runner; expected one for each job`);
  }
  return physical;
}

function missing(key: string): never {
  throw new RangeError(`job ${key.slice(0, 40)} was never started`);
}
