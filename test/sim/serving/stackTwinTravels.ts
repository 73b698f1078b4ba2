import { REPLICA_RETURNED } from "../../../sim/engine/ranks.ts";
import { TransferNetwork } from "../../../sim/network/transferNetwork.ts";
import type { PoolPlan } from "../../../sim/plan.ts";
import type { Entry } from "./agenda.ts";
import { promptOf, type StackRequest } from "./stackRequest.ts";
import type { StackTwin } from "./stackTwin.ts";

/** Blocks on their way; the shares of bandwidth are those of the engine's own network. */
export class StackTravels {
  readonly waitedS = [0, 0, 0, 0];
  readonly bytes = [0, 0, 0, 0];
  readonly #twin: StackTwin;
  readonly #network: TransferNetwork;
  /** By name: `out 3`, `in 3`, `swap 3`, `tier 3 0`, `store 1 0`. */
  readonly #ports = new Map<string, number>();
  readonly #pools: readonly PoolPlan[];
  readonly #requests = new Map<number, StackRequest>();
  readonly #sending = new Map<
    StackRequest,
    { readonly replica: number; readonly blocks: number }
  >();
  readonly #latencyS: number;
  #entry: Entry | undefined;

  constructor(twin: StackTwin, pools: readonly PoolPlan[], clock: Float64Array) {
    this.#twin = twin;
    this.#pools = pools;
    const flow = (twin.fleet.flows ?? []).find(({ kind }) => kind === "disaggregated");
    const nic = flow?.kind === "disaggregated" ? flow : { nicBytesPerS: Infinity, nicLatencyS: 0 };
    this.#latencyS = nic.nicLatencyS;
    const capacities: number[] = [];
    const port = (name: string, bytesPerS: number): void => {
      this.#ports.set(name, capacities.length);
      capacities.push(bytesPerS);
    };
    let replica = 0;
    for (const [index, pool] of pools.entries()) {
      const tiers = pool.cache?.tiers ?? [];
      for (let local = 0; local < pool.replicas; local++, replica++) {
        port(`out ${replica}`, nic.nicBytesPerS);
        port(`in ${replica}`, nic.nicBytesPerS);
        port(`swap ${replica}`, pool.engine.swapBytesPerS ?? Infinity);
        for (const [tier, { bytesPerS }] of tiers.entries())
          port(`tier ${replica} ${tier}`, bytesPerS);
      }
      for (const [tier, { scope, storeBytesPerS }] of tiers.entries()) {
        if (scope === "fleet") port(`store ${index} ${tier}`, storeBytesPerS);
      }
    }
    this.#network = new TransferNetwork(Float64Array.from(capacities), clock);
  }

  begin(): void {
    this.#watch();
  }

  clearCounts(): void {
    this.waitedS.fill(0);
    this.bytes.fill(0);
  }

  handedOver(request: StackRequest, replica: number, blocks: number): void {
    request.source = "replica";
    request.place = replica;
    this.#sending.set(request, { replica, blocks });
  }

  load(request: StackRequest, replica: number, bytes: number): void {
    const { source, place } = request;
    const swap = this.#port(`swap ${replica}`);
    let [from, to, latencyS, kind] = [swap, swap, 0, 0];
    if (source === "replica") {
      from = this.#port(`out ${place}`);
      to = this.#port(`in ${replica}`);
      latencyS = this.#latencyS;
    } else if (source === "tier") {
      const pool = this.#twin.poolOf(replica);
      to = this.#port(`tier ${replica} ${place}`);
      from = this.#ports.get(`store ${pool} ${place}`) ?? to;
      latencyS = this.#pools[pool]!.cache!.tiers[place]!.latencyS;
      kind = place + 1;
    }
    this.bytes[kind] = this.bytes[kind]! + bytes;
    request.transferSinceS = this.#twin.agenda.nowS;
    request.transfer = this.#start(from, to, bytes, latencyS);
    this.#requests.set(request.transfer, request);
  }

  swapOut(request: StackRequest, replica: number): void {
    const port = this.#port(`swap ${replica}`);
    const { kvBytesPerToken } = this.#twin.shapes[this.#twin.poolOf(replica)]!;
    this.#start(port, port, (promptOf(request) - 1) * kvBytesPerToken, 0);
  }

  written(replica: number, bytes: number): void {
    if (bytes === 0) return;
    const port = this.#port(`tier ${replica} 0`);
    this.#start(port, this.#ports.get(`store ${this.#twin.poolOf(replica)} 0`) ?? port, bytes, 0);
  }

  abandon(request: StackRequest): void {
    if (request.transfer >= 0) {
      this.#network.cancel(request.transfer);
      this.#requests.delete(request.transfer);
      request.transfer = -1;
      this.#watch();
    }
    this.#sent(request);
    request.source = "nowhere";
  }

  sentBy(replica: number): StackRequest[] {
    return [...this.#sending]
      .filter(([, of]) => of.replica === replica)
      .map(([request]) => request);
  }

  forget(request: StackRequest): void {
    this.#sending.delete(request);
  }

  #port(name: string): number {
    return this.#ports.get(name)!;
  }

  #start(from: number, to: number, bytes: number, latencyS: number): number {
    this.#network.bytes = bytes;
    this.#network.latencyS = latencyS;
    const id = this.#network.start(from, to, 0);
    this.#watch();
    return id;
  }

  #sent(request: StackRequest): void {
    const sending = this.#sending.get(request);
    if (sending === undefined) return;
    this.#sending.delete(request);
    this.#twin.replicaAt(sending.replica).memory.used -= sending.blocks;
    this.#twin.wake(sending.replica);
  }

  #watch(): void {
    this.#twin.agenda.cancel(this.#entry);
    const { nextS } = this.#network;
    this.#entry =
      nextS === Infinity
        ? undefined
        : this.#twin.agenda.at(nextS, REPLICA_RETURNED, () => this.#changed());
  }

  #changed(): void {
    const id = this.#network.finishNext();
    this.#watch();
    const request = this.#requests.get(id);
    if (id < 0 || request === undefined) return;
    this.#requests.delete(id);
    request.transfer = -1;
    const kind = request.source === "tier" ? request.place + 1 : 0;
    this.waitedS[kind] = this.waitedS[kind]! + this.#twin.agenda.nowS - request.transferSinceS;
    this.#sent(request);
    request.source = "nowhere";
    this.#twin.loaded(request);
  }
}
