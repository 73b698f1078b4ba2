import { describe, expect, it } from "vitest";
import { underCap } from "../../../sim/facility/powerCap.ts";

const chip = { busyWatts: 1000, idleWatts: 200 };

describe("a fleet under a power cap", () => {
  it("runs at full speed without a cap or under a roomy one", () => {
    expect(underCap(Infinity, 4, 2, chip, 1.25)).toEqual({ replicas: 4, stretch: 1 });
    expect(underCap(10_000, 4, 2, chip, 1.25)).toEqual({ replicas: 4, stretch: 1 });
  });

  it("stretches steps so that the energy above idle stays what it was", () => {
    // 7,500 W / 1.25 = 6,000 W of IT for 8 chips: 750 W each, 550 of 800 W above idle.
    const { replicas, stretch } = underCap(7500, 4, 2, chip, 1.25);
    expect(replicas).toBe(4);
    expect(stretch).toBeCloseTo(800 / 550, 12);
  });

  it("switches replicas off when a chip would draw less than a quarter above idle", () => {
    // 2,500 W / 1.25 = 2,000 W; a replica needs 2 x 400 W: two stay, at 500 W a chip.
    expect(underCap(2500, 4, 2, chip, 1.25)).toEqual({ replicas: 2, stretch: 800 / 300 });
  });

  it("leaves nothing running when not even one replica fits", () => {
    expect(underCap(900, 4, 2, chip, 1.25)).toEqual({ replicas: 0, stretch: 1 });
  });
});
