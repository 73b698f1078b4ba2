import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadTrace } from "../../../scenarios/traces/loadTrace.ts";
import { type LoadOptions, traceSummary } from "../../../scenarios/traces/traceReport.ts";
import { ids, request, session } from "./sessionFile.ts";
import { tarHeader, tarOf } from "./tarFile.ts";
import { traceFolder } from "./traceFile.ts";

const write = traceFolder();

async function load(content: string | Uint8Array, options: LoadOptions = {}) {
  const { trace, report } = await loadTrace(write("session", content), options);
  const { sessions, prefix } = trace;
  if (sessions === undefined || prefix === undefined) throw new Error("no sessions");
  return {
    report,
    arrivalS: [...trace.arrivalS],
    input: [...trace.inputTokens],
    output: [...trace.outputTokens],
    cached: [...trace.cachedTokens],
    begins: [...sessions.begins],
    waitS: [...sessions.waitS],
    parents: [...(sessions.parent ?? [])],
    prefix,
    spanS: trace.spanS,
  };
}

const GROWING = [
  request(5, 130, 7, { think_time: 0 }),
  request(9.5, 300, 8, { think_time: 3.5 }),
  request(20, 330, 9, { think_time: 10 }),
];

describe("a session of a coding agent", () => {
  it("becomes rows in order of its turns, from its first request on, with the waits", async () => {
    const found = await load(session(GROWING));
    expect(found).toMatchObject({
      arrivalS: [0, 4.5, 15],
      input: [130, 300, 330],
      output: [7, 8, 9],
      begins: [0, 3],
      waitS: [0, 3.5, 10],
      parents: [-1],
      spanS: 15,
    });
    expect(found.report).toMatchObject({
      format: "kv-cache-tester",
      recognised: true,
      read: 3,
      kept: 3,
      dropped: {},
      noted: {},
      sessions: 1,
      subAgentSessions: 0,
      blockReferences: 2 + 4 + 5,
      distinctBlocks: 5,
      tickS: null,
      warnings: [],
    });
    expect(traceSummary(found.report)).toContain("1 sessions, the longest 15 s");
  });

  it("shares whole blocks of 64 tokens: what is left of a prompt has no id", async () => {
    const { cached, prefix } = await load(session(GROWING));
    expect(cached).toEqual([0, 128, 256]);
    expect(prefix).toMatchObject({ blockTokens: 64, partialBlocks: false });
    expect([...prefix.parent]).toEqual([-1, 0, 1]);
    expect([...prefix.endTokens]).toEqual([128, 256, 320]);
    expect([...prefix.nodeOfRequest]).toEqual([0, 1, 2]);
  });

  it("has no node for a prompt shorter than a block", async () => {
    const { prefix, input } = await load(session([request(0, 63, 1), request(1, 64, 1)]));
    expect(input).toEqual([63, 64]);
    expect([...prefix.nodeOfRequest]).toEqual([-1, 0]);
  });

  it("keeps a turn whose context was compacted, behind the part that stayed", async () => {
    const compacted = request(30, 192, 3, { hash_ids: ids(192, 2) });
    const { cached, prefix } = await load(session([...GROWING, compacted]));
    expect(cached.at(-1)).toBe(64);
    expect([...prefix.parent]).toEqual([-1, 0, 1, 2, 0]);
    expect([...prefix.endTokens]).toEqual([64, 128, 256, 320, 192]);
  });

  it("counts what is missing and takes it as 0", async () => {
    const { waitS, output, report } = await load(
      session([
        request(0, 100, 0),
        request(1, 100, 5, { think_time: undefined, api_time: undefined }),
        request(2, 100, 5, { think_time: -3 }),
        request(3, 100, 5, { think_time: "later" }),
      ]),
    );
    expect(waitS).toEqual([0, 0, 0, 0]);
    expect(output).toEqual([0, 5, 5, 5]);
    expect(report.noted).toEqual({
      "output 0": 1,
      "think_time missing": 1,
      "think_time unusable": 2,
      "api_time missing": 1,
    });
    expect(report.warnings).toContain("output 0: 1; kept for their prefill");
    const without = await load(session([request(0, 100, 0), request(1, 90, 5)]), {
      outputZero: "drop",
    });
    expect(without.report.dropped).toEqual({ "output 0": 1 });
    expect(without.waitS).toEqual([0]);
  });

  it("drops requests that cannot be used, each under its reason", async () => {
    const { report, input } = await load(
      session([
        request(0, 100, 5),
        null,
        7,
        request(undefined, 100, 5),
        request("x", 100, 5),
        request(-1, 100, 5),
        request(1, -4, 5, { hash_ids: [] }),
        request(1, 2 ** 31, 5, { hash_ids: [1] }),
        request(1, 100.5, 5),
        request(1, 100, -5),
        request(1, 100, 5, { hash_ids: undefined }),
        request(1, 100, 5, { hash_ids: "1" }),
        request(2, 110, 5),
      ]),
    );
    expect(input).toEqual([100, 110]);
    expect(report.read).toBe(13);
    expect(report.dropped).toEqual({
      "not a JSON object": 2,
      "time empty": 1,
      "time unreadable": 1,
      "time negative": 1,
      "input negative": 1,
      "input above 2^31 - 1": 1,
      "input not a whole number": 1,
      "output negative": 1,
      "hash_ids missing": 2,
    });
  });

  it("sorts turns that are out of order, and says so", async () => {
    const { arrivalS, input, report } = await load(
      session([request(0, 100, 1), request(9, 140, 1), request(4, 120, 1)]),
    );
    expect(arrivalS).toEqual([0, 4, 9]);
    expect(input).toEqual([100, 120, 140]);
    expect(report.inversions).toBe(1);
    expect(report.warnings.join()).toContain("rows sorted");
  });
});

