import { describe, expect, it } from "vitest";
import { loadTrace } from "../../../scenarios/traces/loadTrace.ts";
import type { LoadOptions } from "../../../scenarios/traces/traceReport.ts";
import { traceFolder } from "./traceFile.ts";

const write = traceFolder();

type Row = readonly [time: number, input: number, ids: readonly unknown[]];

function bailian(rows: readonly Row[]): string {
  return rows
    .map(([timestamp, input_length, hash_ids], chat_id) =>
      JSON.stringify({
        chat_id,
        parent_chat_id: chat_id - 1,
        timestamp,
        input_length,
        output_length: 5,
        type: "text",
        turn: chat_id + 1,
        hash_ids,
      }),
    )
    .join("\n");
}

const load = (content: string, options: LoadOptions = {}) =>
  loadTrace(write("mooncake_blksz_512.jsonl", content), options);

describe("a Bailian trace", () => {
  it("is told by its keys, and counts seconds and blocks of 16 tokens", async () => {
    const { trace, report } = await load(
      bailian([
        [1.5, 40, [7, 8, 9]],
        [3.25, 48, [7, 8, 10]],
        [4, 48, [7, 8, 10]],
      ]),
    );
    expect(report).toMatchObject({
      format: "bailian",
      recognised: true,
      kept: 3,
      blockReferences: 9,
      distinctBlocks: 4,
      recurringBlocks: 0,
      lastTime: "4 s",
      extraColumns: ["chat_id", "parent_chat_id", "type", "turn"],
    });
    expect([...trace.arrivalS]).toEqual([0, 1.75, 2.5]);
    expect([...trace.cachedTokens]).toEqual([0, 32, 48]);
    expect(trace.prefix).toMatchObject({ blockTokens: 16, partialBlocks: true });
    expect([...(trace.prefix?.endTokens ?? [])]).toEqual([32, 40, 48]);
    expect(trace.sessions).toBeUndefined();
  });

  it("may leave out partial blocks, in all its rows", async () => {
    const { trace } = await load(
      bailian([
        [0, 32, [7, 8]],
        [1, 40, [7, 8]],
        [2, 15, []],
      ]),
    );
    expect(trace.prefix?.partialBlocks).toBe(false);
    expect([...(trace.prefix?.nodeOfRequest ?? [])]).toEqual([0, 0, -1]);
    expect([...trace.cachedTokens]).toEqual([0, 32, 0]);
  });

  it("must follow one rule for partial blocks", async () => {
    for (const [one, other] of [
      [[1], [1, 2]],
      [[1, 2], [1]],
    ] as const) {
      const rows: Row[] = [
        [0, 16, [1]],
        [1, 20, one],
        [2, 20, other],
      ];
      await expect(load(bailian(rows))).rejects.toMatchObject({
        code: "CM-E0412",
        message: expect.stringMatching(/line 3 has .* as the prompts before (do not )?count a/),
      });
    }
  });

  it("has ids of single blocks: one that recurs behind another beginning is another block", async () => {
    const { trace, report } = await load(
      bailian([
        [0, 48, [1, 2, 3]],
        [1, 48, [4, 2, 3]],
        [2, 64, [4, 2, 3, 3]],
        [3, 64, [4, 2, 3, 3]],
      ]),
    );
    expect([...trace.cachedTokens]).toEqual([0, 0, 48, 64]);
    expect(report).toMatchObject({ distinctBlocks: 7, recurringBlocks: 3 });
    expect([...(trace.prefix?.parent ?? [])]).toEqual([-1, -1, 1]);
  });

  it("is never taken for Mooncake's, nor the other way round", async () => {
    const rows = bailian([[0, 600, [1, 2]]]);
    await expect(load(rows)).rejects.toMatchObject({ code: "CM-E0412" });
    await expect(load(rows, { format: "mooncake" })).rejects.toMatchObject({
      code: "CM-E0409",
      message: expect.stringContaining("chat_id"),
    });
    const bare = '{"timestamp":0,"input_length":32,"output_length":5,"hash_ids":[1,2]}';
    await expect(load(bare)).rejects.toMatchObject({
      code: "CM-E0412",
      fix: expect.stringContaining("Bailian has blocks of 16"),
    });
    expect((await load(bare, { format: "bailian" })).report.recognised).toBe(false);
  });

  it("accounts for rows that cannot be used", async () => {
    const { report } = await load(
      [
        bailian([
          [0, 32, [7, 8]],
          [-1, 32, [7, 8]],
          [1, 32, []],
          [2, 0, []],
        ]),
        '{"chat_id":9,"timestamp":"x","input_length":16,"output_length":5,"hash_ids":[1]}',
        '{"chat_id":9,"timest',
      ].join("\n"),
    );
    expect(report.dropped).toEqual({
      "time negative": 1,
      "hash_ids missing": 1,
      "input 0": 1,
      "time unreadable": 1,
      "last line cut off": 1,
    });
  });
});
