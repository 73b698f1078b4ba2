import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadTrace } from "../../../scenarios/traces/loadTrace.ts";
import type { LoadOptions } from "../../../scenarios/traces/traceReport.ts";
import { traceFolder } from "./traceFile.ts";

const write = traceFolder();
const AZURE = "TIMESTAMP,ContextTokens,GeneratedTokens";
const GENERIC: LoadOptions = {
  columns: { arrival: "t", input: "in", output: "out" },
  timeUnit: "s",
};

async function load(content: string | Uint8Array, options: LoadOptions = {}) {
  const path = write("trace", content);
  const { trace, report } = await loadTrace(path, options);
  const sum = Object.values(report.dropped).reduce((total, count) => total + count, 0);
  expect(report.read).toBe(report.kept + sum);
  expect(trace.arrivalS.length).toBe(report.kept);
  return {
    report,
    trace,
    arrivalS: [...trace.arrivalS],
    input: [...trace.inputTokens],
    output: [...trace.outputTokens],
    cached: [...trace.cachedTokens],
  };
}

describe("lines and files", () => {
  const rows = ["2023-11-16 18:17:03.9799600,4808,10", "2023-11-16 18:17:04.0319600,3180,8"];

  for (const [what, content] of [
    ["LF", `${AZURE}\n${rows.join("\n")}\n`],
    ["CRLF without a final line end", `${AZURE}\r\n${rows.join("\r\n")}`],
    ["a byte order mark", `\ufeff${AZURE}\n${rows.join("\n")}\n`],
    ["blank lines before, between and after", `\n  \n${AZURE}\n\n${rows.join("\n\n")}\n\n \n\n`],
    ["semicolons", `${AZURE}\n${rows.join("\n")}`.replaceAll(",", ";")],
    [
      "quoted fields",
      `"${AZURE.replaceAll(",", '","')}"\n"${rows[0]}"\n`.replace(/,(\d)/g, '","$1') + rows[1],
    ],
  ] as const) {
    it(`reads ${what}`, async () => {
      const { arrivalS, input, output, report } = await load(content);
      expect(report.format).toBe("azure");
      expect(arrivalS).toEqual([0, 0.052]);
      expect(input).toEqual([4808, 3180]);
      expect(output).toEqual([10, 8]);
    });
  }

  it("knows gzip by its bytes, and digests the file as it lies on disk", async () => {
    const packed = gzipSync(`${AZURE}\n${rows.join("\n")}\n`);
    const { report } = await load(packed);
    expect(report.gzip).toBe(true);
    expect(report.kept).toBe(2);
    expect(report.bytes).toBe(packed.length);
    expect(report.sha256).toBe(createHash("sha256").update(packed).digest("hex"));
  });

  it("keeps a quoted field with separators, quotes and line ends in one row", async () => {
    const { input, report } = await load(
      't,text,in,out\n0,"a, ""b""\nand c",5,6\n1,plain,7,8\n',
      GENERIC,
    );
    expect(input).toEqual([5, 7]);
    expect(report.extraColumns).toEqual(["text"]);
  });

  it("counts a quote that never closes", async () => {
    const { report } = await load('t,in,out\n0,1,1\n1,"2,2\n2,3,3\n', GENERIC);
    expect(report.dropped).toEqual({ "quote never closed": 1 });
  });
});

