/**
 * What each of several leaks is worth, when they interact. A subset of leaks that are removed is a
 * bit mask: bit i set = leak i is gone. The worth of a subset is the cost with it removed.
 */

/** Cost of the same accepted work with a subset of the leaks removed, USD. */
export type CostWithout = (mask: number) => number;

/** More leaks than this make too many subsets. */
export const MOST_LEAKS = 7;

/** What one leak costs, and what is left when it is gone. */
export interface OrderedBar {
  readonly leak: number;
  readonly usd: number;
  readonly leftUsd: number;
}

/**
 * Leaks removed one after the other: each bar is conditional on those before it, so that the bars
 * add up to the difference between both ends.
 *
 * @param order leaks by number, each at most once
 */
export function orderedBars(order: readonly number[], cost: CostWithout): readonly OrderedBar[] {
  checkLeaks(order.length, order);
  let mask = 0;
  let beforeUsd = cost(0);
  return order.map((leak) => {
    mask |= 1 << leak;
    const leftUsd = cost(mask);
    const usd = beforeUsd - leftUsd;
    beforeUsd = leftUsd;
    return { leak, usd, leftUsd };
  });
}

/** Every subset that `orderedBars` asks for. */
export function orderedMasks(order: readonly number[]): readonly number[] {
  let mask = 0;
  return [0, ...order.map((leak) => (mask |= 1 << leak))];
}

/** What one leak costs where it is the first to go and all others stay. */
export function aloneUsd(leak: number, cost: CostWithout): number {
  return cost(0) - cost(1 << leak);
}

/** Every subset of n leaks: what `shapleyShares` asks for. */
export function allMasks(leaks: number): readonly number[] {
  checkLeaks(leaks);
  return Array.from({ length: 2 ** leaks }, (_, mask) => mask);
}

/**
 * Mean worth of each leak over all orders in which they could be removed, exactly: symmetric (equal
 * leaks get equal shares), efficient (the shares add up to what removing all saves), nothing for a
 * leak whose removal never changes the cost.
 * Source: L. S. Shapley, A value for n-person games, 1953
 *
 * @param leaks how many, 1 to 7
 * @param cost defined for all 2^n subsets
 */
export function shapleyShares(leaks: number, cost: CostWithout): readonly number[] {
  const masks = allMasks(leaks);
  const costs = masks.map(cost);
  const weights = Array.from({ length: leaks }, (_, size) => 1 / (leaks * choose(leaks - 1, size)));
  return Array.from({ length: leaks }, (_, leak) => {
    const bit = 1 << leak;
    let share = 0;
    for (const mask of masks) {
      if ((mask & bit) !== 0) continue;
      const saved = (costs[mask] ?? Number.NaN) - (costs[mask | bit] ?? Number.NaN);
      share += (weights[bitsOf(mask)] ?? Number.NaN) * saved;
    }
    return share;
  });
}

/** Whether a subset has a leak. */
export function hasLeak(mask: number, leak: number): boolean {
  return (mask & (1 << leak)) !== 0;
}

function checkLeaks(leaks: number, order: readonly number[] = []): void {
  if (leaks < 1 || leaks > MOST_LEAKS || !Number.isInteger(leaks)) {
    throw new RangeError(`${leaks} leaks; expected 1 to ${MOST_LEAKS}`);
  }
  if (new Set(order).size === order.length) return;
  throw new RangeError(`leaks removed in the order ${order.join(", ")}; expected each once`);
}

function bitsOf(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
  return ways;
}
