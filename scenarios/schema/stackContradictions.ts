import type { ModelFacts } from "../../sim/facts.ts";
import { type Catalog, chipEntry, chipFacts, modelFacts, resolveName } from "../catalog/catalog.ts";
import type { ScenarioConfig } from "../scenario.ts";
import { isMadeOfSessions } from "../strategies/sessions.ts";
import type { Finding } from "./finding.ts";
import { flowFindings } from "./flowContradictions.ts";
import {
  type Fleet,
  type Levers,
  type Pool,
  routerFindings,
  scalingFindings,
} from "./poolContradictions.ts";
import type { StatedPool } from "./pools.ts";
import { variantFindings } from "./variantContradictions.ts";

/** Levers of the serving stack that are sound alone and impossible together. */

export function stackFindings(config: ScenarioConfig, catalog: Catalog): Finding[] {
  const { fleet, supply } = config;
  if (supply === "api") return [];
  const { demand } = config;
  const sessions =
    demand.trace !== undefined || [demand, ...(demand.services ?? [])].some(isMadeOfSessions);
  const sized = fleet.count === "auto";
  const known = (name: string): ModelFacts | null =>
    resolveName(catalog.models, name) === undefined ? null : modelFacts(catalog, name);
  const main: Pool = {
    ...fleet,
    path: ["fleet"],
    modelName: config.model,
    model: known(config.model),
    replicas: sized ? null : Number(fleet.count),
    holdsAdapters: fleet.variants?.serve === "adapters",
  };
  const others = Object.entries(fleet.pools ?? {}).map(
    ([name, pool]): Pool => ({
      ...leversOf(pool),
      path: ["fleet", "pools", name],
      router: pool.router,
      tp: pool.tp ?? fleet.tp,
      block_tokens: pool.block_tokens ?? fleet.block_tokens,
      modelName: pool.model ?? config.model,
      model: known(pool.model ?? config.model),
      replicas: sized ? null : pool.replicas,
      holdsAdapters: false,
    }),
  );
  return [
    ...flowFindings(config),
    ...formatFindings(fleet, catalog),
    ...variantFindings(config, main),
    ...[main, ...others].flatMap((pool) => [
      ...parallelFindings(pool),
      ...cacheFindings(pool),
      ...kindFindings(pool),
      ...routerFindings(pool, sessions),
      ...scalingFindings(pool),
    ]),
  ];
}

function leversOf(pool: StatedPool): Omit<Levers, "router" | "tp" | "block_tokens"> {
  const { parallel, cache, kv_compression, speculation, scaling, router_signal } = pool;
  return { parallel, cache, kv_compression, speculation, scaling, router_signal };
}

function formatFindings(fleet: Fleet, catalog: Catalog): Finding[] {
  if (resolveName(catalog.chips, fleet.gpu) === undefined) return [];
  const formats = Object.keys(chipFacts(catalog, fleet.gpu).peakFlopsPerS);
  return Object.entries(fleet.pools ?? {}).flatMap(([name, { precision }]) =>
    precision === undefined || formats.includes(precision)
      ? []
      : [
          {
            code: "CM-E0304",
            message: `${chipEntry(catalog, fleet.gpu).label} does not compute in ${precision} at fleet.pools.${name}.precision`,
            path: ["fleet", "pools", name, "precision"],
            expected: `one of ${formats.join(", ")}`,
          },
        ],
  );
}

function parallelFindings({ parallel, tp, model, modelName, path }: Pool): Finding[] {
  if (!parallel || parallel.expert === 1) return [];
  const at = [...path, "parallel", "expert"];
  if (model !== null && model.experts === 0) {
    return [
      {
        code: "CM-E0304",
        message: `${modelName} is dense: it has no experts to spread over ${parallel.expert} chips`,
        path: at,
        expected: "1, or a model with experts",
        sets: [[at, "1"]],
      },
    ];
  }
  const width = tp * parallel.data;
  if (width % parallel.expert === 0) return [];
  return [
    {
      code: "CM-E0304",
      message: `experts over ${parallel.expert} chips of a stage of ${width} (tp ${tp} x data ${parallel.data})`,
      path: at,
      expected: "a divisor of tp x data",
      sets: [[at, String(width)]],
    },
  ];
}

function cacheFindings({ cache, block_tokens: block, path }: Pool): Finding[] {
  if (!cache) return [];
  const found: Finding[] = [];
  if (cache.block !== undefined && cache.block % block !== 0) {
    found.push({
      code: "CM-E0304",
      message: `a cache block of ${cache.block} tokens over blocks of ${block}`,
      path: [...path, "cache", "block"],
      expected: `a multiple of block_tokens (${block})`,
    });
  }
  for (const [i, tier] of cache.tiers.entries()) {
    // What one replica's servers have says nothing of a store that all share.
    if (tier.scope !== "fleet" || tier.store === "remote") continue;
    for (const field of ["capacity", "store_bandwidth"] as const) {
      if (tier[field] !== undefined) continue;
      found.push({
        code: "CM-E0201",
        message: `missing field "${field}" of the ${tier.store} store that all replicas share`,
        path: [...path, "cache", "tiers", i, field],
        expected: field === "capacity" ? "a size, in all" : "a bandwidth, in all",
      });
    }
  }
  const stores = cache.tiers.map(({ store }) => store);
  const twice = stores.findIndex((store, i) => stores.indexOf(store) < i);
  if (twice > 0) {
    found.push({
      code: "CM-E0302",
      message: `two tiers of the store ${stores[twice]}`,
      path: [...path, "cache", "tiers", twice, "store"],
      expected: "one tier of each store",
    });
  }
  return found;
}

/** Levers of text models on models that keep no context. */
function kindFindings({ model, modelName, path, ...pool }: Pool): Finding[] {
  const kind = model?.kind ?? "transformer";
  if (kind === "transformer") return [];
  const keepsContext = kind === "encoderDecoder";
  const why = {
    cache: "it keeps no context to find again",
    kv_compression: "it keeps no context to compress",
    speculation: "it writes no tokens one by one",
  } as const;
  return (Object.keys(why) as (keyof typeof why)[])
    .filter((field) => pool[field] !== undefined && !(keepsContext && field !== "cache"))
    .map((field) => ({
      code: "CM-E0301",
      message: `"${[...path, field].join(".")}" has no effect on ${modelName}: ${why[field]}`,
      path: [...path, field],
      atKey: true,
      sets: [[[...path, field], null]],
    }));
}
