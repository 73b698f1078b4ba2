import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestBase, hybridUsdPerHour, loadDuration } from "../../../sim/market/baseLoad.ts";
import {
  pooledServers,
  poolingGainServers,
  staffedBusyShare,
  staffedServers,
} from "../../../sim/market/pooling.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe("owning the base and renting the rest", () => {
  it("owns what is needed in k_own / k_rent of the hours", () => {
    // Loads 1..100, own at 1.8, rent at 2.4: needed in 75 % of the hours = 25 units.
    const load = Array.from({ length: 100 }, (_, i) => i + 1);
    const choice = bestBase(load, 1.8, 2.4);
    expect(choice.base).toBe(25);
    expect(choice.burstHoursShare).toBe(0.75);
    expect(choice.burstWorkShare).toBeCloseTo((75 * 76) / 2 / 5050, 12);
  });

  it("is cheaper than any other base", () => {
    fc.assert(
      fc.property(
        fc.array(real(0, 50), { minLength: 1, maxLength: 60 }),
        real(0.1, 5),
        real(0.1, 5),
        real(0, 60),
        (load, own, rent, other) => {
          const { usdPerHour } = bestBase(load, own, rent);
          expect(usdPerHour).toBeLessThanOrEqual(hybridUsdPerHour(load, other, own, rent) + 1e-9);
        },
      ),
      { seed: 61, numRuns: 300 },
    );
  });

  it("owns nothing when renting is never dearer, and everything when it is far dearer", () => {
    expect(bestBase([3, 5], 2, 2).base).toBe(0);
    expect(bestBase([3, 5], 1e-9, 2).base).toBe(5);
    expect(loadDuration([1, 3, 2, 2]).map(({ units }) => units)).toEqual([3, 2, 2, 1]);
    expect(() => bestBase([], 1, 1)).toThrow("load of no hours");
    expect(() => bestBase([-1], 1, 1)).toThrow("load of -1");
  });
});

describe("square-root staffing", () => {
  it("keeps large sites busier than small ones", () => {
    expect(staffedServers(100, 2)).toBe(120);
    expect(staffedServers(4, 2)).toBe(8);
    expect(staffedBusyShare(100, 2)).toBeCloseTo(1 / 1.2, 12);
    expect(staffedBusyShare(4, 2)).toBe(0.5);
  });

  it("saves beta (N sqrt a - sqrt(N a)) servers by pooling N equal sites", () => {
    expect(poolingGainServers(Array(16).fill(9), 1.5)).toBeCloseTo(1.5 * (16 * 3 - 12), 9);
    expect(poolingGainServers([9], 1.5)).toBeCloseTo(0, 12);
  });

  it("saves nothing when all sites peak together", () => {
    const sites = [9, 16, 25];
    expect(pooledServers(sites, 2, 0)).toBeCloseTo(staffedServers(50, 2), 12);
    expect(pooledServers(sites, 2, 1)).toBeCloseTo(50 + 2 * (3 + 4 + 5), 12);
    expect(() => pooledServers(sites, 2, 2)).toThrow("correlation of 2");
  });
});
