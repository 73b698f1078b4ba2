import { describe, it } from "vitest";
import { exponential } from "../../sim/random/distributions.ts";
import { expectTheory, replicateQueue } from "./queueModel.ts";

// One server, load 0.8, mean service 1 s: Wq = rho / (1 - rho), L = rho / (1 - rho), and the time in
// the system is exponential of mean 1 / (1 - rho), so that its p99 is ln(100) times as long.
describe("M/M/1 at a load of 0.8", () => {
  const outcomes = replicateQueue(
    {
      servers: 1,
      places: Infinity,
      arrivalsPerS: 0.8,
      service: exponential(1),
      warmupS: 1000,
      windowS: 60_000,
    },
    20,
    "oracle-mm1",
  );

  it("waits 4 s in the line", () => {
    expectTheory(
      outcomes.map((o) => o.waitS),
      4,
      0.03,
    );
  });

  it("holds 4 customers on average", () => {
    expectTheory(
      outcomes.map((o) => o.inSystem),
      4,
      0.03,
    );
  });

  it("lets one customer in a hundred stay longer than 23.026 s", () => {
    expectTheory(
      outcomes.map((o) => o.sojournP99S),
      5 * Math.log(100),
      0.06,
    );
  });

  it("makes four customers in five wait", () => {
    expectTheory(
      outcomes.map((o) => o.waitedShare),
      0.8,
      0.01,
    );
  });
});
