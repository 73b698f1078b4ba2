import type { ModelFacts } from "../../sim/facts.ts";
import { type Catalog, chipEntry, chipFacts, modelFacts, resolveName } from "../catalog/catalog.ts";
import type { ScenarioConfig } from "../scenario.ts";
import { mayHaveSessions } from "./demandEffects.ts";
import type { Finding } from "./finding.ts";
import { flowFindings } from "./flowContradictions.ts";
import type { Path, Tree } from "./layers.ts";
import type { StatedPool } from "./pools.ts";

/** Levers of the serving stack that are sound alone and impossible together. */

type Fleet = ScenarioConfig["fleet"];
type Levers = Pick<
  Fleet,
  | "parallel"
  | "cache"
  | "kv_compression"
  | "speculation"
  | "scaling"
  | "router_signal"
  | "router"
  | "tp"
  | "block_tokens"
>;

/** One pool as it is read: what it leaves out filled in. */
interface Pool extends Levers {
  readonly path: Path;
  /** Null where its model is not in the catalogue. */
  readonly model: ModelFacts | null;
  readonly modelName: string;
  /** Replicas; null where they are sized. */
  readonly replicas: number | null;
}

export function stackFindings(config: ScenarioConfig, catalog: Catalog): Finding[] {
  const { fleet, supply } = config;
  if (supply === "api") return [];
  const sessions = mayHaveSessions({ demand: config.demand } as unknown as Tree);
  const sized = fleet.count === "auto";
  const known = (name: string): ModelFacts | null =>
    resolveName(catalog.models, name) === undefined ? null : modelFacts(catalog, name);
  const main: Pool = {
    ...fleet,
    path: ["fleet"],
    modelName: config.model,
    model: known(config.model),
    replicas: sized ? null : Number(fleet.count),
  };
  const others = Object.entries(fleet.pools ?? {}).map(
    ([name, pool]): Pool => ({
      ...leversOf(pool),
      path: ["fleet", "pools", name],
      router: pool.router ?? fleet.router,
      tp: pool.tp ?? fleet.tp,
      block_tokens: pool.block_tokens ?? fleet.block_tokens,
      modelName: pool.model ?? config.model,
      model: known(pool.model ?? config.model),
      replicas: sized ? null : pool.replicas,
    }),
  );
  return [
    ...flowFindings(config),
    ...formatFindings(fleet, catalog),
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

function routerFindings(pool: Pool, sessions: boolean): Finding[] {
  const { router, router_signal: signal, path, replicas } = pool;
  const at = [...path, "router"];
  if (router === "prefix-affinity" && !pool.cache) {
    return [
      {
        code: "CM-E0304",
        message: "prefix-affinity without a prefix cache: no replica knows any prefix",
        path: at,
        expected: `${[...path, "cache"].join(".")}, or another router`,
        sets: [[[...path, "cache"], "on"]],
      },
    ];
  }
  if (router === "session-affinity" && !sessions) {
    return [
      {
        code: "CM-E0304",
        message: "session-affinity without sessions: no request belongs with another",
        path: at,
        expected: "a workload of sessions (agent, multi-turn), or another router",
        sets: [[at, "least-outstanding"]],
      },
    ];
  }
  if (router !== "weighted") return [];
  const signalAt = [...path, "router_signal"];
  if (!signal) {
    return [
      {
        code: "CM-E0201",
        message: 'missing field "router_signal": the router weighted chooses by it',
        path: signalAt,
        expected: "[{from: 0 s, weights: [1, 1, ...]}], one weight per replica",
      },
    ];
  }
  if (replicas === null) {
    return [
      {
        code: "CM-E0302",
        message: "weights are stated replica by replica, and fleet.count: auto sizes their number",
        path: ["fleet", "count"],
        expected: "a number of replicas",
        sets: [[["fleet", "count"], String(signal[0]?.weights.length ?? 1)]],
      },
    ];
  }
  return signal.flatMap(({ from, weights }, i): Finding[] => {
    const wrong =
      weights.length !== replicas
        ? `${weights.length} weights for ${replicas} replicas`
        : weights.every((weight) => weight === 0)
          ? "weights that are all 0"
          : i > 0 && from <= (signal[i - 1]?.from ?? 0)
            ? "a step that starts no later than the one before it"
            : null;
    return wrong === null
      ? []
      : [
          {
            code: "CM-E0304",
            message: wrong,
            path: [...signalAt, i],
            expected: `${replicas} weights, one above 0, steps in ascending order of time`,
          },
        ];
  });
}

function scalingFindings({ scaling, replicas, path }: Pool): Finding[] {
  if (!scaling) return [];
  const at = (field: string): Path => [...path, "scaling", field];
  if (scaling.signal === "schedule") {
    const steps = scaling.schedule;
    if (!steps) {
      return [
        {
          code: "CM-E0201",
          message: 'missing field "schedule": scaling by the clock follows it',
          path: at("schedule"),
          expected: "[{from: 0 s, replicas: 4}, ...]",
        },
      ];
    }
    const late = steps.findIndex((step, i) => i > 0 && step.from <= (steps[i - 1]?.from ?? 0));
    if (late < 0) return [];
    return [
      {
        code: "CM-E0304",
        message: `step ${late} of the schedule starts no later than the one before it`,
        path: [...at("schedule"), late, "from"],
        expected: "steps in ascending order of time",
      },
    ];
  }
  const { min, max = replicas } = scaling;
  if (max === null) {
    return [
      {
        code: "CM-E0201",
        message: 'missing field "max": with fleet.count: auto nothing bounds the replicas',
        path: at("max"),
        expected: "the most replicas",
      },
    ];
  }
  if (min <= max) return [];
  return [
    {
      code: "CM-E0304",
      message: `scaling between ${min} and ${max} replicas`,
      path: at("min"),
      expected: "min <= max",
    },
  ];
}
