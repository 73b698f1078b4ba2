import { REPLICA_RETURNED } from "../../../sim/engine/ranks.ts";
import { constant, lognormal } from "../../../sim/random/distributions.ts";
import { mixture } from "../../../sim/random/mixture.ts";
import type { KeyedUniform, Streams } from "../../../sim/random/streams.ts";
import type { AdaptersPlan, VariantsPlan } from "../../../sim/stackPlan.ts";
import type { Entry } from "./agenda.ts";
import type { StackRequest } from "./stackRequest.ts";
import type { StackTwin } from "./stackTwin.ts";

/** An adapter in a replica's memory; `entry` while it is on its way. */
interface Held {
  readonly variant: number;
  entry: Entry | undefined;
}

/**
 * Adapters of the twin's replicas. Who uses one is looked up among the requests of the replica; those
 * that nobody uses stand in the order of their last use.
 */
export class StackAdapters {
  readonly counts = { lookedUp: 0, found: 0, loads: 0, waitedS: 0 };
  readonly #twin: StackTwin;
  readonly #plan: AdaptersPlan;
  readonly #draw: KeyedUniform;
  /** By replica, the least recently used first. */
  readonly #held: Held[][];
  readonly #linkFreeS: number[];
  readonly #loads: number[];

  constructor(twin: StackTwin, plan: AdaptersPlan, { count }: VariantsPlan, streams: Streams) {
    this.#twin = twin;
    this.#plan = plan;
    this.#draw = streams.keyed("adapterLoads");
    this.#loads = new Array<number>(count).fill(0);
    const { replicas, router } = twin.fleet;
    this.#linkFreeS = new Array<number>(replicas).fill(0);
    const popular = Array.from({ length: count }, (_, variant) => variant);
    this.#held = this.#linkFreeS.map((_, replica) => {
      const isOwn = (variant: number): boolean =>
        router === "adapterAffinity" && variant % replicas === replica;
      const first = [...popular.filter(isOwn), ...popular.filter((variant) => !isOwn(variant))];
      const warm = first.slice(0, plan.slots).toReversed();
      return warm.map((variant) => ({ variant, entry: undefined }));
    });
  }

  holds(replica: number, variant: number): boolean {
    return this.#held[replica]!.some((one) => one.variant === variant);
  }

  /** Whether the adapter is there, on its way, or could be given a place. */
  canHold(replica: number, variant: number): boolean {
    if (this.holds(replica, variant) || this.#held[replica]!.length < this.#plan.slots) return true;
    if (this.#unused(replica) !== undefined) return true;
    this.#twin.hit("fullSlots");
    return false;
  }

  /** A request takes its adapter; whether it is there. */
  take(replica: number, request: StackRequest): boolean {
    const { variant } = request;
    const held = this.#held[replica]!;
    this.counts.lookedUp++;
    if (!this.holds(replica, variant)) {
      if (held.length >= this.#plan.slots) {
        held.splice(held.indexOf(this.#unused(replica)!), 1);
        this.#twin.hit("adapterEviction");
      }
      this.counts.loads++;
      held.push({ variant, entry: this.#load(replica, variant) });
    } else if (this.#one(replica, variant).entry !== undefined) this.#twin.hit("joinedLoad");
    this.touch(replica, variant);
    const isThere = this.#one(replica, variant).entry === undefined;
    if (isThere) this.counts.found++;
    else {
      this.#twin.hit("adapterLoad");
      request.source = "adapter";
      request.transferSinceS = this.#twin.agenda.nowS;
    }
    return isThere;
  }

  touch(replica: number, variant: number): void {
    const held = this.#held[replica]!;
    const one = this.#one(replica, variant);
    held.splice(held.indexOf(one), 1);
    held.push(one);
  }

  clear(replica: number): void {
    for (const { entry } of this.#held[replica]!) this.#twin.agenda.cancel(entry);
    this.#held[replica] = [];
    this.#linkFreeS[replica] = 0;
  }

  clearCounts(): void {
    Object.assign(this.counts, { lookedUp: 0, found: 0, loads: 0, waitedS: 0 });
  }

  #one(replica: number, variant: number): Held {
    return this.#held[replica]!.find((one) => one.variant === variant)!;
  }

  /** The adapter that goes next: there, and asked for by nobody in the replica. */
  #unused(replica: number): Held | undefined {
    const { running, ready, loading } = this.#twin.replicaAt(replica);
    const used = new Set([...running, ...ready, ...loading].map(({ variant }) => variant));
    return this.#held[replica]!.find(
      ({ variant, entry }) => entry === undefined && !used.has(variant),
    );
  }

  #load(replica: number, variant: number): Entry {
    const { agenda } = this.#twin;
    const { load, size } = this.#plan;
    let endS = agenda.nowS;
    if (load.kind === "law") {
      const u = this.#draw(variant, this.#loads[variant]!);
      this.#loads[variant] = this.#loads[variant]! + 1;
      const parts = load.parts.map(({ weight, mu, sigma }) => ({
        weight,
        distribution: sigma === 0 ? constant(Math.exp(mu)) : lognormal(mu, sigma),
      }));
      endS += mixture(parts).quantile(u);
    } else {
      const bytes = "bytes" in size ? size.bytes : Number.NaN;
      endS = Math.max(endS, this.#linkFreeS[replica]!) + bytes / load.bytesPerS;
      this.#linkFreeS[replica] = endS;
    }
    return agenda.at(endS, REPLICA_RETURNED, () => this.#arrived(replica, variant));
  }

  #arrived(replica: number, variant: number): void {
    const twin = this.#twin;
    this.#one(replica, variant).entry = undefined;
    const waiting = twin.replicaAt(replica).loading.filter((one) => one.variant === variant);
    for (const request of waiting) {
      this.counts.waitedS += twin.agenda.nowS - request.transferSinceS;
      request.source = "nowhere";
      twin.loaded(request);
    }
    if (waiting.length === 0) twin.wake(replica);
  }
}
