import { costFigure, type RunFigures, runFigures } from "../../reports/runFigures.ts";
import type { Progress } from "../../sim/experiment/compare.ts";
import type { Job, Runner } from "../../sim/experiment/runner.ts";
import type { Incident, Physical } from "../../sim/physical.ts";
import type { RunSnapshot } from "./runScreen.tsx";

const INCIDENTS: Readonly<Record<Incident["kind"], string>> = {
  replicaFailed: "failed",
  replicaInterrupted: "was taken back",
  replicaRepaired: "was repaired",
  replicaReturned: "returned",
  powerCapChanged: "met another power cap",
};

/** Follows a comparison from outside: what it is at, and what its latest simulations showed. */
export class RunWatch {
  readonly #title: string;
  readonly #nowS: () => number;
  readonly #signal: AbortSignal;
  readonly #startS: number;
  readonly #costs = new Map<string, readonly number[]>();
  #progress: Progress = { stage: "starting", done: 0, total: 0 };
  #simulations = 0;
  #batch = { done: 0, total: 0 };
  #seen: RunFigures = NOTHING_SEEN;
  #incident: string | null = null;

  constructor(title: string, nowS: () => number, signal: AbortSignal) {
    this.#title = title;
    this.#nowS = nowS;
    this.#signal = signal;
    this.#startS = nowS();
  }

  update(progress: Progress): void {
    this.#progress = progress;
  }

  /** Takes in the levelised cost of one strategy, one value per replication. */
  priced(name: string, usdPerMtok: readonly number[]): void {
    this.#costs.set(name, usdPerMtok);
  }

  /** The same runner, seen by this watch. */
  over(runner: Runner): Runner {
    return {
      run: async (jobs) => {
        this.#batch = { done: 0, total: jobs.length };
        const runs = await runner.run(jobs);
        this.#batch = { done: jobs.length, total: jobs.length };
        this.#simulations += runs.length;
        this.#look(jobs, runs);
        return runs;
      },
    };
  }

  get snapshot(): RunSnapshot {
    const costs = [...this.#costs]
      .filter(([, values]) => values.length > 0)
      .map(([name, values]) => ({ name, ...costFigure(values) }));
    return {
      title: this.#title,
      state: this.#signal.aborted ? "STOPPING" : "RUNNING",
      ...this.#progress,
      simulations: this.#simulations,
      batch: this.#batch,
      costs,
      ...this.#seen,
      incident: this.#incident,
      elapsedS: this.#nowS() - this.#startS,
    };
  }

  #look(jobs: readonly Job[], runs: readonly Physical[]): void {
    const promise = jobs[0]?.plan.promise;
    if (promise === undefined) return;
    this.#seen = runFigures(promise, runs);
    const last = runs.findLast(({ incidents }) => incidents.length > 0)?.incidents.at(-1);
    if (last !== undefined) this.#incident = inWords(last);
  }
}

const NOTHING_SEEN = { ttft: null, tried: null, chipTime: [], busyShare: null } as const;

/** `03:12:44 replica 4 failed, 212 requests lost`; the clock is that of the simulated window. */
function inWords({ atS, kind, replica, requestsLost }: Incident): string {
  const whole = Math.floor(atS);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const at = parts.map((part) => String(part).padStart(2, "0")).join(":");
  const who = kind === "powerCapChanged" ? "the fleet" : `replica ${replica}`;
  const lost = requestsLost > 0 ? `, ${requestsLost} requests lost` : "";
  return `${at} ${who} ${INCIDENTS[kind]}${lost}`;
}
