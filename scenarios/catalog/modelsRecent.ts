import { byId, modelRow } from "./modelEntry.ts";

/** Language models of 2025-2026 whose attention reads a part of the context, and their peers. */
export const RECENT_MODELS = byId([
  modelRow(
    ["deepseek-v3.2", "DeepSeek-V3.2"],
    ["aic", "2025", "A", "sparse attention: an index in FP8 (132 bytes a layer) picks 2048 tokens"],
    [671, 37],
    {
      ...{ layers: 61, hidden: 7168, heads: 128, kvHeads: 128, headDim: 128 },
      ...{ ffn: 18432, vocab: 129280, contextTokens: 163840 },
      ...{ experts: 256, activeExperts: 8, sharedExperts: 1, expertFfn: 2048, moeLayers: 58 },
      ...{ attention: "mla", qLora: 1536, kvLora: 512, ropeDim: 64, nopeDim: 128, vDim: 128 },
      ...{ sparseLayers: 61, sparseTokens: 2048, indexHeads: 64, indexDim: 128, indexBytes: 132 },
    },
  ),
  modelRow(
    ["deepseek-v4-pro", "DeepSeek-V4-Pro"],
    [
      "aic",
      "2026",
      "B",
      "one 512-wide latent is key and value; 30 layers keep one entry per 4 tokens and pick 1024, 31 keep one per 128; every layer keeps a window of 128; index 16 bytes per token; active count from memory; the MTP layer is left out of the columns",
    ],
    [1600, 49],
    {
      ...{ layers: 61, hidden: 7168, heads: 128, kvHeads: 1, headDim: 512 },
      ...{ ffn: 0, vocab: 129280, contextTokens: 1048576 },
      ...{ experts: 384, activeExperts: 6, sharedExperts: 1, expertFfn: 3072, moeLayers: 61 },
      ...{ attention: "sparse", qLora: 1536, ropeDim: 64, outGroups: 16, outLora: 1024 },
      ...{ fullAttentionLayers: 0, windowTokens: 128, coarseLayers: 31, coarseRatio: 128 },
      ...{ sparseLayers: 30, sparseTokens: 1024, sparseRatio: 4 },
      ...{ indexHeads: 64, indexDim: 128, indexBytes: 16 },
    },
  ),
  modelRow(
    ["deepseek-v4-flash", "DeepSeek-V4-Flash"],
    [
      "aic",
      "2026",
      "A",
      "as V4-Pro with 21 picking layers (512 entries), 20 coarse ones and 2 with a window only",
    ],
    [284, 13],
    {
      ...{ layers: 43, hidden: 4096, heads: 64, kvHeads: 1, headDim: 512 },
      ...{ ffn: 0, vocab: 129280, contextTokens: 1048576 },
      ...{ experts: 256, activeExperts: 6, sharedExperts: 1, expertFfn: 2048, moeLayers: 43 },
      ...{ attention: "sparse", qLora: 1024, ropeDim: 64, outGroups: 8, outLora: 1024 },
      ...{ fullAttentionLayers: 0, windowTokens: 128, coarseLayers: 20, coarseRatio: 128 },
      ...{ sparseLayers: 21, sparseTokens: 512, sparseRatio: 4 },
      ...{ indexHeads: 64, indexDim: 128, indexBytes: 16 },
    },
  ),
  modelRow(
    ["glm-5.2", "GLM-5.2"],
    [
      "aic",
      "2026",
      "D",
      "published totals from memory (Hugging Face shows 753 billion with the MTP layer); index (32 heads of 128, 2048 tokens picked, 132 bytes) as remembered of GLM-5",
    ],
    [745, 40],
    {
      ...{ layers: 78, hidden: 6144, heads: 64, kvHeads: 64, headDim: 256 },
      ...{ ffn: 12288, vocab: 154880, contextTokens: 1048576 },
      ...{ experts: 256, activeExperts: 8, sharedExperts: 1, expertFfn: 2048, moeLayers: 75 },
      ...{ attention: "mla", qLora: 2048, kvLora: 512, ropeDim: 64, nopeDim: 192, vDim: 256 },
      ...{ sparseLayers: 78, sparseTokens: 2048, indexHeads: 32, indexDim: 128, indexBytes: 132 },
    },
  ),
  modelRow(
    ["minimax-m2.5", "MiniMax-M2.5"],
    ["aic", "2026", "A", "230 and 10 billion are quoted for M2"],
    [230, 10],
    {
      ...{ layers: 62, hidden: 3072, heads: 48, kvHeads: 8, headDim: 128 },
      ...{ ffn: 1536, vocab: 200064, contextTokens: 196608 },
      ...{ experts: 256, activeExperts: 8, expertFfn: 1536, moeLayers: 62 },
    },
  ),
  modelRow(
    ["minimax-m3", "MiniMax-M3"],
    [
      "aic",
      "2026",
      "D",
      "totals not looked up (Hugging Face shows 427 billion); block-sparse attention of 57 layers is counted as full attention",
    ],
    [430, 23],
    {
      ...{ layers: 60, hidden: 6144, heads: 64, kvHeads: 4, headDim: 128 },
      ...{ ffn: 12288, vocab: 200064, contextTokens: 1048576 },
      ...{ experts: 128, activeExperts: 4, sharedExperts: 1, expertFfn: 3072, moeLayers: 57 },
    },
  ),
  modelRow(
    ["gemma-4-26b-a4b", "Gemma-4-26B-A4B", "gemma-4-26b"],
    ["aic", "2026", "A", "every layer has a dense FFN beside its experts; totals are nominal"],
    [26, 4],
    {
      ...{ layers: 30, hidden: 2816, heads: 16, kvHeads: 8, headDim: 256 },
      ...{ ffn: 2112, ffnLayers: 30, vocab: 262144, tiedEmbedding: true, contextTokens: 262144 },
      ...{ experts: 128, activeExperts: 8, expertFfn: 704, moeLayers: 30 },
      ...{ fullAttentionLayers: 5, windowTokens: 1024, fullHeadDim: 512, fullKvHeads: 2 },
    },
  ),
]);
