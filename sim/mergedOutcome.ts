import { brokerLines } from "./brokerLines.ts";
import type { Asset } from "./money/asset.ts";
import { discountedMtok, workCosts } from "./money/delivered.ts";
import { discountFactor } from "./money/finance.ts";
import {
  checkBalanced,
  cumulativeUsd,
  sumOf,
  totalUsd,
  usdByCategory,
  usdOfKind,
} from "./money/ledger.ts";
import { ownCost } from "./money/ownCost.ts";
import { atPoolPrices } from "./money/poolPrices.ts";
import { statementOf } from "./money/statement.ts";
import { type ByKind, TOKEN_KINDS, usdPerMtok } from "./money/unitCost.ts";
import type { CashYear, LedgerEntry, Outcome } from "./outcome.ts";
import type { MonthPhysical } from "./physical.ts";
import type { PortfolioTerms, SourceTerms, Terms } from "./terms.ts";

/** One source of a portfolio, priced: the outcome is that of one copy. */
export interface Part {
  readonly name: string;
  readonly copies: number;
  readonly months: readonly MonthPhysical[];
  readonly terms: SourceTerms;
  readonly outcome: Outcome;
}

type PriceOf = (months: readonly MonthPhysical[], terms: Terms) => Outcome;

/**
 * One outcome of several sources: each is priced by its own terms, a copy at a time, and the ledgers
 * are put together, so that the whole is the sum of its sources. Tax, debt and revenue are those of
 * the whole, on the merged ledger; what a broker keeps is a line of its own.
 *
 * @param months of the horizon, each with its `sources`; those that served nothing are not there
 * @throws RangeError for months without sources, or of sources that have no terms
 */
export function mergedOutcome(
  months: readonly MonthPhysical[],
  terms: PortfolioTerms,
  priceOf: PriceOf,
): Outcome {
  const names = (months[0]?.sources ?? []).map(({ name, copies }) => ({ name, copies }));
  if (names.length === 0) throw new RangeError("months of no source; expected at least one");
  const { horizonMonths, discountRatePerYear, finance, revenue } = terms;
  const common = { horizonMonths, discountRatePerYear };
  const business = { ...(finance && { finance }), ...(revenue && { revenue }) };
  const alone = names.length === 1 && names[0]?.copies === 1 && terms.broker === undefined;
  const parts = names.map(({ name, copies }): Part => {
    const rows = rowsOf(months, name);
    const own = { ...withoutBusiness(termsOf(terms, name)), ...common };
    const priced = alone ? { ...own, ...business } : own;
    return { name, copies, months: rows, terms: own, outcome: priceOf(rows, priced) };
  });
  const [only] = parts;
  if (alone && only !== undefined) return { ...only.outcome, ledger: ledgerOf(only) };

  const fees = brokerLines(months, terms, (rows, name) => {
    return priceOf(rows, { ...withoutBusiness(termsOf(terms, name)), ...common }).ledger;
  });
  const ledger = [...parts.flatMap(ledgerOf), ...fees].toSorted((a, b) => a.month - b.month);
  const weights = Array.from({ length: months.length + 1 }, (_, month) =>
    discountFactor(discountRatePerYear, month / 12),
  );
  const weightAt = (month: number): number => weights[month] ?? 0;
  const costUsd = totalUsd(ledger, weightAt);
  checkBalanced("present value of the sources", costUsd, [
    ...parts.map(({ outcome, copies }) => -outcome.npvUsd * copies),
    totalUsd(fees, weightAt),
  ]);
  const mtok = discountedMtok(months, weightAt);
  const allMtok = sumOf(Object.values(mtok));
  const delivered = allMtok > 0;
  const byCategory = [...usdByCategory(ledger, weightAt)];
  const unit = unitCosts(parts, costUsd, mtok, weightAt);
  const leak = (of: "idleUsdPerMtok" | "wastedUsdPerMtok" | "downUsdPerMtok"): number | null =>
    delivered ? perMtok(parts, weightAt, allMtok, ({ outcome }) => outcome[of]) : null;
  return {
    ledger,
    years: yearsOf(parts, fees),
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
      : { statement: statementOf(months, terms, ledger, parts.flatMap(assetsOf)) }),
  };
}

/** The months of one copy of a source. */
function rowsOf(months: readonly MonthPhysical[], name: string): MonthPhysical[] {
  return months.map((row) => {
    const own = row.sources?.find((source) => source.name === name);
    if (own === undefined) throw new RangeError(`month ${row.month} without source "${name}"`);
    return own.month;
  });
}

function termsOf({ sources }: PortfolioTerms, name: string): SourceTerms {
  const terms = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (terms === undefined) throw new RangeError(`source "${name}" without terms`);
  return terms;
}

