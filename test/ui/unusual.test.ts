import { describe, expect, it } from "vitest";
import { CLI_ERROR_HELP } from "../../ui/errorHelp.ts";
import { unusualNotices } from "../../ui/unusual.ts";
import { comparisonFixture } from "../reports/fixture.ts";

describe("the warning about what stands out", () => {
  it("names the owned fleet, its share and the usual one, under a code that is explained", () => {
    const comparison = comparisonFixture();
    const results = comparison.results.map((result) => ({
      ...result,
      outcomes: result.outcomes.map((outcome) => ({
        ...outcome,
        ledger: outcome.ledger.map((line) =>
          line.category === "network" ? { ...line, usd: line.usd * 6 } : line,
        ),
      })),
    }));
    const notices = unusualNotices({ ...comparison, results });
    // 1,400 x 6 of 12,000 USD a chip.
    const network = notices.filter(({ message }) => message.includes("network"));
    expect(network).toMatchObject([
      {
        code: "CM-W0105",
        message: expect.stringMatching(
          /^producer: network is 70 % of the servers' price; usual 3-/,
        ),
      },
    ]);
    expect(network[0]?.fix).toContain("economics.*");
    expect(CLI_ERROR_HELP).toHaveProperty("CM-W0105");
    const rented = comparison.results.filter(({ strategy }) => strategy.role !== "producer");
    expect(unusualNotices({ ...comparison, results: rented })).toEqual([]);
  });

  it("names the rates where members are discounted at their own", () => {
    const comparison = comparisonFixture();
    const codes = (): string[] => unusualNotices(comparison).map(({ code }) => code);
    expect(codes()).not.toContain("CM-W0106");
    const results = comparison.results.map((result, i) => {
      const { strategy } = result;
      const discountRatePerYear = i === 0 ? 0.2 : 0.085;
      const terms = { ...strategy.terms, discountRatePerYear };
      return { ...result, strategy: { ...strategy, terms } };
    });
    const [first, ...others] = results.map(({ strategy }) => strategy.name);
    expect(unusualNotices({ ...comparison, results })).toContainEqual(
      expect.objectContaining({
        code: "CM-W0106",
        message: `each cost is at its own cost of capital: 8.5 %/year (${others.join(", ")}), 20 %/year (${first})`,
      }),
    );
    expect(CLI_ERROR_HELP).toHaveProperty("CM-W0106");
  });
});
