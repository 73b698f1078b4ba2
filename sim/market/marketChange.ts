import type { MarketEvent } from "../marketOutcome.ts";
import type { MarketRules } from "../marketPlan.ts";
import type { MarketReason } from "../marketReason.ts";
import { entryUsdPerMtok } from "./entryExit.ts";
import { carriesItself, reckon } from "./freeTier.ts";
import { fadedYears, reinvestmentFactor, steadyGainFactor, wrightFactor } from "./learning.ts";
import { averageUsdPerMtok } from "./priceFloor.ts";
import type { Supplier } from "./supplier.ts";

/** What changes between two months of a market: quotas, owners, entrants, engines, fleets. */

/** Money of the month that ended, as decisions read it. */
export interface Result {
  readonly profitUsd: number;
  readonly reinvestedUsd: number;
  readonly wantedMtok: number;
  readonly madeMtok: number;
  readonly usdPerMtok: number | null;
}

/**
 * A firm that loses money and nears its end cuts its free tier, or doubles its paid plan. One loss on
 * its users, one doubling: it doubles again only for a new loss, after users brought what they cost
 * at the price of the last doubling, in that month or a later one.
 */
export function reckonFreeTier(
  firm: Supplier,
  result: Result,
  rules: MarketRules,
  month: number,
): MarketEvent | null {
  const { users, cashUsd } = firm;
  if (users === null) return null;
  const cost = firm.fullLoadUsdPerMtok();
  if (carriesItself(users, cost)) firm.carriesUsers();
  if (result.profitUsd >= 0) return null;
  const runwayMonths = Math.max(0, cashUsd) / -result.profitUsd;
  if (runwayMonths >= rules.reckoningMonths) return null;
  const step = reckon(users, cost, users.leastFreeMtokPerUserMonth, users.paidElasticity);
  if (step.kind === "none" || (step.kind === "premiumDoubled" && firm.doubledInVain)) return null;
  if (step.kind === "freeTierCut") firm.cutFreeTier(step.tier);
  else firm.repriceUsers(step.tier, carriesItself(step.tier, cost));
  const runway = `cash for ${runwayMonths.toFixed(1)} months`;
  const mtok = (value: number) => ({ value, unit: "Mtok" }) as const;
  const usd = (value: number) => ({ value, unit: "USD" }) as const;
  const change: MarketReason =
    step.kind === "freeTierCut"
      ? [
          ...["free use per user from ", mtok(users.freeMtokPerUserMonth)],
          ...[" to ", mtok(step.tier.freeMtokPerUserMonth)],
        ]
      : [
          ...["paid plan from ", usd(users.usdPerPayingUserMonth)],
          ...[" to ", usd(step.tier.usdPerPayingUserMonth)],
        ];
  const why = [`${runway}; `, ...change, " a month"];
  return { month, kind: step.kind, firm: firm.plan.id, why };
}

/** Firms without cash, or priced under their avoidable cost for too long, are bought or closed. */
export function exits(
  firms: readonly Supplier[],
  rules: MarketRules,
  month: number,
): readonly MarketEvent[] {
  const events: MarketEvent[] = [];
  for (const firm of firms) {
    if (firm.standing !== "active" && firm.standing !== "building") continue;
    const broke = firm.cashUsd < 0;
    if (!broke && firm.pressedMonths < rules.patienceMonths) continue;
    const why: MarketReason = broke
      ? ["cash ran out: ", { value: -firm.cashUsd, unit: "USD" }, " short"]
      : [`price below its avoidable cost for ${firm.pressedMonths} months`];
    const priceUsd = rules.salvageShare * firm.fleetUsd;
    const buyer = richest(firms, firm, priceUsd);
    const event = { month, firm: firm.plan.id, why };
    if (buyer === null) {
      firm.close();
      events.push({ ...event, kind: "closed" });
    } else {
      const both = buyer.users !== null && firm.users !== null;
      buyer.takeOver(firm, priceUsd);
      const told = both ? [...why, "; ", ...quotaWords(buyer)] : why;
      events.push({ ...event, kind: "bought", why: told, buyer: buyer.plan.id, priceUsd });
    }
  }
  return events;
}

/** What free users of two products have in common once one firm has both. */
function quotaWords({ freeQuotaMtok }: Supplier): MarketReason {
  if (!Number.isFinite(freeQuotaMtok)) return ["free users of both have no quota, as the buyer's"];
  const quota = { value: freeQuotaMtok, unit: "Mtok" } as const;
  return ["free users of both have the buyer's quota of ", quota, " a month"];
}

