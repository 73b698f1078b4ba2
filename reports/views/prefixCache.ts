import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import type { CacheCounts, Physical } from "../../sim/physical.ts";
import { sumOf } from "../../sim/stats/summation.ts";
import { formatPlain } from "../format.ts";
import { type Mean, meanOf } from "./costStack.ts";
import { poolPlans } from "./pools.ts";

/** Where tokens of prompts are found, the nearest first; what is found nowhere is computed. */
export const CACHE_PLACES = ["hbm", "host", "ssd", "remote", "computed"] as const;
export type CachePlace = (typeof CACHE_PLACES)[number];

export const PLACE_WORDS: Readonly<Record<CachePlace, string>> = {
  hbm: "chips' memory (HBM)",
  host: "host memory",
  ssd: "SSD",
  remote: "shared store",
  computed: "nowhere: computed",
};

export interface CacheView {
  readonly name: string;
  readonly hitShare: Mean;
  /** Millions of prompt tokens looked up, and dropped from the chips' memory, in the peak hour. */
  readonly lookedUpMtok: number;
  readonly evictedMtok: Mean;
  readonly places: readonly CachePlaceView[];
}

export interface CachePlaceView {
  readonly place: CachePlace;
  /** Of all prompt tokens that were looked up. */
  readonly share: Mean;
  /** Seconds that requests waited for blocks from here, and gigabytes that came; null = no transfer. */
  readonly waitedS: Mean | null;
  readonly movedGb: Mean | null;
}

interface Run {
  readonly run: Physical;
  readonly cache: CacheCounts;
}

/** What the prefix caches did in the peak hour; a strategy without one that looked up is left out. */
export function cacheViews({ results, level }: Comparison): CacheView[] {
  return results.flatMap((result) => {
    const runs: Run[] = result.peak.flatMap((run) =>
      run.cache === undefined || run.cache.lookedUp === 0 ? [] : [{ run, cache: run.cache }],
    );
    if (result.state !== "ok" || runs.length === 0) return [];
    const mean = (of: (run: Run) => number, unit: string): Mean =>
      meanOf(runs.map(of), level, unit);
    const places = placesOf(result, runs).map(
      (place, tier): CachePlaceView => ({
        place,
        share: mean(({ cache }) => (cache.found[tier] ?? 0) / cache.lookedUp, "share"),
        waitedS: tier === 0 ? null : mean(({ cache }) => cache.transferS[tier] ?? 0, "s"),
        movedGb:
          tier === 0 ? null : mean(({ cache }) => (cache.transferBytes[tier] ?? 0) / 1e9, ""),
      }),
    );
    const found = (cache: CacheCounts): number => sumOf(cache.found) / cache.lookedUp;
    return [
      {
        name: result.strategy.name,
        hitShare: mean(({ cache }) => found(cache), "share"),
        lookedUpMtok: mean(({ cache }) => cache.lookedUp / 1e6, "").value,
        evictedMtok: mean(({ cache }) => cache.evictedTokens / 1e6, ""),
        places: [
          ...places,
          {
            place: "computed",
            share: mean(({ cache }) => Math.max(0, 1 - found(cache)), "share"),
            waitedS: null,
            movedGb: null,
          },
        ],
      },
    ];
  });
}

/** Names of the tiers by their number: those of the pool with the most. */
function placesOf(result: StrategyResult, runs: readonly Run[]): CachePlace[] {
  const names = poolPlans(result)
    .map(({ cache }) => (cache?.tiers ?? []).map(({ name }) => name))
    .reduce((most, tiers) => (tiers.length > most.length ? tiers : most), []);
  const count = Math.max(1, ...runs.map(({ cache }) => cache.found.length));
  const all: readonly CachePlace[] = ["hbm", ...names];
  return Array.from({ length: count }, (_, tier) => all[tier] ?? "remote");
}

export function cacheAnswer(views: readonly CacheView[]): string {
  return views
    .map(({ name, hitShare, places, evictedMtok }) => {
      const lower = places.filter(({ waitedS }) => waitedS !== null);
      const parts = lower.map(({ place, share }) => `${share.text} in ${inWords(place)}`);
      const rest = parts.length === 0 ? "" : `, of it ${parts.join(", ")}`;
      const evicted =
        evictedMtok.value > 0
          ? ` It drops ${formatPlain(evictedMtok.value)} million tokens from the chips' memory.`
          : "";
      return `${name} finds ${hitShare.text} of the prompt tokens again${rest}.${evicted}`;
    })
    .join(" ");
}

function inWords(place: CachePlace): string {
  return place === "remote" ? "the shared store" : place === "ssd" ? "SSDs" : PLACE_WORDS[place];
}
