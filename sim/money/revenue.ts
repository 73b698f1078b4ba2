import type { RevenueTerms, SeatSales } from "../financeTerms.ts";
import type { MonthPhysical } from "../physical.ts";
import type { RevenueLine } from "../statement.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { priceAfter } from "./finance.ts";
import { TOKEN_KINDS } from "./unitCost.ts";

/**
 * What each month earned, USD of year 0. Tokens are sold when they come inside the promise; seats,
 * advertising and additions earn the share of their month's requests that did.
 *
 * @throws RangeError when seats state neither users nor tokens per user, or both
 */
export function revenueLines(
  months: readonly MonthPhysical[],
  { tokens, seats, installedBase }: RevenueTerms,
): RevenueLine[] {
  const users = seats === undefined ? [] : usersByMonth(months, seats);
  return months.flatMap((row, i) => {
    const lines: RevenueLine[] = [];
    const add = (
      what: string,
      quantity: number,
      unit: string,
      unitPriceUsd: number,
      source: string,
    ): void => {
      const usd = quantity * unitPriceUsd;
      lines.push({ month: row.month, what, quantity, unit, unitPriceUsd, usd, source });
    };
    if (tokens !== undefined) {
      const years = (row.month - 1) / 12;
      const onTime = {
        input: row.tokens.onTimeInput,
        cached: row.tokens.onTimeCached,
        output: row.tokens.onTimeOutput,
      };
      for (const kind of TOKEN_KINDS) {
        const usd = priceAfter(tokens[`${kind}UsdPerMtok`], tokens.priceDeclinePerYear, years);
        const source = `revenue.tokens.${kind}UsdPerMtok`;
        add(`${kind} tokens sold`, onTime[kind] / TOKENS_PER_MTOK, `Mtok ${kind}`, usd, source);
      }
    }
    const served = row.requests > 0 ? row.onTimeRequests / row.requests : 0;
    if (seats !== undefined) {
      const all = (users[i] ?? 0) * served;
      const paying = all * seats.payingShare;
      const at = "revenue.seats.";
      add("seats", paying, "user-month", seats.usdPerUserMonth, `${at}usdPerUserMonth`);
      const adUsd = seats.advertisingUsdPerUserMonth;
      if (adUsd !== 0) {
        add("advertising", all, "user-month", adUsd, `${at}advertisingUsdPerUserMonth`);
      }
    }
    if (installedBase !== undefined) {
      const taken = installedBase.baseUsers * installedBase.attachShare * served;
      const source = "revenue.installedBase.usdPerUserMonth";
      add("installed base", taken, "user-month", installedBase.usdPerUserMonth, source);
    }
    return lines;
  });
}

/** Users of each month: those of the first follow the tokens, less what each uses more of. */
export function usersByMonth(
  months: readonly MonthPhysical[],
  { users, tokensPerUserMonth, usageGrowthPerMonth }: SeatSales,
): readonly number[] {
  if ((users === undefined) === (tokensPerUserMonth === undefined)) {
    throw new RangeError("seats by users and by tokens per user; expected exactly one of the two");
  }
  const volumes = months.map(({ tokens }) => tokens.input + tokens.cached + tokens.output);
  const first = volumes[0] ?? 0;
  const firstUsers = users ?? (tokensPerUserMonth ? first / tokensPerUserMonth : 0);
  return volumes.map((volume, i) => {
    const more = first > 0 ? volume / first : 1;
    return (firstUsers * more) / (1 + usageGrowthPerMonth) ** i;
  });
}
