import {
  NODE,
  ORDINAL,
  SERVICE,
  SESSION,
  TAGS,
  VARIANT,
} from "../../../sim/serving/requestTags.ts";
import type { TagTable } from "../../../sim/serving/routing/router.ts";
import type { RequestClasses } from "../../../sim/workload/classes.ts";
import type { RequestVariants } from "../../../sim/workload/variants.ts";
import type { Agenda } from "./agenda.ts";
import type { StackRequest } from "./stackRequest.ts";

/** What a source says of a request. */
interface Sourced {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  readonly node: number;
  readonly ordinal: number;
}

/** Makes requests and numbers them. */
export class StackRequests {
  /** What routers look at. */
  readonly table: TagTable & { tags: Int32Array } = { tags: new Int32Array(TAGS * 4096) };
  readonly #agenda: Agenda;
  readonly #classes: number;
  readonly #services: number;
  readonly #mainClasses: RequestClasses;
  readonly #variants: RequestVariants | null;
  #slots = 0;
  readonly #freeSlots: number[] = [];

  constructor(
    agenda: Agenda,
    classes: number,
    services: number,
    mainClasses: RequestClasses,
    variants: RequestVariants | null,
  ) {
    this.#variants = variants;
    this.#agenda = agenda;
    this.#classes = classes;
    this.#services = services;
    this.#mainClasses = mainClasses;
  }

  make(service: number, session: number, client: number, of: Sourced, task: number): StackRequest {
    // Numbers are used again, the last one first: who finishes in the same step goes by number.
    const slot = this.#freeSlots.pop() ?? this.#slots++;
    const known = this.table.tags;
    if ((slot + 1) * TAGS > known.length) {
      this.table.tags = new Int32Array(2 * known.length);
      this.table.tags.set(known);
    }
    const extraAt = this.#classes - (this.#services - 1);
    const global = session < 0 ? -1 : session * this.#services + service;
    const { tags } = this.table;
    tags[slot * TAGS + ORDINAL] = of.ordinal;
    tags[slot * TAGS + SERVICE] = service;
    tags[slot * TAGS + SESSION] = global;
    tags[slot * TAGS + NODE] = of.node;
    const variant = this.#variants?.variantOf(service, task) ?? 0;
    tags[slot * TAGS + VARIANT] = variant;
    return {
      slot,
      ordinal: of.ordinal,
      service,
      session: global,
      client,
      node: of.node,
      classIndex: service === 0 ? this.#mainClasses.classOf(task) : extraAt + service - 1,
      variant,
      arrivalS: this.#agenda.nowS,
      input: of.inputTokens,
      output: of.outputTokens,
      cached: of.cachedTokens,
      original: undefined,
      tries: 1,
      emitted: 0,
      left: 0,
      own: 0,
      shared: 0,
      locked: -1,
      pace: 1,
      stepsLeft: 0,
      stepsMade: 0,
      firstTokenS: Number.NaN,
      lastTokenS: Number.NaN,
      pool: 0,
      replica: -1,
      stage: 0,
      state: "away",
      source: "nowhere",
      place: -1,
      transfer: -1,
      transferSinceS: 0,
    };
  }

  free({ slot }: StackRequest): void {
    this.#freeSlots.push(slot);
  }
}
