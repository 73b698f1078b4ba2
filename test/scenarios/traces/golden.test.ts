import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadTrace } from "../../../scenarios/traces/loadTrace.ts";
import { traceSummary } from "../../../scenarios/traces/traceReport.ts";
import type { TraceColumns } from "../../../sim/plan.ts";

// Skipped where the traces are absent: they are not part of the project.
const TRACES = "../shared/traces";
const CODE = `${TRACES}/azure-2023/AzureLLMInferenceTrace_code.csv`;
const CONV = `${TRACES}/azure-2023/AzureLLMInferenceTrace_conv_first_half.csv`;
const CONVERSATION = `${TRACES}/mooncake/conversation_trace.jsonl.gz`;
const SYNTHETIC = `${TRACES}/mooncake/synthetic_trace.jsonl`;
const AGENTS = `${TRACES}/claude-code`;
const AGENTS_ARCHIVE = `${AGENTS}/sessions.tar.xz`;
const ARXIV = `${TRACES}/vidur/arxiv_summarization_stats_llama2_tokenizer_filtered_v2.csv`;

/** Share of prompt blocks that an infinite cache finds; a partial block found counts as one. */
function reusedBlocks({ inputTokens, cachedTokens }: TraceColumns, blockTokens: number): number {
  let blocks = 0;
  let found = 0;
  const round = blockTokens === 64 ? Math.floor : Math.ceil;
  inputTokens.forEach((input, i) => {
    blocks += round(input / blockTokens);
    found += round(cachedTokens[i]! / blockTokens);
  });
  return found / blocks;
}

/** The archive unpacked, or null where that cannot be done. */
function unpacked(archive: string): string | null {
  if (!existsSync(archive)) return null;
  const folder = mkdtempSync(join(tmpdir(), "sessions-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  try {
    execFileSync("tar", ["xf", archive, "-C", folder], { stdio: "ignore" });
    return readdirSync(folder).length > 0 ? folder : null;
  } catch {
    return null;
  }
}

function quantile(values: Iterable<number>, level: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = level * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  return low + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - low);
}

