import { longestRequestTokens, type ModelFacts } from "../../sim/facts.ts";
import { type Catalog, modelFacts, resolveName } from "../catalog/catalog.ts";
import { isUnitWorkload, UNIT_WORKLOAD_TABLE, unitWorkloadOf } from "../presets/unitWorkloads.ts";
import type { ScenarioConfig } from "../scenario.ts";
import { isMadeOfSessions, type SessionDemand, sessionPlan } from "../strategies/sessions.ts";
import type { StatedClass } from "./classes.ts";
import type { Finding } from "./finding.ts";
import type { Path } from "./layers.ts";

/** Classes, services, sessions and kinds of work that do not go together. */

export function workFindings(config: ScenarioConfig, catalog: Catalog): Finding[] {
  const { demand } = config;
  const services = demand.services ?? [];
  const model =
    resolveName(catalog.models, config.model) === undefined
      ? null
      : modelFacts(catalog, config.model);
  return [
    ...classFindings(config),
    ...cachedFindings(config),
    ...services.flatMap((service, i) => {
      const path = ["demand", "services", i] as const;
      return [...serviceFindings(service, path), ...quotaFindings(service, path)];
    }),
    ...(model === null ? [] : contextFindings(config, model)),
    ...(model === null ? [] : kindFindings(config, model)),
    ...closedLoopFindings(config),
  ];
}

function classFindings({ demand }: ScenarioConfig): Finding[] {
  const { classes = [], services = [] } = demand;
  const found = classes.flatMap((one, i) => quotaFindings(one, ["demand", "classes", i]));
  const sum = classes.reduce((total, one) => total + one.share, 0);
  if (classes.length > 0 && Math.abs(sum - 1) > 1e-6) {
    found.push({
      code: "CM-E0304",
      message: `shares of demand.classes that sum to ${Number((sum * 100).toFixed(4))} %`,
      path: ["demand", "classes"],
      expected: "shares that sum to 100 %",
    });
  }
  const named = [
    ...classes.map(({ name }, i) => ({ name, path: ["demand", "classes", i, "name"] })),
    ...services.map(({ name }, i) => ({ name, path: ["demand", "services", i, "name"] })),
  ];
  for (const [i, { name, path }] of named.entries()) {
    if (named.findIndex((other) => other.name === name) === i) continue;
    found.push({
      code: "CM-E0302",
      message: `two classes or services are named "${name}"`,
      path,
      expected: "a name of its own",
    });
  }
  return found;
}

function cachedFindings({ demand }: ScenarioConfig): Finding[] {
  const { cached_requests: requests, cached_share: share } = demand;
  if (requests === undefined || requests >= share) return [];
  return [
    {
      code: "CM-E0304",
      message: `${percent(requests)} of the requests cannot find ${percent(share)} of all prompts`,
      path: ["demand", "cached_requests"],
      expected: `at least demand.cached_share, ${percent(share)}`,
    },
  ];
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}

function quotaFindings(
  { quota, burst }: Pick<StatedClass, "quota" | "burst">,
  path: Path,
): Finding[] {
  if (quota === undefined || burst !== undefined) return [];
  return [
    {
      code: "CM-E0201",
      message: "a quota without a burst: how many of its tokens can be saved up",
      path: [...path, "quota"],
      expected: "burst: tokens beside quota",
      sets: [[[...path, "burst"], String(Math.max(1, Math.ceil(quota)))]],
      note: "one minute of the quota is usual",
    },
  ];
}

type Service = NonNullable<ScenarioConfig["demand"]["services"]>[number];

