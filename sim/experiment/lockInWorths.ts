import type { LockInTerms } from "../contractTerms.ts";
import type { LockInWorth, Portability, SwitchOption } from "../lockInWorth.ts";
import { exchangeOptionUsd } from "../market/exchangeOption.ts";
import { lockInIndex } from "../market/switchingCost.ts";
import { discountFactor } from "../money/finance.ts";
import { HOLD_UP_KEY, leavingParts, renewalOf, supplierLines } from "../money/holdUp.ts";
import type { LedgerEntry, Outcome } from "../outcome.ts";
import type { Evaluation } from "./evaluation.ts";

/** Parts of the cost of leaving, by the key of the terms that they are priced by. */
const PART_WORDS: Readonly<Record<string, string>> = {
  usdPerEngineerMonth: "engineering",
  requalificationUsd: "tests and certification",
  egressUsdPerGb: "moving data",
};

/**
 * What suppliers hold over the strategies that state lock-in, and what it is worth to be easier to
 * leave than the one that is hardest to leave. Of means over replications.
 */
export function lockInWorthsOf(evaluations: readonly Evaluation[]): readonly LockInWorth[] {
  const found = evaluations.flatMap((evaluation) => worthOf(evaluation) ?? []);
  const locked = found.toSorted((a, b) => (b.index ?? 0) - (a.index ?? 0))[0];
  return found.map((one) => ({ ...one, portability: portabilityOf(one, locked) }));
}

function worthOf({ strategy, outcomes }: Evaluation): LockInWorth | null {
  const { terms } = strategy;
  if (terms.kind === "portfolio" || terms.switchTo !== undefined) return null;
  const { lockIn, discountRatePerYear } = terms;
  if (lockIn === undefined || outcomes.length === 0) return null;
  const mean = (of: (outcome: Outcome) => number): number =>
    sum(outcomes.map(of)) / outcomes.length;
  const renewals = outcomes.map(({ ledger }) => renewalOf(ledger, lockIn));
  const runUsdPerMonth = sum(renewals.map((one) => one.runUsdPerMonth)) / outcomes.length;
  const parts = [
    ...leavingParts(lockIn.leaving).map(([quantity, , usd, key]) => ({
      ...{ what: PART_WORDS[key] ?? key, usd: quantity * usd },
    })),
    { what: "both side by side", usd: lockIn.leaving.parallelMonths * runUsdPerMonth },
  ];
  const switchingUsd = sum(parts.map(({ usd }) => usd));
  const spendUsdPerYear = 12 * runUsdPerMonth;
  const worth = (lines: readonly LedgerEntry[]): number =>
    sum(lines.map(({ usd, month }) => usd * discountFactor(discountRatePerYear, month / 12)));
  const heldUpUsd = mean(({ ledger }) => worth(ledger.filter(isHoldUp)));
  const later = mean(({ ledger }) =>
    worth(supplierLines(ledger).filter(({ month }) => month > lockIn.termMonths)),
  );
  const leavingUsd = switchingUsd * discountFactor(discountRatePerYear, lockIn.termMonths / 12);
  return {
    ...{ strategy: strategy.name, termMonths: lockIn.termMonths, parts, switchingUsd },
    spendUsdPerYear,
    index: spendUsdPerYear > 0 ? lockInIndex(switchingUsd, spendUsdPerYear) : null,
    riseShare: sum(renewals.map((one) => one.riseShare)) / outcomes.length,
    heldUpUsd,
    marketCostUsd: mean(({ npvUsd }) => -npvUsd) - heldUpUsd,
    option: optionOf(lockIn, later, leavingUsd),
    portability: null,
  };
}

/** @param laterUsd present value of what is paid after the first term, @param leavingUsd of S */
function optionOf(lockIn: LockInTerms, laterUsd: number, leavingUsd: number): SwitchOption | null {
  const { costVolatility, termMonths } = lockIn;
  if (costVolatility === undefined) return null;
  const { low, value, high } = costVolatility;
  const years = termMonths / 12;
  const otherCostUsd = laterUsd + leavingUsd;
  const at = (volatility: number): number =>
    exchangeOptionUsd(laterUsd, otherCostUsd, volatility, years);
  return {
    ...{ presentCostUsd: laterUsd, otherCostUsd, years },
    volatility: [low, value, high],
    usd: [at(low), at(value), at(high)],
  };
}

function portabilityOf(one: LockInWorth, locked: LockInWorth | undefined): Portability | null {
  if (locked === undefined || locked.strategy === one.strategy) return null;
  const costUsd = one.marketCostUsd - locked.marketCostUsd;
  const heldUpUsd = locked.heldUpUsd - one.heldUpUsd;
  const optionUsd = (one.option?.usd[1] ?? 0) - (locked.option?.usd[1] ?? 0);
  const netUsd = heldUpUsd + optionUsd - costUsd;
  return { against: locked.strategy, costUsd, heldUpUsd, optionUsd, netUsd };
}

function isHoldUp({ category, source }: LedgerEntry): boolean {
  return category === "switching" && source === HOLD_UP_KEY;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
