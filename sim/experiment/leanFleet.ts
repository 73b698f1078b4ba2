import type { MapPoint } from "../comparison.ts";
import type { Physical } from "../physical.ts";
import type { Plan } from "../plan.ts";
import type { Strategy } from "../strategy.ts";
import { misfitOf } from "./fleetProblems.ts";
import { failureModelOf, horizonSource } from "./fleetSupply.ts";
import { unitsWithin } from "./fleetUnit.ts";
import type { HorizonSource } from "./horizonSource.ts";
import { MapReader } from "./mapReader.ts";
import { isSettled, onTimeShare } from "./onTime.ts";
import { MAP_TOLERANCE } from "./operatingMap.ts";
import { planAt } from "./planAt.ts";
import { podOf } from "./podOf.ts";
import { replicate } from "./replicate.ts";
import type { Runner } from "./runner.ts";

/** Replicas (units) that stand for any number of them, the same in every counterfactual. */
const POD_REPLICAS = 8;
/** Arrivals of one run, at most beyond the shortest window; more of them see a random rate. */
const RUN_REQUESTS = 10_000;
const RANDOM_RATE_REQUESTS = 40_000;
/** Windows hold so many lifetimes of a request, within these bounds, seconds. */
const LIFETIMES = 15;
const LEAST_WINDOW_S = 0.2;
const LEAST_RANDOM_RATE_WINDOW_S = 60;
const MOST_SHORT_WINDOW_S = 300;
/** The load that breaks the promise is found to this share of it. */
const LOAD_TOLERANCE = 0.015;
const MOST_DOUBLINGS = 16;
const MOST_HALVINGS = 12;
/** Loads of the map, as shares of the highest that keeps the promise. */
const SHARES = [0.04, 0.15, 0.4, 0.7, 1, 1.1, 1.3];

export interface LeanOptions {
  readonly replications: number;
  readonly runner: Runner;
  /** Units of the real fleet, and a load to begin the search at, requests/s of a unit. */
  readonly units: number;
  readonly guess: number;
  /** A fleet that this one may do exactly the same as: then it is that one. */
  readonly like?: LeanFleet;
}

/** A fleet as counterfactuals read it: outcomes of a unit by load, and the load that it can carry. */
export interface LeanFleet {
  /** Highest load that keeps the promise, requests/s of a unit. */
  readonly promiseLoad: number;
  readonly source: HorizonSource;
  /** What it did at that load, in windows of at least this length: equal fleets do the same. */
  readonly fingerprint: string;
  readonly shortestWindowS: number;
}

/**
 * Outcomes of a fleet whose size is a fraction: a pod of few replicas, at loads up to the highest
 * that keeps the promise. Every counterfactual meets the same arrivals on a pod of the same size.
 *
 * @returns why it cannot serve, in words, where it cannot
 */
export async function leanFleet(
  strategy: Strategy,
  options: LeanOptions,
): Promise<LeanFleet | string> {
  const { plan } = strategy;
  const fleet = plan.supply;
  if (fleet.kind === "api") throw new RangeError(`${strategy.name} has no fleet; expected one`);
  const misfit = misfitOf(fleet);
  if (misfit !== null) return misfit;
  const { like } = options;
  if (like !== undefined) {
    const alike = new LoadRuns(strategy, options, like.shortestWindowS);
    if (fingerprintOf(await alike.at(like.promiseLoad)) === like.fingerprint) return like;
  }
  const runs = new LoadRuns(strategy, options);
  const promiseLoad = await promiseLoadOf(runs, plan.promise.quantile, options.guess);
  if (promiseLoad === null) return "does not keep the promise at any load";
  const points: MapPoint[] = [];
  for (const share of SHARES) {
    const load = share * promiseLoad;
    points.push({ requestsPerSPerReplica: load, runs: await runs.at(load) });
  }
  const map = { podReplicas: POD_REPLICAS, points, worstError: 0, tolerance: MAP_TOLERANCE };
  const reader = new MapReader(map, plan, "full");
  const failures = failureModelOf(fleet, plan.promise.ttftS);
  const growth = { replicas: 1, fixed: true, promiseLoad };
  const source = horizonSource(strategy, fleet, map, { reader, failures, fleet: growth });
  const fingerprint = fingerprintOf(await runs.at(promiseLoad));
  return { promiseLoad, source, fingerprint, shortestWindowS: runs.shortestWindowS };
}

