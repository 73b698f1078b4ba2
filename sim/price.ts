import {
  addChipTime,
  offeredChipS,
  scaleChipTime,
  totalChipS,
  zeroChipTime,
} from "./leaks/chipTime.ts";
import { toilEntries } from "./leaks/toil.ts";
import { mergedOutcome } from "./mergedOutcome.ts";
import { apiEntries, apiTokenUsd } from "./money/apiCost.ts";
import type { Asset } from "./money/asset.ts";
import { cashYears } from "./money/cashYears.ts";
import { discountedMtok, workCosts } from "./money/delivered.ts";
import { extraEntries } from "./money/extraCost.ts";
import { discountFactor } from "./money/finance.ts";
import { fleetLife } from "./money/fleetLife.ts";
import { holdUpEntries } from "./money/holdUp.ts";
import {
  checkBalanced,
  cumulativeUsd,
  sumOf,
  totalUsd,
  usdByCategory,
  usdOfKind,
} from "./money/ledger.ts";
import { ownCost, ownedChips, type WriteOff } from "./money/ownCost.ts";
import { atPoolPrices } from "./money/poolPrices.ts";
import { paidAhead } from "./money/prepaidRent.ts";
import { isByTheHour, rentEntries } from "./money/rentCost.ts";
import { statementOf } from "./money/statement.ts";
import { type ByKind, costByKind, TOKEN_KINDS, usdPerMtok } from "./money/unitCost.ts";
import type { LedgerEntry, Outcome } from "./outcome.ts";
import type { MonthPhysical } from "./physical.ts";
import { switchedOutcome } from "./switchedOutcome.ts";
import type { RentTerms, SourceTerms, Terms } from "./terms.ts";

/**
 * Prices what physics recorded. Pure: the same months and terms give the same outcome, and nothing
 * is simulated.
 *
 * When money moves: running costs of month m are paid at its end (ledger month m); a purchase in
 * service from month m is paid at its start (ledger month m-1, so 0 for the first); a resale is paid
 * at the end of the last month of use. Everything in ledger month k is discounted by
 * (1+r)^-(k/12), and so are the tokens of month k. Prices are real; those that fall start falling
 * from the first month.
 *
 * @param months months 1, 2, ... of one strategy; those after the horizon are left out
 * @throws RangeError when months are missing or out of order
 */
export function price(months: readonly MonthPhysical[], given: Terms): Outcome {
  const served = monthsOfHorizon(months, given.horizonMonths);
  if (given.kind === "portfolio") return mergedOutcome(served, given, price);
  if (given.switchTo !== undefined) return switchedOutcome(served, given, given.switchTo, price);
  const terms = atPoolPrices(served, given);
  const costs = costsOf(served, terms);
  const heldUp = holdUpEntries(costs.entries, terms.lockIn, served.length);
  const toil = toilEntries(served, terms.toil);
  const extra = [...extraEntries(served, terms.extraCosts ?? []), ...heldUp, ...toil];
  const ledger = [...costs.entries, ...extra].toSorted((a, b) => a.month - b.month);
  const weights = Array.from({ length: served.length + 1 }, (_, month) =>
    discountFactor(terms.discountRatePerYear, month / 12),
  );
  const weightAt = (month: number): number => weights[month] ?? 0;

  const costUsd = totalUsd(ledger, weightAt);
  const byCategory = usdByCategory(ledger, weightAt);
  checkBalanced("present value of cost", costUsd, byCategory.values());
  const mtok = discountedMtok(served, weightAt);
  const allMtok = mtok.input + mtok.cached + mtok.output;
  const delivered = allMtok > 0;
  const lcotUsdPerMtok = usdPerMtok(costUsd, allMtok);
  const stack = [...byCategory].map(([category, usd]) => [category, usd / allMtok] as const);
  if (delivered) checkBalanced("stack", lcotUsdPerMtok, new Map(stack).values());
  const lifeOf = () =>
    terms.kind === "own" ? { life: fleetLife(terms, ledger, costs.chips) } : {};
  const unit = costByKind(costUsd, kindWeights(served, terms, weightAt), mtok);

  const cumulative = cumulativeUsd(ledger, served.length);
  checkBalanced(
    "cumulative cost",
    cumulative.at(-1) ?? 0,
    ledger.map((line) => line.usd),
  );
  const years = cashYears(ledger, served, costs.chips, costs.writeOffs);
  checkBalanced(
    "cash of years",
    totalUsd(ledger),
    years.map((year) => year.cashUsd),
  );
  return {
    ledger,
    years,
    cumulativeUsd: cumulative,
    npvUsd: costUsd === 0 ? 0 : -costUsd,
    capexUsd: usdOfKind(ledger, "capex"),
    lcotUsdPerMtok,
    costPerMtokInputUsd: unit.input,
    costPerMtokCachedUsd: mtok.cached > 0 ? unit.cached : null,
    costPerMtokOutputUsd: unit.output,
    stackUsdPerMtok: delivered ? Object.fromEntries(stack) : {},
    ...leakCosts(served, terms, weightAt, delivered ? lcotUsdPerMtok : null),
    ...workCosts(served, costUsd, weightAt),
    ...energyFigures(served, terms),
    ...(terms.finance === undefined && terms.revenue === undefined
      ? {}
      : { statement: { ...statementOf(served, terms, ledger, costs.assets), ...lifeOf() } }),
  };
}

