import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadTrace } from "../../../scenarios/traces/loadTrace.ts";
import { TraceError } from "../../../scenarios/traces/traceError.ts";
import { traceFolder } from "./traceFile.ts";

const write = traceFolder();
const columns = { arrival: "t", input: "in", output: "out" };

async function survives(content: string | Uint8Array, options = {}): Promise<number> {
  try {
    const { trace, report } = await loadTrace(write("fuzz", content), options);
    const dropped = Object.values(report.dropped).reduce((sum, count) => sum + count, 0);
    expect(report.read).toBe(report.kept + dropped);
    for (let i = 0; i < report.kept; i++) {
      expect(trace.arrivalS[i]).toBeGreaterThanOrEqual(i === 0 ? 0 : trace.arrivalS[i - 1]!);
      expect(trace.inputTokens[i]).toBeGreaterThanOrEqual(1);
    }
    return report.read;
  } catch (error) {
    expect(error).toBeInstanceOf(TraceError);
    return -1;
  }
}

const field = fc.oneof(
  fc.integer({ min: -5, max: 3_000_000_000 }).map(String),
  fc.double().map(String),
  fc.constantFrom("", " ", '"', '"4"', "NaN", "54.0", "t", "in", "0x1F", "2024-05-10 00:00:00"),
  fc.string({ maxLength: 8 }),
);

describe("any file", () => {
  it("is read with all its rows accounted for, or refused with a trace error", async () => {
    const rows = fc.array(fc.array(field, { maxLength: 5 }).map((fields) => fields.join(",")));
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom("\n", "\r\n"), async (lines, end) => {
        await survives(`t,in,out${end}${lines.join(end)}`, { columns, timeUnit: "s" });
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("reads as many rows as there are lines that are not blank, without quotes", async () => {
    const plain = fc.array(fc.nat(3000).map(String), { minLength: 3, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(plain, { minLength: 1 }), async (lines) => {
        const text = lines.map((fields) => fields.join(",")).join("\n");
        const read = await survives(`t,in,out\n0,1,1\n${text}\n`, { columns, timeUnit: "ms" });
        expect(read).toBe(lines.length + 1);
      }),
      { seed: 12, numRuns: 100 },
    );
  });

  it("may hold any JSON values in its lines", async () => {
    const record = fc.record(
      {
        t: fc.jsonValue(),
        in: fc.oneof(fc.nat(), fc.jsonValue()),
        out: fc.oneof(fc.nat(), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    const line = fc.oneof(
      record.map((row) => JSON.stringify(row)),
      fc.json(),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        const text = ['{"t":0,"in":1,"out":1}', ...lines].join("\n");
        await survives(text, { columns, timeUnit: "s", format: "jsonl" });
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  it("may be bytes of any kind", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await survives(bytes);
        await survives(Uint8Array.from([0x1f, 0x8b, ...bytes]));
        await survives(Buffer.concat([Buffer.from("t,in,out\n"), bytes]), {
          columns,
          timeUnit: "us",
        });
      }),
      { seed: 14, numRuns: 200 },
    );
  });
});
