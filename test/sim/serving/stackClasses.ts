import fc from "fast-check";
import type { ClassPlan } from "../../../sim/workPlan.ts";
import { between } from "./servingScenarios.ts";

const oneInThree = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** A class of requests as drawn, with its part of all. */
export const requestClass = fc.record({
  weightInMix: fc.integer({ min: 1, max: 4 }),
  priority: fc.integer({ min: 0, max: 2 }),
  weight: between(0.5, 4),
  ttftS: between(0.01, 1),
  tpotS: between(0.001, 0.03),
  patienceS: fc.oneof(
    fc.constant(Infinity),
    between(-2.5, 0).map((power) => 10 ** power),
  ),
  maxTries: fc.integer({ min: 1, max: 3 }),
  retryDelayS: between(0.001, 0.4),
  quota: oneInThree(fc.record({ perS: between(200, 8000), burst: between(100, 2000) })),
});

type DrawnClass = typeof requestClass extends fc.Arbitrary<infer Value> ? Value : never;

/** The classes whose parts make up all requests. */
export function classesOf(drawn: readonly DrawnClass[]): ClassPlan[] {
  const all = drawn.reduce((sum, { weightInMix }) => sum + weightInMix, 0);
  return drawn.map(({ weightInMix, quota, ...of }, place) => ({
    ...of,
    name: `class ${place}`,
    share: weightInMix / all,
    quotaTokensPerS: quota?.perS ?? Infinity,
    quotaBurstTokens: quota?.burst ?? Infinity,
  }));
}
