import { setFlagsFromString } from "node:v8";

/**
 * Lets the compiler inline more of the engine's many small functions: about a tenth more requests
 * per second. Results do not depend on it. Call before the engine is loaded; it is the program's
 * choice for its own process, so the library's door leaves it alone.
 */
export function inlineMore(): void {
  setFlagsFromString("--max-inlined-bytecode-size=1000");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=4000");
}
