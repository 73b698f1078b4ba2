import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fleet, leaks, market, money } from "../../ui/library.ts";

/** The formulas that the library's door hands out. */

const GROUPS = ["money", "market", "leaks", "fleet"] as const;

interface Door {
  readonly name: string;
  readonly doc: string;
  readonly path: string;
}

/** What a group exports, with the docstring above each line. */
function doorsOf(group: string): Door[] {
  const text = readFileSync(`ui/formulas/${group}.ts`, "utf8");
  const lines = text.matchAll(/\/\*\* (.*) \*\/\nexport \* as (\w+) from "..\/..\/(.+?)";/g);
  const doors = [...lines].map(([, doc = "", name = "", path = ""]) => ({ name, doc, path }));
  expect(doors).toHaveLength(text.match(/^export /gm)?.length ?? 0);
  return doors;
}

/** Exported names of a file and whether a docstring ends right above each. */
function exportsOf(path: string): (readonly [name: string, isTold: boolean])[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/(\*\/\n)?^export (?:function|class|const) (\w+)/gm)].map(
    ([, told, name = ""]) => [name, told !== undefined] as const,
  );
}

/** Parts of the statement, of the ledger and of the market's months: no formula stands in them alone. */
const INNER: Readonly<Record<(typeof GROUPS)[number], string>> = {
  money:
    "apiContract apiCost asset cashYears debt delivered extraCost fleetLife leaseCost monthly ownCost poolPrices powerBill prepaidRent rentCost revenue serverLots staffCost statement statementFigures statementYears",
  market:
    "checkMarket discounting marketBooks marketChange marketSale marketSummary marketWar mergedUsers normalCdf root supplier",
  leaks: "",
  fleet: "",
};

describe.each(GROUPS)("the formulas of %s", (group) => {
  const doors = doorsOf(group);

  it("are all there, but for those that are parts of a whole", () => {
    const inner = INNER[group].split(" ").filter((name) => name !== "");
    const open = doors
      .filter(({ path }) => path.startsWith(`sim/${group}/`))
      .map(({ path }) => path.slice(`sim/${group}/`.length, -".ts".length));
    const files = readdirSync(`sim/${group}`).map((file) => file.slice(0, -".ts".length));
    expect([...open, ...inner].toSorted()).toEqual(files.toSorted());
  });

  it("say what they are and where they come from", () => {
    for (const { name, doc, path } of doors) {
      expect(doc, name).toMatch(/ Source: .+\.$/);
      const functions = exportsOf(path);
      expect(functions.length, path).toBeGreaterThan(0);
      for (const [what, isTold] of functions) {
        expect(isTold, `${path}: ${what} needs a docstring`).toBe(true);
      }
    }
  });

  it("are in the door under their names", () => {
    const group_ = { money, market, leaks, fleet }[group] as Readonly<Record<string, object>>;
    for (const { name, path } of doors) {
      expect(Object.keys(group_[name] ?? {}).toSorted()).toEqual(
        exportsOf(path)
          .map(([what]) => what)
          .toSorted(),
      );
    }
  });
});

/** Published cases that no file of the project has as they stand here. */
describe("published cases, from the door alone", () => {
  it("a 1 GW site: 12, 8.5 and 7 billion a year for chips that live 3, 5 and 7 years", () => {
    // Epoch AI: 25.5 of chips, 12.5 of shell over 14 years, 0.9 a year to run, 7 %.
    const usdPerYear = [3, 5, 7].map((lifeYears) => {
      const shell = { usd: 12.5e9, residualUsd: 0, lifeYears: 14 };
      const chips = { usd: 25.5e9, residualUsd: 0, lifeYears };
      return money.levelised.levelisedUsdPerYear([chips, shell], 0.9e9, 0.07) / 1e9;
    });
    expect(usdPerYear.map((billions) => Number(billions.toFixed(1)))).toEqual([12, 8.5, 7.1]);
  });

  it("an owned chip at 1.80 USD an hour against a year's rent at 2.35: from 76.5 % use on", () => {
    expect(money.breakEven.ownVersusRentUtilisation(1.8, 2.35)).toBeCloseTo(0.766, 3);
    expect(market.baseLoad.criticalHoursShare(1.8, 2.35)).toBeCloseTo(0.766, 3);
  });

  it("a 10 % price cut at an elasticity of 1.1: 12.3 % more volume, 1.06 % more revenue", () => {
    expect(money.elasticity.quantityRatio(0.9, 1.1)).toBeCloseTo(1.123, 3);
    expect(money.elasticity.revenueRatio(0.9, 1.1)).toBeCloseTo(1.0106, 4);
  });

  it("DeepSeek's day: 562,027 USD at list prices on 87,072 of rent, a cost-profit ratio of 545 %", () => {
    expect(money.tokenRevenue.costProfitShare(562_027, 87_072)).toBeCloseTo(5.45, 2);
    const day = { revenueUsd: 562_027, nonComputeVariableUsd: 0, consumerSurplusUsd: 0 };
    expect(market.returnOnCompute.cashReturn({ ...day, computeUsd: 87_072 })).toBeCloseTo(6.45, 2);
  });

  it("gross margins of 40 % and 33 % are returns of 1.67 and 1.5 on the dollar", () => {
    expect(market.returnOnCompute.returnFromGrossMargin(0.4)).toBeCloseTo(1.67, 2);
    expect(market.returnOnCompute.returnFromGrossMargin(1 / 3)).toBeCloseTo(1.5, 9);
  });

  it("Margrabe's option at par, 40 % for three years: 27.1 of 100", () => {
    expect(market.exchangeOption.exchangeOptionUsd(100, 100, 0.4, 3)).toBeCloseTo(27.1, 1);
  });

  it("moving 50 TB costs 4,500 USD, re-engineering 113,000: data is 4 % of leaving", () => {
    const { egressUsd, totalUsd } = market.switchingCost.switchingCost({
      ...{
        egressGb: 50_000,
        egressUsdPerGb: 0.09,
        engineerMonths: 1,
        usdPerEngineerMonth: 113_000,
      },
      ...{ requalificationUsd: 0, parallelMonths: 0, runUsdPerMonth: 0, retrainingUsd: 0 },
      ...{ forfeitedCommitmentsUsd: 0, expectedQualityLossUsd: 0 },
    });
    expect(egressUsd).toBe(4500);
    expect(egressUsd / totalUsd).toBeCloseTo(0.04, 2);
  });

  it("MACRS over five years writes everything off, more than half in two", () => {
    const usd = money.depreciation.macrs5Schedule(1000);
    expect(usd.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1000, 9);
    expect((usd[0] ?? 0) + (usd[1] ?? 0)).toBeCloseTo(520, 9);
  });

  it("Shapley's shares of three leaks that only together cost 6 are 2 each", () => {
    const costWithout = (mask: number): number => (mask === 0 ? 10 : 4);
    const shares = leaks.waterfall.shapleyShares(3, costWithout);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(6, 9);
    expect(shares.map((share) => share.toFixed(6))).toEqual(["2.000000", "2.000000", "2.000000"]);
  });

  it("demand that grows by 3 % a month is 2.03 times as high after two years", () => {
    const factor = fleet.demandFactor.trendFactor({ growthPerMonth: 0.03 }, 25);
    expect(factor).toBeCloseTo(1.03 ** 24, 12);
  });
});
