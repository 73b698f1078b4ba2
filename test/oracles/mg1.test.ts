import { it } from "vitest";
import { gamma } from "../../sim/random/gamma.ts";
import { expectTheory, replicateQueue } from "./queueModel.ts";

// Pollaczek and Khinchine: Wq = rho (1 + CV^2) / (2 (1 - rho)) x mean service; gamma of shape 1/4
// has a squared coefficient of variation of 4.
it("M/G/1 at a load of 0.8 with services of mean 1 s and CV^2 = 4 waits 10 s in the line", () => {
  const outcomes = replicateQueue(
    {
      servers: 1,
      places: Infinity,
      arrivalsPerS: 0.8,
      service: gamma(0.25, 4),
      warmupS: 4000,
      windowS: 70_000,
    },
    26,
    "oracle-mg1",
  );
  expectTheory(
    outcomes.map((o) => o.waitS),
    10,
    0.05,
  );
});
