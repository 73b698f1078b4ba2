/** Kinds of events of the world; the entity is what the comment says. */

/** A client of a closed loop sends its next request: the client. */
export const ARRIVAL = 0;
/** A client tries again: the request's slot. */
export const RETRY = 1;
/** A replica fails, is repaired, has reloaded: the replica. */
export const FAILURE = 2;
export const REPAIR = 3;
export const RETURN = 4;
/** The power cap changes: its place in the plan. */
export const CAP = 5;
/** The measured part begins. */
export const MEASURE = 6;
/** A bin of the time series ends: its number. */
export const SAMPLE = 7;
/** The next request of a service comes: the service. */
export const SERVICE_ARRIVAL = 8;
/** The next session of a service begins: the service. */
export const SESSION_BEGIN = 9;
/** The next turn of a session comes: the session. */
export const SESSION_TURN = 10;
/** A client's patience ends: the request's slot. */
export const PATIENCE = 11;
/** A transfer of KV blocks arrives. */
export const TRANSFER_DONE = 12;
/** A scaler decides, a replica that it ordered has started: the pool, the replica. */
export const SCALE = 13;
export const STARTED = 14;
/** An answer comes from the response cache: the request's slot. */
export const CACHED_ANSWER = 15;
/** An adapter of a variant has come: replica x variants + variant. */
export const ADAPTER_LOADED = 16;
/** A machine of a replica is to be taken back: the replica. */
export const NOTICE = 17;
