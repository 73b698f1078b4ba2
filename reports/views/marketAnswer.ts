import type { MarketOutcome } from "../../sim/marketOutcome.ts";
import { formatPlain, formatValue } from "../format.ts";
import { monthsText, type StandingRow, standingRows } from "./market.ts";
import { eventRows } from "./marketEvents.ts";

/** The market of a comparison in sentences. */

/** Sellers whose survival is told, shortest first, and events. */
const MOST_NAMED = 3;
const MOST_TOLD = 4;
/** A demand curve was observed near one point: this far from it nothing was. */
const MOST_GROWTH = 1000;

/**
 * Who can cut furthest, how long each lasts, whose lead is worth most, who sells most in the end,
 * what a war costs, and what happened.
 */
export function marketAnswer(market: MarketOutcome): string {
  const rows = standingRows(market).filter(({ summary }) => summary !== null);
  const cheapest = rows.toSorted(
    (a, b) =>
      (a.summary?.floor.fullLoadUsdPerMtok ?? 0) - (b.summary?.floor.fullLoadUsdPerMtok ?? 0),
  )[0];
  if (cheapest === undefined) return "";
  const { id } = cheapest.seller.firm;
  return [
    `${id} can cut to ${cheapest.cells.full} per million tokens and still pay for its fleet, kept full.`,
    lasting(rows),
    lead(rows),
    ended(market, id),
    grown(market),
    warCost(market),
    happened(market),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** How long each lives on its first cash, the shortest first; those beyond counting together. */
function lasting(rows: readonly StandingRow[]): string {
  if (rows.length < 2) return "";
  const byTime = rows
    .map(({ seller, summary }) => ({ id: seller.firm.id, months: summary?.survivalMonths ?? 0 }))
    .toSorted((a, b) => a.months - b.months);
  const timeOf = (months: number): string =>
    `${Number.isFinite(months) ? "for " : ""}${monthsText(months, " months")}`;
  const times = new Set(byTime.map(({ months }) => timeOf(months)));
  const [one] = times;
  const start = "On the cash of the first month";
  if (times.size === 1) return `${start} every seller survives being undercut ${one}.`;
  const told = byTime.slice(0, MOST_NAMED);
  const rest = byTime.slice(MOST_NAMED);
  // Sellers with the time of the last of them are told with them.
  while (rest.length > 0 && told.length > 1) {
    const last = timeOf(told.at(-1)?.months ?? 0);
    if (last !== timeOf(rest[0]?.months ?? 0)) break;
    rest.unshift(...told.splice(-1));
  }
  const restTimes = new Set(rest.map(({ months }) => timeOf(months)));
  const [restTime] = restTimes;
  const parts = told.map(
    ({ id, months }, i) => `${id}${i === 0 ? " survives being undercut" : ""} ${timeOf(months)}`,
  );
  if (rest.length > 0) parts.push(`the others ${restTimes.size === 1 ? restTime : "longer"}`);
  return `${start} ${parts.join(", ")}.`;
}

/** The lead that is worth most; none where nobody has one. */
function lead(rows: readonly StandingRow[]): string {
  const best = rows.toSorted(
    (a, b) => (b.summary?.moatNpvUsd ?? 0) - (a.summary?.moatNpvUsd ?? 0),
  )[0];
  const summary = best?.summary;
  if (best === undefined || summary == null || !(summary.moatNpvUsd > 0)) return "";
  const { moatHalfLifeMonths, moatNpvUsd } = summary;
  const half =
    moatHalfLifeMonths === null
      ? ""
      : `; half of it is gone after ${formatPlain(moatHalfLifeMonths)} months`;
  return `The cost lead of ${best.seller.firm.id} is worth most: ${formatValue(moatNpvUsd, "USD")}${half}.`;
}

/** Who sells most in the end; what the cheapest of the first month could make by then, if another. */
function ended({ path }: MarketOutcome, cheapest: string): string {
  const end = path.months.at(-1)?.firms ?? [];
  const leader = end.toSorted((a, b) => b.share - a.share)[0];
  if (leader === undefined) return "";
  const sentence = `After ${path.months.length} months ${leader.id} sells ${formatValue(leader.share, "share")} of the tokens`;
  const first = end.find(({ id }) => id === cheapest);
  if (first === undefined || first === leader || first.standing !== "active") return `${sentence}.`;
  const mtok = (value: number): string => `${formatPlain(value)} Mtok a month`;
  return `${sentence}, with a fleet for ${mtok(leader.capacityMtokPerMonth)}; that of ${cheapest} is for ${mtok(first.capacityMtokPerMonth)}.`;
}

/** A caution where customers want far more than any demand curve was observed for; otherwise nothing. */
export function grown({ path: { months } }: MarketOutcome): string {
  const first = months[0]?.demandMtok ?? 0;
  const beyond = months.find(({ demandMtok }) => demandMtok > MOST_GROWTH * first);
  if (beyond === undefined || !(first > 0)) return "";
  const most = Math.max(...months.map(({ demandMtok }) => demandMtok)) / first;
  return `Caution: from month ${beyond.month + 1} on customers want more than 1,000 times the tokens of the first month (at most ${formatPlain(Number(most.toPrecision(2)))} times), beyond what the demand curve was stated for.`;
}

/** What an attacker's profit was before its war and in it; nothing without a war. */
export function warCost({ path: { months, events } }: MarketOutcome): string {
  const began = events.find(({ kind }) => kind === "warBegan");
  if (began === undefined) return "";
  const over = events.find(({ kind, month }) => kind === "warEnded" && month > began.month);
  const end = over?.month ?? months.length;
  const profit = (month: number): number | null =>
    months[month]?.firms.find(({ id }) => id === began.firm)?.profitUsd ?? null;
  const before = profit(began.month - 1);
  const during = months.slice(began.month, end).flatMap(({ month }) => profit(month) ?? []);
  if (during.length === 0) return "";
  const sum = during.reduce((total, usd) => total + usd, 0);
  const usd = (value: number): string => formatValue(value, "USD");
  const span = `In its war (months ${began.month + 1} to ${end}) ${began.firm} ${sum < 0 ? "loses" : "earns"} ${usd(Math.abs(sum))}`;
  if (before === null) return `${span}.`;
  const peace = before * during.length;
  const less = peace - sum;
  return `${span}; at the profit of the month before it would have been ${usd(peace)}: the war ${less < 0 ? "brings" : "costs"} it ${usd(Math.abs(less))}.`;
}

/** What happened to each seller, the first time of each kind. */
function happened(market: MarketOutcome): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  for (const { firm, words, month } of eventRows(market)) {
    const first = words.split(" by ")[0] ?? words;
    if (seen.has(`${firm} ${first}`)) continue;
    seen.add(`${firm} ${first}`);
    parts.push(`${firm} ${words} in month ${month}`);
  }
  const told = parts.slice(0, MOST_TOLD);
  return told.length === 0 ? "" : `${told.join(", ")}.`;
}
