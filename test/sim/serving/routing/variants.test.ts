import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VARIANT } from "../../../../sim/serving/requestTags.ts";
import { AdapterAffinity } from "../../../../sim/serving/routing/adapterAffinity.ts";
import { clusterSizes } from "../../../../sim/serving/routing/clusterSizes.ts";
import { routerFor } from "../../../../sim/serving/routing/routerFor.ts";
import { tagged } from "./tagged.ts";

const highest = (sizes: readonly number[], shares: Float64Array): number =>
  Math.max(...sizes.map((size, variant) => (shares[variant] ?? 0) / size));

describe("replicas of each variant", () => {
  it("are one each, the rest where the load per replica is highest", () => {
    const shares = Float64Array.of(0.6, 0.25, 0.1, 0.05);
    expect(clusterSizes(4, shares)).toEqual([1, 1, 1, 1]);
    // 0.6 -> 0.3, then 0.3 against 0.25 -> 0.2, then 0.25 -> 0.125, then 0.2 -> 0.15.
    expect(clusterSizes(5, shares)).toEqual([2, 1, 1, 1]);
    expect(clusterSizes(6, shares)).toEqual([3, 1, 1, 1]);
    expect(clusterSizes(7, shares)).toEqual([3, 2, 1, 1]);
    expect(clusterSizes(8, shares)).toEqual([4, 2, 1, 1]);
  });

  it("make the highest load per replica as low as any split does, and never shrink", () => {
    const property = fc.property(
      fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 3 }),
      fc.integer({ min: 0, max: 6 }),
      (weights, more) => {
        const shares = Float64Array.from(weights);
        const sizes = clusterSizes(weights.length + more, shares);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(weights.length + more);
        const larger = clusterSizes(weights.length + more + 1, shares);
        for (const [variant, size] of sizes.entries()) {
          expect(larger[variant]).toBeGreaterThanOrEqual(size);
        }
        for (let first = 0; first <= more; first++) {
          for (let second = 0; second <= more - first; second++) {
            const rest = more - first - second;
            const split = [1 + first, 1 + second, 1 + rest].slice(0, weights.length);
            if (weights.length === 2 && rest > 0) continue;
            expect(highest(sizes, shares)).toBeLessThanOrEqual(highest(split, shares));
          }
        }
      },
    );
    fc.assert(property, { seed: 1, numRuns: 300 });
  });

  it("refuse a fleet with fewer replicas than variants", () => {
    expect(() => clusterSizes(2, Float64Array.of(0.5, 0.3, 0.2))).toThrow(
      "2 replicas for 3 variants with clusters of their own; expected at least one each",
    );
  });
});

describe("clusters of variants", () => {
  const requests = tagged(3, VARIANT, (slot) => slot);
  const routed = () =>
    routerFor("leastOutstanding", {
      replicas: 6,
      pool: requests,
      draws: () => () => 0.5,
      tree: { parentOf: () => -1 },
      signal: [],
      clock: new Float64Array(1),
      clusters: [3, 2, 1],
    });

  it("keep a request among the replicas of its variant, the least busy of them", () => {
    const router = routed();
    expect([0, 1, 2].map((slot) => router.choose(slot))).toEqual([0, 3, 5]);
    router.changed(0, 5);
    router.changed(3, 1);
    router.changed(5, 100);
    expect([0, 1, 2].map((slot) => router.choose(slot))).toEqual([1, 4, 5]);
  });

  it("have nobody for a variant whose replicas are down", () => {
    const router = routed();
    router.setUp(5, false);
    router.setUp(3, false);
    expect([0, 1, 2].map((slot) => router.choose(slot))).toEqual([0, 4, -1]);
    router.setUp(5, true);
    expect(router.choose(2)).toBe(5);
  });

  it("draw from one stream, whatever the router", () => {
    let taken = 0;
    const router = routerFor("powerOfTwo", {
      replicas: 6,
      pool: requests,
      draws: () => {
        taken++;
        return () => 0.1;
      },
      tree: { parentOf: () => -1 },
      signal: [],
      clock: new Float64Array(1),
      clusters: [3, 2, 1],
    });
    expect(taken).toBe(1);
    expect(router.choose(2)).toBe(5);
  });
});

describe("the router that follows adapters", () => {
  const requests = tagged(2, VARIANT, (slot) => slot);
  /** Adapter 0 is at replicas 1 and 2, adapter 1 nowhere. */
  const places = { holds: (replica: number, variant: number) => variant === 0 && replica > 0 };

  it("takes the least busy replica that has the adapter, or any where none has it", () => {
    const router = new AdapterAffinity(3, requests, places);
    expect(router.choose(0)).toBe(1);
    router.changed(1, 2);
    expect(router.choose(0)).toBe(2);
    expect(router.choose(1)).toBe(0);
  });

  it("leaves one that is down, and one that is too full", () => {
    const router = new AdapterAffinity(3, requests, places);
    router.setUp(1, false);
    expect(router.choose(0)).toBe(2);
    // Up are 0 and 2 with a mean of 3: 1.5 x 3 + 1 requests are welcome, six are not.
    router.changed(2, 6);
    expect(router.choose(0)).toBe(0);
  });
});
