import { describe, expect, it } from "vitest";
import { keyedSource } from "../../../../sim/random/streams.ts";
import { ORDINAL } from "../../../../sim/serving/requestTags.ts";
import { PowerOfTwo } from "../../../../sim/serving/routing/powerOfTwo.ts";
import { ShareTree } from "../../../../sim/serving/routing/shareTree.ts";
import { Weighted } from "../../../../sim/serving/routing/weighted.ts";
import { tagged } from "./tagged.ts";

const draw = keyedSource("routing/rep-0", "router/pool-0");
const REQUESTS = 20_000;
const pool = tagged(REQUESTS, ORDINAL, (slot) => slot);

function counts(router: { choose(slot: number): number }, replicas: number): number[] {
  const taken = new Array<number>(replicas).fill(0);
  for (let slot = 0; slot < REQUESTS; slot++) {
    const replica = router.choose(slot);
    taken[replica] = (taken[replica] ?? 0) + 1;
  }
  return taken;
}

/** Within 4.5 standard deviations of a share of all requests. */
function expectShare(count: number | undefined, share: number): void {
  const sd = Math.sqrt(REQUESTS * share * (1 - share));
  expect(Math.abs((count ?? Number.NaN) - share * REQUESTS)).toBeLessThan(4.5 * sd);
}

describe("power of two choices", () => {
  it("never takes the more loaded of the two: the fullest gets nothing", () => {
    const router = new PowerOfTwo(5, pool, draw);
    for (let replica = 0; replica < 5; replica++) router.changed(replica, replica);
    // Replica k is taken when it is drawn with one of the 4 - k fuller ones: (4 - k) of 10 pairs.
    const taken = counts(router, 5);
    expect(taken[4]).toBe(0);
    for (const k of [0, 1, 2, 3]) expectShare(taken[k], (4 - k) / 10);
  });

  it("draws all alike when loads are equal, and only those that are up", () => {
    const router = new PowerOfTwo(4, pool, draw);
    router.setUp(1, false);
    const taken = counts(router, 4);
    expect(taken[1]).toBe(0);
    for (const k of [0, 2, 3]) expectShare(taken[k], 1 / 3);
    router.setUp(0, false);
    router.setUp(3, false);
    expect(router.choose(7)).toBe(2);
    router.setUp(2, false);
    expect(router.choose(7)).toBe(-1);
  });

  it("a request draws the same whatever was asked before it", () => {
    const inOrder = new PowerOfTwo(9, pool, draw);
    const alone = new PowerOfTwo(9, pool, draw);
    const choices = Array.from({ length: 50 }, (_, slot) => inOrder.choose(slot));
    expect(alone.choose(49)).toBe(choices[49]);
    expect(alone.choose(3)).toBe(choices[3]);
    expect(new Set(choices).size).toBeGreaterThan(5);
  });

  it("keeps the fullest replica within a few requests of the mean", () => {
    const router = new PowerOfTwo(64, pool, draw);
    const loads = new Array<number>(64).fill(0);
    for (let slot = 0; slot < 6400; slot++) {
      const replica = router.choose(slot);
      loads[replica] = (loads[replica] ?? 0) + 1;
      router.changed(replica, 1);
    }
    // One random choice would leave a replica 20 or more above its mean of 100.
    expect(Math.max(...loads)).toBeLessThan(106);
  });
});

describe("weights by a signal", () => {
  const signal = [
    { fromS: 10, weights: [1, 0, 3] },
    { fromS: 20, weights: [0, 1, 0] },
  ];
  const at = (timeS: number) => new Weighted(3, pool, draw, signal, Float64Array.of(timeS));

  it("are kept in proportion, and a replica without weight gets nothing", () => {
    for (const timeS of [0, 10, 19.9]) {
      const taken = counts(at(timeS), 3);
      expect(taken[1]).toBe(0);
      expectShare(taken[0], 1 / 4);
      expectShare(taken[2], 3 / 4);
    }
    expect(counts(at(20), 3)).toEqual([0, REQUESTS, 0]);
  });

  it("follow the clock and the replicas that are up", () => {
    const clock = Float64Array.of(0);
    const router = new Weighted(3, pool, draw, signal, clock);
    router.setUp(2, false);
    expect(counts(router, 3)).toEqual([REQUESTS, 0, 0]);
    clock[0] = 25;
    expect(counts(router, 3)).toEqual([0, REQUESTS, 0]);
    router.setUp(2, true);
    expect(counts(router, 3)).toEqual([0, REQUESTS, 0]);
  });

  it("leave the rest alike when nothing with weight is up", () => {
    const router = at(20);
    router.setUp(1, false);
    const taken = counts(router, 3);
    expectShare(taken[0], 1 / 2);
    expect(taken[1]).toBe(0);
    router.setUp(0, false);
    router.setUp(2, false);
    expect(router.choose(0)).toBe(-1);
  });

  it("are refused when they are out of order, too few or below 0", () => {
    const build = (steps: { fromS: number; weights: number[] }[]) => () =>
      new Weighted(2, pool, draw, steps, new Float64Array(1));
    const fine = { fromS: 0, weights: [1, 1] };
    expect(build([])).toThrow("expected at least 1");
    expect(build([fine, fine])).toThrow("expected later");
    expect(build([{ fromS: 0, weights: [1] }])).toThrow("expected 2");
    expect(build([{ fromS: 0, weights: [1, -1] }])).toThrow("expected finite and >= 0");
  });
});

it("a share tree names the replica that adding up shares one by one names", () => {
  const shares = [0.3, 0, 0.1, 0, 0, 2.5, 0.7];
  const tree = new ShareTree(shares.length);
  expect(tree.at(0.5)).toBe(-1);
  for (const [replica, share] of shares.entries()) tree.set(replica, share);
  expect(tree.total).toBeCloseTo(3.6, 12);
  for (let i = 0; i < 1000; i++) {
    const place = (i + 0.5) / 1000;
    let left = place * 3.6;
    const named = shares.findIndex((share) => {
      left -= share;
      return left < 0;
    });
    expect(tree.at(place)).toBe(named);
  }
  expect(tree.at(1)).toBe(6);
});
