import type { TaggedSource } from "./requestSource.ts";

/** Requests of several services as one, in order of arrival; of two at once the first service's. */
export class MergedSource implements TaggedSource {
  arrivalS = 0;
  inputTokens = 0;
  outputTokens = 0;
  cachedTokens = 0;
  session = -1;
  node = -1;
  ordinal = -1;
  /** Service that the current request is of. */
  service = -1;
  readonly #sources: readonly TaggedSource[];
  readonly #services: readonly number[];
  /** Arrival of each source's request that is next, seconds. */
  readonly #nextS: Float64Array;

  /** @param services number of the service of each source, rising */
  constructor(sources: readonly TaggedSource[], services: readonly number[]) {
    if (sources.length !== services.length) {
      throw new RangeError(`${sources.length} sources of ${services.length} services`);
    }
    this.#sources = sources;
    this.#services = services;
    this.#nextS = Float64Array.from(sources, nextArrivalS);
  }

  advance(): boolean {
    const nextS = this.#nextS;
    let first = 0;
    for (let i = 1; i < nextS.length; i++) if (nextS[i]! < nextS[first]!) first = i;
    if (!(nextS[first]! < Infinity)) return false;
    const source = this.#sources[first]!;
    this.arrivalS = source.arrivalS;
    this.inputTokens = source.inputTokens;
    this.outputTokens = source.outputTokens;
    this.cachedTokens = source.cachedTokens;
    this.session = source.session;
    this.node = source.node;
    this.ordinal = source.ordinal;
    this.service = this.#services[first]!;
    nextS[first] = nextArrivalS(source);
    return true;
  }
}

function nextArrivalS(source: TaggedSource): number {
  return source.advance() ? source.arrivalS : Infinity;
}
