import { REPLICA_RETURNED } from "../engine/ranks.ts";
import type { Simulation } from "../engine/simulation.ts";
import { TransferNetwork } from "../network/transferNetwork.ts";
import type { FleetPlan } from "../plan.ts";
import { EMITTED_TOKENS, INPUT_TOKENS, type RequestPool, ROW } from "../serving/requestPool.ts";
import {
  FROM_NOWHERE,
  FROM_REPLICA,
  FROM_SWAP,
  FROM_TIER,
  REPLICA,
  SOURCE,
  SOURCE_PLACE,
  TAGS,
  TRANSFER,
} from "../serving/requestTags.ts";
import type { Server } from "../serving/server.ts";
import { TRANSFER_DONE } from "./events.ts";
import type { FleetPool } from "./fleetPool.ts";

/** A write that nobody waits for. */
const NOBODY = -1;

/** Where the ports of a pool begin, and those of its shared stores. */
interface Ports {
  readonly first: number;
  readonly perReplica: number;
  /** By tier: the port of a shared store; -1 where every replica has its own. */
  readonly stores: readonly number[];
}

// Ports of one replica: network cards out and in, host memory for swaps, then one per tier.
const NIC_OUT = 0;
const NIC_IN = 1;
const SWAP = 2;
const TIERS = 3;

/** What travelling blocks need from the world. */
export interface TravelSurroundings {
  readonly fleet: FleetPlan;
  readonly simulation: Simulation;
  readonly requests: RequestPool;
  readonly pools: readonly FleetPool[];
  readonly replicas: readonly Server[];
}

/** KV blocks on their way: from stores, between pools, to and from host memory. */
export class Travels {
  /** By tier: seconds that requests waited for blocks, and bytes that moved. */
  readonly waitedS: number[] = [0];
  readonly bytes: number[] = [0];
  readonly #around: TravelSurroundings;
  readonly #network: TransferNetwork;
  readonly #ports: readonly Ports[];
  readonly #poolOf: readonly FleetPool[];
  readonly #nicLatencyS: number;
  /** Blocks that the replica which computed a prompt keeps until they are sent, by request. */
  readonly #sending = new Map<number, { readonly replica: number; readonly blocks: number }>();
  readonly #startedS = new Map<number, number>();
  #event = NOBODY;
  #eventS = Infinity;

