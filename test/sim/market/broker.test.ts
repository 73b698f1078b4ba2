import { describe, expect, it } from "vitest";
import type { Offer } from "../../../sim/market/broker.ts";
import {
  adoptsBroker,
  bestBrokeredShare,
  bestCheckpointS,
  bestOffer,
  brokerRevenueUsd,
  effectiveHours,
  grossArbitrageUsd,
  offerScoreUsd,
  spreadUsdPerHour,
} from "../../../sim/market/broker.ts";

const checkpoints = { everyS: 1800, writeS: 36, restartS: 300 };
const steady: Offer = {
  id: "steady",
  usdPerHour: 3,
  hours: 10,
  egressUsd: 1,
  carbonKg: 4,
  lateS: 0,
  portUsd: 2,
  interruptionsPerHour: 0,
};
const spot: Offer = { ...steady, id: "spot", usdPerHour: 2, interruptionsPerHour: 0.5 };
const money = { usdPerKgCarbon: 0, usdPerLateS: 0 };

describe("an offer", () => {
  it("takes t (1 + h (tau/2 + R)/3600 + d/tau) hours under interruptions", () => {
    // 0.5 x 1200 / 3600 = 1/6 lost, 36 / 1800 = 0.02 written.
    expect(effectiveHours(10, 0.5, checkpoints)).toBeCloseTo(10 * (1 + 1 / 6 + 0.02), 12);
    expect(() => effectiveHours(10, 1, { ...checkpoints, everyS: 0 })).toThrow("every 0 s");
  });

  it("loses least with Young's interval", () => {
    const everyS = bestCheckpointS(0.5, 36);
    const at = (factor: number) =>
      effectiveHours(10, 0.5, { ...checkpoints, everyS: everyS * factor });
    expect(at(1)).toBeLessThan(at(0.99));
    expect(at(1)).toBeLessThan(at(1.01));
  });

  it("is scored in money, carbon and lateness", () => {
    expect(offerScoreUsd(steady, checkpoints, money)).toBe(33);
    expect(
      offerScoreUsd({ ...steady, lateS: 2 }, checkpoints, { usdPerKgCarbon: 0.5, usdPerLateS: 10 }),
    ).toBe(55);
    expect(bestOffer([steady, spot], checkpoints, money).offer.id).toBe("spot");
    const hazard = { ...spot, interruptionsPerHour: 3 };
    expect(bestOffer([steady, hazard], checkpoints, money).offer.id).toBe("steady");
    expect(() => bestOffer([], checkpoints, money)).toThrow("no offers");
  });
});

describe("a broker", () => {
  it("earns a take of what it saves, and moves no job that gains nothing", () => {
    const saved = grossArbitrageUsd([
      { incumbentUsd: 10, bestUsd: 6 },
      { incumbentUsd: 5, bestUsd: 8 },
    ]);
    expect(saved).toBe(4);
    expect(brokerRevenueUsd(saved, 0.25)).toBe(1);
    expect(() => brokerRevenueUsd(1, 2)).toThrow("take of 2");
  });

  it("is joined when the rest of the saving beats the switching cost", () => {
    expect(adoptsBroker(1000, 0.2, 1500, 2)).toBe(true);
    expect(adoptsBroker(1000, 0.2, 1700, 2)).toBe(false);
  });

  it("closes the spread that it lives on", () => {
    expect(spreadUsdPerHour(2, 0.8, 0.5)).toBeCloseTo(1.2, 12);
    expect(spreadUsdPerHour(2, 4, 0.5)).toBe(0);
    const best = bestBrokeredShare(0.8);
    const earned = (share: number) => share * spreadUsdPerHour(2, 0.8, share);
    expect(earned(best)).toBeGreaterThan(earned(best * 0.95));
    expect(earned(best)).toBeGreaterThan(earned(best * 1.05));
    expect(bestBrokeredShare(0.1)).toBe(1);
  });
});
