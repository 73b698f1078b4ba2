import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { splitTraceArgument } from "../../../scenarios/traces/formats.ts";
import { loadTrace } from "../../../scenarios/traces/loadTrace.ts";
import { TRACE_ERROR_HELP, TraceError } from "../../../scenarios/traces/traceError.ts";
import type { LoadOptions } from "../../../scenarios/traces/traceReport.ts";
import { traceFolder } from "./traceFile.ts";

const write = traceFolder();

async function refusal(path: string, options: LoadOptions = {}): Promise<TraceError> {
  const error = await loadTrace(path, options).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TraceError)) throw new Error(`expected a TraceError, got ${error}`);
  expect(error.message).not.toMatch(/\n/);
  expect(error.message.length).toBeLessThan(500);
  expect(error.fix).not.toBe("");
  return error;
}

describe("a file that is no trace gets one clear line", () => {
  const packed = gzipSync("TIMESTAMP,ContextTokens,GeneratedTokens\n".repeat(2000));
  for (const [what, content, code, words] of [
    ["an empty file", "", "CM-E0403", "empty"],
    ["blank lines only", "\n \n\r\n", "CM-E0403", "empty"],
    [
      "a Git-LFS pointer",
      "version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
      "CM-E0404",
      "Git-LFS",
    ],
    ["a web page", "\n<!DOCTYPE html>\n<html></html>\n", "CM-E0405", "web page"],
    ["a zip archive", "PK\u0003\u0004rest", "CM-E0406", "zip"],
    ["a Parquet file", "PAR1\u0000\u0000", "CM-E0406", "Parquet"],
    ["UTF-16", Buffer.from("\ufefft,in,out\n", "utf16le"), "CM-E0406", "UTF-16"],
    [
      "binary junk",
      Buffer.from(Array.from({ length: 999 }, (_, i) => 128 + ((i * 37) % 127))),
      "CM-E0409",
      "not recognised",
    ],
    ["zero bytes", Buffer.alloc(5000), "CM-E0406", "binary"],
    ["a cut gzip file", packed.subarray(0, packed.length - 20), "CM-E0407", "gzip"],
    ["gzip inside gzip", gzipSync(packed), "CM-E0406", "gzip inside gzip"],
    [
      "a header without rows",
      "TIMESTAMP,ContextTokens,GeneratedTokens\n",
      "CM-E0411",
      "without rows",
    ],
    ["an unknown header", "a,b,c\n1,2,3\n", "CM-E0409", "a, b, c"],
    ["a JSON list", '[{"timestamp":0}]\n', "CM-E0409", "no JSON object"],
    ["pretty-printed JSON", '{\n  "timestamp": 0\n}\n', "CM-E0409", "no JSON object"],
    [
      "an xz archive",
      Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]),
      "CM-E0406",
      "an xz archive",
    ],
  ] as const) {
    it(what, async () => {
      const error = await refusal(write("file", content));
      expect(error.code).toBe(code);
      expect(error.message).toContain(words);
    });
  }

  it("a missing file and a folder", async () => {
    const here = dirname(write("file", ""));
    expect((await refusal(join(here, "absent"))).message).toContain("no such file");
    mkdirSync(join(here, "folder"));
    expect((await refusal(join(here, "folder"))).message).toContain("is a folder");
  });

  it("a line of 40 MB, named by its number, without holding the file", async () => {
    const path = write("long", `t,in,out\n${"7".repeat(40 * 2 ** 20)}`);
    const error = await refusal(path, {
      columns: { arrival: "t", input: "in", output: "out" },
      timeUnit: "s",
    });
    expect(error.code).toBe("CM-E0408");
    expect(error.message).toContain("line 2");
  });

  it("a missing column, named with the line that should have it", async () => {
    const path = write("file", "\nTIMESTAMP,ContextTokens\n");
    const error = await refusal(path, { format: "azure" });
    expect(error.code).toBe("CM-E0410");
    expect(error.message).toContain('"GeneratedTokens"; line 2 has TIMESTAMP, ContextTokens');
  });

  it("a format that the file does not have", async () => {
    expect((await refusal(write("file", "a,b\n"), { format: "mooncake" })).code).toBe("CM-E0409");
    expect((await refusal(write("file", '{"a":1}\n'), { format: "azure" })).code).toBe("CM-E0409");
  });

  it("a generic trace without columns or unit: the unit is never guessed", async () => {
    const path = write("file", "t,in,out\n1,2,3\n");
    expect((await refusal(path, { format: "csv" })).code).toBe("CM-E0415");
    const columns = { arrival: "t", input: "in", output: "out" };
    const error = await refusal(path, { columns });
    expect(error.message).toContain('unit of the time column "t" not given');
  });

  it("rows of which none can be used, with the reasons", async () => {
    const path = write("file", "t,in,out\n1,0,3\nx,2,3\n");
    const columns = { arrival: "t", input: "in", output: "out" };
    const error = await refusal(path, { columns, timeUnit: "s" });
    expect(error.message).toContain("none of 2 rows can be used (input 0: 1, time unreadable: 1)");
  });

  it("every code has its help", () => {
    for (const help of Object.values(TRACE_ERROR_HELP)) expect(help).toMatch(/\.$/);
  });
});

describe("FILE:format", () => {
  it("takes a known format off the end and leaves every other colon alone", () => {
    expect(splitTraceArgument("a/b.csv:azure")).toEqual({ path: "a/b.csv", format: "azure" });
    expect(splitTraceArgument("a:b.csv")).toEqual({ path: "a:b.csv", format: undefined });
    expect(splitTraceArgument("b.csv")).toEqual({ path: "b.csv", format: undefined });
  });
});
