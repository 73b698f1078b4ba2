import { describe, expect, it } from "vitest";
import { entry } from "../../sim/money/ledger.ts";
import type { LedgerEntry } from "../../sim/outcome.ts";
import { unusualShares } from "../../sim/usualShares.ts";

/** 100 USD of a usual fleet in colocation: 60 servers, 6 network, 8 power, 11 space, 15 the rest. */
function fleet(changed: Partial<Record<string, number>> = {}): LedgerEntry[] {
  const usd = { servers: 60, network: 6, power: 8, colocation: 11, maintenance: 6, staff: 9 };
  const { servers, network, power, colocation, maintenance, staff } = { ...usd, ...changed };
  return [
    entry(0, "servers", "capex", 1, "chip", servers),
    entry(0, "network", "capex", 1, "chip", network),
    entry(1, "power", "opex", power, "kWh", 1),
    entry(1, "colocation", "opex", colocation, "kW-month", 1),
    entry(1, "maintenance", "opex", maintenance, "USD of servers", 1),
    entry(1, "staff", "opex", staff, "FTE-month", 1),
  ];
}
const lines = (ledger: LedgerEntry[]) => unusualShares(ledger).map(({ line }) => line);

describe("shares of an owned fleet's cost", () => {
  it("a usual fleet is not remarked upon", () => {
    expect(lines(fleet())).toEqual([]);
  });

  it("says how large the part is, what is usual and who says so", () => {
    // 100 + 50 staff: servers 60 / 150 = 40 %.
    expect(lines(fleet({ staff: 59 }))).toEqual([
      "servers are 40 % of the fleet's cost; usual 55-65 % (SemiAnalysis)",
    ]);
    // 30 of 122 for power, 41 with space; the servers still have 49 %.
    expect(lines(fleet({ power: 30 }))).toEqual([
      "energy is 25 % of the fleet's cost; usual 5-10 % (SemiAnalysis)",
      "power and colocation are 34 % of the fleet's cost; usual below 20 % (SemiAnalysis)",
    ]);
  });

  it("looks at the network only where there is one", () => {
    const without = fleet().filter(({ category }) => category !== "network");
    expect(lines(without)).toEqual([]);
    expect(lines(fleet({ network: 0 }))[0]).toMatch(
      /^network is 0 % of the servers' price; usual 3-/,
    );
    expect(lines(fleet({ network: 17 }))).toEqual([]);
  });

  it("a resale is taken off what was bought, and months weigh as told", () => {
    const sold = entry(12, "residual value", "residual", 1, "chip", -30, "residualShare");
    const [servers] = unusualShares([...fleet(), sold]);
    expect(servers?.share).toBeCloseTo(30 / 70, 12);
    expect(unusualShares([...fleet(), sold], (month) => (month > 1 ? 0 : 1))).toEqual([]);
  });

  it("shares of purchases are those of the prices paid, whatever they fetch later", () => {
    const built = entry(0, "facility", "capex", 1, "W of IT power", 30);
    const left = entry(12, "residual value", "residual", 1, "W", -27, "facilityUsdPerWatt");
    const what = (ledger: LedgerEntry[]): string[] => unusualShares(ledger).map((one) => one.what);
    // 30 of 60 + 6 + 30 is 31 %; with 90 it would be 58 %.
    expect(what([...fleet({ colocation: 0 }), built, left])).not.toContain("facility");
    expect(what([...fleet(), built, built, built])).toContain("facility");
    // A resale of 40 leaves 20 of the servers' 60; the network is still 10 % of their price.
    const sold = entry(12, "residual value", "residual", 1, "chip", -40, "residualShare");
    expect(what([...fleet(), sold])).not.toContain("network");
  });

  it("what clients and engineers cost beside the fleet does not dilute it", () => {
    const toil = entry(1, "toil", "opex", 1, "hours", 1000);
    expect(lines([...fleet(), toil])).toEqual([]);
  });

  it("is silent on what owns nothing", () => {
    expect(lines([entry(1, "chip rent", "opex", 10, "chip-hour", 2)])).toEqual([]);
  });
});
