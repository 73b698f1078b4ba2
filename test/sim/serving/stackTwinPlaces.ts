import type { PoolPlan } from "../../../sim/plan.ts";
import type { Streams } from "../../../sim/random/streams.ts";
import { KvTiers } from "../../../sim/serving/cache/kvTiers.ts";
import { clusterSizes } from "../../../sim/serving/routing/clusterSizes.ts";
import type { Router } from "../../../sim/serving/routing/router.ts";
import { routerFor } from "../../../sim/serving/routing/routerFor.ts";
import { variantShares } from "../../../sim/workload/variants.ts";
import type { Entry } from "./agenda.ts";
import type { StackRequest, StackStep } from "./stackRequest.ts";
import type { StackTwin } from "./stackTwin.ts";
import type { StackTotals } from "./stackTwinLedger.ts";
import { StackMemory } from "./stackTwinMemory.ts";
import { StackTwinReplica } from "./stackTwinReplica.ts";

/** One replica of one pool, and what it does. */
export interface Place {
  readonly pool: number;
  readonly local: number;
  readonly replica: StackTwinReplica;
  doing: StackStep | "idle" | "down" | "restart";
  sinceS: number;
  stepEnd: Entry | undefined;
  death: Entry | undefined;
  inRepair: boolean;
}

/** The replicas of all pools with the routers before them; keeps the books of their time. */
export class StackPlaces {
  readonly list: Place[] = [];
  readonly routers: readonly Router[];
  readonly #twin: StackTwin;
  readonly #evictedBefore: number[] = [];

  constructor(twin: StackTwin, streams: Streams) {
    this.#twin = twin;
    const { clock } = twin.agenda;
    this.routers = twin.pools.map((pool, index) =>
      routerFor(pool.router, {
        replicas: pool.replicas,
        pool: twin.clients.requests.table,
        draws: () => streams.keyed(`router/pool-${index}`),
        tree: twin.tree,
        signal: pool.routerSignal ?? [],
        clock,
        clusters:
          pool.variants?.serve.kind === "clusters"
            ? clusterSizes(pool.replicas, variantShares(pool.variants))
            : null,
        adapters: twin.adapters,
      }),
    );
    for (const [index, pool] of twin.pools.entries()) this.#build(index, pool);
  }

  held(): { waiting: number; running: number; travelling: number } {
    const held = { waiting: 0, running: 0, travelling: this.#twin.answering };
    for (const { replica } of this.list) {
      held.waiting += replica.waiting.length;
      held.running += replica.running.length;
      held.travelling += replica.loading.length + replica.ready.length;
    }
    return held;
  }

  isUp(index: number): boolean {
    const { doing } = this.list[index]!;
    return doing !== "down" && doing !== "restart";
  }

  isInStep(request: StackRequest): boolean {
    const { doing } = this.list[request.replica]!;
    if (typeof doing === "string") return false;
    return doing.chunks.some((chunk) => chunk.request === request);
  }

  /** A router hears of a replica's requests, and of its blocks as they are then. */
  changed({ pool, local, replica }: Place, by: number): void {
    const router = this.routers[pool]!;
    router.changed(local, by);
    if (router.wantsKv) router.kvChanged(local, Math.ceil(replica.memory.occupied - 1e-6));
  }

  /** A replica goes over to something else. */
  do(index: number, what: Place["doing"]): void {
    const place = this.list[index]!;
    const elapsedS = this.#twin.agenda.nowS - place.sinceS;
    const { cost, chips } = this.#twin.shapes[place.pool]!;
    if (typeof place.doing === "string") this.#twin.ledger.stay(place.doing, elapsedS * chips);
    else if (elapsedS > 0) this.#twin.ledger.breakStep(place.doing, cost, chips, elapsedS);
    place.doing = what;
    place.sinceS = this.#twin.agenda.nowS;
  }

  totals(): StackTotals {
    const under = [];
    for (const place of this.list) {
      const elapsedS = this.#twin.agenda.nowS - place.sinceS;
      const { cost, chips } = this.#twin.shapes[place.pool]!;
      if (typeof place.doing === "string") {
        this.#twin.ledger.stay(place.doing, elapsedS * chips);
        place.sinceS = this.#twin.agenda.nowS;
      } else under.push({ step: place.doing, cost, chips, elapsedS });
    }
    return this.#twin.ledger.totals(under);
  }

  evictedTokens(): number {
    const before = this.#evictedBefore;
    return this.list.reduce(
      (sum, { replica }, at) =>
        sum + (replica.memory.cache?.evictedTokens ?? 0) - (before[at] ?? 0),
      0,
    );
  }

  startMeasuring(): void {
    for (const { replica } of this.list) {
      this.#evictedBefore.push(replica.memory.cache?.evictedTokens ?? 0);
    }
  }

  #build(pool: number, plan: PoolPlan): void {
    const twin = this.#twin;
    const shape = twin.shapes[pool]!;
    const { cache } = plan;
    const tiers =
      cache === undefined || cache.tiers.length === 0
        ? null
        : new KvTiers(twin.tree, cache, {
            replicas: plan.replicas,
            unitTokens: shape.blockTokens,
            bytesPerUnit: shape.kvBytesPerBlock ?? 0,
            costPerUnit: {
              base: (shape.prefillSPerToken ?? 0) * shape.blockTokens,
              perToken: shape.cost.pairComputeS * shape.blockTokens,
            },
          });
    for (let local = 0; local < plan.replicas; local++) {
      const index = this.list.length;
      const sight =
        cache === undefined
          ? null
          : {
              plan: cache,
              tree: twin.tree,
              tiers,
              place: local,
              found: (lookedUp: number, matched: number, tier: number, more: number) => {
                const { cacheCounts } = twin;
                cacheCounts.lookedUp += lookedUp;
                cacheCounts.found[0] = cacheCounts.found[0]! + matched;
                if (tier > 0) cacheCounts.found[tier] = cacheCounts.found[tier]! + more;
                if (matched > 0) twin.hit("cacheHit");
              },
              wrote: (bytes: number) => twin.travels.written(index, bytes),
            };
      const { adapters } = twin;
      const ofReplica =
        adapters === null
          ? null
          : {
              canHold: (variant: number) => adapters.canHold(index, variant),
              take: (request: StackRequest) => adapters.take(index, request),
              touch: (variant: number) => adapters.touch(index, variant),
              clear: () => adapters.clear(index),
            };
      const memory = new StackMemory(shape, plan.speculation !== undefined, sight, ofReplica);
      this.list.push({
        pool,
        local,
        replica: new StackTwinReplica(index, pool, plan, shape, memory, twin),
        doing: "idle",
        sinceS: 0,
        stepEnd: undefined,
        death: undefined,
        inRepair: false,
      });
    }
  }
}
