import {
  REPLICA_FAILED,
  REPLICA_REPAIRED,
  REPLICA_RETURNED,
  SIGNAL_CHANGED,
} from "../engine/ranks.ts";
import type { Simulation } from "../engine/simulation.ts";
import { underCap } from "../facility/powerCap.ts";
import type { ReplicaFaults } from "../faults/replicaFailures.ts";
import type { Incident } from "../physical.ts";
import type { FleetPlan } from "../plan.ts";
import type { ChipAccounts } from "../serving/chipAccounts.ts";
import type { ServingLog } from "../serving/servingLog.ts";
import { CAP, FAILURE, NOTICE, REPAIR, RETURN } from "./events.ts";
import type { FleetPool } from "./fleetPool.ts";

/** Incidents kept for drawing; counts go on beyond. */
const MOST_INCIDENTS = 1000;

/** When a replica that is not up began to be repaired or to reload; NaN when it does not. */
interface Outage {
  downSinceS: number;
  restartSinceS: number;
}

/** What outages need from the world. */
export interface OutageSurroundings {
  readonly simulation: Simulation;
  readonly log: ServingLog;
  readonly pools: readonly FleetPool[];
  readonly faults: ReplicaFaults;
  /** The client of a lost request got an error. */
  attemptFailed(slot: number): void;
  /** A replica serves again. */
  returned(replica: number): void;
  /** A replica has died: what was on its way from or to it is lost. */
  died(replica: number): void;
}

/** Replicas fail, are repaired, reload and return; a power cap switches them off and stretches steps. */
export class Outages {
  readonly incidents: Incident[] = [];
  readonly #around: OutageSurroundings;
  readonly #simulation: Simulation;
  readonly #fleet: FleetPlan;
  readonly #outages: Outage[] = [];
  readonly #poolOf: FleetPool[] = [];
  /** Replicas of each pool that the power cap lets run: those with a lower number. */
  readonly #powered: number[];
  /** Replicas that failed and are being repaired, powered or not. */
  readonly #underRepair = new Set<number>();
  /** The pending failure of each replica. */
  readonly #lives: number[] = [];
  /** The pending end of each replica's machine: its notice, then its being taken back. */
  readonly #notices: number[] = [];
  /** Replicas that have had notice: they finish what they can. */
  readonly #noticed = new Set<number>();

