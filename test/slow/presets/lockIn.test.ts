import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../sim/comparison.ts";
import { exchangeOptionUsd } from "../../../sim/market/exchangeOption.ts";
import { totalUsd } from "../../../sim/money/ledger.ts";
import type { LedgerEntry } from "../../../sim/outcome.ts";
import { compared } from "./comparedPreset.ts";
import { near } from "./pricedPreset.ts";

const ledgerOf = ({ results }: Comparison, name: string): readonly LedgerEntry[] =>
  results.find(({ strategy }) => strategy.name === name)?.outcomes[0]?.ledger ?? [];

describe("lock-in: one vendor's stack or a portable one", () => {
  /**
   * On paper. Sixteen chips reserved at 2.35 x 1.4 USD/h are 461,000 USD a year. Leaving a stack of
   * one vendor: six months of an engineer at 23,333, 60,000 of tests, 50 TB at 0.09, a month side by
   * side (38,000) = 243,000: more than 0.3 of a year, so the cap binds: 0.3 x 0.3 = 9 % from the
   * second year on. A portable stack: one month, 126,000, 27 % of a year: 8.2 %.
   */
  it("is paid at renewal: 9 % against 8 %", async () => {
    const comparison = await compared("lock-in", "fleet.portability_loss=0");
    const rise = (name: string): number =>
      ledgerOf(comparison, name).find(({ category }) => category === "switching")?.unitPriceUsd ??
      0;
    near(rise("stack-single-vendor"), 0.09, 1e-6);
    near(rise("stack-portable"), 0.3 * (126_000 / 461_000), 0.03);
    const held = ledgerOf(comparison, "stack-single-vendor").filter(
      ({ category }) => category === "switching",
    );
    expect(held.map(({ month }) => month)).toEqual(Array.from({ length: 24 }, (_, i) => 13 + i));
  });

  it("is worth more than slower kernels where suppliers take all they can, and not where they lose 30 %", async () => {
    const hard = await compared(
      "lock-in",
      "economics.lock_in.bargaining=100 %",
      "economics.lock_in.cap=100 %",
    );
    expect(hard.verdict.winner).toBe("stack-portable");
    const slow = await compared("lock-in", "fleet.portability_loss=30 %");
    expect(slow.verdict.winner).toBe("stack-single-vendor");
  });

  /**
   * On paper. At the first renewal two years are still to be paid: at rents that fall by a fifth a
   * year 369,000 and 295,000, discounted 560,000. Elsewhere the same and 243,000 of leaving, now
   * 223,000: d1 = ln(560/783)/0.4 + 0.2 = -0.638, N(d1) = 0.262, N(d2) = 0.150: 146,600 - 117,100 =
   * 29,500. Portable: 126,000 of leaving, 676,000: d1 = -0.27: 0.394, 0.251: 220,500 - 170,000 = 50,500.
   */
  it("is shown with what leaving costs and what the right to it is worth", async () => {
    const { lockIn = [] } = await compared("lock-in", "fleet.portability_loss=0");
    const [vendor, portable] = lockIn;
    near(vendor?.switchingUsd ?? 0, 243_000, 0.02);
    near(portable?.switchingUsd ?? 0, 126_000, 0.03);
    near(vendor?.index ?? 0, 243 / 461, 0.03);
    near(vendor?.option?.presentCostUsd ?? 0, 560_000, 0.02);
    near(vendor?.option?.usd[1] ?? 0, 29_500, 0.03);
    near(portable?.option?.usd[1] ?? 0, 50_500, 0.03);
    const { portability } = portable ?? {};
    expect(portability?.against).toBe("stack-single-vendor");
    // Nothing is lost to slower kernels, so that portability is worth all that it brings.
    expect(portability?.costUsd).toBeCloseTo(0, 3);
    expect(portability?.netUsd).toBeGreaterThan(20_000);
    const slow = await compared("lock-in", "fleet.portability_loss=30 %");
    expect(slow.lockIn?.[1]?.portability?.netUsd).toBeLessThan(0);
  });

  it("leaves a right to exchange that is worth a quarter of three years' chips (Margrabe)", async () => {
    const comparison = await compared("lock-in", "fleet.portability_loss=0");
    const portable = totalUsd(
      ledgerOf(comparison, "stack-portable").filter(({ category }) => category === "chip rent"),
    );
    // Two families of chips of equal cost, whose ratio moves by 40 % a year, once within three years.
    const option = exchangeOptionUsd(portable, portable, 0.4, 3);
    near(option / portable, 0.271, 0.01);
  });
});

describe("switch-mid-way: tokens now, chips later", () => {
  /**
   * On paper. 1/s that grows by 10 % a month is 5.6/s after 18 months, where 2,000 people stop to buy
   * (firm-2000). Leaving an API: two months of an engineer (46,667), tests (60,000), 4,500 of moved
   * data and a month side by side.
   */
  it("pays for leaving once, and less than either supply all the way", async () => {
    const comparison = await compared("switch-mid-way");
    const costs = comparison.results.map(({ metrics }) => metrics.lcot_usd_per_mtok.value ?? 0);
    const [never = 0, later = 0, atOnce = 0] = costs;
    expect(later).toBeLessThan(never * 0.93);
    expect(later).toBeLessThan(atOnce * 0.97);
    const ledger = ledgerOf(comparison, "switch-after-18-months");
    const leaving = ledger.filter(({ category }) => category === "switching");
    const beside = leaving.find(({ unit }) => unit.includes("side by side"))?.usd ?? 0;
    near(totalUsd(leaving) - beside, 46_667 + 60_000 + 4500, 1e-4);
    const tokens = ledger.filter(({ category }) => category === "api tokens");
    expect(Math.max(...tokens.map(({ month }) => month))).toBe(18);
    const rent = ledger.filter(({ category }) => category === "chip rent");
    expect(Math.min(...rent.map(({ month }) => month))).toBe(19);
    // Until the switch it costs what buying costs, to the cent.
    const bought = ledgerOf(comparison, "switch-never");
    const until = (lines: readonly LedgerEntry[]): number =>
      totalUsd(lines.filter(({ month, category }) => month <= 18 && category !== "switching"));
    expect(until(ledger)).toBeCloseTo(until(bought), 4);
  });

  it("never pays where usage does not grow", async () => {
    const flat = await compared("switch-mid-way", "demand.growth=0 %/month");
    expect(flat.verdict.winner).toBe("switch-never");
  });
});
