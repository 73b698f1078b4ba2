import type { Plan } from "../plan.ts";

/** What a window does not begin with: blocks in a cache, and sessions that are under way. */

/** Share of a window that is warm-up where it begins without them. */
const WARMUP_SHARE = 1 / 2;

/** Whether its requests come in sessions, which outlast many requests. */
export function inSessions({ demand }: Plan): boolean {
  const all = [demand, ...(demand.services ?? [])];
  return all.some(({ arrivals: { kind } }) => kind === "sessions" || kind === "sessionReplay");
}

/** Whether any pool keeps the prefixes of its prompts. */
export function keepsCache({ supply }: Plan): boolean {
  if (supply.kind === "api") return false;
  return [supply, ...(supply.pools ?? [])].some(({ cache }) => cache !== undefined);
}

/**
 * Where a fleet keeps a cache, or requests come in sessions: half of every window is warm-up, or the
 * share that the plan itself asks for, where that is more. Null elsewhere: the warm-up goes by the
 * requests in the system (`autoWarmupS`).
 */
export function warmupShare(plan: Plan): number | null {
  if (!inSessions(plan) && !keepsCache(plan)) return null;
  return Math.max(WARMUP_SHARE, plan.warmupS / plan.windowS);
}
