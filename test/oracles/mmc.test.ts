import { describe, expect, it } from "vitest";
import { exponential } from "../../sim/random/distributions.ts";
import { erlangC } from "./erlang.ts";
import { expectTheory, replicateQueue } from "./queueModel.ts";

describe("M/M/c with 10 servers and 8 erlang", () => {
  const outcomes = replicateQueue(
    {
      servers: 10,
      places: Infinity,
      arrivalsPerS: 8,
      service: exponential(1),
      warmupS: 200,
      windowS: 6000,
    },
    20,
    "oracle-mmc",
  );

  it("makes customers wait with Erlang's C, 0.40918", () => {
    expect(erlangC(10, 8)).toBeCloseTo(0.40918, 5);
    expectTheory(
      outcomes.map((o) => o.waitedShare),
      erlangC(10, 8),
      0.03,
    );
  });

  // Wq = C / (c mu - lambda)
  it("waits 0.20459 s in the line", () => {
    expectTheory(
      outcomes.map((o) => o.waitS),
      erlangC(10, 8) / 2,
      0.05,
    );
  });
});
