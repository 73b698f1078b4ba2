import { evaluate } from "../../../../sim/experiment/evaluate.ts";
import type { Evaluation } from "../../../../sim/experiment/evaluation.ts";
import { inlineRunner, memoRunner } from "../../../../sim/experiment/runner.ts";
import type { Portfolio, Source, SplitPlan, Strategy } from "../../../../sim/strategy.ts";
import type { PortfolioTerms, RentTerms, SourceTerms } from "../../../../sim/terms.ts";
import { RENT } from "../../money/terms.ts";
import { fakeSimulate, fakeWorld } from "../fakeSimulate.ts";
import { horizonOf, producerOf } from "../strategies.ts";

/** Portfolios for tests, in the world of closed forms. */

export const rentTerms: RentTerms = { ...RENT, horizonMonths: 12, discountRatePerYear: 0.09 };

/** The fleet of the tests, rented by the hour. */
export function renterOf(requestsPerS: number, change: Partial<Strategy> = {}): Strategy {
  const horizon = horizonOf(requestsPerS, { followsTheHour: true });
  return producerOf(requestsPerS, {
    ...{ name: "renter", role: "renter", terms: rentTerms, horizon },
    ...change,
  });
}

/** A strategy of these sources; the demand is that of the first. */
export function portfolioOf(
  sources: readonly (Omit<Source, "copies"> & { readonly copies?: number })[],
  split: SplitPlan,
  change: Partial<PortfolioTerms> = {},
): Strategy {
  const [first] = sources;
  if (first === undefined) throw new RangeError("portfolio of no sources");
  const { horizonMonths, discountRatePerYear, carbonKgPerKwh } = first.strategy.terms;
  const terms = sources.map(({ name, strategy }) => [name, strategy.terms as SourceTerms]);
  const portfolio: Portfolio = {
    sources: sources.map((source) => ({ copies: 1, ...source })),
    split,
  };
  return {
    ...first.strategy,
    name: "portfolio",
    role: "portfolio",
    portfolio,
    terms: {
      kind: "portfolio",
      ...{ horizonMonths, discountRatePerYear, carbonKgPerKwh },
      sources: Object.fromEntries(terms) as PortfolioTerms["sources"],
      ...change,
    },
  };
}

const runner = memoRunner(inlineRunner(fakeSimulate(fakeWorld)));

export function evaluated(strategy: Strategy, replications = 2): Promise<Evaluation> {
  return evaluate(strategy, { replications, runner, warmup: "plan", onStage: () => {} });
}

/** Cost per million tokens of the first replication. */
export function lcotOf({ outcomes, reason }: Evaluation): number {
  const [outcome] = outcomes;
  if (outcome === undefined) throw new RangeError(`no outcome: ${reason}`);
  return outcome.lcotUsdPerMtok;
}
