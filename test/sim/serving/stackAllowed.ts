import type { PoolPlan } from "../../../sim/plan.ts";

/** What scenarios may contain: a comparison leaves out what its reference does not know. */
export interface Allowed {
  readonly flows: readonly ("direct" | "disaggregated" | "encoded" | "cascade")[];
  readonly arrivals: readonly ("open" | "closedLoop" | "sessions" | "sessionReplay" | "prefixes")[];
  readonly cache: boolean;
  readonly tiers: boolean;
  readonly speculation: boolean;
  readonly scaling: boolean;
  readonly classes: boolean;
  readonly door: boolean;
  readonly routers: readonly PoolPlan["router"][];
  readonly policies: readonly ("mixed" | "prefillFirst" | "decodeFirst")[];
  readonly queues: readonly ("fcfs" | "priority" | "fair")[];
  readonly swap: boolean;
  readonly faults: boolean;
  /** Fine-tuned variants; only at one pool without caches and swapping. */
  readonly variants: boolean;
  /** Most levers are on in most scenarios. */
  readonly often: boolean;
  /** Little memory and slow networks: queues for both, and failures meanwhile. */
  readonly tight: boolean;
}

export const EVERYTHING: Allowed = {
  flows: ["direct", "disaggregated", "encoded", "cascade"],
  arrivals: ["open", "closedLoop", "sessions", "sessionReplay", "prefixes"],
  cache: true,
  tiers: true,
  speculation: true,
  scaling: true,
  classes: true,
  door: true,
  routers: [
    "roundRobin",
    "leastOutstanding",
    "leastKv",
    "powerOfTwo",
    "prefixAffinity",
    "sessionAffinity",
    "weighted",
  ],
  policies: ["mixed", "prefillFirst", "decodeFirst"],
  queues: ["fcfs", "priority", "fair"],
  swap: true,
  faults: true,
  variants: false,
  often: false,
  tight: false,
};

/** All that the twin knows: everything but scaling. */
export const COMPARED: Allowed = { ...EVERYTHING, scaling: false };

/** Requests of several classes and their rights at one pool. */
export const DOOR_AND_CLASSES: Allowed = {
  ...COMPARED,
  flows: ["direct"],
  arrivals: ["open", "closedLoop"],
  cache: false,
};

/** Sessions and prefix caches at one pool. */
export const SESSIONS_AND_CACHES: Allowed = {
  ...COMPARED,
  flows: ["direct"],
  arrivals: ["sessions", "sessionReplay", "prefixes"],
  classes: false,
  door: false,
};

/** Requests that pass several pools. */
export const FLOWS: Allowed = { ...COMPARED, arrivals: ["open", "prefixes"] };

/** Fine-tuned variants of one pool's model, in clusters or as adapters. */
export const VARIANTS: Allowed = {
  ...COMPARED,
  flows: ["direct"],
  cache: false,
  tiers: false,
  swap: false,
  variants: true,
  arrivals: ["open", "closedLoop", "sessions"],
  routers: ["roundRobin", "leastOutstanding", "leastKv", "powerOfTwo", "sessionAffinity"],
};
