import { z } from "zod";
import { quantity, sourced } from "./quantity.ts";

/** Reuse of the KV cache of equal prompt beginnings, and the stores behind the chips' memory. */

const about = (description: string) => ({ description });

export const STORES = ["host", "ssd", "remote"] as const;

const tier = z.strictObject({
  store: z
    .enum(STORES)
    .meta(about("host: memory of the server, ssd: its drives, remote: over the network")),
  scope: z
    .enum(["replica", "fleet"])
    .optional()
    .meta(about("One store per replica, or one that all share; fleet for remote, else replica")),
  capacity: sourced("bytes", { about: "Capacity of one store", above: 0, max: 1e18 }).optional(),
  bandwidth: sourced("bandwidth", {
    about: "Between one replica and its store, one direction",
    above: 0,
    max: 1e15,
  }).optional(),
  store_bandwidth: sourced("bandwidth", {
    about: "Of a shared store in all (scope: fleet)",
    above: 0,
    max: 1e15,
  }).optional(),
  latency: sourced("time", { about: "Until the first byte comes", min: 0, max: 60 }).optional(),
  compression: quantity("share", {
    about: "Bytes kept per byte of KV",
    above: 0,
    max: 1,
  }).prefault(1),
});

const cacheTable = z.strictObject({
  block: quantity("tokens", {
    about: "Tokens kept or dropped as one, a multiple of block_tokens; as that where left out",
    min: 1,
    max: 65_536,
    whole: true,
  }).optional(),
  eviction: z
    .enum(["lru", "cost-aware"])
    .prefault("lru")
    .meta(about("What goes first: the least recently used, or the cheapest to compute again")),
  write: z
    .enum(["through", "back"])
    .prefault("through")
    .meta(about("Blocks reach the first tier when computed (through) or when evicted (back)")),
  between_turns: z
    .enum(["hold", "release", "drop"])
    .prefault("release")
    .meta(
      about(
        "A session's blocks while it waits: held in the chips' memory, released (kept while there is room), or dropped",
      ),
    ),
  tiers: z
    .array(tier)
    .max(3)
    .prefault([])
    .meta(
      about(
        "Stores behind the chips' memory, the fastest first: list of {store, scope, capacity, bandwidth, store_bandwidth, latency, compression}",
      ),
    ),
});

export const cacheSchema = z
  .union([
    z.union([z.enum(["off", "none"]), z.literal(false)]).transform(() => false as const),
    z.union([z.enum(["on"]), z.literal(true)]).transform(() => cacheTable.parse({})),
    cacheTable,
  ])
  .optional()
  .meta(
    about(
      "Prefix cache: on, off (nothing is found, whatever a trace credits), or {block, eviction, write, between_turns, tiers}",
    ),
  );

export type StatedCache = z.output<typeof cacheTable>;
export type StatedTier = StatedCache["tiers"][number];
