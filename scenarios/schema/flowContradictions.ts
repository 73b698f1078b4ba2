import type { ScenarioConfig } from "../scenario.ts";
import type { Finding } from "./finding.ts";
import { FLOW_FIELDS, MAIN_POOL, type StatedFlow } from "./flows.ts";
import type { Path } from "./layers.ts";
import { nearestWords } from "./words.ts";

/** Flows, pools and classes that name each other wrongly. */

export function flowFindings(config: ScenarioConfig): Finding[] {
  const { fleet, demand } = config;
  const pools = [MAIN_POOL, ...Object.keys(fleet.pools ?? {})];
  const found: Finding[] = [];
  if (fleet.pools && Object.hasOwn(fleet.pools, MAIN_POOL)) {
    found.push({
      code: "CM-E0304",
      message: `a pool named "${MAIN_POOL}": that is the one that the fleet's own fields describe`,
      path: ["fleet", "pools", MAIN_POOL],
      atKey: true,
      expected: "another name",
    });
  }
  const isStatic = (pool: string): boolean => {
    const own = pool === MAIN_POOL ? undefined : fleet.pools?.[pool]?.policy;
    return (own ?? fleet.policy) === "static";
  };
  if (fleet.flow) {
    found.push(...oneFlow(fleet.flow, ["fleet", "flow"], pools));
    found.push(...splitInBatches(fleet.flow, ["fleet", "flow"], isStatic));
  }
  const services = (demand.services ?? []).map(({ name }) => name);
  for (const [name, flow] of Object.entries(fleet.service_flows ?? {})) {
    const path = ["fleet", "service_flows", name];
    if (!services.includes(name)) found.push(unknown("service", name, path, services));
    found.push(...oneFlow(flow, path, pools));
    found.push(...splitInBatches(flow, path, isStatic));
  }
  if (typeof fleet.shed_above === "object") {
    const classes = [...(demand.classes ?? []).map(({ name }) => name), ...services];
    for (const name of Object.keys(fleet.shed_above)) {
      const path = ["fleet", "shed_above", name];
      if (!classes.includes(name)) found.push(unknown("class", name, path, classes));
    }
  }
  return found;
}

function unknown(thing: string, name: string, path: Path, names: readonly string[]): Finding {
  return {
    code: "CM-E0203",
    message: `unknown ${thing} "${name.slice(0, 60)}" at ${path.slice(0, -1).join(".")}`,
    path,
    expected: names.length === 0 ? `a ${thing}; there is none` : `one of ${names.join(", ")}`,
    suggestions: nearestWords(name, names),
  };
}

function oneFlow(flow: StatedFlow, path: Path, pools: readonly string[]): Finding[] {
  const found: Finding[] = [];
  for (const field of FLOW_FIELDS[flow.kind]) {
    const name = field.replace("!", "") as keyof StatedFlow;
    if (!field.endsWith("!") || flow[name] !== undefined) continue;
    found.push({
      code: "CM-E0201",
      message: `missing field "${name}" in a ${flow.kind} flow`,
      path: [...path, name],
      expected: name === "tiers" || name === "encoder_tokens" ? name : "the name of a pool",
    });
  }
  const stations = stationsOf(flow, path);
  for (const { pool, at } of stations) {
    if (!pools.includes(pool)) found.push({ ...unknown("pool", pool, at, pools), path: at });
  }
  const again = stations.find(({ pool }, i) => stations.findIndex((one) => one.pool === pool) < i);
  if (again !== undefined) {
    found.push({
      code: "CM-E0304",
      message: `a ${flow.kind} flow passes the pool "${again.pool}" twice`,
      path: again.at,
      expected: `another pool (${pools.join(", ")})`,
    });
  }
  const tiers = flow.tiers ?? [];
  const worse = tiers.findIndex(
    (tier, i) => i > 0 && tier.quality.value <= (tiers[i - 1]?.quality.value ?? 0),
  );
  if (worse > 0) {
    found.push({
      code: "CM-E0304",
      message: `tier ${worse} of a cascade answers no more than the tier before it`,
      path: [...path, "tiers", worse, "quality"],
      expected: "tiers from small to large, quality ascending",
    });
  }
  return found;
}

/** A static batch has its prompts and answers in one place. */
function splitInBatches(
  flow: StatedFlow,
  path: Path,
  isStatic: (pool: string) => boolean,
): Finding[] {
  if (flow.kind !== "disaggregated") return [];
  const station = stationsOf(flow, path).find(({ pool }) => isStatic(pool));
  if (station === undefined) return [];
  return [
    {
      code: "CM-E0304",
      message: `a disaggregated flow through pool "${station.pool}", which answers in static batches`,
      path: station.at,
      expected: "another policy of that pool, or a direct flow",
    },
  ];
}

interface Station {
  readonly pool: string;
  readonly at: Path;
}

/** The pools of a flow in the order of the request, defaults filled in. */
function stationsOf(flow: StatedFlow, path: Path): Station[] {
  const station = (field: "pool" | "prefill" | "decode" | "encoder"): Station => ({
    pool: flow[field] ?? MAIN_POOL,
    at: [...path, flow[field] === undefined ? "kind" : field],
  });
  switch (flow.kind) {
    case "direct":
      return [station("pool")];
    case "disaggregated":
      return flow.decode === undefined
        ? [station("prefill")]
        : [station("prefill"), station("decode")];
    case "encoded":
      return flow.encoder === undefined ? [station("pool")] : [station("encoder"), station("pool")];
    case "cascade":
      return (flow.tiers ?? []).map(({ pool }, i) => ({ pool, at: [...path, "tiers", i, "pool"] }));
  }
}
