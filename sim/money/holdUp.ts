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

/** What is paid to the supplier. */
export function supplierLines(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return entries.filter(
    (line) =>
      TO_SUPPLIER.has(line.category) &&
      (line.category !== "audit and drift" || line.unit.startsWith("Mtok")),
  );
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
  const first = sumOf(lines.filter(({ month }) => month <= termMonths).map(({ usd }) => usd));
  const spendUsdPerYear = (first / termMonths) * 12;
  const share = holdUpShare(
    lockIn,
    leavingUsd(lockIn.leaving, first / termMonths),
    spendUsdPerYear,
  );
  const key = "lockIn.bargainingShare";
  return Array.from({ length: horizonMonths - termMonths }, (_, i) => {
    const month = termMonths + 1 + i;
    const usd = sumOf(lines.filter((line) => line.month === month).map((line) => line.usd));
    return entry(month, "switching", "opex", usd, "USD paid at renewed prices", share, key);
  });
}
