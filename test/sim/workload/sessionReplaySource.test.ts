import { describe, expect, it } from "vitest";
import type { DemandPlan, TraceColumns } from "../../../sim/plan.ts";
import { meanRequestsPerS, meanTokens } from "../../../sim/workload/demandMeans.ts";
import { demandOf, traceOf } from "./requests.ts";
import { answers, CountedNodes, sourceOf, turnsOf } from "./sessionRuns.ts";

/**
 * Three sessions of 3, 1 and 2 turns. Nodes: 0 is common to sessions 0 and 1; behind it session 0
 * goes 1, 2 and back to 1, session 1 goes 3; session 2 stands apart with 4 and 5.
 */
const TRACE: TraceColumns = {
  ...traceOf([0, 0, 0, 0, 0, 0]),
  inputTokens: Int32Array.of(100, 200, 150, 90, 50, 80),
  outputTokens: Int32Array.of(5, 6, 0, 8, 9, 10),
  prefix: {
    blockTokens: 10,
    partialBlocks: false,
    parent: Int32Array.of(-1, 0, 1, 0, -1, 4),
    endTokens: Int32Array.of(40, 100, 200, 90, 50, 80),
    nodeOfRequest: Int32Array.of(1, 2, 1, 3, 4, 5),
  },
  sessions: { begins: Int32Array.of(0, 3, 4, 6), waitS: Float64Array.of(0, 11, 12, 0, 0, 15) },
};

function replayed(trace: TraceColumns = TRACE, sessionsPerS = 1): DemandPlan {
  return demandOf({ kind: "sessionReplay", sessionsPerS, trace });
}

describe("replayed sessions", () => {
  it("go through the trace in its order and keep lengths and waits", () => {
    const source = sourceOf(replayed(), 100);
    const turns = turnsOf(source, answers("replay", 4));
    expect(source.over).toBe(source.begun);
    expect(source.begun).toBeGreaterThan(60);
    for (let task = 0; task < source.begun; task++) {
      const own = turns.filter((turn) => turn.task === task);
      const from = TRACE.sessions!.begins[task % 3]!;
      const to = TRACE.sessions!.begins[(task % 3) + 1]!;
      expect(own.map(({ input }) => input)).toEqual([...TRACE.inputTokens.slice(from, to)]);
      expect(own.map(({ output }) => output)).toEqual([...TRACE.outputTokens.slice(from, to)]);
      expect(own.slice(0, -1).map(({ waitS }) => waitS)).toEqual([
        ...TRACE.sessions!.waitS.slice(from + 1, to),
      ]);
    }
    const ordinals = turns.map(({ ordinal }) => ordinal).sort((a, b) => a - b);
    expect(ordinals).toEqual(turns.map((_, i) => i));
  });

  it("meet the nodes of the trace the first time, and text of their own afterwards", () => {
    const nodes = new CountedNodes(6);
    const source = sourceOf(replayed(), 60, nodes);
    const turns = turnsOf(source, () => 2);
    const nodesOf = (task: number): number[] =>
      turns.filter((turn) => turn.task === task).map(({ node }) => node);
    expect([nodesOf(0), nodesOf(1), nodesOf(2)]).toEqual([[1, 2, 1], [3], [4, 5]]);
    const [first, second, third] = nodesOf(3);
    expect(first).toBe(third);
    expect(nodes.copied[first! - 6]).toEqual({ parent: 0, startTokens: 40, endTokens: 100 });
    expect(nodes.copied[second! - 6]).toEqual({ parent: first, startTokens: 100, endTokens: 200 });
    const [root] = nodesOf(5);
    expect(nodes.copied[root! - 6]).toEqual({ parent: -1, startTokens: 0, endTokens: 50 });
    const fresh = turns.filter(({ task }) => task >= 3);
    expect(fresh.every(({ node }) => node >= 6)).toBe(true);
    const runs = new Map<number, Set<number>>();
    for (const { node, task } of fresh) runs.set(node, (runs.get(node) ?? new Set()).add(task));
    expect([...runs.values()].every((tasks) => tasks.size === 1)).toBe(true);
    expect(nodes.live.size).toBe(0);
  });

  it("are drawn with replacement in later replications, and each in its order", () => {
    const source = sourceOf(replayed(), 3000, null, 2);
    const turns = turnsOf(source, () => 1);
    const firsts = turns.filter(({ turn }) => turn === 0);
    for (const input of [100, 90, 50]) {
      const share = firsts.filter((turn) => turn.input === input).length / firsts.length;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(3.3 * Math.sqrt(2 / 9 / firsts.length));
    }
    const row = firsts.map(({ input }) => [100, 90, 50].indexOf(input));
    expect(row.some((place, i) => i > 0 && place === row[i - 1])).toBe(true);
    const again = turnsOf(sourceOf(replayed(), 3000, null, 2), answers("again", 30));
    const texts = (of: typeof turns): string[] => of.map((t) => `${t.ordinal} ${t.input}`).sort();
    expect(texts(again)).toEqual(texts(turns));
  });

  it("have the means of the trace", () => {
    expect(meanRequestsPerS(replayed(TRACE, 6))).toBe(12);
    expect(meanTokens(replayed()).input).toBeCloseTo(670 / 6, 12);
  });

  it("count cached tokens as the trace does, or as the plan states", () => {
    const counted = { ...TRACE, cachedTokens: Int32Array.of(0, 100, 200, 0, 0, 40) };
    const cachedOf = (demand: DemandPlan): number[] => {
      const source = sourceOf(demand, 100);
      const session = source.begin();
      const cached: number[] = [];
      for (let turn = 0; turn < 3; turn++) {
        source.request(session);
        cached.push(source.cachedTokens);
        source.ended(session);
      }
      expect(source.isOver).toBe(true);
      return cached;
    };
    expect(cachedOf(replayed(counted))).toEqual([0, 100, 149]);
    expect(cachedOf({ ...replayed(), cachedShare: 0.5 })).toEqual([50, 100, 75]);
  });

  it("refuse a trace whose sessions do not cut its rows", () => {
    const sessions = { begins: Int32Array.of(0, 3, 3, 6), waitS: new Float64Array(6) };
    expect(() => sourceOf(replayed(traceOf([0, 1])), 10)).toThrow(/trace trace without sessions/);
    expect(() => sourceOf(replayed({ ...TRACE, sessions }), 10)).toThrow(/3 sessions over 6 rows/);
    const late = { ...TRACE.sessions!, waitS: Float64Array.of(0, 1, -2, 0, 0, 0) };
    expect(() => sourceOf(replayed({ ...TRACE, sessions: late }), 10)).toThrow(/-2 s at row 2/);
  });
});
