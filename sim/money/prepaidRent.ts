import type { LedgerEntry } from "../outcome.ts";
import { sumOf } from "./ledger.ts";

/**
 * Reserved rent paid ahead: the rent of each run of months is one payment before its first month, at
 * a discount on its list price. The books use it up in equal parts over the months that it covers.
 *
 * @throws RangeError when the run is not a whole number of months >= 1
 */
export function paidAhead(
  entries: readonly LedgerEntry[],
  { months, discountShare }: { readonly months: number; readonly discountShare: number },
): LedgerEntry[] {
  if (!Number.isInteger(months) || months < 1) {
    throw new RangeError(`rent paid ${months} months ahead; expected a whole number >= 1`);
  }
  const rent = entries.filter((line) => line.category === "chip rent");
  const last = Math.max(0, ...rent.map((line) => line.month));
  const payments: LedgerEntry[] = [];
  for (let start = 0; start < last; start += months) {
    const covered = rent.filter((line) => line.month > start && line.month <= start + months);
    const quantity = sumOf(covered.map((line) => line.quantity));
    const usd = sumOf(covered.map((line) => line.usd));
    const listUnitPriceUsd = quantity > 0 ? usd / quantity : 0;
    const unitPriceUsd = listUnitPriceUsd * (1 - discountShare);
    payments.push({
      month: start,
      category: "prepayment",
      kind: "opex",
      quantity,
      unit: "chip-hour",
      unitPriceUsd,
      usd: quantity * unitPriceUsd,
      source: "rentUsdPerChipHour",
      listUnitPriceUsd,
      coversMonths: Math.min(months, last - start),
    });
  }
  return [...payments, ...entries.filter((line) => line.category !== "chip rent")];
}