describe("a sub-agent", () => {
  const agent = {
    t: 60,
    type: "subagent",
    agent_id: "a",
    duration_ms: 20_000,
    requests: [
      request(0, 128, 3, { hash_ids: [70, 71] }),
      request(5, 192, 4, { hash_ids: [70, 71, 72] }),
    ],
  };

  it("is a session behind the one it works for, started its duration before its end", async () => {
    const other = { ...agent, t: 65, duration_ms: 25_000 };
    const { arrivalS, begins, parents, waitS, cached, report } = await load(
      session([request(2, 100, 1), agent, other, request(70, 130, 1)]),
    );
    expect(begins).toEqual([0, 2, 4, 6]);
    expect(parents).toEqual([-1, 0, 0]);
    expect(arrivalS).toEqual([0, 68, 38, 43, 38, 43]);
    expect(waitS).toEqual([0, 2, 0, 2, 0, 2]);
    // Block ids are shared within the file: the second agent finds what the first one computed.
    expect(cached).toEqual([0, 64, 0, 128, 128, 192]);
    expect(report).toMatchObject({ read: 6, kept: 6, sessions: 3, subAgentSessions: 2 });
  });

  it("may hand on a part of its task, or do nothing", async () => {
    const nested = { ...agent, requests: [...agent.requests, { ...agent, t: 15 }] };
    const idle = { type: "subagent", t: 3 };
    const { begins, parents, report } = await load(session([request(0, 100, 1), nested, idle]));
    expect(begins).toEqual([0, 1, 3, 5]);
    expect(parents).toEqual([-1, 0, 1]);
    expect(report.noted).toEqual({ "session without requests": 1 });
  });
});

