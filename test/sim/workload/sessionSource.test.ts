import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvariantError } from "../../../sim/invariant.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { meanRequestsPerS, meanTokens } from "../../../sim/workload/demandMeans.ts";
import { requestSource } from "../../../sim/workload/openSource.ts";
import { SessionSource } from "../../../sim/workload/sessionSource.ts";
import type { Law } from "../../../sim/workPlan.ts";
import {
  AGENT,
  agents,
  answers,
  CountedNodes,
  sourceOf,
  type Turn,
  turnsOf,
} from "./sessionRuns.ts";

const SKEWED: Law = {
  kind: "lognormals",
  parts: [{ weight: 1, mu: 5, sigma: 1 }],
  min: 1,
  max: 20_000,
};
const RICH = agents({
  firstTokens: SKEWED,
  newTokens: SKEWED,
  outputTokens: SKEWED,
  waitS: { kind: "lognormals", parts: [{ weight: 1, mu: 2, sigma: 1 }], min: 0.1, max: 600 },
  contextTokens: 5000,
  subAgentShare: 0.3,
});

/** What each turn asked and how long it waited, by name and not by time. */
function asked(turns: readonly Turn[]): string[] {
  return turns
    .map(({ task, turn, ordinal, input, output, isChild, waitS }) =>
      [task, isChild, turn, ordinal, input, output, waitS].join(" "),
    )
    .sort();
}

describe("sessions", () => {
  it("begin as a Poisson process inside the window, faster by the rate scale", () => {
    const demand = { ...agents({}, 2), rateScale: 3 };
    const source = sourceOf(demand, 5000);
    let last = 0;
    let squares = 0;
    let count = 0;
    for (; source.nextBeginS < Infinity; count++) {
      const gap = source.nextBeginS - last;
      expect(gap).toBeGreaterThan(0);
      last = source.nextBeginS;
      squares += gap * gap;
      source.begin();
    }
    expect(last).toBeLessThan(5000);
    expect(Math.abs(count / 30_000 - 1)).toBeLessThan(3.3 / Math.sqrt(30_000));
    // Second moment of an exponential of mean 1/6 s, to 3.3 standard errors (variance 20 m^4).
    expect(Math.abs((squares / count) * 36 - 2)).toBeLessThan(3.3 * Math.sqrt(20 / count));
    expect(() => source.begin()).toThrow(/no session begins/);
  });

  it("grow by answer and new tokens each turn and wait as the law says", () => {
    const turns = turnsOf(sourceOf(agents(), 400), () => 3);
    expect(turns.length).toBeGreaterThan(1000);
    const before = new Map<number, Turn>();
    for (const turn of turns) {
      expect(turn.input).toBe(1500 + 300 * turn.turn);
      const last = before.get(turn.task);
      expect(turn.turn).toBe(last === undefined ? 0 : last.turn + 1);
      if (last !== undefined) expect(turn.atS - last.atS).toBeCloseTo(11, 6);
      before.set(turn.task, turn);
    }
  });

  it("have the mean turns, sub-agents and tokens of their laws", () => {
    const demand = agents({ subAgentShare: 0.25 }, 10);
    const source = sourceOf(demand, 1000);
    const turns = turnsOf(source, answers("means", 1));
    const tasks = source.begun;
    // Turns 5, each but the last with a sub-agent of 3 turns by a chance of 1/4: 5 + 4 / 4 * 3.
    expect(Math.abs(turns.length / tasks - 8)).toBeLessThan(3.3 * (8.5 / Math.sqrt(tasks)));
    expect(Math.abs(source.childrenBegun / tasks - 1)).toBeLessThan(3.3 * (1.6 / Math.sqrt(tasks)));
    expect(meanRequestsPerS(demand)).toBeCloseTo(80, 0);
    const mean = turns.reduce((sum, { input }) => sum + input, 0) / turns.length;
    expect(Math.abs(meanTokens(demand).input / mean - 1)).toBeLessThan(0.02);
    expect(meanTokens(demand).output).toBe(100);
  });

  it("state long-run means that hold with skewed laws and compaction", () => {
    const turns = turnsOf(sourceOf({ ...RICH, rateScale: 10 }, 500), answers("rich", 1));
    const mean = (of: (turn: Turn) => number): number =>
      turns.reduce((sum, turn) => sum + of(turn), 0) / turns.length;
    const known = meanTokens(RICH);
    expect(Math.abs(known.input / mean(({ input }) => input) - 1)).toBeLessThan(0.03);
    expect(Math.abs(known.output / mean(({ output }) => output) - 1)).toBeLessThan(0.03);
    expect(Math.abs((meanRequestsPerS(RICH) * 5000) / turns.length - 1)).toBeLessThan(0.05);
  });

  it("ask the same whatever the order of their answers", () => {
    const fast = turnsOf(sourceOf(RICH, 300), answers("fast", 0.2));
    const slow = turnsOf(sourceOf(RICH, 300), answers("slow", 90));
    expect(fast.length).toBeGreaterThan(1500);
    expect(asked(slow)).toEqual(asked(fast));
    expect(slow.map(({ ordinal }) => ordinal)).not.toEqual(fast.map(({ ordinal }) => ordinal));
  });

  it("differ between replications, and their turns' draws from each other", () => {
    const once = asked(turnsOf(sourceOf(RICH, 100), () => 1));
    const again = asked(turnsOf(sourceOf(RICH, 100, null, 1), () => 1));
    expect(again).not.toEqual(once);
    const outputs = turnsOf(sourceOf(RICH, 300), () => 1).map(({ output }) => output);
    expect(new Set(outputs).size).toBeGreaterThan(300);
  });

  it("number their own requests without gaps", () => {
    const turns = turnsOf(sourceOf(RICH, 300), answers("n", 5));
    const own = turns.filter((turn) => !turn.isChild).map(({ ordinal }) => ordinal);
    expect(own.sort((a, b) => a - b)).toEqual(own.map((_, i) => i));
    const children = turns.filter((turn) => turn.isChild).map(({ ordinal }) => ordinal);
    expect(children.length).toBeGreaterThan(300);
    expect(new Set(children).size).toBe(children.length);
    expect(Math.min(...children)).toBeGreaterThanOrEqual(2 ** 30);
  });
});

