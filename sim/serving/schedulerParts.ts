import type { EnginePlan } from "../plan.ts";
import type { DecodingBatch } from "./decodingBatch.ts";
import type { Jump } from "./jump.ts";
import type { SequenceMemory } from "./memory/sequenceMemory.ts";
import type { ReplicaBooks } from "./replicaBooks.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";

/** The parts of a replica that its scheduler works on. */
export interface SchedulerParts {
  readonly index: number;
  readonly engine: EnginePlan;
  /** Blocks of a sequence besides those of its tokens. */
  readonly stateBlocks: number;
  readonly world: ReplicaWorld;
  readonly memory: SequenceMemory;
  readonly jump: Jump;
  readonly books: ReplicaBooks;
  readonly decoding: DecodingBatch;
}