/** Terms of a source without what is the whole's affair; rent paid ahead is its own. */
export function withoutBusiness({ finance, revenue: _, ...terms }: SourceTerms): SourceTerms {
  const own = terms as SourceTerms;
  return finance?.prepaid === undefined || own.kind !== "rent" ? own : { ...own, finance };
}

/** The lines of all copies, with the name of the source and the path of its terms. */
function ledgerOf({ name, copies, outcome }: Part): LedgerEntry[] {
  return outcome.ledger.map((line) => ({
    ...line,
    of: name,
    quantity: line.quantity * copies,
    usd: line.usd * copies,
    ...(line.source === undefined ? {} : { source: `sources.${name}.${line.source}` }),
  }));
}

/** What was bought, all copies. */
function assetsOf({ copies, months, terms }: Part): Asset[] {
  const own = atPoolPrices(months, terms);
  if (own.kind !== "own") return [];
  return ownCost(months, own).assets.map((asset) => ({
    ...asset,
    usd: asset.usd * copies,
    resaleUsd: asset.resaleUsd * copies,
  }));
}

/** Years of all copies of all sources; a broker's lines are running costs. */
function yearsOf(parts: readonly Part[], fees: readonly LedgerEntry[]): readonly CashYear[] {
  return (parts[0]?.outcome.years ?? []).map(({ year }, i) => {
    const sum = (of: (row: CashYear) => number): number =>
      sumOf(
        parts.map(({ outcome, copies }) => {
          const row = outcome.years[i];
          return row === undefined ? 0 : of(row) * copies;
        }),
      );
    const feesUsd = totalUsd(fees.filter((line) => Math.ceil(line.month / 12) === year));
    return {
      year,
      capexUsd: sum((row) => row.capexUsd),
      opexUsd: sum((row) => row.opexUsd) + feesUsd,
      residualUsd: sum((row) => row.residualUsd),
      depreciationUsd: sum((row) => row.depreciationUsd),
      cashUsd: sum((row) => row.cashUsd) + feesUsd,
      inputMtok: sum((row) => row.inputMtok),
      cachedMtok: sum((row) => row.cachedMtok),
      outputMtok: sum((row) => row.outputMtok),
      chips: sum((row) => row.chips),
    };
  });
}

/** Cost of each kind of token: what it costs at each source; what no token carries rides along. */
export function unitCosts(
  parts: readonly Part[],
  costUsd: number,
  mtok: ByKind<number>,
  weightAt: (month: number) => number,
): ByKind<number> {
  const usd = { input: 0, cached: 0, output: 0 };
  for (const { outcome, copies, months } of parts) {
    const own = discountedMtok(months, weightAt);
    const each = {
      input: outcome.costPerMtokInputUsd,
      cached: outcome.costPerMtokCachedUsd ?? 0,
      output: outcome.costPerMtokOutputUsd,
    };
    for (const kind of TOKEN_KINDS) {
      if (own[kind] > 0) usd[kind] += each[kind] * own[kind] * copies;
    }
  }
  const carried = sumOf(Object.values(usd));
  const per = (kind: keyof typeof usd): number =>
    usdPerMtok(carried > 0 ? (costUsd * usd[kind]) / carried : 0, mtok[kind]);
  return { input: per("input"), cached: per("cached"), output: per("output") };
}

/** A figure per token of each source, over the tokens of all; null where no source knows it. */
export function perMtok(
  parts: readonly Part[],
  weightAt: (month: number) => number,
  allMtok: number,
  of: (part: Part) => number | null,
): number | null {
  const known = parts.flatMap((part) => {
    const figure = of(part);
    const mtok = sumOf(Object.values(discountedMtok(part.months, weightAt)));
    return figure === null ? [] : [figure * mtok * part.copies];
  });
  return known.length > 0 ? sumOf(known) / allMtok : null;
}

/** Energy and carbon where every source that delivered knows its own. */
export function energyOf(
  parts: readonly Part[],
  months: readonly MonthPhysical[],
): Pick<Outcome, "energyKwhPerMtok" | "co2KgPerMtok"> {
  const all = sumOf(Object.values(discountedMtok(months, () => 1)));
  const serving = parts.filter(
    (part) => sumOf(Object.values(discountedMtok(part.months, () => 1))) > 0,
  );
  const known = serving.length > 0 && serving.every((p) => p.outcome.energyKwhPerMtok !== null);
  if (!known) return { energyKwhPerMtok: null, co2KgPerMtok: null };
  const per = (of: (part: Part) => number | null): number | null =>
    perMtok(serving, () => 1, all, of);
  return {
    energyKwhPerMtok: per(({ outcome }) => outcome.energyKwhPerMtok),
    co2KgPerMtok: per(({ outcome }) => outcome.co2KgPerMtok),
  };
}
