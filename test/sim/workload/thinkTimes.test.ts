import { describe, expect, it } from "vitest";
import { Streams } from "../../../sim/random/streams.ts";
import { ThinkTimes } from "../../../sim/workload/thinkTimes.ts";

function thinking(meanS: number, clients: number): ThinkTimes {
  return new ThinkTimes(meanS, clients, new Streams("think/rep-0"));
}

function waits(think: ThinkTimes, clients: readonly number[]): number[] {
  return clients.map((client) => {
    think.next(client);
    return think.waitS;
  });
}

describe("think times", () => {
  it("are exponential with their mean", () => {
    const count = 10_000;
    const sorted = waits(
      thinking(5, 100),
      Array.from({ length: count }, (_, i) => i % 100),
    ).sort((a, b) => a - b);
    let worst = 0;
    for (const [i, wait] of sorted.entries()) {
      worst = Math.max(worst, Math.abs(-Math.expm1(-wait / 5) - (i + 0.5) / count));
    }
    expect(worst).toBeLessThan(1.95 / Math.sqrt(count));
  });

  it("belong to a client and its turn, not to the order of answers", () => {
    const [a0, b0, a1, b1] = waits(thinking(5, 2), [0, 1, 0, 1]);
    expect(waits(thinking(5, 2), [1, 1, 0, 0])).toEqual([b0, b1, a0, a1]);
    expect(new Set([a0, b0, a1, b1]).size).toBe(4);
  });

  it("of mean 0 are 0; a mean that is no time is refused", () => {
    expect(waits(thinking(0, 1), [0, 0])).toEqual([0, 0]);
    expect(() => thinking(-1, 1)).toThrow(/think time of -1 s/);
    expect(() => thinking(Number.NaN, 1)).toThrow(RangeError);
  });
});
