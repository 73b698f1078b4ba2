import { describe, expect, it } from "vitest";
import {
  decodeFlopsPerContextToken,
  kvBytesPerToken,
  kvShareOfChip,
  prefillFlopsPerPair,
  windowKvBytes,
} from "../../../sim/models/attention.ts";
import { forwardFlops } from "../../../sim/models/flops.ts";
import { deepseekV3, gptOss120b, llama2With7b, llama70b } from "./architectures.ts";

describe("KV cache", () => {
  it("takes 524,288, 327,680 and 70,272 bytes a token in multi-head, grouped and latent attention", () => {
    expect(kvBytesPerToken(llama2With7b, 2)).toBe(524_288);
    expect(kvBytesPerToken(llama70b, 2)).toBe(327_680);
    expect(kvBytesPerToken(deepseekV3, 2)).toBe(70_272);
  });

  it("halves in fp8", () => {
    expect(kvBytesPerToken(llama70b, 1)).toBe(163_840);
  });

  it("grows with context only in the layers that see all of it", () => {
    expect(kvBytesPerToken(gptOss120b, 2)).toBe(18 * 2 * 8 * 64 * 2);
    expect(windowKvBytes(gptOss120b, 2)).toBe(18 * 128 * 2 * 8 * 64 * 2);
    expect(windowKvBytes(llama70b, 2)).toBe(0);
  });

  it("is split over chips until each holds one head, and copied beyond", () => {
    expect(kvShareOfChip(llama70b, 4)).toBe(1 / 4);
    expect(kvShareOfChip(llama70b, 8)).toBe(1 / 8);
    expect(kvShareOfChip(llama70b, 16)).toBe(1 / 8);
  });

  it("is split by sequences where one latent vector serves all heads", () => {
    expect(kvShareOfChip(deepseekV3, 8)).toBe(1 / 8);
  });
});

describe("attention arithmetic", () => {
  it("decodes latent attention in the latent space and prefills it expanded", () => {
    expect(decodeFlopsPerContextToken(deepseekV3)).toBe(2 * 128 * (512 + 64 + 512));
    expect(prefillFlopsPerPair(deepseekV3)).toBe(2 * 128 * (128 + 64 + 128));
    expect(decodeFlopsPerContextToken(llama70b)).toBe(4 * 64 * 128);
  });
});

describe("forwardFlops", () => {
  it("is twice the active parameters without the embedding, head apart", () => {
    const flops = forwardFlops(deepseekV3);
    const perToken = flops.densePerToken + flops.expertsPerToken + flops.perSample;
    expect(perToken).toBeCloseTo(2 * (37.55e9 - 7168 * 129280), -8);
  });

  it("charges sliding windows per token, as full windows", () => {
    expect(forwardFlops(gptOss120b).windowPerToken).toBe(18 * 128 * 4 * 64 * 64);
    expect(forwardFlops(gptOss120b).perPair).toBe(18 * 4 * 64 * 64);
  });
});
