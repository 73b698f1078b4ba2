import type { LedgerEntry } from "../outcome.ts";
import { entry } from "./ledger.ts";

/** One month of staff: full-time equivalents x a twelfth of what one costs per year. */
export function staffEntry(month: number, fte: number, usdPerYear: number): LedgerEntry {
  return entry(month, "staff", "opex", fte / 12, "FTE-year", usdPerYear, "staffUsdPerYear");
}
