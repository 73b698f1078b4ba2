import type { AnswerCounts } from "../physical.ts";
import type { FleetPlan, PoolPlan } from "../plan.ts";
import { normalQuantile } from "../random/normal.ts";
import type { KeyedUniform, Streams } from "../random/streams.ts";
import {
  ARRIVAL_S,
  CACHED_TOKENS,
  FIRST_TOKEN_S,
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  type RequestPool,
  ROW,
} from "../serving/requestPool.ts";
import { ORDINAL, POOL, SERVICE, STAGE, TAGS } from "../serving/requestTags.ts";
import type { CascadeTier, FlowPlan } from "../stackPlan.ts";

/** What a request does when its work at one pool is done. */
export const FINISHED = -1;

// Draws of one request, by what they decide.
const DIFFICULTY = 0;
const SCORE = 1;
const NOTICED = 2;
const ENCODES = 12;
const FROM_CACHE = 13;
const STALE = 14;

/** The prompt and answer of a request that is being encoded. */
interface Original {
  readonly input: number;
  readonly output: number;
}

/**
 * Which pools a request passes, and whether its answer is accepted: its difficulty, what a judge
 * notices, whether it has something to encode. All draws are keyed by the request, so that every
 * strategy meets the same questions.
 */
export class Stations {
  readonly #requests: RequestPool;
  readonly #flows: readonly FlowPlan[];
  readonly #quality: readonly number[];
  readonly #draw: KeyedUniform;
  readonly #warmupS: number;
  readonly #responseCache: FleetPlan["responseCache"];
  readonly #originals = new Map<number, Original>();
  readonly #countsQuality: boolean;
  #given = 0;
  #accepted = 0;
  #fromCache = 0;
  readonly #escalated: number[];

