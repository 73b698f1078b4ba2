import { describe, expect, it } from "vitest";
import { CATALOG, modelFacts } from "../../../scenarios/catalog/catalog.ts";
import { activationBytesPerToken } from "../../../sim/models/activation.ts";
import {
  contextReadBytesPerSequence,
  contextReadBytesPerToken,
  crossKvBytes,
  kvBytesPerToken,
  kvShareOfChip,
  pairsOf,
  windowKvBytes,
} from "../../../sim/models/attention.ts";
import { expectedExperts, tokensPerExpert } from "../../../sim/models/experts.ts";
import { forwardFlops, passFlops, unitFlops } from "../../../sim/models/flops.ts";
import { parameterCounts } from "../../../sim/models/parameterCount.ts";
import { gatherBytesPerSample, tableBytes } from "../../../sim/models/recommender.ts";
import {
  convValuesPerLayer,
  stateBytesPerSequence,
  stateFlopsPerToken,
} from "../../../sim/models/state.ts";
import { encoderOf, unitOf } from "../../../sim/models/unit.ts";
import { deepseekV3, gptOss120b, llama70b, mixtral8x7b } from "./architectures.ts";

const model = (name: string) => modelFacts(CATALOG, name);

describe("layers with a state", () => {
  it("Mamba-2.8B keeps 10.5 MB a sequence beside its convolution, and no context", () => {
    const mamba = model("mamba-2.8b");
    const conv = 64 * convValuesPerLayer(mamba) * 2;
    expect(stateBytesPerSequence(mamba, 2) - conv).toBe(64 * 5120 * 16 * 2);
    expect(conv).toBe(64 * 3 * 5120 * 2);
    expect([kvBytesPerToken(mamba, 2), windowKvBytes(mamba, 2)]).toEqual([0, 0]);
    expect(kvShareOfChip(mamba, 4)).toBe(1 / 4);
    expect(forwardFlops(mamba).perContextToken).toBe(0);
  });

  it("Nemotron-3-Nano keeps 48 MB in fp32 in its 23 Mamba-2 layers", () => {
    const nano = model("nemotron-3-nano-30b-a3b");
    const conv = 23 * 3 * (4096 + 2 * 8 * 128) * 4;
    expect(stateBytesPerSequence(nano, 4) - conv).toBe(23 * 64 * 64 * 128 * 4);
  });

  it("linear attention does 8 FLOPs a token and value of its state: it reads before it writes", () => {
    const k3 = model("kimi-k3");
    expect(stateFlopsPerToken(k3)).toBe(69 * 8 * 96 * 128 * 128);
    expect(forwardFlops(k3).statePerToken).toBe(stateFlopsPerToken(k3));
    expect(forwardFlops(k3).perContextToken).toBe(24 * 2 * 96 * (2 * 512 + 64));
  });

  it("a plain transformer keeps none", () => {
    expect(stateBytesPerSequence(llama70b, 2)).toBe(0);
    expect(forwardFlops(llama70b).statePerToken).toBe(0);
  });
});

describe("attention that reads a part of the context", () => {
  it("reads what it stores where there is no index", () => {
    for (const facts of [llama70b, deepseekV3, gptOss120b]) {
      expect(contextReadBytesPerToken(facts, 2)).toBe(kvBytesPerToken(facts, 2));
      expect(contextReadBytesPerSequence(facts, 2)).toBe(windowKvBytes(facts, 2));
    }
  });

  it("DeepSeek-V3.2 stores 78,324 bytes a token and reads its index and 2,048 of them", () => {
    const dsa = model("deepseek-v3.2");
    expect(kvBytesPerToken(dsa, 2)).toBe(78_324);
    expect(contextReadBytesPerToken(dsa, 2)).toBe(61 * 132);
    expect(contextReadBytesPerSequence(dsa, 2)).toBe(61 * 2048 * 576 * 2);
    expect(forwardFlops(dsa).perContextToken).toBe(61 * 2 * 64 * 128);
  });

  it("DeepSeek-V4-Pro grows by 8,408 bytes a token beside a window of 8.0 MB", () => {
    const pro = model("deepseek-v4-pro");
    expect(kvBytesPerToken(pro, 2)).toBe(30 * (1024 / 4 + 16) + (31 * 1024) / 128);
    expect(windowKvBytes(pro, 2)).toBe(61 * 128 * 512 * 2);
    expect(windowKvBytes(model("deepseek-v4-flash"), 2) / 1e6).toBeCloseTo(5.6, 1);
  });

  it("a chunk is half full on average", () => {
    const scout = model("llama-4-scout");
    const sliding = { ...scout, chunkedWindow: false };
    expect(forwardFlops(scout).windowPerToken).toBe(forwardFlops(sliding).windowPerToken / 2);
  });
});

