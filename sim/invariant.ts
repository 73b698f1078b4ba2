/** The program is wrong: two sides that must agree do not. Never caught inside `sim/`. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/**
 * Throws when a law of the simulated world is broken.
 *
 * @param holds the law
 * @param message thing, got, expected; a function, so that a law that holds costs no string
 * @throws InvariantError
 */
export function invariant(holds: boolean, message: () => string): asserts holds {
  if (!holds) throw new InvariantError(message());
}