  constructor(around: TravelSurroundings) {
    this.#around = around;
    const { fleet, simulation, pools } = around;
    const flow = (fleet.flows ?? []).find(({ kind }) => kind === "disaggregated");
    const nicBytesPerS = flow?.kind === "disaggregated" ? flow.nicBytesPerS : Infinity;
    this.#nicLatencyS = flow?.kind === "disaggregated" ? flow.nicLatencyS : 0;
    const capacities: number[] = [];
    const ports: Ports[] = [];
    const poolOf: FleetPool[] = [];
    for (const pool of pools) {
      const tiers = pool.plan.cache?.tiers ?? [];
      const first = capacities.length;
      for (const _ of pool.replicas) {
        poolOf.push(pool);
        capacities.push(nicBytesPerS, nicBytesPerS, pool.plan.engine.swapBytesPerS ?? Infinity);
        for (const tier of tiers) capacities.push(tier.bytesPerS);
      }
      const stores = tiers.map((tier) => {
        if (tier.scope === "replica") return NOBODY;
        capacities.push(tier.storeBytesPerS);
        return capacities.length - 1;
      });
      for (let tier = this.bytes.length; tier <= tiers.length; tier++) {
        this.bytes.push(0);
        this.waitedS.push(0);
      }
      ports.push({ first, perReplica: TIERS + tiers.length, stores });
    }
    this.#ports = ports;
    this.#poolOf = poolOf;
    this.#network = new TransferNetwork(Float64Array.from(capacities), simulation.clock);
    simulation.on(TRANSFER_DONE, "transferDone", () => this.#changed());
  }

  /** A computed prompt waits at another replica; its blocks stay here until they are sent. */
  handedOver(slot: number, replica: number, blocks: number): void {
    const tags = this.#around.requests.tags;
    tags[slot * TAGS + SOURCE] = FROM_REPLICA;
    tags[slot * TAGS + SOURCE_PLACE] = replica;
    this.#sending.set(slot, { replica, blocks });
  }

  /** An admitted request waits for its blocks. */
  load(slot: number, replica: number, bytes: number): void {
    const tags = this.#around.requests.tags;
    const at = slot * TAGS;
    const source = tags[at + SOURCE]!;
    const place = tags[at + SOURCE_PLACE]!;
    let from = this.#port(replica, SWAP);
    let to = from;
    let latencyS = 0;
    if (source === FROM_REPLICA) {
      from = this.#port(place, NIC_OUT);
      to = this.#port(replica, NIC_IN);
      latencyS = this.#nicLatencyS;
    } else if (source === FROM_TIER) {
      to = this.#port(replica, TIERS + place);
      from = this.#storePort(replica, place, to);
      latencyS = this.#poolOf[replica]!.plan.cache?.tiers[place]?.latencyS ?? 0;
    }
    const tier = source === FROM_TIER ? place + 1 : 0;
    this.bytes[tier] = this.bytes[tier]! + bytes;
    this.#startedS.set(slot, this.#around.simulation.nowS);
    tags[at + TRANSFER] = this.#start(from, to, slot, bytes, latencyS);
  }

  /** The KV cache of a preempted request is written to host memory. */
  swapOut(slot: number, replica: number): void {
    const { requests } = this.#around;
    const row = slot * ROW;
    const tags = requests.tags;
    tags[slot * TAGS + SOURCE] = FROM_SWAP;
    tags[slot * TAGS + SOURCE_PLACE] = replica;
    const { shape } = this.#poolOf[replica]!;
    const stored = requests.rows[row + INPUT_TOKENS]! + requests.rows[row + EMITTED_TOKENS]! - 1;
    const port = this.#port(replica, SWAP);
    this.#start(port, port, NOBODY, stored * shape.kvBytesPerToken, 0);
  }

  /** A write to the first tier of a replica: it takes bandwidth, nobody waits for it. */
  written(replica: number, tier: number, bytes: number): void {
    if (bytes === 0) return;
    const port = this.#port(replica, TIERS + tier);
    this.#start(port, this.#storePort(replica, tier, port), NOBODY, bytes, 0);
  }

  /** A request does not wait for blocks any more: it is lost, or its client has gone. */
  abandon(slot: number): void {
    const tags = this.#around.requests.tags;
    const at = slot * TAGS;
    if (tags[at + TRANSFER]! >= 0) {
      this.#network.cancel(tags[at + TRANSFER]!);
      tags[at + TRANSFER] = NOBODY;
      this.#startedS.delete(slot);
      this.#reschedule();
    }
    this.#sent(slot);
    tags[at + SOURCE] = FROM_NOWHERE;
  }

  /** Requests whose prompt a replica has computed and still holds. */
  sentBy(replica: number): readonly number[] {
    const slots: number[] = [];
    for (const [slot, sending] of this.#sending) if (sending.replica === replica) slots.push(slot);
    return slots;
  }

  /** A replica has died: what it was sending needs no room there any more. */
  forget(slot: number): void {
    this.#sending.delete(slot);
  }

  clearCounts(): void {
    this.waitedS.fill(0);
    this.bytes.fill(0);
  }

  #start(from: number, to: number, slot: number, bytes: number, latencyS: number): number {
    this.#network.bytes = bytes;
    this.#network.latencyS = latencyS;
    const id = this.#network.start(from, to, slot);
    this.#reschedule();
    return id;
  }

  /** A transfer has arrived, or its latency is over. */
  #changed(): void {
    this.#event = NOBODY;
    this.#eventS = Infinity;
    const { requests, simulation, replicas } = this.#around;
    const id = this.#network.finishNext();
    this.#reschedule();
    if (id < 0) return;
    const slot = this.#network.tagOf(id);
    if (slot === NOBODY) return;
    const tags = requests.tags;
    const at = slot * TAGS;
    tags[at + TRANSFER] = NOBODY;
    const tier = tags[at + SOURCE] === FROM_TIER ? tags[at + SOURCE_PLACE]! + 1 : 0;
    this.waitedS[tier] = this.waitedS[tier]! + simulation.nowS - this.#startedS.get(slot)!;
    this.#startedS.delete(slot);
    const replica = replicas[tags[at + REPLICA]!]!;
    this.#sent(slot);
    tags[at + SOURCE] = FROM_NOWHERE;
    replica.loaded(slot);
  }

  /** The replica that computed the prompt has its blocks back. */
  #sent(slot: number): void {
    const sending = this.#sending.get(slot);
    if (sending === undefined) return;
    this.#sending.delete(slot);
    this.#around.replicas[sending.replica]!.sent(sending.blocks);
  }

  #reschedule(): void {
    const nextS = this.#network.nextS;
    if (nextS === this.#eventS) return;
    const { simulation } = this.#around;
    if (this.#event !== NOBODY) simulation.cancel(this.#event);
    this.#eventS = nextS;
    this.#event =
      nextS === Infinity ? NOBODY : simulation.at(nextS, REPLICA_RETURNED, TRANSFER_DONE, 0);
  }

  #port(replica: number, which: number): number {
    const pool = this.#poolOf[replica]!;
    const { first, perReplica } = this.#ports[pool.index]!;
    return first + (replica - pool.first) * perReplica + which;
  }

  #storePort(replica: number, tier: number, own: number): number {
    const store = this.#ports[this.#poolOf[replica]!.index]!.stores[tier]!;
    return store < 0 ? own : store;
  }
}
