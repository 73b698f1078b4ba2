import { discountFactor } from "../money/finance.ts";
import type { LedgerEntry, Outcome } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import { TOKENS_PER_MTOK } from "../units.ts";

/**
 * What a million tokens of the first month cost, late ones included: what is paid for that month at
 * its own prices, and what is bought or paid ahead for longer spread over all tokens of the horizon.
 * With flat prices and demand, all of it on time, it is the levelised cost.
 *
 * @param ratePerYear at which the ledger is discounted
 */
export function firstMonthUsdPerMtok(
  months: readonly MonthPhysical[],
  { ledger }: Pick<Outcome, "ledger">,
  ratePerYear: number,
): number {
  const weightAt = (month: number): number => discountFactor(ratePerYear, month / 12);
  let monthUsd = 0;
  let spreadUsd = 0;
  for (const line of ledger) {
    if (isForLonger(line)) spreadUsd += line.usd * weightAt(line.month);
    else if (line.month === 1) monthUsd += line.usd;
  }
  const mtokOf = ({ tokens }: MonthPhysical): number =>
    (tokens.input + tokens.cached + tokens.output) / TOKENS_PER_MTOK;
  const allMtok = months.reduce((sum, row) => sum + mtokOf(row) * weightAt(row.month), 0);
  const [first] = months;
  const mtok = first === undefined ? 0 : mtokOf(first);
  return mtok > 0 ? monthUsd / mtok + spreadUsd / allMtok : Number.POSITIVE_INFINITY;
}

function isForLonger({ month, kind, category, coversMonths = 1 }: LedgerEntry): boolean {
  return month === 0 || kind !== "opex" || category === "prepayment" || coversMonths > 1;
}
