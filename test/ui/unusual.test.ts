import { describe, expect, it } from "vitest";
import { CLI_ERROR_HELP } from "../../ui/errorHelp.ts";
import { unusualNotices } from "../../ui/unusual.ts";
import { comparisonFixture } from "../reports/fixture.ts";

describe("the warning about an unusual fleet", () => {
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
});
