import fc from "fast-check";
import { expect, it } from "vitest";
import { exponential, weibull } from "../../sim/random/distributions.ts";
import { uniformSource } from "../../sim/random/streams.ts";
import { simulateQueue } from "./queueModel.ts";

// Little's law on one path that starts and ends empty has no noise: the area under the number
// present is the sum of the times that customers were present, whatever the queue does.
it("time with customers present equals the sum of their times in the system", () => {
  fc.assert(
    fc.property(
      fc.record({
        servers: fc.integer({ min: 1, max: 5 }),
        spare: fc.constantFrom(0, 3, Infinity),
        arrivalsPerS: fc.double({ min: 0.2, max: 6, noNaN: true }),
        shape: fc.constantFrom(0, 0.6, 3),
        seed: fc.integer(),
      }),
      ({ servers, spare, arrivalsPerS, shape, seed }) => {
        const outcome = simulateQueue(
          {
            servers,
            places: servers + spare,
            arrivalsPerS,
            service: shape === 0 ? exponential(1) : weibull(shape, 1),
            warmupS: 10,
            windowS: 200,
          },
          uniformSource(`little/${seed}/gaps`),
          uniformSource(`little/${seed}/services`),
        );
        expect(outcome.sojournSeconds).toBeGreaterThan(0);
        const difference = Math.abs(outcome.inSystemSeconds - outcome.sojournSeconds);
        expect(difference / outcome.sojournSeconds).toBeLessThan(1e-9);
      },
    ),
    { seed: 20_260_101, numRuns: 100 },
  );
});
