/**
 * What a request carries besides its numbers, as whole numbers beside its row in the `RequestPool`:
 * `tags[slot * TAGS + COLUMN]`. A plain fleet neither writes nor reads them.
 */
export const TAGS = 16;

/** Class of users (place in the plan) and service (0 = the main one). */
export const CLASS = 0;
export const SERVICE = 1;
/** Session that the request is a turn of, and the prefix node its prompt ends at; -1 = none. */
export const SESSION = 2;
export const NODE = 3;
/** Where it is: pool, replica (numbered through all pools) and station of its flow. */
export const POOL = 4;
export const REPLICA = 5;
export const STAGE = 6;
/** KV blocks at its beginning that the prefix cache owns, and the cache node it keeps locked (-1). */
export const SHARED = 7;
export const LOCKED = 8;
/** What it is doing at its replica: one of the states below. */
export const STATE = 9;
/** Number of its arrival within its service: names its keyed draws. */
export const ORDINAL = 10;
/** Transfer under way for it (-1 = none), and where its KV cache is to come from: see below. */
export const TRANSFER = 11;
export const SOURCE = 12;
/** Replica or tier that holds what it waits for. */
export const SOURCE_PLACE = 13;
/** Fine-tuned variant that it asks for, 0 the most popular. */
export const VARIANT = 14;
/** Client of a closed loop that sent it; -1 = none. */
export const CLIENT = 15;

// States: what a request is doing at its replica.
export const IS_WAITING = 0;
/** Its blocks are on the way, or have come. */
export const IS_LOADING = 1;
export const IS_READY = 2;
export const IS_RUNNING = 3;
/** Its client has gone; it leaves at the end of the step under way. */
export const IS_CANCELLED = 4;
/** It gets no answer, for good. */
export const IS_FAILED = 5;

// Sources of KV blocks.
export const FROM_NOWHERE = 0;
/** A tier of the prefix cache, the replica that computed the prompt, or host memory after a swap. */
export const FROM_TIER = 1;
export const FROM_REPLICA = 2;
export const FROM_SWAP = 3;
