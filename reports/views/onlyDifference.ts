import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import type { CostCategory } from "../../sim/costCategories.ts";
import type { Outcome } from "../../sim/outcome.ts";
import { COST_PLACES } from "../../sim/statement.ts";
import { wordList } from "./fleets.ts";

/** Items that may differ where the rest being the same is still worth a sentence. */
const MOST_ITEMS = 2;
/** Bills this close to one another are the same. */
const SAME = 1e-9;

/**
 * Where strategies differ in one or two items of cost alone: that all else is the same, quantity by
 * quantity. `Only toil differs: the fleet does not notice ...`. Empty elsewhere, and where the chips' own bills differ.
 */
export function onlyDifference({ results }: Comparison): string {
  const [first, ...others] = results;
  if (first === undefined || others.length === 0) return "";
  if (results.some(({ state }) => state !== "ok")) return "";
  const apart = new Set(others.flatMap((other) => [...differing(first, other)]));
  const hasChips = first.strategy.plan.supply.kind === "fleet";
  if (apart.size === 0 || apart.size > MOST_ITEMS || !hasChips) return "";
  if ([...apart].some((item) => COST_PLACES[item].part === "compute")) return "";
  const items = wordList([...apart]);
  const verb = apart.size === 1 ? "differs" : "differ";
  return `Only ${items} ${verb}: the fleet does not notice, its chips and every other bill are the same.`;
}

/** Items of cost of which some quantity or dollar is not the same, replication by replication. */
function differing(a: StrategyResult, b: StrategyResult): ReadonlySet<CostCategory> {
  const apart = new Set<CostCategory>();
  for (let i = 0; i < Math.max(a.outcomes.length, b.outcomes.length); i++) {
    const [one, two] = [totalsOf(a.outcomes[i]), totalsOf(b.outcomes[i])];
    for (const key of new Set([...one.keys(), ...two.keys()])) {
      const [x, y] = [one.get(key) ?? NOTHING, two.get(key) ?? NOTHING];
      const same = near(x.usd, y.usd) && near(x.quantity, y.quantity);
      if (!same) apart.add((one.get(key) ?? two.get(key) ?? NOTHING).category);
    }
  }
  return apart;
}

interface Total {
  readonly category: CostCategory;
  readonly quantity: number;
  readonly usd: number;
}

const NOTHING: Total = { category: "servers", quantity: 0, usd: 0 };

function totalsOf(outcome: Outcome | undefined): ReadonlyMap<string, Total> {
  const totals = new Map<string, Total>();
  for (const { category, unit, quantity, usd } of outcome?.ledger ?? []) {
    const key = `${category} ${unit}`;
    const known = totals.get(key) ?? { category, quantity: 0, usd: 0 };
    totals.set(key, { category, quantity: known.quantity + quantity, usd: known.usd + usd });
  }
  return totals;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}
