import type { BreakEven } from "../../sim/comparison.ts";

/** Changes of place that matter to someone who has to choose. */

type Crossing = BreakEven["crossings"][number];

/** What a cost between two points may be off: fleets in whole replicas make stairs there. */
const STAIR_SHARE = 0.01;

/**
 * Crossings of the winner, and those that lead to a new cheapest strategy, by demand: where two
 * others change places below a third, nobody's choice changes.
 *
 * @param winner null = none was found
 */
export function leadChanges(data: BreakEven, winner: string | null): readonly Crossing[] {
  return data.crossings
    .filter((crossing) => {
      const { from, to } = crossing;
      return from === winner || to === winner || leads(data, crossing);
    })
    .toSorted((a, b) => a.requestsPerS - b.requestsPerS);
}

/** Whether nothing is cheaper than these two where they cross. */
function leads(data: BreakEven, { from, to, requestsPerS }: Crossing): boolean {
  const costs = data.curves.map(({ name }) => ({ name, usd: costAt(data, name, requestsPerS) }));
  const usdOf = (which: string) => costs.find(({ name }) => name === which)?.usd ?? Infinity;
  const own = Math.min(usdOf(from), usdOf(to));
  return costs.every(
    ({ name, usd }) => name === from || name === to || usd >= own * (1 - STAIR_SHARE),
  );
}

/** Cost of a strategy at a demand, on the line between two points of its curve; Infinity outside. */
export function costAt(data: BreakEven, name: string, requestsPerS: number): number {
  const curve = data.curves.find((other) => other.name === name);
  const after = data.requestsPerS.findIndex((rate) => rate >= requestsPerS);
  const [to] = curve?.usdPerMtok[after] ?? [Infinity];
  const toRate = data.requestsPerS[after];
  if (toRate === requestsPerS) return to;
  if (after <= 0) return Infinity;
  const [from] = curve?.usdPerMtok[after - 1] ?? [Infinity];
  const fromRate = data.requestsPerS[after - 1];
  if (!(from > 0 && to > 0) || fromRate === undefined || toRate === undefined) return Infinity;
  const part = Math.log(requestsPerS / fromRate) / Math.log(toRate / fromRate);
  return from * (to / from) ** part;
}

/** Strategies that are the cheapest at some demand that was looked at. */
export function everCheapest(data: BreakEven): ReadonlySet<string> {
  const names = new Set(leadChanges(data, null).flatMap(({ from, to }) => [from, to]));
  for (const i of data.requestsPerS.keys()) {
    const costs = data.curves.map(({ usdPerMtok }) => usdPerMtok[i]?.[0] ?? Infinity);
    const least = Math.min(...costs);
    for (const [at, cost] of costs.entries()) {
      const name = data.curves[at]?.name;
      if (cost === least && name !== undefined) names.add(name);
    }
  }
  return names;
}
