import type { Physical, PoolCounts } from "../physical.ts";
import type { FleetPlan, Plan } from "../plan.ts";
import { planAt } from "./planAt.ts";
import type { Runner } from "./runner.ts";

/** What a deployment with pools for prompts and for answers does at its promised output speed. */
export interface DeploymentPaces {
  /** Prompt tokens per second of a busy prefill server: found in a cache or computed; computed. */
  readonly promptTokensPerS: number;
  readonly computedTokensPerS: number;
  /** Output tokens per second of a decode server. */
  readonly outputTokensPerS: number;
  /** Tokens per second that one answer grows by, mean over answers of the time per token. */
  readonly answerTokensPerS: number;
  /** Load of the run that they were read from. */
  readonly requestsPerS: number;
}

/** Runs that close in on the promised speed, after the first two. */
const CORRECTIONS = 2;

/**
 * Paces of a fleet with a prefill and a decode pool, at the load where the mean time per output token
 * is the promised one. A step's length is affine in the sequences that it holds, so that the speed of
 * an answer falls in a straight line with the load: two loads give it, two more runs correct it.
 *
 * @param plan a prefill pool that keeps up with the decode pool; a window of several long answers
 * @param probes two loads below the one sought, requests/s
 * @param requestsPerS load that the plan itself offers
 * @throws RangeError when answers are written where prompts are computed
 */
export async function deploymentPaces(
  plan: Plan,
  requestsPerS: number,
  probes: readonly [number, number],
  runner: Runner,
): Promise<DeploymentPaces> {
  const { supply } = plan;
  if (supply.kind !== "fleet" || supply.flows?.[0]?.kind !== "disaggregated") {
    throw new RangeError(`${plan.name} has no flow over two pools; expected a disaggregated one`);
  }
  const at = async (load: number): Promise<Sample> => {
    const loaded = planAt(plan, { requestsPerS: load, baseRequestsPerS: requestsPerS });
    const job = { plan: { ...loaded, warmupS: plan.warmupS }, replication: 0 };
    const [run] = await runner.run([job]);
    if (run === undefined) throw new RangeError("a runner gave no result; expected one");
    return { load, answerTokensPerS: run.tpot.count / run.tpot.sum, run };
  };
  const wanted = 1 / plan.promise.tpotS;
  let low = await at(probes[0]);
  let high = await at(probes[1]);
  for (let i = 0; i < CORRECTIONS; i++) {
    const perLoad = (high.answerTokensPerS - low.answerTokensPerS) / (high.load - low.load);
    low = high;
    high = await at(high.load + (wanted - high.answerTokensPerS) / perLoad);
  }
  return pacesOf(high, supply);
}

interface Sample {
  readonly load: number;
  readonly answerTokensPerS: number;
  readonly run: Physical;
}

function pacesOf({ load, answerTokensPerS, run }: Sample, fleet: FleetPlan): DeploymentPaces {
  const flow = fleet.flows?.[0];
  const plans = [fleet, ...(fleet.pools ?? [])];
  const of = (pool: number): { readonly counts: PoolCounts; readonly servers: number } => {
    const counts = run.pools?.[pool];
    const chipsPerServer = plans[pool]?.chip.chipsPerServer;
    if (counts === undefined || chipsPerServer === undefined) {
      throw new RangeError(`run without counts of pool ${pool}; expected those of the plan`);
    }
    return { counts, servers: counts.chips / chipsPerServer };
  };
  if (flow?.kind !== "disaggregated") throw new RangeError("fleet without a flow over two pools");
  const prefill = of(flow.prefill);
  const decode = of(flow.decode);
  const { idle, restart, down, off } = prefill.counts.chipTimeS;
  const chipSeconds = run.measuredS * prefill.counts.chips;
  const busyShare = 1 - (idle + restart + down + off) / chipSeconds;
  const computed = prefill.counts.prefillTokens / (run.measuredS * prefill.servers * busyShare);
  const { input, cached } = run.tokens;
  return {
    promptTokensPerS: (computed * (input + cached)) / input,
    computedTokensPerS: computed,
    outputTokensPerS: decode.counts.decodedTokens / (run.measuredS * decode.servers),
    answerTokensPerS,
    requestsPerS: load,
  };
}
