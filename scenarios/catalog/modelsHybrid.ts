import { byId, modelRow } from "./modelEntry.ts";

/** State-space models, and hybrids that keep a state in most layers and context in a few. */
export const HYBRID_MODELS = byId([
  modelRow(
    ["kimi-k3", "Kimi-K3"],
    [
      "aic",
      "2026",
      "B",
      "experts work in a latent width of 3584; 69 linear layers of 96 heads x 128 and gated outputs as remembered, in agreement with the published count",
    ],
    [2800, 105],
    {
      ...{ layers: 93, hidden: 7168, heads: 96, kvHeads: 96, headDim: 128 },
      ...{ ffn: 33792, vocab: 163840, contextTokens: 1048576 },
      ...{ experts: 896, activeExperts: 16, sharedExperts: 2, expertFfn: 3072, moeLayers: 92 },
      ...{ attention: "mla", qLora: 1536, kvLora: 512, ropeDim: 64, nopeDim: 128, vDim: 128 },
      ...{ routedHidden: 3584, fullAttentionLayers: 24, gatedAttention: true },
      ...{ stateLayers: 69, stateKind: "linear", stateHeads: 96, stateHeadDim: 128 },
      ...{ stateDim: 128, stateGroups: 96, stateConv: 4 },
    },
  ),
  modelRow(
    ["qwen3.5-397b-a17b", "Qwen3.5-397B-A17B", "qwen3.5-397b"],
    ["aic", "2026", "A", "3 of 4 layers gated linear attention"],
    [397, 17],
    {
      ...{ layers: 60, hidden: 4096, heads: 32, kvHeads: 2, headDim: 256 },
      ...{ ffn: 0, vocab: 248320, contextTokens: 262144 },
      ...{ experts: 512, activeExperts: 10, sharedExperts: 1, expertFfn: 1024, moeLayers: 60 },
      ...{ fullAttentionLayers: 15, gatedAttention: true },
      ...{ stateLayers: 45, stateKind: "linear", stateHeads: 64, stateHeadDim: 128 },
      ...{ stateDim: 128, stateGroups: 16, stateConv: 4 },
    },
  ),
  modelRow(
    ["qwen3.5-27b", "Qwen3.5-27B"],
    ["aic", "2026", "B", "48 value heads of the linear layers as remembered"],
    [27, 27],
    {
      ...{ layers: 64, hidden: 5120, heads: 24, kvHeads: 4, headDim: 256 },
      ...{ ffn: 17408, vocab: 248320, contextTokens: 262144 },
      ...{ fullAttentionLayers: 16, gatedAttention: true },
      ...{ stateLayers: 48, stateKind: "linear", stateHeads: 48, stateHeadDim: 128 },
      ...{ stateDim: 128, stateGroups: 16, stateConv: 4 },
    },
  ),
  modelRow(
    ["nemotron-h-56b", "Nemotron-H-56B"],
    ["aic", "2025", "B", "54 Mamba-2, 10 attention, 54 plain FFN layers; 8 groups as remembered"],
    [56, 56],
    {
      ...{ layers: 118, hidden: 8192, heads: 64, kvHeads: 8, headDim: 128 },
      ...{ ffn: 32768, gatedFfn: false, vocab: 131072, contextTokens: 8192 },
      ...{ attentionLayers: 10, fullAttentionLayers: 10, ffnLayers: 54 },
      ...{ stateLayers: 54, stateKind: "mamba2", stateHeads: 256, stateHeadDim: 64 },
      ...{ stateDim: 256, stateGroups: 8, stateConv: 4 },
    },
  ),
  modelRow(
    ["nemotron-3-nano-30b-a3b", "Nemotron-3-Nano-30B-A3B", "nemotron-3-nano"],
    ["aic", "2025", "B", "plain FFNs; shared expert of 3712 and 8 groups as remembered"],
    [31.6, 3.5],
    {
      ...{ layers: 52, hidden: 2688, heads: 32, kvHeads: 2, headDim: 128 },
      ...{ ffn: 0, gatedFfn: false, vocab: 131072, contextTokens: 262144 },
      ...{ attentionLayers: 6, fullAttentionLayers: 6, ffnLayers: 0, moeLayers: 23 },
      ...{ experts: 128, activeExperts: 6, sharedExperts: 1, expertFfn: 1856, sharedFfn: 3712 },
      ...{ stateLayers: 23, stateKind: "mamba2", stateHeads: 64, stateHeadDim: 64 },
      ...{ stateDim: 128, stateGroups: 8, stateConv: 4 },
    },
  ),
  modelRow(
    ["nemotron-3-super-120b-a12b", "Nemotron-3-Super-120B-A12B", "nemotron-3-super"],
    [
      "aic",
      "2026",
      "B",
      "experts work in a latent width of 1024; that width, the shared expert of 5376 and 128 heads x 64 of 40 Mamba-2 layers as remembered, in agreement with the published count",
    ],
    [120, 12],
    {
      ...{ layers: 88, hidden: 4096, heads: 32, kvHeads: 2, headDim: 128 },
      ...{ ffn: 0, gatedFfn: false, vocab: 131072, contextTokens: 262144 },
      ...{ attentionLayers: 8, fullAttentionLayers: 8, ffnLayers: 0, moeLayers: 40 },
      ...{ experts: 512, activeExperts: 22, sharedExperts: 1, expertFfn: 2688, sharedFfn: 5376 },
      ...{ routedHidden: 1024, stateLayers: 40, stateKind: "mamba2", stateHeads: 128 },
      ...{ stateHeadDim: 64, stateDim: 128, stateGroups: 8, stateConv: 4 },
    },
  ),
  modelRow(
    ["mamba-2.8b", "Mamba-2.8B"],
    ["general-knowledge", "2023", "D", "no attention; input and output share one embedding"],
    [2.77, 2.77],
    {
      ...{ layers: 64, hidden: 2560, heads: 0, kvHeads: 0, headDim: 0, ffn: 0, ffnLayers: 0 },
      ...{ vocab: 50280, tiedEmbedding: true, contextTokens: 1048576, fullAttentionLayers: 0 },
      ...{ stateLayers: 64, stateKind: "mamba1", stateHeads: 1, stateHeadDim: 5120 },
      ...{ stateDim: 16, stateConv: 4, stateRank: 160 },
    },
  ),
  modelRow(
    ["jamba-1.5-large", "Jamba-1.5-Large"],
    ["general-knowledge", "2024", "D", "1 attention layer in 8, experts in every second layer"],
    [398, 94],
    {
      ...{ layers: 72, hidden: 8192, heads: 64, kvHeads: 8, headDim: 128 },
      ...{ ffn: 24576, vocab: 65536, contextTokens: 262144, fullAttentionLayers: 9 },
      ...{ experts: 16, activeExperts: 2, expertFfn: 24576, moeLayers: 36 },
      ...{ stateLayers: 63, stateKind: "mamba1", stateHeads: 1, stateHeadDim: 16384 },
      ...{ stateDim: 16, stateConv: 4, stateRank: 512 },
    },
  ),
]);