describe("times", () => {
  it("reads every written form of one instant alike", async () => {
    const first = "2024-10-15T11:00:00Z";
    const forms = [
      "2024-10-15 12:00:00",
      "2024-10-15T12:00:00",
      "2024-10-15T12:00:00Z",
      "2024-10-15 12:00:00.0+00:00",
      "2024-10-15 20:00:00.000000000+08:00",
      "2024-10-15T20:00:00.000+0800",
      "2024-10-15T08:30:00-03:30",
      "2024-10-15t12:00:00z",
    ];
    const { arrivalS, report } = await load(
      `${AZURE}\n${[first, ...forms].map((time) => `${time},1,1`).join("\n")}`,
    );
    expect(arrivalS).toEqual([0, ...forms.map(() => 3600)]);
    expect(report.assumedUtc).toBe(true);
    expect(report.warnings.join()).toContain("UTC assumed");
  });

  it("says nothing of a zone where all times have one", async () => {
    const { report } = await load(`${AZURE}\n2024-05-12 00:00:00+00:00,1,1\n`);
    expect(report.assumedUtc).toBe(false);
    expect(report.firstTime).toBe("2024-05-12T00:00:00Z");
  });

  it("keeps one to nine digits of fraction exactly", async () => {
    const times = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `2024-02-29 00:00:01.${"1".repeat(n)}`);
    const { arrivalS } = await load(
      `${AZURE}\n2024-02-29 00:00:00,1,1\n${times.map((time) => `${time},1,1`).join("\n")}`,
    );
    expect(arrivalS.slice(1)).toEqual([
      1.1, 1.11, 1.111, 1.1111, 1.11111, 1.111111, 1.1111111, 1.11111111, 1.111111111,
    ]);
  });

  it("drops times that no calendar has", async () => {
    const bad = [
      "2023-02-29 00:00:00",
      "2023-13-01 00:00:00",
      "2023-01-01 25:00:00",
      "2023-01-01 00:00:00.1234567890",
      "2023-01-01 00:00:00+8",
      "16/11/2023 18:17",
      "noon",
    ];
    const { report } = await load(
      `${AZURE}\n2023-01-01 00:00:00,1,1\n${bad.map((time) => `${time},1,1`).join("\n")}\n,1,1\n`,
    );
    expect(report.dropped).toEqual({ "time unreadable": 7, "time empty": 1 });
  });

  it("starts at 0 whatever the file starts at, in the unit it was told", async () => {
    const content = "t,in,out\n5000,1,1\n7500,1,1\n";
    for (const [timeUnit, gapS] of [
      ["s", 2500],
      ["ms", 2.5],
      ["us", 0.0025],
    ] as const) {
      const { arrivalS, report } = await load(content, { ...GENERIC, timeUnit });
      expect(arrivalS).toEqual([0, gapS]);
      expect(report.lastTime).toBe(`7500 ${timeUnit}`);
    }
  });

  it("doubts a unit that gives an absurd span", async () => {
    const { report } = await load("t,in,out\n0,1,1\n1700000000,1,1\n", GENERIC);
    expect(report.warnings.join()).toContain("is the unit of time right?");
  });

  it("sorts rows that are out of order, keeps ties as they stand, and counts", async () => {
    const { arrivalS, input, report } = await load(
      "t,in,out\n3,1,1\n1,2,1\n2,3,1\n1,4,1\n3,5,1\n",
      GENERIC,
    );
    expect(arrivalS).toEqual([0, 0, 1, 2, 2]);
    expect(input).toEqual([2, 4, 3, 1, 5]);
    expect(report.inversions).toBe(2);
    expect(report.warnings.join()).toContain("rows sorted");
  });

  it("finds the tick of a coarse clock and only of that", async () => {
    const ticks = Array.from(
      { length: 60 },
      (_, i) => `${Math.floor(i / 4) * 3000 + (i > 31 ? 2 : 0)},1,1`,
    );
    const coarse = await load(`t,in,out\n${ticks.join("\n")}`, { ...GENERIC, timeUnit: "ms" });
    expect(coarse.report.tickS).toBe(3);
    const fine = await load(
      `t,in,out\n${ticks.map((_, i) => `${i * 731 + ((i * i) % 17)},1,1`).join("\n")}`,
      { ...GENERIC, timeUnit: "ms" },
    );
    expect(fine.report.tickS).toBeNull();
  });

  it("keeps the window asked for and starts it at 0", async () => {
    const content = "t,in,out\n10,1,1\n11,2,1\n12,3,1\n13,4,1\n";
    const { arrivalS, input, report } = await load(content, { ...GENERIC, fromS: 1, toS: 3 });
    expect(arrivalS).toEqual([0, 1]);
    expect(input).toEqual([2, 3]);
    expect(report.dropped).toEqual({ "outside the time window": 2 });
  });

  it("stops at the number of rows asked for, and still digests the whole file", async () => {
    const content = "t,in,out\n0,1,1\n1,2,1\n2,3,1\n";
    const { input, report } = await load(content, { ...GENERIC, maxRows: 2 });
    expect(input).toEqual([1, 2]);
    expect(report.read).toBe(2);
    expect(report.sha256).toBe(createHash("sha256").update(content).digest("hex"));
  });
});

describe("counts of tokens", () => {
  const values = ["0", "-4", "54.0", "5.5", "", "NaN", "x7", "2147483648", "1e2", "+3", "0x10"];
  const content = `t,in,out\n${values.map((value, i) => `${i},${value},9`).join("\n")}\n`;

  it("drops what is no count, each under its reason", async () => {
    const { input, report } = await load(content, GENERIC);
    expect(input).toEqual([54, 100, 3]);
    expect(report.dropped).toEqual({
      "input 0": 1,
      "input negative": 1,
      "input not a whole number": 1,
      "input empty": 1,
      "input not a number": 3,
      "input above 2^31 - 1": 1,
    });
  });

  it("mends what can be mended when asked to", async () => {
    const { input, report } = await load(content, { ...GENERIC, clampTokens: true });
    expect(input).toEqual([1, 1, 54, 6, 2_147_483_647, 100, 3]);
    expect(report.dropped).toEqual({ "input empty": 1, "input not a number": 3 });
    expect(report.clamped).toEqual({
      "input 0": 2,
      "input negative": 1,
      "input not a whole number": 1,
      "input above 2^31 - 1": 1,
    });
  });

  it("drops failed requests, or keeps them for their prefill", async () => {
    const failed = "t,in,out\n0,10,0\n1,20,5\n";
    expect((await load(failed, GENERIC)).report.dropped).toEqual({ "output 0": 1 });
    const kept = await load(failed, { ...GENERIC, outputZero: "keep" });
    expect(kept.output).toEqual([0, 5]);
  });

  it("counts a repeated header and rows with too few fields", async () => {
    const { report } = await load("t,in,out\n0,1,1\nt,in,out\n1,2\n2,3,4,5\n", GENERIC);
    expect(report.dropped).toEqual({ "header repeated": 1, "fields missing": 1 });
    expect(report.duplicateHeaders).toBe(1);
    expect(report.kept).toBe(2);
  });

  it("takes cached tokens from their column, never more than the prompt", async () => {
    const { cached, report } = await load("t,in,out,hit\n0,10,1,4\n1,10,1,40\n", {
      ...GENERIC,
      columns: { arrival: "t", input: "in", output: "out", cached: "hit" },
    });
    expect(cached).toEqual([4, 10]);
    expect(report.clamped).toEqual({ "cached above input": 1 });
  });
});