function serviceFindings(service: Service, path: Path): Finding[] {
  const found: Finding[] = [];
  const isClosed = typeof service.arrivals === "object" && service.arrivals.closed_loop;
  if (!service.workload && !service.lengths && !service.session) {
    found.push({
      code: "CM-E0201",
      message: `missing field "workload" in service "${service.name}"`,
      path: [...path, "workload"],
      expected: "a workload, lengths or a session",
    });
  }
  if (!service.rate && !service.sessions) {
    found.push({
      code: "CM-E0201",
      message: isClosed
        ? `a closed loop in service "${service.name}": only the main demand may be one`
        : `missing field "rate" in service "${service.name}"`,
      path: [...path, isClosed ? "arrivals" : "rate"],
      expected: 'a request rate, for example "2/s"',
    });
  }
  if (service.lengths && service.arrivals === "preset") {
    found.push({
      code: "CM-E0302",
      message: "arrivals: preset is the workload's own, and lengths replaces it",
      path: [...path, "arrivals"],
      expected: "poisson, constant or a process of its own",
    });
  }
  return found;
}

function contextFindings(
  { supply, api, fleet, demand }: ScenarioConfig,
  model: ModelFacts,
): Finding[] {
  const served = (supply === "api" ? api.context : fleet.context) ?? longestRequestTokens(model);
  return [
    ...sessionFindings(demand, ["demand"], served),
    ...(demand.services ?? []).flatMap((service, i) =>
      sessionFindings(service, ["demand", "services", i], served),
    ),
  ];
}

/** @param servedTokens longest context that is served */
function sessionFindings(demand: SessionDemand, path: Path, servedTokens: number): Finding[] {
  if (!isMadeOfSessions(demand)) return [];
  const plan = sessionPlan(demand, servedTokens);
  const { contextTokens, sharedTokens, compactedTokens } = plan;
  if (sharedTokens + compactedTokens < contextTokens) return [];
  const stated = (["context", "shared", "compacted"] as const).find(
    (field) => demand.session?.[field] !== undefined,
  );
  return [
    {
      code: "CM-E0304",
      message: `a session context of ${contextTokens} tokens holds no more than what is shared (${sharedTokens}) and compacted (${compactedTokens})`,
      path: [...path, ...(stated === undefined ? ["workload"] : ["session", stated])],
      expected: "shared + compacted below the context that is served",
    },
  ];
}

/** A text workload on a model that makes images, and the like. */
function kindFindings(config: ScenarioConfig, model: ModelFacts): Finding[] {
  const { demand, promise } = config;
  const fitting = unitWorkloadOf(model);
  const found: Finding[] = [];
  if (promise.unit !== undefined && model.kind !== "diffusion") {
    found.push({
      code: "CM-E0301",
      message: `"promise.unit" has no effect here: ${config.model} does not make a unit in passes`,
      path: ["promise", "unit"],
      atKey: true,
      sets: [[["promise", "unit"], null]],
    });
  }
  const { workload } = demand;
  if (demand.trace || demand.lengths) return found;
  const isSession = isMadeOfSessions(demand);
  if (workload === undefined && !isSession) return found;
  const isUnit = workload !== undefined && isUnitWorkload(workload);
  const suits = isUnit
    ? UNIT_WORKLOAD_TABLE[workload].kinds.includes(model.kind ?? "transformer")
    : fitting === undefined;
  if (suits) return found;
  const right = fitting ?? "conv";
  const does = fitting === undefined ? "reads and writes text" : `does ${fitting} work`;
  found.push({
    code: "CM-E0304",
    message: `${config.model} ${does}, not ${isSession && workload === undefined ? "sessions" : workload}`,
    path: ["demand", workload === undefined ? "session" : "workload"],
    expected: `demand.workload: ${right}, or demand.lengths of your own`,
    sets: [[["demand", "workload"], right]],
  });
  return found;
}

function closedLoopFindings({ demand, supply, fleet }: ScenarioConfig): Finding[] {
  const { arrivals } = demand;
  if (typeof arrivals !== "object" || !arrivals.closed_loop) return [];
  if (supply === "api" || fleet.count !== "auto") return [];
  return [
    {
      code: "CM-E0302",
      message: "fleet.count: auto needs a rate of requests; the clients of a closed loop have none",
      path: ["fleet", "count"],
      expected: "a number of replicas",
      sets: [[["fleet", "count"], "1"]],
    },
  ];
}
