import { describe, expect, it } from "vitest";
import { loadScenarioText } from "../../scenarios/load.ts";
import { parsePath } from "../../scenarios/schema/layers.ts";
import { scenarioFields } from "../../scenarios/schema/resolve.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { issuesOf, strategyOf } from "./tryScenario.ts";

const messages = async (lines: string): Promise<string[]> =>
  (await issuesOf(lines)).map(({ message }) => message);
const rented = async (lines: string): Promise<Strategy> =>
  toStrategy(await loadScenarioText(`supply: rented\n${lines}\n`, "x"));

const FULL = `
fleet: {site: own-facility}
economics:
  finance:
    tax: {value: 25 %, range: 21 % to 30 %, source: our adviser}
    inflation: 2 %/year
    depreciation: bonus
    bonus: 40 %
    facility_tax_life: 15 years
    debt: {share: 60 %, rate: 11 %/year, years: 4 years}
    receivable: 45 days
    payable: 30 days
    equity_rate: 18 %/year
  revenue:
    token_price: {input: 0.5 USD/Mtok, output: 2 USD/Mtok}
    token_price_decline: 20 %/year
`;

describe("finance in a scenario", () => {
  it("is absent unless it is stated", async () => {
    const { terms } = await strategyOf("");
    expect(terms).not.toHaveProperty("finance");
    expect(terms).not.toHaveProperty("revenue");
  });

  it("becomes terms in their units", async () => {
    const { terms } = await strategyOf(FULL);
    expect(terms.finance).toEqual({
      taxRate: 0.25,
      inflationPerYear: 0.02,
      taxDepreciation: "bonus",
      bonusShare: 0.4,
      facilityTaxYears: 15,
      losses: "carryForward",
      debtShare: 0.6,
      debtRatePerYear: 0.11,
      debtYears: 4,
      receivableDays: 45,
      payableDays: 30,
      equityRatePerYear: 0.18,
      hardwareProgressPerYear: 0.43,
    });
    expect(terms.revenue).toEqual({
      tokens: {
        inputUsdPerMtok: 0.5,
        cachedUsdPerMtok: 0.5,
        outputUsdPerMtok: 2,
        priceDeclinePerYear: 0.2,
      },
    });
  });

  it("takes what is left out from the catalogue, with its source and range", async () => {
    const { terms, assumptions } = await strategyOf(
      "economics: {finance: {depreciation: bonus, debt: {share: 50 %}}}",
    );
    expect(terms.finance).toMatchObject({
      ...{ taxRate: 0.25, bonusShare: 1, debtRatePerYear: 0.1, debtYears: 5 },
      ...{ losses: "otherIncome", receivableDays: 0 },
    });
    const debt = assumptions.find(({ path }) => path === "economics.finance.debt.rate");
    expect(debt).toMatchObject({ low: 0.07, high: 0.15, term: "finance.debtRatePerYear" });
    expect(debt?.source).toContain("crwv-debt");
  });

  it("lists every number as an input with the path of its term", async () => {
    const { terms, assumptions } = await strategyOf(FULL);
    for (const { path, term, value } of assumptions) {
      const steps = parsePath(path) ?? [];
      if (steps[0] !== "catalog") expect(scenarioFields().has(steps), path).toBe(true);
      if (term === null) continue;
      let at: unknown = terms;
      for (const step of term.split("."))
        at = Object.entries(at as object).find(([k]) => k === step)?.[1];
      expect(at, term).toBe(value);
    }
    const moved = assumptions.filter(({ term }) => /^(finance|revenue)\./.test(term ?? ""));
    expect(moved).toHaveLength(14);
  });

  it("caps what old losses may take where they wait for profits", async () => {
    const stated = "finance: {losses: carry-forward, loss_use: 80 %}";
    const { terms, assumptions } = await strategyOf(`economics: {${stated}}`);
    expect(terms.finance).toMatchObject({ losses: "carryForward", lossUseShare: 0.8 });
    expect(assumptions.find(({ term }) => term === "finance.lossUseShare")?.value).toBe(0.8);
    const { terms: plain } = await strategyOf("economics: {finance: {}}");
    expect(plain.finance).not.toHaveProperty("lossUseShare");
  });

  it("sells seats by users or by what a user consumes, and additions to a base", async () => {
    const seats = await strategyOf(
      "economics: {revenue: {seats: {tokens_per_user: 300000, paying: 5 %, price: 20 USD/user-month, advertising: 6 USD/user-year, usage_growth: 3 %/month}}}",
    );
    expect(seats.terms.revenue?.seats).toEqual({
      ...{ tokensPerUserMonth: 300_000, payingShare: 0.05, usdPerUserMonth: 20 },
      ...{ advertisingUsdPerUserMonth: 0.5, usageGrowthPerMonth: 0.03 },
    });
    const base = await strategyOf(
      "economics: {revenue: {installed_base: {users: 400000000, attach: 2 %, price: 30 USD/user-month}}}",
    );
    expect(base.terms.revenue?.installedBase).toEqual({
      ...{ baseUsers: 4e8, attachShare: 0.02, usdPerUserMonth: 30 },
    });
  });

  it("sells to bound customers at a premium of the catalogue, or a stated one", async () => {
    const sold = (premium: string): string =>
      `demand: {residency: {share: 30 %}}\neconomics: {revenue: {token_price: {input: 1 USD/Mtok, output: 2 USD/Mtok}${premium}}}`;
    const plain = await strategyOf(sold(""));
    expect(plain.terms.revenue).not.toHaveProperty("boundPremium");
    expect(plain.reach).not.toHaveProperty("boundShare");
    const known = await strategyOf(sold(", bound_premium: {}"));
    expect(known.terms.revenue?.boundPremium).toEqual({ premiumShare: 0.2 });
    expect(known.reach).toEqual({ servedShare: 1, monitoringShare: 0, boundShare: 0.3 });
    const row = known.assumptions.find(({ term }) => term === "revenue.boundPremium.premiumShare");
    expect(row).toMatchObject({ value: 0.2, low: 0.1, high: 0.3, grade: "D" });
    const stated = await strategyOf(sold(", bound_premium: {share: 15 %}"));
    expect(stated.terms.revenue?.boundPremium).toEqual({ premiumShare: 0.15 });
  });

  it("lets a renter pay a reserved term ahead", async () => {
    const { terms } = await rented(
      "fleet: {contract: reserved-1y}\neconomics: {finance: {prepaid: {term: 12 months, discount: 8 %}}}",
    );
    expect(terms.finance?.prepaid).toEqual({ months: 12, discountShare: 0.08 });
  });
});

