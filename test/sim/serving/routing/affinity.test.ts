import { describe, expect, it } from "vitest";
import { NODE, SESSION } from "../../../../sim/serving/requestTags.ts";
import { PrefixAffinity } from "../../../../sim/serving/routing/prefixAffinity.ts";
import { SessionAffinity } from "../../../../sim/serving/routing/sessionAffinity.ts";
import { tagged } from "./tagged.ts";

/** Two chains with nothing in common, 0-1-2-3 and 4-5-6, and 7, a branch behind 1. */
const PARENTS = [-1, 0, 1, 2, -1, 4, 5, 1];
const tree = { parentOf: (node: number) => PARENTS[node] ?? -1 };
/** The request in slot n ends at node n; slot 8 has no node. */
const nodes = tagged(9, NODE, (slot) => (slot < 8 ? slot : -1));

describe("prefix affinity", () => {
  it("sends a chain to one replica, and another chain elsewhere", () => {
    const router = new PrefixAffinity(4, nodes, tree);
    const serve = (slot: number): number => {
      const replica = router.choose(slot);
      router.changed(replica, 1);
      router.changed((replica + 1) % 4, 1);
      return replica;
    };
    const one = serve(1);
    const two = serve(4);
    expect(two).not.toBe(one);
    expect([2, 6, 3, 5].map(serve)).toEqual([one, two, one, two]);
  });

  it("finds what branches off an ancestor that no request ended at", () => {
    const router = new PrefixAffinity(4, nodes, tree);
    router.changed(0, 1);
    const first = router.choose(3);
    expect(first).toBe(1);
    router.changed(0, -1);
    // The least loaded is 0 again, but 1 has served the beginning 0-1.
    expect(router.choose(7)).toBe(1);
    expect(router.choose(4)).toBe(0);
  });

  it("leaves a replica that is down or over 1.5 x mean + 1, and remembers the new one", () => {
    const router = new PrefixAffinity(4, nodes, tree);
    expect(router.choose(3)).toBe(0);
    // Mean 4: 7 requests are welcome, 8 are too many (its own load is in the mean).
    for (const [replica, load] of [7, 3, 3, 3].entries()) router.changed(replica, load);
    expect(router.choose(3)).toBe(0);
    router.changed(0, 1);
    expect(router.choose(3)).toBe(1);
    router.changed(0, -8);
    expect(router.choose(2)).toBe(1);
    router.setUp(1, false);
    expect(router.choose(2)).toBe(0);
  });

  it("counts in its mean only replicas that are up", () => {
    const router = new PrefixAffinity(3, nodes, tree);
    expect(router.choose(0)).toBe(0);
    router.changed(0, 3);
    router.changed(2, 30);
    expect(router.choose(0)).toBe(0);
    // Down, its 30 requests are no measure: 4 of a mean of 2 are 1.5 x 2 + 1, 5 of 2.5 are too many.
    router.setUp(2, false);
    router.changed(0, 1);
    expect(router.choose(0)).toBe(0);
    router.changed(0, 1);
    expect(router.choose(0)).toBe(1);
  });

  it("forgets a node whose id goes to another, and asks the load without a node", () => {
    const router = new PrefixAffinity(2, nodes, tree);
    expect(router.choose(4)).toBe(0);
    router.changed(0, 1);
    expect(router.choose(4)).toBe(0);
    router.nodeFreed(4);
    expect(router.choose(4)).toBe(1);
    expect(router.choose(8)).toBe(1);
    router.setUp(0, false);
    router.setUp(1, false);
    expect(router.choose(4)).toBe(-1);
  });
});

describe("session affinity", () => {
  it("sends every turn of a session to one replica until that is too full", () => {
    const sessions = tagged(200, SESSION, (slot) => (slot < 199 ? slot : -1));
    const router = new SessionAffinity(4, sessions);
    const home = Array.from({ length: 199 }, (_, session) => {
      const replica = router.choose(session);
      router.changed(replica, 1);
      return replica;
    });
    expect(Math.max(...home)).toBe(3);
    for (const [session, replica] of home.entries()) expect(router.choose(session)).toBe(replica);
    router.changed(0, 60);
    expect(router.choose(0)).not.toBe(0);
    expect(router.choose(199)).toBe(3);
    router.setUp(0, false);
    expect(home.every((replica, session) => replica !== 0 || router.choose(session) !== 0)).toBe(
      true,
    );
  });
});
