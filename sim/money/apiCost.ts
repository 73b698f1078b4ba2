import type { LedgerEntry } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import type { ApiTerms } from "../terms.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { contractEntries } from "./apiContract.ts";
import { entry } from "./ledger.ts";
import { priceInMonth } from "./pricePath.ts";
import { staffEntry } from "./staffCost.ts";
import type { ByKind } from "./unitCost.ts";

/** Prices per million tokens in a month: the quoted price falls from the first month on. */
export function apiUsdPerMtok(terms: ApiTerms, month: number): ByKind<number> {
  const at = (usdPerMtok: number): number =>
    priceInMonth(usdPerMtok, month, terms, terms.priceDeclinePerYear, terms.pricePath);
  return {
    input: at(terms.inputUsdPerMtok),
    cached: at(terms.cachedUsdPerMtok),
    output: at(terms.outputUsdPerMtok),
  };
}

/** Dollars of one month's tokens by kind. Late answers are billed too. */
export function apiTokenUsd(terms: ApiTerms, row: MonthPhysical): ByKind<number> {
  const usdPerMtok = apiUsdPerMtok(terms, row.month);
  return {
    input: (row.tokens.input / TOKENS_PER_MTOK) * usdPerMtok.input,
    cached: (row.tokens.cached / TOKENS_PER_MTOK) * usdPerMtok.cached,
    output: (row.tokens.output / TOKENS_PER_MTOK) * usdPerMtok.output,
  };
}

/** What a consumer pays: tokens at the month's price, and the people who keep it running. */
export function apiEntries(months: readonly MonthPhysical[], terms: ApiTerms): LedgerEntry[] {
  if (terms.buying !== undefined || months.some((row) => row.monitoringShare !== undefined)) {
    return [
      ...contractEntries(months, terms, (month) => apiUsdPerMtok(terms, month)),
      ...months.map(({ month }) => staffEntry(month, terms.staffFte, terms.staffUsdPerYear)),
    ];
  }
  return months.flatMap((row) => {
    const usdPerMtok = apiUsdPerMtok(terms, row.month);
    const bought = (kind: keyof ByKind<number>): LedgerEntry =>
      entry(
        row.month,
        "api tokens",
        "opex",
        row.tokens[kind] / TOKENS_PER_MTOK,
        `Mtok ${kind}`,
        usdPerMtok[kind],
        `${kind}UsdPerMtok`,
      );
    return [
      bought("input"),
      bought("cached"),
      bought("output"),
      staffEntry(row.month, terms.staffFte, terms.staffUsdPerYear),
    ];
  });
}
