import type { DraftCounts } from "../physical.ts";
import { normalQuantile } from "../random/normal.ts";
import type { KeyedUniform, Streams } from "../random/streams.ts";
import type { SpeculationPlan } from "../stackPlan.ts";
import { iterationsFor } from "../timing/speculation.ts";
import type { PaceLaw } from "./replicaWorld.ts";
import { EMITTED_TOKENS, type RequestPool, ROW } from "./requestPool.ts";
import { ORDINAL, TAGS } from "./requestTags.ts";

// Draws of one request: how predictable it is; then one per join, named by the tokens it had.
const ACCEPTANCE = 0;
const STEPS = 1;

/** How many steps an answer takes when drafts are accepted with a probability of its own. */
export class SpeculativePace implements PaceLaw {
  readonly #plan: SpeculationPlan;
  readonly #requests: RequestPool;
  readonly #draw: KeyedUniform;
  #drafted = 0;
  #accepted = 0;

  constructor(plan: SpeculationPlan, requests: RequestPool, streams: Streams, pool: number) {
    this.#plan = plan;
    this.#requests = requests;
    this.#draw = streams.keyed(`speculation/pool-${pool}`);
  }

  steps(slot: number, tokens: number): number {
    const { acceptance, draftTokens } = this.#plan;
    const ordinal = this.#requests.tags[slot * TAGS + ORDINAL]!;
    const emitted = this.#requests.rows[slot * ROW + EMITTED_TOKENS]!;
    const spread = acceptance.high - acceptance.low;
    const accepted = acceptance.low + spread * this.#draw(ordinal, ACCEPTANCE);
    const z = normalQuantile(this.#draw(ordinal, STEPS + emitted));
    return iterationsFor(tokens, accepted, draftTokens, z);
  }

  /** A sequence has made `steps` steps and gained `tokens` in them. */
  made(steps: number, tokens: number): void {
    this.#drafted += steps * this.#plan.draftTokens;
    this.#accepted += tokens - steps;
  }

  startMeasuring(): void {
    this.#drafted = 0;
    this.#accepted = 0;
  }

  counts(): DraftCounts {
    return { drafted: this.#drafted, accepted: this.#accepted };
  }
}