describe("golden numbers of the real traces", () => {
  it.skipIf(!existsSync(CODE))("Azure 2023 code: rows, tokens and last time", async () => {
    const { trace, report } = await loadTrace(CODE);
    expect(report).toMatchObject({
      format: "azure",
      recognised: true,
      read: 8819,
      kept: 8819,
      dropped: {},
      inversions: 0,
      sumInput: 18_059_974,
      sumOutput: 245_896,
      maxInput: 7437,
      maxOutput: 1899,
      assumedUtc: true,
      firstTime: "2023-11-16T18:17:03.97996Z",
      tickS: null,
      gzip: false,
    });
    expect(trace.arrivalS[0]).toBe(0);
    expect(trace.arrivalS.at(-1)).toBe(3435.948056);
    expect(trace.arrivalS.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(trace.cachedTokens.every((tokens) => tokens === 0)).toBe(true);
    expect(traceSummary(report)).toBe(
      "format azure (recognised); read 8,819 = kept 8,819 + dropped 0; " +
        "2023-11-16T18:17:03.97996Z to 2023-11-16T19:14:19.928016Z, span 3,436 s",
    );
  });

  it.skipIf(!existsSync(CONV))("Azure 2023 conversation, first half: rows and rate", async () => {
    const { trace, report } = await loadTrace(CONV);
    expect(report).toMatchObject({ read: 9739, kept: 9739, dropped: {} });
    expect(trace.arrivalS.length / trace.spanS).toBeCloseTo(5.56, 1);
  });

  it.skipIf(!existsSync(CONVERSATION))("Mooncake conversation: blocks, reuse, ticks", async () => {
    const { trace, report } = await loadTrace(CONVERSATION);
    expect(report).toMatchObject({
      format: "mooncake",
      read: 12_031,
      kept: 12_031,
      sumInput: 144_793_823,
      sumOutput: 4_122_048,
      lastTime: "3536999 ms",
      blockReferences: 288_500,
      distinctBlocks: 182_790,
      tickS: 3,
      gzip: true,
    });
    expect(trace.arrivalS.at(-1)).toBe(3536.999);
    const cached = trace.cachedTokens.reduce((sum, tokens) => sum + tokens, 0);
    expect(cached / report.sumInput).toBeCloseTo(0.374, 3);
    expect(report.warnings.join()).toContain("ticks of 3 s");
    expect(trace.prefix).toMatchObject({ blockTokens: 512, partialBlocks: true });
    expect(trace.prefix?.parent.length).toBe(15_787);
    expect(reusedBlocks(trace, 512)).toBeCloseTo(0.366, 3);
  });

  it.skipIf(!existsSync(SYNTHETIC))("Mooncake synthetic: real times, no ticks", async () => {
    const { trace, report } = await loadTrace(SYNTHETIC, { format: "mooncake" });
    expect(report).toMatchObject({
      recognised: false,
      kept: 3993,
      sumInput: 61_194_628,
      sumOutput: 595_432,
      blockReferences: 121_877,
      distinctBlocks: 43_924,
      tickS: null,
      warnings: [],
    });
    expect(trace.arrivalS.at(-1)).toBe(1022.025);
    expect(reusedBlocks(trace, 512)).toBeCloseTo(0.6396, 4);
  });

  it.skipIf(!existsSync(AGENTS))(
    "coding-agent sessions, six loose ones: turns, reuse",
    async () => {
      const { trace, report } = await loadTrace(AGENTS);
      expect(report).toMatchObject({
        format: "kv-cache-tester",
        recognised: true,
        read: 39,
        kept: 39,
        dropped: {},
        noted: { "api_time missing": 3, "think_time missing": 3 },
        sessions: 6,
        subAgentSessions: 0,
        sumInput: 1_433_081,
        sumOutput: 22_226,
        blockReferences: 22_371,
        distinctBlocks: 4713,
        recurringBlocks: 0,
      });
      expect(reusedBlocks(trace, 64)).toBeCloseTo(17_658 / 22_371, 12);
      expect(trace.prefix?.endTokens[trace.prefix.nodeOfRequest[0]!]).toBe(
        Math.floor(trace.inputTokens[0]! / 64) * 64,
      );
    },
  );

  const folder = unpacked(AGENTS_ARCHIVE);
  it.skipIf(folder === null)(
    "coding-agent sessions, the archive: turns, waits, sub-agents, reuse",
    async () => {
      const { trace, report } = await loadTrace(folder ?? "");
      expect(report).toMatchObject({
        read: 18_758,
        kept: 18_758,
        dropped: {},
        noted: { "output 0": 8, "api_time missing": 1744, "think_time missing": 67 },
        inversions: 0,
        sessions: 286 + 25,
        subAgentSessions: 25,
        maxInput: 878_882,
        sumInput: 2_246_488_922,
        sumOutput: 8_330_231,
        blockReferences: 35_092_108,
        distinctBlocks: 35_092_108 - 33_746_320,
        recurringBlocks: 0,
      });
      expect(reusedBlocks(trace, 64)).toBeCloseTo(33_746_320 / 35_092_108, 12);
      // A session with its sub-agents is one file: 41.5, 230.5 and at most 409 requests.
      const { begins, parent, waitS } = trace.sessions!;
      const requests: number[] = [];
      for (let i = 0; i + 1 < begins.length; i++) {
        const rows = begins[i + 1]! - begins[i]!;
        if (parent?.[i] === -1) requests.push(rows);
        else requests[requests.length - 1]! += rows;
      }
      expect(requests.length).toBe(286);
      expect(quantile(requests, 0.5)).toBe(41.5);
      expect(quantile(requests, 0.95)).toBe(230.5);
      expect(Math.max(...requests)).toBe(409);
      const waits = waitS.filter((_, row) => !begins.includes(row));
      expect(quantile(waits, 0.5)).toBe(10);
      expect(quantile(waits, 0.95)).toBe(489);
      const hits = Array.from(
        trace.cachedTokens,
        (tokens, i) => Math.floor(tokens / 64) / Math.floor(trace.inputTokens[i]! / 64),
      );
      expect(quantile(hits, 0.5)).toBeCloseTo(0.993, 3);
    },
  );

  it.skipIf(!existsSync(AGENTS_ARCHIVE))(
    "coding-agent sessions, packed: how to unpack",
    async () => {
      await expect(loadTrace(AGENTS_ARCHIVE)).rejects.toMatchObject({
        code: "CM-E0406",
        fix: expect.stringContaining("tar xf"),
      });
    },
  );

  it.skipIf(!existsSync(ARXIV))("Vidur lengths: refused as a trace, read as lengths", async () => {
    await expect(loadTrace(ARXIV)).rejects.toMatchObject({ code: "CM-E0413" });
    const { trace, report } = await loadTrace(ARXIV, { lengthsOnly: true });
    expect(report).toMatchObject({ format: "vidur", kept: 28_257, firstTime: null, spanS: 0 });
    const longest = trace.inputTokens.reduce(
      (most, input, i) => Math.max(most, input + trace.outputTokens[i]!),
      0,
    );
    expect(longest).toBe(4096);
  });
});
