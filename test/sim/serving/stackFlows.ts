import fc from "fast-check";
import type { CachePlan, FlowPlan, TierPlan } from "../../../sim/stackPlan.ts";
import { between } from "./servingScenarios.ts";
import type { Allowed } from "./stackAllowed.ts";
import { BRANCH_TOKENS } from "./stackWork.ts";

const tenTo = (low: number, high: number): fc.Arbitrary<number> =>
  between(low, high).map((power) => 10 ** power);

/** Pools that flows name. */
export function poolsOf(flows: readonly FlowPlan[]): number {
  const named = flows.flatMap((flow): number[] => {
    switch (flow.kind) {
      case "direct":
        return [flow.pool];
      case "disaggregated":
        return [flow.prefill, flow.decode];
      case "encoded":
        return [flow.encoder, flow.pool];
      default:
        return flow.tiers.map(({ pool }) => pool);
    }
  });
  return Math.max(0, ...named) + 1;
}

/** The flow of the main service, and one for a further service: another pool, or the same way. */
export function flowPlans(allowed: Allowed): fc.Arbitrary<readonly FlowPlan[]> {
  const flows = {
    direct: fc.constant([] as readonly FlowPlan[]),
    disaggregated: fc
      .record({
        localBelowTokens: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
        nicBytesPerS: allowed.tight ? tenTo(7.3, 9) : tenTo(8, 10.5),
        nicLatencyS: fc.oneof(fc.constant(0), tenTo(-4, -2)),
      })
      .map((drawn) => [{ kind: "disaggregated" as const, prefill: 0, decode: 1, ...drawn }]),
    encoded: fc
      .record({ share: between(0.1, 1), encoderTokens: fc.integer({ min: 1, max: 60 }) })
      .map((drawn) => [{ kind: "encoded" as const, encoder: 1, pool: 0, ...drawn }]),
    cascade: fc
      .record({
        tiers: fc.array(
          fc.record({
            quality: between(0.2, 1),
            caught: between(0.3, 1),
            falseAlarms: between(0, 0.3),
          }),
          { minLength: 2, maxLength: 3 },
        ),
        start: fc.constantFrom("smallest" as const, "byScore" as const),
        scoreError: fc.oneof(fc.constant(0), between(0, 0.3)),
      })
      .map(({ tiers, ...drawn }) => [
        {
          kind: "cascade" as const,
          tiers: tiers.map((tier, pool) => ({ pool, ...tier })),
          ...drawn,
        },
      ]),
  };
  const main: fc.Arbitrary<readonly FlowPlan[]> = fc.oneof(
    ...allowed.flows.map((kind): fc.Arbitrary<readonly FlowPlan[]> => flows[kind]),
  );
  return fc.tuple(main, fc.boolean()).map(([flow, same]): readonly FlowPlan[] => {
    const [first] = flow;
    if (first === undefined) return [];
    // A pool that computes prompts for another hands every one over.
    const other = first.kind === "disaggregated" ? first.decode : 0;
    return same ? [first, first] : [first, { kind: "direct", pool: other }];
  });
}

/** A cache for engines of a block size and the bytes of a token. */
export type CacheOf = (unitTokens: number, tokenBytes: number) => CachePlan;

export function cachePlan(allowed: Allowed): fc.Arbitrary<CacheOf> {
  const tier = fc.record({
    capacityTokens: fc.integer({ min: 20, max: 4000 }),
    bytesPerS: tenTo(8.5, 11),
    storeBytesPerS: tenTo(8.5, 11),
    latencyS: fc.oneof(fc.constant(0), tenTo(-5, -3)),
    bytesRatio: fc.constantFrom(0.5, 1),
  });
  return fc
    .record({
      blocks: fc.constantFrom(1, 1, 2, 4),
      eviction: fc.constantFrom("lru" as const, "costAware" as const),
      write: fc.constantFrom("through" as const, "back" as const),
      betweenTurns: allowed.tight
        ? fc.constant("hold" as const)
        : fc.constantFrom("hold" as const, "release" as const, "drop" as const),
      tiers: fc.array(tier, { maxLength: allowed.tiers ? 3 : 0 }),
      firstShared: fc.integer({ min: 0, max: 3 }),
    })
    .map(
      ({ blocks, tiers, firstShared, ...drawn }) =>
        (unitTokens, tokenBytes): CachePlan => ({
          ...drawn,
          blockTokens: Math.min(blocks * unitTokens, BRANCH_TOKENS),
          tiers: tiers.map(
            ({ capacityTokens, ...of }, place): TierPlan => ({
              ...of,
              name: (["host", "ssd", "remote"] as const)[place]!,
              scope: place >= firstShared ? "fleet" : "replica",
              capacityBytes: capacityTokens * tokenBytes,
            }),
          ),
        }),
    );
}