/** The richest other seller that is sound and can pay; the first of equals. */
function richest(firms: readonly Supplier[], failed: Supplier, priceUsd: number): Supplier | null {
  let best: Supplier | null = null;
  for (const firm of firms) {
    const able = firm !== failed && firm.standing === "active" && firm.pressedMonths === 0;
    if (!able || firm.cashUsd < Math.max(priceUsd, 0)) continue;
    if (best === null || firm.cashUsd > best.cashUsd) best = firm;
  }
  return best;
}

/** A firm that waits comes in once the market's price pays its cost and what it must sink. */
export function entries(
  firms: readonly Supplier[],
  meanUsdPerMtok: number | null,
  month: number,
): readonly MarketEvent[] {
  const events: MarketEvent[] = [];
  for (const firm of firms) {
    const { entry, id, ratePerYear } = firm.plan;
    if (firm.standing !== "waiting" || entry === null || meanUsdPerMtok === null) continue;
    const mtokPerMonth = firm.capacityMtokPerMonth * entry.plannedBusyShare;
    const needed = entryUsdPerMtok({
      usdPerMtok: averageUsdPerMtok(firm.fleetCost(), mtokPerMonth),
      mtokPerMonth,
      sunkUsd: entry.sunkUsd,
      paybackYears: entry.paybackYears,
      ratePerYear,
    });
    if (meanUsdPerMtok <= needed) continue;
    firm.enter(entry.sunkUsd, month);
    const why: MarketReason = [
      ...["price of ", { value: meanUsdPerMtok, unit: "USD/Mtok" } as const],
      ...[" above the ", { value: needed, unit: "USD/Mtok" } as const, " it needs"],
    ];
    events.push({ month, kind: "entered", firm: id, why });
  }
  return events;
}

/** A month of learning for all: public gains, own spending, own practice, and what leaks to rivals. */
export function learnMonth(
  firms: readonly Supplier[],
  results: ReadonlyMap<Supplier, Result>,
  rules: MarketRules,
  month: number,
): void {
  const { learning } = rules;
  const years =
    fadedYears((month + 1) / 12, learning.fadeAfterYears) -
    fadedYears(month / 12, learning.fadeAfterYears);
  const live = firms.filter((firm) => firm.standing !== "gone");
  const best = Math.min(
    ...live.filter((firm) => firm.standing === "active").map((firm) => firm.softwareFactor),
  );
  const leak = 1 - (1 - learning.leakPerYear) ** (1 / 12);
  for (const firm of live) {
    const result = results.get(firm);
    const { softwareFactor } = firm;
    const leaked =
      softwareFactor > best ? 1 - (leak * (softwareFactor - best)) / softwareFactor : 1;
    const spent =
      learning.reinvestment === null || result === undefined
        ? 1
        : reinvestmentFactor(learning.reinvestment, 12 * result.reinvestedUsd) ** (1 / 12);
    const practice =
      result === undefined
        ? 1
        : wrightFactor(learning.wrightExponent, firm.madeMtok - result.madeMtok, firm.madeMtok);
    firm.learn(
      leaked * spent * steadyGainFactor(learning.algorithmGainPerYear, years),
      practice * steadyGainFactor(learning.hardwareGainPerYear, years),
    );
  }
}

/** Orders capacity for the use expected when it arrives, where the price pays for it. */
export function orderCapacity(
  firm: Supplier,
  result: Result,
  rules: MarketRules,
  month: number,
): void {
  const { leadMonths, mostGrowthPerMonth } = firm.plan;
  const leadYears = leadMonths / 12;
  const expected = result.wantedMtok * (1 + rules.demandGrowthPerYear) ** leadYears;
  const present = firm.capacityMtokPerMonth + firm.onOrderMtokPerMonth;
  // Public algorithms will make the fleet deliver more by then.
  const byThen = present / steadyGainFactor(rules.learning.algorithmGainPerYear, leadYears);
  const missing = expected / rules.targetBusyShare - byThen;
  const extra = Math.min(missing, mostGrowthPerMonth * firm.capacityMtokPerMonth);
  const pays =
    result.usdPerMtok !== null && result.usdPerMtok >= firm.fullLoadUsdPerMtok(Math.max(0, extra));
  if (extra > 0 && pays && firm.cashUsd > 0) firm.order(extra, month);
}
