import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TimeAverage } from "../../../sim/stats/timeAverage.ts";

describe("TimeAverage", () => {
  it("weighs each value by the time it held", () => {
    const queue = new TimeAverage(10, 2);
    queue.set(12, 5);
    queue.change(13, -1);
    expect(queue.value).toBe(4);
    expect(queue.integral(15)).toBe(2 * 2 + 5 * 1 + 4 * 2);
    expect(queue.mean(15)).toBe(17 / 5);
  });

  it("takes the middle of a straight line", () => {
    const blocks = new TimeAverage();
    blocks.rampTo(10, 4);
    blocks.rampTo(12, 0);
    blocks.set(12, 100);
    expect(blocks.integral(12)).toBe(24);
    expect(blocks.mean(13)).toBe(124 / 13);
  });

  it("a ramp equals ever finer steps", () => {
    const steps = new TimeAverage();
    const count = 100_000;
    for (let i = 0; i < count; i++) steps.set((3 * i) / count, (7 * (i + 0.5)) / count);
    const ramp = new TimeAverage();
    ramp.rampTo(3, 7);
    expect(steps.integral(3)).toBeCloseTo(ramp.integral(3), 8);
  });

  it("forgets the warm-up but not the value", () => {
    const queue = new TimeAverage(0, 8);
    queue.set(4, 3);
    queue.restart(5);
    expect(queue.integral(5)).toBe(0);
    expect(queue.mean(7)).toBe(3);
    expect(queue.mean(5)).toBeNaN();
  });

  it("does not depend on being asked, nor on changes that change nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: -5, max: 5 }))),
        (changes) => {
          const plain = new TimeAverage();
          const busy = new TimeAverage();
          let timeS = 0;
          for (const [elapsedS, value] of changes) {
            busy.set(timeS + elapsedS / 2, busy.value);
            timeS += elapsedS;
            busy.integral(timeS);
            plain.set(timeS, value);
            busy.set(timeS, value);
          }
          expect(busy.integral(timeS + 1)).toBe(plain.integral(timeS + 1));
        },
      ),
      { seed: 20_260_104 },
    );
  });

  it("refuses time that falls", () => {
    const queue = new TimeAverage(5);
    const message = "time of 4 s after t=5 s; expected a finite time that never falls";
    expect(() => queue.set(4, 1)).toThrow(new RangeError(message));
    expect(() => queue.rampTo(Number.NaN, 1)).toThrow(RangeError);
    expect(() => queue.restart(4)).toThrow(RangeError);
    expect(() => queue.mean(4)).toThrow(RangeError);
  });
});