/** Runs of a pod by load, each once. */
class LoadRuns {
  readonly #plan: Plan;
  readonly #baseRequestsPerS: number;
  readonly #options: LeanOptions;
  readonly #replicas: number;
  readonly #known = new Map<number, readonly Physical[]>();
  #shortestWindowS: number | null;

  /** @param shortestWindowS null = learned from the first run */
  constructor(
    { plan, horizon }: Strategy,
    options: LeanOptions,
    shortestWindowS: number | null = null,
  ) {
    this.#shortestWindowS = shortestWindowS;
    const replicas = Math.min(unitsWithin(plan, POD_REPLICAS), Math.max(options.units, 1));
    const pod = podOf(plan, replicas);
    this.#plan = pod.plan;
    this.#replicas = pod.replicas;
    this.#baseRequestsPerS = horizon.meanRequestsPerS;
    this.#options = options;
  }

  get #isRandomRate(): boolean {
    return this.#plan.demand.arrivals.kind === "modulated";
  }

  /** @param load requests/s of a unit */
  async at(load: number): Promise<readonly Physical[]> {
    const known = this.#known.get(load) ?? (await this.#run(load));
    this.#known.set(load, known);
    return known;
  }

  get shortestWindowS(): number {
    return this.#shortestWindowS ?? MOST_SHORT_WINDOW_S;
  }

  /** Learns how long a request stays, so that windows are long enough and no longer. */
  setLifetime(run: Physical): void {
    const { sum, count } = run.e2e;
    if (count === 0 || this.#shortestWindowS !== null) return;
    const enoughS = (LIFETIMES * sum) / count;
    const leastS = this.#isRandomRate ? LEAST_RANDOM_RATE_WINDOW_S : LEAST_WINDOW_S;
    this.#shortestWindowS = Math.min(MOST_SHORT_WINDOW_S, Math.max(leastS, enoughS));
  }

  #run(load: number): Promise<readonly Physical[]> {
    const { replications, runner } = this.#options;
    const plan = planAt(this.#plan, {
      requestsPerS: load * this.#replicas,
      baseRequestsPerS: this.#baseRequestsPerS,
      replicas: this.#replicas,
      ofReplicas: Math.max(this.#options.units, this.#replicas),
      faultless: true,
      mostRequests: this.#isRandomRate ? RANDOM_RATE_REQUESTS : RUN_REQUESTS,
      shortestWindowS: this.shortestWindowS,
    });
    const warmupS = Math.max(plan.warmupS, plan.windowS / 5);
    return replicate({ ...plan, warmupS }, replications, runner);
  }
}

/** Brackets the highest load that keeps the promise and halves the bracket; null where none does. */
async function promiseLoadOf(
  runs: LoadRuns,
  quantile: number,
  guess: number,
): Promise<number | null> {
  const keeps = async (load: number): Promise<boolean> => {
    const found = await runs.at(load);
    const [first] = found;
    if (first !== undefined) runs.setLifetime(first);
    const onTime = found.reduce((sum, run) => sum + onTimeShare(run), 0) / found.length;
    return found.every(isSettled) && onTime >= quantile;
  };
  let low = guess;
  let high = guess;
  if (await keeps(guess)) {
    for (let step = 0; step < MOST_DOUBLINGS; step++) {
      high = low * 2;
      if (!(await keeps(high))) break;
      low = high;
    }
  } else {
    low = guess / 2;
    for (let step = 0; !(await keeps(low)); step++) {
      if (step === MOST_HALVINGS) return null;
      high = low;
      low = high / 2;
    }
  }
  while (high / low > 1 + LOAD_TOLERANCE) {
    const middle = Math.sqrt(low * high);
    if (await keeps(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** What the runs did, to the last digit. */
function fingerprintOf(runs: readonly Physical[]): string {
  return JSON.stringify(
    runs.map((run) => [run.chips, run.chipTimeS, run.itJoules, run.flops, run.tokens]),
  );
}
