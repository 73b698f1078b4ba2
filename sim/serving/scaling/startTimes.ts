import { constant, type Distribution, lognormal } from "../../random/distributions.ts";
import { mixture } from "../../random/mixture.ts";
import type { KeyedUniform } from "../../random/streams.ts";
import type { LognormalPart, ScalingLawPlan } from "../../stackPlan.ts";

/** How long a replica takes to start: until its machine has booted, then to load the model. */
export class StartTimes {
  readonly #provision: Distribution;
  readonly #load: Distribution;
  readonly #draw: KeyedUniform;

  /** @param draw a cause of its own: `streams.keyed("starts/pool-0")` */
  constructor({ provision, load }: Pick<ScalingLawPlan, "provision" | "load">, draw: KeyedUniform) {
    this.#provision = mixtureOf(provision);
    this.#load = mixtureOf(load);
    this.#draw = draw;
  }

  /** Seconds from the order to the boot; `start` counts the starts of the replica. */
  provisionS(replica: number, start: number): number {
    return this.#provision.quantile(this.#draw(replica, 2 * start));
  }

  /** Seconds from the boot to the first request it can take. */
  loadS(replica: number, start: number): number {
    return this.#load.quantile(this.#draw(replica, 2 * start + 1));
  }
}

/** No parts = no time at all; a sigma of 0 = always the same time. */
export function mixtureOf(parts: readonly LognormalPart[]): Distribution {
  if (parts.length === 0) return constant(0);
  return mixture(
    parts.map(({ weight, mu, sigma }) => ({
      weight,
      distribution: sigma === 0 ? constant(Math.exp(mu)) : lognormal(mu, sigma),
    })),
  );
}
