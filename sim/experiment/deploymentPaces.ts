import type { Physical } from "../physical.ts";
import type { FleetPlan, Plan } from "../plan.ts";
import type { Runner } from "./runner.ts";

/** What the servers of a prefill and of a decode pool do when there is always more to do. */
export interface DeploymentPaces {
  /** Prompt tokens per second of a prefill server, those found in a cache included; computed ones. */
  readonly promptTokensPerS: number;
  readonly computedTokensPerS: number;
  /** Output tokens per second of a decode server. */
  readonly outputTokensPerS: number;
  /** Output tokens per second of one answer: those of the pool over the answers that it holds. */
  readonly answerTokensPerS: number;
}

/** Prompts settle soon; the batch of answers holds long ones, and fills for many minutes. */
const PREFILL = { windowS: 180, warmupS: 60 };
const DECODE = { windowS: 1500, warmupS: 1200 };
/** Prefill replicas beside one that decodes: more than it can keep up with, as they are loaded. */
const AMPLE = 8;
const FEED_SHARE = 0.85;

/**
 * Paces of a disaggregated fleet, each pool saturated in a run of its own: a prefill replica that
 * is offered all requests of the plan, then a decode replica fed by more of them than it needs.
 *
 * @throws RangeError when answers are written where prompts are computed
 */
export async function deploymentPaces(plan: Plan, runner: Runner): Promise<DeploymentPaces> {
  const fleet = plan.supply;
  const flow = fleet.kind === "fleet" ? fleet.flows?.[0] : undefined;
  if (fleet.kind !== "fleet" || flow?.kind !== "disaggregated") {
    throw new RangeError(`${plan.name} has no pools for prompts and answers; expected both`);
  }
  const { prefill, decode } = flow;
  const saturated = async (
    prefills: number,
    load: number,
    span: typeof PREFILL,
  ): Promise<Physical> => {
    const supply = withReplicas(fleet, new Map([[prefill, prefills]]));
    const demand = { ...plan.demand, rateScale: plan.demand.rateScale * load };
    const changed = { ...plan, ...span, demand, supply };
    const [run] = await runner.run([{ plan: changed, replication: 0 }]);
    if (run === undefined) throw new RangeError("a runner gave no result; expected one");
    return run;
  };
  const prompts = await saturated(1, 1, PREFILL);
  const { input, cached } = prompts.tokens;
  const computed = perServer(prompts, fleet, prefill, "prefillTokens");
  const { arrived, waiting } = prompts.requests;
  const load = AMPLE * FEED_SHARE * ((arrived - waiting) / arrived);
  const answers = await saturated(AMPLE, load, DECODE);
  const written = perServer(answers, fleet, decode, "decodedTokens");
  return {
    promptTokensPerS: (computed * (input + cached)) / input,
    computedTokensPerS: computed,
    outputTokensPerS: written,
    answerTokensPerS: (written * serversOf(answers, fleet, decode)) / meanRunning(answers),
  };
}

/** The fleet with so many replicas of the named pools and one of each other. */
function withReplicas(fleet: FleetPlan, replicas: ReadonlyMap<number, number>): FleetPlan {
  const pools = (fleet.pools ?? []).map((pool, i) => ({
    ...pool,
    replicas: replicas.get(i + 1) ?? 1,
  }));
  return { ...fleet, replicas: replicas.get(0) ?? 1, pools };
}

function perServer(
  run: Physical,
  fleet: FleetPlan,
  pool: number,
  tokens: "prefillTokens" | "decodedTokens",
): number {
  const counted = run.pools?.[pool]?.[tokens] ?? 0;
  return counted / (run.measuredS * serversOf(run, fleet, pool));
}

function serversOf(run: Physical, fleet: FleetPlan, pool: number): number {
  const plan = [fleet, ...(fleet.pools ?? [])][pool];
  const counts = run.pools?.[pool];
  if (plan === undefined || counts === undefined) {
    throw new RangeError(`run without counts of pool ${pool}; expected those of the plan`);
  }
  return counts.chips / plan.chip.chipsPerServer;
}

/** Sequences in a batch, mean over the measured part. */
function meanRunning({ series, warmupS }: Physical): number {
  const measured = series.running.slice(Math.ceil(warmupS / series.binS));
  return measured.reduce((sum, running) => sum + running, 0) / measured.length;
}
