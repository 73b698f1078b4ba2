import { Scheduler } from "./scheduler.ts";
import type { SchedulerParts } from "./schedulerParts.ts";
import { StackScheduler } from "./stackScheduler.ts";

/** The plain scheduler where steps are mixed, queues are plain and nobody pulls a lever. */
export function schedulerFor(parts: SchedulerParts): Scheduler {
  const { policy = "mixed", queue = "fcfs" } = parts.engine;
  const isPlain = policy === "mixed" && queue === "fcfs" && !parts.world.tagged;
  return isPlain ? new Scheduler(parts) : new StackScheduler(parts);
}
