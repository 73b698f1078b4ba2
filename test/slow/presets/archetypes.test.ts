import { expect, it } from "vitest";
import { loadScenarios } from "../../../scenarios/load.ts";
import { toStrategy } from "../../../scenarios/strategy.ts";
import type { Comparison } from "../../../sim/comparison.ts";
import { compareStrategies } from "../../../sim/experiment/compare.ts";
import { inlineRunner, memoRunner } from "../../../sim/experiment/runner.ts";
import { simulate } from "../../../sim/simulate.ts";
import { near } from "./pricedPreset.ts";

const runner = memoRunner(inlineRunner(simulate));

async function firms(...sets: string[]): Promise<Comparison> {
  const strategies = (await loadScenarios(["firm-archetypes"], { sets })).map(toStrategy);
  return compareStrategies(strategies, { replications: 2, runner });
}

function floor({ market }: Comparison, id: string): number {
  const found = market?.path.firms.find((firm) => firm.id === id);
  if (found === undefined) throw new RangeError(`no seller ${id}`);
  return found.floor.fullLoadUsdPerMtok;
}

it("kinds of firm differ by what they pay for the same chips", { timeout: 300_000 }, async () => {
  const found = await firms();
  expect(found.results.map(({ state }) => state)).toEqual(Array(8).fill("ok"));
  expect(found.verdict.sentence).toMatch(
    /Each cost is at its own cost of capital: 8.5 %\/year \(.*\), 12 %\/year \(.*\), 20 %\/year \(startup-under-100m\)\./,
  );
  const order = (found.market?.path.firms ?? [])
    .toSorted((a, b) => a.floor.fullLoadUsdPerMtok - b.floor.fullLoadUsdPerMtok)
    .map(({ id }) => id);
  expect(order[0]).toBe("arms-dealer");
  expect(order.at(-1)).toBe("integrator-with-distribution");
  // The maker pays 27,000 of 60,625 USD a chip; at this scale people are a tenth of the bill of both.
  const ratio = floor(found, "arms-dealer") / floor(found, "ad-funded");
  near(ratio, 27_000 / 60_625, 0.35);
  expect(ratio).toBeGreaterThan(27_000 / 60_625);
  // On-demand chips at 2.2 USD with 10 % on top, paid while needed, against a year's reservation with
  // 40 % on top, paid around the clock: the mean of an office day is about half of its peak.
  expect(floor(found, "compute-broker")).toBeLessThan(floor(found, "startup-under-100m") / 2);
  // 1 million seats x 3 % x 30 USD a month are 0.9 M USD; the tokens cost some tens of thousands.
  const seller = found.computeReturns?.find(({ strategy }) => strategy.startsWith("integrator"));
  expect(seller?.cash[0]).toBeGreaterThan(10);
  // Advertising of 0.50 USD carries a user who costs less than that, and nobody has to pay.
  const ads = found.computeReturns?.find(({ strategy }) => strategy === "ad-funded");
  expect(ads?.users?.costUsdPerUserMonth).toBeLessThan(0.5);
  expect(ads?.users?.collapseYears).toBe(Number.POSITIVE_INFINITY);

  // The lever: at the price that its customers pay, the maker of chips is one more owner.
  const paying = await firms("economics.gpu_price=60625 USD");
  near(floor(paying, "arms-dealer"), floor(found, "ad-funded"), 0.05);
});
