import type { LeavingTerms, LockInTerms } from "../contractTerms.ts";
import type { LedgerEntry } from "../outcome.ts";
import { entry, sumOf } from "./ledger.ts";

/** Categories that go to the supplier of tokens or chips. */
const TO_SUPPLIER: ReadonlySet<string> = new Set([
  "api tokens",
  "chip rent",
  "rent extras",
  "audit and drift",
]);

/** Key of `Terms` that a line of hold-up is priced by. */
export const HOLD_UP_KEY = "lockIn.bargainingShare";

/** What is paid to the supplier. */
export function supplierLines(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return entries
    .flatMap(byMonthCovered)
    .filter(
      (line) =>
        TO_SUPPLIER.has(line.category) &&
        (line.category !== "audit and drift" || line.unit.startsWith("Mtok")),
    );
}

/** Rent paid ahead as the rent of the months that it covers. */
function byMonthCovered(line: LedgerEntry): LedgerEntry[] {
  if (line.category !== "prepayment") return [line];
  const { coversMonths = 1 } = line;
  return Array.from({ length: coversMonths }, (_, i) => ({
    ...line,
    category: "chip rent",
    month: line.month + 1 + i,
    quantity: line.quantity / coversMonths,
    usd: line.usd / coversMonths,
  }));
}

/** Parts of what leaving costs that are known beforehand, with what stands behind each. */
export function leavingParts(
  leaving: LeavingTerms,
): readonly (readonly [quantity: number, unit: string, usdPerUnit: number, key: string])[] {
  return [
    [leaving.engineerMonths, "engineer-month", leaving.usdPerEngineerMonth, "usdPerEngineerMonth"],
    [1, "requalification", leaving.requalificationUsd, "requalificationUsd"],
    [leaving.egressGb, "GB moved", leaving.egressUsdPerGb, "egressUsdPerGb"],
  ];
}

/** Cost of leaving, USD: the parts above and both supplies side by side for a while. */
export function leavingUsd(leaving: LeavingTerms, runUsdPerMonth: number): number {
  const parts = leavingParts(leaving).map(([quantity, , usd]) => quantity * usd);
  return sumOf(parts) + leaving.parallelMonths * runUsdPerMonth;
}

/**
 * Rise over the market price that a supplier can ask at renewal: theta x min(S / (spend x term), cap).
 *
 * @param spendUsdPerYear what the supplier is paid in a year; 0 = nothing to raise
 */
export function holdUpShare(
  lockIn: LockInTerms,
  switchingUsd: number,
  spendUsdPerYear: number,
): number {
  if (spendUsdPerYear === 0) return 0;
  const pressure = switchingUsd / (spendUsdPerYear * (lockIn.termMonths / 12));
  return lockIn.bargainingShare * Math.min(pressure, lockIn.capShare);
}

/** What a supplier can count on when the first term ends, USD of year 0. */
export interface Renewal {
  readonly runUsdPerMonth: number;
  readonly spendUsdPerYear: number;
  /** What leaving would cost. */
  readonly switchingUsd: number;
  /** Rise over the market price that it can ask. */
  readonly riseShare: number;
}

/** By the spend of the first term. */
export function renewalOf(entries: readonly LedgerEntry[], lockIn: LockInTerms): Renewal {
  const { termMonths } = lockIn;
  const lines = supplierLines(entries);
  const first = sumOf(lines.filter(({ month }) => month <= termMonths).map(({ usd }) => usd));
  const runUsdPerMonth = first / termMonths;
  const spendUsdPerYear = runUsdPerMonth * 12;
  const switchingUsd = leavingUsd(lockIn.leaving, runUsdPerMonth);
  const riseShare = holdUpShare(lockIn, switchingUsd, spendUsdPerYear);
  return { runUsdPerMonth, spendUsdPerYear, switchingUsd, riseShare };
}

/**
 * What a supplier gets beyond the market price once the first term is over: a line each month, by the
 * spend of the first term and what leaving would cost.
 */
export function holdUpEntries(
  entries: readonly LedgerEntry[],
  lockIn: LockInTerms | undefined,
  horizonMonths: number,
): LedgerEntry[] {
  if (lockIn === undefined || lockIn.termMonths >= horizonMonths) return [];
  const lines = supplierLines(entries);
  const { termMonths } = lockIn;
  const { riseShare: share } = renewalOf(entries, lockIn);
  return Array.from({ length: horizonMonths - termMonths }, (_, i) => {
    const month = termMonths + 1 + i;
    const usd = sumOf(lines.filter((line) => line.month === month).map((line) => line.usd));
    return entry(month, "switching", "opex", usd, "USD paid at renewed prices", share, HOLD_UP_KEY);
  });
}
