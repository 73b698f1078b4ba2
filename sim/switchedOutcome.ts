import { laterSource } from "./laterTerms.ts";
import { energyOf, type Part, perMtok, unitCosts, withoutBusiness } from "./mergedOutcome.ts";
import type { Asset } from "./money/asset.ts";
import { deliveredMonth } from "./money/bookValue.ts";
import { cashYears } from "./money/cashYears.ts";
import { cohortsFor } from "./money/cohorts.ts";
import { discountedMtok, workCosts } from "./money/delivered.ts";
import { discountFactor } from "./money/finance.ts";
import { leavingParts, supplierLines } from "./money/holdUp.ts";
import { leaseLeftUsd } from "./money/leaseCost.ts";
import { cumulativeUsd, entry, sumOf, totalUsd, usdByCategory, usdOfKind } from "./money/ledger.ts";
import { ownCost } from "./money/ownCost.ts";
import { atPoolPrices } from "./money/poolPrices.ts";
import { powerEntries } from "./money/powerBill.ts";
import { CONTRACT_MONTHS, rentAt } from "./money/rentCost.ts";
import { serverLots } from "./money/serverLots.ts";
import { statementOf } from "./money/statement.ts";
import { usdPerMtok } from "./money/unitCost.ts";
import type { LedgerEntry, Outcome } from "./outcome.ts";
import type { MonthPhysical } from "./physical.ts";
import type { OwnTerms, SourceTerms, SwitchTerms, Terms } from "./terms.ts";

type PriceOf = (months: readonly MonthPhysical[], terms: Terms) => Outcome;

/**
 * One outcome of two supplies, one after the other. The first is priced up to the switch and what it
 * owns is sold then; the second is bought, rented or charged from the next month on, at the prices of
 * that day, and its contracts begin then. Between them stands what leaving costs: engineers,
 * requalification, moved data, both side by side for a while, and what was committed beyond.
 *
 * @param months of the horizon: those of the first supply up to the switch, then of the second
 * @throws RangeError for a switch outside the horizon, or of several sources
 */
export function switchedOutcome(
  months: readonly MonthPhysical[],
  terms: Terms,
  switchTo: SwitchTerms,
  priceOf: PriceOf,
): Outcome {
  const { month: at, to } = switchTo;
  if (!Number.isInteger(at) || at < 1 || at >= months.length) {
    throw new RangeError(`switch after month ${at}; expected 1 to ${months.length - 1}`);
  }
  if (terms.kind === "portfolio" || to.kind === "portfolio") {
    throw new RangeError("a switch between supplies of several sources; expected one source each");
  }
  const { switchTo: _, ...before } = terms;
  const { switchTo: __, ...after } = to;
  const { finance, revenue } = terms;
  const served = months.slice(0, at);
  const first = partOf(
    "before",
    served,
    served,
    { ...withoutBusiness(before), horizonMonths: at },
    priceOf,
  );
  const { discountRatePerYear } = terms;
  const horizonMonths = months.length - at;
  const rest = months.slice(at);
  const own = rest.map((row) => ({ ...row, month: row.month - at }));
  const later = { ...laterSource(withoutBusiness(after), at), discountRatePerYear, horizonMonths };
  const second = partOf("after", rest, own, later, priceOf);
  const begun = second.outcome.ledger.map((line) => ({ ...line, month: line.month + at }));
  const leaving = leavingEntries(first, switchTo, months.length);
  const ledger = [...first.outcome.ledger, ...named(begun, "switchTo.to."), ...leaving].toSorted(
    (a, b) => a.month - b.month,
  );

  const weightAt = (month: number): number => discountFactor(discountRatePerYear, month / 12);
  const costUsd = totalUsd(ledger, weightAt);
  const mtok = discountedMtok(months, weightAt);
  const allMtok = sumOf(Object.values(mtok));
  const delivered = allMtok > 0;
  const parts = [first, second];
  const unit = unitCosts(parts, costUsd, mtok, weightAt);
  const leak = (of: "idleUsdPerMtok" | "wastedUsdPerMtok" | "downUsdPerMtok"): number | null =>
    delivered ? perMtok(parts, weightAt, allMtok, ({ outcome }) => outcome[of]) : null;
  const assets = [
    ...assetsOf(served, first.terms),
    ...assetsOf(own, second.terms).map(afterMonths(at)),
  ];
  const byCategory = [...usdByCategory(ledger, weightAt)];
  return {
    ledger,
    years: cashYears(
      ledger,
      months,
      months.map((row) => row.chips),
      assets.map(writeOff),
    ),
    cumulativeUsd: cumulativeUsd(ledger, months.length),
    npvUsd: costUsd === 0 ? 0 : -costUsd,
    capexUsd: usdOfKind(ledger, "capex"),
    lcotUsdPerMtok: usdPerMtok(costUsd, allMtok),
    costPerMtokInputUsd: unit.input,
    costPerMtokCachedUsd: mtok.cached > 0 ? unit.cached : null,
    costPerMtokOutputUsd: unit.output,
    stackUsdPerMtok: delivered
      ? Object.fromEntries(byCategory.map(([category, usd]) => [category, usd / allMtok]))
      : {},
    idleUsdPerMtok: leak("idleUsdPerMtok"),
    wastedUsdPerMtok: leak("wastedUsdPerMtok"),
    downUsdPerMtok: leak("downUsdPerMtok"),
    ...workCosts(months, costUsd, weightAt),
    ...energyOf(parts, months),
    ...(finance === undefined && revenue === undefined
      ? {}
      : { statement: statementOf(months, terms, ledger, assets) }),
  };
}

