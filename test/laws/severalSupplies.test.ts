import fc from "fast-check";
import { describe, it } from "vitest";
import { mergedMonths } from "../../sim/experiment/portfolio/mergedMonths.ts";
import type { Outcome } from "../../sim/outcome.ts";
import type { MonthPhysical } from "../../sim/physical.ts";
import { price } from "../../sim/price.ts";
import type { PortfolioTerms, SourceTerms, Terms } from "../../sim/terms.ts";
import { atPrices, bare, financed, leaving, monthRows, real } from "./pricedTerms.ts";

const run = { seed: 20_261_122, numRuns: 60 };
const near = (got: number, expected: number, scale: number): boolean =>
  Math.abs(got - expected) <= 1e-9 * scale + 1e-6;
const movedUsd = ({ ledger }: Outcome): number =>
  ledger.reduce((sum, { usd }) => sum + Math.abs(usd), 0);
const broker = fc.record({
  takeShare: real(0, 0.5),
  closingFactor: real(0, 1),
  brokeredShare: real(0, 1),
  brokeredShareAtEnd: real(0, 1),
});

/** Every line, and what is left, is twice what it was. */
function doubles(months: readonly MonthPhysical[], terms: Terms): boolean {
  const once = price(months, terms);
  const twice = price(months, atPrices(terms, 2));
  const scale = movedUsd(twice);
  const statements = [once.statement?.npvUsd ?? 0, twice.statement?.npvUsd ?? 0] as const;
  const sold = (twice.statement?.revenue ?? []).reduce((sum, { usd }) => sum + usd, 0);
  return (
    once.ledger.length === twice.ledger.length &&
    once.ledger.every((line, i) => near(twice.ledger[i]?.usd ?? 0, 2 * line.usd, scale)) &&
    near(twice.npvUsd, 2 * once.npvUsd, scale) &&
    near(statements[1], 2 * statements[0], scale + sold)
  );
}

/** Several copies of one source beside another, with what each would be as an offer. */
function together(
  [first, second]: readonly [readonly MonthPhysical[], readonly MonthPhysical[]],
  copies: number,
): readonly MonthPhysical[] {
  const count = Math.min(first.length, second.length);
  const rows = mergedMonths([
    { name: "a", copies, months: first.slice(0, count) },
    { name: "b", copies: 1, months: second.slice(0, count) },
  ]);
  return rows.map((row) => ({ ...row, offers: row.sources ?? [] }));
}

function portfolioOf([a, b]: readonly [SourceTerms, SourceTerms], months: number): PortfolioTerms {
  const { discountRatePerYear, carbonKgPerKwh, finance, revenue } = a;
  return {
    ...{ kind: "portfolio", horizonMonths: months, discountRatePerYear, carbonKgPerKwh },
    ...(finance && { finance }),
    ...(revenue && { revenue }),
    sources: { a, b },
  };
}

/** Whether a broker may leave it from one month to the next: nothing is bought or paid before service. */
function leavable({ month, offers = [] }: MonthPhysical, at: number, terms: SourceTerms): boolean {
  const offer = offers[at];
  if (offer === undefined) throw new RangeError(`month ${month} without offer ${at}`);
  return price([offer.month], { ...terms, horizonMonths: 1 }).ledger.every(
    (line) =>
      line.category === "toil" || line.usd === 0 || (line.month > 0 && line.kind === "opex"),
  );
}

const pairOfMonths = fc.tuple(monthRows, monthRows);
const pairOfTerms = fc.tuple(financed, financed);

describe("laws of several supplies", () => {
  it("doubling every price doubles what several sources cost, and what a broker keeps", () => {
    fc.assert(
      fc.property(
        pairOfMonths,
        pairOfTerms,
        fc.integer({ min: 1, max: 5 }),
        fc.option(broker, { nil: null }),
        (given, pair, copies, routed) => {
          const months = together(given, copies);
          const terms = portfolioOf(pair, months.length);
          const [first] = months;
          const routable = first !== undefined && pair.every((own, at) => leavable(first, at, own));
          return doubles(
            months,
            routed === null || !routable
              ? terms
              : { ...terms, broker: { ...routed, incumbent: "a" } },
          );
        },
      ),
      run,
    );
  });

  it("several sources cost what each costs by itself, times its copies", () => {
    fc.assert(
      fc.property(
        pairOfMonths,
        fc.tuple(bare, bare),
        fc.integer({ min: 1, max: 5 }),
        ([first, second], [a, b], copies) => {
          const months = together([first, second], copies);
          const count = months.length;
          const rate = a.discountRatePerYear;
          const alone = (rows: readonly MonthPhysical[], terms: SourceTerms): Outcome =>
            price(rows, { ...terms, horizonMonths: count, discountRatePerYear: rate });
          const whole = price(months, portfolioOf([a, b], count));
          const parts = copies * alone(first, a).npvUsd + alone(second, b).npvUsd;
          return near(whole.npvUsd, parts, movedUsd(whole));
        },
      ),
      run,
    );
  });

  it("doubling every price doubles what a switch costs, forfeits and all", () => {
    fc.assert(
      fc.property(
        monthRows.filter((rows) => rows.length >= 2),
        pairOfTerms,
        leaving,
        real(0, 1),
        (months, [before, to], costs, at) => {
          const month = 1 + Math.floor(at * (months.length - 1) * 0.999);
          const next = { ...to, horizonMonths: months.length };
          return doubles(months, {
            ...{ ...before, horizonMonths: months.length },
            switchTo: { month, to: next, leaving: costs },
          });
        },
      ),
      run,
    );
  });
});
