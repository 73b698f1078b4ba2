import type { LedgerEntry } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import type { ApiTerms } from "../terms.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { entry, sumOf } from "./ledger.ts";
import { type ByKind, TOKEN_KINDS } from "./unitCost.ts";

/**
 * The bill of tokens under a contract. What provisioned throughput covers is paid by its hours,
 * around the clock; the rest by the token: at the price of its tier, less the discount of a
 * commitment, and cheaper where it is sent as batch. Tokens that watch drift are lines of their own.
 * At the end of each year, and of the horizon, the part of the commitment that was not spent is
 * billed as well (take or pay).
 *
 * @param priceAt prices per million tokens in a month, before the contract
 */
export function contractEntries(
  months: readonly MonthPhysical[],
  terms: ApiTerms,
  priceAt: (month: number) => ByKind<number>,
): LedgerEntry[] {
  const { buying } = terms;
  const { batch, commitment, provisioned } = buying ?? {};
  const discount = 1 - (commitment?.discountShare ?? 0);
  const factor = (buying?.priceFactor ?? 1) * discount;
  const lines = months.map((row) => {
    const usdPerMtok = priceAt(row.month);
    const watching = row.monitoringShare ?? 0;
    const bought: LedgerEntry[] = [];
    for (const kind of TOKEN_KINDS) {
      const source = `${kind}UsdPerMtok`;
      const covered = (row.provisioned?.[kind] ?? 0) / TOKENS_PER_MTOK;
      const all = row.tokens[kind] / TOKENS_PER_MTOK;
      const usd = usdPerMtok[kind] * factor;
      const add = (mtok: number, unit: string, unitUsd: number): void => {
        const parts = [
          ["api tokens", 1 - watching],
          ["audit and drift", watching],
        ] as const;
        for (const [category, part] of parts) {
          if (part === 0 || mtok === 0) continue;
          bought.push(entry(row.month, category, "opex", mtok * part, unit, unitUsd, source));
        }
      };
      const share = batch?.share ?? 0;
      // What is sent as batch never meets the throughput that is held.
      add(Math.max(0, all * (1 - share) - covered), `Mtok ${kind}`, usd);
      add(all * share, `Mtok ${kind}, batch`, usd * (batch?.priceShare ?? 1));
    }
    if (provisioned === undefined) return bought;
    const { units, usdPerUnitHour } = provisioned;
    const hours = units * row.hours;
    const key = "buying.provisioned.usdPerUnitHour";
    return [
      ...bought,
      entry(row.month, "api tokens", "opex", hours, "unit-hour", usdPerUnitHour, key),
    ];
  });
  return [...lines.flat(), ...(commitment ? shortfalls(lines, commitment.usdPerYear) : [])];
}

/** What each year, the last one by its months, fell short of the commitment. */
function shortfalls(
  byMonth: readonly (readonly LedgerEntry[])[],
  usdPerYear: number,
): LedgerEntry[] {
  const lines: LedgerEntry[] = [];
  for (let start = 0; start < byMonth.length; start += 12) {
    const year = byMonth.slice(start, start + 12);
    const spentUsd = sumOf(year.flat().map(({ usd }) => usd));
    const unusedUsd = usdPerYear * (year.length / 12) - spentUsd;
    if (unusedUsd <= 0) continue;
    const key = "buying.commitment.usdPerYear";
    const unit = "USD of commitment unused";
    lines.push(entry(start + year.length, "api tokens", "opex", unusedUsd, unit, 1, key));
  }
  return lines;
}
