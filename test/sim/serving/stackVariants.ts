import fc from "fast-check";
import type { PoolPlan } from "../../../sim/plan.ts";
import type { AdaptersPlan } from "../../../sim/stackPlan.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import { between } from "./servingScenarios.ts";

/** Bytes of one adapter. */
const ADAPTER_BYTES = 1e8;

/** Variants as drawn: clusters where there are replicas for them, adapters in few or many slots. */
export const variantsDraw = fc.record({
  count: fc.integer({ min: 2, max: 6 }),
  zipfExponent: between(0, 2),
  clusters: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
  slots: fc.integer({ min: 1, max: 4 }),
  follows: fc.boolean(),
  load: fc.oneof(
    between(-3, 0).map((power) => ({ bytesPerS: ADAPTER_BYTES / 10 ** power })),
    fc.record({ mu: between(-6, -0.5), sigma: between(0, 0.8), second: between(-4, 0) }),
  ),
  readS: fc.oneof(fc.constant(0), between(1e-5, 1e-3)),
});

type VariantsDraw = typeof variantsDraw extends fc.Arbitrary<infer Value> ? Value : never;

interface PoolWithShape {
  readonly plan: PoolPlan;
  readonly shape: ReplicaShape;
}

/** A pool that serves these variants. */
export function withVariants({ plan, shape }: PoolWithShape, draw: VariantsDraw): PoolWithShape {
  const { zipfExponent } = draw;
  const most = plan.scaling === undefined ? plan.replicas : 0;
  if (draw.clusters && most >= 2) {
    const count = Math.min(draw.count, most);
    const variants = { count, zipfExponent, serve: { kind: "clusters" as const } };
    return { plan: { ...plan, variants }, shape };
  }
  const serve: AdaptersPlan = {
    kind: "adapters",
    slots: Math.min(draw.slots, draw.count),
    size: { bytes: ADAPTER_BYTES },
    format: "bf16",
    load:
      "bytesPerS" in draw.load
        ? { kind: "link", bytesPerS: draw.load.bytesPerS }
        : {
            kind: "law",
            parts: [
              { weight: 0.3, mu: draw.load.mu, sigma: draw.load.sigma },
              { weight: 0.7, mu: draw.load.second, sigma: 0 },
            ],
          },
  };
  return {
    plan: {
      ...plan,
      ...(draw.follows ? { router: "adapterAffinity" as const } : {}),
      variants: { count: draw.count, zipfExponent, serve },
    },
    shape: { ...shape, cost: { ...shape.cost, adapterReadS: draw.readS } },
  };
}
