import { byId, type ModelColumns, modelRow, type Provenance } from "./modelEntry.ts";

/**
 * Models of images, video, speech, documents and recommendations. `vocab` is 0 where there are no
 * words; modulation by time step (`passParams`) is 12 squares of the width per double-stream block,
 * 3 per single-stream block, and 6 for a whole model that shares it.
 */

const REMEMBERED = "general-knowledge";

function remembered(year: string, note?: string): Provenance {
  return note === undefined ? [REMEMBERED, year, "D"] : [REMEMBERED, year, "D", note];
}

/** Transformer over patches: plain FFN, no words, as many tokens as its picture has. */
function diffusion(
  layers: number,
  heads: number,
  headDim: number,
  ffn: number,
  columns: Partial<ModelColumns> & { readonly tokensPerUnit: number },
): ModelColumns {
  return {
    ...{ kind: "diffusion", layers, hidden: heads * headDim, heads, kvHeads: heads, headDim, ffn },
    ...{ gatedFfn: false, vocab: 0, contextTokens: columns.tokensPerUnit, ...columns },
  };
}

const IMAGE = { unit: "1024px image", tokensPerUnit: 4096, textJoins: true } as const;
const FLUX = diffusion(57, 24, 128, 12288, {
  ...{ ...IMAGE, twinLayers: 19, passParams: (19 * 12 + 38 * 3) * 3072 ** 2 },
});

/** Wan 2.1: cross-attention to 512 text tokens; one modulation for all layers; text embedding. */
function wan(
  layers: number,
  heads: number,
  ffn: number,
  unit: string,
  tokensPerUnit: number,
): ModelColumns {
  const width = heads * 128;
  return diffusion(layers, heads, 128, ffn, {
    ...{ unit, tokensPerUnit, steps: 50, cfgMultiplier: 2, mediaS: 81 / 16, frames: 81 },
    ...{ crossLayers: layers, textTokens: 512, passParams: 7 * width ** 2 + 4096 * width },
  });
}

const WAN_NOTE = "VAE stride 4 x 8 x 8, patches of 2 x 2: 21 latent frames";

