import fc from "fast-check";
import type { ArrivalPlan, TraceColumns } from "../../../sim/plan.ts";
import type { Law } from "../../../sim/workPlan.ts";
import { between } from "./servingScenarios.ts";

/** Tokens or turns around a median, skewed to the right. */
const skewed = (low: number, high: number, max: number): fc.Arbitrary<Law> =>
  fc.record({ mu: between(low, high), sigma: between(0.1, 1) }).map((part) => ({
    kind: "lognormals" as const,
    parts: [{ weight: 1, ...part }],
    min: 1,
    max,
  }));

const waits = (long: boolean): fc.Arbitrary<Law> =>
  between(long ? -2 : -4, long ? 0 : -1).map((mu) => ({
    kind: "lognormals" as const,
    parts: [{ weight: 1, mu, sigma: 0.8 }],
    min: 0,
    max: 10,
  }));

/** Conversations of a few turns that come in quick succession. */
export const sessionArrivals = (many: boolean): fc.Arbitrary<ArrivalPlan> =>
  fc
    .record({
      sessionsPerS: many ? between(10, 40) : between(2, 30),
      turns: between(1.5, 6),
      sharedTokens: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
      firstTokens: skewed(1, 4, 150),
      newTokens: skewed(0, 3, 60),
      outputTokens: skewed(1, 3, 60),
      waitS: waits(many),
      contextTokens: fc.integer({ min: 80, max: 300 }),
      compactedTokens: fc.integer({ min: 1, max: 20 }),
      subAgentShare: fc.oneof(fc.constant(0), between(0.05, 0.5)),
      subAgentTurns: between(1, 3),
    })
    .map(({ sessionsPerS, turns, subAgentTurns, ...session }) => ({
      kind: "sessions" as const,
      sessionsPerS,
      session: {
        ...session,
        turns: { kind: "geometric" as const, mean: turns },
        subAgentTurns: { kind: "geometric" as const, mean: subAgentTurns },
      },
    }));

/** A tree of prompt beginnings; every node but the last of a prompt ends on a multiple of a block. */
interface DrawnTree {
  readonly parent: number[];
  readonly endTokens: number[];
}

/** Prompts branch at multiples of this, which is whole in blocks of 1, 2, 4, 8 and 16 tokens. */
export const BRANCH_TOKENS = 16;

const tree: fc.Arbitrary<DrawnTree> = fc
  .array(
    fc.record({
      above: fc.integer({ min: 0, max: 1000 }),
      blocks: fc.integer({ min: 1, max: 4 }),
      tail: fc.integer({ min: 0, max: BRANCH_TOKENS - 1 }),
    }),
    { minLength: 2, maxLength: 25 },
  )
  .map((nodes) => {
    const parent: number[] = [];
    const endTokens: number[] = [];
    const inner: number[] = [];
    for (const [node, { above, blocks, tail }] of nodes.entries()) {
      const at = (above % (inner.length + 1)) - 1;
      const before = at < 0 ? -1 : inner[at]!;
      parent.push(before);
      const end = (before < 0 ? 0 : endTokens[before]!) + blocks * BRANCH_TOKENS + tail;
      endTokens.push(end);
      if (tail === 0 || node === 0) {
        endTokens[node] = end - tail;
        inner.push(node);
      }
    }
    return { parent, endTokens };
  });

const rows = (maxGapS: number) =>
  fc.array(
    fc.record({
      gapS: between(0, maxGapS),
      node: fc.integer({ min: -1, max: 1000 }),
      input: fc.integer({ min: 1, max: 80 }),
      output: fc.integer({ min: 1, max: 40 }),
      waitS: between(0.001, 0.2),
      begins: fc.boolean(),
    }),
    { minLength: 1, maxLength: 200 },
  );

type Row = ReturnType<typeof rows> extends fc.Arbitrary<(infer Value)[]> ? Value : never;

function traceOf({ parent, endTokens }: DrawnTree, drawn: readonly Row[]): TraceColumns {
  let nowS = 0;
  const arrivalS = Float64Array.from(drawn, ({ gapS }) => {
    nowS += gapS;
    return nowS;
  });
  const nodes = drawn.map(({ node }) => (node < 0 ? -1 : node % parent.length));
  const begins = drawn.flatMap((row, at) => (at === 0 || row.begins ? [at] : []));
  return {
    name: "beginnings",
    format: "csv",
    arrivalS,
    inputTokens: Int32Array.from(drawn, ({ input }, at) =>
      nodes[at]! < 0 ? input : endTokens[nodes[at]!]!,
    ),
    outputTokens: Int32Array.from(drawn, ({ output }) => output),
    cachedTokens: new Int32Array(drawn.length),
    spanS: nowS + 0.01,
    sha256: "",
    prefix: {
      blockTokens: BRANCH_TOKENS,
      partialBlocks: drawn.length % 2 === 0,
      parent: Int32Array.from(parent),
      endTokens: Int32Array.from(endTokens),
      nodeOfRequest: Int32Array.from(nodes),
    },
    sessions: {
      begins: Int32Array.from([...begins, drawn.length]),
      waitS: Float64Array.from(drawn, ({ waitS, begins: first }, at) =>
        at === 0 || first ? 0 : waitS,
      ),
    },
  };
}

/** A trace whose prompts begin alike. */
export const staticPrefixes: fc.Arbitrary<ArrivalPlan> = fc
  .tuple(tree, rows(0.03), between(0.3, 1))
  .map(([drawnTree, drawn, blockS]) => {
    const { sessions: _, ...trace } = traceOf(drawnTree, drawn);
    return { kind: "replay" as const, trace, blockS, spreadTickS: 0 };
  });

/** Sessions of such a trace. */
export const sessionReplay: fc.Arbitrary<ArrivalPlan> = fc
  .tuple(tree, rows(0.03), between(2, 30))
  .map(([drawnTree, drawn, sessionsPerS]) => ({
    kind: "sessionReplay" as const,
    sessionsPerS,
    trace: traceOf(drawnTree, drawn),
  }));
