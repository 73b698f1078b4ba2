import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../sim/comparison.ts";
import { totalUsd } from "../../../sim/money/ledger.ts";
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
    // Fewer arrivals are other arrivals: their lengths differ by some percent.
    near(revenue("bound-public-api") / revenue("bound-dedicated"), 0.8, 0.06);
    const ttft = (name: string): number => {
      const [peak] = resultOf(comparison, name).peak;
      return peak?.ttft.min ?? Number.NaN;
    };
    near(ttft("bound-public-api"), 0.65, 0.02);
    expect(ttft("bound-dedicated") - ttft("bound-on-premises")).toBeCloseTo(0.025, 2);
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