export const MEDIA_MODELS = byId([
  modelRow(
    ["sdxl-base", "SDXL-base", "sdxl"],
    remembered("2023", "U-Net, stated: about 6 TFLOP a pass at 1024 px, 70 transformer blocks"),
    [2.57, 2.57],
    diffusion(70, 20, 64, 5120, {
      ...{ unit: IMAGE.unit, tokensPerUnit: 4096, steps: 30, cfgMultiplier: 2 },
      ...{ passFlops: 5.98e12, publishedTotalParams: 2.57e9, publishedActiveParams: 2.57e9 },
    }),
  ),
  modelRow(
    ["sd3-medium", "SD3-medium", "stable-diffusion-3-medium"],
    remembered("2024", "double-stream blocks; 154 text tokens"),
    [2.03, 2.03],
    diffusion(24, 24, 64, 6144, {
      ...{ ...IMAGE, steps: 28, cfgMultiplier: 2, textTokens: 154 },
      ...{ twinLayers: 24, passParams: 24 * 12 * 1536 ** 2 },
    }),
  ),
  modelRow(
    ["sd3.5-large", "SD3.5-large", "stable-diffusion-3.5-large"],
    remembered("2024", "double-stream blocks; 154 text tokens"),
    [8.06, 8.06],
    diffusion(38, 38, 64, 9728, {
      ...{ ...IMAGE, steps: 28, cfgMultiplier: 2, textTokens: 154 },
      ...{ twinLayers: 38, passParams: 38 * 12 * 2432 ** 2 },
    }),
  ),
  modelRow(
    ["flux.1-dev", "FLUX.1-dev", "flux-dev"],
    remembered("2024", "19 double-stream and 38 single-stream blocks; guidance-distilled"),
    [11.9, 11.9],
    { ...FLUX, steps: 28, cfgMultiplier: 1, textTokens: 512 },
  ),
  modelRow(
    ["flux.1-schnell", "FLUX.1-schnell", "flux-schnell"],
    remembered("2024", "19 double-stream and 38 single-stream blocks; 256 text tokens"),
    [11.9, 11.9],
    { ...FLUX, steps: 4, cfgMultiplier: 1, textTokens: 256 },
  ),
  modelRow(
    ["cogvideox-2b", "CogVideoX-2B"],
    remembered("2024", "latent 13 x 60 x 90, patches of 2 x 2; 226 text tokens"),
    [1.69, 1.69],
    diffusion(30, 30, 64, 7680, {
      ...{ unit: "6 s 480x720@8fps", tokensPerUnit: 17550, steps: 50, cfgMultiplier: 2 },
      ...{ mediaS: 49 / 8, frames: 49, textTokens: 226, textJoins: true },
      ...{ passParams: 30 * 12 * 512 * 1920 },
    }),
  ),
  modelRow(
    ["cogvideox-5b", "CogVideoX-5B"],
    remembered("2024", "latent 13 x 60 x 90, patches of 2 x 2; 226 text tokens"),
    [5.57, 5.57],
    diffusion(42, 48, 64, 12288, {
      ...{ unit: "6 s 480x720@8fps", tokensPerUnit: 17550, steps: 50, cfgMultiplier: 2 },
      ...{ mediaS: 49 / 8, frames: 49, textTokens: 226, textJoins: true },
      ...{ passParams: 42 * 12 * 512 * 3072 },
    }),
  ),
  modelRow(
    ["hunyuanvideo-13b", "HunyuanVideo-13B", "hunyuanvideo"],
    remembered("2024", "20 double, 40 single blocks; latent 33 x 90 x 160; 256 text tokens"),
    [13, 13],
    diffusion(60, 24, 128, 12288, {
      ...{ unit: "5.4 s 720p@24fps", tokensPerUnit: 118800, steps: 50, cfgMultiplier: 1 },
      ...{ mediaS: 129 / 24, frames: 129, textTokens: 256, textJoins: true },
      ...{ twinLayers: 20, passParams: (20 * 12 + 40 * 3) * 3072 ** 2 },
    }),
  ),
  modelRow(
    ["wan2.1-1.3b", "Wan2.1-1.3B"],
    remembered("2025", "latent 21 x 60 x 104, patches of 2 x 2"),
    [1.42, 1.42],
    wan(30, 12, 8960, "5.06 s 480p@16fps", 32760),
  ),
  modelRow(
    ["wan2.1-14b-480p", "Wan2.1-14B at 480p"],
    ["wan", "2025", "A", WAN_NOTE],
    [14.3, 14.3],
    wan(40, 40, 13824, "5.06 s 480p@16fps", 32760),
  ),
  modelRow(
    ["wan2.1-14b-720p", "Wan2.1-14B at 720p", "wan2.1-14b"],
    ["wan", "2025", "A", WAN_NOTE],
    [14.3, 14.3],
    wan(40, 40, 13824, "5.06 s 720p@16fps", 75600),
  ),
  modelRow(
    ["wan2.1-14b-1080p-equiv", "Wan2.1-14B at 1080p, extrapolated"],
    ["calc", "2025", "D", "extrapolated: 21 x 68 x 120 = 171,360 tokens"],
    [14.3, 14.3],
    wan(40, 40, 13824, "5.06 s 1080p@16fps", 171360),
  ),
  modelRow(
    ["whisper-large-v3", "Whisper-large-v3", "whisper-large"],
    remembered("2023", "32 encoder layers over 1,500 frames, 32 decoder layers, 160 words a unit"),
    [1.55, 1.55],
    {
      ...{ kind: "encoderDecoder", layers: 32, hidden: 1280, heads: 20, kvHeads: 20, headDim: 64 },
      ...{ ffn: 5120, gatedFfn: false, vocab: 51866, tiedEmbedding: true, contextTokens: 448 },
      ...{ encoderLayers: 32, crossLayers: 32, unit: "30 s audio", tokensPerUnit: 1500 },
      ...{ outputTokensPerUnit: 160, mediaS: 30 },
    },
  ),
  modelRow(
    ["dlrm-dcnv2-mlperf", "DLRM-DCNv2 of MLPerf", "dlrm-dcnv2", "dlrm"],
    remembered("2023", "204 million rows x 128 in fp32 are 97.4 GiB; published 24.0 is GiB / 4"),
    [24, 24],
    {
      ...{ kind: "recommender", layers: 1, hidden: 1024, heads: 0, kvHeads: 0, headDim: 0 },
      ...{ ffn: 0, vocab: 0, contextTokens: 1, unit: "1 sample", tokensPerUnit: 1 },
      ...{ tableRows: 204_184_588, tableDim: 128, tableBytesPerValue: 4 },
      ...{ lookupsPerSample: 214, denseFlopsPerSample: 25e6 },
    },
  ),
  modelRow(["bge-large-en", "BGE-large-en"], remembered("2023"), [0.335, 0.335], {
    ...{ kind: "encoder", layers: 24, hidden: 1024, heads: 16, kvHeads: 16, headDim: 64 },
    ...{ ffn: 4096, gatedFfn: false, vocab: 30522, contextTokens: 512 },
    ...{ unit: "512-token document", tokensPerUnit: 512 },
  }),
  modelRow(
    ["e5-mistral-7b", "E5-Mistral-7B"],
    remembered("2023", "built on Mistral-7B; attention counted in both directions"),
    [7.1, 7.1],
    {
      ...{ kind: "encoder", layers: 32, hidden: 4096, heads: 32, kvHeads: 8, headDim: 128 },
      ...{ ffn: 14336, vocab: 32000, contextTokens: 32768 },
      ...{ unit: "512-token document", tokensPerUnit: 512 },
    },
  ),
  modelRow(
    ["qwen3-embedding-0.6b", "Qwen3-Embedding-0.6B"],
    ["aic", "2025", "B", "as Qwen3-0.6B; attention counted in both directions"],
    [0.6, 0.6],
    {
      ...{ kind: "encoder", layers: 28, hidden: 1024, heads: 16, kvHeads: 8, headDim: 128 },
      ...{ ffn: 3072, vocab: 151936, contextTokens: 32768 },
      ...{ unit: "512-token document", tokensPerUnit: 512 },
    },
  ),
  modelRow(["vit-l-clip", "CLIP ViT-L/14 at 336 px"], remembered("2021"), [0.304, 0.304], {
    ...{ kind: "encoder", layers: 24, hidden: 1024, heads: 16, kvHeads: 16, headDim: 64 },
    ...{ ffn: 4096, gatedFfn: false, vocab: 0, contextTokens: 577 },
    ...{ unit: "336px image", tokensPerUnit: 577 },
  }),
  modelRow(
    ["resnet-50", "ResNet-50"],
    remembered("2015", "convolutions, stated: 4.1 GMAC an image"),
    [0.0256, 0.0256],
    {
      ...{ kind: "encoder", layers: 50, hidden: 2048, heads: 0, kvHeads: 0, headDim: 0, ffn: 0 },
      ...{ vocab: 0, contextTokens: 1, unit: "224px image", tokensPerUnit: 1 },
      ...{ passFlops: 8.2e9, publishedTotalParams: 25.6e6, publishedActiveParams: 25.6e6 },
    },
  ),
  modelRow(["bert-large", "BERT-large"], remembered("2018"), [0.335, 0.335], {
    ...{ kind: "encoder", layers: 24, hidden: 1024, heads: 16, kvHeads: 16, headDim: 64 },
    ...{ ffn: 4096, gatedFfn: false, vocab: 30522, contextTokens: 512 },
    ...{ unit: "384-token query", tokensPerUnit: 384 },
  }),
]);
