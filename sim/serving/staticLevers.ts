import { PlainMemory } from "./memory/plainMemory.ts";
import type { SequenceMemory } from "./memory/sequenceMemory.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";

/**
 * Refuses what a static batch cannot have.
 *
 * @throws RangeError when the pool decodes speculatively, hands prompts over or has a prefix cache
 */
export function refuseLevers(world: ReplicaWorld, memory: SequenceMemory): void {
  const refused = [
    world.pace === null ? null : "speculative decoding",
    world.handsOver ? "a pool that only computes prompts" : null,
    memory instanceof PlainMemory ? null : "a prefix cache",
  ].find((lever) => lever !== null);
  if (refused === undefined) return;
  throw new RangeError(`static batching with ${refused}; expected another engine policy`);
}
