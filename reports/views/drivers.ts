import type { Comparison, TornadoBar } from "../../sim/comparison.ts";

/** Whose input it is; null where all members share it, so that nobody need be named. */
export function ownersOf({ results }: Comparison, { strategy }: TornadoBar): string | null {
  const everyone = results.map((result) => result.strategy.name).join(OWNER_MARK);
  return results.length > 1 && strategy === everyone ? null : strategy;
}

/** What stands between the owners of an input that they share. */
const OWNER_MARK = " + ";
