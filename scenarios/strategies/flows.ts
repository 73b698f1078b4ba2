import type { FleetPlan } from "../../sim/plan.ts";
import type { FlowPlan } from "../../sim/stackPlan.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import { MAIN_POOL, type StatedFlow } from "../schema/flows.ts";
import type { Inputs } from "./inputs.ts";
import { type PoolContext, rowOf } from "./poolContext.ts";
import { chipsOf, poolPlan } from "./pools.ts";

/** What requests pass: pools, flows, admission and kept answers. */

type Fleet = ScenarioConfig["fleet"];
type FrontParts = Pick<FleetPlan, "pools" | "flows" | "admission" | "responseCache">;

/** Parts of a fleet beside its main pool. */
export function frontParts(scenario: Scenario, main: PoolContext): FrontParts {
  const { inputs } = main;
  const { fleet } = scenario.config;
  const pools = Object.entries(fleet.pools ?? {});
  const flows = flowPlans(scenario, main);
  const admission = admissionPlan(scenario, inputs);
  const responses = fleet.response_cache;
  if (responses) {
    const at = (field: string): string => `fleet.response_cache.${field}`;
    const { hits, stale, latency } = responses;
    inputs.stated(at("hits"), "requests answered before", hits, "share", "uncertainty");
    inputs.stated(at("stale"), "kept answers out of date", stale, "share", "uncertainty");
    inputs.stated(at("latency"), "time of a kept answer", latency, "s", "uncertainty");
  }
  return {
    ...(pools.length > 0
      ? { pools: pools.map(([name, pool]) => poolPlan(scenario, name, pool, inputs)) }
      : {}),
    ...(flows === undefined ? {} : { flows }),
    ...(admission === undefined ? {} : { admission: { shedAbove: admission } }),
    ...(responses
      ? {
          responseCache: {
            hitShare: responses.hits.value,
            staleShare: responses.stale.value,
            latencyS: responses.latency.value,
          },
        }
      : {}),
  };
}

/** By class: those of the main service (one where it states none), then one per service. */
function admissionPlan({ config }: Scenario, inputs: Inputs): number[] | undefined {
  const { shed_above: stated } = config.fleet;
  if (stated === undefined) return undefined;
  const words = typeof stated === "number" ? stated : JSON.stringify(stated);
  inputs.chosen("fleet.shed_above", "load that turns requests away", words, "requests/replica");
  const { classes, services = [] } = config.demand;
  const names = [
    ...(classes?.map(({ name }) => name) ?? [null]),
    ...services.map((one) => one.name),
  ];
  return names.map((name) => {
    if (typeof stated === "number") return stated;
    const own = name === null ? undefined : stated[name];
    return own === undefined || own === "none" ? Number.POSITIVE_INFINITY : own;
  });
}

/** One flow per service, the main one first; undefined where all pass the main pool. */
function flowPlans(scenario: Scenario, main: PoolContext): FlowPlan[] | undefined {
  const { fleet, demand } = scenario.config;
  if (!fleet.flow && !fleet.service_flows) return undefined;
  const common = fleet.flow ? flowPlan(scenario, fleet.flow, "fleet.flow", main) : DIRECT;
  const own = (name: string): FlowPlan => {
    const flow = fleet.service_flows?.[name];
    return flow ? flowPlan(scenario, flow, `fleet.service_flows.${name}`, main) : common;
  };
  return [common, ...(demand.services ?? []).map(({ name }) => own(name))];
}

const DIRECT: FlowPlan = { kind: "direct", pool: 0 };
const GB = 1e9;

function flowPlan(
  { config }: Scenario,
  flow: StatedFlow,
  base: string,
  main: PoolContext,
): FlowPlan {
  const { inputs } = main;
  const names = [MAIN_POOL, ...Object.keys(config.fleet.pools ?? {})];
  const place = (name: string | undefined): number => names.indexOf(name ?? MAIN_POOL);
  inputs.chosen(`${base}.kind`, "what a request passes", flow.kind);
  switch (flow.kind) {
    case "direct":
      return { kind: "direct", pool: place(flow.pool) };
    case "disaggregated":
      return {
        kind: "disaggregated",
        prefill: place(flow.prefill),
        decode: place(flow.decode),
        localBelowTokens: flow.local_below,
        ...nicOf(flow, base, main, config.fleet),
      };
    case "encoded": {
      const { share, encoder_tokens: encoderTokens = 1 } = flow;
      inputs.stated(`${base}.share`, "requests to encode", share, "share", "uncertainty");
      return {
        kind: "encoded",
        encoder: place(flow.encoder),
        share: share.value,
        encoderTokens,
        pool: place(flow.pool),
      };
    }
    case "cascade": {
      const { tiers = [], start, score_error: error } = flow;
      for (const [i, tier] of tiers.entries()) {
        const at = (field: string): string => `${base}.tiers[${i}].${field}`;
        const says = (words: string): string => `tier ${tier.pool}: ${words}`;
        const role = "uncertainty";
        inputs.stated(at("quality"), says("answered acceptably"), tier.quality, "share", role);
        if (i === tiers.length - 1) continue;
        inputs.stated(at("caught"), says("bad answers sent on"), tier.caught, "share", role);
        const path = at("false_alarms");
        inputs.stated(path, says("good answers sent on"), tier.false_alarms, "share", role);
      }
      return {
        kind: "cascade",
        tiers: tiers.map(({ pool, quality, caught, false_alarms: alarms }) => ({
          pool: place(pool),
          quality: quality.value,
          caught: caught.value,
          falseAlarms: alarms.value,
        })),
        start: start === "smallest" ? "smallest" : "byScore",
        scoreError: error.value,
      };
    }
  }
}

/** The slower of both ends decides; each end's cards are those of its chips. */
function nicOf(
  flow: StatedFlow,
  base: string,
  main: PoolContext,
  fleet: Fleet,
): { nicBytesPerS: number; nicLatencyS: number } {
  const { inputs } = main;
  const chipsAt = (name: string | undefined): number => {
    const pool = name === undefined ? undefined : fleet.pools?.[name];
    return pool ? chipsOf(pool.tp ?? fleet.tp, pool.parallel) : main.chipsPerReplica;
  };
  const chipsPerReplica = Math.min(chipsAt(flow.prefill), chipsAt(flow.decode));
  const row = (name: string) => () => rowOf({ ...main, chipsPerReplica }, name);
  const gbPerS = inputs.priced({
    path: `${base}.nic_bandwidth`,
    label: "network of a replica for KV transfers",
    unit: "GB/s",
    stated: flow.nic_bandwidth,
    baseUnits: GB,
    row: row("nic_gb_per_s"),
  });
  const nicLatencyS = inputs.priced({
    path: `${base}.nic_latency`,
    label: "latency of a KV transfer",
    unit: "s",
    stated: flow.nic_latency,
    row: row("nic_latency_s"),
  });
  return { nicBytesPerS: gbPerS * GB, nicLatencyS };
}
