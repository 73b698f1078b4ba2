import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadTrace } from "../../../scenarios/traces/loadTrace.ts";
import { traceSummary } from "../../../scenarios/traces/traceReport.ts";

// Skipped where the traces are absent: they are not part of the project.
const TRACES = "../shared/traces";
const CODE = `${TRACES}/azure-2023/AzureLLMInferenceTrace_code.csv`;
const CONV = `${TRACES}/azure-2023/AzureLLMInferenceTrace_conv_first_half.csv`;
const CONVERSATION = `${TRACES}/mooncake/conversation_trace.jsonl.gz`;
const SYNTHETIC = `${TRACES}/mooncake/synthetic_trace.jsonl`;
const ARXIV = `${TRACES}/vidur/arxiv_summarization_stats_llama2_tokenizer_filtered_v2.csv`;

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
  });

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
