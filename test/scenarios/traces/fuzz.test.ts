import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadTrace } from "../../../scenarios/traces/loadTrace.ts";
import { TraceError } from "../../../scenarios/traces/traceError.ts";
import { tarOf } from "./tarFile.ts";
import { traceFolder } from "./traceFile.ts";

const write = traceFolder();
const columns = { arrival: "t", input: "in", output: "out" };

async function survives(content: string | Uint8Array, options = {}): Promise<number> {
  try {
    const { trace, report } = await loadTrace(write("fuzz", content), options);
    const dropped = Object.values(report.dropped).reduce((sum, count) => sum + count, 0);
    expect(report.read).toBe(report.kept + dropped);
    const begins = trace.sessions?.begins ?? Int32Array.of(0, report.kept);
    expect(begins.at(-1)).toBe(report.kept);
    for (let i = 0; i < report.kept; i++) {
      const isFirst = begins.includes(i);
      expect(trace.arrivalS[i]).toBeGreaterThanOrEqual(isFirst ? 0 : trace.arrivalS[i - 1]!);
      expect(trace.inputTokens[i]).toBeGreaterThanOrEqual(1);
      if (trace.sessions !== undefined) expect(trace.sessions.waitS[i]).toBeGreaterThanOrEqual(0);
    }
    trace.prefix?.parent.forEach((above, node) => {
      const { endTokens } = trace.prefix!;
      expect(above).toBeLessThan(node);
      expect(endTokens[node]).toBeGreaterThan(above < 0 ? 0 : endTokens[above]!);
    });
    trace.prefix?.nodeOfRequest.forEach((node, i) => {
      if (node < 0) return;
      expect(trace.prefix?.endTokens[node]).toBeLessThanOrEqual(trace.inputTokens[i]!);
    });
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

  const blockIds = fc.oneof(
    { weight: 5, arbitrary: fc.array(fc.nat(3), { maxLength: 4 }) },
    fc.jsonValue(),
  );
  const count = fc.oneof({ weight: 5, arbitrary: fc.nat(200) }, fc.double(), fc.jsonValue());

  it("may hold any rows with block ids", async () => {
    const row = fc.record(
      {
        chat_id: fc.nat(9),
        timestamp: count,
        input_length: count,
        output_length: count,
        hash_ids: blockIds,
      },
      { requiredKeys: ["timestamp", "input_length", "output_length", "hash_ids"] },
    );
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
        if ((await survives(rows.map((one) => JSON.stringify(one)).join("\n"))) > 0) kept += 1;
      }),
      { seed: 15, numRuns: 300 },
    );
    expect(kept).toBeGreaterThan(20);
  });

  it("may be a session with anything in it, whole or cut off", async () => {
    const { request } = fc.letrec((tie) => ({
      request: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.record(
          { t: count, in: fc.nat(190), out: count, hash_ids: blockIds, think_time: count },
          { requiredKeys: ["t", "in", "out"] },
        ),
        fc.jsonValue(),
        fc.record({
          type: fc.constant("subagent"),
          t: count,
          duration_ms: count,
          requests: fc.oneof(fc.array(tie("request"), { maxLength: 3 }), fc.jsonValue()),
        }),
      ),
    }));
    const valid = fc.tuple(fc.nat(190), fc.nat(50), fc.nat(900)).map(([input, out, t]) => ({
      t,
      in: input + 1,
      out,
      hash_ids: Array.from({ length: Math.floor((input + 1) / 64) }, (_, at) => at),
    }));
    const requests = fc.array(fc.oneof({ weight: 9, arbitrary: valid }, request), { maxLength: 8 });
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(requests, fc.nat(400), async (list, cut) => {
        const whole = JSON.stringify({ block_size: 64, requests: list });
        if ((await survives(whole)) > 0) kept += 1;
        await survives(whole.slice(0, cut));
        await survives(whole, { format: "kv-cache-tester", clampTokens: true, maxRows: 2 });
      }),
      { seed: 16, numRuns: 200 },
    );
    expect(kept).toBeGreaterThan(20);
  });

  it("may be a tar archive with any byte of it wrong", async () => {
    const whole = JSON.stringify({ block_size: 64, requests: [{ t: 0, in: 70, out: 1 }] });
    const archive = tarOf([
      ["a.json", whole.replace("}]", ',"hash_ids":[1]}]')],
      ["b.json", whole.replace("}]", ',"hash_ids":[1]}]')],
    ]);
    expect(await survives(archive)).toBe(2);
    await fc.assert(
      fc.asyncProperty(fc.nat(archive.length - 1), fc.nat(255), async (at, byte) => {
        const damaged = Buffer.from(archive);
        damaged[at] = byte;
        await survives(damaged);
        await survives(archive.subarray(0, at));
      }),
      { seed: 17, numRuns: 200 },
    );
  });
});
