import { describe, expect, it } from "vitest";
import { loadScenarios } from "../../../scenarios/load.ts";
import { AUTOSCALING_COMPARISONS } from "../../../scenarios/presets/autoscaling.ts";
import { CASCADE_COMPARISONS } from "../../../scenarios/presets/cascades.ts";
import { DISAGGREGATION_COMPARISONS } from "../../../scenarios/presets/disaggregation.ts";
import { DISTILLATION_COMPARISONS } from "../../../scenarios/presets/distillation.ts";
import { PARALLELISM_COMPARISONS } from "../../../scenarios/presets/parallelism.ts";
import { PREFIX_CACHE_COMPARISONS } from "../../../scenarios/presets/prefixCaches.ts";
import { ROUTING_COMPARISONS } from "../../../scenarios/presets/routing.ts";
import { SCHEDULER_COMPARISONS } from "../../../scenarios/presets/schedulers.ts";
import { SPECULATION_COMPARISONS } from "../../../scenarios/presets/speculation.ts";
import { VARIANT_COMPARISONS } from "../../../scenarios/presets/variants.ts";
import { toStrategy } from "../../../scenarios/strategy.ts";

const LEVERS = [
  ...[...SCHEDULER_COMPARISONS, ...PREFIX_CACHE_COMPARISONS, ...DISAGGREGATION_COMPARISONS],
  ...[...SPECULATION_COMPARISONS, ...PARALLELISM_COMPARISONS, ...ROUTING_COMPARISONS],
  ...[...AUTOSCALING_COMPARISONS, ...CASCADE_COMPARISONS, ...DISTILLATION_COMPARISONS],
  ...VARIANT_COMPARISONS,
];

describe("comparisons of levers", () => {
  it.each(LEVERS.map(([name]) => name))(
    "%s: the same arrivals and promise with and without",
    async (name) => {
      const [first, ...others] = (await loadScenarios([name])).map(toStrategy);
      for (const other of others) {
        expect(other.plan.demand).toEqual(first?.plan.demand);
        expect(other.plan.promise).toEqual(first?.plan.promise);
        expect(other.plan.seed).toBe(first?.plan.seed);
        expect(other.plan.windowS).toBe(first?.plan.windowS);
      }
    },
  );

  it("state a source and a range for every number that is a guess of theirs", async () => {
    for (const [, , members] of LEVERS) {
      for (const strategy of (await loadScenarios([...members])).map(toStrategy)) {
        for (const input of strategy.assumptions) {
          if (!input.source.startsWith("assumed") || typeof input.value !== "number") continue;
          expect(input.low, `${strategy.name} ${input.path}`).not.toBeNull();
          expect(input.high, `${strategy.name} ${input.path}`).not.toBeNull();
        }
      }
    }
  });
});
