import type { CostCategory } from "./costCategories.ts";
import type { LedgerEntry } from "./outcome.ts";

/**
 * Does an owned fleet cost what fleets usually cost? Shares of its cost beside published ones. A
 * share outside is no error: a small fleet with a large staff is unusual, and so is cheap power.
 */

interface UsualShare {
  readonly what: string;
  readonly of: string;
  readonly parts: readonly CostCategory[];
  readonly whole: readonly CostCategory[];
  /** Of what was paid for purchases, or of all cost with each resale taken off its purchase. */
  readonly basis: "purchases" | "cost";
  /** As published, 0..1. */
  readonly usual: readonly [low: number, high: number];
  /** What is not remarked upon: the published range with room for other chips, lives and sites. */
  readonly tolerated: readonly [low: number, high: number];
  readonly source: string;
}

/** What having a fleet costs; what its people and its clients cost beside it is not in the shares. */
const FLEET_COST: readonly CostCategory[] = [
  ...(["servers", "lease", "network", "facility", "colocation", "power"] as const),
  ...(["maintenance", "staff"] as const),
];
const FLEET = "the fleet's cost";
const TCO = "SemiAnalysis";

/** Sources: as named, as of 2026; those of the network also stand in the catalogue. */
export const USUAL_SHARES: readonly UsualShare[] = [
  {
    ...{
      what: "servers",
      of: FLEET,
      parts: ["servers", "lease"],
      whole: FLEET_COST,
      basis: "cost",
    },
    ...{ usual: [0.55, 0.65], tolerated: [0.45, 0.75], source: TCO },
  },
  {
    ...{ what: "energy", of: FLEET, parts: ["power"], whole: FLEET_COST, basis: "cost" },
    ...{ usual: [0.05, 0.1], tolerated: [0.03, 0.15], source: TCO },
  },
  {
    ...{ what: "power and colocation", of: FLEET, parts: ["power", "colocation"], basis: "cost" },
    ...{ whole: FLEET_COST, usual: [0, 0.2], tolerated: [0, 0.25], source: TCO },
  },
  {
    ...{ what: "network", of: "the servers' price", parts: ["network"], whole: ["servers"] },
    ...{ basis: "purchases", usual: [0.03, 0.15], tolerated: [0.03, 0.3] },
    source: "a fabric of 1,024 chips; 20-30 % with network cards and optics",
  },
  {
    ...{
      what: "facility",
      of: "what is built and bought",
      parts: ["facility"],
      basis: "purchases",
    },
    ...{ whole: ["servers", "network", "facility"], usual: [0.3, 0.36], tolerated: [0.2, 0.45] },
    source: "Epoch AI, 1 GW site: 12.5 of 38 billion USD",
  },
];

/** One share of an owned fleet that lies outside what is usual. */
export interface UnusualShare {
  readonly what: string;
  readonly share: number;
  readonly usual: readonly [low: number, high: number];
  readonly source: string;
  /** `servers are 41 % of the fleet's cost; usual 55-65 % (SemiAnalysis)`. */
  readonly line: string;
}

/**
 * Shares of an owned fleet's cost that lie outside the tolerated range. In shares of cost a resale is
 * taken off what it was bought as; something that the fleet does not have is not looked at.
 *
 * @param ledger lines of one fleet that is owned; of several replications all together
 * @param weightAt what a dollar of a ledger month counts (1 = undiscounted)
 */
export function unusualShares(
  ledger: readonly LedgerEntry[],
  weightAt: (month: number) => number = () => 1,
): readonly UnusualShare[] {
  const cost = new Map<CostCategory, number>();
  const purchases = new Map<CostCategory, number>();
  const add = (sums: Map<CostCategory, number>, category: CostCategory, usd: number): void => {
    sums.set(category, (sums.get(category) ?? 0) + usd);
  };
  for (const line of ledger) {
    const usd = line.usd * weightAt(line.month);
    add(cost, line.kind === "residual" ? boughtAs(line) : line.category, usd);
    if (line.kind === "capex") add(purchases, line.category, usd);
  }
  return USUAL_SHARES.flatMap(({ what, of, parts, whole, basis, usual, tolerated, source }) => {
    const usdOf = basis === "cost" ? cost : purchases;
    const sum = (categories: readonly CostCategory[]): number =>
      categories.reduce((usd, category) => usd + (usdOf.get(category) ?? 0), 0);
    const present = parts.some((category) => usdOf.has(category));
    const wholeUsd = sum(whole);
    if (!present || !(wholeUsd > 0)) return [];
    const share = sum(parts) / wholeUsd;
    if (share >= tolerated[0] && share <= tolerated[1]) return [];
    const verb = what.endsWith("s") || what.includes(" and ") ? "are" : "is";
    const line = `${what} ${verb} ${percent(share)} % of ${of}; usual ${rangeText(usual)} (${source})`;
    return [{ what, share, usual, source, line }];
  });
}

/** A resale names the price that it came from. */
function boughtAs({ source }: LedgerEntry): CostCategory {
  return source?.endsWith("facilityUsdPerWatt") === true ? "facility" : "servers";
}

function rangeText([low, high]: readonly [number, number]): string {
  return low === 0 ? `below ${percent(high)} %` : `${percent(low)}-${percent(high)} %`;
}

/** Whole percent, one decimal below ten. */
function percent(share: number): string {
  const value = share * 100;
  return value < 9.95 && !Number.isInteger(Math.round(value * 10) / 10)
    ? value.toFixed(1)
    : value.toFixed(0);
}
