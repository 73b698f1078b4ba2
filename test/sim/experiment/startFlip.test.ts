import { describe, expect, it } from "vitest";
import { decisionOf } from "../../../sim/experiment/decision.ts";
import type { Evaluation } from "../../../sim/experiment/evaluation.ts";
import { startFlip } from "../../../sim/experiment/startFlip.ts";
import { laterTerms } from "../../../sim/laterTerms.ts";
import { price } from "../../../sim/price.ts";
import type { ApiTerms, Terms } from "../../../sim/terms.ts";
import { flatMonths } from "../money/months.ts";
import { apiTerms, consumerOf, owningTerms } from "./strategies.ts";

const rows = flatMonths(12, { outputTokens: 1e10 });

function bought(name: string, terms: Terms): Evaluation {
  return {
    ...{ strategy: consumerOf(40, { name, terms }), state: "ok", reason: null, sizing: null },
    ...{ peak: [], map: null, source: null },
    ...{ months: [rows], outcomes: [price(rows, terms)] },
  };
}

/** Tokens alone, at a price that is `times` another and falls. */
function seller(name: string, times: number, priceDeclinePerYear: number): Evaluation {
  const { inputUsdPerMtok, cachedUsdPerMtok, outputUsdPerMtok } = apiTerms;
  const terms: ApiTerms = {
    ...{ ...apiTerms, staffFte: 0, priceDeclinePerYear },
    inputUsdPerMtok: times * inputUsdPerMtok,
    cachedUsdPerMtok: times * cachedUsdPerMtok,
    outputUsdPerMtok: times * outputUsdPerMtok,
  };
  return bought(name, terms);
}

const flip = (...all: readonly Evaluation[]) => startFlip(all, decisionOf(all));

describe("a later start", () => {
  it("turns to the seller whose price falls faster in the month that paper says", () => {
    const [steady, falling] = [seller("steady", 1, 0), seller("falling", 1.8, 0.5)];
    // What a year of falling prices costs against the first day's, money at the rate of both.
    const monthly = (1 + apiTerms.discountRatePerYear) ** (-1 / 12);
    let [paid, weight] = [0, 0];
    for (let month = 1; month <= 12; month++) {
      paid += 0.5 ** ((month - 1) / 12) * monthly ** month;
      weight += monthly ** month;
    }
    const ratio = (1.8 * paid) / weight;
    expect(ratio).toBeGreaterThan(1.2);
    const onPaper = Math.ceil(12 * Math.log2(ratio));
    expect(flip(steady, falling)).toEqual({ months: onPaper, to: "falling" });
    expect(onPaper).toBeGreaterThan(3);
  });

  it("turns nothing where prices fall alike, or where one alone works", () => {
    expect(flip(seller("a", 1, 0.2), seller("b", 1.1, 0.2))).toBeNull();
    expect(flip(seller("a", 1, 0))).toBeNull();
  });

  it("comes no nearer to the next chip, whose date stays", () => {
    const launched = { ...owningTerms, launch: { month: 12, dropShare: 0.25 } };
    expect(laterTerms(launched, 5)).toMatchObject({ startMonths: 5, launch: { month: 7 } });
    expect(laterTerms({ ...apiTerms, startMonths: 3 }, 5)).toMatchObject({ startMonths: 8 });
  });

  it("is not asked where power comes on dates of its own", () => {
    const late = seller("falling", 1.8, 0.5);
    const years = { power: [{ fromMonth: 7, itWatts: 1e6 }] };
    const horizon = { ...late.strategy.horizon, years };
    const waiting = { ...late, strategy: { ...late.strategy, horizon } };
    expect(flip(seller("steady", 1, 0), late)).not.toBeNull();
    expect(flip(seller("steady", 1, 0), waiting)).toBeNull();
  });
});
