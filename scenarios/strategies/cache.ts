import type { CachePlan, TierPlan } from "../../sim/stackPlan.ts";
import type { StatedCache, StatedTier } from "../schema/cache.ts";
import { type PoolContext, rowOf } from "./poolContext.ts";

/** The prefix cache of a pool, and the stores behind the chips' memory. */

const GB = 1e9;

export function cachePlan(stated: StatedCache, context: PoolContext): CachePlan {
  const { inputs, base } = context;
  const blockTokens = stated.block ?? context.blockTokens;
  const { eviction, write, between_turns: betweenTurns, tiers } = stated;
  inputs.chosen(`${base}.cache.block`, "block of the prefix cache", blockTokens, "tokens");
  inputs.chosen(`${base}.cache.eviction`, "what the cache drops first", eviction);
  if (tiers.length > 0) inputs.chosen(`${base}.cache.write`, "blocks reach a store", write);
  inputs.chosen(`${base}.cache.between_turns`, "blocks of a waiting session", betweenTurns);
  return {
    blockTokens,
    eviction: eviction === "lru" ? "lru" : "costAware",
    tiers: tiers.map((tier, i) => tierPlan(tier, i, context)),
    write,
    betweenTurns,
  };
}

function tierPlan(stated: StatedTier, index: number, context: PoolContext): TierPlan {
  const { inputs, base } = context;
  const { store, compression: bytesRatio } = stated;
  const scope = stated.scope ?? (store === "remote" ? "fleet" : "replica");
  const at = (field: string): string => `${base}.cache.tiers[${index}].${field}`;
  const gb = (field: "capacity" | "bandwidth" | "store_bandwidth", label: string, row: string) =>
    GB *
    inputs.priced({
      path: at(field),
      label: `${store} store: ${label}`,
      unit: field === "capacity" ? "GB" : "GB/s",
      stated: stated[field],
      baseUnits: GB,
      row: () => rowOf(context, row),
    });
  inputs.chosen(at("scope"), `${store} store: whose`, scope);
  const capacityBytes = gb("capacity", "capacity", `${store}_gb`);
  const bytesPerS = gb("bandwidth", "bandwidth to a replica", `${store}_gb_per_s`);
  return {
    name: store,
    scope,
    capacityBytes,
    bytesPerS,
    storeBytesPerS:
      scope === "fleet"
        ? gb("store_bandwidth", "bandwidth in all", "remote_store_gb_per_s")
        : bytesPerS,
    latencyS: inputs.priced({
      path: at("latency"),
      label: `${store} store: latency`,
      unit: "s",
      stated: stated.latency,
      row: () => rowOf(context, `${store}_latency_s`),
    }),
    bytesRatio,
  };
}