describe("finance that does not go together", () => {
  const cases: readonly (readonly [lines: string, words: string])[] = [
    ["economics: {revenue: {}}", "economics.revenue says nothing that is sold"],
    [
      "economics: {revenue: {token_price: {input: 1 USD/Mtok, output: 2 USD/Mtok}, seats: {users: 5, paying: 5 %, price: 9 USD/user-month}}}",
      "economics.revenue.token_price and seats sell the same tokens twice",
    ],
    [
      "economics: {revenue: {seats: {users: 5, tokens_per_user: 5, paying: 5 %, price: 9 USD/user-month}}}",
      "economics.revenue.seats states users and tokens_per_user; each follows the other",
    ],
    [
      "economics: {revenue: {seats: {paying: 5 %, price: 9 USD/user-month}}}",
      "economics.revenue.seats says not how many users there are",
    ],
    [
      "economics: {revenue: {token_price: {input: 1 USD/Mtok, output: 2 USD/Mtok}, bound_premium: {}}}",
      "no demand is bound to some deployments",
    ],
    ["economics: {finance: {bonus: 50 %}}", "it is a share of a bonus"],
    [
      "economics: {finance: {hardware_progress: 30 %/year}, lease: {term: 36 months}}",
      "only servers that are bought have a life in the books",
    ],
    ["economics: {finance: {loss_use: 80 %}}", "losses are set against other profits"],
    ["economics: {finance: {receivable: 30 days}}", "nothing is sold"],
    ["economics: {finance: {facility_tax_life: 15 years}}", "no facility to write off"],
    [
      "economics: {finance: {prepaid: {term: 12 months, discount: 8 %}}}",
      "only a reserved term is paid ahead",
    ],
    [
      "economics: {revenue: {installed_base: {users: 5, attach: 5 %, price: 9 USD/user-month}, token_price_decline: 5 %/year}}",
      "no tokens are sold by the million",
    ],
  ];
  for (const [lines, words] of cases) {
    it(`is refused in words: ${words}`, async () => {
      expect(await messages(lines)).toEqual([expect.stringContaining(words)]);
    });
  }

  it("is refused for rented and bought tokens, which nobody writes off or borrows on", async () => {
    const refused = rented("economics: {finance: {debt: {share: 50 %}}}");
    await expect(refused).rejects.toThrow("only what is bought is written off and borrowed on");
    const broken = rented(
      "fleet: {contract: reserved-1y}\neconomics: {finance: {prepaid: {term: 45 days, discount: 8 %}}}",
    );
    await expect(broken).rejects.toThrow("rent paid 1.48 months ahead");
  });
});