describe("formats", () => {
  it("reads the Azure 2025 multimodal header and says that images are not simulated", async () => {
    const { arrivalS, input, report } = await load(
      "TIMESTAMP,NumImages,ContextTokens,GeneratedTokens\n" +
        "2024-10-15T12:00:00.269Z,0,770,491\n2024-10-15T12:00:05.819Z,1,949,126\n",
    );
    expect(report.format).toBe("azure");
    expect(arrivalS).toEqual([0, 5.55]);
    expect(input).toEqual([770, 949]);
    expect(report.warnings.join()).toContain("NumImages is not simulated");
  });

  it("reads BurstGPT with six and with eight columns, by name", async () => {
    const six = await load(
      "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n" +
        "5,ChatGPT,472,18,490,Conversation log\n45,ChatGPT,12,0,12,API log\n",
    );
    expect(six.report).toMatchObject({ format: "burstgpt", dropped: { "output 0": 1 } });
    const eight = await load(
      "Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type\n" +
        "19440110.0,1722ac82-0a46,43,GPT-4,906,446,1352,Conversation log\n" +
        "19440111.0,,43,GPT-4,1,2,3,API log\n",
    );
    expect(eight.arrivalS).toEqual([0, 1]);
    expect(eight.input).toEqual([906, 1]);
    expect(eight.output).toEqual([446, 2]);
  });

  it("reads Vidur's processed traces", async () => {
    const { arrivalS, report } = await load(
      "arrived_at,num_prefill_tokens,num_decode_tokens\n0.0,4808,10\n0.05200000000000001,3180,8\n",
    );
    expect(report.format).toBe("vidur");
    expect(arrivalS[1]).toBeCloseTo(0.052, 12);
  });

  it("reads generic JSON lines, numbers as numbers or as texts", async () => {
    const { arrivalS, input } = await load(
      '{"t":"2024-01-01T00:00:00Z","in":"7","out":2}\n{"t":"2024-01-01T00:00:01Z","in":8,"out":2}\n',
      { ...GENERIC, timeUnit: "iso" },
    );
    expect(arrivalS).toEqual([0, 1]);
    expect(input).toEqual([7, 8]);
  });

  it("counts JSON rows that are broken, and a last line that is cut off", async () => {
    const { report } = await load(
      '{"t":0,"in":1,"out":1}\n[1]\nnull\n{"t":1,"in":1}\n{"t":2,"in":1,"o',
      GENERIC,
    );
    expect(report.dropped).toEqual({
      "not a JSON object": 2,
      "output empty": 1,
      "last line cut off": 1,
    });
    expect(report.warnings.join()).toContain("cut off");
  });

  const mooncake = (rows: readonly (readonly [time: number, input: number, ids: unknown])[]) =>
    rows
      .map(([timestamp, input_length, hash_ids]) =>
        JSON.stringify({ timestamp, input_length, output_length: 5, hash_ids }),
      )
      .join("\n");

  it("counts the cached prefix of an infinite cache, in order of arrival", async () => {
    const { cached, report } = await load(
      mooncake([
        [0, 1024, [0, 1]],
        [2000, 1100, [0, 1, 3]],
        [1000, 600, [0, 2]],
        [3000, 600, [0, 2]],
        [4000, 1100, [9, 1, 3]],
      ]),
    );
    // By time: new; block 0; blocks 0 and 1; all of it, the last block partial; nothing after 9.
    expect(cached).toEqual([0, 512, 1024, 600, 0]);
    expect(report).toMatchObject({
      format: "mooncake",
      blockReferences: 12,
      distinctBlocks: 7,
      recurringBlocks: 2,
    });
    expect(report.warnings.join()).toContain("2 blocks have an id that also stands behind another");
  });

  it("drops rows without block ids and refuses a wrong block size", async () => {
    const { report } = await load(
      mooncake([
        [0, 600, [0, 1]],
        [1, 600, undefined],
        [2, 600, []],
      ]),
    );
    expect(report.dropped).toEqual({ "hash_ids missing": 2 });
    for (const ids of [[0], [0, 1, 2]]) {
      await expect(load(mooncake([[0, 600, ids]]))).rejects.toMatchObject({ code: "CM-E0412" });
    }
  });
});
