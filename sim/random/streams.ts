import alea from "seedrandom/lib/alea.js";
import { threefry2x32 } from "./threefry.ts";

/** One draw, uniform in (0, 1): never 0 and never 1, so that every inversion is finite. */
export type UniformSource = () => number;

/** Draw `k` of one entity, uniform in (0, 1); k and entity are whole numbers 0..2^32-1. */
export type KeyedUniform = (entity: number, k: number) => number;

/** Half a coarse step: draws lie in the middle of theirs, never at 0 or 1. */
const COARSE_HALF = 2 ** -33;
/** Half the finest step of a 53-bit uniform stands in for a draw of exactly 0. */
const LEAST = 2 ** -54;

/**
 * Named random streams of one replication: `new Streams("seed/rep-0").stream("arrivals/chat")`.
 * A stream depends on its path alone, so that a new stream leaves the old draws untouched.
 */
export class Streams {
  readonly #seedPath: string;
  readonly #taken = new Set<string>();

  /** @param seedPath `<seed>/rep-<i>` */
  constructor(seedPath: string) {
    if (seedPath === "") throw new RangeError("empty seed path; expected <seed>/rep-<i>");
    this.#seedPath = seedPath;
  }

  /**
   * The stream of one cause and entity, from its start.
   *
   * @param name `<cause>/<entity>`
   * @throws RangeError when the name was asked for before: two owners would draw the same numbers
   */
  stream(name: string): UniformSource {
    this.#take(name);
    return uniformSource(`${this.#seedPath}/${name}`);
  }

  /**
   * As `stream`, in steps of 2^-32 at half the cost: for draws that come with every request and
   * whose far tails do not matter (a gap of at most 22 means, a length inside its table).
   */
  coarse(name: string): UniformSource {
    this.#take(name);
    const generator = alea(`${this.#seedPath}/${name}`);
    return () => generator() + COARSE_HALF;
  }

  /** Draws for very many entities of one cause, without a generator for each. */
  keyed(cause: string): KeyedUniform {
    this.#take(cause);
    return keyedSource(this.#seedPath, cause);
  }

  #take(name: string): void {
    if (name === "") throw new RangeError("empty stream name; expected <cause>/<entity>");
    if (this.#taken.has(name)) {
      throw new RangeError(`stream "${name}" asked for twice; a stream has one owner`);
    }
    this.#taken.add(name);
  }
}

/** A stream by its whole path: 53-bit uniforms from the generator "alea". */
export function uniformSource(path: string): UniformSource {
  const generator = alea(path);
  return () => {
    const u = generator.double();
    return u > 0 ? u : LEAST;
  };
}

/** Counter-based draws: the path gives the key, (entity, k) the counter of Threefry-2x32-20. */
export function keyedSource(seedPath: string, cause: string): KeyedUniform {
  const keys = alea(`${seedPath}/${cause}`);
  const key0 = keys.int32();
  const key1 = keys.int32();
  const words = new Uint32Array(2);
  return (entity, k) => {
    if (entity >>> 0 !== entity || k >>> 0 !== k) {
      throw new RangeError(`draw ${k} of entity ${entity}; expected whole numbers 0..2^32-1`);
    }
    threefry2x32(key0, key1, entity, k, words);
    const u = words[0]! * 2 ** -32 + (words[1]! >>> 11) * 2 ** -53;
    return u > 0 ? u : LEAST;
  };
}

/** One counter-based draw; where there are many of one cause, keep a `keyedSource`. */
export function keyedUniform(seedPath: string, cause: string, entity: number, k: number): number {
  return keyedSource(seedPath, cause)(entity, k);
}
