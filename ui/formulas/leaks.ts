/**
 * Where purchased compute goes that no customer pays for: chip time by state, attribution in
 * dollars, FLOPs, joules and tokens, waterfalls in a fixed order and by Shapley, lost hours.
 */

/** Dollars, FLOPs, joules and tokens by state of chip time. Source: identity; parts sum up. */
export * as attribution from "../../sim/leaks/attribution.ts";
/** Chip-seconds by state and cause. Source: identity; states sum to chips times time. */
export * as chipTime from "../../sim/leaks/chipTime.ts";
/** Engineer-hours lost to tools. Source: counted events of the months. */
export * as toil from "../../sim/leaks/toil.ts";
/** Leaks in a fixed order and by all orders. Source: Shapley 1953. */
export * as waterfall from "../../sim/leaks/waterfall.ts";
