import type { ModelFacts } from "../facts.ts";
import { unitFlops } from "../models/flops.ts";
import { chipRentUsd } from "../money/chipHourCost.ts";
import {
  chipHoursForFlops,
  trainingDays,
  trainingFlops,
  trainingMfuShare,
} from "../money/trainingRun.ts";
import { sessionUsd, usdPerMediaMinute } from "../money/unitPrices.ts";
import type { PublishedCase } from "../validation.ts";
import { computed } from "./figure.ts";
import { TEXTS } from "./sources.ts";

/** Dense bf16 peaks. */
const H100_FLOPS_PER_S = 989.4e12;
const A100_FLOPS_PER_S = 312e12;
const GPT4_FLOPS = 2.1e25;

/** Wan 2.1 of 14e9 parameters: 81 frames are 21 latent ones. */
const FRAMES = 81;
const LATENT_FRAMES = 21;
const WAN: ModelFacts = {
  ...{ id: "wan", kind: "diffusion", layers: 40, hidden: 5120, heads: 40, kvHeads: 40 },
  ...{ headDim: 128, ffn: 13_824, gatedFfn: false, vocab: 0, tiedEmbedding: false },
  ...{ experts: 0, activeExperts: 0, sharedExperts: 0, expertFfn: 0, moeLayers: 0 },
  ...{ attention: "mha", qLora: 0, kvLora: 0, ropeDim: 0, nopeDim: 0, vDim: 0 },
  ...{ contextTokens: 200_000, fullAttentionLayers: 40, windowTokens: 0 },
  ...{ unit: "clip", steps: 50, cfgMultiplier: 2, crossLayers: 40, textTokens: 512 },
  ...{ passParams: 7 * 5120 ** 2 + 4096 * 5120 },
};
const clipAt720 = { ...WAN, tokensPerUnit: LATENT_FRAMES * 45 * 80 };
/** 1,080 lines are coded as 1,088: whole patches of 16. */
const clipAt1080 = { ...WAN, tokensPerUnit: LATENT_FRAMES * 68 * 120 };

const SESSION = { inputTokens: 1e6, cachedShare: 0, outputTokens: 40_000 };
const SONNET = { input: 3, cached: 0.3, output: 15 };
const OPUS = { input: 5, cached: 0.5, output: 25 };
const HAIKU = { input: 1, cached: 0.1, output: 5 };

/** Training runs, and what people buy in place of tokens. */
export const WORK_CASES: readonly PublishedCase[] = [
  {
    id: "E24-training",
    what: "FLOPs, hours and money of known training runs",
    given:
      "GPT-3.5: 175e9 x 300e9. GPT-4: 2.1e25 on 25,000 A100 at 34 %, on H100 at 35 %. DeepSeek-V3: " +
      "37e9 x 14.8e12 in 2.664e6 h of pre-training, 2.788e6 h in all, 2 USD/h. Llama 3.1 405B: " +
      "3.8e25 in 30.84e6 h",
    source: TEXTS.training,
    note:
      "printed: 3.2e23; 90-100 days; 5.576 million USD; 38-43 % within a step, so that failures, " +
      "restarts and context extension cost Llama the rest",
    figures: [
      computed(
        ["GPT-3.5, work", "FLOP", 3.15e23, 5e-3, "recomputed"],
        trainingFlops,
        [175e9, 300e9],
      ),
      computed(["GPT-4 on 25,000 A100", "days", 91.65, 5e-3, "recomputed"], trainingDays, [
        GPT4_FLOPS,
        25_000,
        A100_FLOPS_PER_S,
        0.34,
      ]),
      computed(["GPT-4 on H100", "chip-h", 16_845_000, 5e-3, "recomputed"], chipHoursForFlops, [
        GPT4_FLOPS,
        H100_FLOPS_PER_S,
        0.35,
      ]),
      computed(
        ["DeepSeek-V3, rent", "USD", 5_576_000, 5e-3, "printed"],
        chipRentUsd,
        [1, 2_788_000, 2],
      ),
      computed(
        ["DeepSeek-V3, share of peak", "share", 0.3463, 5e-3, "recomputed"],
        trainingMfuShare,
        [trainingFlops(37e9, 14.8e12), 2_664_000, H100_FLOPS_PER_S],
      ),
      computed(
        ["Llama 405B, share of peak", "share", 0.3459, 5e-3, "recomputed"],
        trainingMfuShare,
        [3.8e25, 30.84e6, H100_FLOPS_PER_S],
      ),
    ],
  },
  {
    id: "E25-video",
    what: "a minute of generated video",
    given:
      "Wan2.1-14B, clips of 81 frames, 50 steps of 2 passes over 75,600 tokens (171,360 at 1080p); " +
      "35 % of an H100's bf16 peak at 2 USD/h",
    source: TEXTS.wan,
    note:
      "essays: 15 to 50 USD. Our FLOPs are counted from the architecture, text and modulation " +
      "included, and lie 0.5 % above the 648.96 PFLOP that the dollars were computed from",
    figures: [
      videoMinute("720p, 16 frames/s", clipAt720, 16, 12.34),
      videoMinute("720p, 30 frames/s", clipAt720, 30, 23.14),
      videoMinute("1080p, 16 frames/s", clipAt1080, 16, 53.5),
      computed(["a clip at 720p", "FLOP", 6.48958867e17, 0.01, "recomputed"], unitFlops, [
        clipAt720,
      ]),
    ],
  },
  {
    id: "E26-agent",
    what: "an hour with a coding agent",
    given: "1e6 tokens in, 40,000 out; 3/0.30/15, 5/0.50/25 and 1/0.10/5 USD per million",
    source: TEXTS.agents,
    note: "essays: 2 to 10 USD. Prices of Claude 4.5 (input, cached input, output)",
    figures: [
      computed(["Sonnet", "USD", 3.6, 1e-3, "recomputed"], sessionUsd, [SESSION, SONNET]),
      computed(["Sonnet, 90 % cached", "USD", 1.17, 1e-3, "recomputed"], sessionUsd, [
        { ...SESSION, cachedShare: 0.9 },
        SONNET,
      ]),
      computed(["Opus", "USD", 6, 1e-3, "recomputed"], sessionUsd, [SESSION, OPUS]),
      computed(["Haiku", "USD", 1.2, 1e-3, "recomputed"], sessionUsd, [SESSION, HAIKU]),
    ],
  },
];

function videoMinute(figure: string, clip: ModelFacts, framesPerS: number, published: number) {
  return computed([figure, "USD/min", published, 0.02, "recomputed"], usdPerMediaMinute, [
    {
      ...{ clipFlops: unitFlops(clip), playsS: FRAMES / framesPerS },
      ...{ peakFlopsPerSPerChip: H100_FLOPS_PER_S, mfuShare: 0.35, usdPerChipHour: 2 },
    },
  ]);
}