describe("a sub-agent", () => {
  it("has a context of its own, and its session goes on when it is over", () => {
    const plan = {
      subAgentShare: 1,
      turns: { kind: "fixed", value: 3 },
      subAgentTurns: { kind: "fixed", value: 2 },
    } as const;
    const nodes = new CountedNodes();
    const turns = turnsOf(sourceOf(agents(plan, 0.001), 3000, nodes), () => 1);
    const first = turns.filter(({ task }) => task === 0);
    expect(first.map(({ isChild, turn, input }) => [isChild, turn, input])).toEqual([
      [false, 0, 1500],
      [true, 0, 1500],
      [true, 1, 1800],
      [false, 1, 1800],
      [true, 0, 1500],
      [true, 1, 1800],
      [false, 2, 2100],
    ]);
    // The sub-agent takes the place of the wait: 1 s for each answer, 8 s inside the sub-agent.
    const began = first[0]!.atS;
    expect(first.map(({ atS }) => Math.round(atS - began))).toEqual([0, 1, 10, 11, 12, 21, 22]);
    const [own, child] = [first[0]!.node, first[1]!.node];
    expect(first.map(({ node }) => node)).toEqual([
      own,
      child,
      child,
      own,
      child + 1,
      child + 1,
      own,
    ]);
    expect(nodes.live.size).toBe(0);
  });

  it("that breaks off lets its session go on", () => {
    const source = sourceOf(RICH, 300);
    turnsOf(
      source,
      () => 1,
      ({ isChild }) => isChild,
    );
    expect(source.over).toBe(source.begun);
    expect(source.childrenOver).toBe(source.childrenBegun);
    expect(source.childrenBegun).toBeGreaterThan(100);
  });
});

