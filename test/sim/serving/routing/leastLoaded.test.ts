import fc from "fast-check";
import { expect, it } from "vitest";
import { LeastKv } from "../../../../sim/serving/routing/leastKv.ts";
import { LeastOutstanding } from "../../../../sim/serving/routing/leastOutstanding.ts";
import { RoundRobin } from "../../../../sim/serving/routing/roundRobin.ts";
import type { Router } from "../../../../sim/serving/routing/router.ts";
import { UpReplicas } from "../../../../sim/serving/routing/upReplicas.ts";

const seeded = { seed: 20_260_301, numRuns: 300 };

interface Place {
  up: boolean;
  requests: number;
  blocks: number;
}

const changes = fc.array(
  fc.record({
    kind: fc.constantFrom("routed", "routed", "changed", "kvChanged", "setUp"),
    replica: fc.nat(11),
    by: fc.nat(3),
    up: fc.boolean(),
  }),
  { maxLength: 80, size: "max" },
);

/** The first of those that are up with the least, looked for one by one. */
function leastOf(places: readonly Place[], keyOf: (place: Place) => number): number {
  let least = -1;
  for (const [i, place] of places.entries()) {
    if (!place.up) continue;
    if (least < 0 || keyOf(place) < keyOf(places[least] as Place)) least = i;
  }
  return least;
}

function agreesWith(
  make: (replicas: number) => Router,
  keyOf: (place: Place) => number,
): () => void {
  return () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), changes, (replicas, events) => {
        const router = make(replicas);
        const places = Array.from({ length: replicas }, () => ({
          up: true,
          requests: 0,
          blocks: 0,
        }));
        for (const { kind, replica, by, up } of events) {
          const chosen = kind === "routed" ? router.choose(0) : replica % replicas;
          const index = chosen < 0 ? 0 : chosen;
          const place = places[index] as Place;
          if (kind === "routed" || kind === "changed") {
            const least = by === 0 && place.requests > 0 ? -1 : by;
            const step = kind === "routed" ? 1 : least;
            place.requests += step;
            router.changed(index, step);
          } else if (kind === "kvChanged") {
            place.blocks = by * 1000;
            router.kvChanged(index, place.blocks);
          } else {
            place.up = up;
            router.setUp(index, up);
          }
          expect(router.choose(0)).toBe(leastOf(places, keyOf));
        }
      }),
      seeded,
    );
  };
}

it(
  "least outstanding is what counting every replica gives",
  agreesWith(
    (n) => new LeastOutstanding(n),
    ({ requests }) => requests,
  ),
);

it(
  "least KV is what counting blocks, then requests, of every replica gives",
  agreesWith(
    (n) => new LeastKv(n),
    ({ blocks, requests }) => blocks * 1e6 + requests,
  ),
);

it("only least KV asks to be told of memory", () => {
  expect(new LeastKv(2).wantsKv).toBe(true);
  expect(new LeastOutstanding(2).wantsKv).toBe(false);
});

it("round robin takes turns among those that are up", () => {
  const router = new RoundRobin(4);
  router.setUp(2, false);
  expect(Array.from({ length: 6 }, () => router.choose())).toEqual([0, 1, 3, 0, 1, 3]);
  for (const replica of [0, 1, 3]) router.setUp(replica, false);
  expect(router.choose()).toBe(-1);
});

it("replicas that are up stand in ascending order whatever went down first", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.tuple(fc.nat(8), fc.boolean()), { maxLength: 40 }),
      (replicas, events) => {
        const list = new UpReplicas(replicas);
        const up = new Set(Array.from({ length: replicas }, (_, i) => i));
        for (const [replica, isUp] of events) {
          if (replica >= replicas) continue;
          if (isUp) up.add(replica);
          else up.delete(replica);
          list.setUp(replica, isUp);
          const shown = Array.from({ length: list.count }, (_, place) => list.at(place));
          expect(shown).toEqual([...up].sort((a, b) => a - b));
        }
      },
    ),
    seeded,
  );
});
