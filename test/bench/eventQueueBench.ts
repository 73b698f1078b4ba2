import { EventQueue } from "../../sim/engine/eventQueue.ts";
import { uniformSource } from "../../sim/random/streams.ts";

/**
 * The hold model of `priorityQueue.cpp` on our event list: pop the earliest event, schedule it
 * again after an exponential delay.
 *
 * @returns operations per second, the median of five rounds after one to warm up
 */
export function eventQueueHoldsPerS(pending = 10_000, operations = 2_000_000): number {
  const uniform = uniformSource("bench/eventQueue");
  const delays = Float64Array.from({ length: 65_536 }, () => -Math.log(uniform()));
  const queue = new EventQueue();
  for (let i = 0; i < pending; i++) queue.push(-Math.log(uniform()), 50, 0, i);
  const rates: number[] = [];
  for (let round = 0; round < 6; round++) {
    const startMs = performance.now();
    for (let i = 0; i < operations; i++) {
      queue.pop();
      queue.push(queue.timeS + delays[i & 65_535]!, 50, 0, queue.entity);
    }
    if (round > 0) rates.push((operations * 1000) / (performance.now() - startMs));
  }
  rates.sort((a, b) => a - b);
  return rates[2]!;
}
