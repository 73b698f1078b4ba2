import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  MOST_PACKED_REQUESTS,
  packTrace,
  unpackTrace,
} from "../../../scenarios/traces/packTrace.ts";
import type { TraceColumns } from "../../../sim/plan.ts";

type Row = readonly [timeS: number, input: number, output: number, cached: number];

function traceOf(rows: readonly Row[]): TraceColumns {
  return {
    name: 'a "name"\nof two lines',
    format: "csv",
    arrivalS: Float64Array.from(rows, ([timeS]) => timeS),
    inputTokens: Int32Array.from(rows, ([, input]) => input),
    outputTokens: Int32Array.from(rows, ([, , output]) => output),
    cachedTokens: Int32Array.from(rows, ([, , , cached]) => cached),
    spanS: 17.25,
    sha256: "0".repeat(64),
  };
}

const count = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const timeS = fc.oneof(
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.nat(1e9).map((ms) => ms / 1000),
  fc.nat(1e9).map((us) => us / 1e6),
);

describe("a packed trace", () => {
  it("comes back as it was, to the last bit", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(timeS, count, count, count)), (rows) => {
        const sorted = [...rows].sort(([a], [b]) => a - b);
        const trace = traceOf(sorted);
        expect(unpackTrace(packTrace(trace))).toEqual(trace);
        expect(packTrace(trace)).toBe(packTrace(traceOf(sorted)));
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  it("carries prefixes and sessions where the trace has them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), fc.nat(40), fc.boolean(), timeS), { minLength: 1 }),
        fc.boolean(),
        fc.boolean(),
        (rows, withParents, partialBlocks) => {
          const plain = traceOf(rows.map(([, input], i): Row => [i, input + 1, 1, 0]));
          const parent = Int32Array.from(rows, ([above], i) => Math.min(above, i) - 1);
          const endTokens = new Int32Array(rows.length);
          rows.forEach(([, tokens], i) => {
            endTokens[i] = (parent[i] === -1 ? 0 : endTokens[parent[i]!]!) + tokens + 1;
          });
          const nodeOfRequest = parent.map((above, i) => Math.max(above, i - 2));
          const begins = rows.flatMap(([, , first], i) => (first || i === 0 ? [i] : []));
          const trace: TraceColumns = {
            ...plain,
            prefix: { blockTokens: 16, partialBlocks, parent, endTokens, nodeOfRequest },
            sessions: {
              begins: Int32Array.from([...begins, rows.length]),
              waitS: Float64Array.from(rows, ([, , , wait]) => wait),
              ...(withParents ? { parent: Int32Array.from(begins, (_, i) => (i % 3) - 1) } : {}),
            },
          };
          if (withParents) trace.sessions?.parent?.fill(-1, 0, 3);
          expect(unpackTrace(packTrace(trace))).toEqual(trace);
          const { prefix: _, ...withoutPrefix } = trace;
          expect(unpackTrace(packTrace(withoutPrefix))).toEqual(withoutPrefix);
        },
      ),
      { seed: 22, numRuns: 200 },
    );
  });

  it("reads what was packed before there were prefixes and sessions", () => {
    const packed =
      "q1bKS8xNVbJSys9J0UsuLlPSUUrLL8pNLFGyUoJwiwsS84KVrIx1lIozEo1MzZSslAwoBEo6SkWphaWpxSXFSlZGOkqleZklxQGpRcFKVoYGBga1XAw7xEV62NgYGRgA";
    expect(unpackTrace(packed)).toMatchObject({ name: "old.csv", spanS: 3 });
    expect([...unpackTrace(packed).arrivalS]).toEqual([0, 1.5]);
    expect([...unpackTrace(packed).inputTokens]).toEqual([10, 400]);
    expect(unpackTrace(packed)).not.toHaveProperty("prefix");
  });

  it("refuses a tree or sessions that cannot be", () => {
    const plain = traceOf([
      [0, 100, 1, 0],
      [1, 100, 1, 0],
    ]);
    const prefix = {
      blockTokens: 16,
      partialBlocks: true,
      parent: Int32Array.of(-1, 0),
      endTokens: Int32Array.of(50, 100),
      nodeOfRequest: Int32Array.of(1, 0),
    };
    const sessions = { begins: Int32Array.of(0, 1, 2), waitS: Float64Array.of(0, 1) };
    expect(() => unpackTrace(packTrace({ ...plain, prefix, sessions }))).not.toThrow();
    for (const wrong of [
      { prefix: { ...prefix, parent: Int32Array.of(-1, 1) } },
      { prefix: { ...prefix, endTokens: Int32Array.of(100, 50) } },
      { prefix: { ...prefix, nodeOfRequest: Int32Array.of(2, 0) } },
      { sessions: { ...sessions, begins: Int32Array.of(0, 2, 2) } },
      { sessions: { ...sessions, begins: Int32Array.of(0, 1, 3) } },
      { sessions: { ...sessions, waitS: Float64Array.of(0, -1) } },
      { sessions: { ...sessions, waitS: Float64Array.of(0, Number.NaN) } },
      { sessions: { ...sessions, parent: Int32Array.of(-1, 1) } },
    ]) {
      expect(() => unpackTrace(packTrace({ ...plain, ...wrong }))).toThrow(/packed trace damaged/);
    }
  });

  it("takes a few bytes per request", () => {
    const rows = Array.from({ length: 5000 }, (_, i): Row => [i * 0.237, 1000 + (i % 97), 50, 0]);
    expect(packTrace(traceOf(rows)).length).toBeLessThan(5000 * 6);
  });

  it("refuses to embed more than a report carries, and damage when it is read", () => {
    const many = { ...traceOf([]), arrivalS: new Float64Array(MOST_PACKED_REQUESTS + 1) };
    expect(() => packTrace(many)).toThrow(/50001 requests/);
    const packed = packTrace(
      traceOf([
        [0, 1, 2, 0],
        [1, 3, 4, 1],
      ]),
    );
    for (const damaged of ["", "AAAA", packed.slice(0, -8), packed.slice(4)]) {
      expect(() => unpackTrace(damaged)).toThrow(/packed trace damaged/);
    }
  });
});
