import { describe, expect, it } from "vitest";
import { constant, exponential } from "../../sim/random/distributions.ts";
import { erlangB } from "./erlang.ts";
import { expectTheory, replicateQueue } from "./queueModel.ts";

describe("10 servers and no line under 8 erlang", () => {
  // Erlang's loss formula needs only the mean of the service time.
  for (const [name, service] of [
    ["exponential", exponential(1)],
    ["constant", constant(1)],
  ] as const) {
    it(`lose Erlang's B, 0.121661, of the customers with ${name} services`, () => {
      const outcomes = replicateQueue(
        { servers: 10, places: 10, arrivalsPerS: 8, service, warmupS: 50, windowS: 4000 },
        15,
        `oracle-loss-${name}`,
      );
      expect(erlangB(10, 8)).toBeCloseTo(0.121661, 6);
      expectTheory(
        outcomes.map((o) => o.lostShare),
        erlangB(10, 8),
        0.03,
      );
    });
  }
});
