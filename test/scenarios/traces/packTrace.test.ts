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