  constructor(fleet: FleetPlan, requests: RequestPool, streams: Streams, warmupS: number) {
    const pools: readonly PoolPlan[] = [fleet, ...(fleet.pools ?? [])];
    this.#requests = requests;
    this.#flows = fleet.flows ?? [];
    this.#quality = pools.map(
      (pool) => (pool.quality ?? 1) * (1 - (pool.kvCompression?.qualityLoss ?? 0)),
    );
    this.#draw = streams.keyed("answers");
    this.#warmupS = warmupS;
    this.#responseCache = fleet.responseCache;
    const tiers = this.#flows.map((flow) => (flow.kind === "cascade" ? flow.tiers.length : 0));
    this.#escalated = new Array<number>(Math.max(0, ...tiers)).fill(0);
    this.#countsQuality =
      this.#escalated.length > 0 ||
      fleet.responseCache !== undefined ||
      this.#quality.some((quality) => quality < 1);
  }

  /** Whether some flow gives answers that may be thrown away for a better one. */
  get judges(): boolean {
    return this.#escalated.length > 0;
  }

  /** Whether a question is answered from the response cache. */
  isCached(slot: number): boolean {
    const cache = this.#responseCache;
    return cache !== undefined && this.#of(slot, FROM_CACHE) < cache.hitShare;
  }

  /** The first pool of a request; sets its stage. */
  first(slot: number): number {
    const at = slot * TAGS;
    const tags = this.#requests.tags;
    tags[at + STAGE] = 0;
    const flow = this.#flowOf(slot);
    switch (flow.kind) {
      case "direct":
        return flow.pool;
      case "disaggregated": {
        const { rows } = this.#requests;
        const fresh = rows[slot * ROW + INPUT_TOKENS]! - rows[slot * ROW + CACHED_TOKENS]!;
        return fresh < flow.localBelowTokens ? flow.decode : flow.prefill;
      }
      case "encoded":
        return this.#of(slot, ENCODES) < flow.share ? this.#encode(slot, flow) : flow.pool;
      case "cascade": {
        const tier = flow.start === "byScore" ? this.#byScore(slot, flow) : 0;
        tags[at + STAGE] = tier;
        return flow.tiers[tier]!.pool;
      }
    }
  }

  /** The pool where a computed prompt is answered. */
  afterPrompt(slot: number): number {
    const flow = this.#flowOf(slot);
    return flow.kind === "disaggregated" ? flow.decode : FINISHED;
  }

  /**
   * Where a request goes whose answer at this pool is complete: a pool, or `FINISHED`. A prompt that
   * was encoded becomes itself again; the answer of a tier that is not the last may be thrown away.
   */
  next(slot: number, nowS: number): number {
    const flow = this.#flowOf(slot);
    const tags = this.#requests.tags;
    const stage = tags[slot * TAGS + STAGE]!;
    const original = this.#originals.get(slot);
    if (flow.kind === "encoded" && stage === 0 && original !== undefined) {
      const { rows } = this.#requests;
      rows[slot * ROW + INPUT_TOKENS] = original.input + flow.encoderTokens;
      rows[slot * ROW + OUTPUT_TOKENS] = original.output;
      tags[slot * TAGS + STAGE] = 1;
      return flow.pool;
    }
    if (flow.kind !== "cascade") return FINISHED;
    if (stage + 1 < flow.tiers.length) {
      if (this.#isSentOn(slot, flow.tiers[stage]!, stage)) {
        if (this.#isMeasured(slot)) this.#escalated[stage] = this.#escalated[stage]! + 1;
        tags[slot * TAGS + STAGE] = stage + 1;
        return flow.tiers[stage + 1]!.pool;
      }
      // Its reader sees nothing before the whole answer was judged.
      this.#requests.rows[slot * ROW + FIRST_TOKEN_S] = nowS;
    }
    return FINISHED;
  }

  /** Gives a request that is, or was, encoded its own prompt and answer back. */
  restore(slot: number): void {
    const original = this.#originals.get(slot);
    if (original === undefined) return;
    this.#originals.delete(slot);
    const { rows } = this.#requests;
    rows[slot * ROW + INPUT_TOKENS] = original.input;
    rows[slot * ROW + OUTPUT_TOKENS] = original.output;
  }

  /** Counts a finished answer. */
  finished(slot: number, fromCache: boolean): void {
    this.#originals.delete(slot);
    if (!this.#countsQuality || !this.#isMeasured(slot)) return;
    this.#given++;
    if (fromCache) {
      this.#fromCache++;
      if (this.#of(slot, STALE) >= (this.#responseCache?.staleShare ?? 0)) this.#accepted++;
      return;
    }
    const flow = this.#flowOf(slot);
    const tags = this.#requests.tags;
    const quality =
      flow.kind === "cascade"
        ? flow.tiers[tags[slot * TAGS + STAGE]!]!.quality
        : this.#quality[tags[slot * TAGS + POOL]!]!;
    if (this.#of(slot, DIFFICULTY) < quality) this.#accepted++;
  }

  /** Undefined where no answer can be bad. */
  counts(): AnswerCounts | undefined {
    if (!this.#countsQuality) return undefined;
    return {
      given: this.#given,
      accepted: this.#accepted,
      escalated: [...this.#escalated],
      fromCache: this.#fromCache,
    };
  }

  #encode(slot: number, flow: FlowPlan & { readonly kind: "encoded" }): number {
    const { rows } = this.#requests;
    const row = slot * ROW;
    this.#originals.set(slot, {
      input: rows[row + INPUT_TOKENS]!,
      output: rows[row + OUTPUT_TOKENS]!,
    });
    rows[row + INPUT_TOKENS] = flow.encoderTokens;
    rows[row + OUTPUT_TOKENS] = 0;
    rows[row + CACHED_TOKENS] = 0;
    return flow.encoder;
  }

  /** The cheapest tier whose quality a noisy score of the difficulty lies below. */
  #byScore(slot: number, flow: FlowPlan & { readonly kind: "cascade" }): number {
    const noise = flow.scoreError === 0 ? 0 : normalQuantile(this.#of(slot, SCORE));
    const score = this.#of(slot, DIFFICULTY) + flow.scoreError * noise;
    const tier = flow.tiers.findIndex(({ quality }) => score < quality);
    return tier < 0 ? flow.tiers.length - 1 : tier;
  }

  #isSentOn(slot: number, tier: CascadeTier, stage: number): boolean {
    const isGood = this.#of(slot, DIFFICULTY) < tier.quality;
    return this.#of(slot, NOTICED + stage) < (isGood ? tier.falseAlarms : tier.caught);
  }

  #flowOf(slot: number): FlowPlan {
    return this.#flows[this.#requests.tags[slot * TAGS + SERVICE]!] ?? MAIN_POOL;
  }

  #isMeasured(slot: number): boolean {
    return this.#requests.rows[slot * ROW + ARRIVAL_S]! >= this.#warmupS;
  }

  #of(slot: number, what: number): number {
    return this.#draw(this.#requests.tags[slot * TAGS + ORDINAL]!, what);
  }
}

const MAIN_POOL: FlowPlan = { kind: "direct", pool: 0 };
