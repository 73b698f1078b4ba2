import { describe, expect, it } from "vitest";
import { brokerLines, offerPrices } from "../../sim/brokerLines.ts";
import type { LedgerEntry } from "../../sim/outcome.ts";
import type { MonthPhysical } from "../../sim/physical.ts";
import { price } from "../../sim/price.ts";
import type { PortfolioTerms, SourceTerms } from "../../sim/terms.ts";
import { monthOf } from "./money/months.ts";
import { API, OWN } from "./money/terms.ts";

const MONTHS = 2;
const common = { horizonMonths: MONTHS, discountRatePerYear: 0.1, carbonKgPerKwh: 0.4 };
const flat = (usd: number): SourceTerms => ({
  ...{ ...API, ...common, staffFte: 0 },
  ...{ inputUsdPerMtok: usd, cachedUsdPerMtok: usd, outputUsdPerMtok: usd },
});

/** A million tokens a month, all of it bought from one of the offers. */
function boughtFrom(name: string, sources: PortfolioTerms["sources"]): MonthPhysical[] {
  return Array.from({ length: MONTHS }, (_, i) => {
    const month = monthOf(i + 1, { outputTokens: 1e6 });
    const offers = Object.keys(sources).map((offer) => ({ name: offer, copies: 1, month }));
    return { ...month, sources: [{ name, copies: 1, month }], offers };
  });
}

/** Half of the spread closed, and a fifth of what is saved for the broker. */
function linesOf(name: string, sources: PortfolioTerms["sources"]): LedgerEntry[] {
  const shares = { brokeredShare: 0.5, brokeredShareAtEnd: 0.5 };
  const broker = { incumbent: "incumbent", takeShare: 0.2, closingFactor: 1, ...shares };
  const terms: PortfolioTerms = { kind: "portfolio", ...common, sources, broker };
  return brokerLines(boughtFrom(name, sources), terms, (months, offer) => {
    const own = sources[offer];
    if (own === undefined) throw new Error(`no terms of ${offer}`);
    return price(months, own).ledger;
  });
}

describe("a broker's lines", () => {
  const sources = { incumbent: flat(2), cheap: flat(1), clean: flat(3) };
  const usd = (name: string): number[] => linesOf(name, sources).map((line) => line.usd);

  it("close the spread of a cheaper offer, and take of what is left of it", () => {
    // Of 1 USD half is left to save, of which 0.1 goes to the broker: each month.
    expect(usd("cheap")).toEqual([0.5, 0.1, 0.5, 0.1]);
  });

  it("give no credit for an offer that is dearer than the incumbent, and take nothing of it", () => {
    expect(usd("clean")).toEqual([]);
  });
});

describe("the price of an offer", () => {
  it("is refused where it is bought or paid for before service", () => {
    const own = { ...OWN, ...common };
    expect(() => linesOf("owned", { incumbent: flat(2), owned: own })).toThrow(
      /^offer "owned" with .* USD \(capex\) in month 0; expected what can be left/,
    );
    const resold: LedgerEntry = {
      ...{ month: 2, category: "servers", kind: "residual", quantity: 1, unit: "server" },
      ...{ unitPriceUsd: -5, usd: -5 },
    };
    const months = boughtFrom("incumbent", { incumbent: flat(2) });
    expect(() => offerPrices(months, () => [resold])).toThrow("-5 USD (residual) in month 2");
  });

  it("holds neither staff nor the tuning before service", () => {
    const months = boughtFrom("incumbent", { incumbent: flat(2) });
    const line = (month: number, category: LedgerEntry["category"], usd: number): LedgerEntry => ({
      ...{ month, category, kind: "opex", quantity: 1, unit: "1", unitPriceUsd: usd, usd },
    });
    const ledger = [line(0, "toil", 900), line(1, "staff", 70), line(1, "chip rent", 2)];
    expect(offerPrices(months, () => ledger).get("incumbent")).toEqual([2, 0]);
  });
});