/** @param own the same months on the clock of the supply's terms: 1 for its first */
function partOf(
  name: string,
  months: readonly MonthPhysical[],
  own: readonly MonthPhysical[],
  terms: SourceTerms,
  priceOf: PriceOf,
): Part {
  return { name, copies: 1, months, terms, outcome: priceOf(own, terms) };
}

function named(lines: readonly LedgerEntry[], prefix: string): LedgerEntry[] {
  return lines.map((line) =>
    line.source === undefined ? line : { ...line, source: `${prefix}${line.source}` },
  );
}

/** What leaving the first supply costs, paid at the end of its last month. */
function leavingEntries(
  part: Part,
  { month: at, leaving }: SwitchTerms,
  horizonMonths: number,
): LedgerEntry[] {
  const { outcome } = part;
  const line = (quantity: number, unit: string, usd: number, key?: string): LedgerEntry =>
    entry(at, "switching", "opex", quantity, unit, usd, key && `switchTo.leaving.${key}`);
  const running = outcome.ledger.filter(
    ({ kind, month, category }) => kind === "opex" && (month > 0 || category === "prepayment"),
  );
  const runUsdPerMonth = sumOf(running.map(({ usd }) => usd)) / at;
  const forfeited = forfeitedUsd(part, at, horizonMonths);
  const lines = [
    ...leavingParts(leaving).map(([quantity, unit, usd, key]) => line(quantity, unit, usd, key)),
    line(leaving.parallelMonths, "month side by side", runUsdPerMonth, "parallelMonths"),
    line(forfeited, "USD committed beyond", 1),
  ];
  return lines.filter(({ usd }) => usd !== 0);
}

/** What a contract still asks for after the switch, up to the horizon. */
function forfeitedUsd({ months, terms, outcome }: Part, at: number, horizonMonths: number): number {
  if (terms.kind === "api") {
    const { commitment } = terms.buying ?? {};
    if (commitment === undefined) return 0;
    const begun = Math.floor((at - 1) / 12) * 12;
    const owedUsd = (commitment.usdPerYear * (Math.min(horizonMonths, begun + 12) - begun)) / 12;
    // What was spent since, what was billed for falling short included.
    const paid = supplierLines(outcome.ledger).filter(({ month }) => month > begun);
    return Math.max(0, owedUsd - sumOf(paid.map(({ usd }) => usd)));
  }
  if (terms.kind === "own") return forfeitedByOwner(months, terms, at, horizonMonths);
  const term = CONTRACT_MONTHS[terms.contract];
  if (term === 0) return 0;
  const priced = atPoolPrices(months, terms);
  if (priced.kind !== "rent") return 0;
  const chips = months.map((row) => row.chips);
  const hours = months.at(-1)?.hours ?? 0;
  return sumOf(
    cohortsFor(chips, term).map(({ firstMonth, lastMonth, quantity }) => {
      const left = Math.max(0, Math.min(lastMonth, horizonMonths) - at);
      return quantity * left * hours * rentAt(priced, firstMonth) * (1 + terms.extrasShare);
    }),
  );
}

/** Rent of leased servers, and the least of a power contract. */
function forfeitedByOwner(
  months: readonly MonthPhysical[],
  terms: OwnTerms,
  at: number,
  horizonMonths: number,
): number {
  const { lease, powerContract: power } = terms;
  const hours = months.at(-1)?.hours ?? 0;
  const powerMonths = power ? Math.max(0, Math.min(power.months, horizonMonths) - at) : 0;
  const powerUsd = power
    ? sumOf(powerEntries(1, 0, hours, terms).map(({ usd }) => usd)) * powerMonths
    : 0;
  const priced = atPoolPrices(months, terms);
  if (lease === undefined || priced.kind !== "own") return powerUsd;
  return powerUsd + leaseLeftUsd(serverLots(months, priced), lease, priced, at, horizonMonths);
}

function assetsOf(months: readonly MonthPhysical[], terms: SourceTerms): readonly Asset[] {
  const own = atPoolPrices(months, terms);
  return own.kind === "own" ? ownCost(months, own).assets : [];
}

function afterMonths(at: number): (asset: Asset) => Asset {
  return ({ deliveredMonth: delivered, ...asset }) => ({
    ...asset,
    boughtMonth: asset.boughtMonth + at,
    soldMonth: asset.soldMonth + at,
    ...(delivered === undefined ? {} : { deliveredMonth: delivered + at }),
  });
}

/** Written off in equal parts for as long as it is held. */
function writeOff(asset: Asset) {
  const { lifeMonths, soldMonth, usd } = asset;
  const from = deliveredMonth(asset);
  const held = Math.min(lifeMonths, soldMonth - from);
  return { firstMonth: from + 1, lifeMonths: held, usd: (usd * held) / lifeMonths };
}