describe("prefix nodes", () => {
  it("begin behind the shared text, one for each context", () => {
    const nodes = new CountedNodes();
    const turns = turnsOf(sourceOf(agents({ contextTokens: 3200 }), 200, nodes), () => 1);
    expect(nodes.opened.every((node) => node.behindShared && node.startTokens === 1000)).toBe(true);
    const before = new Map<number, Turn>();
    let compacted = 0;
    for (const turn of turns) {
      const last = before.get(turn.task);
      before.set(turn.task, turn);
      if (last === undefined) continue;
      if (last.input + 300 <= 3200) {
        expect([turn.node, turn.input]).toEqual([last.node, last.input + 300]);
      } else {
        // Shared beginning, compacted text, tokens of the turn.
        expect(turn.input).toBe(1000 + 2000 + 200);
        expect(turn.node).not.toBe(last.node);
        compacted += 1;
      }
    }
    expect(compacted).toBeGreaterThan(30);
    expect(nodes.opened.length).toBe(before.size + compacted);
    expect(nodes.live.size).toBe(0);
  });

  it("begin at the root where nothing is shared, and are -1 without a cache", () => {
    const nodes = new CountedNodes();
    turnsOf(sourceOf(agents({ sharedTokens: 0 }), 20, nodes), () => 1);
    expect(nodes.opened.length).toBeGreaterThan(5);
    expect(nodes.opened.every((node) => !node.behindShared && node.startTokens === 0)).toBe(true);
    expect(turnsOf(sourceOf(agents(), 20), () => 1).every(({ node }) => node === -1)).toBe(true);
  });
});

describe("a source of sessions", () => {
  it("conserves them: begun = live + over, whatever breaks off", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        share,
        share,
        fc.integer({ min: 1, max: 50 }),
        (subAgentShare, broken, answer) => {
          const nodes = new CountedNodes();
          const plan = agents({ subAgentShare, contextTokens: 4000 });
          const source = sourceOf(plan, 40, nodes);
          const uniform = answers(`${answer}`, 1);
          const turns = turnsOf(
            source,
            () => answer,
            () => uniform() < broken / 4,
          );
          expect(source.over).toBe(source.begun);
          expect(source.childrenOver).toBe(source.childrenBegun);
          expect(nodes.live.size).toBe(0);
          expect(turns.every(({ input }) => input >= 1 && input <= 4000)).toBe(true);
        },
      ),
      { seed: 5, numRuns: 40 },
    );
  });

  it("keeps its memory over a million sessions", () => {
    const nodes = { live: 0, open: () => nodes.live++, copy: () => -1, close: () => nodes.live-- };
    const session = { ...AGENT, turns: { kind: "geometric", mean: 2 } as const };
    const streams = new Streams("million/rep-0");
    const source = new SessionSource(session, 1, 1.1e6, 0, streams, nodes);
    const ring = new Int32Array(50).fill(-1);
    let at = 0;
    while (source.begun < 1_000_000 || ring.some((slot) => slot >= 0)) {
      const slot = ring[at]!;
      if (slot >= 0) {
        source.ended(slot);
        if (source.isOver) {
          source.forget(slot);
          ring[at] = -1;
        } else source.request(slot);
      } else if (source.begun < 1_000_000) {
        ring[at] = source.begin();
        source.request(ring[at]!);
      }
      at = (at + 1) % ring.length;
    }
    expect(source.over).toBe(1_000_000);
    expect(source.mostAlive).toBe(50);
    expect(nodes.live).toBe(0);
  });

  it("names a call out of turn", () => {
    const source = sourceOf(agents(), 100);
    const session = source.begin();
    expect(() => source.ended(session)).toThrow(InvariantError);
    source.request(session);
    expect(() => source.request(session)).toThrow(/session 0 in state 2; expected 1/);
    expect(() => source.forget(session)).toThrow(InvariantError);
  });

  it("refuses plans that no session can have", () => {
    const bad: [Parameters<typeof agents>[0], RegExp][] = [
      [{ contextTokens: 0 }, /context of 0 tokens/],
      [{ contextTokens: Infinity }, /context of Infinity/],
      [{ sharedTokens: 0.5 }, /sharedTokens of 0.5/],
      [{ contextTokens: 3000 }, /1000 shared and 2000 compacted tokens/],
      [{ subAgentShare: 2 }, /sub-agent share of 2/],
      [{ turns: { kind: "geometric", mean: 0 } }, /geometric mean of 0/],
    ];
    for (const [change, words] of bad) {
      expect(() => sourceOf(agents(change), 10)).toThrow(words);
    }
    expect(() => sourceOf(agents({}, Number.NaN), 10)).toThrow(/arrival rate of NaN/);
    expect(() => sourceOf(agents(), 0)).toThrow(/window of 0 s/);
    expect(() => requestSource(agents(), 10, new Streams("a"), 0)).toThrow(/source of turns/);
  });
});
