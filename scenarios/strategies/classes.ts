import type { ServicePlan } from "../../sim/plan.ts";
import type { ClassPlan } from "../../sim/workPlan.ts";
import { catalogRow, modelEntry } from "../catalog/catalog.ts";
import type { Scenario } from "../scenario.ts";
import type { StatedClass } from "../schema/classes.ts";
import type { StatedService } from "../schema/demand.ts";
import type { Inputs } from "./inputs.ts";
import { statedRate } from "./rate.ts";
import { requestPlan } from "./requests.ts";
import { servedTokens } from "./served.ts";

/** Classes of users and services beside the main one. */

const SECONDS_PER_MINUTE = 60;

/** Undefined where the scenario states no classes: one class with the plan's promise. */
export function classPlans(scenario: Scenario, inputs: Inputs): ClassPlan[] | undefined {
  return scenario.config.demand.classes?.map((stated, i) => {
    const plan = classPlan(scenario, stated, stated.share);
    const path = `demand.classes[${i}]`;
    inputs.chosen(path, `class ${plan.name}`, classWords(plan), "", "constant");
    noteRetries(stated, path, inputs);
    return plan;
  });
}

/** @param rateScale of the whole demand, which the stated rates of services are not to feel */
export function servicePlans(
  scenario: Scenario,
  inputs: Inputs,
  rateScale: number,
): ServicePlan[] | undefined {
  return scenario.config.demand.services?.map((service, i) => {
    const path = `demand.services[${i}]`;
    const requestClass = classPlan(scenario, service, 1);
    const words = `${workWords(service)}; ${classWords(requestClass)}`;
    inputs.chosen(path, `service ${service.name}`, words, "", "constant");
    const { rate, sessions, cached_share: cachedShare } = service;
    if (sessions) {
      const label = `sessions of ${service.name} that begin`;
      inputs.stated(`${path}.sessions`, label, sessions, "sessions/s", "uncertainty");
    } else if (rate) {
      inputs.stated(`${path}.rate`, `rate of ${service.name}`, rate, "requests/s", "uncertainty");
    }
    noteRetries(service, path, inputs);
    const model = modelEntry(scenario.catalog, modelOfService(scenario, service.name)).facts;
    const perS = statedRate(service) / rateScale;
    const requests = requestPlan(service, perS, model, servedTokens(scenario));
    return { ...requests, cachedShare, requestClass };
  });
}

/** Name of the model that answers a service: that of the pool which its flow ends at. */
function modelOfService({ config }: Scenario, name: string): string {
  const { fleet, model } = config;
  const flow = fleet.service_flows?.[name] ?? fleet.flow;
  const pool = flow?.kind === "disaggregated" ? flow.decode : flow?.pool;
  return (pool === undefined ? undefined : fleet.pools?.[pool]?.model) ?? model;
}

type Rights = Omit<StatedClass, "share">;

function classPlan({ config, catalog }: Scenario, stated: Rights, share: number): ClassPlan {
  const { promise, faults } = config;
  const usual = (row: string): number => catalogRow(catalog, "failures", row).value;
  const { quota, burst } = stated;
  return {
    name: stated.name,
    share,
    priority: stated.priority,
    weight: stated.weight,
    ttftS: stated.ttft ?? promise.ttft,
    tpotS: stated.tpot ?? promise.tpot,
    patienceS: stated.patience === "none" ? Number.POSITIVE_INFINITY : stated.patience,
    maxTries: stated.tries?.value ?? faults.max_tries?.value ?? usual("max_tries"),
    retryDelayS: stated.retry_delay?.value ?? faults.retry_delay?.value ?? usual("retry_delay_s"),
    quotaTokensPerS: quota === undefined ? Number.POSITIVE_INFINITY : quota / SECONDS_PER_MINUTE,
    quotaBurstTokens: burst ?? Number.POSITIVE_INFINITY,
  };
}

function noteRetries({ tries, retry_delay: delay }: Rights, path: string, inputs: Inputs): void {
  const role = "uncertainty";
  if (tries) inputs.stated(`${path}.tries`, "tries in all", tries, "tries", role);
  if (delay) inputs.stated(`${path}.retry_delay`, "wait before a retry", delay, "s", role);
}

function classWords(plan: ClassPlan): string {
  const { share, priority, weight, ttftS, tpotS, patienceS, quotaTokensPerS: quota } = plan;
  return [
    `${Number((share * 100).toPrecision(6))} %`,
    `ttft ${ttftS} s, tpot ${tpotS} s`,
    `priority ${priority}, weight ${weight}`,
    ...(patienceS === Number.POSITIVE_INFINITY ? [] : [`patience ${patienceS} s`]),
    ...(quota === Number.POSITIVE_INFINITY
      ? []
      : [`quota ${quota * SECONDS_PER_MINUTE} tokens/min`]),
  ].join("; ");
}

function workWords({ workload, lengths, session }: StatedService): string {
  if (workload !== undefined) return workload;
  if (session !== undefined) return "own sessions";
  return lengths === undefined ? "-" : "own lengths";
}
