import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../sim/comparison.ts";
import { totalUsd } from "../../../sim/money/ledger.ts";
import type { TrustWorth } from "../../../sim/trustWorth.ts";
import { compared, resultOf } from "./comparedPreset.ts";
import { near } from "./pricedPreset.ts";

const npvOf = (comparison: Comparison, name: string): number =>
  resultOf(comparison, name).outcomes[0]?.statement?.npvUsd ?? Number.NaN;

function best(comparison: Comparison): string {
  const names = comparison.results.map(({ strategy }) => strategy.name);
  return names.toSorted((a, b) => npvOf(comparison, b) - npvOf(comparison, a))[0] ?? "";
}

describe("sovereignty: demand that only some deployments may serve", () => {
  /**
   * On paper. A fifth of the requests is bound: a public API serves and is paid for eight tenths, the
   * others for all. A round trip of 150, 40 and 15 ms stands in every first token.
   */
  it("is served and paid by those who may, and said in the verdict", async () => {
    const comparison = await compared("sovereignty");
    const abroad = resultOf(comparison, "bound-public-api");
    near(abroad.metrics.goodput_share.value ?? 0, 0.8, 1e-3);
    expect(comparison.verdict.sentence).toContain(
      "Bound demand: bound-public-api may not serve 20 % of requests.",
    );
    const revenue = (name: string): number =>
      resultOf(comparison, name).outcomes[0]?.statement?.revenue.reduce(
        (sum, { usd }) => sum + usd,
        0,
      ) ?? Number.NaN;
    const answered = (name: string): number =>
      resultOf(comparison, name).months[0]?.reduce((sum, row) => sum + row.onTimeRequests, 0) ?? 0;
    near(answered("bound-public-api") / answered("bound-on-premises"), 0.8, 0.002);
    // Fewer arrivals are other arrivals: their lengths differ by some percent. Bound customers pay a
    // fifth more: 0.8 / (0.8 + 0.2 x 1.2).
    near(revenue("bound-public-api") / revenue("bound-dedicated"), 0.8 / 1.04, 0.06);
    const ttft = (name: string): number => {
      const [peak] = resultOf(comparison, name).peak;
      return peak?.ttft.min ?? Number.NaN;
    };
    near(ttft("bound-public-api"), 0.65, 0.02);
    expect(ttft("bound-dedicated") - ttft("bound-on-premises")).toBeCloseTo(0.025, 2);
  });

  /**
   * On paper. 20 requests/s, a fifth of it bound: what the public API may not sell is 0.2 / 0.8 of its
   * own sales; those who may sell it to bound customers, who pay 20 % more.
   */
  it("is worth its margin and its premium, and to the public API the sales that it loses", async () => {
    const comparison = await compared("sovereignty");
    const worth = (name: string): TrustWorth => {
      const found = comparison.trust?.find(({ strategy }) => strategy === name);
      if (found === undefined) throw new RangeError(`no worth of ${name}`);
      return found;
    };
    const api = worth("bound-public-api");
    const own = worth("bound-dedicated");
    const sold = (name: string): number =>
      (resultOf(comparison, name).outcomes[0]?.statement?.revenue ?? []).reduce(
        (sum, { usd, what }) => sum + (what.endsWith("demand") ? 0 : usd / 3),
        0,
      );
    near(api.usdPerYear.lostSales, sold("bound-public-api") / 4, 0.03);
    near(api.usdPerYear.lostSales, own.usdPerYear.boundSales, 0.06);
    expect(api.worthUsdPerYear).toBe(0);
    near(own.usdPerYear.premium, 0.2 * own.usdPerYear.boundSales, 1e-6);
    near(own.usdPerYear.boundSales, 0.2 * sold("bound-dedicated"), 0.03);
    expect(own.worthUsdPerYear).toBeGreaterThan(own.usdPerYear.premium);
    const without = await compared("sovereignty", "economics.revenue.bound_premium.share=0 %");
    const npv = npvOf(comparison, "bound-dedicated") - npvOf(without, "bound-dedicated");
    expect(npv).toBeGreaterThan(0);
    expect(npvOf(comparison, "bound-public-api")).toBe(npvOf(without, "bound-public-api"));
  });

  /**
   * On paper: the API serves the four fifths that are not bound, chips at home the fifth that is: all
   * is served and all bound sales are made, at the price of two ways of supply.
   */
  it("can be split: what is bound at home, all else abroad", async () => {
    const comparison = await compared("sovereignty");
    const { months, metrics } = resultOf(comparison, "bound-split");
    expect(metrics.goodput_share.value).toBeGreaterThan(0.98);
    const [row] = months[0] ?? [];
    expect(row?.unserved ?? 0).toBe(0);
    near(row?.boundShare ?? 0, 0.2, 0.06);
    const of = (name: string) => comparison.trust?.find(({ strategy }) => strategy === name);
    const sold = of("bound-split")?.usdPerYear.boundSales ?? 0;
    near(sold, of("bound-dedicated")?.usdPerYear.boundSales ?? 0, 0.06);
    // Three tenths bound and two tenths at home leave a tenth unserved.
    const more = await compared("sovereignty", "demand.residency.share=30 %");
    near(resultOf(more, "bound-split").metrics.goodput_share.value ?? 0, 0.9, 0.01);
  });

  it("decides for the country's own chips where much of it is bound to them", async () => {
    expect(best(await compared("sovereignty"))).toBe("bound-dedicated");
    const strict = await compared(
      "sovereignty",
      "demand.residency.share=60 %",
      "demand.residency.served_by=[on-premises]",
    );
    expect(best(strict)).toBe("bound-on-premises");
  });
});

describe("governance: audits, drift checks, expected losses", () => {
  /**
   * On paper, a year: audits of 120,000; 0.05 breaches at a public API, 4.99 million each: 249,500;
   * dedicated 0.6, governed on premises 0.4 and ungoverned 1.2 of that. Drift checks are 5 % more
   * tokens: billed by an API, served by the fleets.
   */
  it("adds what each mode is known for", async () => {
    const comparison = await compared("governance");
    const yearly = (name: string, category: string): number => {
      const { ledger } = resultOf(comparison, name).outcomes[0] ?? { ledger: [] };
      return totalUsd(ledger.filter((line) => line.category === category)) / 3;
    };
    near(yearly("governed-public-api", "expected loss"), 249_500, 1e-9);
    near(yearly("governed-dedicated", "expected loss"), 149_700, 1e-9);
    near(yearly("governed-on-premises", "expected loss"), 99_800, 1e-9);
    near(yearly("ungoverned-on-premises", "expected loss"), 299_400, 1e-9);
    near(yearly("governed-dedicated", "audit and drift"), 120_000, 1e-9);
    const drift =
      (yearly("governed-public-api", "audit and drift") - 120_000) /
      yearly("governed-public-api", "api tokens");
    near(drift, 0.05, 1e-6);
    const busy = (name: string): number => {
      const [row] = resultOf(comparison, name).months[0] ?? [];
      return row === undefined ? 0 : row.tokens.output / row.tokens.onTimeOutput;
    };
    near(busy("governed-on-premises"), 1.05, 0.005);
    near(busy("ungoverned-on-premises"), 1, 0.005);
  });

  it("turns the order round where breaches are ten times as likely", async () => {
    expect((await compared("governance")).verdict.winner).toBe("governed-dedicated");
    const risky = await compared("governance", "economics.trust.breaches=0.5");
    expect(risky.verdict.winner).toBe("governed-on-premises");
  });
});