describe("experts", () => {
  it("one token touches those it visits, very many touch all", () => {
    expect(expectedExperts(deepseekV3, 1)).toBeCloseTo(8, 9);
    expect(expectedExperts(deepseekV3, 0)).toBe(0);
    expect(expectedExperts(deepseekV3, 100_000)).toBeCloseTo(256, 9);
    expect(expectedExperts(mixtral8x7b, 2)).toBeCloseTo(8 * (1 - 0.75 ** 2), 12);
    expect(expectedExperts(llama70b, 10)).toBe(0);
  });

  it("the busiest rank has the stated skew over the mean", () => {
    expect(tokensPerExpert(deepseekV3, 256, 1.5)).toEqual({ mean: 8, busiest: 12 });
  });

  it("latent experts count the way in and out", () => {
    const k3 = model("kimi-k3");
    const flat = parameterCounts({ ...k3, routedHidden: 7168 });
    expect(flat.experts).toBe(2 * parameterCounts(k3).experts);
    expect(parameterCounts(k3).shared - flat.shared).toBe(92 * 2 * 7168 * 3584);
  });
});

describe("models of whole units", () => {
  it("an encoder and a diffusion model see every pair and keep nothing", () => {
    const bge = model("bge-large-en");
    expect([pairsOf(bge, 512), pairsOf(llama70b, 512)]).toEqual([512 * 512, (512 * 513) / 2]);
    expect(kvBytesPerToken(bge, 2)).toBe(0);
    expect(kvBytesPerToken(model("flux.1-dev"), 2)).toBe(0);
    expect(forwardFlops(bge).perSample).toBe(0);
  });

  it("a clip of Wan 2.1 at 720p is 50 steps, twice each, over 75,600 tokens", () => {
    const wan = model("wan2.1-14b-720p");
    expect(unitOf(wan)).toEqual({
      ...{ label: "5.06 s 720p@16fps", steps: 50, passesPerStep: 2, tokensPerPass: 75_600 },
      ...{ mediaS: 5.0625, frames: 81 },
    });
    expect(unitFlops(wan)).toBe(100 * passFlops(wan, 75_600));
    expect(unitOf(llama70b)).toBeNull();
    expect(unitFlops(llama70b)).toBe(0);
  });

  it("text joins the sequence of FLUX and is attended to from that of Wan", () => {
    expect(unitOf(model("flux.1-dev"))?.tokensPerPass).toBe(4096 + 512);
    const wan = model("wan2.1-1.3b");
    expect(forwardFlops(wan).windowPerToken).toBe(30 * 512 * 4 * 1536);
  });

  it("Whisper's decoder keeps the encoder's output: 245.8 MB in bf16", () => {
    const whisper = model("whisper-large-v3");
    expect(crossKvBytes(whisper, 2)).toBe(32 * 1500 * 2 * 1280 * 2);
    expect(kvBytesPerToken(whisper, 2)).toBe(32 * 2 * 1280 * 2);
    const encoder = encoderOf(whisper);
    expect(parameterCounts(encoder).total).toBe(32 * 12 * 1280 ** 2);
    expect(passFlops(encoder, 1500)).toBe(
      2 * 32 * 12 * 1280 ** 2 * 1500 + 32 * 4 * 1280 * 1500 ** 2,
    );
  });

  it("a sample of DLRM gathers 109,568 bytes of tables of 97.4 GiB", () => {
    const dlrm = model("dlrm-dcnv2-mlperf");
    expect(gatherBytesPerSample(dlrm)).toBe(109_568);
    expect(tableBytes(dlrm) / 2 ** 30).toBeCloseTo(97.4, 1);
    expect(forwardFlops(dlrm).densePerToken).toBe(25e6);
    expect(gatherBytesPerSample(llama70b)).toBe(0);
  });

  it("a stated pass is spread over its tokens", () => {
    const sdxl = model("sdxl-base");
    expect(forwardFlops(sdxl).densePerToken * 4096).toBeCloseTo(5.98e12, -3);
    expect(parameterCounts(sdxl).total).toBe(2.57e9);
  });
});

describe("activations", () => {
  it("a token of Llama-3.1-70B takes its residual twice and gate and value of the FFN", () => {
    expect(activationBytesPerToken(llama70b)).toBe(2 * (2 * 8192 + 2 * 28672));
  });

  it("a token of DeepSeek-V3 is widest in its expanded attention", () => {
    expect(activationBytesPerToken(deepseekV3)).toBe(2 * (2 * 7168 + 128 * (2 * 192 + 128)));
  });

  it("every model of the catalogue has finite, positive figures", () => {
    for (const id of Object.keys(CATALOG.models)) {
      const flops = Object.values(forwardFlops(model(id)));
      expect(
        flops.every((value) => Number.isFinite(value) && value >= 0),
        id,
      ).toBe(true);
      expect(forwardFlops(model(id)).densePerToken, id).toBeGreaterThan(0);
      expect(activationBytesPerToken(model(id)), id).toBeGreaterThan(0);
      expect(Number.isFinite(stateBytesPerSequence(model(id), 2)), id).toBe(true);
    }
  });
});
