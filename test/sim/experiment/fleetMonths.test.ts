import { describe, expect, it } from "vitest";
import { fleetSupply } from "../../../sim/experiment/fleetSupply.ts";
import { monthsOf } from "../../../sim/experiment/horizon.ts";
import type { HorizonSource } from "../../../sim/experiment/horizonSource.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import { withSuccessor } from "../../../sim/experiment/successor.ts";
import type { FleetYears } from "../../../sim/fleetYears.ts";
import { CHIP_STATES, type MonthPhysical } from "../../../sim/physical.ts";
import type { HorizonPlan, Strategy } from "../../../sim/strategy.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import { horizonOf, producerOf } from "./strategies.ts";

/** Two levels, 10 and 30 requests/s in the first month; a replica of four chips carries up to 10. */
const MONTH_S = 730 * 3600;
const runner = inlineRunner(fakeSimulate(fakeWorld));
const options = { replications: 1, runner, warmup: "plan", onStage: () => {} } as const;

function growing(change: Partial<HorizonPlan> = {}): Strategy {
  return producerOf(20, { horizon: horizonOf(20, { growthPerMonth: 0.05, ...change }) });
}

async function sourceOf(strategy: Strategy): Promise<HorizonSource> {
  const { supply } = strategy.plan;
  if (supply.kind === "api") throw new RangeError("an API; expected a fleet");
  const { source, reason } = await fleetSupply(strategy, supply, options);
  if (source === null) throw new Error(reason ?? "no source");
  return source;
}

const plain = await sourceOf(growing());

function monthsWith(years: FleetYears, change: Partial<HorizonPlan> = {}): MonthPhysical[] {
  const horizon = { ...plain.horizon, ...change, years };
  return monthsOf({ ...plain, horizon }, 1, 0);
}

function chipS(row: MonthPhysical): number {
  return CHIP_STATES.reduce((sum, state) => sum + row.chipTimeS[state], 0);
}

/** Laws of every month: chip time is all there, and nobody is served who did not ask. */
function lawful(months: readonly MonthPhysical[]): void {
  for (const row of months) {
    expect(chipS(row)).toBeCloseTo(row.chips * MONTH_S, 0);
    const turnedAway = row.fleet?.turnedAway ?? 0;
    expect(row.onTimeRequests).toBeLessThanOrEqual((row.requests - turnedAway) * (1 + 1e-9));
    expect(row.requests).toBeCloseTo(20 * 1.05 ** (row.month - 1) * MONTH_S, 0);
  }
}

const AT_ONCE = { leadMonths: 0, first: "inService" } as const;

