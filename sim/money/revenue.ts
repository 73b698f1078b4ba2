import type { BoundPremium, RevenueTerms, SeatSales } from "../financeTerms.ts";
import type { MonthPhysical } from "../physical.ts";
import type { RevenueLine } from "../statement.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { priceAfter } from "./finance.ts";
import { TOKEN_KINDS } from "./unitCost.ts";

/**
 * What each month earned, USD of year 0. Tokens are sold when they come inside the promise; seats,
 * advertising and additions earn the share of their month's requests that did. Customers with bound
 * demand are taken to ask and pay like all others, and pay a premium on each price (advertising apart).
 *
 * @throws RangeError when seats state neither users nor tokens per user, or both
 */
export function revenueLines(
  months: readonly MonthPhysical[],
  { tokens, seats, installedBase, boundPremium }: RevenueTerms,
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
    const premium = premiumOf(row, boundPremium);
    const sell = (...[what, quantity, unit, usd, source]: Parameters<typeof add>): void => {
      add(what, quantity, unit, usd, source);
      if (premium === null) return;
      const { boundShare, premiumShare } = premium;
      const words = `${what}${BOUND_PREMIUM_WORDS}`;
      add(words, quantity * boundShare, unit, usd * premiumShare, PREMIUM_KEY);
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
        sell(`${kind} tokens sold`, onTime[kind] / TOKENS_PER_MTOK, `Mtok ${kind}`, usd, source);
      }
    }
    const served = row.requests > 0 ? row.onTimeRequests / row.requests : 0;
    if (seats !== undefined) {
      const all = (users[i] ?? 0) * served;
      const paying = all * seats.payingShare;
      const at = "revenue.seats.";
      sell("seats", paying, "user-month", seats.usdPerUserMonth, `${at}usdPerUserMonth`);
      const adUsd = seats.advertisingUsdPerUserMonth;
      if (adUsd !== 0) {
        add("advertising", all, "user-month", adUsd, `${at}advertisingUsdPerUserMonth`);
      }
    }
    if (installedBase !== undefined) {
      const taken = installedBase.baseUsers * installedBase.attachShare * served;
      const source = "revenue.installedBase.usdPerUserMonth";
      sell("installed base", taken, "user-month", installedBase.usdPerUserMonth, source);
    }
    return lines;
  });
}

/** How a line of revenue ends that is a premium of bound customers. */
export const BOUND_PREMIUM_WORDS = ", premium of bound demand";
const PREMIUM_KEY = "revenue.boundPremium.premiumShare";

function premiumOf({ boundShare = 0 }: MonthPhysical, premium: BoundPremium | undefined) {
  const premiumShare = premium?.premiumShare ?? 0;
  return boundShare > 0 && premiumShare !== 0 ? { boundShare, premiumShare } : null;
}

/** Users of each month: they follow the tokens asked for, less what each uses more of. */
export function usersByMonth(
  months: readonly MonthPhysical[],
  { users, tokensPerUserMonth, usageGrowthPerMonth }: SeatSales,
): readonly number[] {
  if ((users === undefined) === (tokensPerUserMonth === undefined)) {
    throw new RangeError("seats by users and by tokens per user; expected exactly one of the two");
  }
  const volumes = askedTokens(months);
  const first = volumes[0] ?? 0;
  const firstUsers = users ?? (tokensPerUserMonth ? first / tokensPerUserMonth : 0);
  return volumes.map((volume, i) => {
    const more = first > 0 ? volume / first : 1;
    return (firstUsers * more) / (1 + usageGrowthPerMonth) ** i;
  });
}

/**
 * Tokens that users ask for: those of the requests that were turned away or may not be served, too,
 * since users are there whether they are served or not.
 */
function askedTokens(months: readonly MonthPhysical[]): readonly number[] {
  const answered = months.map(answeredRequests);
  const tokensOf = ({ tokens }: MonthPhysical): number =>
    tokens.input + tokens.cached + tokens.output;
  const known = months.findIndex((_, i) => (answered[i] ?? 0) > 0);
  const row = months[known];
  const perRequest = row === undefined ? 0 : tokensOf(row) / (answered[known] ?? 1);
  return months.map((month, i) => {
    const count = answered[i] ?? 0;
    return count > 0 ? tokensOf(month) * (month.requests / count) : month.requests * perRequest;
  });
}

function answeredRequests(month: MonthPhysical): number {
  const { requests, unserved = 0, fleet, turnedAway, sources } = month;
  if (sources !== undefined) {
    return sources.reduce((sum, own) => sum + own.copies * answeredRequests(own.month), 0);
  }
  const refused = (turnedAway?.refused ?? 0) + (turnedAway?.abandoned ?? 0);
  return Math.max(0, requests - unserved - (fleet?.turnedAway ?? 0) - refused);
}
