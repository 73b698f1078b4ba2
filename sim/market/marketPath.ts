import type { FirmMonth, MarketEvent, MarketMonth, MarketPath } from "../marketOutcome.ts";
import type { DemandCurve, MarketFirm, MarketRules } from "../marketPlan.ts";
import type { LogitMarket } from "./cappedLogit.ts";
import { checkMarket } from "./checkMarket.ts";
import { demandMtokPerMonth, grownDemand } from "./demandCurve.ts";
import type { Sales } from "./marketBooks.ts";
import { bookMonth, resultOf, roomMtok } from "./marketBooks.ts";
import type { Result } from "./marketChange.ts";
import { entries, exits, learnMonth, orderCapacity, reckonFreeTier } from "./marketChange.ts";
import type { Sale } from "./marketSale.ts";
import { sale } from "./marketSale.ts";
import { firmSummaries } from "./marketSummary.ts";
import { warEvent, warPrice } from "./marketWar.ts";
import { Supplier } from "./supplier.ts";

/**
 * A market month by month: suppliers with cost curves post prices, customers choose and buy more when
 * it is cheaper, fleets fill, money comes and goes, and suppliers learn, copy, order, cut, buy each
 * other and leave. Nothing is drawn: the same plan gives the same path.
 *
 * @param firms with cost curves from the simulator's operating maps
 * @param demand of month 0, for tokens sold by the token
 * @throws RangeError when a number is outside its range
 */
export function marketPath(
  firms: readonly MarketFirm[],
  demand: DemandCurve,
  rules: MarketRules,
  months: number,
): MarketPath {
  checkMarket(firms, demand, rules, months);
  const suppliers = firms.map((firm) => new Supplier(firm));
  const rows: MarketMonth[] = [];
  const events: MarketEvent[] = [];
  let war: number | null = null;
  for (let month = 0; month < months; month += 1) {
    events.push(...arrivals(suppliers, month));
    const before: number | null = war;
    war = warPrice(suppliers, rules, month);
    const turn = warEvent(before, war, rules, month);
    if (turn !== null) events.push(turn);
    const market = marketOf(demand, rules, month);
    const { row, results } = monthOf(suppliers, market, rules, war, month);
    rows.push(row);
    for (const [firm, result] of results) {
      const reckoning = reckonFreeTier(firm, result, rules, month);
      if (reckoning !== null) events.push(reckoning);
      orderCapacity(firm, result, rules, month);
    }
    learnMonth(suppliers, results, rules, month);
    events.push(...exits(suppliers, rules, month));
    events.push(...entries(suppliers, row.meanUsdPerMtok, month));
    for (const firm of suppliers) firm.growUsers();
  }
  return { months: rows, events, firms: firmSummaries(firms, rows, rules) };
}

/** Capacity ordered earlier starts, and so do firms that were on their way in. */
function arrivals(suppliers: readonly Supplier[], month: number): readonly MarketEvent[] {
  const events: MarketEvent[] = [];
  for (const firm of suppliers) {
    firm.receiveOrders(month);
    if (!firm.opensIn(month)) continue;
    firm.open();
    const mtok = { value: firm.capacityMtokPerMonth, unit: "Mtok" } as const;
    const why = ["fleet of ", mtok, " a month is up"];
    events.push({ month, kind: "opened", firm: firm.plan.id, why });
  }
  return events;
}

function marketOf(demand: DemandCurve, rules: MarketRules, month: number): LogitMarket {
  const years = month / 12;
  return {
    sense: rules.sense,
    demand: grownDemand(demand, (1 + rules.demandGrowthPerYear) ** years),
    ceilingUsdPerMtok: rules.ceilingUsdPerMtok * (1 - rules.ceilingDeclinePerYear) ** years,
  };
}

/** Sells for a month and closes everybody's books. */
function monthOf(
  suppliers: readonly Supplier[],
  market: LogitMarket,
  rules: MarketRules,
  war: number | null,
  month: number,
): { readonly row: MarketMonth; readonly results: ReadonlyMap<Supplier, Result> } {
  const ceiling = Math.min(market.ceilingUsdPerMtok, war ?? Number.POSITIVE_INFINITY);
  const active = suppliers.filter((firm) => firm.standing === "active");
  const pressed = new Set(active.filter((firm) => firm.fleetCost().avoidableUsdPerMtok > ceiling));
  const sellers = active.filter((firm) => !pressed.has(firm) && roomMtok(firm) > 0);
  const sold = soldBy(sellers, market, rules, war === null ? null : ceiling);
  const soldMtok = sold.soldMtok.reduce((sum, mtok) => sum + mtok, 0);
  const results = new Map<Supplier, Result>();
  const firms = suppliers.map((firm): FirmMonth => {
    const sales = salesOf(sold, sellers.indexOf(firm), soldMtok);
    const row = bookMonth(firm, sales);
    if (firm.standing === "active" || firm.standing === "building") {
      const result = resultOf(firm, row, sales);
      if (firm.standing === "active") results.set(firm, result);
      const cashUsd = row.profitUsd - row.reinvestedUsd;
      firm.closeMonth(result.madeMtok, sales.share, cashUsd, pressed.has(firm));
    }
    return { ...row, cashUsd: firm.cashUsd };
  });
  const salesUsd = firms.reduce((sum, firm) => sum + firm.salesUsd, 0);
  const row: MarketMonth = {
    month,
    meanUsdPerMtok: soldMtok > 0 ? salesUsd / soldMtok : null,
    demandMtok: sold.demandMtok,
    soldMtok,
    unservedMtok: sold.unservedMtok,
    paidUsd: firms.reduce((sum, firm) => sum + firm.subscriptionsUsd, salesUsd),
    firms,
  };
  return { row, results };
}

/** Without sellers, all that customers would buy at the ceiling is left unserved. */
function soldBy(
  sellers: readonly Supplier[],
  market: LogitMarket,
  rules: MarketRules,
  postedUsdPerMtok: number | null,
): Sale {
  if (sellers.length === 0) {
    const demandMtok = demandMtokPerMonth(market.demand, market.ceilingUsdPerMtok);
    const none = { pricesUsdPerMtok: [], wantedMtok: [], soldMtok: [] };
    return { ...none, demandMtok, unservedMtok: demandMtok };
  }
  const offers = sellers.map((firm) => ({
    quality: firm.quality,
    pricingUsdPerMtok:
      rules.costBasis === "avoidable"
        ? firm.fleetCost().avoidableUsdPerMtok
        : firm.fullLoadUsdPerMtok(),
    capacityMtokPerMonth: roomMtok(firm),
    shareBefore: firm.share,
    retention: firm.plan.retentionPerMonth,
    postedUsdPerMtok,
  }));
  return sale(offers, market);
}

function salesOf(sold: Sale, at: number, allMtok: number): Sales {
  const soldMtok = sold.soldMtok[at] ?? 0;
  return {
    soldMtok,
    wantedMtok: sold.wantedMtok[at] ?? 0,
    usdPerMtok: sold.pricesUsdPerMtok[at] ?? null,
    share: allMtok > 0 ? soldMtok / allMtok : 0,
  };
}
