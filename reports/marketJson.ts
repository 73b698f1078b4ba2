import type { Comparison } from "../sim/comparison.ts";
import { reasonText } from "../sim/marketReason.ts";

/** The market and the return on compute as plain JSON: what is not finite is null. */

export interface EnvelopeMarket {
  readonly months: number;
  readonly sellers: readonly EnvelopeSeller[];
  readonly events: readonly {
    readonly month: number;
    readonly firm: string;
    readonly event: string;
    readonly why: string;
    readonly buyer: string | null;
    readonly price_usd: number | null;
  }[];
}

interface EnvelopeSeller {
  readonly name: string;
  readonly scenario: string;
  readonly cost_factor: number;
  readonly full_load_usd_per_mtok: number | null;
  readonly avoidable_usd_per_mtok: number | null;
  /** Null = it is not starved. */
  readonly survival_months: number | null;
  readonly attacker_usd_per_month: number | null;
  readonly free_users_per_paying_user: number | null;
  readonly first_moat_share: number | null;
  readonly last_moat_share: number | null;
  readonly moat_half_life_months: number | null;
  readonly moat_npv_usd: number | null;
  readonly last_share: number | null;
  readonly last_cash_usd: number | null;
  readonly efficient_mtok_per_month: number;
  readonly efficient_capital_usd: number;
}

export interface EnvelopeReturn {
  readonly scenario: string;
  readonly cash: number | null;
  readonly value: number | null;
  readonly marginal_value: number | null;
  readonly marginal_cash: number | null;
  readonly beta: number | null;
  readonly in_scaling_trap: boolean | null;
  readonly break_even_paying_share: number | null;
  readonly collapse_years: number | null;
}

export function marketJson({ market }: Comparison): EnvelopeMarket | null {
  if (market === undefined) return null;
  const { sellers, path } = market;
  return {
    months: path.months.length,
    sellers: sellers.map((seller): EnvelopeSeller => {
      const summary = path.firms.find(({ id }) => id === seller.firm.id);
      return {
        name: seller.firm.id,
        scenario: seller.strategy,
        cost_factor: seller.costFactor,
        full_load_usd_per_mtok: finite(summary?.floor.fullLoadUsdPerMtok),
        avoidable_usd_per_mtok: finite(summary?.floor.avoidableUsdPerMtok),
        survival_months: finite(summary?.survivalMonths),
        attacker_usd_per_month: finite(summary?.attackerUsdPerMonth),
        free_users_per_paying_user: finite(summary?.freeUsersPerPayingUser),
        first_moat_share: finite(summary?.firstMoatShare),
        last_moat_share: finite(summary?.lastMoatShare),
        moat_half_life_months: finite(summary?.moatHalfLifeMonths),
        moat_npv_usd: finite(summary?.moatNpvUsd),
        last_share: finite(summary?.lastShare),
        last_cash_usd: finite(summary?.lastCashUsd),
        efficient_mtok_per_month: seller.efficientMtokPerMonth,
        efficient_capital_usd: seller.efficientCapitalUsd,
      };
    }),
    events: path.events.map(({ month, firm, kind, why, buyer, priceUsd }) => ({
      ...{ month: month + 1, firm, event: kind, why: reasonText(why) },
      ...{ buyer: buyer ?? null, price_usd: priceUsd ?? null },
    })),
  };
}

export function returnsJson({ computeReturns }: Comparison): readonly EnvelopeReturn[] {
  return (computeReturns ?? []).map((facts) => ({
    scenario: facts.strategy,
    cash: mean(facts.cash),
    cash_after_people: mean(facts.cashAfterPeople),
    value: mean(facts.value),
    marginal_value: mean(facts.marginal.value),
    marginal_cash: mean(facts.marginal.cashAtPrices),
    beta: mean(facts.beta),
    in_scaling_trap: facts.inTrap,
    break_even_paying_share: finite(facts.users?.breakEvenPayingShare),
    collapse_years: finite(facts.users?.collapseYears),
  }));
}

function mean(values: readonly number[] | null): number | null {
  if (values === null || values.length === 0) return null;
  return finite(values.reduce((sum, value) => sum + value, 0) / values.length);
}

function finite(value: number | null | undefined): number | null {
  return value != null && Number.isFinite(value) ? value : null;
}
