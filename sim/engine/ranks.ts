/**
 * Order of events at the very same instant: the lower rank comes first. Two events whose order
 * matters never share a rank; equal ranks keep the order in which they were scheduled.
 */

/** A cap, tariff or other outside signal changes before anything that reads it at that instant. */
export const SIGNAL_CHANGED = 10;
/** A replica that fails at the end of its step loses that step: the pessimistic reading. */
export const REPLICA_FAILED = 20;
/** Repair ends after failures, so that a failure at the same instant cannot hit a whole replica. */
export const REPLICA_REPAIRED = 30;
/** A replica rejoins before steps finish and requests come, so that they may be routed to it. */
export const REPLICA_RETURNED = 40;
/** A finished step frees its places before a request of the same instant looks for one. */
export const STEP_FINISHED = 50;
/** A retry has waited longer than a new arrival of the same instant. */
export const REQUEST_RETRIED = 60;
/** An arrival at the instant a step ends comes after it and joins the next step but one started. */
export const REQUEST_ARRIVED = 70;
/** What happens at the end of the warm-up still belongs to the warm-up. */
export const MEASURING_STARTED = 90;
/** A sample of a time series sees everything that happened up to and at its instant. */
export const SERIES_SAMPLED = 95;
/** Everything due at the end of the window has happened when the counters are read. */
export const WINDOW_ENDED = 100;