interface Costs {
  readonly entries: readonly LedgerEntry[];
  readonly writeOffs: readonly WriteOff[];
  readonly assets: readonly Asset[];
  /** Chips in service by month. */
  readonly chips: readonly number[];
}

function costsOf(months: readonly MonthPhysical[], terms: SourceTerms): Costs {
  const chips = months.map((row) => row.chips);
  switch (terms.kind) {
    case "api":
      return { ...NOTHING_OWNED, entries: apiEntries(months, terms), chips: chips.map(() => 0) };
    case "rent":
      return { ...NOTHING_OWNED, entries: rentLines(months, terms), chips };
    case "own":
      return { ...ownCost(months, terms), chips: ownedChips(months, terms) };
  }
}

const NOTHING_OWNED = { writeOffs: [], assets: [] };

function rentLines(months: readonly MonthPhysical[], terms: RentTerms): readonly LedgerEntry[] {
  const lines = rentEntries(months, terms);
  const { prepaid } = terms.finance ?? {};
  if (prepaid === undefined || isByTheHour(terms.contract)) return lines;
  return paidAhead(lines, prepaid);
}

function monthsOfHorizon(
  months: readonly MonthPhysical[],
  horizonMonths: number,
): readonly MonthPhysical[] {
  if (!Number.isInteger(horizonMonths) || horizonMonths < 1) {
    throw new RangeError(`horizon of ${horizonMonths} months; expected a whole number >= 1`);
  }
  if (months.length < horizonMonths) {
    throw new RangeError(`${months.length} months of physics; expected at least ${horizonMonths}`);
  }
  const served = months.slice(0, horizonMonths);
  const stray = served.findIndex((row, i) => row.month !== i + 1);
  if (stray >= 0) {
    throw new RangeError(`month ${served[stray]?.month} at place ${stray + 1}; expected 1, 2, ...`);
  }
  return served;
}

/** What splits the cost over kinds of token: chip time they caused, or what an API charged. */
function kindWeights(
  months: readonly MonthPhysical[],
  terms: SourceTerms,
  weightAt: (month: number) => number,
): ByKind<number> {
  const kinds = { input: 0, cached: 0, output: 0 };
  for (const row of months) {
    const of = terms.kind === "api" ? apiTokenUsd(terms, row) : row.causeS;
    for (const kind of TOKEN_KINDS) kinds[kind] += of[kind] * weightAt(row.month);
  }
  return kinds;
}

/** The parts of the levelised cost that chips carry without useful work. */
function leakCosts(
  months: readonly MonthPhysical[],
  terms: SourceTerms,
  weightAt: (month: number) => number,
  lcotUsdPerMtok: number | null,
): Pick<Outcome, "idleUsdPerMtok" | "wastedUsdPerMtok" | "downUsdPerMtok"> {
  const time = months.reduce(
    (sum, row) => addChipTime(sum, scaleChipTime(row.chipTimeS, weightAt(row.month))),
    zeroChipTime(),
  );
  // What a scaler switched off costs nothing by the hour, and carries its part when it is owned.
  const byTheHour = terms.kind === "rent" && isByTheHour(terms.contract);
  const totalS = byTheHour ? offeredChipS(time) : totalChipS(time);
  if (terms.kind === "api" || lcotUsdPerMtok === null || !(totalS > 0)) {
    return { idleUsdPerMtok: null, wastedUsdPerMtok: null, downUsdPerMtok: null };
  }
  return {
    idleUsdPerMtok: lcotUsdPerMtok * (time.idle / totalS),
    wastedUsdPerMtok: lcotUsdPerMtok * (time.wasted / totalS),
    downUsdPerMtok: lcotUsdPerMtok * ((time.down + time.restart) / totalS),
  };
}

/** Facility energy and its carbon per million on-time tokens, not discounted; unknown for an API. */
function energyFigures(
  months: readonly MonthPhysical[],
  terms: SourceTerms,
): Pick<Outcome, "energyKwhPerMtok" | "co2KgPerMtok"> {
  const mtok = discountedMtok(months, () => 1);
  const allMtok = mtok.input + mtok.cached + mtok.output;
  if (terms.kind === "api" || !(allMtok > 0)) return { energyKwhPerMtok: null, co2KgPerMtok: null };
  const kwhPerMtok = (sumOf(months.map((row) => row.itKwh)) * terms.pue) / allMtok;
  return { energyKwhPerMtok: kwhPerMtok, co2KgPerMtok: kwhPerMtok * terms.carbonKgPerKwh };
}
