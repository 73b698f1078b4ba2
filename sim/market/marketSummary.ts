import type { FirmMonth, FirmSummary, MarketMonth } from "../marketOutcome.ts";
import type { MarketFirm, MarketRules } from "../marketPlan.ts";
import { halvingMonth } from "./diffusion.ts";
import { discountAt } from "./discounting.ts";
import { freeUsersCarried } from "./freeTier.ts";
import type { WarSide } from "./priceFloor.ts";
import { fleetCostOf, priceWar, survivalMonths } from "./priceFloor.ts";

/** Where each firm that sells from month 0 stood against the others, and what its lead was worth. */
export function firmSummaries(
  firms: readonly MarketFirm[],
  months: readonly MarketMonth[],
  rules: MarketRules,
): readonly FirmSummary[] {
  return firms.flatMap((plan, at) => {
    const first = months[0]?.firms[at];
    const last = months.at(-1)?.firms[at];
    if (plan.entry !== null || !first?.floor || last === undefined) return [];
    const moats = months.map((month) => moatShareIn(month, at));
    const cheapest = cheapestOther(months[0]!, at);
    const attacker = cheapest === null ? null : sideOf(firms[cheapest.at]!, cheapest.firm);
    const rivalUsdPerMtok = cheapest?.firm.floor?.fullLoadUsdPerMtok ?? null;
    const { months: survival, attackerUsd } = underAttack(sideOf(plan, first), attacker, rules);
    return {
      id: plan.id,
      floor: first.floor,
      survivalMonths: survival,
      attackerUsdPerMonth: attackerUsd,
      freeUsersPerPayingUser: freeUsers(plan, first.floor.fullLoadUsdPerMtok, rivalUsdPerMtok),
      firstMoatShare: moats[0] ?? null,
      lastMoatShare: moats.at(-1) ?? null,
      // Alone it keeps its lead; gone it has lost it.
      moatHalfLifeMonths: halvingMonth(
        moats.map(
          (moat, i) => moat ?? (months[i]?.firms[at]?.floor ? Number.POSITIVE_INFINITY : 0),
        ),
      ),
      moatNpvUsd: npvOfLeadUsd(months, at, plan.ratePerYear),
      lastShare: last.share,
      lastCashUsd: last.cashUsd,
    };
  });
}

function sideOf(plan: MarketFirm, row: FirmMonth): WarSide {
  const fullUsdPerMtok = row.floor?.fullLoadUsdPerMtok ?? 0;
  return {
    fleet: fleetCostOf(fullUsdPerMtok, row.capacityMtokPerMonth, plan.avoidableShare),
    mtokPerMonth: madeMtok(row),
    cashUsd: plan.cashUsd,
  };
}

/** The price-war test; a firm that makes nothing lives as long as its cash bears the fleet. */
function underAttack(
  firm: WarSide,
  attacker: WarSide | null,
  rules: MarketRules,
): { readonly months: number; readonly attackerUsd: number | null } {
  if (attacker === null) return { months: Number.POSITIVE_INFINITY, attackerUsd: null };
  if (firm.mtokPerMonth === 0) {
    return { months: survivalMonths(firm.cashUsd, firm.fleet, 0, 0), attackerUsd: null };
  }
  const war = priceWar(attacker, firm, rules.warCutShare);
  return { months: war.rivalSurvivalMonths, attackerUsd: war.attackerUsdPerMonth };
}

function freeUsers(
  { users }: MarketFirm,
  ownUsdPerMtok: number,
  rivalUsdPerMtok: number | null,
): number | null {
  if (users !== null) return freeUsersCarried(users, ownUsdPerMtok);
  return rivalUsdPerMtok === null ? null : (rivalUsdPerMtok - ownUsdPerMtok) / ownUsdPerMtok;
}

interface Other {
  readonly at: number;
  readonly firm: FirmMonth;
}

/** The active firm with the lowest full-load cost besides one. */
function cheapestOther(month: MarketMonth, besides: number): Other | null {
  let best: Other | null = null;
  month.firms.forEach((firm, at) => {
    const cost = firm.floor?.fullLoadUsdPerMtok;
    const lowest: number = best?.firm.floor?.fullLoadUsdPerMtok ?? Number.POSITIVE_INFINITY;
    if (at !== besides && cost !== undefined && cost < lowest) best = { at, firm };
  });
  return best;
}

function moatShareIn(month: MarketMonth, at: number): number | null {
  const own = month.firms[at]?.floor?.fullLoadUsdPerMtok;
  const rival = cheapestOther(month, at)?.firm.floor?.fullLoadUsdPerMtok;
  return own === undefined || rival === undefined ? null : 1 - own / rival;
}

/** Payments at the ends of months; months without a rival, or behind one, count nothing. */
function npvOfLeadUsd(months: readonly MarketMonth[], at: number, ratePerYear: number): number {
  return months.reduce((sum, month) => {
    const row = month.firms[at];
    const rival = cheapestOther(month, at)?.firm.floor?.fullLoadUsdPerMtok;
    if (!row?.floor || rival === undefined) return sum;
    const leadUsd = Math.max(0, rival - row.floor.fullLoadUsdPerMtok) * madeMtok(row);
    return sum + leadUsd * discountAt(ratePerYear, (month.month + 1) / 12);
  }, 0);
}

function madeMtok(row: FirmMonth): number {
  return row.soldMtok + row.paidUserMtok + row.freeUserMtok;
}
