import { it } from "vitest";
import { constant } from "../../sim/random/distributions.ts";
import { expectTheory, replicateQueue } from "./queueModel.ts";

// Wq = rho / (2 (1 - rho)): half of M/M/1.
it("M/D/1 at a load of 0.8 with services of 1 s waits 2 s in the line", () => {
  const outcomes = replicateQueue(
    {
      servers: 1,
      places: Infinity,
      arrivalsPerS: 0.8,
      service: constant(1),
      warmupS: 1000,
      windowS: 60_000,
    },
    15,
    "oracle-md1",
  );
  expectTheory(
    outcomes.map((o) => o.waitS),
    2,
    0.03,
  );
});