describe("a fleet over the years", () => {
  it("that comes at once is the fleet that there always was", () => {
    const [ours, always] = [monthsWith({ purchase: AT_ONCE }), monthsOf(plain, 1, 0)];
    for (const [i, row] of ours.entries()) {
      const { fleet, ...rest } = row;
      expect(rest).toEqual(always[i]);
      expect(fleet?.turnedAway).toBe(0);
      expect(fleet?.wantedChips).toBe(row.chips);
    }
  });

  it("that is ordered at the start serves nobody until it comes, and then everybody", () => {
    const months = monthsWith({ purchase: { leadMonths: 4, first: "ordered" } });
    lawful(months);
    expect(months.slice(0, 4).map((row) => [row.chips, row.tokens.output])).toEqual(
      Array.from({ length: 4 }, () => [0, 0]),
    );
    expect(months[3]?.fleet?.turnedAway).toBeCloseTo(months[3]?.requests ?? 0, 3);
    expect(months.slice(4).every((row) => row.fleet?.turnedAway === 0)).toBe(true);
  });

  it("that is ordered on today's demand turns away what has grown meanwhile", () => {
    const purchase = { leadMonths: 6, first: "inService", expectedGrowthPerMonth: 0 } as const;
    const months = monthsWith({ purchase });
    lawful(months);
    // Month 12 has the chips that month 6 asked for; its quiet half is served in full.
    const [then, last] = [months[5], months[11]];
    expect(last?.chips).toBe(then?.fleet?.wantedChips);
    expect(last?.fleet?.wantedChips).toBeGreaterThan(last?.chips ?? 0);
    const peak = 30 * 1.05 ** 11;
    const short = peak - ((last?.chips ?? 0) / 4) * plain.fleet.promiseLoad;
    expect((last?.fleet?.turnedAway ?? 0) / (short * (MONTH_S / 2))).toBeCloseTo(1, 9);
    // Those that are served are on time.
    const served = (last?.requests ?? 0) - (last?.fleet?.turnedAway ?? 0);
    expect((last?.onTimeRequests ?? 0) / served).toBeGreaterThan(0.95);
  });

  it("stands dark where there is no power for it, and draws none", () => {
    const itWatts = 2 * plain.peakWattsPerUnit;
    const power = [
      { fromMonth: 1, itWatts },
      { fromMonth: 7, itWatts: 1e9 },
    ];
    const dark = monthsWith({ power });
    lawful(dark);
    const [first, seventh] = [dark[0], dark[6]];
    expect(first?.chips).toBe(plain.fleet.replicas * 4);
    expect(first?.fleet?.darkChips).toBe((plain.fleet.replicas - 2) * 4);
    expect(first?.chipTimeS.off).toBeCloseTo((first?.fleet?.darkChips ?? 0) * MONTH_S, 0);
    expect(first?.peakItWatts).toBe(itWatts);
    expect(seventh?.fleet).toMatchObject({ darkChips: 0, turnedAway: 0 });

    const waited = monthsWith({ power, purchase: { ...AT_ONCE, waitsForPower: true } });
    lawful(waited);
    expect(waited[0]).toMatchObject({ chips: 8, fleet: { darkChips: 0 } });
    expect(waited[0]?.tokens).toEqual(first?.tokens);
    expect(waited[6]?.chips).toBe(seventh?.chips);
  });

  it("needs fewer chips as its software learns, for the same tokens", () => {
    const software = { gainPerYear: 1, fadeAfterYears: 3 };
    const months = monthsWith({ software });
    lawful(months);
    const [last, before] = [months[11], monthsOf(plain, 1, 0)[11]];
    expect(last?.fleet?.softwareFactor).toBeCloseTo(2 ** (11 / 12), 12);
    expect(last?.chips).toBeLessThan(before?.chips ?? 0);
    expect(last?.tokens.output).toBeCloseTo(before?.tokens.output ?? 0, -3);
    const busyS = (row: MonthPhysical | undefined): number =>
      row === undefined ? Number.NaN : chipS(row) - row.chipTimeS.idle;
    expect(busyS(last) / busyS(before)).toBeCloseTo(2 ** (-11 / 12), 9);
  });

  it("follows the seasons of demand, and keeps what it has bought", () => {
    const seasons = [0.5, 1.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    const months = monthsWith({ purchase: AT_ONCE }, { growthPerMonth: 0, seasons });
    expect(months.map((row) => row.requests / (20 * MONTH_S))).toEqual(
      seasons.map((factor) => expect.closeTo(factor, 9)),
    );
    expect(months[2]?.chips).toBe(months[1]?.chips);
    expect(months[0]?.chips).toBeLessThan(months[1]?.chips ?? 0);
  });
});

describe("a refresh", () => {
  /** The next chip does the work of two. */
  const twice = inlineRunner(fakeSimulate({ ...fakeWorld, capacity: 20 }));

  it("moves demand to the next chips in equal parts and sells the first", async () => {
    const strategy = growing();
    const refresh = { afterMonths: 4, overMonths: 4, strategy: { ...strategy, name: "next" } };
    const { supply } = strategy.plan;
    if (supply.kind === "api") throw new RangeError("an API; expected a fleet");
    const found = await fleetSupply(strategy, supply, options);
    const { source } = await withSuccessor(found, refresh, { ...options, runner: twice });
    if (source === null) throw new RangeError("no source; expected one");
    const months = monthsOf(source, 1, 0);
    lawful(months);
    const always = monthsOf(plain, 1, 0);
    for (const row of months) {
      const [first = 0, next = 0] = row.fleet?.generationChips ?? [];
      expect(first + next).toBe(row.chips);
      if (row.month <= 4) expect([first, next]).toEqual([always[row.month - 1]?.chips, 0]);
      else expect(next).toBeGreaterThan(0);
      if (row.month >= 8) expect(first).toBe(0);
      expect(row.fleet?.turnedAway).toBe(0);
    }
    // Half way each serves half: the first as many as half the demand asks for.
    const half = months[5]?.fleet?.generationChips ?? [];
    expect(half[0]).toBeGreaterThan(half[1] ?? 0);
    expect(months[11]?.chips).toBeLessThan(0.7 * (always[11]?.chips ?? 0));
  });
});
