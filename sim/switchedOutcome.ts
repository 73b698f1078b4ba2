import type { SwitchTerms } from "./contractTerms.ts";
import { energyOf, type Part, perMtok, unitCosts } from "./mergedOutcome.ts";
import { cashYears } from "./money/cashYears.ts";
import { cohortsFor } from "./money/cohorts.ts";
import { discountedMtok, workCosts } from "./money/delivered.ts";
import { discountFactor, priceAfter } from "./money/finance.ts";
import { leavingParts } from "./money/holdUp.ts";
import { cumulativeUsd, entry, sumOf, totalUsd, usdByCategory, usdOfKind } from "./money/ledger.ts";
import { type Asset, ownCost } from "./money/ownCost.ts";
import { atPoolPrices } from "./money/poolPrices.ts";
import { CONTRACT_MONTHS } from "./money/rentCost.ts";
import { statementOf } from "./money/statement.ts";
import { usdPerMtok } from "./money/unitCost.ts";
import type { LedgerEntry, Outcome } from "./outcome.ts";
import {
  CAUSES,
  type CauseTime,
  CHIP_STATES,
  type ChipTime,
  type MonthPhysical,
} from "./physical.ts";
import type { SourceTerms, Terms } from "./terms.ts";

type PriceOf = (months: readonly MonthPhysical[], terms: Terms) => Outcome;

/**
 * One outcome of two supplies, one after the other. The first is priced up to the switch and what it
 * owns is sold then; the second is bought, rented or charged from the next month on, at the prices of
 * that day. Between them stands what leaving costs: engineers, requalification, moved data, both side
 * by side for a while, and what was committed beyond.
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
  const { finance, revenue, switchTo: _, ...before } = terms;
  const { finance: __, revenue: ___, switchTo: ____, ...after } = to;
  const first = partOf("before", months.slice(0, at), { ...before, horizonMonths: at }, priceOf);
  const rest = months.map((row, i) => (i < at ? withoutWork(row) : row));
  const { discountRatePerYear } = terms;
  const second = partOf(
    "after",
    rest,
    { ...after, discountRatePerYear, horizonMonths: months.length },
    priceOf,
  );
  const begun = second.outcome.ledger.flatMap((line) => begunLine(line, at));
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
  const assets = parts.flatMap(assetsOf);
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

function partOf(
  name: string,
  months: readonly MonthPhysical[],
  terms: SourceTerms,
  priceOf: PriceOf,
): Part {
  return { name, copies: 1, months, terms, outcome: priceOf(months, terms) };
}

/** A month in which a supply is not there yet. */
function withoutWork({ month, hours }: MonthPhysical): MonthPhysical {
  const chipTimeS = Object.fromEntries(CHIP_STATES.map((state) => [state, 0])) as ChipTime;
  const causeS = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as CauseTime;
  const none = { input: 0, cached: 0, output: 0 };
  const tokens = { ...none, onTimeInput: 0, onTimeCached: 0, onTimeOutput: 0 };
  return {
    ...{ month, hours, replicas: 0, chips: 0, chipTimeS, causeS, itKwh: 0, peakItWatts: 0 },
    ...{ requests: 0, onTimeRequests: 0, tokens, doneFlops: 0, offeredFlops: 0 },
  };
}

/** A line of the second supply once it is there; what it buys for its first month counts. */
function begunLine(line: LedgerEntry, at: number): LedgerEntry[] {
  if (line.month > at || (line.month === at && line.kind === "capex")) return [line];
  // Rent paid ahead for months of the second supply is paid when it begins.
  return line.coversMonths !== undefined && line.usd !== 0 ? [{ ...line, month: at }] : [];
}

function named(lines: readonly LedgerEntry[], prefix: string): LedgerEntry[] {
  return lines.map((line) =>
    line.source === undefined ? line : { ...line, source: `${prefix}${line.source}` },
  );
}

/** What leaving the first supply costs, paid at the end of its last month. */
function leavingEntries(
  { months, terms, outcome }: Part,
  { month: at, leaving }: SwitchTerms,
  horizonMonths: number,
): LedgerEntry[] {
  const line = (quantity: number, unit: string, usd: number, key?: string): LedgerEntry =>
    entry(at, "switching", "opex", quantity, unit, usd, key && `switchTo.leaving.${key}`);
  const running = outcome.ledger.filter(({ kind, month }) => kind === "opex" && month > 0);
  const runUsdPerMonth = sumOf(running.map(({ usd }) => usd)) / at;
  const forfeited = forfeitedUsd(months, terms, at, horizonMonths);
  const lines = [
    ...leavingParts(leaving).map(([quantity, unit, usd, key]) => line(quantity, unit, usd, key)),
    line(runUsdPerMonth, "USD a month side by side", leaving.parallelMonths, "parallelMonths"),
    line(forfeited, "USD committed beyond", 1),
  ];
  return lines.filter(({ usd }) => usd !== 0);
}

/** What a contract still asks for after the switch, up to the horizon. */
function forfeitedUsd(
  months: readonly MonthPhysical[],
  terms: SourceTerms,
  at: number,
  horizonMonths: number,
): number {
  if (terms.kind === "api") {
    const { commitment } = terms.buying ?? {};
    const end = Math.min(horizonMonths, Math.ceil(at / 12) * 12);
    return commitment === undefined ? 0 : (commitment.usdPerYear * (end - at)) / 12;
  }
  if (terms.kind === "own") return 0;
  const term = CONTRACT_MONTHS[terms.contract];
  if (term === 0) return 0;
  const chips = months.map((row) => row.chips);
  const hours = months.at(-1)?.hours ?? 0;
  return sumOf(
    cohortsFor(chips, term).map(({ firstMonth, lastMonth, quantity }) => {
      const left = Math.max(0, Math.min(lastMonth, horizonMonths) - at);
      const years = (firstMonth - 1) / 12;
      const rent = priceAfter(terms.rentUsdPerChipHour, terms.rentDeclinePerYear, years);
      return quantity * left * hours * rent * (1 + terms.extrasShare);
    }),
  );
}

function assetsOf({ months, terms }: Part): readonly Asset[] {
  const own = atPoolPrices(months, terms);
  return own.kind === "own" ? ownCost(months, own).assets : [];
}

/** Written off in equal parts for as long as it is held. */
function writeOff({ boughtMonth, lifeMonths, soldMonth, usd }: Asset) {
  const held = Math.min(lifeMonths, soldMonth - boughtMonth);
  return { firstMonth: boughtMonth + 1, lifeMonths: held, usd: (usd * held) / lifeMonths };
}
