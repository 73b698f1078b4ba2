import type { FaultPlan, InterruptionPlan } from "../plan.ts";
import { normalQuantile } from "../random/normal.ts";
import type { Streams, UniformSource } from "../random/streams.ts";

/** Machines that a replica stands on; any of them takes it down. */
export function machinesOf(chips: number, { chipsPerMachine }: InterruptionPlan): number {
  return Math.ceil(chips / chipsPerMachine);
}

/** When replicas die, how long repairs take, and when collectives stall: one stream per entity. */
export class ReplicaFaults {
  readonly #plan: FaultPlan;
  readonly #chips: number;
  readonly #streams: Streams;
  readonly #lives = new Map<number, UniformSource>();
  readonly #repairs = new Map<number, UniformSource>();
  readonly #stalls = new Map<number, UniformSource>();
  readonly #interruptions = new Map<number, UniformSource>();
  readonly #aways = new Map<number, UniformSource>();

  /** @param chips chips of one replica: any of them takes it down */
  constructor(plan: FaultPlan, chips: number, streams: Streams) {
    this.#plan = plan;
    this.#chips = chips;
    this.#streams = streams;
  }

  /** Seconds until the replica fails, exponential; Infinity when failures are off. */
  lifeS(replica: number): number {
    const ratePerS = this.#plan.failuresPerChipS * this.#chips;
    if (ratePerS === 0) return Infinity;
    return -Math.log(this.#draw(this.#lives, "failure", replica)) / ratePerS;
  }

  /** Seconds until a machine of the replica is taken back, exponential; Infinity where none is. */
  untilInterruptedS(replica: number): number {
    const { interruptions } = this.#plan;
    if (interruptions === undefined || interruptions.perMachineS === 0) return Infinity;
    const ratePerS = interruptions.perMachineS * machinesOf(this.#chips, interruptions);
    return -Math.log(this.#draw(this.#interruptions, "interruption", replica)) / ratePerS;
  }

  /** Seconds until another machine is found, lognormal. */
  awayS(replica: number): number {
    const { awayMedianS, awaySigma } = this.#plan.interruptions ?? { awayMedianS: 0, awaySigma: 0 };
    const z = normalQuantile(this.#draw(this.#aways, "away", replica));
    return awayMedianS * Math.exp(awaySigma * z);
  }

  /** Seconds of repair, lognormal. */
  repairS(replica: number): number {
    const z = normalQuantile(this.#draw(this.#repairs, "repair", replica));
    return this.#plan.repairMedianS * Math.exp(this.#plan.repairSigma * z);
  }

  /** Steps until the next stalled collective, geometric, >= 1; Infinity without collectives. */
  stepsToStall(replica: number): number {
    const p = this.#plan.stallProbability;
    if (p === 0 || this.#chips === 1) return Infinity;
    if (p === 1) return 1;
    const u = this.#draw(this.#stalls, "stall", replica);
    return 1 + Math.floor(Math.log(u) / Math.log1p(-p));
  }

  #draw(sources: Map<number, UniformSource>, cause: string, replica: number): number {
    let source = sources.get(replica);
    if (source === undefined) {
      source = this.#streams.stream(`${cause}/replica-${replica}`);
      sources.set(replica, source);
    }
    return source();
  }
}