  constructor(fleet: FleetPlan, around: OutageSurroundings) {
    this.#fleet = fleet;
    this.#around = around;
    this.#simulation = around.simulation;
    this.#powered = around.pools.map((pool) => pool.replicas.length);
    for (const pool of around.pools) {
      for (const _ of pool.replicas) {
        this.#outages.push({ downSinceS: Number.NaN, restartSinceS: Number.NaN });
        this.#poolOf.push(pool);
      }
    }
    const simulation = around.simulation;
    simulation.on(FAILURE, "replicaFailed", (index) => this.#replicaFailed(index));
    simulation.on(REPAIR, "replicaRepaired", (index) => this.#replicaRepaired(index));
    simulation.on(RETURN, "replicaReturned", (index) => this.#replicaReturned(index));
    simulation.on(NOTICE, "replicaNoticed", (index) => this.#noticeCame(index));
    simulation.on(CAP, "powerCapChanged", (index) => this.#powerCapChanged(index));
  }

  /** Files the first failures, those that are forced, and the changes of the power cap. */
  schedule(): void {
    const { faults, power } = this.#fleet;
    for (const [index, cap] of power.caps.entries()) {
      this.#simulation.at(cap.fromS, SIGNAL_CHANGED, CAP, index);
    }
    for (const index of this.#outages.keys()) this.livesOn(index);
    for (const { atS, replica } of faults.forced) {
      this.#simulation.at(atS, REPLICA_FAILED, FAILURE, replica);
    }
  }

  /** Adds the down and restart time that is under way to a copy of a pool's accounts. */
  settle(replica: number, into: ChipAccounts): void {
    const nowS = this.#simulation.nowS;
    const outage = this.#outages[replica]!;
    if (!Number.isNaN(outage.downSinceS)) into.downS += nowS - outage.downSinceS;
    if (!Number.isNaN(outage.restartSinceS)) into.restartS += nowS - outage.restartSinceS;
  }

  /** A replica that serves from now on gets a life. */
  livesOn(index: number): void {
    const untilS = this.#around.faults.untilInterruptedS(index);
    if (untilS !== Infinity) {
      this.#notices[index] = this.#simulation.after(untilS, REPLICA_FAILED, NOTICE, index);
    }
    const lifeS = this.#around.faults.lifeS(index);
    if (lifeS === Infinity) return;
    this.#lives[index] = this.#simulation.after(lifeS, REPLICA_FAILED, FAILURE, index);
  }

  /** A replica that is switched off does not fail. */
  cannotFail(index: number): void {
    const life = this.#lives[index];
    if (life !== undefined) this.#simulation.cancel(life);
    const notice = this.#notices[index];
    if (notice !== undefined) this.#simulation.cancel(notice);
    this.#noticed.delete(index);
  }

  /** First a warning: no new requests; then the machine goes, with what is left on it. */
  #noticeCame(index: number): void {
    if (!this.#replicaOf(index).isUp) return;
    const { interruptions } = this.#fleet.faults;
    if (interruptions === undefined) return;
    const { noticeS } = interruptions;
    if (noticeS > 0 && !this.#noticed.has(index)) {
      const pool = this.#poolOf[index]!;
      // The last one goes on: a request that may be lost is better than one that is turned away.
      const others = pool.replicas.some((other, local) => {
        const at = pool.first + local;
        return at !== index && other.isUp && !this.#noticed.has(at);
      });
      if (others) pool.router.setUp(index - pool.first, false);
      this.#noticed.add(index);
      this.#notices[index] = this.#simulation.after(noticeS, REPLICA_FAILED, NOTICE, index);
      return;
    }
    const held = this.#goDown(index);
    this.#underRepair.add(index);
    const awayS = this.#around.faults.awayS(index);
    this.#simulation.after(awayS, REPLICA_REPAIRED, REPAIR, index);
    this.#record("replicaInterrupted", index, held);
  }

  #replicaOf(index: number) {
    const pool = this.#poolOf[index]!;
    return pool.replicas[index - pool.first]!;
  }

  #replicaFailed(index: number): void {
    if (!this.#replicaOf(index).isUp) return;
    const held = this.#goDown(index);
    this.#underRepair.add(index);
    this.#simulation.after(this.#around.faults.repairS(index), REPLICA_REPAIRED, REPAIR, index);
    this.#record("replicaFailed", index, held);
  }

  /** Takes a replica out of service; its requests are lost to their clients. Returns how many. */
  #goDown(index: number): number {
    const replica = this.#replicaOf(index);
    const pool = this.#poolOf[index]!;
    const { router, first } = pool;
    const held = replica.held;
    router.setUp(index - first, false);
    router.changed(index - first, -held);
    this.#around.died(index);
    replica.fail((slot) => this.#around.attemptFailed(slot));
    this.#around.log.down.add(1);
    this.#outages[index]!.downSinceS = this.#simulation.nowS;
    // A replica switched off does not fail; one that failed has had its event.
    this.cannotFail(index);
    return held;
  }

  #replicaRepaired(index: number): void {
    this.#record("replicaRepaired", index, 0);
    this.#underRepair.delete(index);
    // A replica that the power cap has switched off waits for power.
    if (this.#isPowered(index)) this.#reload(index);
  }

  #reload(index: number): void {
    const nowS = this.#simulation.nowS;
    const outage = this.#outages[index]!;
    this.#poolOf[index]!.accounts.downS += nowS - outage.downSinceS;
    outage.downSinceS = Number.NaN;
    outage.restartSinceS = nowS;
    this.#simulation.after(this.#fleet.faults.reloadS, REPLICA_RETURNED, RETURN, index);
  }

  #replicaReturned(index: number): void {
    const nowS = this.#simulation.nowS;
    const outage = this.#outages[index]!;
    const pool = this.#poolOf[index]!;
    pool.accounts.restartS += nowS - outage.restartSinceS;
    outage.restartSinceS = Number.NaN;
    if (!this.#isPowered(index)) {
      outage.downSinceS = nowS;
      return;
    }
    this.#replicaOf(index).restore();
    this.#around.log.down.add(-1);
    pool.router.setUp(index - pool.first, true);
    this.livesOn(index);
    this.#around.returned(index);
    this.#record("replicaReturned", index, 0);
  }

  #isPowered(index: number): boolean {
    const pool = this.#poolOf[index]!;
    return index - pool.first < this.#powered[pool.index]!;
  }

  #powerCapChanged(index: number): void {
    const { power } = this.#fleet;
    const capWatts = power.caps[index]!.capWatts;
    const pools = this.#around.pools;
    const peakWatts = pools.map((pool) => pool.chips * pool.plan.chip.busyWatts);
    const allWatts = peakWatts.reduce((sum, watts) => sum + watts, 0);
    let lost = 0;
    for (const [place, pool] of pools.entries()) {
      // Every pool gets the share of the cap that it has of the peak power.
      const ownWatts =
        pools.length === 1 || capWatts === Infinity
          ? capWatts
          : (capWatts * peakWatts[place]!) / allWatts;
      lost += this.#capPool(pool, ownWatts);
    }
    this.#record("powerCapChanged", -1, lost);
  }

  /** Returns the requests lost on replicas that are switched off. */
  #capPool(pool: FleetPool, capWatts: number): number {
    const { replicas, first, plan, shape } = pool;
    const { pue } = this.#fleet.power;
    const capped = underCap(capWatts, replicas.length, shape.chips, plan.chip, pue);
    const before = this.#powered[pool.index]!;
    this.#powered[pool.index] = capped.replicas;
    let lost = 0;
    for (let off = first + capped.replicas; off < first + before; off++) {
      if (this.#replicaOf(off).isUp) lost += this.#goDown(off);
    }
    for (let on = first + before; on < first + capped.replicas; on++) {
      // One that failed too comes back when it is repaired, one that reloads is on its way.
      const isOff = !Number.isNaN(this.#outages[on]!.downSinceS);
      if (isOff && !this.#underRepair.has(on)) this.#reload(on);
    }
    for (const replica of replicas) replica.setStretch(capped.stretch);
    return lost;
  }

  #record(kind: Incident["kind"], replica: number, requestsLost: number): void {
    if (this.incidents.length >= MOST_INCIDENTS) return;
    this.incidents.push({ atS: this.#simulation.nowS, kind, replica, requestsLost });
  }
}