describe("sessions together", () => {
  const first = session(GROWING);
  const second = session([request(0, 200, 4)], { id: "trace_2" });
  const both = { begins: [0, 3, 4], input: [130, 300, 330, 200], cached: [0, 128, 256, 0] };

  function folder(name: string, files: readonly (readonly [string, string | Uint8Array])[]) {
    const path = join(dirname(write("beside", "")), name);
    mkdirSync(path);
    for (const [file, content] of files) writeFileSync(join(path, file), content);
    return path;
  }

  async function columns(path: string) {
    const { trace, report } = await loadTrace(path);
    const plain = {
      begins: [...(trace.sessions?.begins ?? [])],
      input: [...trace.inputTokens],
      cached: [...trace.cachedTokens],
    };
    return { plain, prefix: trace.prefix, report, sha256: trace.sha256 };
  }

  it("are read from a folder by name; block ids mean nothing beyond their file", async () => {
    const path = folder("two", [
      ["b.json", gzipSync(second)],
      ["a.json", first],
      ["notes.txt", "not a session"],
    ]);
    const { plain, prefix, sha256, report } = await columns(path);
    expect(plain).toEqual(both);
    expect([...(prefix?.parent ?? [])]).toEqual([-1, 0, 1, -1]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(report.gzip).toBe(true);
    expect((await columns(path)).sha256).toBe(sha256);
  });

  it("are read from a tar archive, packed or not, long names and folders passed over", async () => {
    const long = `${"deep/".repeat(40)}b.json`;
    const parts = [
      tarHeader("sessions/", 0, "5"),
      tarOf([["sessions/a.json", first]]).subarray(0, -1024),
      tarOf([["._a.json", "resource fork"]]).subarray(0, -1024),
      tarHeader("././@LongLink", long.length, "L"),
      Buffer.from(long.padEnd(512, "\0")),
      tarOf([["cut", second]]),
    ];
    const archive = Buffer.concat(parts);
    expect((await columns(write("s.tar", archive))).plain).toEqual(both);
    expect((await columns(write("s.tgz", gzipSync(archive)))).plain).toEqual(both);
  });

  it("are read one per line, and pretty-printed when alone", async () => {
    expect((await columns(write("lines", `${first}\n${second}\n`))).plain).toEqual(both);
    const pretty = JSON.stringify(JSON.parse(first), null, 2);
    expect((await columns(write("pretty", `\ufeff${pretty}`))).plain.begins).toEqual([0, 3]);
  });

  it("stop after the number of rows asked for", async () => {
    const path = write("lines", `${first}\n${second}\n`);
    const { trace, report } = await loadTrace(path, { maxRows: 2 });
    expect([...(trace.sessions?.begins ?? [])]).toEqual([0, 2]);
    expect(report).toMatchObject({ read: 2, kept: 2 });
    expect(report.warnings.join()).toContain("stopped after 2 kept rows");
    const all = await loadTrace(path, { maxRows: 4 });
    expect(all.report.warnings).toEqual([]);
    const one = folder("cut", [
      ["a.json", first],
      ["b.json", second],
    ]);
    const cut = await loadTrace(one, { maxRows: 3 });
    expect(cut.report).toMatchObject({ kept: 3, sessions: 1 });
    expect(cut.report.warnings.join()).toContain("stopped after 3 kept rows");
    expect(cut.trace.sha256).toBe((await loadTrace(one)).trace.sha256);
  });

  it("without requests are left out with a warning, and refused when there is nothing else", async () => {
    const { plain, report } = await columns(write("lines", `${session([])}\n${second}\n`));
    expect(plain.begins).toEqual([0, 1]);
    expect(report.warnings).toContain("session without requests: 1; left out");
    await expect(loadTrace(write("one", session([])))).rejects.toMatchObject({
      code: "CM-E0411",
      message: expect.stringContaining("sessions without requests"),
    });
  });
});

describe("what is no session gets one clear line", () => {
  const whole = session(GROWING);
  for (const [what, content, code, words] of [
    ["one that is cut off", whole.slice(0, -20), "CM-E0417", "cut off"],
    ["another block size", whole.replace(":64", ":32"), "CM-E0412", "block_size 32; expected 64"],
    ["ids of another scope", whole.replace("local", "global"), "CM-E0417", "hash_id_scope"],
    [
      "a prompt with as many ids as a partial block would give it",
      session([request(0, 100, 1, { hash_ids: [1, 2] })]),
      "CM-E0412",
      "request 1 has 2 block ids for a prompt of 100 tokens; expected 1 blocks of 64",
    ],
    [
      "ids that are none",
      session([request(0, 100, 1, { hash_ids: [null] })]),
      "CM-E0412",
      "block id null in request 1",
    ],
    ["requests that are no list", whole.replace(/\[\{.*\}\]/, "7"), "CM-E0417", "no session"],
    [
      "an archive of something else",
      tarOf([["a.json", '{"timestamp":1}']]),
      "CM-E0417",
      "a.json: no session",
    ],
    ["an archive without sessions", tarOf([["a.csv", "a,b"]]), "CM-E0417", "without .json files"],
    [
      "an archive that is cut off",
      tarOf([["a.json", whole]]).subarray(0, 700),
      "CM-E0407",
      "cut off",
    ],
    [
      "a pointer in an archive",
      tarOf([["a.json", "version https://git-lfs.github.com/spec/v1"]]),
      "CM-E0404",
      "a.json: a Git-LFS pointer",
    ],
  ] as const) {
    it(what, async () => {
      await expect(loadTrace(write("file", content))).rejects.toMatchObject({
        name: "TraceError",
        code,
        message: expect.stringContaining(words),
      });
    });
  }

  it("a pointer, a web page and an empty file given as sessions", async () => {
    const options = { format: "kv-cache-tester" } as const;
    for (const [content, code] of [
      ["version https://git-lfs.github.com/spec/v1\n", "CM-E0404"],
      ["<!doctype html>", "CM-E0405"],
      ["", "CM-E0403"],
      ["t,in,out\n", "CM-E0417"],
      ["[]", "CM-E0417"],
    ] as const) {
      await expect(loadTrace(write("file", content), options)).rejects.toMatchObject({ code });
    }
  });

  it("a window of time: sessions have no common clock", async () => {
    const path = write("file", whole);
    await expect(loadTrace(path, { toS: 60 })).rejects.toMatchObject({ code: "CM-E0418" });
  });

  it("an archive given in another format", async () => {
    const path = write("file", tarOf([["a.csv", "a,b"]]));
    await expect(loadTrace(path, { format: "azure" })).rejects.toMatchObject({
      code: "CM-E0406",
      message: expect.stringContaining("tar archive"),
    });
  });
});
