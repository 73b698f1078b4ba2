import { brokerRevenueUsd, spreadUsdPerHour } from "./market/broker.ts";
import { entry } from "./money/ledger.ts";
import type { LedgerEntry } from "./outcome.ts";
import type { MonthPhysical } from "./physical.ts";
import type { BrokerTerms, PortfolioTerms } from "./terms.ts";
import { TOKENS_PER_MTOK } from "./units.ts";

/** Lines of an offer that would serve `months` alone. */
type LedgerOf = (months: readonly MonthPhysical[], name: string) => readonly LedgerEntry[];

/**
 * What a broker adds to the bill, month by month. The price of an offer is what it would charge per
 * token for the whole demand, staff left out. As brokers route more of the market the spread by which
 * an offer is cheaper than the incumbent closes, which the buyer pays; one that is dearer, chosen for
 * its carbon or its speed, stays as dear as it is. Of what is then saved in all the broker keeps its
 * take, never less than nothing.
 *
 * @param months with `offers`: every offer alone
 * @throws RangeError where the incumbent is no offer, or an offer is paid for before service
 */
export function brokerLines(
  months: readonly MonthPhysical[],
  terms: PortfolioTerms,
  ledgerOf: LedgerOf,
): LedgerEntry[] {
  const { broker } = terms;
  if (broker === undefined) return [];
  const prices = offerPrices(months, ledgerOf);
  const incumbent = prices.get(broker.incumbent);
  if (incumbent === undefined) {
    throw new RangeError(`incumbent "${broker.incumbent}" is no offer; expected one of them`);
  }
  return months.flatMap((row, i) => {
    const brokered = brokeredShareAt(broker, i, months.length);
    const incumbentUsd = incumbent[i] ?? 0;
    const lines: LedgerEntry[] = [];
    let savedUsd = 0;
    for (const { name, copies, month } of row.sources ?? []) {
      const mtok = copies * mtokOf(month);
      const usd = prices.get(name)?.[i];
      if (mtok === 0 || usd === undefined) continue;
      const spreadUsd = incumbentUsd - usd;
      const left =
        spreadUsd > 0 ? spreadUsdPerHour(spreadUsd, broker.closingFactor, brokered) : spreadUsd;
      const category = categoryOf(terms, name);
      if (left !== spreadUsd) {
        const unit = "Mtok, spread closed";
        const closes = spreadUsd - left;
        const source = "broker.closingFactor";
        const line = entry(row.month, category, "opex", mtok, unit, closes, source);
        lines.push({ ...line, of: name });
      }
      savedUsd += mtok * left;
    }
    const feeUsd = brokerRevenueUsd(savedUsd, broker.takeShare);
    if (feeUsd === 0) return lines;
    const { takeShare } = broker;
    const source = "broker.takeShare";
    const saved = feeUsd / takeShare;
    return [
      ...lines,
      entry(row.month, "broker take", "opex", saved, "USD saved", takeShare, source),
    ];
  });
}

/** Share of the market that is brokered in a month, between the first and the last by a straight line. */
export function brokeredShareAt(
  { brokeredShare, brokeredShareAtEnd }: BrokerTerms,
  month: number,
  months: number,
): number {
  const part = months > 1 ? month / (months - 1) : 0;
  return brokeredShare + (brokeredShareAtEnd - brokeredShare) * part;
}

/**
 * USD per million tokens that each offer charges in each month. People are no part of it: neither
 * staff nor the tuning before service.
 *
 * @throws RangeError where an offer is bought, or paid for before service: no month's price holds it
 */
export function offerPrices(
  months: readonly MonthPhysical[],
  ledgerOf: LedgerOf,
): ReadonlyMap<string, readonly number[]> {
  const names = (months[0]?.offers ?? []).map(({ name }) => name);
  return new Map(
    names.map((name) => {
      const rows = months.flatMap((row) =>
        (row.offers ?? []).filter((offer) => offer.name === name).map((offer) => offer.month),
      );
      const usd = new Array<number>(months.length + 1).fill(0);
      for (const line of ledgerOf(rows, name)) {
        if (line.category === "staff" || (line.category === "toil" && line.month === 0)) continue;
        checkLeavable(line, name);
        usd[line.month] = (usd[line.month] ?? 0) + line.usd;
      }
      return [name, rows.map((row) => (usd[row.month] ?? 0) / mtokOf(row))] as const;
    }),
  );
}

function checkLeavable({ month, kind, category, usd }: LedgerEntry, name: string): void {
  if (usd === 0 || (month > 0 && kind === "opex")) return;
  throw new RangeError(
    `offer "${name}" with ${category} of ${usd} USD (${kind}) in month ${month}; ` +
      "expected what can be left from one month to the next: tokens, or chips by the hour",
  );
}

function mtokOf({ tokens }: MonthPhysical): number {
  return (tokens.onTimeInput + tokens.onTimeCached + tokens.onTimeOutput) / TOKENS_PER_MTOK;
}

function categoryOf({ sources }: PortfolioTerms, name: string): "api tokens" | "chip rent" {
  return sources[name]?.kind === "api" ? "api tokens" : "chip rent";
}
