import type { LedgerEntry } from "../outcome.ts";
import type { OwnTerms } from "../terms.ts";
import { entry } from "./ledger.ts";
import { billedQuantity } from "./takeOrPay.ts";

/** Power of one month: what was drawn at the price of the grid, or what a contract bills. */
export function powerEntries(
  month: number,
  facilityKwh: number,
  hours: number,
  terms: Pick<OwnTerms, "electricityUsdPerKwh" | "powerContract">,
): LedgerEntry[] {
  const { electricityUsdPerKwh: usd, powerContract: contract } = terms;
  const drawn = (kwh: number): LedgerEntry =>
    entry(month, "power", "opex", kwh, "kWh", usd, "electricityUsdPerKwh");
  if (contract === undefined || month > contract.months) return [drawn(facilityKwh)];
  const contractedQuantity = (contract.contractedWatts / 1000) * hours;
  const { minimumShare, usdPerKwh: usdPerUnit } = contract;
  const billed = billedQuantity(facilityKwh, { contractedQuantity, minimumShare, usdPerUnit });
  const used = Math.min(facilityKwh, contractedQuantity);
  const source = "powerContract.usdPerKwh";
  return [
    entry(month, "power", "opex", used, "kWh", usdPerUnit, source),
    entry(month, "power", "opex", billed - used, "kWh not drawn", usdPerUnit, source),
    drawn(facilityKwh - used),
  ].filter((line) => line.quantity !== 0);
}
