import { byId, modelRow } from "./modelEntry.ts";

/** Language models with full, windowed or chunked attention, dense or mixture of experts. */
export const LANGUAGE_MODELS = byId([
  modelRow(["llama-3-8b", "Llama-3-8B"], ["aic", "2024", "A"], [8.03, 8.03], {
    ...{ layers: 32, hidden: 4096, heads: 32, kvHeads: 8, headDim: 128 },
    ...{ ffn: 14336, vocab: 128256, contextTokens: 8192 },
  }),
  modelRow(["llama-3-70b", "Llama-3-70B"], ["aic", "2024", "A"], [70.6, 70.6], {
    ...{ layers: 80, hidden: 8192, heads: 64, kvHeads: 8, headDim: 128 },
    ...{ ffn: 28672, vocab: 128256, contextTokens: 8192 },
  }),
  modelRow(
    ["llama-4-scout", "Llama-4-Scout", "llama-4-scout-17b-16e"],
    ["aic", "2025", "B", "layers without a chunk (1 in 4) from general knowledge"],
    [109, 17],
    {
      ...{ layers: 48, hidden: 5120, heads: 40, kvHeads: 8, headDim: 128 },
      ...{ ffn: 16384, vocab: 202048, contextTokens: 10485760 },
      ...{ experts: 16, activeExperts: 1, sharedExperts: 1, expertFfn: 8192, moeLayers: 48 },
      ...{ fullAttentionLayers: 12, windowTokens: 8192, chunkedWindow: true },
    },
  ),
  modelRow(
    ["llama-4-maverick", "Llama-4-Maverick", "llama-4-maverick-17b-128e"],
    ["aic", "2025", "B", "experts in every second layer; chunks as in Scout"],
    [400, 17],
    {
      ...{ layers: 48, hidden: 5120, heads: 40, kvHeads: 8, headDim: 128 },
      ...{ ffn: 16384, vocab: 202048, contextTokens: 1048576 },
      ...{ experts: 128, activeExperts: 1, sharedExperts: 1, expertFfn: 8192, moeLayers: 24 },
      ...{ fullAttentionLayers: 12, windowTokens: 8192, chunkedWindow: true },
    },
  ),
  modelRow(["mistral-nemo-12b", "Mistral-Nemo-12B"], ["infsim", "2024", "A"], [12.2, 12.2], {
    ...{ layers: 40, hidden: 5120, heads: 32, kvHeads: 8, headDim: 128 },
    ...{ ffn: 14336, vocab: 131072, contextTokens: 131072 },
  }),
  modelRow(
    ["mistral-large-2-123b", "Mistral-Large-2-123B", "mistral-large-2"],
    ["hf-configs", "2024", "A", "config.json first shipped max_position 32768, later 131072"],
    [122.6, 122.6],
    {
      ...{ layers: 88, hidden: 12288, heads: 96, kvHeads: 8, headDim: 128 },
      ...{ ffn: 28672, vocab: 32768, contextTokens: 131072 },
    },
  ),
  modelRow(["deepseek-v2-lite", "DeepSeek-V2-Lite"], ["infsim", "2024", "A"], [15.7, 2.4], {
    ...{ layers: 27, hidden: 2048, heads: 16, kvHeads: 16, headDim: 128 },
    ...{ ffn: 10944, vocab: 102400, contextTokens: 163840 },
    ...{ experts: 64, activeExperts: 6, sharedExperts: 2, expertFfn: 1408, moeLayers: 26 },
    ...{ attention: "mla", kvLora: 512, ropeDim: 64, nopeDim: 128, vDim: 128 },
  }),
  modelRow(["qwen3-0.6b", "Qwen3-0.6B"], ["aic", "2025", "A"], [0.6, 0.6], {
    ...{ layers: 28, hidden: 1024, heads: 16, kvHeads: 8, headDim: 128 },
    ...{ ffn: 3072, vocab: 151936, tiedEmbedding: true, contextTokens: 40960 },
  }),
  modelRow(
    ["qwen3-coder-480b-a35b", "Qwen3-Coder-480B-A35B", "qwen3-coder-480b"],
    ["aic", "2025", "A"],
    [480, 35],
    {
      ...{ layers: 62, hidden: 6144, heads: 96, kvHeads: 8, headDim: 128 },
      ...{ ffn: 8192, vocab: 151936, contextTokens: 262144 },
      ...{ experts: 160, activeExperts: 8, expertFfn: 2560, moeLayers: 62 },
    },
  ),
  modelRow(
    ["glm-4.5", "GLM-4.5", "glm-4.5-355b"],
    ["glm45", "2025", "A", "3 dense and 89 expert layers; the total includes the MTP layer"],
    [355, 32],
    {
      ...{ layers: 92, hidden: 5120, heads: 96, kvHeads: 8, headDim: 128 },
      ...{ ffn: 12288, vocab: 151552, contextTokens: 131072 },
      ...{ experts: 160, activeExperts: 8, sharedExperts: 1, expertFfn: 1536, moeLayers: 89 },
    },
  ),
  modelRow(
    ["gemma-2-27b", "Gemma-2-27B"],
    ["maxtext", "2024", "B", "MaxText pads the vocabulary to 256128"],
    [27.2, 27.2],
    {
      ...{ layers: 46, hidden: 4608, heads: 32, kvHeads: 16, headDim: 128 },
      ...{ ffn: 36864, vocab: 256000, tiedEmbedding: true, contextTokens: 8192 },
      ...{ fullAttentionLayers: 23, windowTokens: 4096 },
    },
  ),
  modelRow(
    ["gemma-3-27b", "Gemma-3-27B"],
    ["maxtext", "2025", "B", "the published total includes the vision encoder, 0.4 billion"],
    [27.4, 27.4],
    {
      ...{ layers: 62, hidden: 5376, heads: 32, kvHeads: 16, headDim: 128 },
      ...{ ffn: 21504, vocab: 262144, tiedEmbedding: true, contextTokens: 131072 },
      ...{ fullAttentionLayers: 10, windowTokens: 1024 },
    },
  ),
  modelRow(["phi-4-14b", "Phi-4-14B", "phi-4"], ["general-knowledge", "2024", "D"], [14.7, 14.7], {
    ...{ layers: 40, hidden: 5120, heads: 40, kvHeads: 10, headDim: 128 },
    ...{ ffn: 17920, vocab: 100352, contextTokens: 16384 },
  }),
  modelRow(
    ["gpt-3-175b", "GPT-3-175B", "gpt-3"],
    ["maxtext", "2020", "B", "the MLPerf variant pads the vocabulary to 50304"],
    [175, 175],
    {
      ...{ layers: 96, hidden: 12288, heads: 96, kvHeads: 96, headDim: 128 },
      ...{ ffn: 49152, gatedFfn: false, vocab: 50257, tiedEmbedding: true, contextTokens: 2048 },
    },
  ),
]);
