import * as rank from "../../../sim/engine/ranks.ts";
import { underCap } from "../../../sim/facility/powerCap.ts";
import { ReplicaFaults } from "../../../sim/faults/replicaFailures.ts";
import type { Streams } from "../../../sim/random/streams.ts";
import type { StackTwin } from "./stackTwin.ts";

/** Failures, repairs and power caps: which replicas are up, and how slow. */
export class StackOutages {
  readonly #twin: StackTwin;
  readonly #faults: ReplicaFaults;
  readonly #stretches: number[];
  readonly #powered: number[];

  constructor(twin: StackTwin, streams: Streams) {
    this.#twin = twin;
    const chips = Math.max(...twin.shapes.map((shape) => shape.chips));
    this.#faults = new ReplicaFaults(twin.fleet.faults, chips, streams);
    this.#stretches = twin.pools.map(() => 1);
    this.#powered = twin.pools.map(({ replicas }) => replicas);
  }

  /** Once the replicas are there: they ask for their stalls as they are made. */
  schedule(): void {
    const { agenda, fleet, places } = this.#twin;
    for (const cap of fleet.power.caps) {
      agenda.at(cap.fromS, rank.SIGNAL_CHANGED, () => this.#capChanged(cap.capWatts));
    }
    for (const index of places.list.keys()) this.#liveOn(index);
    for (const { atS, replica } of fleet.faults.forced) {
      agenda.at(atS, rank.REPLICA_FAILED, () => this.#failed(replica));
    }
  }

  stretch(pool: number): number {
    return this.#stretches[pool]!;
  }

  stepsToStall(replica: number): number {
    return this.#faults.stepsToStall(replica);
  }

  #liveOn(index: number): void {
    const twin = this.#twin;
    const lifeS = this.#faults.lifeS(index);
    if (lifeS === Infinity) return;
    twin.places.list[index]!.death = twin.agenda.at(
      twin.agenda.nowS + lifeS,
      rank.REPLICA_FAILED,
      () => this.#failed(index),
    );
  }

  #failed(index: number): void {
    const twin = this.#twin;
    if (!twin.places.isUp(index)) return;
    const place = twin.places.list[index]!;
    place.inRepair = true;
    this.#goDown(index);
    const repairedS = twin.agenda.nowS + this.#faults.repairS(index);
    twin.agenda.at(repairedS, rank.REPLICA_REPAIRED, () => {
      place.inRepair = false;
      this.#reload(index);
    });
  }

  #goDown(index: number): void {
    const twin = this.#twin;
    const place = twin.places.list[index]!;
    twin.places.do(index, "down");
    twin.agenda.cancel(place.stepEnd);
    twin.agenda.cancel(place.death);
    const router = twin.places.routers[place.pool]!;
    router.setUp(place.local, false);
    router.changed(place.local, -place.replica.held);
    twin.hit("failure");
    // Prompts that it has computed and that have not arrived elsewhere are lost with it.
    for (const request of twin.travels.sentBy(index)) {
      twin.hit("failureDuringTransfer");
      twin.travels.forget(request);
      if (request.replica === index) continue;
      const at = twin.places.list[request.replica]!;
      const held = request.state !== "waiting";
      twin.travels.abandon(request);
      at.replica.take(request);
      if (held) at.replica.memory.release(request);
      twin.places.changed(at, -1);
      twin.ledger.waste(request, "lost");
      twin.wake(request.replica);
      twin.attemptFailed(request);
    }
    for (const request of place.replica.fail()) {
      if (request.left === 0 && request.emitted > 0 && request.state === "running") {
        twin.madeSteps(request);
      }
      twin.ledger.waste(request, "lost");
      twin.attemptFailed(request);
    }
    place.replica.memory.clear();
  }

  #reload(index: number): void {
    const twin = this.#twin;
    const place = twin.places.list[index]!;
    const isPowered = (): boolean => place.local < this.#powered[place.pool]!;
    if (place.doing !== "down" || place.inRepair || !isPowered()) return;
    twin.places.do(index, "restart");
    twin.agenda.at(twin.agenda.nowS + twin.fleet.faults.reloadS, rank.REPLICA_RETURNED, () => {
      twin.places.do(index, isPowered() ? "idle" : "down");
      if (!twin.places.isUp(index)) return;
      twin.places.routers[place.pool]!.setUp(place.local, true);
      this.#liveOn(index);
    });
  }

  #capChanged(capWatts: number): void {
    const twin = this.#twin;
    const watts = twin.pools.map(
      (pool, at) => pool.replicas * twin.shapes[at]!.chips * pool.chip.busyWatts,
    );
    const all = watts.reduce((sum, one) => sum + one, 0);
    for (const [at, pool] of twin.pools.entries()) {
      const own = twin.pools.length === 1 ? capWatts : (capWatts * watts[at]!) / all;
      const { chips } = twin.shapes[at]!;
      const capped = underCap(own, pool.replicas, chips, pool.chip, twin.fleet.power.pue);
      if (capped.stretch > 1) twin.hit("cap");
      this.#stretches[at] = capped.stretch;
      this.#powered[at] = capped.replicas;
      for (const [index, place] of twin.places.list.entries()) {
        if (place.pool !== at) continue;
        if (place.local >= capped.replicas && twin.places.isUp(index)) this.#goDown(index);
        else if (place.local < capped.replicas) this.#reload(index);
      }
    }
  }
}
