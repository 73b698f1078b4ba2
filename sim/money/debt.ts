import type { Asset } from "./asset.ts";
import { type LoanMonth, loanSchedule } from "./loan.ts";
import { byMonth } from "./monthly.ts";

/** A share of every purchase on credit, nominal USD. */
export interface LoanTerms {
  readonly months: number;
  readonly assets: readonly Asset[];
  readonly debtShare: number;
  readonly debtRatePerYear: number;
  readonly debtYears: number;
}

export interface DebtMonth {
  readonly drawUsd: number;
  readonly interestUsd: number;
  readonly principalUsd: number;
  /** Repaid because the comparison ends. */
  readonly settledUsd: number;
}

/** All loans together, months 0, 1, ...: one for each month of purchases, settled at the end. */
export function debtByMonth(given: LoanTerms): readonly DebtMonth[] {
  const { months, assets, debtShare, debtRatePerYear, debtYears } = given;
  const rows = Array.from({ length: months + 1 }, () => ({
    drawUsd: 0,
    interestUsd: 0,
    principalUsd: 0,
    settledUsd: 0,
  }));
  if (debtShare === 0) return rows;
  const bought = byMonth(
    assets.map(({ boughtMonth, usd }) => ({ month: boughtMonth, usd })),
    months,
  );
  for (const [drawn, usd] of bought.entries()) {
    if (usd === 0) continue;
    const row = rows[drawn];
    if (row !== undefined) row.drawUsd += usd * debtShare;
    const termMonths = Math.max(1, Math.round(debtYears * 12));
    let last: LoanMonth | undefined;
    for (const part of loanSchedule(usd * debtShare, debtRatePerYear, termMonths)) {
      const due = rows[drawn + part.month];
      if (due === undefined) break;
      due.interestUsd += part.interestUsd;
      due.principalUsd += part.principalUsd;
      last = part;
    }
    const end = rows[months];
    if (end !== undefined) end.settledUsd += last === undefined ? usd * debtShare : last.balanceUsd;
  }
  return rows;
}
